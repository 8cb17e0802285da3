"""What is published of a counted poll: enough to count again, and nothing that tells of a single ballot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.counting.files import ResultFile
from sync.counting.tally import count_answers
from sync.hub.counting.published import CHECKPOINT, RESULT, differences, files_of, publication_of, read_files
from sync.hub.counting.recount import main
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.polls.kinds import KINDS, kind_of
from sync.protocol.polls.poll import Poll
from tests.kits.csv_on_the_web import csvw_faults
from tests.kits.poll_kinds import of_kind
from tests.sync.protocol.polls.test_kinds import ALLOWED

WIRE: dict[str, Any] = {
    "id": "garden", "version": 1, "districts": [], "decides": "advises", "opens": "2026-10-01",
    "closes": "2027-06-30", "as_of": "2026-11-15", "title": {"de": "Garten; \"grün\"", "en": "Garden"},
    "question": {"de": "Was?"}, "about": {"de": "..."}, "min": 0,
    "options": [{"id": one, "title": {"de": f"Antwort {one}"}, "about": {}} for one in "abcd"],
}  # fmt: skip
PEOPLE = {("K", "station"): 17, ("M", "station"): 3, ("N", "station"): 9}


def wire_of(word: str, rule: str = "", **changes: Any) -> dict[str, Any]:
    rule = rule or KINDS[word].traits.rules[0]
    if rule == "least_resistance":
        changes["scale"] = "numbers"
    if rule == "greedy_threshold":
        changes["min_votes"] = 2
    return of_kind(WIRE, word, rule=rule, **changes)


def files(wire: dict[str, Any], answers: list[Any], *, reasons: dict[str, int] | None = None) -> dict[str, bytes]:
    reasons = reasons or {}
    hashes = [f"{number:064x}" for number in range(len(answers) + sum(reasons.values()))]
    result = ResultFile(Poll.from_wire(wire).hash, hashes, ["f" * 64], 2, reasons, answers)
    return files_of(publication_of(result, wire, checkpoint="note\n", participation=PEOPLE, smallest=5))


@st.composite
def results(draw: st.DrawFn) -> tuple[dict[str, Any], list[Any]]:
    word = draw(st.sampled_from(sorted(KINDS)))
    wire = wire_of(word, draw(st.sampled_from(KINDS[word].traits.rules)))
    some = draw(st.lists(ALLOWED[word](Poll.from_wire(wire)), min_size=5, max_size=8))
    return wire, some * draw(st.sampled_from([1, 5, 6]))  # choices that few share, or that all share with others


@settings(max_examples=60, deadline=None)
@given(results())
def test_the_recount_gives_the_same_bytes(case: tuple[dict[str, Any], list[Any]]) -> None:
    published = files(*case, reasons={"unreadable": 2})
    assert differences(published) == []
    whole, told = (
        count_answers(case[1], poll=Poll.from_wire(case[0]), reasons={}).outcome,
        read_files(published).outcome,
    )
    assert {**told, "values": {}} == {**whole, "values": {}}
    assert told["values"].items() <= whole["values"].items()


@settings(max_examples=60, deadline=None)
@given(results())
def test_choices_are_told_only_where_five_people_share_each(case: tuple[dict[str, Any], list[Any]]) -> None:
    wire, answers = case
    published = files(wire, answers)
    fewest = min(Counter(map(canonical_json, answers)).values())
    assert ("choices.csv" in published) == (fewest >= 5)
    told = json.loads(published[RESULT])
    assert (told["choices"] is None) == (fewest < 5)
    if fewest < 5 and wire["kind"] == "text":
        assert not any(text.encode() in b"".join(published.values()) for text in answers if len(text) > 6)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_every_figure_is_in_the_tables(word: str) -> None:
    wire = wire_of(word)
    poll = Poll.from_wire(wire)
    from random import Random

    answers = [kind_of(poll).draw(poll, Random(number)) for number in range(12)]
    published = files(wire, answers)
    names = {name for name in published if name.endswith(".csv")}
    assert {"figures.csv", "participation.csv"} <= names
    for name in names:
        assert csvw_faults(name, published) == []
    told = json.loads(published[RESULT])
    assert (told["valid"], told["invalid"], told["late"], len(told["doubles"])) == (12, 0, 2, 1)


def test_few_people_of_a_district_are_not_told_and_cannot_be_worked_out() -> None:
    told = json.loads(files(wire_of("single"), [["a"]] * 6)[RESULT])["participation"]
    rows = {(district, channel): number for district, channel, number in told}
    assert rows[("M", "station")] is None and rows[("N", "station")] is None, "one alone would follow from the sum"
    assert rows[("K", "station")] == 17 and rows[("", "")] == 29


@settings(max_examples=60, deadline=None)
@given(results())
def test_no_number_of_one_to_four_ballots_is_published_nor_follows(case: tuple[dict[str, Any], list[Any]]) -> None:
    wire, answers = case
    whole = count_answers(answers, poll=Poll.from_wire(wire), reasons={})
    told = json.loads(files(wire, answers)[RESULT])["figures"]
    for way, number in leaves(told):
        assert not (isinstance(number, int) and 0 < number < 5 and "points" not in way)
    for option, one in told.get("points", {}).items():
        givers = sum(whole.tally["values"][option].values())
        assert one is None or givers == 0 or givers >= 5
    if set(told) == {"counts", "none"} and sum(whole.tally["counts"].values()) + whole.tally["none"] == whole.valid:
        hidden = [name for name, number in {**told["counts"], "": told["none"]}.items() if number is None]
        assert not 0 < sum({**whole.tally["counts"], "": whole.tally["none"]}[name] for name in hidden) < 5


def spreads_with(givers: int, points: int, steps: range) -> list[dict[int, int]]:
    """Every way in which so many people can have given so many points together."""
    if len(steps) == 1:
        return [{steps[0]: givers}] if steps[0] * givers == points else []
    return [
        {steps[0]: number, **rest}
        for number in range(givers + 1)
        for rest in spreads_with(givers - number, points - steps[0] * number, steps[1:])
    ]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([("points", 1), ("points", 2), ("points", 3), ("points", 4), ("scale", 0)]), st.data())
def test_how_few_gave_how_much_does_not_follow_from_a_sum(kind: tuple[str, int], data: st.DataObject) -> None:
    word, cap = kind
    wire = wire_of(word) if word == "scale" else wire_of(word, max=max(2, cap), cap=cap)
    steps = range(1, 6) if word == "scale" else range(1, cap + 1)
    given_so = data.draw(st.lists(st.integers(steps[0], steps[-1]), min_size=5, max_size=16))
    few = data.draw(st.sampled_from([steps[0], steps[-1]]))
    answers = [{"a": number} for number in [*given_so, *[few] * data.draw(st.integers(0, 12))]]
    told = json.loads(files(wire, answers)[RESULT])["figures"]
    if told["values"]["a"] is not None or told["points"]["a"] is None:
        return
    possible = spreads_with(len(answers), told["points"]["a"], steps)
    for step in steps:
        number = sum(answer["a"] == step for answer in answers)
        if 0 < number < 5:
            assert len({spread[step] for spread in possible}) > 1, (step, number)


def test_few_pins_elsewhere_do_not_follow_from_those_in_cells() -> None:
    many, some, alone = ({"latitude": 5409000 + south, "longitude": 1213000} for south in (0, 4000, 8000))
    told = json.loads(files(wire_of("place"), [many] * 9 + [some] * 5 + [alone] * 2)[RESULT])["figures"]
    assert list(told["cells"].values()) == [9]
    assert told["scattered"] == 7


def leaves(figures: Any, way: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    if isinstance(figures, dict):
        return [leaf for name, value in figures.items() for leaf in leaves(value, (*way, name))]
    if isinstance(figures, list):
        return [leaf for value in figures for leaf in leaves(value, way)]
    return [(way, figures)]


def test_sums_of_few_are_withheld_and_the_recount_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published = files(wire_of("single"), [["a"]] * 9 + [["b"]] * 6 + [["c"]] * 2)
    told = json.loads(published[RESULT])
    assert told["figures"] == {"counts": {"a": 9, "b": None, "c": None, "d": 0}, "none": 0}
    assert told["outcome"]["chosen"] == ["a"] and told["outcome"]["values"] == {"a": "9", "d": "0"}
    assert told["outcome_is_told"] and differences(published) == []
    for name, data in published.items():
        (tmp_path / name).write_bytes(data)
    assert main([str(tmp_path)]) == 0
    assert "NOT RECOUNTED" in capsys.readouterr().out
    small = tampered(published, figures={"counts": {"a": 9, "b": 6, "c": 2, "d": 0}, "none": 0})
    with pytest.raises(Refused, match="fewer than five"):
        read_files(small)


def test_fewer_than_five_valid_ballots_are_not_published() -> None:
    with pytest.raises(Refused, match="fewer than 5"):
        files(wire_of("single"), [["a"]] * 4, reasons={"too_many": 3})


def tampered(published: dict[str, bytes], **changes: Any) -> dict[str, bytes]:
    told = json.loads(published[RESULT])
    return published | {RESULT: canonical_json(told | changes) + b"\n"}


def test_what_was_changed_is_noticed() -> None:
    published = files(wire_of("multiple"), [["a"]] * 6 + [["a", "b"]] * 5)
    told = json.loads(published[RESULT])
    for changes in (
        {"choices": [[["a"], 7], [["a", "b"], 5]]},
        {"choices": [[["a"], 7], [["a", "b"], 4]]},
        {"choices": [[["a"], 6], [["b"], 5]]},
        {"choices": [[["x"], 6], [["a", "b"], 5]]},
        {"figures": told["figures"] | {"none": 1}},
        {"valid": 12},
        {"ballots": told["ballots"][1:]},
        {"format": "mitmachstation-published-0"},
        {"poll": {}},
    ):
        with pytest.raises(Refused):
            read_files(tampered(published, **changes))
    for changes in ({"outcome": {"chosen": ["b"]}}, {"rule": "plurality"}, {"lot": "x"}, {"total": 99}):
        assert differences(tampered(published, **changes)) == [RESULT]
    assert differences(published | {"options.csv": b"x"}) == ["options.csv"]
    assert differences(published | {"more.txt": b""}) == ["more.txt"]
    assert CHECKPOINT not in differences(published)
    with pytest.raises(Refused):
        read_files({})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in files(wire_of("budget", "equal_shares"), [["a", "b"]] * 6 + [["c"]] * 5).items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_the_program_says_that_all_is_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    told = capsys.readouterr().out
    assert "11 ballots, 11 valid, 0 invalid" in told and "the same bytes in all" in told


def test_the_program_names_what_is_not_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "options.csv").write_text("something else")
    assert main([str(folder)]) == 1
    assert "NOT THE SAME: options.csv" in capsys.readouterr().out
    (folder / RESULT).unlink()
    assert main([str(folder)]) == 2
    assert "not the published files" in capsys.readouterr().err
    assert main([str(folder / "nothing")]) == 2


def test_the_program_needs_no_hub_and_no_network(folder: Path) -> None:
    """Django, and all that could open a connection, are taken away before it starts."""
    without = (
        "import sys\n"
        "for name in ('django', 'requests', 'sync.hub.settings', 'sync.http_session'):\n"
        "    sys.modules[name] = None\n"
        "def watch(event, arguments):\n"
        "    assert not event.startswith(('socket.', 'urllib.', 'http.')), event\n"
        "sys.addaudithook(watch)\n"
        "from sync.hub.counting.recount import main\n"
        f"sys.exit(main([{str(folder)!r}]))\n"
    )
    found = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True, check=False, timeout=60)
    assert found.returncode == 0, found.stderr


def test_equal_shares_that_cannot_be_counted_from_sums_say_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    published = files(wire_of("budget", "equal_shares"), [["a", "b"]] * 6 + [["c"]] * 4)
    assert "choices.csv" not in published and "budget.pb" not in published
    assert differences(published) == []
    for name, data in published.items():
        (tmp_path / name).write_bytes(data)
    assert main([str(tmp_path)]) == 0
    assert "NOT RECOUNTED: equal_shares" in capsys.readouterr().out
