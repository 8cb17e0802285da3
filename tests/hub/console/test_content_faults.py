"""Every fault that the check finds in a poll has its place on the page, with the same facts, in German too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import sync
from sync.hub.console.wording.content_faults import fault_words
from sync.hub.console.wording.poll_parts import problem_words
from sync.hub.content.problems import ContentProblem

ROOT = Path(sync.__file__).parent
_CONTENT = (
    "polls", "promises", "poll_settings", "projects", "calendars", "dialogue", "surveys", "warnings",
)  # fmt: skip
CHECKED = [
    *(ROOT / "hub" / "content" / f"{name}.py" for name in _CONTENT),
    *sorted((ROOT / "protocol" / "polls").glob("*.py")),
]
NAMES_OF_WORDS = {"words", "_NO_PLACES", "_TOO_SIMPLE"}


def said(node: ast.AST | None) -> str | None:
    """A sentence as it may be said, with 7 for every fact."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return None


def sentences() -> Iterator[str]:
    """What the checks of polls say, out of their source."""
    for path in CHECKED:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = {"fault": 0, "SettingFault": 1}.get(node.func.id)
                found = said(node.args[at]) if at is not None else None
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found = said(node.value) if node.targets[0].id in NAMES_OF_WORDS else None
            else:
                found = None
            if found:
                yield found


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_of_the_check_is_told_in_german(sentence: str) -> None:
    with translation.override("de"):
        told = fault_words(sentence)
    assert told is not None, "it is shown in English"
    assert told != sentence
    assert told.count("7") <= sentence.count("7")


def test_place_and_fault_are_told_together() -> None:
    with translation.override("de"):
        told = problem_words(
            ContentProblem("", "options[1].title.de", "the text has 70 characters, at most 60 fit on a screen")
        )
    assert told == "Antwort 2, Titel, Deutsch: der Text hat 70 Zeichen, auf den Bildschirm passen höchstens 60"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("done comes before poll, or is named twice", "done kommt vor poll oder ist doppelt genannt"),
        ("a language is named twice", "eine Sprache ist doppelt genannt"),
        ("'neuer-markt' is named twice", "'neuer-markt' ist doppelt genannt"),
    ],
)
def test_the_sentence_that_says_most_is_told(message: str, told: str) -> None:
    with translation.override("de"):
        assert fault_words(message) == told
