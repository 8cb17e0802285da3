"""Every kind of poll in the registry, by drawn polls and answers: one check at both ends, one length, one tally."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.hub.counting.tally import count_answers
from sync.protocol.encoding import canonical_json
from sync.protocol.envelope import open_mix_layer, open_outer, open_tally_layer, seal_ballot
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.polls.choose import choice_of
from sync.protocol.polls.kinds import KINDS, Answer, AnswerProblem, kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.ranked import count_points, run_off
from sync.protocol.polls.yes_no import WORDS

HUB, MIX, TALLY = OpenKey.generate(), OpenKey.generate(), OpenKey.generate()

IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | IDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(IDS, inner, max_size=3),
    max_leaves=10,
)


def poll_of(word: str, ids: list[str], *, least: int = 1, most: int = 1, **changes: Any) -> Poll:
    kind = KINDS[word]
    choosing = {
        "options": [{"id": option, "title": {"de": "x"}, "about": {}} for option in ids],
        "min": least,
        "max": most,
        "order": "fixed",
    }
    wire = {
        "id": "garden", "version": 1, "kind": word, "districts": [], "decides": "advises",
        "opens": "2026-10-01", "closes": "2027-06-30", "as_of": "2026-11-15",
        "title": {"de": "Garten"}, "question": {"de": "Was?"}, "about": {"de": "..."},
        "keys": {"mix": MIX.public.jwk, "tally": TALLY.public.jwk},
    }  # fmt: skip
    return Poll.from_wire(wire | (choosing if kind.has_options else {}) | changes)


@st.composite
def polls(draw: st.DrawFn, *words: str) -> Poll:
    word = draw(st.sampled_from(words or sorted(KINDS)))
    options = draw(st.lists(IDS, min_size=2, max_size=6, unique=True))
    most = 1 if word == "single" else draw(st.integers(2 if word == "ranked" else 1, len(options)))
    return poll_of(word, options, least=draw(st.integers(0, most)), most=most)


def rankings(poll: Poll) -> st.SearchStrategy[list[str]]:
    ids = [option.id for option in poll.options]
    return st.lists(st.sampled_from(ids), min_size=poll.minimum, max_size=poll.maximum, unique=True)


def choices(poll: Poll) -> st.SearchStrategy[list[str]]:
    ids = [option.id for option in poll.options]
    return rankings(poll).map(lambda chosen: sorted(chosen, key=ids.index))


ALLOWED: dict[str, Callable[[Poll], st.SearchStrategy[Any]]] = {
    "single": choices,
    "multiple": choices,
    "budget": choices,
    "yes_no": lambda _poll: st.sampled_from(["yes", "no", "abstain"]),
    "ranked": rankings,
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
    assert all(kind.word == word for word, kind in KINDS.items())


@given(polls_and_answers())
def test_an_allowed_answer_comes_back_as_it_was_given(case: tuple[Poll, list[Answer]]) -> None:
    poll, answers = case
    for answer in answers[:3]:
        outer = open_outer(seal_ballot(poll, answer, key=HUB.public)[0], key=HUB)
        opened = open_tally_layer(open_mix_layer(outer.inner, poll_id=poll.id, key=MIX), poll=poll, key=TALLY)
        assert opened == answer


@given(polls_and_answers())
def test_the_length_of_a_ballot_says_nothing_of_the_answer(case: tuple[Poll, list[Answer]]) -> None:
    poll, answers = case
    longest = kind_of(poll).longest(poll)
    assert kind_of(poll).check(poll, longest) is None
    assert all(len(canonical_json(answer)) <= len(canonical_json(longest)) for answer in answers)
    lengths = {len(seal_ballot(poll, answer, key=HUB.public)[0].sealed) for answer in [longest, *answers[:4]]}
    assert len(lengths) == 1


@given(polls(), st.data())
def test_station_and_counting_allow_the_same(poll: Poll, data: st.DataObject) -> None:
    ids = [option.id for option in poll.options] or ["x"]
    near = st.lists(st.sampled_from(ids), max_size=7) | st.sampled_from([*WORDS, *ids])
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
     '{"a":1}', "[" + '"a",' * 9000 + '"a"]'],
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
    assert count_answers(mixed, poll=poll, total=20) == count_answers(answers, poll=poll, total=20)


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


@given(polls_and_answers("single", "multiple", "budget"))
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
    ],
)
def test_why_an_answer_is_not_allowed(word: str, answer: Any, problem: AnswerProblem | None) -> None:
    poll = poll_of(word, ["a", "b", "c"], most=2)
    assert kind_of(poll).check(poll, answer) is problem


@pytest.mark.parametrize("word", ["single", "multiple", "budget", "ranked"])
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
        ("budget", {"options": [{"id": "a", "title": {}, "cost_euro": 9}], "budget_euro": 8, "max": 1},
         ("options", 0, "cost_euro")),
    ],
)  # fmt: skip
def test_rules_that_nobody_can_keep_are_named(word: str, changes: dict[str, Any], path: tuple[Any, ...]) -> None:
    poll = poll_of(word, ["a", "b", "c"], **{"least": 1, "most": 1 if word == "single" else 2}, **changes)
    assert [fault.path for fault in kind_of(poll).check_settings(poll)] == [path]


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
