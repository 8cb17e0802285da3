"""Every text of the console stands in its German catalogue, and nothing stands there that no page says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import sync.hub

FACT = re.compile(r"%\(\w+\)s")
HUB = Path(sync.hub.__file__).parent
WORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2)}
IN_CONTEXT = {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}

FURTHER = sorted(path for path in HUB.glob("locale/*/LC_MESSAGES/django.po") if path.parts[-3] != "de")

Text = tuple[str, str | None]
"""What is said, and its context."""


def said(folder: Path = HUB) -> Iterator[Text]:
    for place in (
        *folder.rglob("*.py"),
        *folder.rglob("*.html"),
        *folder.rglob("templates/**/*.xml"),
        *folder.rglob("templates/**/*.txt"),
    ):
        source = place.read_text(encoding="utf-8")
        python = source if place.suffix == ".py" else templatize(source)
        for _line, text, _comments, context in extract(
            "python", io.BytesIO(python.encode()), keywords={**WORDS, **IN_CONTEXT}
        ):
            yield text[0] if isinstance(text, tuple) else text, context


def translated() -> set[Text]:
    with (HUB / "locale/de/LC_MESSAGES/django.po").open("rb") as file:
        return {(entry.id[0] if isinstance(entry.id, tuple) else entry.id, entry.context) for entry in read_po(file)}


def test_every_text_has_its_german_one_and_every_german_one_a_text() -> None:
    texts = set(said())
    assert ("Log in", None) in texts
    assert {text for text in texts ^ translated() if text[0]} == set()


@pytest.mark.parametrize("catalogue", FURTHER, ids=lambda path: path.parts[-3])
def test_what_everybody_sees_is_there_in_each_further_language(catalogue: Path) -> None:
    with catalogue.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    ids = {(entry.id[0] if isinstance(entry.id, tuple) else entry.id, entry.context) for entry in entries}
    assert ids == {text for text in said(HUB / "public") if text[0]}
    for entry in entries:
        facts = set(FACT.findall(entry.id if isinstance(entry.id, str) else entry.id[1]))
        for text in [entry.string] if isinstance(entry.string, str) else entry.string:
            assert text and set(FACT.findall(text)) == facts, entry.id
