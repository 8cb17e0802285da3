"""Plans, gaps and clocks in the reader's language. Takes values, returns sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sync.hub.triage.contact_schedule import ContactPlan, PlanKind
from sync.hub.triage.health import Gap, ranges
from sync.protocol.encoding import group_code
from sync.protocol.report_status import ReportState

STATES = {
    ReportState.REPORTED: gettext_lazy("reported"),
    ReportState.OPEN: gettext_lazy("open: with those in charge, not begun"),
    ReportState.IN_PROGRESS: gettext_lazy("in progress"),
    ReportState.SOLVED: gettext_lazy("solved"),
    ReportState.NOT_SOLVABLE: gettext_lazy("not solvable"),
    ReportState.WITHDRAWN: gettext_lazy("withdrawn by whoever left it"),
}
"""How far a defect report is."""


def state_words(state: str) -> str:
    """How far a defect report is. A state of a newer version is shown as it is."""
    return str(STATES[ReportState(state)]) if state in set(ReportState) else state


def plan_words(plan: ContactPlan) -> str:
    """When a station is expected."""
    if plan.kind is PlanKind.WEEKDAYS:
        return ", ".join(str(WEEKDAYS[day]) for day in sorted(plan.weekdays))
    if plan.kind is PlanKind.EVERY:
        return ngettext("every day", "every %(days)s days", plan.every_days) % {"days": plan.every_days}
    return _("all the time (at least once in 24 hours)")


def gap_words(gaps: Sequence[Gap]) -> str:
    """What is missing: ``missing 411–418``. Empty when nothing is."""
    spans = ", ".join(span_words(gap.first, gap.last) for gap in gaps)
    return _("missing %(numbers)s") % {"numbers": spans} if spans else ""


def numbers_words(numbers: Sequence[int]) -> str:
    """Numbers as spans."""
    return ", ".join(span_words(first, last) for first, last in ranges(numbers))


def span_words(first: int, last: int) -> str:
    """One span of batch numbers."""
    return str(first) if first == last else f"{first}–{last}"


def clock_words(seconds: int | None) -> str:
    """How far a station's clock is off. Empty when nothing is known."""
    if seconds is None:
        return ""
    if abs(seconds) < 5:
        return _("right")
    if abs(seconds) < 60:
        amount = ngettext("%(n)s second", "%(n)s seconds", abs(seconds)) % {"n": abs(seconds)}
    else:
        amount = duration_words(timedelta(seconds=abs(seconds)))
    return (_("%(amount)s fast") if seconds > 0 else _("%(amount)s slow")) % {"amount": amount}


def duration_words(span: timedelta) -> str:
    """A length of time in the largest unit of which there are at least two; a minute at least."""
    minutes = max(int(span.total_seconds()) // 60, 1)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days >= 2 * 365:
        return ngettext("%(n)s year", "%(n)s years", days // 365) % {"n": days // 365}
    if days >= 2:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if hours >= 2:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def number_words(number: str) -> str:
    """The number of a report, an idea or a question as its receipt shows it, in groups of four."""
    return group_code(number, between=" ")


def language_words(code: str) -> str:
    """What a language of the station is called; the code itself for one that is not known here."""
    if code == "de-leicht":
        return _("Plain German (Leichte Sprache)")
    if code == "nds":
        return _("Low German")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
