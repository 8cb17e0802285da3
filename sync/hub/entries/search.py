"""Finding entries: by what somebody types (a number, or words that all stand in the description), by an area of the
map, and what is late."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from enum import StrEnum

from django.db import connection
from django.db.models import Q

from sync.hub.entries.models import ReviewState
from sync.hub.entries.reviewing import REVIEWED_WITHIN
from sync.hub.text_search import holds
from sync.protocol.districts import Box
from sync.protocol.report_status import NUMBER_DIGITS

MOST_WORDS = 8


class Late(StrEnum):
    """What is late about an entry."""

    REVIEW = "review"
    """Nobody has looked at it in time."""
    DUE = "due"
    """The day that was promised has gone by."""


def that_are_late(late: str, *, last_states: Collection[str], now: datetime, today: date) -> Q:
    """Being late in this way, as a condition; an empty Q for a word that is none. ``last_states``: after these nothing
    is late."""
    if late == Late.REVIEW:
        return Q(review=ReviewState.RECEIVED, received_at__lt=now - REVIEWED_WITHIN)
    if late == Late.DUE:
        return Q(due__lt=today) & ~Q(state__in=last_states)
    return Q()


def read_area(text: str) -> Box | None:
    """The box of an area as addresses write it: west, south, east and north in degrees, with commas between them; None
    for what is none."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    is_box = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if is_box else None


def that_lie_in(area: str) -> Q:
    """Having a place in this area, as a condition; an empty Q for what is none."""
    if box := read_area(area):
        west, south, east, north = box
        return Q(longitude__gte=west, longitude__lt=east, latitude__gte=south, latitude__lt=north)
    return Q()


NOBODY = "-"
"""Stands for nobody where who works on it is looked for: no account is called like this."""


def worked_on_by(name: str) -> Q:
    """Who of the office works on it, as a condition; an empty name: whoever."""
    if name in ("", NOBODY):
        return Q(assigned_to="") if name else Q()
    return Q(assigned_to=name) & ~Q(assigned_to="")  # as the index says of the few that it holds


def that_are_the_same_as(record_ids: Iterable[str]) -> Q:
    """Being merged into one of these, as a condition."""
    return Q(merged_into__in=list(record_ids)) & ~Q(merged_into="")  # as the index says of the few that it holds


def number_in(typed: str) -> str:
    """The digits of what was typed, at least half a number; empty where it is none."""
    digits = re.sub(r"[\s-]", "", typed)
    return digits if digits.isdecimal() and len(digits) >= NUMBER_DIGITS // 2 else ""


def number_begins_with(digits: str) -> Q:
    """As a range, which an index finds; a pattern would be compared with every number."""
    after = str(int(digits) + 1).zfill(len(digits))
    return Q(number__gte=digits, number__lt=after) if len(after) == len(digits) else Q(number__gte=digits)


def _forms_of(word: str) -> set[str]:
    """In these ways people write it; SQLite compares letters beyond ASCII as they are."""
    if connection.vendor != "sqlite" or word.isascii():
        return {word}
    return {word, word.lower(), word.upper(), word.capitalize()}


def by_number_or_words(typed: str, *, also: Callable[[str], Q]) -> Q:
    """What was typed as a condition. ``also``: where else a number or a word may stand; an empty Q for nowhere."""
    if digits := number_in(typed):
        return number_begins_with(digits) | also(digits)
    found = Q()
    for word in typed.split()[:MOST_WORDS]:
        of_word = Q()
        for form in _forms_of(word):
            of_word |= holds("description", form) | also(form)
        found &= of_word
    return found
