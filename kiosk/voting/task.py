"""Voting, as a task of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kiosk.media import scanning
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Choice, View
from kiosk.voting import actions, guided, presenter, searching
from kiosk.voting.privacy import OVERHEARD
from kiosk.voting.state import VotingState
from kiosk.voting.steps import VotingStep
from sync.protocol.polls.background import Audience

_ANSWERS = (
    intents.Choose,
    intents.TakeOption,
    intents.LeaveOption,
    intents.RankAt,
    intents.MoveUp,
    intents.Rate,
    intents.GivePoint,
    intents.TakePoint,
    intents.Describe,
    intents.PointAt,
)
"""What a person can do to a ballot paper."""

_OF_ONE_POLL = {
    VotingStep.VOTE,
    VotingStep.VOTE_SEARCH,
    VotingStep.VOTE_GUIDED,
    VotingStep.VOTE_REVIEW,
    VotingStep.VOTE_RECEIPT,
}


class Voting(Task):
    """Answer a poll."""

    views = presenter.VIEWS
    accent = "voting"
    secret = frozenset({VotingStep.VOTE, VotingStep.VOTE_SEARCH, VotingStep.VOTE_GUIDED, VotingStep.VOTE_REVIEW})
    overheard = OVERHEARD
    captures = frozenset({VotingStep.SCAN_CODE})

    def attend(self, work: Work) -> None:
        """Take over the code that the scanner has brought."""
        if actions.take_scanned(work.session, offer=work.offer, equipment=work.equipment):
            guided.go_on_if_chosen(work.session, offer=work.offer)

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """One, always."""
        return (presenter.home_tile(scene),)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Choose a poll, show the code, choose, check, cast."""
        session, offer, equipment = work.session, work.offer, work.equipment
        match step, intent:
            case _, intents.OpenPolls():
                known = session.district in offer.districts
                session.path = (VisitStep.HOME, VotingStep.POLLS if known else VotingStep.DISTRICTS)
            case VotingStep.POLLS, intents.OpenDistricts():
                session.path = flow.go(session.path, VotingStep.DISTRICTS)
            case VotingStep.DISTRICTS, intents.ChooseDistrict(district) if district in offer.districts:
                session.district = district
                session.path = flow.go(session.path, VotingStep.POLLS)
            case VotingStep.POLLS, intents.OpenPoll(poll):
                notice = actions.open_poll(session, poll, offer=offer, equipment=equipment)
                guided.go_on_if_chosen(session, offer=offer)
                return notice
            case VotingStep.CODE | VotingStep.SCAN_CODE, _:
                return _with_code(step, intent, work)
            case VotingStep.POLL_ABOUT, intents.Continue():
                session.path = flow.back(session.path)
            case VotingStep.VOTE | VotingStep.VOTE_GUIDED, _:
                return _on_paper(step, intent, work)
            case VotingStep.VOTE_SEARCH, _:
                return searching.answer(session, intent, offer=offer)
            case VotingStep.VOTE_REVIEW, intents.Cast():
                return actions.cast(session, offer=offer, equipment=equipment)
            case _:
                return None
        return NOTHING

    def sign_video(self, step: Step, scene: Scene) -> Mapping[str, str]:
        """The poll's, at its question."""
        poll = scene.offer.polls.get(scene.session.of(VotingState).poll)
        return poll.sign_video if poll and step in (VotingStep.VOTE, VotingStep.VOTE_GUIDED) else {}

    def asks_children(self, session: Session, offer: Offer) -> bool:
        """From the paper of a poll for children to its receipt."""
        poll = offer.polls.get(session.of(VotingState).poll)
        return poll is not None and poll.audience is Audience.CHILDREN and session.step in _OF_ONE_POLL

    def first_views(self, scene: Scene) -> Iterable[View]:
        """The polls of the district that are still to come or open: their list, and each of them."""
        return presenter.first_views(scene)

    def is_unfinished(self, session: Session) -> bool:
        """A choice is not cast."""
        return bool(session.of(VotingState).open_ballots)

    def forget_answers(self, session: Session) -> None:
        """The papers are empty again; codes that were handed in stay so."""
        actions.empty_papers(session)

    def ballots(self, session: Session) -> tuple[int, int]:
        """Every poll whose options were drawn was opened."""
        state = session.of(VotingState)
        return len(state.orders), len(state.orders.keys() - state.cast)

    def unfinished_sentence(self, words: Texts) -> str:
        """What is not sent."""
        return words.text("unfinished.headline.vote")

    def is_under_way(self, path: flow.Path) -> bool:
        """From the question on."""
        return VotingStep.VOTE in path

    def resume(self, work: Work) -> flow.Path:
        """To the first ballot that is not cast."""
        state = work.session.of(VotingState)
        state.poll = state.open_ballots[0]
        poll = work.offer.polls[state.poll]
        code = (VotingStep.CODE,) if poll.codes else ()
        guided_step = (VotingStep.VOTE_GUIDED,) if state.one_by_one and guided.can_guide(poll) else ()
        return (VisitStep.HOME, VotingStep.POLLS, *code, VotingStep.VOTE, *guided_step)


def _with_code(step: Step, intent: Intent, work: Work) -> Notice | None:
    """The participation code, typed or read."""
    session, offer, equipment = work.session, work.offer, work.equipment
    match step, intent:
        case VotingStep.SCAN_CODE, _:
            return scanning.answer_scan(session, intent, equipment.capture)
        case _, intents.TypeCode(text):
            return actions.type_code(session, text)
        case _, intents.OpenScanner():
            session.of(VotingState).scan_fault = NOTHING
            session.path = flow.go(session.path, VotingStep.SCAN_CODE)
        case _, intents.Continue():
            notice = actions.hand_in_code(session, offer=offer, equipment=equipment)
            guided.go_on_if_chosen(session, offer=offer)
            return notice
        case _:
            return None
    return NOTHING


def _on_paper(step: Step, intent: Intent, work: Work) -> Notice | None:
    """The same answers on the page with all options and on that with one of them."""
    session, offer, equipment = work.session, work.offer, work.equipment
    match step, intent:
        case _, intent if isinstance(intent, _ANSWERS):
            return actions.answer(session, intent, offer=offer)
        case VotingStep.VOTE, intents.Continue():
            return actions.review(session, offer=offer, equipment=equipment)
        case VotingStep.VOTE, intents.ShowOneByOne():
            guided.begin(session, offer=offer)
        case VotingStep.VOTE, intents.OpenSearch():
            searching.open_search(session, offer=offer)
        case VotingStep.VOTE, intents.ShowAll():
            searching.show_all(session)
        case _, intents.OpenPollAbout():
            session.path = flow.go(session.path, VotingStep.POLL_ABOUT)
        case VotingStep.VOTE_GUIDED, intents.Continue():
            return guided.next_option(session, offer=offer, equipment=equipment)
        case VotingStep.VOTE_GUIDED, intents.ShowOption(number):
            guided.show_option(session, number, offer=offer)
        case VotingStep.VOTE_GUIDED, intents.ShowAll():
            guided.show_all(session)
        case _:
            return None
    return NOTHING
