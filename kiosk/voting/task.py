"""Voting, as a task of a visit."""

from __future__ import annotations

from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.voting import actions, presenter


class Voting(Task):
    """Answer a poll."""

    views = {  # noqa: RUF012
        Step.POLLS: presenter.polls_view,
        Step.DISTRICTS: presenter.districts_view,
        Step.CODE: presenter.code_view,
        Step.VOTE: presenter.vote_view,
        Step.VOTE_REVIEW: presenter.vote_review_view,
        Step.VOTE_RECEIPT: presenter.vote_receipt_view,
    }

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Choose a poll, show the code, choose, check, cast."""
        session, offer, equipment = work.session, work.offer, work.equipment
        match step, intent:
            case _, intents.OpenPolls():
                known = session.district in offer.districts
                session.path = (Step.HOME, Step.POLLS if known else Step.DISTRICTS)
            case Step.POLLS, intents.OpenDistricts():
                session.path = flow.go(session.path, Step.DISTRICTS)
            case Step.DISTRICTS, intents.ChooseDistrict(district) if district in offer.districts:
                session.district = district
                session.path = flow.done(session.path)
            case Step.POLLS, intents.OpenPoll(poll):
                return actions.open_poll(session, poll, offer=offer, equipment=equipment)
            case Step.CODE, intents.TypeCode(text):
                return actions.type_code(session, text)
            case Step.CODE, intents.Continue():
                return actions.hand_in_code(session, offer=offer, equipment=equipment)
            case Step.VOTE, intents.Choose() | intents.MoveUp():
                return actions.answer(session, intent, offer=offer)
            case Step.VOTE, intents.Continue():
                return actions.review(session, offer=offer, equipment=equipment)
            case Step.VOTE_REVIEW, intents.Cast():
                return actions.cast(session, offer=offer, equipment=equipment)
            case _:
                return None
        return NOTHING

    def is_unfinished(self, session: Session) -> bool:
        """A choice is not cast."""
        return bool(session.open_ballots)

    def unfinished_sentence(self, words: Texts) -> str:
        """What is not sent."""
        return words.text("unfinished.headline.vote")

    def is_under_way(self, path: flow.Path) -> bool:
        """From the question on."""
        return Step.VOTE in path

    def resume(self, session: Session, offer: Offer) -> flow.Path:
        """To the first ballot that is not cast."""
        session.poll = session.open_ballots[0]
        code = (Step.CODE,) if offer.polls[session.poll].codes else ()
        return (Step.HOME, Step.POLLS, *code, Step.VOTE)
