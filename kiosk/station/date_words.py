"""The dates, helper hours and news of a centre in words. Makes texts from values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from sync.protocol.centre_dates import CentreDate, DateKind, Span, Weekly


def help_sentence(words: Texts, offer: Offer, district: str, now: datetime) -> str:
    """When somebody helps here: on which days of the week, else the next time. Empty where nobody is announced."""
    times = list(help_times(words, offer, district, now))
    return words.text("dates.help", times=", ".join(times)) if times else ""


def help_times(words: Texts, offer: Offer, district: str, now: datetime) -> Iterator[str]:
    """Each time of the week in which somebody helps; where none repeats, the next one. What is over is not promised."""
    coming = [(span, entry) for span, entry in offer.dates_at(district, now) if entry.kind is DateKind.HELP]
    weekly = {entry.weekly for _, entry in coming if entry.weekly}
    for one in sorted(weekly, key=lambda one: (one.weekday, one.begins)):
        yield weekly_words(words, one)
    if coming and not weekly:
        yield span_words(words, coming[0][0])


def events(offer: Offer, district: str, now: datetime) -> list[tuple[Span, CentreDate]]:
    """What else comes, the next first."""
    return [(span, entry) for span, entry in offer.dates_at(district, now) if entry.kind is DateKind.EVENT]


def news(words: Texts, offer: Offer, district: str, now: datetime) -> list[str]:
    """What the houses of a district say just now, the newest first: before its time and after it, nothing is said."""
    on_the_wall = now.astimezone(offer.zone).replace(tzinfo=None)
    said = [
        words.content(entry.title)
        for span, entry in reversed(offer.dates_at(district, now))
        if entry.kind is DateKind.NEWS and span.begins <= on_the_wall
    ]
    return list(dict.fromkeys(said))


def weekly_words(words: Texts, weekly: Weekly) -> str:
    """On Tuesdays, 10 to 12 o'clock."""
    day = words.text(f"weekday.every.{weekly.weekday}")
    return words.text("dates.weekly", day=day, time=_between(words, weekly.begins, weekly.ends))


def span_words(words: Texts, span: Span) -> str:
    """On which day from when to when; of whole days their dates alone."""
    first, last = span.begins.date(), span.ends.date()
    if span.is_whole_days:
        last -= timedelta(days=1)
    day = words.text("dates.day", weekday=words.text(f"weekday.{first.isoweekday()}"), date=words.date(first))
    if last > first:
        return words.text("dates.days", first=day, last=words.date(last))
    if span.is_whole_days:
        return day
    return words.text("dates.weekly", day=day, time=_between(words, span.begins.time(), span.ends.time()))


def _between(words: Texts, begins: time, ends: time) -> str:
    if begins == ends:
        return words.text("dates.at", begins=_clock(words, begins))
    return words.text("dates.between", begins=_clock(words, begins), ends=_clock(words, ends))


def _clock(words: Texts, moment: time) -> str:
    if moment.minute == 0:
        return words.text("dates.full_hour", hour=moment.hour)
    return words.text("dates.clock", hour=moment.hour, minutes=f"{moment.minute:02}")
