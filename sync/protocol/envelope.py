"""Sealing: a citizen's act made carriable, so that nobody on the way, the station included, can read it again.

A report is sealed to the hub's worker. A ballot is sealed three times: innermost to the tally key, then to the mix
key (both with the trustees), outermost to the hub's worker. Knows nothing of files, networks or batches.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import replace

from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.contributions import Contribution, Support
from sync.protocol.day_closure import CLOSURE_BYTES, DayClosure
from sync.protocol.encoding import canonical_json, from_base64, padded, parse_json_object, random_id, to_base64
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.foreign import foreign
from sync.protocol.keys import OpenKey, SealKey
from sync.protocol.participation_codes import is_mark
from sync.protocol.polls.kinds import Answer, AnswerProblem, kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.reasons import RecordReason
from sync.protocol.records import MAX_PLAINTEXT_BYTES, BallotEnvelope, Damage, Record, RecordKind, Report, ReportWord
from sync.protocol.slip_proofs import SlipKey
from sync.protocol.surveys.answers import ANSWER_BYTES, SurveyAnswer
from sync.protocol.visit_counts import COUNTS_BYTES, VisitCounts
from sync.protocol.void_codes import VoidCode

TRACKER_LENGTH = 20
"""Base 32 characters of a tracker: 100 bits."""

BALLOT_FORMAT = 2
"""The form of the innermost envelope of a ballot."""

_PAD_STEP_BYTES = 64


class InvalidBallot(Refused):
    """An opened ballot that does not count. ``fault`` is one word for it, which tells nothing of who cast it."""

    def __init__(self, fault: str, words: str) -> None:
        super().__init__(words)
        self.fault = fault


def seal_report(report: Report, *, key: SealKey, record_id: str = "") -> Record:
    """A defect report as a sealed record, with a new random id unless one is given (``report_status.record_id_of``)."""
    return _seal(canonical_json(report.to_wire()), RecordKind.REPORT, key, record_id=record_id or random_id())


def open_report(record: Record, *, key: OpenKey) -> Report:
    """The report in a sealed record. Raises Refused when it cannot be opened or is not one."""
    return Report.from_wire(_parse(_open(record, key)))


def seal_damage(damage: Damage, *, key: SealKey) -> Record:
    """A word on a damaged database as a sealed record with a new random id."""
    return _seal(canonical_json(damage.to_wire()), RecordKind.DAMAGE, key, record_id=random_id())


def open_damage(record: Record, *, key: OpenKey) -> Damage:
    """The word in a sealed record. Raises Refused when it cannot be opened or is none."""
    return Damage.from_wire(_parse(_open(record, key)))


def seal_word(word: ReportWord, *, key: SealKey) -> Record:
    """A person's later word on a report as a sealed record with a new random id."""
    return _seal(canonical_json(word.to_wire()), RecordKind.WORD, key, record_id=random_id())


def open_word(record: Record, *, key: OpenKey) -> ReportWord:
    """The word in a sealed record. Raises Refused when it cannot be opened or is none."""
    return ReportWord.from_wire(_parse(_open(record, key)))


def seal_contribution(contribution: Contribution, *, key: SealKey, record_id: str) -> Record:
    """An idea, a question or an offer as a sealed record. The id follows from its number, as a report's does."""
    return _seal(canonical_json(contribution.to_wire()), RecordKind.CONTRIBUTION, key, record_id=record_id)


def open_contribution(record: Record, *, key: OpenKey) -> Contribution:
    """What was said, in a sealed record. Raises Refused when it cannot be opened or is none."""
    return Contribution.from_wire(_parse(_open(record, key)))


def seal_support(support: Support, *, key: SealKey) -> Record:
    """A support as a sealed record with a new random id."""
    return _seal(canonical_json(support.to_wire()), RecordKind.SUPPORT, key, record_id=random_id())


def open_support(record: Record, *, key: OpenKey) -> Support:
    """The support in a sealed record. Raises Refused when it cannot be opened or is none."""
    return Support.from_wire(_parse(_open(record, key)))


def seal_visits(counts: VisitCounts, *, key: SealKey) -> Record:
    """A day's count of visits as a sealed record with a new random id; its length does not tell what was counted."""
    return _seal(padded(canonical_json(counts.to_wire()), COUNTS_BYTES), RecordKind.VISITS, key, record_id=random_id())


def open_visits(record: Record, *, key: OpenKey) -> VisitCounts:
    """The count in a sealed record. Raises Refused when it cannot be opened or is none."""
    return VisitCounts.from_wire(_parse(_open(record, key)))


def seal_answer(answer: SurveyAnswer, poll: Poll, *, key: SealKey) -> Record:
    """An answer as a sealed record with a new random id, in the one length of all answers to this question (``poll``).

    Raises InvalidBallot when the question does not allow it.
    """
    check_answer(poll, answer.answer)
    longest = len(canonical_json(replace(answer, answer=kind_of(poll).longest(poll)).to_wire()))
    plaintext = padded(canonical_json(answer.to_wire()), ANSWER_BYTES, longest=longest)
    return _seal(plaintext, RecordKind.ANSWER, key, record_id=random_id())


def open_answer(record: Record, *, key: OpenKey) -> SurveyAnswer:
    """The answer in a sealed record. Raises Refused when it cannot be opened or is none."""
    return SurveyAnswer.from_wire(_parse(_open(record, key)))


def seal_claim(claim: BallotClaim, *, key: SealKey) -> Record:
    """That a ballot is missed, as a sealed record with a new random id."""
    return _seal(canonical_json(claim.to_wire()), RecordKind.CLAIM, key, record_id=random_id())


def open_claim(record: Record, *, key: OpenKey) -> BallotClaim:
    """The claim in a sealed record. Raises Refused when it cannot be opened or is none."""
    return BallotClaim.from_wire(_parse(_open(record, key)))


def seal_closure(closure: DayClosure, *, key: SealKey) -> Record:
    """The closure of a day as a sealed record with a new random id."""
    text = padded(canonical_json(closure.to_wire()), CLOSURE_BYTES)
    return _seal(text, RecordKind.CLOSURE, key, record_id=random_id())


def open_closure(record: Record, *, key: OpenKey) -> DayClosure:
    """The closure in a sealed record. Raises Refused when it cannot be opened or is none."""
    return DayClosure.from_wire(_parse(_open(record, key)))


def seal_slip_key(announced: SlipKey, *, key: SealKey) -> Record:
    """The key a station signs slips with, as a sealed record with a new random id."""
    return _seal(canonical_json(announced.to_wire()), RecordKind.SLIP_KEY, key, record_id=random_id())


def open_slip_key(record: Record, *, key: OpenKey) -> SlipKey:
    """The key in a sealed record. Raises Refused when it cannot be opened or is none."""
    return SlipKey.from_wire(_parse(_open(record, key)))


def seal_evening(told: EveningPoll, *, key: SealKey) -> Record:
    """A station's word on a poll for one evening, as a sealed record with a new random id."""
    return _seal(canonical_json(told.to_wire()), RecordKind.EVENING, key, record_id=random_id())


def open_evening(record: Record, *, key: OpenKey) -> EveningPoll:
    """The word in a sealed record. Raises Refused when it cannot be opened or is none."""
    return EveningPoll.from_wire(_parse(_open(record, key)))


def seal_void_code(told: VoidCode, *, key: SealKey) -> Record:
    """That a card was declared void, as a sealed record with a new random id."""
    return _seal(canonical_json(told.to_wire()), RecordKind.VOID_CODE, key, record_id=random_id())


def open_void_code(record: Record, *, key: OpenKey) -> VoidCode:
    """The card in a sealed record. Raises Refused when it cannot be opened or is none."""
    return VoidCode.from_wire(_parse(_open(record, key)))


def seal_piece(data: bytes, *, key: SealKey) -> bytes:
    """One piece of an attachment, sealed to the hub's worker. Its name is the hash of what comes out."""
    return key.seal(data, _piece_info(key.kid))


def open_piece(sealed: bytes, *, key: OpenKey) -> bytes:
    """A piece in clear. Raises Refused when it cannot be opened with this key."""
    return key.open(sealed, _piece_info(key.kid))


def seal_ballot(poll: Poll, answer: Answer, *, key: SealKey, spent: str = "", inner: bytes = b"") -> tuple[Record, str]:
    """A ballot as a sealed record, and its tracker.

    ``answer`` is one that the poll's rules allow; ``key`` is the hub's sealing key; ``spent`` is the mark of the
    participation code where the poll takes codes; ``inner`` the inner envelope of exactly this answer where it was made
    before (``seal_inner``). The plaintext is padded to one length per poll, since its length
    would tell the answer. Raises Refused for a forbidden answer, a mark that is missing or not asked for, or a poll
    that carries no counting keys.
    """
    check_answer(poll, answer)
    poll.check_mark(spent)
    inner = inner or seal_inner(poll, answer)
    outer = canonical_json({"poll": poll.id, "inner": to_base64(inner), "spent": spent})
    return _seal(outer, RecordKind.BALLOT, key, record_id=random_id()), tracker_of(inner)


def seal_inner(poll: Poll, answer: Answer) -> bytes:
    """The inner envelope of a ballot, which only both trustees together can open.

    Raises Refused for a forbidden answer, and for a poll that carries no counting keys.
    """
    check_answer(poll, answer)
    if poll.mix is None or poll.tally is None:
        raise Refused(f"the poll {poll.id} carries no counting keys")
    plaintext = _ballot_plaintext(poll, answer)
    for_tally = poll.tally.seal(plaintext, _layer_info("tally", poll.id))
    return poll.mix.seal(for_tally, _layer_info("mix", poll.id))


def open_outer(record: Record, *, key: OpenKey) -> BallotEnvelope:
    """The outer envelope of a ballot, all the hub can see of it. Raises Refused when it cannot be opened."""
    wire = _parse(_open(record, key))
    with foreign(Refused, RecordReason.NO_BALLOT):
        poll, inner, spent = str(wire["poll"]), from_base64(str(wire["inner"])), str(wire.get("spent", ""))
    if spent and not is_mark(spent):
        raise Refused(RecordReason.NO_MARK)
    return BallotEnvelope(poll=poll, inner=inner, spent=spent)


def open_mix_layer(inner: bytes, *, poll_id: str, key: OpenKey) -> bytes:
    """The first counting step, by the mix trustee: what is left can be opened by the tally trustee only."""
    return key.open(inner, _layer_info("mix", poll_id))


def open_tally_layer(for_tally: bytes, *, poll: Poll, key: OpenKey) -> Answer:
    """The second counting step, by the tally trustee: the answer, checked against the poll's rules.

    Raises Refused for what is not a valid ballot of exactly this poll.
    """
    ballot = _parse(key.open(for_tally, _layer_info("tally", poll.id)))
    if ballot.get("format") != BALLOT_FORMAT:
        raise InvalidBallot("other_format", "the ballot has another format")
    if ballot.get("poll") != poll.id or not poll.is_answered_by(str(ballot.get("poll_hash"))):
        raise InvalidBallot("other_poll", "the ballot was made for another poll or another version of it")
    return read_answer(poll, ballot.get("answer"))


def read_answer(poll: Poll, value: object) -> Answer:
    """The answer in a foreign JSON value. Raises InvalidBallot for one that the poll's rules do not allow."""
    try:
        answer = kind_of(poll).read_answer(value)
    except Refused as error:
        raise InvalidBallot(AnswerProblem.WRONG_SHAPE.value, str(error)) from error
    check_answer(poll, answer)
    return answer


def check_answer(poll: Poll, answer: Answer) -> None:
    """Raises InvalidBallot when the poll's rules do not allow this answer."""
    if problem := kind_of(poll).check(poll, answer):
        words = f"the rules of the poll {poll.id} do not allow this answer: {problem.value}"
        raise InvalidBallot(problem.value, words)


def tracker_of(inner: bytes) -> str:
    """The public name of a ballot: it proves that the ballot is in the box and says nothing of the choice."""
    return tracker_of_hash(hashlib.sha256(inner).digest())


def tracker_of_hash(digest: bytes) -> str:
    """The same from the SHA-256 of the inner envelope."""
    return base64.b32encode(digest).decode("ascii")[:TRACKER_LENGTH]


def _ballot_plaintext(poll: Poll, answer: Answer) -> bytes:
    def encode(answer: Answer) -> bytes:
        salt = to_base64(secrets.token_bytes(16))
        ballot = {"format": BALLOT_FORMAT, "poll": poll.id, "poll_hash": poll.hash, "answer": answer, "salt": salt}
        return canonical_json(ballot)

    return padded(encode(answer), _PAD_STEP_BYTES, longest=len(encode(kind_of(poll).longest(poll))))


def _layer_info(layer: str, poll_id: str) -> bytes:
    return f"ck1|{layer}|{poll_id}".encode()


def _piece_info(kid: str) -> bytes:
    return f"ck1|blob|{kid}".encode()


def _record_info(kid: str, record_id: str) -> bytes:
    return f"ck1|rec|{kid}|{record_id}".encode()


def _seal(plaintext: bytes, kind: RecordKind, key: SealKey, *, record_id: str) -> Record:
    return Record(record_id, kind, key.kid, key.seal(plaintext, _record_info(key.kid, record_id)))


def _open(record: Record, key: OpenKey) -> bytes:
    if record.kid != key.kid:
        raise Refused(RecordReason.OTHER_KEY)
    return key.open(record.sealed, _record_info(record.kid, record.id))


def _parse(plaintext: bytes) -> dict[str, object]:
    if len(plaintext) > MAX_PLAINTEXT_BYTES:
        raise Refused(RecordReason.TOO_LONG)
    with foreign(Refused, RecordReason.NO_OBJECT):
        return parse_json_object(plaintext.decode())
