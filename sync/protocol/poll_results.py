"""The result of a closed poll as stations are told it: figures of at least five ballots, and none smaller.

What the hub counted is larger: every answer, and every figure. This is what stands on screens and paper, where nobody
may be found out by a small number. A figure below five is withheld (None). Where the figures add up to the number of
ballots, what is withheld could be found by subtraction: then so much is withheld that it hides five ballots, or none.
Reads and writes bytes; opens no file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.polls.poll import Poll

LEAST_FIGURE = 5
"""A figure of fewer ballots is shown to nobody."""

PREFIX = "result-"
"""How the name of every announced result begins."""

NONE_OF_THEM = ""
"""Stands in the place of an option's id for the ballots that chose no option."""


@dataclass(frozen=True)
class ResultFigure:
    """How many ballots chose an option; None for fewer than five, or where the number would tell of so few."""

    option: str
    """Its id, or the word of a poll without options."""
    count: int | None


@dataclass(frozen=True)
class PollResult:
    """The result of one poll. ``poll`` is its definition, so that it can be read when the poll itself is gone."""

    poll: Poll
    wire: Mapping[str, Any]
    """The definition as it was published, without its counting keys."""
    counted_on: date
    ballots: int
    """The valid ballots: at least five."""
    figures: tuple[ResultFigure, ...]
    """In the order of the poll; none where its kind has no figures that can be set side by side."""
    leading: tuple[str, ...]
    """The options most ballots chose; several where they are equal."""
    by_station: bool = False
    """Counted at this station, and not by the hub yet. Does not travel: what the hub announces, it has counted."""

    @classmethod
    def of(
        cls, wire: Mapping[str, Any], *, ballots: int, counts: Mapping[str, int], adds_up: bool, counted_on: date
    ) -> Self:
        """From what was counted. ``adds_up``: the counts together are the number of ballots. Raises Refused below five.

        ``counts`` has the ballots of each option by its id, of none of them under ``NONE_OF_THEM``.
        """
        if ballots < LEAST_FIGURE:
            raise Refused(f"a result of fewer than {LEAST_FIGURE} ballots is told to nobody")
        public = {name: value for name, value in wire.items() if name != "keys"}
        most = max(counts.values(), default=0)
        leading = tuple(option for option, count in counts.items() if count == most and most > 0)
        figures = tuple(ResultFigure(*figure) for figure in withheld(counts, adds_up=adds_up).items())
        return cls(Poll.from_wire(public), public, counted_on, ballots, figures, leading)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises Refused for anything that is no such file, also for one with a figure that must not be shown."""
        with foreign(Refused, "not a result of a poll"):
            wire = parse_json_object(data)
            return cls(
                poll=Poll.from_wire(wire["poll"]),
                wire=wire["poll"],
                counted_on=date.fromisoformat(wire["counted_on"]),
                ballots=_figure(wire["ballots"]),
                figures=tuple(
                    ResultFigure(str(option), None if count is None else _figure(count))
                    for option, count in wire["figures"]
                ),
                leading=tuple(map(str, wire["leading"])),
            )

    def to_bytes(self) -> bytes:
        """The file. It holds no time finer than the day."""
        return canonical_json(
            {
                "poll": dict(self.wire),
                "counted_on": self.counted_on.isoformat(),
                "ballots": self.ballots,
                "figures": [[figure.option, figure.count] for figure in self.figures],
                "leading": list(self.leading),
            }
        )


def result_name(poll_id: str) -> str:
    """Under which name the hub announces the result of a poll."""
    return f"{PREFIX}{hashlib.sha256(poll_id.encode()).hexdigest()[:32]}.json"


def read_results(files: Iterable[tuple[str, bytes]]) -> dict[str, PollResult]:
    """The results among announced files, by the ids of their polls. One that cannot be read hides no other."""
    found: dict[str, PollResult] = {}
    for name, data in files:
        if not name.startswith(PREFIX):
            continue
        try:
            result = PollResult.from_bytes(data)
        except Refused:
            continue
        if name == result_name(result.poll.id):
            found[result.poll.id] = result
    return found


def withheld(counts: Mapping[str, int], *, adds_up: bool) -> dict[str, int | None]:
    """The counts with None for every one below five, and for as many more as are needed to hide what is withheld."""
    small = {option for option, count in counts.items() if count < LEAST_FIGURE}
    rest = sorted((option for option in counts if option not in small), key=lambda option: counts[option])
    while adds_up and 0 < sum(counts[option] for option in small) < LEAST_FIGURE and rest:
        small.add(rest.pop(0))
    return {option: None if option in small else count for option, count in counts.items()}


def _figure(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < LEAST_FIGURE:
        raise ValueError("a figure of at least five is expected")
    return value


def counts_of(poll: Poll, tally: Mapping[str, Any]) -> Mapping[str, int]:
    """The counts to set side by side out of what the poll's kind made of the answers; empty where it has none.

    A ranking is shown by its first ranks.
    """
    counts = tally["runoff"]["rounds"][0]["counts"] if "runoff" in tally else tally.get("counts", {})
    none = tally.get("none", 0)
    return {**counts, NONE_OF_THEM: none} if poll.minimum == 0 and none else dict(counts)


def adds_up(counts: Sequence[int], *, ballots: int) -> bool:
    """True when every ballot stands in exactly one of the counts."""
    return sum(counts) == ballots
