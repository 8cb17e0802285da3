"""Each rule that can be taken out stands where it is said to stand; whether tests notice it is seen with ``--full``."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.failure_cases import CASES
from tests.mutants.__main__ import ROOT, copied_program, is_noticed, row_tests, without_rule
from tests.mutants.rules import MUTANTS, Mutant


def name_of(mutant: Mutant) -> str:
    return f"row {mutant.row}: {mutant.what}"


@pytest.mark.parametrize("mutant", MUTANTS, ids=name_of)
def test_the_rule_stands_there_and_the_program_without_it_can_be_read(mutant: Mutant) -> None:
    text = without_rule(mutant, (ROOT / mutant.file).read_text(encoding="utf-8"))
    ast.parse(text)
    assert CASES[mutant.row - 1].row == mutant.row


def test_of_each_row_two_rules_are_taken_out() -> None:
    counts = Counter(mutant.row for mutant in MUTANTS)
    assert not [case.row for case in CASES if counts[case.row] < 2]
    assert len({name_of(mutant) for mutant in MUTANTS}) == len(MUTANTS)


@pytest.fixture
def small_program(tmp_path: Path) -> Path:
    """A program of one rule, with tests that notice it, that do not, and that fail in any case."""
    (tmp_path / "rule.py").write_text("def may_vote(age):\n    return age >= 16\n", "utf-8")
    (tmp_path / "test_rule.py").write_text(
        "import pytest\nimport rule\n"
        "def test_idle(): assert rule.may_vote(99)\n"
        "@pytest.mark.parametrize('age', [15, 14], ids=['a - b', 'c d'])\n"
        "def test_bites(age): assert not rule.may_vote(age)\n"
        "def test_broken(): assert 0\n",
        "utf-8",
    )
    return tmp_path


@pytest.mark.parametrize(("test", "noticed"), [("test_bites", True), ("test_idle", False), ("test_broken", False)])
def test_a_rule_is_noticed_by_tests_that_need_it_and_by_no_others(
    small_program: Path, test: str, noticed: bool
) -> None:
    mutant = Mutant(1, "children vote", "rule.py", "age >= 16", "True")
    assert is_noticed(mutant, small_program, by=[f"test_rule.py::{test}"]) is noticed
    assert "age >= 16" in (small_program / "rule.py").read_text("utf-8")


@pytest.fixture(scope="module")
def program() -> Iterator[Path]:
    with copied_program() as found:
        yield found


@pytest.mark.parametrize("mutant", MUTANTS, ids=name_of)
def test_a_rule_that_is_gone_is_noticed(mutant: Mutant, request: pytest.FixtureRequest, full: bool) -> None:
    if not full:
        pytest.skip("takes the rules out one by one with --full")
    assert is_noticed(mutant, request.getfixturevalue("program"), by=row_tests(mutant))
