"""The result of a counted poll as its page shows it: bars with their numbers, one half-page per kind of poll.

A kind has one line in ``RESULTS`` and one template, ``result/_<kind>.html``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.polls.models import Tally
from sync.protocol.polls.place import PARTS_OF_A_DEGREE
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.scale import SCALES
from sync.protocol.polls.yes_no import ABSTAIN, NO, YES


@dataclass(frozen=True)
class ResultBar:
    """One answer of a counted poll. ``share`` is its part of what is compared with, in whole percent."""

    title: str
    count: int
    share: int


@dataclass(frozen=True)
class Round:
    """One round of a run-off. ``exhausted``: ballots that rank no option still in; ``leaving``: who leaves after it."""

    number: int
    bars: list[ResultBar]
    exhausted: int
    leaving: list[str]


def result_of(poll: Poll, tally: Tally) -> Mapping[str, Any]:
    """What the template of this poll's kind is given, and which one that is, with what follows by the poll's rule."""
    outcome = tally.outcome
    return {
        "template": f"console/result/_{poll.kind}.html",
        "rule": _(RULE_WORDS[poll.rule]) if outcome and poll.rule in RULE_WORDS else "",
        "chosen": _titles(poll, outcome.get("chosen", ())),
        "drawn": _titles(poll, outcome.get("drawn", ())),
        "money_left": outcome.get("money", {}).get("left"),
        **RESULTS[poll.kind](poll, tally),
    }


RULE_WORDS: Mapping[str, str] = {
    "plurality": gettext_noop("most votes"),
    "approval": gettext_noop("most votes, several on one ballot"),
    "instant_runoff": gettext_noop("rounds until one has more than half"),
    "borda": gettext_noop("points for ranks"),
    "sum": gettext_noop("sum of points"),
    "mean": gettext_noop("highest mean"),
    "median": gettext_noop("highest median"),
    "least_resistance": gettext_noop("least resistance"),
    "greedy": gettext_noop("by score, skipping what does not fit"),
    "greedy_no_skip": gettext_noop("by score, up to the first that does not fit"),
    "greedy_threshold": gettext_noop("by score, with the fewest votes a project needs"),
    "equal_shares": gettext_noop("equal shares"),
}
"""What people call the rules that decide something."""


def _chosen(poll: Poll, tally: Tally) -> Mapping[str, Any]:
    counts = [*_named(poll, tally.figures["counts"])]
    if poll.minimum == 0:
        counts.append((_("None of these"), tally.figures["none"]))
    return {"bars": _bars(counts, of=tally.valid)}


def _said(_poll: Poll, tally: Tally) -> Mapping[str, Any]:
    words = _words()
    return {"bars": _bars([(words[word], tally.figures["counts"][word]) for word in words], of=tally.valid)}


def _ranked(poll: Poll, tally: Tally) -> Mapping[str, Any]:
    borda, runoff = tally.figures["borda"], tally.figures["runoff"]
    return {
        "ranks": poll.maximum,
        "points": _bars(_named(poll, borda["points"]), of=tally.valid * poll.maximum),
        "points_winners": _titles(poll, borda["winners"]),
        "rounds": [_round(poll, number, figures) for number, figures in enumerate(runoff["rounds"], start=1)],
        "runoff_winners": _titles(poll, runoff["winners"]),
        "none": tally.figures["none"],
    }


def _points(poll: Poll, tally: Tally) -> Mapping[str, Any]:
    counts = _named(poll, tally.figures["points"])
    return {"bars": _bars(counts, of=tally.valid * poll.cap), "none": tally.figures["none"]}


def _rated(poll: Poll, tally: Tally) -> Mapping[str, Any]:
    counts = _named(poll, tally.figures["points"])
    return {"bars": _bars(counts, of=tally.valid * SCALES[poll.scale][-1]), "none": tally.figures["none"]}


def _written(_poll: Poll, tally: Tally) -> Mapping[str, Any]:
    counts = [(_("With words"), tally.figures["texts"]), (_("Without words"), tally.figures["none"])]
    return {"bars": _bars(counts, of=tally.valid)}


def _placed(_poll: Poll, tally: Tally) -> Mapping[str, Any]:
    counts = [*map(_cell, tally.figures["cells"].items()), (_("Elsewhere"), tally.figures["scattered"])]
    return {"bars": _bars(counts, of=tally.valid)}


def _cell(cell: tuple[str, int]) -> tuple[str, int]:
    """The south-western corner in degrees."""
    corner, pins = cell
    return ", ".join(f"{int(number) / PARTS_OF_A_DEGREE:.3f}" for number in corner.split(",")), pins


RESULTS: Mapping[str, Callable[[Poll, Tally], Mapping[str, Any]]] = {
    "single": _chosen,
    "multiple": _chosen,
    "yes_no": _said,
    "ranked": _ranked,
    "points": _points,
    "scale": _rated,
    "text": _written,
    "place": _placed,
    "budget": _chosen,
    "budget_points": _points,
    "knapsack": _chosen,
}


def _round(poll: Poll, number: int, figures: Mapping[str, Any]) -> Round:
    counts = figures["counts"]
    bars = _bars(_named(poll, counts), of=sum(counts.values()))
    return Round(number, bars, figures["exhausted"], _titles(poll, figures["out"]))


def _bars(counts: Iterable[tuple[str, int]], *, of: int) -> list[ResultBar]:
    return [ResultBar(title, count, round(100 * count / max(of, 1))) for title, count in counts]


def _named(poll: Poll, counts: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    return ((_title(poll, option.id), counts[option.id]) for option in poll.options if option.id in counts)


def _titles(poll: Poll, options: Iterable[str]) -> list[str]:
    return [_title(poll, option) for option in options]


def _title(poll: Poll, option: str) -> str:
    if not poll.options:
        return _words()[option]
    return str(poll.option(option).title.get("de", option))


def _words() -> Mapping[str, str]:
    return {YES: _("Yes"), NO: _("No"), ABSTAIN: _("Abstention")}
