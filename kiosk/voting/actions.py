"""What a person does while voting, done to the visit: open a poll, choose, check, cast. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from kiosk.event_log import Event
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.session import Sealed, Session
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import Intent
from kiosk.voting import participation_code
from kiosk.voting import rules as voting
from kiosk.voting.kinds import form_of
from kiosk.voting.participation_code import CodeProblem, CodeRefused
from kiosk.voting.rules import VoteProblem, VoteRefused
from kiosk.voting.steps import VotingStep
from sync.protocol.polls.poll import Poll

_CODE_PROBLEMS = {VoteProblem.NO_CODE: CodeProblem.EMPTY, VoteProblem.CODE_USED: CodeProblem.USED}
"""What is told in the words of the screen where the code is asked for."""


def open_poll(session: Session, poll_id: str, *, offer: Offer, equipment: Equipment) -> Notice:
    """Show the question. The order of the options is drawn once and then stays for the visit."""
    if poll_id in session.cast:
        return Notice("vote.problem.already_cast")
    if poll_id not in {poll.id for poll in offer.open_polls(session.district, equipment.today())}:
        return Notice("vote.problem.closed")
    session.poll = poll_id
    if poll_id not in session.orders:
        session.orders[poll_id] = voting.option_order(offer.polls[poll_id], random=equipment.random)
    if offer.polls[poll_id].codes:
        session.path = flow.go(session.path, VotingStep.CODE)
        if poll_id not in session.marks:
            return NOTHING
    session.path = flow.go(session.path, VotingStep.VOTE)
    return NOTHING


def type_code(session: Session, text: str) -> Notice:
    """This is the whole participation code so far. What was sealed with another one is of no more use."""
    session.codes[session.poll] = participation_code.clean_code(text)
    session.marks.pop(session.poll, None)
    session.sealed.pop(session.poll, None)
    session.entered = True
    return NOTHING


def hand_in_code(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """On to the question, if the code lets this person vote."""
    poll = offer.polls[session.poll]
    try:
        session.marks[poll.id] = participation_code.admit(
            session.codes.get(poll.id, ""), poll, listed=offer.code_lists[poll.id], spent=equipment.outbox
        )
    except CodeRefused as refused:
        return Notice(f"code.problem.{refused.reason.value}")
    session.path = flow.go(session.path, VotingStep.VOTE)
    return NOTHING


def answer(session: Session, intent: Intent, *, offer: Offer) -> Notice:
    """Change the answer by what the person touched."""
    poll = offer.polls[session.poll]
    try:
        changed = form_of(poll).answer_after(poll, session.answers.get(poll.id), intent)
    except VoteRefused as refused:
        return _notice(refused.reason, poll)
    except KeyError:
        return NOTHING
    session.answers[poll.id] = changed
    session.sealed.pop(poll.id, None)
    session.entered = True
    return NOTHING


def review(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """On to the review, if the ballot could be cast as it is."""
    poll = offer.polls[session.poll]
    try:
        voting.check_ballot(poll, session.answers.get(poll.id, []), today=equipment.today())
    except VoteRefused as refused:
        return _notice(refused.reason, poll)
    session.path = flow.go(session.path, VotingStep.VOTE_REVIEW)
    return NOTHING


def cast(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """Cast the ballot. The receipt follows only when it is on disk; otherwise all is still there to try again."""
    poll = offer.polls[session.poll]
    try:
        receipt = voting.cast_vote(
            poll,
            session.answers.get(poll.id, []),
            seal_key=offer.seal_key(equipment.now()),
            outbox=equipment.outbox,
            today=equipment.today(),
            mark=session.marks.get(poll.id, ""),
            sealed=session.sealed.get(poll.id),
        )
    except VoteRefused as refused:
        _keep_sealed(session, poll, refused.sealed)
        equipment.note(Event.NOT_STORED, refused.reason)
        return _notice(refused.reason, poll)
    for kept in (session.answers, session.sealed, session.codes, session.marks):
        kept.pop(poll.id, None)
    session.cast |= {poll.id}
    session.code = receipt.tracker
    session.path = flow.end(VotingStep.VOTE_RECEIPT)
    return NOTHING


def _keep_sealed(session: Session, poll: Poll, sealed: Sealed | None) -> None:
    if sealed is not None:
        session.sealed[poll.id] = sealed


def _notice(problem: VoteProblem, poll: Poll) -> Notice:
    if problem in _CODE_PROBLEMS:
        return Notice(f"code.problem.{_CODE_PROBLEMS[problem].value}")
    number = {VoteProblem.TOO_FEW: max(1, poll.minimum), VoteProblem.TOO_MANY: poll.maximum}.get(problem)
    return Notice(f"vote.problem.{problem.value}", number)
