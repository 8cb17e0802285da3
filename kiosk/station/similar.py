"""Finding what others have said that is like a text: full-text search in a database in memory, without any network.

Words are inflected and compounded ("Bank", "Bänke", "Parkbänke"), so what is looked for are the beginnings of words
and, of long ones, their two halves, anywhere in the other text (trigrams of SQLite's FTS5). Decides nothing.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise

from sync.protocol.contributions import Released

MOST_TERMS = 40
FEWEST_LETTERS = 4
"""Shorter words join everything with everything, and are looked for only beside their neighbour."""
LONG_WORD = 10
ENOUGH_SHARED = 0.25
"""So much of what was looked for stands in the other text."""
_COMMON_PART = 0.2
"""A term that stands in more of the texts than this tells nothing, once there are some."""
_SOME_TEXTS = 10


def find_similar(text: str, released: Sequence[Released], *, most: int) -> list[Released]:
    """What is like the text, the most alike first; at most so many."""
    terms = terms_of(text)
    if not terms or not released:
        return []
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE VIRTUAL TABLE said USING fts5(words, tokenize = 'trigram')")
        memory.executemany(
            "INSERT INTO said (rowid, words) VALUES (?, ?)",
            ((number, plain(one.text)) for number, one in enumerate(released)),
        )
        return [released[number] for number in _ranked(memory, terms, len(released))[:most]]


def _ranked(memory: sqlite3.Connection, terms: Sequence[str], count: int) -> list[int]:
    """Which texts share enough of the terms. A rare one says more than one that many share."""
    shared: defaultdict[int, float] = defaultdict(float)
    weights = 0.0
    for term in terms:
        rows = memory.execute("SELECT rowid FROM said WHERE said MATCH ?", (f'"{term}"',)).fetchall()
        if count >= _SOME_TEXTS and len(rows) > count * _COMMON_PART:
            continue
        weight = 1.0 + len(term) / FEWEST_LETTERS
        weights += weight
        for (number,) in rows:
            shared[number] += weight
    enough = [number for number, weight in shared.items() if weight >= ENOUGH_SHARED * weights]
    return sorted(enough, key=lambda number: (-shared[number], number))


def terms_of(text: str) -> list[str]:
    """What to look for: beginnings of words, halves of long ones, and short words beside their neighbour."""
    words = re.findall(r"\w+", plain(text))
    terms: dict[str, None] = {}
    for word in words:
        if len(word) >= LONG_WORD:
            half = max(FEWEST_LETTERS, len(word) // 2 - 1)
            terms |= dict.fromkeys((word[:half], word[-half:]))
        elif len(word) > FEWEST_LETTERS:
            terms[word[: max(FEWEST_LETTERS, len(word) - 2)]] = None
        elif len(word) == FEWEST_LETTERS:
            terms[word] = None
    if len(terms) < len(words) // 4:  # a script of short words
        terms |= dict.fromkeys(f"{one} {other}" for one, other in pairwise(words))
    return list(terms)[:MOST_TERMS]


def plain(text: str) -> str:
    """Small letters without their marks: "Bänke" and "bank" begin alike."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
