"""What needs a person, in plain sentences, the most pressing first. Says what to do; does nothing itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.ballot_log.hold import present_hold
from sync.hub.ballot_log.selectors import missing_lines
from sync.hub.console.pages.contribution_needs import contribution_needs
from sync.hub.console.pages.need import Need
from sync.hub.console.pages.report_needs import report_needs
from sync.hub.console.pages.station_rows import StationRow
from sync.hub.console.wording.incidents import INCIDENTS
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.reasons import reason_words
from sync.hub.console.wording.terms import clock_words, plan_words
from sync.hub.intake.models import Incident, IncidentKind
from sync.hub.stations.hub_clock import doubt
from sync.hub.triage import selectors as triage
from sync.hub.triage.health import Health

_NAMED = 5
"""So many stations are named in one entry."""


def open_needs(rows: Sequence[StationRow], *, districts: Collection[str] | None = None) -> list[Need]:
    """Every open problem of the hub and its stations; of contributions those of ``districts``. Empty: nothing to do."""
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
        *report_needs(),
        *contribution_needs(districts),
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
    names = {row.id: row.name for row in rows}
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
    names = {row.id: row.name for row in rows}
    found: dict[str, list[Incident]] = {}
    # A batch after a revocation is told of below, where it is decided about; a log that lacks ballots above.
    elsewhere = (IncidentKind.AFTER_REVOCATION, IncidentKind.LOG_BEHIND)
    for incident in triage.open_incidents().exclude(kind__in=elsewhere):
        found.setdefault(incident.kind, []).append(incident)
    return [
        Need(
            _incident_title(kind, [names.get(one.device, one.device) for one in incidents]),
            _(INCIDENTS[kind].advice),
            reverse("console:incident", args=[incidents[0].pk])
            if len(incidents) == 1
            else reverse("console:incidents"),
            _("Look at it"),
        )
        for kind, incidents in found.items()
    ]


def _incident_title(kind: str, names: Sequence[str]) -> str:
    if len(set(names)) == 1:
        return _(INCIDENTS[kind].title) % {"name": names[0]} + _times(len(names))
    return f"{name_of(IncidentKind, kind)}{_times(len(names))}: {stations_words(set(names))}"


def stations_words(names: Collection[str]) -> str:
    """Several stations by name; of many, the first ones and how many more there are."""
    shown = ", ".join(sorted(names)[:_NAMED])
    more = len(names) - _NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {"names": shown, "more": more}


def _times(count: int) -> str:
    return f" ({count})" if count > 1 else ""


def _losses(rows: Sequence[StationRow]) -> list[Need]:
    names = {row.id: row.name for row in rows}
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
    names = {row.id: row.name for row in rows}
    found: dict[str, list[tuple[str, str]]] = {}
    waiting = triage.batches_to_decide().exclude(device__in=told)
    for device, reason, batch_hash in waiting.values_list("device", "reason", "hash"):
        found.setdefault(reason, []).append((names.get(device, device), batch_hash))
    return [
        Need(
            ngettext(
                "%(count)s batch of %(name)s was set aside",
                "%(count)s batches of %(name)s were set aside",
                len(batches),
            )
            % {"count": len(batches), "name": stations_words({name for name, _hash in batches})},
            reason_words(reason) + " " + _("Nothing of it counts yet. Decide whether its records are let in."),
            reverse("console:batch", args=[batches[0][1]]) if len(batches) == 1 else reverse("console:aside"),
            _("Decide"),
        )
        for reason, batches in found.items()
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
    found: dict[tuple[Health, str], list[StationRow]] = {}
    for row in rows:
        if row.state == "bad" and not (row.health is Health.ERROR and row.id in told):
            cause = row.last_error if row.health is Health.ERROR else ""
            found.setdefault((row.health, cause), []).append(row)
    return [_stations_need(alike) for alike in found.values()]


def _stations_need(alike: Sequence[StationRow]) -> Need:
    """One cause, one entry, however many stations it has struck."""
    first = alike[0]
    if len(alike) == 1:
        title = _("The station %(name)s needs a look") % {"name": first.name}
        return Need(title, _advice(first), reverse("console:station", args=[first.id]), _("Open station"))
    title = ngettext("%(count)s station needs a look", "%(count)s stations need a look", len(alike))
    advice = {
        Health.CLOCK: _("Their clocks are wrong. Set them, or connect them to a network."),
        Health.POWER: _("Their batteries are nearly empty: they turn themselves off soon. Have them plugged in."),
        Health.SILENT: _("They find no sound device: nothing is read aloud there. Check cable and loudspeaker."),
        Health.ERROR: _("Their last contact failed: %(reason)s") % {"reason": reason_words(first.last_error)},
        Health.NEVER: _(
            "They were enrolled, but have never reported. Are they switched on, and do they have a network?"
        ),
    }.get(first.health, _("No contact when it was expected. Are they switched on, and do they have a network?"))
    named = stations_words([row.name for row in alike])
    where = f"{reverse('console:stations')}?health={first.health.value}"
    return Need(f"{title % {'count': len(alike)}}: {named}", advice, where, _("Show them"))


def _advice(row: StationRow) -> str:
    if row.health is Health.CLOCK:
        return _("Its clock is wrong: %(clock)s. Set it, or connect it to a network.") % {
            "clock": clock_words(row.clock_seconds)
        }
    if row.health is Health.POWER:
        return _("Its battery is nearly empty: it turns itself off soon. Have it plugged in.")
    if row.health is Health.SILENT:
        return _("It finds no sound device: nothing is read aloud there. Check cable and loudspeaker.")
    if row.health is Health.ERROR:
        return _("Its last contact failed: %(reason)s") % {"reason": reason_words(row.last_error)}
    if row.health is Health.NEVER:
        return _("It was enrolled, but has never reported. Is it switched on, and does it have a network?")
    return _("No contact when it was expected: %(plan)s. Is it switched on, and does it have a network?") % {
        "plan": plan_words(triage.plan_of(row.id))
    }


def _stuck() -> list[Need]:
    count = triage.records_stuck().count()
    if not count:
        return []
    title = ngettext("%(count)s record waits to be opened", "%(count)s records wait to be opened", count)
    advice = _("A key or a newer version of the hub is missing. Nothing is lost; they go in by themselves.")
    return [Need(title % {"count": count}, advice, reverse("console:aside"), _("See why"))]
