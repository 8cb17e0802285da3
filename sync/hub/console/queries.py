"""What the pages show, read from the hub's tables. Reads only, decides nothing, and opens no seal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from sync.hub.devices.models import Device
from sync.hub.intake.models import Batch, BatchState, ChainHead, Incident, RecordState, SealedRecord
from sync.hub.polls.models import BoxedBallot, PublishedPoll, Tally

OVERDUE_AFTER = timedelta(hours=24)
"""A station that has not been heard of for so long needs a look."""


@dataclass(frozen=True)
class StationRow:
    """One station as the list shows it. ``state`` is ``good``, ``waiting`` or ``bad``."""

    device: Device
    state: str
    words: str
    """Key of the sentence for the state: ``in_sync``, ``waiting``, ``overdue``, ``never``, ``error`` or ``revoked``."""
    batches: int
    last_batch: datetime | None
    heads: Sequence[ChainHead] = field(default_factory=list)


@dataclass(frozen=True)
class PollRow:
    """One poll as the list shows it: the newest published version and how many ballots are in its box."""

    published: PublishedPoll
    ballots: int
    tally: Tally | None
    is_over: bool

    @property
    def title(self) -> str:
        """In the language the poll was written in first."""
        return str(self.published.definition["title"].get("de", self.published.poll))


@dataclass(frozen=True)
class ResultBar:
    """One option of a counted poll. ``share`` is the part of valid ballots that chose it, in whole percent."""

    title: str
    count: int
    share: int


def station_rows(now: datetime) -> list[StationRow]:
    """Every station with its state, those that need a look first."""
    arrived = {
        row["device"]: row
        for row in Batch.objects.exclude(state=BatchState.ASIDE)
        .values("device")
        .annotate(batches=Count("id"), last=Max("received_at"))
    }
    heads = _by_device(ChainHead.objects.all())
    rows = [
        _station_row(device, arrived.get(device.id, {}), heads.get(device.id, []), now)
        for device in Device.objects.select_related("seen")
    ]
    return sorted(rows, key=lambda row: ("bad", "waiting", "good").index(row.state))


def station_row(device: Device, now: datetime) -> StationRow:
    """One station with its state."""
    batches = Batch.objects.filter(device=device.id).exclude(state=BatchState.ASIDE)
    arrived = batches.aggregate(batches=Count("id"), last=Max("received_at"))
    return _station_row(device, arrived, list(ChainHead.objects.filter(device=device.id)), now)


def batch_list() -> QuerySet[Batch]:
    """All batches, the newest first, without their bodies."""
    return Batch.objects.defer("body", "line", "ack")


def names_of_devices(ids: Iterable[str]) -> Mapping[str, str]:
    """Device id to the station's name."""
    return dict(Device.objects.filter(id__in=set(ids)).values_list("id", "name"))


def quarantined() -> QuerySet[SealedRecord]:
    """Records that could not be applied and wait for a decision."""
    return SealedRecord.objects.filter(state=RecordState.QUARANTINED).defer("sealed")


def waiting_for_worker() -> int:
    """How many records have arrived and are not yet opened."""
    return SealedRecord.objects.filter(state=RecordState.WAITING).count()


def open_incidents() -> QuerySet[Incident]:
    """Everything the two sides could not settle by themselves."""
    return Incident.objects.all()


def poll_rows(today: date) -> list[PollRow]:
    """The newest version of every poll with the figures of its box."""
    boxed = dict(BoxedBallot.objects.order_by().values_list("poll").annotate(Count("inner_hash")))
    tallies = {tally.poll: tally for tally in Tally.objects.all()}
    newest: dict[str, PublishedPoll] = {}
    for published in PublishedPoll.objects.order_by("version"):
        newest[published.poll] = published
    return [
        PollRow(published, boxed.get(poll, 0), tallies.get(poll), published.closes < today)
        for poll, published in sorted(newest.items())
    ]


def trackers(poll: str) -> list[str]:
    """The trackers of all ballots in the box of this poll, sorted."""
    return sorted(BoxedBallot.objects.filter(poll=poll).values_list("tracker", flat=True))


def result_bars(row: PollRow) -> list[ResultBar]:
    """The counted options in the order of the ballot paper. Empty as long as the poll is not counted."""
    if row.tally is None:
        return []
    counts: dict[str, int] = row.tally.counts
    valid = max(row.tally.valid, 1)
    options: list[dict[str, Any]] = row.published.definition["options"]
    return [
        ResultBar(
            str(option["title"].get("de", option["id"])),
            counts.get(option["id"], 0),
            round(100 * counts.get(option["id"], 0) / valid),
        )
        for option in options
    ]


def category_names(language: str) -> Mapping[str, str]:
    """Category id to its title in this language, from the hub's content source. Empty when there is none."""
    categories = _read_content("categories.json", [])
    return {entry["id"]: entry["title"].get(language) or entry["title"].get("de", entry["id"]) for entry in categories}


def district_names() -> Mapping[str, str]:
    """District code to its name, from the hub's content source. Empty when there is none."""
    return {entry["code"]: entry["name"] for entry in _read_content("places.json", {}).get("districts", [])}


def _read_content(name: str, otherwise: Any) -> Any:
    path: Path = settings.HUB_FOLDER.content / name
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return otherwise  # the page shows the bare ids then


def _station_row(device: Device, arrived: Mapping[str, Any], heads: Sequence[ChainHead], now: datetime) -> StationRow:
    state, words = _state_of(device, now)
    return StationRow(device, state, words, arrived.get("batches") or 0, arrived.get("last"), heads)


def _state_of(device: Device, now: datetime) -> tuple[str, str]:
    seen = getattr(device, "seen", None)
    if device.revoked_at:
        return "bad", "revoked"
    if seen is None or seen.last_contact is None:
        return "waiting", "never"
    if seen.last_error_at and (seen.last_success is None or seen.last_error_at > seen.last_success):
        return "bad", "error"
    if now - seen.last_contact > OVERDUE_AFTER:
        return "bad", "overdue"
    if seen.waiting_ballots or seen.waiting_reports:
        return "waiting", "waiting"
    return "good", "in_sync"


def _by_device(heads: Iterable[ChainHead]) -> dict[str, list[ChainHead]]:
    grouped: dict[str, list[ChainHead]] = {}
    for head in heads:
        grouped.setdefault(head.device, []).append(head)
    return grouped


def aside_batches() -> QuerySet[Batch]:
    """Batches that are not part of their chain, kept for a person to decide."""
    return batch_list().filter(Q(state=BatchState.ASIDE) | Q(state=BatchState.UNREADABLE))
