"""Polls for one evening: published without counting keys, opened at a station with keys that two people make there.

What is published is a template. Opening it makes a poll of it, for one station and one day, with an id, days and keys
of its own and every other word as it was published; so the hub needs no station's word for what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.keys import OpenKey, SealKey
from sync.protocol.poll_results import PollResult, adds_up, counts_of
from sync.protocol.polls.background import Secrecy
from sync.protocol.polls.choose import MULTIPLE, SINGLE
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.yes_no import YES_NO
from sync.protocol.reasons import RecordReason

EVENING_KINDS = frozenset(kind.traits.word for kind in (YES_NO, SINGLE, MULTIPLE))
"""The kinds that are counted on the spot: everybody in the room can follow the sums."""

EVENING_GRACE = timedelta(days=90)
"""So long after its day the hub takes the ballots of a station that had no network."""

_OWN = ("id", "opens", "closes", "grace", "keys")
"""The members that opening gives it; all others stay as they were published."""

_NAME = re.compile(r"(?P<template>.+)-[0-9a-f]{8}", re.ASCII)


def is_template(poll: Poll) -> bool:
    """True for a published poll that is opened for one evening, at a station."""
    return poll.secrecy is Secrecy.ON_THE_SPOT and poll.mix is None


def evening_wire(template: Mapping[str, Any], *, name: str, day: date, mix: SealKey, tally: SealKey) -> dict[str, Any]:
    """The poll that a template becomes. ``name``: 8 hex digits that tell it from others of the same template.

    Raises Refused where the template cannot be opened on this day.
    """
    wire = {
        **template,
        "id": f"{template['id']}-{name}",
        "opens": day.isoformat(),
        "closes": day.isoformat(),
        "grace": (day + EVENING_GRACE).isoformat(),
        "keys": {"mix": mix.jwk, "tally": tally.jwk},
    }
    check_evening(wire, template)
    return wire


def check_evening(wire: Mapping[str, Any], template: Mapping[str, Any]) -> Poll:
    """The poll, when it is what opening makes of this published template. Raises Refused."""
    poll, published = Poll.from_wire(wire), Poll.from_wire(template)
    if not is_template(published) or published.kind not in EVENING_KINDS or published.codes:
        raise Refused(RecordReason.NO_EVENING, detail="template")
    if template_of(poll.id) != published.id or _words_of(wire) != _words_of(template):
        raise Refused(RecordReason.NO_EVENING, detail="words")
    if not (poll.opens == poll.closes and published.is_open(poll.opens) and poll.grace == poll.closes + EVENING_GRACE):
        raise Refused(RecordReason.NO_EVENING, detail="days")
    if poll.mix is None or poll.tally is None or poll.mix.kid == poll.tally.kid:
        raise Refused(RecordReason.NO_EVENING, detail="keys")
    return poll


def template_of(poll_id: str) -> str:
    """The id of the template a poll was opened from; empty for an id that no opening gives."""
    found = _NAME.fullmatch(poll_id)
    return found["template"] if found else ""


@dataclass(frozen=True)
class EveningPoll:
    """Word of a station on a poll for one evening: that it was opened, and later what was counted there.

    Raises Refused for keys of a poll that is not counted yet, and for keys that are not those of the poll.
    """

    wire: Mapping[str, Any]
    """The poll as its ballots answer it."""
    result: str = ""
    """The result file (``sync.counting``); empty while it is open."""
    keys: Mapping[str, OpenKey] = field(default_factory=dict, repr=False)
    """Both counting keys, by step (``mix``, ``tally``), where both people hand them over to be counted with again."""

    def __post_init__(self) -> None:
        if self.keys and not self.result:
            raise Refused(RecordReason.NO_EVENING, detail="open")
        poll = self.poll
        theirs = {"mix": poll.mix, "tally": poll.tally}
        if self.keys and {step: key.kid for step, key in self.keys.items()} != {
            step: key.kid for step, key in theirs.items() if key
        }:
            raise Refused(RecordReason.NO_EVENING, detail="keys")

    @property
    def poll(self) -> Poll:
        """As people answer it."""
        return Poll.from_wire(self.wire)

    def tellable(self) -> PollResult | None:
        """What may be shown of the result: no figure of fewer than five; None before it is counted."""
        if not self.result:
            return None
        counted = parse_json_object(self.result)
        counts, valid = counts_of(self.poll, counted["tally"]), int(counted["valid"])
        together = adds_up([*counts.values()], ballots=valid)
        return PollResult.of(self.wire, ballots=valid, counts=counts, adds_up=together, counted_on=self.poll.closes)

    def to_wire(self) -> dict[str, Any]:
        """The JSON object that is sealed."""
        keys = {step: key.to_pem().decode() for step, key in self.keys.items()}
        return {
            "poll": dict(self.wire),
            **({"result": self.result} if self.result else {}),
            **({"keys": keys} if keys else {}),
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Raises Refused for anything else."""
        with foreign(Refused, RecordReason.NO_EVENING):
            Poll.from_wire(wire["poll"])
            keys = {step: OpenKey.from_pem(str(pem).encode()) for step, pem in wire.get("keys", {}).items()}
            return cls(wire["poll"], str(wire.get("result", "")), keys)


def _words_of(wire: Mapping[str, Any]) -> bytes:
    return canonical_json({name: value for name, value in wire.items() if name not in _OWN})
