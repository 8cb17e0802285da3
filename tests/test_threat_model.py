"""The threat model is whole: every test it names is there, every attacker has a row, no promise stands alone."""

from __future__ import annotations

import re

import pytest

from tests.test_failure_cases import ROOT, names_in

TEXT = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:[\w/]+/)?test_\w+\.py::[\w:]+)`", TEXT)))


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("name", NAMED)
def test_every_test_named_is_there(name: str) -> None:
    file, _, test = name.partition("::")
    assert test in names_in(f"tests/{file}"), f"{name} is not there"


def test_every_attacker_meets_every_asset() -> None:
    attackers = [row[0].strip("*") for row in rows("Who may attack")]
    assets = [row[0].strip("*") for row in rows("What is to be protected")]
    table = section("Who against what")
    heading = next(line for line in table.splitlines() if line.startswith("|"))
    assert [cell.strip() for cell in heading.strip("|").split("|")][1:] == assets
    met = rows("Who against what")
    assert [row[0] for row in met] == attackers
    assert all(len(row) == 1 + len(assets) and all(row) for row in met)


def test_no_promise_and_no_limit_stands_for_nothing() -> None:
    cells = {word for row in rows("Who against what") for cell in row[1:] for word in cell.split(", ")} - {"-"}
    promises = re.findall(r"^(\d+)\. \*\*", section("What is promised"), re.MULTILINE)
    limits = re.findall(r"^- \*\*(L\d+),", section("Limits, said openly"), re.MULTILINE)
    assert promises == [str(number) for number in range(1, len(promises) + 1)]
    assert cells == {*promises, *limits}


def test_every_promise_and_every_kind_has_a_test() -> None:
    for promise in re.split(r"^\d+\. ", section("What is promised"), flags=re.MULTILINE)[1:]:
        assert "::test_" in promise, promise
    kinds = rows("Kinds of faults, and what goes red")
    assert kinds and all("::test_" in row[2] for row in kinds)


def test_the_limits_everybody_has_to_know_are_said() -> None:
    said = section("Limits, said openly") + (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for words in ("shuffle is trusted", "manipulated station", "pattern", "not verifiable"):
        assert said.count(words) >= 2, words
