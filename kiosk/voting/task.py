"""Voting, as a task of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Choice, View
from kiosk.voting import actions, presenter
from kiosk.voting.privacy import OVERHEARD
from kiosk.voting.state import VotingState
from kiosk.voting.steps import VotingStep

_ANSWERS = (
    intents.Choose,
    intents.MoveUp,
    intents.Rate,
    intents.GivePoint,
    intents.TakePoint,
    intents.Describe,
    intents.PointAt,
)
"""What a person can do to a ballot paper."""


class Voting(Task):
    """Answer a poll."""

    views = presenter.VIEWS
    accent = "voting"
    overheard = OVERHEARD

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
                return actions.open_poll(session, poll, offer=offer, equipment=equipment)
            case VotingStep.CODE, intents.TypeCode(text):
                return actions.type_code(session, text)
            case VotingStep.CODE, intents.Continue():
                return actions.hand_in_code(session, offer=offer, equipment=equipment)
            case VotingStep.VOTE, intent if isinstance(intent, _ANSWERS):
                return actions.answer(session, intent, offer=offer)
            case VotingStep.VOTE, intents.Continue():
                return actions.review(session, offer=offer, equipment=equipment)
            case VotingStep.VOTE_REVIEW, intents.Cast():
                return actions.cast(session, offer=offer, equipment=equipment)
            case _:
                return None
        return NOTHING

    def sign_video(self, step: Step, scene: Scene) -> Mapping[str, str]:
        """The poll's, at its question."""
        poll = scene.offer.polls.get(scene.session.of(VotingState).poll)
        return poll.sign_video if poll and step is VotingStep.VOTE else {}

    def first_views(self, scene: Scene) -> Iterable[View]:
        """The polls of the district that are still to come or open: their list, and each of them."""
        return presenter.first_views(scene)

    def is_unfinished(self, session: Session) -> bool:
        """A choice is not cast."""
        return bool(session.of(VotingState).open_ballots)

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
        code = (VotingStep.CODE,) if work.offer.polls[state.poll].codes else ()
        return (VisitStep.HOME, VotingStep.POLLS, *code, VotingStep.VOTE)
