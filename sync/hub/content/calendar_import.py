"""Reading the calendar of a centre from an iCal file (RFC 5545), with everything that repeats, moves or is left out.

A foreign file: whatever stands in it, what comes out is a calendar by its definition, or words that say what is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]
from pydantic import ValidationError

from sync.hub.content.calendars import MOST_TIMES
from sync.hub.content.definitions import CALENDAR, read_value
from sync.hub.content.faults import problems_of
from sync.hub.content.problems import ContentProblems, shown
from sync.hub.content.vocabulary import Surroundings
from sync.protocol.centre_dates import CLOCK, MOMENT, DateKind
from sync.protocol.errors import Refused
from sync.protocol.languages import DEFAULT_LANGUAGE

MOST_BYTES = 5_000_000
DAYS = 120
"""So far ahead dates are published; whoever imports once a month always has three months."""

KINDS = {"hilfe": DateKind.HELP, "aushang": DateKind.NEWS}
"""What the categories (in small letters) of an entry say it is; all others are events."""

_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_PARTS_OF_A_DAY = ("BYSECOND", "BYMINUTE", "BYHOUR")


def read_calendar(
    file: Path, *, name: str, districts: Sequence[str], today: date, zone: tzinfo, around: Surroundings
) -> dict[str, Any]:
    """The calendar in this file from today on, as content.

    Raises Refused for a file that is no calendar, ContentProblems for one that is not fit; each names what is wrong.
    """
    wire = calendar_in(file.read_bytes(), name=name, districts=districts, today=today, zone=zone)
    try:
        read_value(CALENDAR, wire, around)
    except ValidationError as error:
        raise ContentProblems(list(problems_of(error, file.name))) from error
    return wire


def is_calendar(data: bytes) -> bool:
    """True for what means to be an iCal file."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"


def calendar_in(data: bytes, *, name: str, districts: Sequence[str], today: date, zone: tzinfo) -> dict[str, Any]:
    """The same of the bytes of a file, whether it is fit or not. Raises Refused for what is no calendar."""
    if len(data) > MOST_BYTES:
        raise Refused(f"the calendar has {len(data)} bytes, at most {MOST_BYTES} are read")
    if b"\0" in data:  # no text has it, and not every database keeps it
        raise Refused("this is no calendar that can be read (iCal): it holds a character that no text has")
    try:
        calendar = icalendar.Calendar.from_ical(data)
        _check_repetitions(calendar)
        found = recurring_ical_events.of(calendar).between(today, today + timedelta(days=DAYS))
        return {"id": name, "districts": list(districts), "dates": list(_dates(calendar, found, zone))}
    except Refused:
        raise
    except Exception as error:  # the library lets out more kinds than it names
        raise Refused(f"this is no calendar that can be read (iCal): {error}") from error


def _check_repetitions(calendar: Any) -> None:
    """What repeats within a day is no date of a centre, and could repeat without end."""
    for event in calendar.walk("VEVENT"):
        for rule in _rules(event):
            often = [*rule.get("FREQ", ()), *(part for part in _PARTS_OF_A_DAY if part in rule)]
            if any(word in (*_TOO_OFTEN, *_PARTS_OF_A_DAY) for word in often):
                raise Refused(f"{shown(str(event.get('SUMMARY', '')))} repeats more often than once a day")


def _rules(event: Any) -> list[Mapping[str, Any]]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _dates(calendar: Any, found: Sequence[Any], zone: tzinfo) -> Iterator[dict[str, Any]]:
    """One for each title, place and kind of an entry: what was moved stays with what it was moved from."""
    weekly = {str(event.get("UID")): _weekly(event, zone) for event in calendar.walk("VEVENT") if "RRULE" in event}
    times: dict[tuple[str, str, str, str], list[list[str]]] = defaultdict(list)
    for event in found:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        title, where = (" ".join(str(event.get(word, "")).split()) for word in ("SUMMARY", "LOCATION"))
        times[(str(event.get("UID")), _kind(event), title, where)].append(_span(event, zone))
    for (uid, kind, title, where), spans in times.items():
        yield {
            "kind": kind,
            "title": {DEFAULT_LANGUAGE: title},
            **({"where": {DEFAULT_LANGUAGE: where}} if where else {}),
            "times": sorted(spans)[:MOST_TIMES],
            **({"weekly": weekly[uid]} if weekly.get(uid) else {}),
        }


def _kind(event: Any) -> str:
    categories = event.get("CATEGORIES", [])
    named = [word for one in (categories if isinstance(categories, list) else [categories]) for word in one.cats]
    said = (KINDS.get(str(word).strip().lower()) for word in named)
    return next((kind for kind in said if kind), DateKind.EVENT)


def _span(event: Any, zone: tzinfo) -> list[str]:
    return [_on_the_wall(moment, zone).strftime(MOMENT) for moment in (event.start, event.end)]


def _on_the_wall(moment: date, zone: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _weekly(event: Any, zone: tzinfo) -> dict[str, Any] | None:
    """When it is every week and goes on without an end, on one day: then people can remember the day."""
    (rule, *more) = _rules(event)
    days = rule.get("BYDAY", [None])
    plain = rule.get("FREQ") == ["WEEKLY"] and rule.get("INTERVAL", [1]) == [1]
    ends = {"COUNT", "UNTIL"} & set(rule)
    begins, closes = (_on_the_wall(moment, zone) for moment in (event.start, event.end))
    if more or not plain or ends or len(days) > 1 or begins.date() != closes.date():
        return None
    return {"weekday": begins.isoweekday(), "begins": begins.strftime(CLOCK), "ends": closes.strftime(CLOCK)}
