"""Every kind of poll in the registry, by drawn polls and answers: one check at both ends, one length, one tally."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.counting.tally import count_answers
from sync.protocol.encoding import canonical_json
from sync.protocol.envelope import open_mix_layer, open_outer, open_tally_layer, seal_ballot
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.polls.choose import choice_of
from sync.protocol.polls.deciding import check_deciding
from sync.protocol.polls.kinds import KINDS, Answer, AnswerProblem, kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.ranked import count_points, run_off
from sync.protocol.polls.yes_no import WORDS
from tests.kits.poll_kinds import of_kind

HUB, MIX, TALLY = OpenKey.generate(), OpenKey.generate(), OpenKey.generate()

IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | IDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(IDS, inner, max_size=3),
    max_leaves=10,
)


def poll_of(word: str, ids: list[str], *, least: int = 1, most: int = 1, **changes: Any) -> Poll:
    wire = {
        "id": "garden", "version": 1, "districts": [], "decides": "advises",
        "opens": "2026-10-01", "closes": "2027-06-30", "as_of": "2026-11-15",
        "title": {"de": "Garten"}, "question": {"de": "Was?"}, "about": {"de": "..."},
        "keys": {"mix": MIX.public.jwk, "tally": TALLY.public.jwk},
        "options": [{"id": option, "title": {"de": "x"}, "about": {}} for option in ids],
    }  # fmt: skip
    limits = {"min": least, "max": most} if KINDS[word].traits.has_limits else {}
    return Poll.from_wire(of_kind(wire, word, **limits | changes))


@st.composite
def polls(draw: st.DrawFn, *words: str) -> Poll:
    word = draw(st.sampled_from(words or sorted(KINDS)))
    options = draw(st.lists(IDS, min_size=2, max_size=6, unique=True))
    most = 1 if word == "single" else draw(st.integers(2 if word == "ranked" else 1, len(options)))
    most = len(options) if word == "scale" else most
    changes: dict[str, Any] = {}
    if word in ("points", "budget_points"):
        most = draw(st.integers(2, 12))
        changes["cap"] = draw(st.integers(-(-most // len(options)), most))
    if word == "scale":
        changes["scale"] = draw(st.sampled_from(["faces", "numbers"]))
    least = draw(st.integers(0, 0 if word == "knapsack" else most))
    return poll_of(word, options, least=least, most=most, **changes)


def rankings(poll: Poll) -> st.SearchStrategy[list[str]]:
    ids = [option.id for option in poll.options]
    return st.lists(st.sampled_from(ids), min_size=poll.minimum, max_size=poll.maximum, unique=True)


def choices(poll: Poll) -> st.SearchStrategy[list[str]]:
    ids = [option.id for option in poll.options]
    return rankings(poll).map(lambda chosen: sorted(chosen, key=ids.index))


def fillings(poll: Poll) -> st.SearchStrategy[list[str]]:
    costs = {option.id: option.cost_euro for option in poll.options}
    return choices(poll).filter(lambda chosen: sum(costs[one] for one in chosen) <= poll.budget_euro)


@st.composite
def shares(draw: st.DrawFn, poll: Poll) -> dict[str, int]:
    left, given = poll.maximum, {}
    for option in draw(st.permutations([option.id for option in poll.options])):
        points = draw(st.integers(0, min(left, poll.cap)))
        left -= points
        given |= {option: points} if points else {}
    for option in (option.id for option in poll.options):  # the least that must be given
        more = min(max(0, poll.minimum - sum(given.values())), poll.cap - given.get(option, 0))
        given |= {option: given.get(option, 0) + more} if more else {}
    return given


def ratings(poll: Poll) -> st.SearchStrategy[dict[str, int]]:
    numbers = st.integers(1, 5) if poll.scale == "faces" else st.integers(0, 10)
    return rankings(poll).flatmap(lambda ids: st.fixed_dictionaries(dict.fromkeys(ids, numbers)))


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cf", "Cn", "Zl", "Zp"]).filter(
    lambda one: one != "\ufffd"
)


def texts(poll: Poll) -> st.SearchStrategy[str]:
    return st.text(LETTERS, min_size=poll.minimum, max_size=poll.maximum).filter(
        lambda text: len(text.strip()) >= poll.minimum and "\ufffc" not in text
    )


def pins(_poll: Poll) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries(
        {"latitude": st.integers(-9_000_000, 9_000_000), "longitude": st.integers(-18_000_000, 18_000_000)}
    )


ALLOWED: dict[str, Callable[[Poll], st.SearchStrategy[Any]]] = {
    "single": choices,
    "multiple": choices,
    "budget": choices,
    "yes_no": lambda _poll: st.sampled_from(["yes", "no", "abstain"]),
    "ranked": rankings,
    "points": shares,
    "budget_points": shares,
    "scale": ratings,
    "text": texts,
    "place": pins,
    "knapsack": fillings,
}
"""What the rules allow, said once more and independently. A new kind adds its row."""


@st.composite
def polls_and_answers(draw: st.DrawFn, *words: str) -> tuple[Poll, list[Answer]]:
    poll = draw(polls(*words))
    return poll, draw(st.lists(ALLOWED[poll.kind](poll), min_size=1, max_size=12))


def forge(poll: Poll, answer: object) -> bytes:
    """The innermost envelope as somebody who keeps no rules could seal it."""
    wire = {"format": 2, "poll": poll.id, "poll_hash": poll.hash, "answer": answer, "salt": ""}
    return TALLY.public.seal(canonical_json(wire), f"ck1|tally|{poll.id}".encode())


def is_sealed(poll: Poll, answer: Any) -> bool:
    try:
        seal_ballot(poll, answer, key=HUB.public)
    except Refused:
        return False
    return True


def is_counted(poll: Poll, answer: object) -> bool:
    try:
        return open_tally_layer(forge(poll, answer), poll=poll, key=TALLY) == answer
    except Refused:
        return False


def test_every_kind_is_drawn_here() -> None:
    assert set(ALLOWED) == set(KINDS)
    assert all(kind.traits.word == word for word, kind in KINDS.items())


@given(polls_and_answers())
def test_an_allowed_answer_comes_back_as_it_was_given(case: tuple[Poll, list[Answer]]) -> None:
    poll, answers = case
    for answer in answers[:3]:
        outer = open_outer(seal_ballot(poll, answer, key=HUB.public)[0], key=HUB)
        opened = open_tally_layer(open_mix_layer(outer.inner, poll_id=poll.id, key=MIX), poll=poll, key=TALLY)
        assert opened == answer


@pytest.mark.parametrize("word", sorted(KINDS))
@given(data=st.data())
def test_the_length_of_a_ballot_says_nothing_of_the_answer(word: str, data: st.DataObject) -> None:
    poll, answers = data.draw(polls_and_answers(word))
    longest = kind_of(poll).longest(poll)
    assert all(len(canonical_json(answer)) <= len(canonical_json(longest)) for answer in answers)
    lengths = {len(seal_ballot(poll, answer, key=HUB.public)[0].sealed) for answer in answers[:5]}
    assert len(lengths) == 1


@pytest.mark.parametrize("word", sorted(KINDS))
@given(data=st.data())
def test_station_and_counting_allow_the_same(word: str, data: st.DataObject) -> None:
    poll = data.draw(polls(word))
    ids = [option.id for option in poll.options] or ["x"]
    words = st.sampled_from([*WORDS, *ids])
    numbers = st.dictionaries(st.sampled_from([*ids, "latitude", "longitude"]), st.integers(-1, 12), max_size=7)
    near = st.lists(st.sampled_from(ids), max_size=7) | words | numbers
    answer = data.draw(near | JSON)
    assert is_sealed(poll, answer) == is_counted(poll, answer)


@given(polls(), JSON)
def test_what_is_no_answer_is_refused_and_nothing_else(poll: Poll, value: object) -> None:
    kind = kind_of(poll)
    try:
        answer = kind.read_answer(value)
    except Refused:
        return
    assert kind.check(poll, answer) is None or isinstance(kind.check(poll, answer), AnswerProblem)


@pytest.mark.parametrize("word", sorted(KINDS))
@pytest.mark.parametrize(
    "answer",
    ['"' + "x" * 50_000 + '"', "[" * 3000 + "]" * 3000, "[[[]]]", '{"a":{}}', "1" * 5000, "1e999", "[1e999]", "NaN",
     '"\\ud800"', '["\\ud800"]', "[null]", "[true]", "null", "true", '[["a"]]',
     '{"a":true}', '{"a":1.0}', '{"\\ud800":1}', '{"c":1}', '{"a":1' + "0" * 4000 + "}", "[" + '"a",' * 9000 + '"a"]'],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_monster_in_a_ballot_is_refused(word: str, answer: str) -> None:
    poll = poll_of(word, ["a", "b"], least=0, most=1 if word == "single" else 2)
    members = f'{{"format":2,"poll":"{poll.id}","poll_hash":"{poll.hash}","answer":{answer}}}'
    layer = TALLY.public.seal(members.encode(), f"ck1|tally|{poll.id}".encode())
    with pytest.raises(Refused):
        open_tally_layer(layer, poll=poll, key=TALLY)


@given(polls_and_answers(), st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_makes_no_difference(case: tuple[Poll, list[Answer]], random: Random) -> None:
    poll, answers = case
    mixed = random.sample(answers, len(answers))
    assert kind_of(poll).tally(poll, mixed) == kind_of(poll).tally(poll, answers)
    one, other = (count_answers(given, poll=poll, reasons={"x": 2}) for given in (mixed, answers))
    assert replace(one, patterns=list(one.patterns)) == replace(other, patterns=list(other.patterns))


@given(polls_and_answers())
def test_figures_are_json_of_whole_numbers_and_are_found_again(case: tuple[Poll, list[Answer]]) -> None:
    poll, answers = case
    figures = kind_of(poll).tally(poll, answers)
    assert json.loads(canonical_json(figures)) == figures
    assert all(type(number) is int for number in numbers_in(figures))


def numbers_in(value: Any) -> list[Any]:
    if isinstance(value, dict | list):
        return [found for one in (value.values() if isinstance(value, dict) else value) for found in numbers_in(one)]
    return [] if isinstance(value, str) else [value]


@given(polls(), st.randoms(use_true_random=False))
def test_a_rehearsal_draws_allowed_answers(poll: Poll, random: Random) -> None:
    assert all(kind_of(poll).check(poll, kind_of(poll).draw(poll, random)) is None for _ in range(5))


@given(polls_and_answers("single", "multiple", "budget", "knapsack"))
def test_options_are_counted_one_by_one(case: tuple[Poll, list[list[str]]]) -> None:
    poll, answers = case
    figures = kind_of(poll).tally(poll, answers)
    assert figures["counts"] == {one.id: len([a for a in answers if one.id in a]) for one in poll.options}
    assert figures["none"] == answers.count([])


@given(polls_and_answers("yes_no"))
def test_words_are_counted(case: tuple[Poll, list[Answer]]) -> None:
    poll, answers = case
    assert kind_of(poll).tally(poll, answers) == {"counts": {word: answers.count(word) for word in WORDS}}


def test_one_choice_has_one_form() -> None:
    poll = poll_of("multiple", ["a", "b", "c"], most=3)
    assert choice_of(poll, ["c", "a"]) == ["a", "c"]
    assert kind_of(poll).check(poll, ["c", "a"]) is AnswerProblem.WRONG_ORDER


@pytest.mark.parametrize(
    ("word", "answer", "problem"),
    [
        ("multiple", [], AnswerProblem.TOO_FEW),
        ("multiple", ["a", "b", "c"], AnswerProblem.TOO_MANY),
        ("multiple", ["a", "a"], AnswerProblem.CHOSEN_TWICE),
        ("multiple", ["x"], AnswerProblem.UNKNOWN_OPTION),
        ("multiple", "a", AnswerProblem.WRONG_SHAPE),
        ("ranked", ["b", "a"], None),
        ("ranked", [], AnswerProblem.TOO_FEW),
        ("ranked", ["a", "b", "c"], AnswerProblem.TOO_MANY),
        ("ranked", ["b", "b"], AnswerProblem.CHOSEN_TWICE),
        ("ranked", ["x"], AnswerProblem.UNKNOWN_OPTION),
        ("ranked", [["a"]], AnswerProblem.WRONG_SHAPE),
        ("yes_no", "abstain", None),
        ("yes_no", "maybe", AnswerProblem.UNKNOWN_OPTION),
        ("yes_no", ["yes"], AnswerProblem.WRONG_SHAPE),
        ("points", {"a": 2}, None),
        ("points", {"a": 0}, AnswerProblem.NO_SUCH_VALUE),
        ("points", {"a": -1, "b": 2}, AnswerProblem.NO_SUCH_VALUE),
        ("points", {"a": 3}, AnswerProblem.TOO_MUCH_FOR_ONE),
        ("points", {"a": 2, "b": 1}, AnswerProblem.TOO_MANY),
        ("points", {}, AnswerProblem.TOO_FEW),
        ("points", {"x": 1}, AnswerProblem.UNKNOWN_OPTION),
        ("points", {"a": True}, AnswerProblem.WRONG_SHAPE),
        ("points", ["a"], AnswerProblem.WRONG_SHAPE),
        ("scale", {"a": 5, "b": 1}, None),
        ("scale", {"a": 6}, AnswerProblem.NO_SUCH_VALUE),
        ("scale", {"a": 0}, AnswerProblem.NO_SUCH_VALUE),
        ("scale", {}, AnswerProblem.TOO_FEW),
        ("scale", {"a": 1, "b": 1, "c": 1}, AnswerProblem.TOO_MANY),
        ("scale", {"x": 1}, AnswerProblem.UNKNOWN_OPTION),
        ("text", "ab", None),
        ("text", "", AnswerProblem.TOO_FEW),
        ("text", " ", AnswerProblem.TOO_FEW),
        ("text", "abc", AnswerProblem.TOO_MANY),
        ("text", "\x07", AnswerProblem.WRONG_SHAPE),
        ("place", {"latitude": 5_400_000, "longitude": 1_200_000}, None),
        ("place", {"latitude": 9_000_001, "longitude": 0}, AnswerProblem.NO_SUCH_VALUE),
        ("place", {"latitude": 0}, AnswerProblem.TOO_FEW),
        ("place", {"latitude": 0, "longitude": 0, "x": 0}, AnswerProblem.UNKNOWN_OPTION),
        ("knapsack", ["b", "c"], None),
        ("knapsack", ["b"], None),
        ("budget", ["b", "c"], None),
    ],
)
def test_why_an_answer_is_not_allowed(word: str, answer: Any, problem: AnswerProblem | None) -> None:
    poll = poll_of(word, ["a", "b", "c"], most=2)
    assert kind_of(poll).check(poll, answer) is problem


@pytest.mark.parametrize("word", ["single", "multiple", "budget", "ranked", "knapsack"])
def test_a_poll_may_be_answered_with_none_of_these_where_it_says_so(word: str) -> None:
    most = 1 if word == "single" else 2
    assert is_sealed(poll_of(word, ["a", "b"], least=0, most=most), [])
    assert not is_sealed(poll_of(word, ["a", "b"], least=1, most=most), [])


@pytest.mark.parametrize(
    ("word", "changes", "path"),
    [
        ("single", {"max": 2}, ("max",)),
        ("multiple", {"min": 3}, ("min",)),
        ("multiple", {"max": 4}, ("max",)),
        ("ranked", {"max": 1}, ("max",)),
        ("points", {"cap": 3}, ("cap",)),
        ("points", {"max": 9, "cap": 2}, ("max",)),
        ("points", {"min": 5, "cap": 1}, ("min",)),
        ("scale", {"max": 2}, ("max",)),
        ("scale", {"rule": "least_resistance"}, ("scale",)),
        ("text", {"max": 1001}, ("max",)),
        ("text", {"min": 3}, ("min",)),
        ("knapsack", {"min": 2, "budget_euro": 40}, ("min",)),
        ("budget", {"options": [{"id": "a", "title": {}, "cost_euro": 9}], "budget_euro": 8, "max": 1},
         ("options", 0, "cost_euro")),
    ],
)  # fmt: skip
def test_rules_that_nobody_can_keep_are_named(word: str, changes: dict[str, Any], path: tuple[Any, ...]) -> None:
    most = {"single": 1, "scale": 3}.get(word, 2)
    poll = poll_of(word, ["a", "b", "c"], least=1, most=most, **changes)
    assert [fault.path for fault in kind_of(poll).check_settings(poll)] == [path]


def test_a_knapsack_that_is_too_full_is_not_allowed() -> None:
    poll = poll_of("knapsack", ["a", "b", "c"], most=3, budget_euro=70)  # 20, 30 and 40 euros
    assert kind_of(poll).check(poll, ["b", "c"]) is None
    assert kind_of(poll).check(poll, ["a", "b", "c"]) is AnswerProblem.TOO_DEAR


@pytest.mark.parametrize(
    ("word", "changes", "path"),
    [
        ("budget", {"rule": "greedy_threshold"}, ("min_votes",)),
        ("budget", {"rule": "greedy", "min_votes": 2}, ("rule",)),
        ("budget", {"excludes": [["a", "x"]]}, ("excludes", 0)),
        ("budget", {"excludes": [["a", "b"], ["b", "b"]]}, ("excludes", 1)),
        ("multiple", {"min_votes": 2}, ("min_votes",)),
        ("single", {"excludes": [["a", "b"]]}, ("excludes",)),
    ],
)
def test_what_no_rule_can_decide_by_is_named(word: str, changes: dict[str, Any], path: tuple[Any, ...]) -> None:
    poll = poll_of(word, ["a", "b", "c"], **changes)
    assert [fault.path for fault in check_deciding(poll)] == [path]


@pytest.mark.parametrize("word", sorted(KINDS))
def test_a_rule_that_does_not_fit_the_kind_is_refused(word: str) -> None:
    for rule in {rule for kind in KINDS.values() for rule in kind.traits.rules} | {"", "dictator"}:
        if rule in KINDS[word].traits.rules:
            assert poll_of(word, ["a", "b"], rule=rule).rule == rule
        else:
            with pytest.raises(Refused, match="does not fit"):
                poll_of(word, ["a", "b"], rule=rule)


def test_places_that_few_people_meant_are_told_together() -> None:
    here, there = {"latitude": 5_409_000, "longitude": 1_213_000}, {"latitude": 5_401_000, "longitude": 1_213_000}
    poll = poll_of("place", ["a", "b"])
    assert kind_of(poll).tally(poll, [here] * 5 + [there] * 4) == {"cells": {"5409000,1212900": 5}, "scattered": 4}


@given(polls())
def test_drawn_polls_are_fit_to_be_published(poll: Poll) -> None:
    assert not kind_of(poll).check_settings(poll)


# --- ranking, against another way to count ----------------------------------------------------------------------------


def naive_points(poll: Poll, answers: list[list[str]]) -> dict[str, int]:
    return {
        one.id: sum(len(range(answer.index(one.id), poll.maximum)) for answer in answers if one.id in answer)
        for one in poll.options
    }


def naive_run_off(alive: set[str], answers: list[list[str]]) -> set[str]:
    tops = [next(iter(left)) for answer in answers if (left := [one for one in answer if one in alive])]
    shares = {one: Fraction(tops.count(one), max(len(tops), 1)) for one in alive}
    winners = {one for one in alive if shares[one] > Fraction(1, 2)}
    if winners or len(set(shares.values())) == 1:
        return winners or {one for one in alive if shares[one]}
    return naive_run_off({one for one in alive if shares[one] > min(shares.values())}, answers)


@given(polls_and_answers("ranked"))
def test_ranks_are_counted_as_another_count_finds(case: tuple[Poll, list[list[str]]]) -> None:
    poll, answers = case
    figures = kind_of(poll).tally(poll, answers)
    points = naive_points(poll, answers)
    assert figures["borda"]["points"] == points
    best = {one for one, value in points.items() if value and value == max(points.values())}
    assert set(figures["borda"]["winners"]) == best
    assert set(figures["runoff"]["winners"]) == naive_run_off(set(points), answers)


@given(polls_and_answers("ranked"))
def test_every_round_holds_all_ballots_and_leads_to_the_next(case: tuple[Poll, list[list[str]]]) -> None:
    poll, answers = case
    rounds = kind_of(poll).tally(poll, answers)["runoff"]["rounds"]
    assert all(sum(one["counts"].values()) + one["exhausted"] == len(answers) for one in rounds)
    for one, following in pairwise(rounds):
        assert set(following["counts"]) == set(one["counts"]) - set(one["out"])
    assert rounds[-1]["out"] == []


MEMPHIS, NASHVILLE, CHATTANOOGA, KNOXVILLE = TENNESSEE = ["m", "n", "c", "k"]
BALLOTS = [list("mnck")] * 42 + [list("nckm")] * 26 + [list("cknm")] * 15 + [list("kcnm")] * 17


def test_the_capital_of_tennessee() -> None:
    """The example of the textbooks: the two ways to count find two winners."""
    borda, runoff = count_points(TENNESSEE, BALLOTS, ranks=4), run_off(TENNESSEE, BALLOTS)
    assert borda == {"points": {"m": 226, "n": 294, "c": 273, "k": 207}, "winners": [NASHVILLE]}
    assert [one["out"] for one in runoff["rounds"]] == [[CHATTANOOGA], [NASHVILLE], []]
    assert runoff["rounds"][-1]["counts"] == {"m": 42, "k": 58}
    assert runoff["winners"] == [KNOXVILLE]


def test_ties_are_said_and_not_broken() -> None:
    assert run_off(["a", "b"], [["a"], ["b"]])["winners"] == ["a", "b"]
    assert count_points(["a", "b"], [["a"], ["b"]], ranks=1)["winners"] == ["a", "b"]
    shared = run_off(["a", "b", "c"], [["a"], ["a"], ["b", "c"], ["c", "b"]])
    assert [one["out"] for one in shared["rounds"]] == [["b", "c"], []] and shared["winners"] == ["a"]
    assert shared["rounds"][-1] == {"counts": {"a": 2}, "exhausted": 2, "out": []}


def test_where_nobody_ranks_anything_nobody_wins() -> None:
    assert run_off(["a", "b"], [[], []])["winners"] == []
    assert count_points(["a", "b"], [[], []], ranks=2)["winners"] == []
