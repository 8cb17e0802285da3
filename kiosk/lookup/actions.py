"""What a person does while looking up a code, done to the visit. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from kiosk.event_log import KioskEvent
from kiosk.lookup import rules
from kiosk.lookup.state import LookupState
from kiosk.lookup.steps import LookupStep
from kiosk.media import scanning
from kiosk.media.scanning import STRANGE
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.envelope import seal_claim
from sync.protocol.lookup_codes import LIKE_LETTERS, LookupCodeRefused, clean_code, read_code
from sync.protocol.records import Record, WordKind
from sync.protocol.report_status import CODE_DIGITS
from sync.protocol.slip_proofs import code_of_slip, read_slip
from sync.station.outbox import NotStored


def open_look_up(session: Session) -> None:
    """Ask for a code."""
    session.path = (VisitStep.HOME, LookupStep.LOOK_UP)


def type_code(session: Session, text: str) -> Notice:
    """This is the whole code so far."""
    state = session.of(LookupState)
    tracker, state.proof = read_slip(text)
    state.typed_code = tracker or clean_code(text)
    return NOTHING


def open_scanner(session: Session) -> Notice:
    """Show the slip to the camera."""
    session.of(LookupState).scan_fault = NOTHING
    session.path = flow.go(session.path, LookupStep.SCAN_SLIP)
    return NOTHING


def take_scanned(session: Session, *, equipment: Equipment) -> None:
    """Take over what the camera has read: on to the answer, with what the slip proves; or it is no slip of ours."""
    state = session.of(LookupState)

    def hand_in(scanned: str) -> Notice:
        type_code(session, code_of_slip(scanned))
        return NOTHING if look_up(session, equipment=equipment) == NOTHING else STRANGE

    notice = scanning.take_scanned(session, equipment.capture, hand_in)
    if notice is not None:
        state.scan_fault = notice
    if notice == STRANGE:
        state.typed_code = state.proof = ""


def look_up(session: Session, *, equipment: Equipment) -> Notice:
    """On to the answer, if what was typed can be a code."""
    state = session.of(LookupState)
    try:
        code = read_code(state.typed_code)
    except LookupCodeRefused as refused:
        return Notice(f"look_up.problem.{refused.reason.value}")
    state.typed_code = code.code
    state.finding = rules.look_up(code, registers=equipment.registers, today=equipment.today())
    state.claim = rules.claim_about(code, registers=equipment.registers)
    session.path = flow.go(session.path, LookupStep.ANSWER)
    return NOTHING


def say_not_in_order(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """Tell the city that it is not in order yet. What follows comes up once it is on disk."""
    if not rules.can_speak_to(session.of(LookupState).finding):
        return NOTHING
    return _keep(session, WordKind.NOT_IN_ORDER, offer=offer, equipment=equipment)


def say_missing(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """Tell the city that this ballot is missed. What follows comes up once it is on disk."""
    state = session.of(LookupState)
    if not rules.can_be_missed(state.finding):
        return Notice("claim.not_missing") if rules.is_about_ballot(state.finding) else NOTHING
    claim = BallotClaim(state.typed_code.translate(LIKE_LETTERS), equipment.dated().day, state.proof)
    record = seal_claim(claim, key=offer.seal_key(equipment.now()))
    return _store(session, record, None, equipment=equipment)


def open_withdraw(session: Session) -> None:
    """Ask for the second code."""
    if rules.can_withdraw(session.of(LookupState).finding):
        session.path = flow.go(session.path, LookupStep.WITHDRAW)


def type_second_code(session: Session, text: str) -> Notice:
    """This is the whole second code so far."""
    session.of(LookupState).second_code = rules.clean_second_code(text)
    return NOTHING


def withdraw(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """Tell the city that the report is withdrawn, if the second code is whole. Whether it is right, the hub knows."""
    if len(session.of(LookupState).second_code) < CODE_DIGITS:
        return Notice("withdraw.problem")
    return _keep(session, WordKind.WITHDRAWN, offer=offer, equipment=equipment)


def _keep(session: Session, kind: WordKind, *, offer: Offer, equipment: Equipment) -> Notice:
    state = session.of(LookupState)
    code = state.second_code if kind is WordKind.WITHDRAWN else ""
    key = offer.seal_key(equipment.now())
    record = rules.seal_word_to(state.typed_code, kind, key=key, day=equipment.dated().day, second_code=code)
    return _store(session, record, kind, equipment=equipment)


def _store(session: Session, record: Record, kind: WordKind | None, *, equipment: Equipment) -> Notice:
    state = session.of(LookupState)
    try:
        equipment.outbox.put(record)
    except NotStored:
        equipment.note(KioskEvent.NOT_STORED)
        return Notice("word.not_stored")
    state.kept = kind
    session.path = flow.end(LookupStep.WORD_KEPT)
    return NOTHING


def forget(session: Session) -> None:
    """The code was answered and is of no more use."""
    session.states.pop(LookupState, None)
