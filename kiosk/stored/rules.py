"""Rules of telling what is stored: what there is to read about. Values only."""

from __future__ import annotations

from collections.abc import Mapping

from sync.protocol.data_sheets import DATA_SHEETS, DataSheet, Keeping

VISIT, USE = "visit", "use"
"""What is kept nowhere; and what was done with what people left."""


def sheets_to_tell() -> Mapping[str, DataSheet]:
    """By the words of their kinds: those about what people leave first, those in which nobody is spoken of last."""
    in_order = sorted(DATA_SHEETS, key=lambda sheet: sheet.keeping is Keeping.FOR_GOOD)
    return {sheet.kind.value: sheet for sheet in in_order}


def topics() -> tuple[str, ...]:
    """All there is to read about."""
    return (VISIT, *sheets_to_tell(), USE)
