"""The hub's own state in the reader's language: how each matter is, and what to do. Takes values, returns sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.template.defaultfilters import date, filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.console.pages.need import Need
from sync.hub.console.wording.terms import duration_words
from sync.hub.monitoring.health_rules import WORKER_SILENT, HealthFinding, HubFacts, Matter, State


@dataclass(frozen=True)
class MatterRow:
    """One line of the page: what it is, how it is, and what to do where something is to be done."""

    matter: Matter
    state: State
    name: str
    sentence: str
    advice: str


def matter_rows(facts: HubFacts, findings: Sequence[HealthFinding]) -> list[MatterRow]:
    """Every matter, as the page shows them."""
    return [_row(finding, facts) for finding in findings]


def hub_needs(rows: Sequence[MatterRow]) -> list[Need]:
    """What of it belongs on the first page; one cause, one entry: what a silent worker leaves unopened is no other."""
    bad = {row.matter for row in rows if row.state is State.BAD}
    told = {Matter.UNOPENED} if Matter.WORKER in bad else set()
    return [
        Need(f"{row.name}: {row.sentence}", row.advice, reverse("console:hub"), _("State of the hub"))
        for row in rows
        if row.state in {State.BAD, State.WAITING} and row.matter not in told
    ]


def bare_needs(laid_bare: Mapping[str, datetime]) -> list[Need]:
    """Administrators who lost their last second step: nobody takes one away in silence."""
    return [
        Need(
            _("%(name)s signs in with the password alone") % {"name": name},
            _(
                "The last second step of this administrator was taken away on %(day)s. "
                "Whoever it is sets up a new one; if nobody knows why, give a new password."
            )
            % {"day": date(when, "DATE_FORMAT")},
            reverse("console:accounts"),
            _("Accounts"),
        )
        for name, when in laid_bare.items()
    ]


def unlogged_needs(names: Sequence[str]) -> list[Need]:
    """Accounts whose rights the audit log does not know."""
    return [
        Need(
            _("The account %(name)s has rights that no entry of the audit log gave") % {"name": name},
            _(
                "It was made or changed past the hub. If nobody knows why, close it, and find out who reaches the "
                "machine."
            ),
            reverse("console:account", args=[name]),
            _("Look at it"),
        )
        for name in names
    ]


def _row(finding: HealthFinding, facts: HubFacts) -> MatterRow:
    name, sentence, advice = {
        Matter.DATABASE: _database,
        Matter.DISK: _disk,
        Matter.WORKER: _worker,
        Matter.UNOPENED: _unopened,
        Matter.AUDIT_LOG: _audit_log,
        Matter.CONTENT: _content,
        Matter.BACKUP: _backup,
        Matter.COUNTING_KEYS: _counting_keys,
    }[finding.matter](facts)
    is_open = finding.state in {State.BAD, State.WAITING}
    return MatterRow(finding.matter, finding.state, name, sentence, advice if is_open else "")


def _database(facts: HubFacts) -> tuple[str, str, str]:
    return (
        _("Database"),
        _("It can be written to.") if facts.database_writable else _("It cannot be written to."),
        _("Nothing can be taken in. Look at the hub's messages: is the disk full, or may the hub not write there?"),
    )


def _disk(facts: HubFacts) -> tuple[str, str, str]:
    return (
        _("Disk"),
        _("%(size)s are free.") % {"size": filesizeformat(facts.disk_free)},
        _("Make room on the disk of the data folder. Old raw data of reports goes with: ./mitmach hub retain"),
    )


def _worker(facts: HubFacts) -> tuple[str, str, str]:
    if facts.worker_age is None:
        sentence = _("It has not been seen yet.")
    elif facts.worker_age <= WORKER_SILENT:
        sentence = _("It is at work.")
    else:
        sentence = _("Last seen %(span)s ago.") % {"span": duration_words(facts.worker_age)}
    return (
        _("Worker"),
        sentence,
        _("It opens what arrives. Nothing is lost meanwhile. Start it again: ./mitmach hub run (or the service)."),
    )


def _unopened(facts: HubFacts) -> tuple[str, str, str]:
    if facts.unopened_age is None:
        sentence = _("Nothing waits to be opened.")
    else:
        sentence = _("The oldest has waited for %(span)s.") % {"span": duration_words(facts.unopened_age)}
    return (
        _("Records not yet opened"),
        sentence,
        _("Either very much came at once, then waiting helps; or the worker is stuck, then start it again."),
    )


def _audit_log(facts: HubFacts) -> tuple[str, str, str]:
    if facts.log_broken_at is not None:
        sentence = _("Its chain is broken at entry %(number)s.") % {"number": facts.log_broken_at}
    elif facts.log_checked_at is None:
        sentence = _("It has not been checked yet.")
    else:
        day = date(timezone.localtime(facts.log_checked_at), "SHORT_DATETIME_FORMAT")
        sentence = _("It was whole when all of it was last checked, on %(day)s.") % {"day": day}
    return (
        _("Audit log"),
        sentence,
        _(
            "This entry, or one before it, was changed outside the hub. Keep a copy of the database, find out who had "
            "access, and compare it with a backup: ./mitmach hub audit-check --backup DIR"
        ),
    )


def _content(facts: HubFacts) -> tuple[str, str, str]:
    if facts.content_left is None:
        sentence = _("None has been published yet.")
    elif facts.content_left < timedelta():
        sentence = _("Its signature ran out %(span)s ago.") % {"span": duration_words(-facts.content_left)}
    else:
        sentence = _("Its signature is good for %(span)s.") % {"span": duration_words(facts.content_left)}
    return (
        _("Content for the stations"),
        sentence,
        _(
            "Stations then show that it is old. Sign it again: ./mitmach hub renew. What that does not mend was signed "
            "too long ago by people: after a year publish again (./mitmach hub publish), after five those who hold the "
            "root sign a new one (./mitmach hub ceremony)."
        ),
    )


def _backup(facts: HubFacts) -> tuple[str, str, str]:
    if facts.backup_age is None:
        sentence = _("None has been proven yet.")
    else:
        sentence = _("The newest proven one is %(span)s old.") % {"span": duration_words(facts.backup_age)}
    return (
        _("Backup"),
        sentence,
        _(
            "Make one, best every night, on another machine: ./mitmach hub backup DIR. "
            "Until then the stations keep what they have sent."
        ),
    )


def _counting_keys(facts: HubFacts) -> tuple[str, str, str]:
    if facts.counting_keys_here:
        sentence = _("This hub holds them itself: whoever reaches its machine can read ballots.")
    else:
        sentence = _("None is here; they are held by the two trustees of each poll.")
    return (
        _("Counting keys"),
        sentence,
        _(
            "Let two people have them: each gives one key a password (./mitmach hub key-password) and takes the file "
            "away. Then set counting_keys_here to false in hub.toml."
        ),
    )
