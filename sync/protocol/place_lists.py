"""The lists of places that travel with the content as small SQLite files, the same for hub and station: the city's
addresses, and the numbers on its lamps and benches. Only their shape: opens no file.

Stations read them where they lie, a few pages at a time.
"""

from __future__ import annotations

import re

ADDRESSES = "addresses.sqlite"
"""Streets and house numbers, where the content brings them."""

OBJECTS = "objects.sqlite"
"""What carries a number, where the content brings it."""

MAP_PACK = "map.mbtiles"
"""Map tiles (MBTiles 1.3, raster), where the content brings them."""

ADDRESS_TABLES = """
CREATE TABLE streets (id INTEGER PRIMARY KEY, name TEXT NOT NULL, part TEXT NOT NULL, folded TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, metres INTEGER NOT NULL);
CREATE TABLE houses (street INTEGER NOT NULL, number INTEGER NOT NULL, suffix TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, PRIMARY KEY (street, number, suffix)) WITHOUT ROWID;
CREATE INDEX houses_by_place ON houses (lat, lon);
CREATE VIRTUAL TABLE street_words USING fts5 (folded, content='', tokenize='trigram');
"""
"""``metres``: within so many around its middle lies all of a street. ``folded`` as ``word_folding`` has it."""

OBJECT_TABLES = """
CREATE TABLE objects (number TEXT PRIMARY KEY, kind TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL) WITHOUT ROWID;
"""
"""``number``: capital letters and digits alone, as ``object_number`` has it."""

MOST_OBJECT_CHARACTERS = 20


MOST_SCANNED_CHARACTERS = 200
"""Of the code on an object: an address, with the number at its end."""

_ON_OBJECTS = re.compile(r"(?:https?://[^\s?#]+[/=]|https?://[^\s?#]+\?[^\s#]*[/=])?[\w .-]{1,20}/?", re.IGNORECASE)
"""What stands in such a code: the number alone, or an address that ends with it."""


def scanned_object_number(code: str) -> str:
    """The number of an object as it is kept, from the code on it; empty for a code that says something else."""
    code = code.strip()
    if len(code) > MOST_SCANNED_CHARACTERS or not _ON_OBJECTS.fullmatch(code):
        return ""
    return object_number(code)


def typed_object_number(typed: str) -> str:
    """The same, as far as it is typed. A scanner that types as a keyboard does begins a part of an address with each of
    its signs: what stood before it is no number."""
    return "" if typed.endswith(("/", "=", ":")) else object_number(typed)


def object_number(typed: str) -> str:
    """The number of an object as it is kept: its letters and digits, as capitals. From the address in a QR code on it,
    the last part counts."""
    last = typed.strip().rstrip("/").replace("=", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last.upper() if sign.isalnum())[:MOST_OBJECT_CHARACTERS]
