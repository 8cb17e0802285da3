"""Every text of the console stands in its German catalogue, and nothing stands there that no page says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import sync.hub

HUB = Path(sync.hub.__file__).parent
WORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2)}
IN_CONTEXT = {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}

Text = tuple[str, str | None]
"""What is said, and its context."""


def said() -> Iterator[Text]:
    for place in (
        *HUB.rglob("*.py"),
        *HUB.rglob("*.html"),
        *HUB.rglob("templates/**/*.xml"),
        *HUB.rglob("templates/**/*.txt"),
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
