"""The views of voting: polls, districts, the question, the review, the receipt. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from kiosk.home.sign_video import sign_action
from kiosk.media.scanning import scan_choice, scan_view
from kiosk.session.frame import Scene, frame, go_on
from kiosk.session.session import Step
from kiosk.session.shared_views import district_choices, receipt_view
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Cast, OpenDistricts, OpenPoll, OpenPollAbout, OpenPolls, ShowOneByOne
from kiosk.viewmodel.views import (
    Action,
    Choice,
    CodeView,
    DistrictsView,
    Illustration,
    Line,
    PollsView,
    ReceiptView,
    ScanView,
    View,
    VoteGuidedView,
    VotePlaceView,
    VoteReviewView,
    VoteTextView,
    VoteView,
)
from kiosk.voting import participation_code
from kiosk.voting.about import about_view, audience_words, secrecy_sentence
from kiosk.voting.guided import can_guide, guided_view
from kiosk.voting.kinds import form_of
from kiosk.voting.kinds.paper import BallotPaper, Ground, is_for_children, joined, picture_of
from kiosk.voting.participation_code import CodeProblem
from kiosk.voting.rules import may_be_cast
from kiosk.voting.searching import shown_options, vote_search_view, words_of_search
from kiosk.voting.searching import ways as searching_ways
from kiosk.voting.state import VotingState
from kiosk.voting.steps import VotingStep
from sync.protocol.encoding import group_code
from sync.protocol.participation_codes import CODE_LENGTH
from sync.protocol.polls.poll import Poll

_NOWHERE = (0.0, 0.0, 0.0, 0.0)
"""The box of no district: a map shows all it has."""


def home_tile(scene: Scene) -> Choice:
    """The way to the polls."""
    words = scene.texts
    started = words.text("home.started") if scene.session.of(VotingState).open_ballots else ""
    return Choice(OpenPolls(), words.text("home.vote"), words.text("home.vote.about"), "vote", note=started)


def polls_view(scene: Scene) -> PollsView:
    """The polls of the chosen district."""
    words, session = scene.texts, scene.session
    district = scene.offer.districts[session.district].name
    polls = scene.offer.open_polls(session.district, scene.today)
    return PollsView(
        frame=frame(scene),
        headline=words.text("polls.headline", district=district),
        explanation=words.text("polls.explanation" if polls else "polls.none"),
        notice=scene.notice,
        choices=(
            *(_poll_choice(scene, poll) for poll in polls),
            *(_coming_choice(words, poll) for poll in scene.offer.coming_polls(session.district, scene.today)),
            *(_void_choice(words, poll) for poll in scene.offer.void_polls(session.district, scene.today)),
        ),
        other=Action(OpenDistricts(), words.text("polls.other"), "place"),
    )


def districts_view(scene: Scene) -> DistrictsView:
    """Whose polls to see."""
    words = scene.texts
    return DistrictsView(
        frame=frame(scene),
        headline=words.text("districts.headline"),
        explanation=words.text("districts.explanation"),
        choices=district_choices(scene, chosen=scene.session.district, about=partial(_own_poll, scene)),
    )


def _own_poll(scene: Scene, district: str) -> str:
    own = any(poll.districts for poll in scene.offer.open_polls(district, scene.today))
    return scene.texts.text("districts.own_poll") if own else ""


def code_view(scene: Scene) -> CodeView:
    """The code on the person's card. Whoever has none is told where codes are given out."""
    words, state = scene.texts, scene.session.of(VotingState)
    poll, typed = scene.offer.polls[state.poll], state.codes.get(state.poll, "")
    explanation, left = words.text("code.explanation"), CODE_LENGTH - len(typed)
    between = "\n" if "\n" in explanation else " "  # in Leichte Sprache every sentence begins a line (R83)
    without = words.text("code.none", where=words.content(poll.codes_at))
    notice = between.join([scene.notice, without]) if scene.notice and not typed else scene.notice
    return CodeView(
        frame=frame(scene, main=go_on(words, waits=left > 0)),
        headline=words.text("code.headline"),
        explanation=f"{explanation}\n{without}",
        notice=notice,
        text=participation_code.grouped(typed),
        limit=participation_code.MOST_CHARACTERS + participation_code.MOST_CHARACTERS // 4,
        field_name=words.text("code.field"),
        room=words.plural("code.left", left) if typed and left > 0 else "",
        may_tell=tuple(words.text(f"code.problem.{problem.value}") for problem in CodeProblem),
        keys={"backspace": words.text("key.backspace")},
        scan=scan_choice(scene),
    )


def scan_code_view(scene: Scene) -> ScanView:
    """The code on the person's card, shown to the camera."""
    return scan_view(scene, asked="code", notice=scene.session.of(VotingState).scan_fault)


def vote_view(scene: Scene) -> VoteView | VoteTextView | VotePlaceView:
    """The question and its ballot paper."""
    words, paper = scene.texts, _paper(scene)
    main = go_on(words, waits=not may_be_cast(paper.poll, paper.answer))
    if asked := scene.session.of(VotingState).details.get(paper.poll.id):
        main = replace(main, label=asked.word_of_main(words))
    shown = shown_options(scene, paper.poll)
    rules = (form_of(paper.poll).rule(words, paper.poll), words_of_search(scene, paper.poll, shown))
    common = {
        "frame": frame(scene, main=main),
        "headline": words.content(paper.poll.question),
        "explanation": _explanation(words, paper.poll),
        "notice": scene.notice,
        "rule": "\n".join(filter(None, rules)),
        "ways": (*_ways_in(scene, paper.poll), *filter(None, (sign_action(scene),))),
    }
    return form_of(paper.poll).view(replace(paper, order=shown), common)


def vote_guided_view(scene: Scene) -> VoteGuidedView:
    """One option of it alone."""
    return guided_view(scene, _paper(scene))


def _ways_in(scene: Scene, poll: Poll) -> tuple[Action, ...]:
    words = scene.texts
    about = Action(OpenPollAbout(), words.text("poll_about.open"), "help", name=words.text("poll_about.headline"))
    one_by_one = Action(ShowOneByOne(), words.text("vote.guide"), "arrow-right")
    return (*searching_ways(scene, poll), *((one_by_one, about) if can_guide(poll) else (about,)))


def vote_review_view(scene: Scene) -> VoteReviewView:
    """The ballot once more before it is cast."""
    words, paper = scene.texts, _paper(scene)
    return VoteReviewView(
        frame=frame(scene, main=Action(Cast(), words.text("vote.cast"), "vote", name=words.text("vote.cast.name"))),
        headline=words.text("vote_review.headline"),
        explanation=words.text("vote_review.explanation.code" if paper.poll.codes else "vote_review.explanation"),
        notice=scene.notice,
        lines=(
            *_title_line(paper),
            Line(words.text("vote_review.question"), words.content(paper.poll.question), public=True),
            *form_of(paper.poll).review(paper),
            *_unused(paper),
        ),
        pictures=_chosen_pictures(paper) if is_for_children(paper.poll) else (),
    )


def vote_receipt_view(scene: Scene) -> ReceiptView:
    """The ballot is stored. Where another poll is open here, the way to it."""
    words, code, state = scene.texts, scene.session.code, scene.session.of(VotingState)
    open_now = scene.offer.open_polls(scene.session.district, scene.today)
    left = [poll for poll in open_now if poll.id not in state.cast]
    return receipt_view(
        scene,
        headline=words.text("vote_receipt.headline"),
        stored=words.text("vote_receipt.stored"),
        code_title=words.text("vote_receipt.code"),
        code=group_code(code),
        next_steps=words.text("vote_receipt.next"),
        write_down=words.text("receipt.write_code"),
        others=(Action(OpenPolls(), words.text("receipt.next_poll"), "vote"),) if left else (),
    )


def first_views(scene: Scene) -> Iterator[View]:
    """The list of polls, and each poll that is still to come or open, with its options as published."""
    yield polls_view(scene)
    for poll in scene.offer.polls.values():
        if poll.is_for(scene.session.district) and poll.closes >= scene.today:
            order = tuple(option.id for option in poll.options)
            scene.session.states[VotingState] = VotingState(poll=poll.id, orders={poll.id: order})
            yield vote_view(scene)


def _paper(scene: Scene) -> BallotPaper:
    state = scene.session.of(VotingState)
    poll = scene.offer.polls[state.poll]
    answer = state.answers.get(poll.id, form_of(poll).empty)
    district = scene.offer.districts.get(scene.session.district)
    ground = Ground(scene.offer.sketch, district.bbox if district else _NOWHERE)
    told = state.told.get(poll.id, frozenset())
    return BallotPaper(poll, state.orders[poll.id], answer, scene.texts, ground, told)


def _title_line(paper: BallotPaper) -> Iterator[Line]:
    """The name of the poll; to children its question says enough."""
    if not is_for_children(paper.poll):
        yield Line(paper.words.text("vote_review.poll"), paper.words.content(paper.poll.title), public=True)


def _chosen_pictures(paper: BallotPaper) -> tuple[Illustration, ...]:
    """What was ticked, to be seen."""
    chosen = (paper.poll.option(one) for one in paper.order if one in paper.answer)
    return tuple(filter(None, (picture_of(paper.words, option) for option in chosen)))


def _unused(paper: BallotPaper) -> Iterator[Line]:
    if still_free := form_of(paper.poll).unused(paper.words, paper.poll, paper.answer):
        yield Line(paper.words.text("vote_review.unused"), still_free)


def _explanation(words: Texts, poll: Poll) -> str:
    secrecy = secrecy_sentence(words, poll)
    about = "" if is_for_children(poll) else words.content(poll.about)
    return joined(words, *_untranslated(words, poll), about, *secrecy)


def _untranslated(words: Texts, poll: Poll) -> list[str]:
    """Said before a poll is read that is not in the person's language."""
    return [] if poll.is_in(words.language.code) else [words.text("polls.only_german")]


def _poll_choice(scene: Scene, poll: Poll) -> Choice:
    words, state = scene.texts, scene.session.of(VotingState)
    done, begun = poll.id in state.cast, poll.id in state.open_ballots
    until = words.text("polls.until", date=words.date(poll.closes))
    about = [words.text(f"decides.{poll.decides.value}"), *_untranslated(words, poll)]
    about += audience_words(words, poll)
    about += [words.text("polls.with_code")] if poll.codes else []
    return Choice(
        OpenPoll(poll.id),
        words.content(poll.title),
        "\n".join(about),
        "check" if done else form_of(poll).pictogram,
        note=words.text("polls.done") if done else words.text("home.started") if begun else until,
        chosen=done,
    )


def _coming_choice(words: Texts, poll: Poll) -> Choice:
    """A poll that is announced: from which day on."""
    return Choice(
        OpenPoll(poll.id),
        words.content(poll.title),
        "\n".join([words.text(f"decides.{poll.decides.value}"), *audience_words(words, poll)]),
        form_of(poll).pictogram,
        note=words.text("polls.begins", date=words.date(poll.opens)),
        enabled=False,
    )


def _void_choice(words: Texts, poll: Poll) -> Choice:
    """A poll that no longer holds, and why."""
    reason = words.text("polls.void", reason=words.content(poll.void))
    return Choice(OpenPoll(poll.id), words.content(poll.title), reason, form_of(poll).pictogram, enabled=False)


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    VotingStep.POLLS: polls_view,
    VotingStep.DISTRICTS: districts_view,
    VotingStep.CODE: code_view,
    VotingStep.SCAN_CODE: scan_code_view,
    VotingStep.VOTE: vote_view,
    VotingStep.POLL_ABOUT: about_view,
    VotingStep.VOTE_SEARCH: vote_search_view,
    VotingStep.VOTE_GUIDED: vote_guided_view,
    VotingStep.VOTE_REVIEW: vote_review_view,
    VotingStep.VOTE_RECEIPT: vote_receipt_view,
}
"""What shows each step."""
