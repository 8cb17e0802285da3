"""The list of failure cases is whole, and every test it names is there."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.failure_cases import CASES, FailureCase

ROOT = Path(__file__).resolve().parent.parent
ROWS = 41
"""The table has this many: those of the protocol, and what was learned since."""


@cache
def names_in(file: str) -> frozenset[str]:
    """The names pytest gives the tests of a file, without the file."""
    found = set()
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


def test_every_row_stands_in_its_place():
    assert [case.row for case in CASES] == list(range(1, ROWS + 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"row {case.row}")
def test_every_test_named_is_there(case: FailureCase):
    assert case.tests or case.missing, "a row without a test says why"
    assert len(case.tests) == len(set(case.tests))
    for name in case.tests:
        file, _, test = name.partition("::")
        assert test in names_in(file), f"{name} is not there"
