"""Polls in every state there is, from a draft to a published result: made out of the content, votes included."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from installer.training.station import BY, InventedDelivery, InventedStation
from sync.counting.files import MixedFile, read_box, read_mixed, write_mixed
from sync.counting.tally import open_mix, open_tally, write_result
from sync.hub.content.source import load_source
from sync.hub.counting.ceremony import Counter, bring_mixed, bring_result, publish_result, take_box, take_mixed
from sync.hub.drafts.services import WAY, begin, take_up
from sync.hub.polls.codes import make_codes
from sync.hub.polls.selectors import newest_version
from sync.hub.publishing.services import publish
from sync.key_files import load_open_key
from sync.protocol.envelope import seal_ballot
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Stream

PATTERN = "neuer-markt"
"""The poll of the content that the others are made of."""

RUNNING = "uebung-laeuft"
OVER = {
    "uebung-auszaehlen": "Sitzbänke am Hafen",
    "uebung-halb": "Licht im Park",
    "uebung-gezaehlt": "Ein Name für die Brücke",
    "uebung-ergebnis": "Bäume in der Südstadt",
}
"""Closed polls and their titles: to be counted, half way through the count, counted, and with a published result."""

VOTES = 40
CARDS = 60
GRACE = timedelta(days=8)
"""After its last day, ballots of a poll may still come so long."""


def publish_polls(today: date, now: datetime) -> None:
    """Take them into the content, and publish it."""
    folder = settings.HUB_FOLDER.content / "polls"
    wire = json.loads((folder / f"{PATTERN}.json").read_text(encoding="utf-8"))
    for number, (poll, title) in enumerate(OVER.items()):
        closes = today - GRACE - timedelta(days=10 + 3 * number)
        days = {"opens": (closes - timedelta(days=30)).isoformat(), "closes": closes.isoformat()}
        _write(wire | days | {"id": poll, "title": dict.fromkeys(wire["title"], title)})
    days = {"opens": (today - timedelta(days=20)).isoformat(), "closes": (today + timedelta(days=20)).isoformat()}
    heading, place = (dict.fromkeys(wire["title"], text) for text in ("Mit Karte: Wohin mit dem Markt?", "im Ortsamt"))
    coded = wire | days | {"id": RUNNING, "title": heading, "codes": True, "codes_at": place}
    _write(coded)
    make_codes(Poll.from_wire(coded), number=CARDS, hand_out=lambda _codes: None, by=BY, today=today, now=now)
    publish(load_source(settings.HUB_FOLDER.content), folder=settings.HUB_FOLDER, may_make_keys=True, by=BY,
            today=today, now=now)  # fmt: skip


def vote(stations: Sequence[InventedStation], random: Random) -> Iterator[InventedDelivery]:
    """Votes in the closed polls, brought on their last day."""
    for name in OVER:
        poll = published(name)
        for station in stations:
            drawn = [kind_of(poll).draw(poll, random) for _ in range(VOTES // len(stations) + 1)]
            ballots = [seal_ballot(poll, answer, key=station.seal)[0] for answer in drawn]
            yield InventedDelivery(noon(poll.closes), station, Stream.BALLOTS, ballots)


def count(today: date, now: datetime, counters: tuple[str, str]) -> None:
    """Two people count: one poll half, one wholly, and of one the result is told."""
    first, second = (
        Counter(by=by, today=today, now=now, smallest=settings.HUB_CONFIG.smallest_tally,
                results=settings.HUB_FOLDER.results)
        for by in counters
    )  # fmt: skip
    for name in ("uebung-halb", "uebung-gezaehlt", "uebung-ergebnis"):
        box = read_box(b"".join(take_box(name, who=first)))
        mixed = open_mix(box.box, poll=published(name), key=_key(name, "mix"))
        file = MixedFile(box.wire, box.box.ballots, mixed, box.doubles, box.late)
        bring_mixed(name, b"".join(write_mixed(file)), who=first)
        if name != "uebung-halb":
            brought = read_mixed(b"".join(take_mixed(name, who=second)))
            opened = open_tally(brought.mixed, poll=published(name), key=_key(name, "tally"))
            result = write_result(
                opened, ballots=brought.ballots, doubles=brought.doubles, late=brought.late, wire=brought.wire
            )
            bring_result(name, result, who=second)
    publish_result("uebung-ergebnis", by=BY, now=now)


def draft(today: date, now: datetime) -> None:
    """Drafts: one just begun, one that waits for a second person, one that is approved."""
    begin("uebung-entwurf", "single", by=BY, today=today, now=now)
    for name, far in (("garten-nordwest", 1), ("ortsbeirat-stadtmitte", 2)):
        if newest_version(name) is None:
            continue
        row = take_up(name, by=BY, now=now)
        WAY.hand_in(name, seen=row.version, problems=(), by=BY, now=now)
        if far == 2:
            WAY.approve(name, seen=row.version + 1, by="kerstin", now=now)


def _write(wire: Mapping[str, Any]) -> None:
    place = settings.HUB_FOLDER.content / "polls" / f"{wire['id']}.json"
    place.write_text(json.dumps(wire, ensure_ascii=False, indent=1), encoding="utf-8")


def noon(day: date) -> datetime:
    """In the middle of this day."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=12)


def published(name: str) -> Poll:
    """A poll as it was published last."""
    row = newest_version(name)
    if row is None:
        raise ValueError(f"the poll {name} was not published")
    return Poll.from_wire(row.definition)


def _key(name: str, step: str) -> Any:
    return load_open_key(settings.HUB_FOLDER.trustee_keys / name / f"{step}.pem")
