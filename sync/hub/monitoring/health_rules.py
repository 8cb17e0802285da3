"""The rule of the hub's own state: what is well, what soon is not, and what needs somebody now. Knows no table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Matter(StrEnum):
    """What can be well or not, the most pressing first."""

    DATABASE = "database"
    DISK = "disk"
    WORKER = "worker"
    UNOPENED = "unopened"
    AUDIT_LOG = "audit_log"
    CONTENT = "content"
    BACKUP = "backup"
    COUNTING_KEYS = "counting_keys"


class State(StrEnum):
    """How it is. The values are those of the signs on the pages."""

    GOOD = "good"
    WAITING = "waiting"
    """Well today; somebody should look soon."""
    BAD = "bad"
    OFF = "off"
    """There is nothing to judge yet."""


@dataclass(frozen=True)
class HubFacts:
    """What was measured. An age of None: there is no such thing yet."""

    database_writable: bool
    disk_free: int
    """Bytes."""
    worker_age: timedelta | None
    """Since its last sign of life."""
    unopened_age: timedelta | None
    """Since the oldest record came that could be opened and is not. None: nothing waits."""
    content_left: timedelta | None
    """Until the signature of the content runs out."""
    backup_age: timedelta | None
    """Since the newest proven backup was made."""
    hub_age: timedelta
    for_showing_only: bool = False
    counting_keys_here: bool = False
    """Whether this machine alone could read ballots."""
    log_checked_at: datetime | None = None
    """When the whole audit log was checked last. None: never."""
    log_broken_at: int | None = None
    """Number of the entry of the audit log that does not fit. None: it is whole."""


@dataclass(frozen=True)
class HealthFinding:
    """One matter and its state."""

    matter: Matter
    state: State


LEAST_DISK = 1024**3
LITTLE_DISK = 5 * LEAST_DISK
WORKER_SILENT = timedelta(minutes=3)
UNOPENED_LONG = timedelta(minutes=15)
UNOPENED_TOO_LONG = timedelta(hours=1)
CONTENT_SOON = timedelta(days=30)
CONTENT_NOW = timedelta(days=7)
BACKUP_OLD = timedelta(days=2)
BACKUP_TOO_OLD = timedelta(days=8)


def judge(facts: HubFacts) -> list[HealthFinding]:
    """Every matter with its state."""
    return [
        HealthFinding(Matter.DATABASE, State.GOOD if facts.database_writable else State.BAD),
        HealthFinding(Matter.DISK, _falling(facts.disk_free, little=LITTLE_DISK, least=LEAST_DISK)),
        HealthFinding(Matter.WORKER, _worker(facts)),
        HealthFinding(Matter.UNOPENED, _unopened(facts)),
        HealthFinding(Matter.AUDIT_LOG, _audit_log(facts)),
        HealthFinding(Matter.CONTENT, _content(facts)),
        HealthFinding(Matter.BACKUP, _backup(facts)),
        HealthFinding(Matter.COUNTING_KEYS, _counting_keys(facts)),
    ]


def worst(findings: Sequence[HealthFinding]) -> State:
    """The state of the whole hub: bad if anything is, well if nothing is less."""
    states = {finding.state for finding in findings}
    return next((state for state in (State.BAD, State.WAITING) if state in states), State.GOOD)


def _worker(facts: HubFacts) -> State:
    if facts.worker_age is None:  # a hub that was founded a moment ago, or is only asked to take things in
        return State.BAD if _unopened(facts) is State.BAD else State.OFF
    return State.GOOD if facts.worker_age <= WORKER_SILENT else State.BAD


def _unopened(facts: HubFacts) -> State:
    age = facts.unopened_age or timedelta()
    return State.BAD if age > UNOPENED_TOO_LONG else State.WAITING if age > UNOPENED_LONG else State.GOOD


def _audit_log(facts: HubFacts) -> State:
    if facts.log_broken_at is not None:
        return State.BAD
    return State.OFF if facts.log_checked_at is None else State.GOOD


def _content(facts: HubFacts) -> State:
    if facts.content_left is None:
        return State.OFF
    return (
        State.BAD
        if facts.content_left < CONTENT_NOW
        else State.WAITING
        if facts.content_left < CONTENT_SOON
        else State.GOOD
    )


def _backup(facts: HubFacts) -> State:
    if facts.for_showing_only:
        return State.OFF  # nothing in it has to last
    age = facts.hub_age if facts.backup_age is None else facts.backup_age
    if age > BACKUP_TOO_OLD:
        return State.BAD
    if age > BACKUP_OLD:
        return State.WAITING
    return State.OFF if facts.backup_age is None else State.GOOD


def _counting_keys(facts: HubFacts) -> State:
    if not facts.counting_keys_here:
        return State.GOOD
    return State.OFF if facts.for_showing_only else State.WAITING


def _falling(value: int, *, little: int, least: int) -> State:
    return State.BAD if value < least else State.WAITING if value < little else State.GOOD
