"""What two people hand to each other when each counts on a machine of their own: the box, then the mixed envelopes.

Forms only: nothing is opened and nothing is decided here. Both files are safe to lose and to copy: neither can be
read without the key of the next step. The third file, the result, is
the one that the hub keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sync.counting.faults import CountingFault
from sync.counting.tally import RESULT_FORMAT, BallotHashes, Box, Mixed, box_hash_of
from sync.protocol.encoding import (
    canonical_json,
    from_base64,
    list_pieces,
    object_pieces,
    parse_json_object,
    to_base64,
)
from sync.protocol.errors import Refused
from sync.protocol.polls.poll import Poll

BOX_FORMAT = "mitmachstation-box-1"
MIXED_FORMAT = "mitmachstation-mixed-1"

_Read = TypeVar("_Read")


@dataclass(frozen=True)
class BoxFile:
    """A box with the poll it belongs to, exactly as that was published.

    ``doubles`` are the hashes of ballots that are not counted because their code was spent for another, ``late`` is
    the number of those that came too late.
    """

    wire: Mapping[str, Any]
    box: Box
    doubles: Sequence[str] = ()
    late: int = 0


@dataclass(frozen=True)
class MixedFile:
    """Mixed envelopes, the poll they belong to, and the hashes of the box they came from, with its doubles."""

    wire: Mapping[str, Any]
    ballots: BallotHashes
    mixed: Mixed
    doubles: Sequence[str] = ()
    late: int = 0


@dataclass(frozen=True)
class ResultFile:
    """What a result file says, its figures not yet recounted."""

    poll_hash: str
    ballots: Sequence[str]
    doubles: Sequence[str]
    late: int
    reasons: Mapping[str, int]
    """Why ballots are invalid, each reason with their number."""
    answers: Sequence[object]
    """As they stand there, not yet checked by the poll's rules."""


def write_box(file: BoxFile) -> Iterator[bytes]:
    """The box, for the holder of the mix key, piece by piece."""
    return _write(BOX_FORMAT, {"inner": file.box.inner}, poll=file.wire, doubles=list(file.doubles), late=file.late)


def read_box(data: bytes) -> BoxFile:
    """Raises Refused for anything else."""

    def build(wire: Mapping[str, Any]) -> BoxFile:
        box = Box.of([from_base64(inner) for inner in wire["inner"]])
        return BoxFile(_poll(wire), box, _hashes(wire["doubles"]), _number(wire["late"]))

    return _read(data, BOX_FORMAT, build)


def write_mixed(file: MixedFile) -> Iterator[bytes]:
    """The mixed envelopes, for the holder of the tally key, piece by piece."""
    return _write(
        MIXED_FORMAT,
        {"for_tally": file.mixed.for_tally},
        poll=file.wire,
        ballots=list(file.ballots),
        doubles=list(file.doubles),
        late=file.late,
        unreadable=file.mixed.unreadable,
    )


def read_mixed(data: bytes) -> MixedFile:
    """Raises Refused for anything else, also when envelopes were lost or added on the way."""

    def build(wire: Mapping[str, Any]) -> MixedFile:
        mixed = Mixed(tuple(from_base64(envelope) for envelope in wire["for_tally"]), int(wire["unreadable"]))
        if len(mixed.for_tally) + mixed.unreadable != len(wire["ballots"]):
            raise ValueError("there are not as many envelopes as ballots")
        return MixedFile(_poll(wire), _hashes(wire["ballots"]), mixed, _hashes(wire["doubles"]), _number(wire["late"]))

    return _read(data, MIXED_FORMAT, build)


def read_result(data: bytes) -> ResultFile:
    """Raises Refused for anything else, also when the box hash does not fit the ballots."""

    def build(wire: Mapping[str, Any]) -> ResultFile:
        if box_hash_of(wire["ballots"]) != wire["box_hash"]:
            raise ValueError("the hash of the box does not fit its ballots")
        return ResultFile(
            str(wire["poll_hash"]),
            wire["ballots"],
            _hashes(wire["doubles"]),
            _number(wire["late"]),
            {str(reason): _number(number) for reason, number in wire["reasons"].items()},
            list(wire["answers"]),
        )

    return _read(data, RESULT_FORMAT, build)


def _hashes(wire: Any) -> list[str]:
    return [str(ballot) for ballot in wire]


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("a whole number from 0 is expected")
    return value


def _poll(wire: Mapping[str, Any]) -> Mapping[str, Any]:
    poll: Mapping[str, Any] = wire["poll"]
    Poll.from_wire(poll)
    return poll


def _write(form: str, envelopes: Mapping[str, Iterable[bytes]], **members: object) -> Iterator[bytes]:
    long = {name: list_pieces(canonical_json(to_base64(one)) for one in some) for name, some in envelopes.items()}
    yield from object_pieces({"format": form, **members}, long)
    yield b"\n"


def _read(data: bytes, form: str, build: Callable[[Mapping[str, Any]], _Read]) -> _Read:
    try:
        wire = parse_json_object(data)
        if wire.get("format") != form:
            raise ValueError(f"its format is {wire.get('format')!r}")
        return build(wire)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Refused(CountingFault.NO_FILE, form=form, detail=str(error)) from error
