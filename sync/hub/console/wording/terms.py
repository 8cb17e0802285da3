"""Plans, gaps, clocks and reasons in the reader's language. Takes values, returns sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language_info, gettext_lazy, gettext_noop, ngettext
from django.utils.translation import gettext as _

from sync.hub.courier.desk import NotTaken, Reason
from sync.hub.triage.contact_schedule import ContactPlan, PlanKind
from sync.hub.triage.health import Gap, ranges
from sync.protocol.report_status import ReportState

_REASONS = {
    "this station was revoked": gettext_noop("This station was revoked: nothing it sends is taken in any more."),
    "this chain carries another stream": gettext_noop("Ballots and reports are mixed up in one chain."),
    "this chain has another history here": gettext_noop(
        "The station and this hub remember different batches. It may have been copied, or restored from a backup."
    ),
    "the body is not the one the batch was signed over": gettext_noop(
        "The batch was damaged on its way. The station sends it again by itself."
    ),
    "the batch names another station than the one that signed it": gettext_noop(
        "The batch names another station than the one that signed it."
    ),
    "fork": gettext_noop(
        "Another batch has this place already. The station may have been copied, or restored from a backup."
    ),
    "after-revocation": gettext_noop("It came after the station was revoked."),
    "another record with this id was here first": gettext_noop(
        "Another record with the same id, but with other content, was here first."
    ),
    "the seal cannot be opened with this key": gettext_noop(
        "It cannot be opened: it was damaged, or sealed for another hub."
    ),
    "the poll takes participation codes, and the ballot was cast without one": gettext_noop(
        "The poll takes participation codes, and this ballot was cast without one."
    ),
    "the poll takes no participation codes, and the ballot carries the mark of one": gettext_noop(
        "The poll takes no participation codes, and this ballot was cast with one."
    ),
    "the ballot carries a mark that belongs to no participation code of its poll": gettext_noop(
        "The participation code of this ballot does not exist in its poll."
    ),
    "the same ballot came before with another participation code or for another poll": gettext_noop(
        "The same ballot came before, with another participation code or for another poll."
    ),
    "this record is not in quarantine any more": gettext_noop("Somebody has decided about it in the meantime."),
    "the records of this batch were let in before": gettext_noop("Somebody has decided about it in the meantime."),
    "the records of this batch cannot be read": gettext_noop("The records of this batch cannot be read."),
    "the key it is sealed to is not here": gettext_noop(
        "The key it is sealed to is not at this hub. It is opened by itself once the key is back."
    ),
    "its kind is not known to this version": gettext_noop(
        "This version of the hub does not know its kind. It is opened by itself after an upgrade of the hub."
    ),
}
STATES = {
    ReportState.REPORTED: gettext_lazy("reported"),
    ReportState.OPEN: gettext_lazy("open: with those in charge, not begun"),
    ReportState.IN_PROGRESS: gettext_lazy("in progress"),
    ReportState.SOLVED: gettext_lazy("solved"),
    ReportState.NOT_SOLVABLE: gettext_lazy("not solvable"),
}
"""How far a defect report is."""

_MISSING = re.compile(r"batch (\d+) of this chain is missing here")

_NOT_TAKEN = {
    Reason.GAP: gettext_noop(
        "Batches before it are missing. They may lie on another stick; if not, the station lays all of them on "
        "a stick again by itself."
    ),
    Reason.FORK: gettext_noop(
        "It does not fit to what this station has sent before. It is kept aside until somebody decides."
    ),
    Reason.BODY: gettext_noop("It was damaged on the stick. The station still has it and lays it on a stick again."),
    Reason.REVOKED: gettext_noop("The station was revoked. What it brings is kept aside until somebody decides."),
    Reason.MALFORMED: gettext_noop("It is signed by one of our stations, but not a batch as this hub knows them."),
    Reason.CHANGED: gettext_noop(
        "It was changed or damaged after the station had signed it. Nothing of it was taken; "
        "the station still has the right one and lays it on a stick again."
    ),
    Reason.FOREIGN: gettext_noop(
        "No station of this hub has signed it. It belongs to another hub; nothing of it was taken."
    ),
    Reason.NO_BATCH: gettext_noop("It is not a batch, or not all of it is there. If it was one, the station has it."),
    Reason.TOO_LONG: gettext_noop("It is longer than anything a station writes. It was not read."),
    Reason.NO_PIECE: gettext_noop(
        "A piece of an attachment was damaged on the stick. The station still has it and lays it on a stick again."
    ),
    Reason.NO_REQUEST: gettext_noop("It is not a station's wish to be enrolled."),
}
_NOT_ENROLLED = {
    "this code is not known here": gettext_noop("A station wants to be enrolled with a code that is not known here."),
    "the code does not fit, or was tried too often": gettext_noop(
        "A station wants to be enrolled, but its code does not fit or was tried too often. Make a new one."
    ),
    "the code has expired; ask for a new one": gettext_noop(
        "A station wants to be enrolled with a code that has expired. Make a new one."
    ),
    "the code was used already; ask for a new one": gettext_noop(
        "A station wants to be enrolled with a code another station has used. Make a new one."
    ),
}


def not_taken_words(left: NotTaken) -> str:
    """Why a file from a stick was not taken in, and what becomes of it."""
    if left.reason is Reason.NOT_ENROLLED:
        return _(_NOT_ENROLLED[left.detail]) if left.detail in _NOT_ENROLLED else left.words
    return _(_NOT_TAKEN[left.reason])


def reason_words(reason: str) -> str:
    """Why something was refused or set aside. A reason nobody translated is shown as it is."""
    if match := _MISSING.fullmatch(reason):
        return _("Batch %(seq)s has to come first. The station sends it by itself.") % {"seq": match[1]}
    return _(_REASONS[reason]) if reason in _REASONS else reason


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


def language_words(code: str) -> str:
    """What a language of the station is called; the code itself for one that is not known here."""
    if code == "de-leicht":
        return _("Plain German (Leichte Sprache)")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
