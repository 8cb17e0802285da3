"""What is reported already near the place: found, shown, joined. Joining asks twice, for in a busy street people take
the wrong one.
"""

from __future__ import annotations

from datetime import timedelta

from kiosk.event_log import KioskEvent
from kiosk.reporting.state import Draft, KnownNear, ReportingState, SupportedState, draft_of
from kiosk.reporting.steps import ReportingAside, ReportingStep, step_after
from kiosk.reporting.what import category_pictogram, category_title
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.findings import Registers
from kiosk.session.frame import Scene, frame
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Continue, OpenKnownReport, SupportReport
from kiosk.viewmodel.views import Action, AnswerView, Choice, KnownReportsView, KnownReportView, Line, Tone
from sync.protocol.envelope import seal_word
from sync.protocol.open_reports import NEAR_METRES
from sync.protocol.records import ReportWord, WordKind
from sync.station.outbox import NotStored

MOST_SHOWN = 10


def look_around(session: Session, *, offer: Offer, registers: Registers) -> bool:
    """Note what is known near the place of the draft; those of its category first. False when there is nothing.

    What the person has joined already is left out, and so is what this content has no words for. Somewhere in a wide
    circle nothing is near.
    """
    state = session.of(ReportingState)
    state.known, state.known_as_of = (), None
    known, draft = registers.open_reports(), state.draft
    if known is None or draft.point is None or draft.radius_metres > NEAR_METRES:
        return False
    joined = session.of(SupportedState).names
    near = [
        KnownNear(round(metres), report)
        for metres, report in known.file.near(draft.point)
        if report.name not in joined and offer.category_of(report.category)
    ]
    near.sort(key=lambda one: (not _is_alike(one, draft, offer), one.metres))
    state.known, state.known_as_of = tuple(near[:MOST_SHOWN]), known.as_of
    return bool(near)


def _is_alike(one: KnownNear, draft: Draft, offer: Offer) -> bool:
    found = offer.category_of(one.report.category)
    return found is not None and found[0].id == draft.group


def open_known(session: Session, name: str, *, registers: Registers) -> Notice:
    """Look at one of them."""
    state = session.of(ReportingState)
    found = next((one.report for one in state.known if one.report.name == name), None)
    if found is not None:
        state.known_chosen = name
        state.known_picture = registers.report_picture(name) if found.has_picture else b""
        session.path = flow.go(session.path, ReportingAside.KNOWN_REPORT)
    return NOTHING


def something_new(session: Session, *, offer: Offer) -> Notice:
    """It is none of them: on to what follows the place."""
    has_sentences = bool(offer.sentences_for(draft_of(session).category))
    session.path = flow.go(session.path, step_after(ReportingStep.PLACE, has_sentences=has_sentences))
    return NOTHING


def support(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """That is it. What follows comes up once it is on disk; then nothing of the draft is needed any more."""
    name = session.of(ReportingState).known_chosen
    word = ReportWord(name, WordKind.SUPPORTED, equipment.dated().day)
    try:
        equipment.outbox.put(seal_word(word, key=offer.seal_key(equipment.now())))
    except NotStored:
        equipment.note(KioskEvent.NOT_STORED)
        return Notice("word.not_stored")
    session.of(SupportedState).names.add(name)
    session.states.pop(ReportingState)
    session.path = flow.end(ReportingAside.SUPPORT_KEPT)
    return NOTHING


def known_nearby_view(scene: Scene) -> KnownReportsView:
    """What is reported already close by, and how old that news is."""
    words, state = scene.texts, scene.session.of(ReportingState)
    told = words.text("known.explanation", metres=NEAR_METRES)
    return KnownReportsView(
        frame=frame(scene, main=Action(Continue(), words.text("known.new"), "arrow-right")),
        headline=words.text("known.headline"),
        explanation=f"{told} {_as_of_words(scene)}",
        notice=scene.notice,
        choices=tuple(
            Choice(
                OpenKnownReport(one.report.name),
                category_title(words, scene.offer, one.report.category),
                _about(scene, one),
                category_pictogram(scene.offer, one.report.category),
            )
            for one in state.known
        ),
    )


def known_report_view(scene: Scene) -> KnownReportView:
    """Is it exactly this?"""
    words, state = scene.texts, scene.session.of(ReportingState)
    one = next(one for one in state.known if one.report.name == state.known_chosen)
    report = one.report
    yes = Action(SupportReport(), words.text("known.yes"), "check")
    lines = [
        Line(
            words.text("report_review.category"),
            category_title(words, scene.offer, report.category),
            category_pictogram(scene.offer, report.category),
        ),
        *((Line(words.text("known.words"), report.title, "pencil"),) if report.title else ()),
        Line(words.text("known.distance"), _distance_words(words, one), "place"),
        Line(words.text("known.state"), _state_words(scene, one), "clock"),
    ]
    if report.supports:
        lines.append(Line(words.text("known.others"), words.number(report.supports), "check"))
    return KnownReportView(
        frame=frame(scene, main=yes),
        headline=words.text("known.sure"),
        explanation=f"{words.text('known.sure.explanation')} {_as_of_words(scene)}",
        notice=scene.notice,
        lines=tuple(lines),
        picture=state.known_picture,
        picture_name=words.text("known.picture") if state.known_picture else "",
    )


def support_kept_view(scene: Scene) -> AnswerView:
    """It is stored that somebody else means the same."""
    words = scene.texts
    return AnswerView(
        frame=frame(scene, main=Action(Continue(), words.text("answer.done"), "check")),
        headline=words.text("word_kept.headline"),
        answer=words.text("known.kept"),
        tone=Tone.STORED,
        next_steps=words.text("known.kept.next"),
    )


def _about(scene: Scene, one: KnownNear) -> str:
    """How far it is, in both meanings; and its words, where everybody may read them."""
    words = scene.texts
    about = words.text("known.about", state=_state_words(scene, one), distance=_distance_words(words, one))
    return f"{about}\n{one.report.title}" if one.report.title else about


def _distance_words(words: Texts, one: KnownNear) -> str:
    return words.plural("known.metres", one.metres)


def _state_words(scene: Scene, one: KnownNear) -> str:
    report, words = one.report, scene.texts
    return words.text(f"known.state.{report.state.value}", date=words.date(report.since))


def _as_of_words(scene: Scene) -> str:
    day, words = scene.session.of(ReportingState).known_as_of, scene.texts
    assert day is not None
    if day >= scene.today:
        return words.text("known.as_of.today")
    if day == scene.today - timedelta(days=1):
        return words.text("known.as_of.yesterday")
    return words.text("known.as_of", date=words.date(day))
