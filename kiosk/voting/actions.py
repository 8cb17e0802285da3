"""What a person does while voting, done to the visit: open a poll, choose, check, cast. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from kiosk.event_log import KioskEvent
from kiosk.media import scanning
from kiosk.media.scanning import STRANGE
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import Intent, LeaveOption, RankAt, TakeOption
from kiosk.voting import participation_code, searching
from kiosk.voting import rules as voting
from kiosk.voting.kinds import form_of
from kiosk.voting.participation_code import CodeProblem, CodeRefused
from kiosk.voting.rules import VoteProblem, VoteRefused
from kiosk.voting.state import VotingState
from kiosk.voting.steps import VotingStep
from sync.protocol.polls.background import Audience
from sync.protocol.polls.poll import Poll

_CODE_PROBLEMS = {VoteProblem.NO_CODE: CodeProblem.EMPTY, VoteProblem.CODE_USED: CodeProblem.USED}
"""What is told in the words of the screen where the code is asked for."""


def open_poll(session: Session, poll_id: str, *, offer: Offer, equipment: Equipment) -> Notice:
    """Show the question. The order of the options is drawn once and then stays for the visit."""
    state = session.of(VotingState)
    if poll_id in state.cast:
        return Notice("vote.problem.already_cast")
    if poll_id not in {poll.id for poll in offer.open_polls(session.district, equipment.today())}:
        return Notice("vote.problem.closed")
    state.poll = poll_id
    if poll_id not in state.orders:
        state.orders[poll_id] = voting.option_order(offer.polls[poll_id], random=equipment.random)
    if offer.polls[poll_id].codes:
        session.path = flow.go(session.path, VotingStep.CODE)
        if poll_id not in state.marks:
            return NOTHING
    _show_paper(session, offer.polls[poll_id], equipment=equipment)
    return NOTHING


def _show_paper(session: Session, poll: Poll, *, equipment: Equipment) -> None:
    """The question. To children it is read, for some of them read little yet."""
    state = session.of(VotingState)
    session.path = flow.go(session.path, VotingStep.VOTE)
    if poll.audience is Audience.CHILDREN and poll.id not in state.read_aloud and not equipment.is_silent():
        state.read_aloud |= {poll.id}
        session.profile = session.profile.with_speech(True)


def type_code(session: Session, text: str) -> Notice:
    """This is the whole participation code so far. What was sealed with another one is of no more use."""
    state = session.of(VotingState)
    state.codes[state.poll] = participation_code.clean_code(text)
    state.marks.pop(state.poll, None)
    state.sealed.pop(state.poll, None)
    return NOTHING


def hand_in_code(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """On to the question, if the code lets this person vote."""
    state = session.of(VotingState)
    poll = offer.polls[state.poll]
    try:
        state.marks[poll.id] = participation_code.admit(
            state.codes.get(poll.id, ""),
            poll,
            listed=offer.code_lists[poll.id],
            spent=equipment.outbox,
            void=equipment.registers,
        )
    except CodeRefused as refused:
        return Notice(f"code.problem.{refused.reason.value}")
    _show_paper(session, poll, equipment=equipment)
    return NOTHING


def take_scanned(session: Session, *, offer: Offer, equipment: Equipment) -> bool:
    """Take over what the scanner has brought: on to the question, or what is wrong with the code. True: it lets this
    person vote."""
    state = session.of(VotingState)

    def hand_in(scanned: str) -> Notice:
        code = participation_code.scanned_code(scanned)
        if not code:
            return STRANGE
        type_code(session, code)
        return hand_in_code(session, offer=offer, equipment=equipment)

    notice = scanning.take_scanned(session, equipment.capture, hand_in)
    if notice is not None:
        state.scan_fault = notice
        if notice != NOTHING:
            state.codes.pop(state.poll, None)
    return notice == NOTHING


def answer(session: Session, intent: Intent, *, offer: Offer) -> Notice:
    """Change the answer by what the person touched."""
    state = session.of(VotingState)
    poll = offer.polls[state.poll]
    try:
        changed = form_of(poll).answer_after(poll, state.answers.get(poll.id), intent)
    except VoteRefused as refused:
        return notice_of(refused.reason, poll)
    except KeyError:
        return NOTHING
    before = state.answers.get(poll.id)
    state.answers[poll.id] = changed
    state.sealed.pop(poll.id, None)
    if poll.id in state.details:
        state.details[poll.id].now = None
    if not isinstance(intent, TakeOption | LeaveOption | RankAt):
        return NOTHING
    state.told[poll.id] = state.told.get(poll.id, frozenset()) | {intent.option}
    took_place = isinstance(intent, TakeOption) and bool(before) and intent.option not in (before or ())
    return Notice("vote.guided.replaced") if took_place and len(changed) == len(before or ()) else NOTHING


def review(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """On to the review, if the ballot could be cast as it is."""
    state = session.of(VotingState)
    poll = offer.polls[state.poll]
    try:
        voting.check_ballot(poll, state.answers.get(poll.id, form_of(poll).empty), today=equipment.today())
    except VoteRefused as refused:
        return notice_of(refused.reason, poll)
    if form_of(poll).counts == "text":
        asked = state.details.setdefault(poll.id, DetailsAsked()).ask(str(state.answers.get(poll.id, "")))
        if asked != NOTHING:
            return asked
    session.path = flow.go(session.path, VotingStep.VOTE_REVIEW)
    return NOTHING


def cast(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """Cast the ballot. The receipt follows only when it is on disk; otherwise all is still there to try again."""
    state = session.of(VotingState)
    poll = offer.polls[state.poll]
    try:
        receipt = voting.cast_vote(
            poll,
            state.answers.get(poll.id, form_of(poll).empty),
            seal_key=offer.seal_key(equipment.now()),
            outbox=equipment.outbox,
            today=equipment.today(),
            mark=state.marks.get(poll.id, ""),
            sealed=state.sealed.get(poll.id),
        )
    except VoteRefused as refused:
        if refused.sealed is not None:
            state.sealed[poll.id] = refused.sealed
        equipment.note(KioskEvent.NOT_STORED, refused.reason)
        return notice_of(refused.reason, poll)
    for kept in (state.answers, state.told, state.shown, state.details, state.sealed, state.codes, state.marks):
        kept.pop(poll.id, None)
    searching.show_all(session)
    state.cast |= {poll.id}
    session.code, session.proof = receipt.tracker, equipment.prove(poll.id, receipt.tracker)
    session.path = flow.end(VotingStep.VOTE_RECEIPT)
    return NOTHING


def empty_papers(session: Session) -> None:
    """Take back every answer that is not cast, and go back to the question."""
    state = session.of(VotingState)
    for kept in (
        state.answers,
        state.told,
        state.shown,
        state.details,
        state.sealed,
        state.searched,
        state.typed_words,
    ):
        kept.clear()
    if VotingStep.VOTE in session.path:
        session.path = flow.go(session.path, VotingStep.VOTE)


def notice_of(problem: VoteProblem, poll: Poll) -> Notice:
    """What is told of an answer that the rules do not allow."""
    if problem in _CODE_PROBLEMS:
        return Notice(f"code.problem.{_CODE_PROBLEMS[problem].value}")
    if problem is VoteProblem.TOO_MUCH_FOR_ONE:
        return Notice("vote.problem.too_much_for_one", poll.cap)
    number = {VoteProblem.TOO_FEW: max(1, poll.minimum), VoteProblem.TOO_MANY: poll.maximum}.get(problem)
    counts = form_of(poll).counts
    if number is not None and counts != "answers":
        return Notice(f"vote.problem.{problem.value}.{counts}", number)
    return Notice(f"vote.problem.{problem.value}", number)
