"""The views of saying something to the city: what, about what, to whom, in words, check, receipt. Only values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kiosk.contributing.actions import MEDIA
from kiosk.contributing.ideas import idea_choice, idea_view, ideas_view
from kiosk.contributing.rules import (
    SHOWN_KINDS,
    SPOKEN_KINDS,
    ContributionProblem,
    kinds_of,
    promised_answer,
    shown_ideas,
)
from kiosk.contributing.state import ContributingState, ContributionDraft, ReadingState, draft_of
from kiosk.contributing.steps import ContributingStep
from kiosk.media.presenter import enclosed_lines, photo_tile, spoken_tile, written_tile
from kiosk.session.entry_words import NEARLY_FULL, key_names, map_names, room_words
from kiosk.session.frame import Scene, frame, go_on, go_on_roughly
from kiosk.session.numbers import clean_words
from kiosk.session.personal_details import may_ask
from kiosk.session.session import Step
from kiosk.session.shared_views import district_choices, receipt_view
from kiosk.session.typed_code import grouped_number, grouped_second_code
from kiosk.viewmodel.contributing_intents import (
    BeginContribution,
    ChoosePublicity,
    ChooseReceiver,
    ChooseTopic,
    OpenContribute,
    OpenIdeas,
    SendContribution,
)
from kiosk.viewmodel.intents import Continue
from kiosk.viewmodel.views import (
    Action,
    Choice,
    ContributeView,
    ContributionReviewView,
    DescriptionView,
    DistrictsView,
    ExtrasView,
    Line,
    PlaceView,
    ReceiptView,
    SimilarView,
    View,
)
from sync.protocol.contributions import MOST_TEXT, SUPPORTED, ContributionKind
from sync.protocol.dialogue import Dialogue

_PICTOGRAMS = {
    ContributionKind.IDEA: "idea",
    ContributionKind.QUESTION: "help",
    ContributionKind.WISH_TO_BE_ASKED: "vote",
    ContributionKind.OFFER: "touch",
}


def home_tile(scene: Scene) -> Choice:
    """The way to it, closed while what room is left is kept for votes."""
    words = scene.texts
    return Choice(
        OpenContribute(),
        words.text("home.contribute"),
        words.text("home.contribute.about" if scene.takes_reports else "home.report.no_room.about"),
        "idea",
        note=words.text("home.started") if draft_of(scene.session).begun else "",
        enabled=scene.takes_reports,
    )


def contribute_view(scene: Scene) -> ContributeView:
    """What it is; and the way to what others have said, where there is anything."""
    words, reading = scene.texts, scene.session.of(ReadingState)
    project = scene.offer.projects.get(reading.project)
    choices = [
        Choice(
            BeginContribution(kind.value, project=reading.project),
            words.text(f"contribute.{kind.value}"),
            words.text(f"contribute.{kind.value}.about"),
            _PICTOGRAMS[kind],
        )
        for kind in kinds_of(project, today=scene.today)
    ]
    if shown_ideas(reading.released, project=reading.project):
        title, about = words.text("contribute.ideas"), words.text("contribute.ideas.about")
        choices.append(Choice(OpenIdeas(reading.project), title, about, "look-up"))
    return ContributeView(
        frame=frame(scene),
        headline=words.text("contribute.headline"),
        explanation=words.content(project.title) if project else words.text("contribute.explanation"),
        notice=scene.notice,
        choices=tuple(choices),
    )


def topics_view(scene: Scene) -> ContributeView:
    """What it is about."""
    chosen = draft_of(scene.session).topic
    choices = (
        Choice(ChooseTopic(topic.id), scene.texts.content(topic.title), "", topic.pictogram, chosen=topic.id == chosen)
        for topic in _rules(scene).topics.values()
        if scene.offer.is_shown(topic, scene.session.district)
    )
    return _choosing(scene, scene.texts.text("topics.headline"), tuple(choices), is_chosen=bool(chosen))


def receivers_view(scene: Scene) -> ContributeView:
    """Who shall answer, and until when they do."""
    words, draft = scene.texts, draft_of(scene.session)
    choices = []
    for receiver in _rules(scene).receivers.values():
        promised = promised_answer(replace(draft, receiver=receiver.id), rules=_rules(scene), today=scene.today)
        assert promised is not None
        until = words.text("receivers.until", date=words.date(promised.by))
        title, about = words.content(receiver.title), words.content(receiver.about)
        chosen = receiver.id == draft.receiver
        choices.append(Choice(ChooseReceiver(receiver.id), title, about, "pencil", note=until, chosen=chosen))
    return _choosing(scene, scene.texts.text("receivers.headline"), tuple(choices), is_chosen=bool(draft.receiver))


def idea_districts_view(scene: Scene) -> DistrictsView:
    """For which district it is."""
    words, chosen = scene.texts, draft_of(scene.session).district
    return DistrictsView(
        frame=frame(scene, main=go_on(words) if chosen else None),
        headline=words.text("idea_districts.headline"),
        notice=scene.notice,
        choices=district_choices(scene, chosen=chosen),
    )


def idea_place_view(scene: Scene) -> PlaceView:
    """Where exactly, for who wants to say."""
    words, state = scene.texts, scene.session.of(ContributingState)
    district, point = scene.offer.districts[state.draft.district], state.draft.point
    return PlaceView(
        frame=frame(scene, main=go_on(words) if point else go_on_roughly(words)),
        headline=words.text("place.headline"),
        explanation=words.text("idea_place.explanation"),
        notice=scene.notice,
        sketch=scene.offer.sketch,
        focus=district.bbox,
        point=point,
        point_words=place_words(scene, state.draft),
        middle_words=words.text("map.moved") if state.looked_at else "",
        controls=map_names(words),
    )


def place_words(scene: Scene, draft: ContributionDraft) -> str:
    """Where it is: a point on the map, or somewhere in its district."""
    words, district = scene.texts, scene.offer.districts[draft.district].name
    return words.text("place.point" if draft.point else "place.centre", district=district)


def how_to_say_view(scene: Scene) -> ExtrasView:
    """Writing, speaking and showing: one of the first two, or both."""
    words, draft = scene.texts, draft_of(scene.session)
    assert draft.kind is not None
    write = written_tile(scene, is_done=bool(draft.text.strip()))
    speak = spoken_tile(scene, draft.enclosed) if draft.kind in SPOKEN_KINDS else ()
    show = photo_tile(scene, draft.enclosed) if draft.kind in SHOWN_KINDS else ()
    return ExtrasView(
        frame=frame(scene, main=go_on(words, waits=not draft.says_something)),
        headline=words.text(f"own_words.{draft.kind.value}.headline"),
        explanation="\n".join(
            [words.text("how_to_say.explanation"), *([words.text("how_to_say.photo")] if show else [])]
        ),
        notice=scene.notice,
        may_tell=(words.text(f"contribution.problem.{ContributionProblem.SAYS_NOTHING.value}"),),
        choices=(write, *speak, *show),
    )


def own_words_view(scene: Scene) -> DescriptionView:
    """What is to be said."""
    words, draft = scene.texts, draft_of(scene.session)
    assert draft.kind is not None
    is_offer = draft.kind is ContributionKind.OFFER
    label = scene.session.of(ContributingState).details.word_of_main(words)
    return DescriptionView(
        frame=frame(scene, main=replace(go_on(words, waits=not draft.says_something), label=label)),
        headline=words.text(f"own_words.{draft.kind.value}.headline"),
        explanation=words.text("own_words.offer.explanation" if is_offer else "own_words.explanation"),
        notice=scene.notice,
        text=draft.text,
        limit=MOST_TEXT,
        field_name=words.text("own_words.field"),
        room=room_words(words, draft.text, limit=MOST_TEXT),
        may_tell=(
            words.plural("description.room", NEARLY_FULL),
            words.plural("report.problem.too_long", MOST_TEXT),
            words.text(f"contribution.problem.{ContributionProblem.EMPTY.value}"),
            *(() if is_offer else may_ask(words)),
        ),
        keys=key_names(words),
    )


def similar_view(scene: Scene) -> SimilarView:
    """What others have said that is like it: one can stand behind that instead."""
    words = scene.texts
    main = Action(Continue(), words.text("similar.go_on"), "arrow-right")
    return SimilarView(
        frame=frame(scene, main=main),
        headline=words.text("similar.headline"),
        explanation=words.text("similar.explanation"),
        notice=scene.notice,
        choices=tuple(idea_choice(scene, one) for one in scene.session.of(ContributingState).similar),
    )


def publicity_view(scene: Scene) -> ContributeView:
    """Who may read the answer."""
    words, chosen = scene.texts, draft_of(scene.session).is_public
    choices = (
        Choice(
            ChoosePublicity(is_public),
            words.text(f"publicity.{name}"),
            words.text(f"publicity.{name}.about"),
            pictogram,
            chosen=chosen is is_public,
        )
        for is_public, name, pictogram in ((True, "public", "project"), (False, "private", "lock"))
    )
    return _choosing(scene, scene.texts.text("publicity.headline"), tuple(choices), is_chosen=chosen is not None)


def contribution_review_view(scene: Scene) -> ContributionReviewView:
    """Everything once more, and by what an idea is judged, before it is sent."""
    words = scene.texts
    main = Action(SendContribution(), words.text("contribution.send"), "pencil")
    return ContributionReviewView(
        frame=frame(scene, main=main),
        headline=words.text("report_review.headline"),
        explanation=words.text("contribution_review.explanation"),
        notice=scene.notice,
        lines=tuple(_review_lines(scene, draft_of(scene.session))),
    )


def contribution_receipt_view(scene: Scene) -> ReceiptView:
    """It is stored; and who answers until when."""
    words, sent = scene.texts, scene.session.of(ContributingState).sent
    return receipt_view(
        scene,
        headline=words.text("contribution_receipt.headline"),
        stored=" ".join(filter(None, (words.text("contribution_receipt.stored"), _promise(scene, sent)))),
        code_title=words.text("contribution_receipt.code"),
        code=grouped_number(scene.session.code),
        second=Line(words.text("report_receipt.second"), grouped_second_code(scene.session.second_code)),
        next_steps=words.text("contribution_receipt.next"),
        write_down=words.text("receipt.write_number"),
    )


def _choosing(scene: Scene, headline: str, choices: tuple[Choice, ...], *, is_chosen: bool) -> ContributeView:
    return ContributeView(
        frame=frame(scene, main=go_on(scene.texts) if is_chosen else None),
        headline=headline,
        notice=scene.notice,
        choices=choices,
    )


def _review_lines(scene: Scene, draft: ContributionDraft) -> Iterator[Line]:
    words, rules = scene.texts, _rules(scene)
    assert draft.kind is not None
    kind = words.text(f"contribute.{draft.kind.value}")
    yield Line(words.text("contribution_review.kind"), kind, _PICTOGRAMS[draft.kind])
    if project := scene.offer.projects.get(draft.project):
        yield Line(words.text("contribution_review.project"), words.content(project.title), "project")
    if topic := rules.topics.get(draft.topic):
        yield Line(words.text("topics.headline"), words.content(topic.title), topic.pictogram)
    if receiver := rules.receivers.get(draft.receiver):
        yield Line(words.text("contribution_review.receiver"), words.content(receiver.title), "pencil")
    if draft.kind is ContributionKind.IDEA and draft.district in scene.offer.districts:
        yield Line(words.text("report_review.place"), place_words(scene, draft), "place")
    if text := clean_words(draft.text):
        yield Line(words.text("own_words.field"), text, "pencil")
    for line in enclosed_lines(words, draft.enclosed):
        yield Line(*line)
    if draft.is_public is not None:
        who = words.text("publicity.public" if draft.is_public else "publicity.private")
        yield Line(words.text("contribution_review.readers"), who, "lock")
    if draft.kind in SUPPORTED:
        criteria = "\n".join(words.content(text) for text in rules.criteria)
        yield Line(words.text("contribution_review.criteria"), criteria, "check", public=True)
    if promise := _promise(scene, draft):
        yield Line(words.text("contribution_review.answer"), promise, "clock", public=True)


def _promise(scene: Scene, draft: ContributionDraft) -> str:
    """Who answers until when, as a sentence; of an offer, that the house gets in touch."""
    words, rules = scene.texts, _rules(scene)
    promised = promised_answer(draft, rules=rules, today=scene.today)
    if promised is None:
        return words.text("contribute.offer.about")
    who = words.content(rules.receivers[promised.receiver].title)
    return words.text("contribution.answers", who=who, date=words.date(promised.by))


def _rules(scene: Scene) -> Dialogue:
    assert scene.offer.dialogue is not None
    return scene.offer.dialogue


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    ContributingStep.CONTRIBUTE: contribute_view,
    ContributingStep.TOPICS: topics_view,
    ContributingStep.RECEIVERS: receivers_view,
    ContributingStep.IDEA_DISTRICTS: idea_districts_view,
    ContributingStep.IDEA_PLACE: idea_place_view,
    ContributingStep.HOW_TO_SAY: how_to_say_view,
    ContributingStep.OWN_WORDS: own_words_view,
    **MEDIA.views,
    ContributingStep.SIMILAR: similar_view,
    ContributingStep.PUBLICITY: publicity_view,
    ContributingStep.CONTRIBUTION_REVIEW: contribution_review_view,
    ContributingStep.CONTRIBUTION_RECEIPT: contribution_receipt_view,
    ContributingStep.IDEAS: ideas_view,
    ContributingStep.IDEA: idea_view,
}
"""What shows each step."""
