"""What a station counts since the closure before, in one row of its database: sums alone, whatever came first.

With them the team's stock of cards with participation codes: how many of each batch are where, and never which. The
row ends in the transaction in which the closure is stored: both, or neither.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from sync.protocol.day_closure import DaySums
from sync.protocol.encoding import canonical_json, parse_json_object
from sync.station.state_rows import read_word, write_words

KEY = "day_sheet"
"""Of the row in the table ``state``."""

_STORED = "ballots_stored"
"""Of the row with the number of all ballots ever stored here, which no closure ends."""


@dataclass(frozen=True)
class CardStock:
    """The cards of one batch, as its team counts them."""

    taken: int = 0
    """Brought along."""
    given: int = 0
    """Handed out to people."""
    spoiled: int = 0
    """Unusable, or declared void."""
    returned: int = 0
    """Put back, to be brought to the office."""

    @property
    def left(self) -> int:
        """Still at hand; below 0 where more went out than came."""
        return self.taken - self.given - self.spoiled - self.returned

    def plus(self, **more: int) -> CardStock:
        """With so many more of each, and never fewer than none."""
        return replace(self, **{name: max(0, getattr(self, name) + number) for name, number in more.items()})


@dataclass(frozen=True)
class DaySheet:
    """What was counted, and since which ISO day. ``stock``: the name of a batch to its cards."""

    since: str
    sums: DaySums
    stock: Mapping[str, CardStock] = field(default_factory=dict)

    @property
    def with_stock(self) -> DaySums:
        """The sums with the cards as the stock has them; a card that is still at hand counts as returned."""
        if not self.stock:
            return self.sums
        cards = self.stock.values()
        return replace(
            self.sums,
            codes_issued=sum(batch.taken for batch in cards),
            codes_spoiled=sum(batch.spoiled for batch in cards),
            codes_returned=sum(batch.returned + max(0, batch.left) for batch in cards),
        )


def add_to_day(connection: sqlite3.Connection, day: date, **more: int) -> None:
    """So many more (members of ``DaySums``). To be called within a transaction. Raises sqlite3.Error."""
    sheet = read_day(connection, day)
    _write(connection, replace(sheet, sums=sheet.sums.plus(**more)))
    if stored := more.get("ballots_cast"):
        write_words(connection, {_STORED: str(ballots_stored(connection) + stored)})


def count_cards(connection: sqlite3.Connection, day: date, batch: str, **more: int) -> None:
    """So many more cards of this batch (members of ``CardStock``). To be called within a transaction. Raises
    sqlite3.Error."""
    sheet = read_day(connection, day)
    _write(connection, replace(sheet, stock={**sheet.stock, batch: sheet.stock.get(batch, CardStock()).plus(**more)}))


def read_day(connection: sqlite3.Connection, today: date) -> DaySheet:
    """What was counted so far. A row that cannot be read begins anew."""
    if word := read_word(connection, KEY):
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            wire = parse_json_object(word)
            stock = {str(batch): CardStock(**_numbers(cards)) for batch, cards in wire.get("stock", {}).items()}
            return DaySheet(date.fromisoformat(wire["since"]).isoformat(), DaySums.from_wire(wire["sums"]), stock)
    return DaySheet(today.isoformat(), DaySums())


def ballots_stored(connection: sqlite3.Connection) -> int:
    """All ballots ever stored in this database."""
    word = read_word(connection, _STORED)
    return int(word) if word.isdigit() else 0


def _write(connection: sqlite3.Connection, sheet: DaySheet) -> None:
    stock = {batch: asdict(cards) for batch, cards in sheet.stock.items()}
    wire = {"since": sheet.since, "sums": sheet.sums.to_wire(), **({"stock": stock} if stock else {})}
    write_words(connection, {KEY: canonical_json(wire).decode()})


def _numbers(cards: Mapping[str, Any]) -> dict[str, int]:
    return {str(name): int(number) for name, number in cards.items()}
