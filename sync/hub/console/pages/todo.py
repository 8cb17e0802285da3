"""What needs a person, in plain sentences, the most pressing first. Says what to do; does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.ballot_log.hold import present_hold
from sync.hub.ballot_log.selectors import missing_lines
from sync.hub.console.pages.station_rows import StationRow
from sync.hub.console.wording.incidents import INCIDENTS
from sync.hub.console.wording.reasons import reason_words
from sync.hub.console.wording.terms import clock_words, plan_words
from sync.hub.intake.models import IncidentKind
from sync.hub.stations.hub_clock import doubt
from sync.hub.triage import selectors as triage
from sync.hub.triage.health import Health


@dataclass(frozen=True)
class Need:
    """One open problem: what it is, what to do, and where."""

    title: str
    advice: str
    url: str
    action: str


def open_needs(rows: Sequence[StationRow]) -> list[Need]:
    """Every open problem of the hub and its stations. Empty: nothing to do."""
    forks = triage.open_incidents().filter(kind=IncidentKind.FORK)
    # One cause, one entry: a fork also sets a batch aside and lets the station's contact fail.
    forked = set(forks.values_list("device", flat=True))
    return [
        *_clock(),
        *_ballot_log(),
        *_log_hold(rows),
        *_incidents(rows),
        *_losses(rows),
        *_batches(rows, told=forked),
        *_quarantine(),
        *_stations(rows, told=forked),
        *_stuck(),
    ]


def _clock() -> list[Need]:
    doubted = doubt(timezone.now())
    if doubted is None:
        return []
    advice = _(
        "It says %(now)s, but this hub last signed at %(signed)s. Until that is settled nothing is taken in and "
        "nothing is signed; stations keep everything. Set the clock of the machine. If it is right, for example after "
        "a long pause: ./mitmach hub clock right --note REASON"
    )
    moments = {
        "now": formats.localize(timezone.localtime(doubted.now), use_l10n=True),
        "signed": formats.localize(timezone.localtime(doubted.signed_at), use_l10n=True),
    }
    return [Need(_("The clock of this hub has jumped"), advice % moments, reverse("console:hub"), _("Open the hub"))]


def _ballot_log() -> list[Need]:
    count = missing_lines()
    if not count:
        return []
    title = ngettext(
        "%(count)s ballot is missing from the ballot log", "%(count)s ballots are missing from the ballot log", count
    )
    advice = _(
        "Stations have seen a longer log: this hub was restored from a backup. No ballot enters the log until it is "
        "rebuilt from a published copy, for example a stick: ./mitmach hub ballot-log rebuild STICK/ck1/repo"
    )
    return [Need(title % {"count": count}, advice, reverse("console:log"), _("Open the log of events"))]


def _log_hold(rows: Sequence[StationRow]) -> list[Need]:
    hold = present_hold()
    if hold is None or missing_lines():  # a log that lacks ballots is told of by itself
        return []
    names = {row.device.id: row.device.name for row in rows}
    awaited = ", ".join(names.get(device, device) for device in hold.awaited) or _("any station")
    advice = _(
        "This hub was restored from a backup. Ballots enter the log once these stations have told what they have seen "
        "of it: %(stations)s. If one of them never comes back: ./mitmach hub ballot-log go-on --note REASON"
    )
    return [
        Need(
            _("The ballot log waits for stations"),
            advice % {"stations": awaited},
            reverse("console:stations"),
            _("Open the list of stations"),
        )
    ]


def _incidents(rows: Sequence[StationRow]) -> list[Need]:
    names = {row.device.id: row.device.name for row in rows}
    found: dict[tuple[str, str], list[int]] = {}
    # A batch after a revocation is told of below, where it is decided about; a log that lacks ballots above.
    elsewhere = (IncidentKind.AFTER_REVOCATION, IncidentKind.LOG_BEHIND)
    for incident in triage.open_incidents().exclude(kind__in=elsewhere):
        found.setdefault((incident.kind, incident.device), []).append(incident.pk)
    return [
        Need(
            _(INCIDENTS[kind].title) % {"name": names.get(device, device)} + _times(len(ids)),
            _(INCIDENTS[kind].advice),
            reverse("console:incident", args=[ids[0]]) if len(ids) == 1 else reverse("console:incidents"),
            _("Look at it"),
        )
        for (kind, device), ids in found.items()
    ]


def _times(count: int) -> str:
    return f" ({count})" if count > 1 else ""


def _losses(rows: Sequence[StationRow]) -> list[Need]:
    names = {row.device.id: row.device.name for row in rows}
    return [
        Need(
            ngettext("%(name)s has lost %(count)s record", "%(name)s has lost %(count)s records", batch.count)
            % {"name": names.get(batch.device, batch.device), "count": batch.count},
            _("The station says so itself. Find out what happened to its storage, and take note of the loss."),
            reverse("console:batch", args=[batch.hash]),
            _("Look at it"),
        )
        for batch in triage.batches_lost()[:20]
    ]


def _batches(rows: Sequence[StationRow], *, told: set[str]) -> list[Need]:
    names = {row.device.id: row.device.name for row in rows}
    found: dict[tuple[str, str], list[str]] = {}
    waiting = triage.batches_to_decide().exclude(device__in=told)
    for device, reason, batch_hash in waiting.values_list("device", "reason", "hash"):
        found.setdefault((device, reason), []).append(batch_hash)
    return [
        Need(
            ngettext(
                "%(count)s batch of %(name)s was set aside", "%(count)s batches of %(name)s were set aside", len(hashes)
            )
            % {"count": len(hashes), "name": names.get(device, device)},
            reason_words(reason) + " " + _("Nothing of it counts yet. Decide whether its records are let in."),
            reverse("console:batch", args=[hashes[0]]) if len(hashes) == 1 else reverse("console:aside"),
            _("Decide"),
        )
        for (device, reason), hashes in found.items()
    ]


def _quarantine() -> list[Need]:
    found: dict[str, list[int]] = {}
    for row_id, reason in triage.records_to_decide().values_list("id", "reason"):
        found.setdefault(reason_words(reason), []).append(row_id)
    return [
        Need(
            ngettext("%(count)s record could not be used", "%(count)s records could not be used", len(ids))
            % {"count": len(ids)},
            _("Reason: %(reason)s") % {"reason": words},
            reverse("console:record", args=[ids[0]]) if len(ids) == 1 else reverse("console:aside"),
            _("Decide"),
        )
        for words, ids in found.items()
    ]


def _stations(rows: Sequence[StationRow], *, told: set[str]) -> list[Need]:
    return [
        Need(
            _("The station %(name)s needs a look") % {"name": row.device.name},
            _advice(row),
            reverse("console:station", args=[row.device.id]),
            _("Open station"),
        )
        for row in rows
        if row.state == "bad" and not (row.health is Health.ERROR and row.device.id in told)
    ]


def _advice(row: StationRow) -> str:
    seen = row.device.seen
    if row.health is Health.CLOCK:
        return _("Its clock is wrong: %(clock)s. Set it, or connect it to a network.") % {
            "clock": clock_words(seen.clock_difference_seconds)
        }
    if row.health is Health.ERROR:
        return _("Its last contact failed: %(reason)s") % {"reason": reason_words(seen.last_error)}
    if row.health is Health.NEVER:
        return _("It was enrolled, but has never reported. Is it switched on, and does it have a network?")
    return _("No contact when it was expected: %(plan)s. Is it switched on, and does it have a network?") % {
        "plan": plan_words(row.plan)
    }


def _stuck() -> list[Need]:
    count = triage.records_stuck().count()
    if not count:
        return []
    title = ngettext("%(count)s record waits to be opened", "%(count)s records wait to be opened", count)
    advice = _("A key or a newer version of the hub is missing. Nothing is lost; they go in by themselves.")
    return [Need(title % {"count": count}, advice, reverse("console:aside"), _("See why"))]
