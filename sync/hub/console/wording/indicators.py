"""What people call the indicators, their columns and rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from sync.hub.console.wording.terms import language_words
from sync.hub.console.wording.visit_steps import VISIT_STEPS
from sync.hub.indicators.selectors import ALL, Channel, Column, Indicator

TITLES: Mapping[Indicator, str] = {
    Indicator.ALL: gettext_noop("How visits ended"),
    Indicator.DISTRICTS: gettext_noop("Visits by district"),
    Indicator.CHANNELS: gettext_noop("Visits in houses and on the road"),
    Indicator.PLACES: gettext_noop("Visits by place"),
    Indicator.LANGUAGES: gettext_noop("Visits by language"),
    Indicator.AIDS: gettext_noop("Visits in which this aid was used"),
    Indicator.HELP: gettext_noop("Visits in which help was asked for"),
    Indicator.TASKS: gettext_noop("Visits in which this was opened"),
    Indicator.STEPS: gettext_noop("At which step visits were abandoned"),
    Indicator.ENTRIES: gettext_noop("What people left, by district"),
}

HEADS: Mapping[Indicator, str] = {
    Indicator.ALL: gettext_noop("Visits"),
    Indicator.DISTRICTS: gettext_noop("District"),
    Indicator.CHANNELS: gettext_noop("Channel"),
    Indicator.PLACES: gettext_noop("Place"),
    Indicator.LANGUAGES: gettext_noop("Language"),
    Indicator.AIDS: gettext_noop("Aid"),
    Indicator.HELP: gettext_noop("Help"),
    Indicator.TASKS: gettext_noop("Opened"),
    Indicator.STEPS: gettext_noop("Step"),
    Indicator.ENTRIES: gettext_noop("District"),
}
"""What stands above the names of the rows."""

COLUMNS: Mapping[Column, str] = {
    Column.BEGUN: gettext_noop("begun"),
    Column.FINISHED: gettext_noop("ended by the person"),
    Column.ABANDONED: gettext_noop("abandoned"),
    Column.CUT_OFF: gettext_noop("cut off (power or program)"),
    Column.NOT_FINISHED: gettext_noop("abandoned or cut off"),
    Column.ENDED: gettext_noop("ended or abandoned"),
    Column.REPORTS: gettext_noop("defect reports"),
    Column.CONTRIBUTIONS: gettext_noop("ideas, questions, offers"),
    Column.ENTRIES: gettext_noop("together"),
}

WORDS: Mapping[str, str] = {
    Channel.HOUSE: gettext_noop("where a station stands always"),
    Channel.ROAD: gettext_noop("on the road, for a day"),
    "help": gettext_noop("with help"),
    "voting": gettext_noop("voting"),
    "reporting": gettext_noop("reporting a defect"),
    "projects": gettext_noop("projects"),
    "surveys": gettext_noop("answering questions"),
    "lookup": gettext_noop("looking up a code"),
    "dates": gettext_noop("dates of the centre"),
    "practice": gettext_noop("practising"),
    "stored": gettext_noop("reading what is stored"),
    "speech": gettext_noop("reading aloud"),
    "size": gettext_noop("other text size"),
    "contrast": gettext_noop("other colours"),
    "reach": gettext_noop("controls within low reach"),
    "keys": gettext_noop("keys"),
    "switches": gettext_noop("switches"),
    "exploring": gettext_noop("speech under the finger"),
    "curtain": gettext_noop("covered screen"),
    "helper": gettext_noop("somebody helped at the screen"),
    "?": gettext_noop("not known"),
}
"""What is counted, as people call it. A word of a newer station is shown as it is."""


def month_words(month: str) -> str:
    """A month (``YYYY-MM``), written out."""
    return format_date(date.fromisoformat(f"{month}-01"), "F Y")


def row_words(indicator: Indicator, row: str, *, districts: Mapping[str, str]) -> str:
    """What people call this row. ``districts``: code to name."""
    if row == ALL:
        return pgettext("sum", "all")
    if indicator in (Indicator.DISTRICTS, Indicator.ENTRIES):
        return districts.get(row, row)
    if indicator is Indicator.PLACES:
        district, _channel, name = row.split("/", 2)
        return f"{name} ({districts.get(district, district)})" if name else districts.get(district, district)
    if indicator is Indicator.STEPS:
        return _(VISIT_STEPS[row]) if row in VISIT_STEPS else row
    if indicator is Indicator.LANGUAGES:
        return _(WORDS[row]) if row in WORDS else language_words(row)
    return _(WORDS[row]) if row in WORDS else row
