"""Every kind of poll from publication through visits at a station, hub and log to a result that is counted again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ReceiptView
from sync.hub.ballot_log import selectors as ballot_log
from sync.hub.ballot_log.services import append_day
from sync.hub.config import HubConfig
from sync.hub.counting.ceremony import publish_result
from sync.hub.counting.published import RESULT, differences, files_of
from sync.hub.counting.services import count_poll, publication, recount_kept
from sync.hub.polls.selectors import names_of, result_of
from sync.hub.polls.selectors import trackers as named
from sync.key_files import load_signing_key
from sync.protocol.ballot_log import origin_of
from sync.protocol.encoding import canonical_json
from sync.protocol.polls.kinds import KINDS, kind_of
from sync.protocol.records import Record, RecordKind, Stream
from tests.hub.announcements.test_announcements import Listener
from tests.hub.test_promise_journey import POLL, City, OtherStation, everywhere
from tests.kiosk.voting.test_kinds import ways_to
from tests.kits.hub import Hub, Station
from tests.kits.poll_kinds import of_kind

PEOPLE = 5
VOTED, COUNTED = 3, 12
SMALLEST = HubConfig().smallest_tally


@pytest.fixture
def city(hub: Hub) -> City:
    """It asks something in every way there is."""
    made = City(hub, datetime.now(UTC))
    made.write_poll()
    place = hub.folder.content / "polls" / f"{POLL}.json"
    wire = json.loads(place.read_text("utf-8"))
    place.unlink()
    for kind in sorted(KINDS):
        made.write("polls", poll_id(kind), of_kind(wire, kind, id=poll_id(kind), title=everywhere(kind)))
    made.publish(0)
    return made


@pytest.fixture
def station(city: City, tmp_path: Path) -> Iterator[OtherStation]:
    (tmp_path / "station").mkdir()
    listener = Listener(city.hub, tmp_path / "station")
    with closing(listener.connection):
        station = OtherStation(listener, city)
        station.hear(0)
        yield station


def poll_id(kind: str) -> str:
    return f"by-{kind.replace('_', '-')}"


def bring(station: OtherStation, sender: Station, hub: Hub) -> None:
    """Hand over the ballots that wait."""
    rows = station.listener.connection.execute("SELECT id, kind, kid, sealed FROM waiting").fetchall()
    ballots = [Record(*row) for row in sorted(rows) if row[1] == RecordKind.BALLOT]
    hub.accept(sender.batch(ballots, stream=Stream.BALLOTS), now=station.city.on(VOTED))
    hub.work()


def test_what_people_touch_is_what_is_counted_logged_and_counted_again(city: City, station: OtherStation) -> None:
    hub, random = city.hub, Random(14)
    given: dict[str, Counter[bytes]] = {kind: Counter() for kind in KINDS}
    trackers: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for _ in range(PEOPLE):
        for kind, said in given.items():
            poll = hub.poll(poll_id(kind))
            answer = kind_of(poll).draw(poll, random)
            ways = (wish.OpenPolls(), wish.OpenPoll(poll.id), *ways_to(poll, answer), wish.Continue())
            receipt = station.ask(VOTED, *ways, wish.Cast())
            assert isinstance(receipt, ReceiptView), (kind, answer, receipt)
            said[canonical_json(answer)] += 1
            trackers[kind].append(receipt.code.replace(" ", "").replace("-", ""))
    bring(station, hub.enrolled_station(), hub)
    key = load_signing_key(hub.folder.log_key)
    append_day(key=key, today=city.day(COUNTED), at_once=True, now=city.on(COUNTED))
    checkpoint = ballot_log.newest_checkpoint(origin_of(key.public))
    assert checkpoint is not None
    for kind, said in given.items():
        poll = hub.poll(poll_id(kind))
        assert sorted(named(names_of(poll.id))) == sorted(trackers[kind])
        keys = {step: hub.trustee_key(step, poll.id) for step in ("mix", "tally")}
        then = {"by": "test", "now": city.on(COUNTED)}
        row = count_poll(
            poll.id, **keys, smallest=SMALLEST, results=hub.folder.results, today=city.day(COUNTED), **then
        )
        assert (row.total, row.valid) == (PEOPLE, PEOPLE)
        assert Counter(map(canonical_json, json.loads(result_of(poll.id))["answers"])) == said
        assert recount_kept(poll.id) == []
        publish_result(poll.id, **then)
        logged = ballot_log.hashes_of_poll(poll.id, size=checkpoint.size)
        files = files_of(publication(poll.id, checkpoint=checkpoint.note, logged=logged, smallest=SMALLEST))
        assert differences(files) == [] and json.loads(files[RESULT])["valid"] == PEOPLE
