"""Ranking options, best first. The answer holds their ids by rank; from ``min`` to ``max`` ranks are given.

Counted in two ways, side by side, in whole numbers only:

* Borda: rank 1 gives ``max`` points, every further rank one less, no rank none.
* Instant run-off: a ballot counts for the best ranked option that is still in. Who has more than half of the ballots
  that still count wins. Otherwise those with the fewest leave, all of them where several have equally few. Where all
  that are left have equally many, it is a tie between them.

No tie is broken in silence: whoever shares a place is named beside the others, and several winners are a tie.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import repeat
from random import Random
from typing import TYPE_CHECKING, Any

from sync.protocol.polls.answers import Answer, AnswerProblem, SettingFault, Traits
from sync.protocol.polls.choose import draw_ids, faults_of_limits, longest_ids, problem_of_ids, read_ids

if TYPE_CHECKING:
    from sync.protocol.polls.poll import Poll


class Ranked:
    """Some of the options, brought into an order."""

    traits = Traits("ranked", ("instant_runoff", "borda"))

    def check_settings(self, poll: Poll) -> Sequence[SettingFault]:
        """The limits can be kept, and there is something to bring into an order."""
        faults = faults_of_limits(poll)
        if poll.maximum < 2:
            faults.append(SettingFault(("max",), "a poll of kind ranked has at least 2 ranks"))
        return faults

    def read_answer(self, value: object) -> Answer:
        """A list of texts."""
        return read_ids(value)

    def check(self, poll: Poll, answer: Answer) -> AnswerProblem | None:
        """Options of the poll, each once, and as many as it allows."""
        return problem_of_ids(poll, answer)

    def longest(self, poll: Poll) -> Answer:
        """The options with the longest ids."""
        return longest_ids(poll)

    def draw(self, poll: Poll, random: Random) -> Answer:
        """As many options as it happens, in any order."""
        return draw_ids(poll, random)

    def tally(self, poll: Poll, answers: Collection[Answer]) -> Mapping[str, Any]:
        """``borda`` (points per option, winners), ``runoff`` (rounds, winners), ``none``: ballots that rank nothing.

        A round holds the ballots per option still in (``counts``), those that rank none of them (``exhausted``),
        and who leaves after it (``out``).
        """
        options = [option.id for option in poll.options]
        return {
            "borda": count_points(options, answers, ranks=poll.maximum),
            "runoff": run_off(options, answers),
            "none": sum(not answer for answer in answers),
        }


RANKED = Ranked()


def count_points(options: Sequence[str], rankings: Collection[Any], *, ranks: int) -> Mapping[str, Any]:
    """Points per option, and who has most of them; nobody where no point was given."""
    found: Counter[str] = Counter()
    for ranking in rankings:
        found.update({option: ranks - place for place, option in enumerate(ranking)})
    points = {option: found[option] for option in options}
    return {"points": points, "winners": _leading(points)}


def run_off(options: Sequence[str], rankings: Collection[Any]) -> Mapping[str, Any]:
    """The rounds until somebody has more than half, or all that are left have equally many."""
    rounds: list[Mapping[str, Any]] = []
    left, ranks = list(options), _in_short(options, rankings)
    while True:
        counts = _best_still_in(left, options, ranks)
        counted, most = sum(counts.values()), max(counts.values(), default=0)
        fewest = min(counts.values(), default=0)
        is_over = most * 2 > counted or fewest == most
        out = [] if is_over else [option for option in left if counts[option] == fewest]
        rounds.append({"counts": counts, "exhausted": len(rankings) - counted, "out": out})
        if is_over:
            return {"rounds": rounds, "winners": _leading(counts)}
        left = [option for option in left if option not in out]


def _in_short(options: Sequence[str], rankings: Iterable[Sequence[str]]) -> array[int]:
    """All rankings in a row, each with as many numbers as there are options, two bytes a number: they are gone through
    in every round. A number is the place of an option among all, or theirs where nothing is ranked."""
    number_of, nothing = {option: number for number, option in enumerate(options)}, len(options)
    ranks = array("H")
    for ranking in rankings:
        ranks.extend(number_of[option] for option in ranking)
        ranks.extend(repeat(nothing, nothing - len(ranking)))
    return ranks


def _best_still_in(left: Collection[str], options: Sequence[str], ranks: array[int]) -> dict[str, int]:
    found = {number: 0 for number, option in enumerate(options) if option in left}
    for begin in range(0, len(ranks), len(options)):
        for number in ranks[begin : begin + len(options)]:
            if number in found:
                found[number] += 1
                break
    return {options[number]: ballots for number, ballots in found.items()}


def _leading(figures: Mapping[str, int]) -> list[str]:
    most = max(figures.values(), default=0)
    return [option for option, figure in figures.items() if figure == most and most > 0]
