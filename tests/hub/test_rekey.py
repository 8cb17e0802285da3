"""A station changes its key: proven by the old and the new one, in its chains, whatever is lost on the way."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.db import connections
from requests.adapters import BaseAdapter

from installer import enrol as enrol_command
from sync.agent.agent import Agent
from sync.agent.enrol import enrol_station, load_device_key, rotate_key
from sync.agent.hub_client import HttpHubClient
from sync.hub.audit.models import AuditEntry
from sync.hub.intake.models import Batch, ChainHead, Incident, SealedRecord
from sync.hub.intake.services import Outcome
from sync.hub.stations.models import Device, RetiredKey
from sync.key_files import save_key
from sync.protocol.batches import FIRST_HASH, freeze_batch, sign_rekey
from sync.protocol.encoding import random_id
from sync.protocol.enrolment import code_secret, sign_request
from sync.protocol.errors import Refused
from sync.protocol.jws import read_kid, read_unproven
from sync.protocol.keys import SigningKey
from sync.protocol.records import Record, RecordKind, Stream
from sync.station.config import StationConfig, load_config
from sync.station.database import open_database
from sync.station.events import Event
from sync.station.outbox import Outbox
from sync.station.state import StationState
from tests.kits.hub import Hub, Station, list_all


def now() -> datetime:
    return datetime.now(UTC)


class HubAdapter(BaseAdapter):
    """Carries a requests session's calls into the hub, without a socket; loses answers when told to."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self.hub = hub
        self.lose = 0

    def send(self, request, **options):  # type: ignore[no-untyped-def]
        path = urlsplit(request.url).path
        if request.method == "GET":
            answer = self.hub.client.get(path)
        else:
            answer = self.hub.client.post(path, request.body or b"", content_type="application/octet-stream")
        if path.endswith("batches") and self.lose:
            self.lose -= 1
            raise requests.ConnectionError("the answer was lost")
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers.update(answer.headers)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        response.raw = io.BytesIO(content)
        response.request, response.url = request, request.url
        return response

    def close(self) -> None:
        pass


@dataclass
class Place:
    """A real station whose agent talks to the hub in this process."""

    config: StationConfig
    adapter: HubAdapter
    put_ids: list[str] = field(default_factory=list)

    def put(self, kind: str = RecordKind.REPORT) -> None:
        with closing(open_database(self.config.database)) as connection:
            record = Record(random_id(), kind, "kid", random_id().encode() * 20)
            Outbox(connection, clock=now).put(record)
            self.put_ids.append(record.id)

    def round(self) -> list[Event]:
        """One round of a newly started agent."""
        with closing(open_database(self.config.database)) as connection:
            agent = Agent(self.config, connection, random=random.Random(1), look_at_routes=set)
            agent._session.mount("http://", self.adapter)
            agent._station.reserve.keep = lambda: False  # type: ignore[method-assign]
            agent._round()
            return [note.event for note in StationState(connection).notes]

    def rotate(self) -> None:
        rotate_key(self.config, clock=now)

    @property
    def keys(self) -> set[str]:
        return {path.name for path in self.config.device_key.parent.iterdir()}


def new_place(hub: Hub, folder: Path, *, with_records: bool = True) -> Place:
    """An enrolled station in a folder of its own, with one report and one ballot handed over, unless without."""
    folder.mkdir(exist_ok=True)
    settings = folder / "station.toml"
    settings.write_text('data = "data"\nhub_url = "http://hub.test"\n[sync]\nballots_together = 1\n', encoding="utf-8")
    place = Place(load_config(settings), HubAdapter(hub))
    session = requests.Session()
    session.mount("http://", place.adapter)
    client = HttpHubClient("http://hub.test", find_key=lambda kid: None, session=session)
    enrol_station(place.config, hub.code(now=now()), client=client, model="test", clock=now)
    if with_records:
        place.put()
        place.put(RecordKind.BALLOT)
        place.round()
    return place


@pytest.fixture
def place(hub: Hub, tmp_path: Path) -> Place:
    return new_place(hub, tmp_path)


def everything_is_at_the_hub(place: Place) -> bool:
    list_all()
    found = list(SealedRecord.objects.values_list("record_id", flat=True))
    return sorted(found) == sorted(place.put_ids) and not Incident.objects.exists()


def test_the_hub_learns_of_the_new_key_in_the_chain(place):
    before = Device.objects.get()
    place.rotate()
    place.put()
    place.put(RecordKind.BALLOT)
    assert Event.HUB_UNKNOWN not in place.round()
    after = Device.objects.get()
    assert after.id == before.id and after.kid != before.kid
    assert RetiredKey.objects.get().kid == before.kid
    assert everything_is_at_the_hub(place)
    assert ChainHead.objects.count() == len(Stream), "a chain that was through goes on under the new key"
    assert AuditEntry.objects.filter(event="station-rekeyed").count() == 1
    place.put()
    place.round()
    assert everything_is_at_the_hub(place)


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_lost_answers_are_harmless(place, lost):
    place.put()
    place.rotate()
    place.put(RecordKind.BALLOT)
    place.adapter.lose = lost
    for _ in range(lost + 1):
        place.round()
    assert everything_is_at_the_hub(place)
    assert Device.objects.get().kid == load_device_key(place.config, identity(place)).kid


def identity(place: Place):  # type: ignore[no-untyped-def]
    from sync.station.state import read_identity

    with closing(open_database(place.config.database)) as connection:
        return read_identity(connection)


def test_what_was_frozen_under_the_old_key_and_not_sent_arrives(place):
    place.put()
    place.adapter.lose = 99
    place.round()  # it arrives, and the station does not know
    place.put()
    place.put(RecordKind.BALLOT)
    place.round()
    place.rotate()
    place.adapter.lose = 0
    place.round()
    place.round()
    assert everything_is_at_the_hub(place)


def test_nothing_but_the_change_itself_is_on_its_way_under_the_old_key(place):
    """By stick the chains may arrive in any order, and a hub that has changed already takes nothing else under it."""
    old = identity(place).kid
    place.put()
    place.put(RecordKind.BALLOT)
    place.adapter.lose = 99
    place.round()
    place.rotate()
    with closing(open_database(place.config.database)) as connection:
        rows = connection.execute("SELECT b.line FROM batches b JOIN chains c USING (inc) WHERE b.seq > c.acked")
        on_their_way = [line for (line,) in rows]
    assert [read_kid(line) for line in on_their_way] == [old] * len(Stream)
    assert all("rekey" in read_unproven(line) for line in on_their_way)


def test_both_keys_are_kept_until_the_new_one_is_in_the_hubs_backup(place):
    place.rotate()
    place.round()
    assert place.keys == {"device.pem", "device-previous.pem"}
    with pytest.raises(Refused, match="backup"):
        place.rotate()
    ChainHead.objects.update(safe=10**6)
    place.round()
    assert place.keys == {"device.pem"}
    place.rotate()
    place.put()
    place.round()
    assert everything_is_at_the_hub(place)
    assert RetiredKey.objects.count() == 2


def test_a_hub_restored_to_before_the_change_learns_of_it_again(place, hub, tmp_path):
    connections.close_all()
    backup = tmp_path / "backup.sqlite"
    with closing(open_backup(hub)) as source:
        source.execute(f"VACUUM INTO '{backup}'")
    place.rotate()
    place.put()
    place.round()
    connections.close_all()
    for ending in ("-wal", "-shm"):
        Path(f"{hub.folder.database}{ending}").unlink(missing_ok=True)
    shutil.copy(backup, hub.folder.database)
    assert not RetiredKey.objects.exists()
    assert Event.HUB_RESTORED in place.round()
    assert RetiredKey.objects.count() == 1
    assert everything_is_at_the_hub(place)


def forget(stream: str = "") -> None:
    """The hub is put back to before any batch of this stream, or of both, came."""
    device = Device.objects.get()
    streams = [stream] if stream else list(Stream)
    Batch.objects.filter(stream__in=streams).delete()
    ChainHead.objects.filter(stream__in=streams).delete()
    SealedRecord.objects.all().delete()
    if not stream:
        (first,) = RetiredKey.objects.all()
        device.kid, device.public_key = first.kid, first.public_key
        first.delete()
        device.save()


def test_a_hub_that_lost_all_chains_takes_what_the_old_key_signed_in_each_before_the_new_key(place):
    place.put()
    place.put(RecordKind.BALLOT)
    place.round()
    place.rotate()
    place.round()
    forget()
    for _ in range(2):
        place.round()
    assert everything_is_at_the_hub(place)
    assert RetiredKey.objects.count() == 1


@pytest.mark.parametrize("stream", list(Stream))
def test_what_the_hub_takes_from_the_old_key_no_more_goes_on_under_the_new_one(place, stream):
    """Of one chain it knows the change, the other it has lost whole."""
    place.rotate()
    place.put()
    place.put(RecordKind.BALLOT)
    place.round()
    forget(stream)
    SealedRecord.objects.all().delete()
    Batch.objects.update(is_listed=False)
    told = place.round()  # of answers nothing but the change was on its way, and that is sent again
    assert (Event.CHAIN_BROKEN_OFF in told) == (stream is not Stream.ANSWERS)
    place.put()
    assert Event.NO_AGREEMENT not in place.round()
    list_all()
    assert set(place.put_ids) == set(SealedRecord.objects.values_list("record_id", flat=True))


def open_backup(hub: Hub):  # type: ignore[no-untyped-def]
    import sqlite3

    return sqlite3.connect(hub.folder.database)


def test_a_station_that_lost_its_chains_before_the_hub_learned_says_it_again(place):
    """As after a salvage: no batch that names the new key is left."""
    place.rotate()
    with closing(open_database(place.config.database)) as connection:
        for table in ("kept", "bodies", "batches", "chains"):
            connection.execute(f"DELETE FROM {table}")
    place.put()
    place.round()
    assert Device.objects.get().kid == load_device_key(place.config, identity(place)).kid
    assert everything_is_at_the_hub(place)


@pytest.mark.parametrize("moment", ["before the row", "after the row"])
def test_an_interruption_costs_nothing(place, moment):
    if moment == "before the row":
        old = load_device_key(place.config, identity(place))
        save_key(old, place.config.device_key.with_name("device-previous.pem"))
        save_key(SigningKey.generate(), place.config.device_key.with_name("device-next.pem"))
    else:
        keys = place.config.device_key.parent
        shutil.copytree(keys, keys.with_name("copy"))
        place.rotate()
        (keys / "device.pem").rename(keys / "device-next.pem")
        shutil.copy(keys.with_name("copy") / "device.pem", keys / "device.pem")
    place.put()
    place.round()
    place.round()
    assert everything_is_at_the_hub(place)


def test_the_command_gives_a_new_key(place, tmp_path, capsys):
    before = identity(place).kid
    assert enrol_command.main(["--config", str(tmp_path / "station.toml"), "--rotate"]) == 0
    assert "new key" in capsys.readouterr().out
    assert identity(place).kid != before


def test_a_station_that_is_not_enrolled_has_no_key_to_change(tmp_path):
    with pytest.raises(Refused, match="not enrolled"):
        rotate_key(StationConfig(data=tmp_path, hub_url="http://hub.test"), clock=now)


class TestAtTheHub:
    """What the hub believes about keys."""

    @pytest.fixture
    def station(self, hub: Hub) -> Iterator[Station]:
        yield hub.enrolled_station()

    def rekey(self, station: Station, new: SigningKey, *, old_kid: str = "", device: str = "", signer=None):
        chain = station.chains[Stream.REPORTS]
        rekey = sign_rekey(device or station.device, old_kid=old_kid or station.key.kid, new=new)
        return freeze_batch(
            [], stream=Stream.REPORTS, device=station.device, inc=chain.inc, seq=chain.seq + 1, prev=chain.last,
            taken="2026-11-22", key=signer or station.key, rekey=rekey,
        )  # fmt: skip

    def test_the_old_key_ends_with_the_change(self, hub, station):
        hub.accept(station.batch())
        new, chain = SigningKey.generate(), station.chains[Stream.REPORTS]
        batch = self.rekey(station, new)
        assert hub.accept(batch).outcome is Outcome.ACKNOWLEDGED
        chain.seq, chain.last = chain.seq + 1, batch.hash
        assert hub.accept(station.batch(keep=False)).outcome is Outcome.FORK, "the thief of an old key"
        station.chains[Stream.BALLOTS].inc = random_id()
        assert hub.accept(station.batch(stream=Stream.BALLOTS, keep=False)).outcome is Outcome.FORK
        assert Batch.objects.filter(state="aside").count() == 2
        station.key = new
        assert hub.accept(station.batch()).outcome is Outcome.ACKNOWLEDGED

    def test_a_repeat_of_the_change_gets_the_same_answer(self, hub, station):
        batch = self.rekey(station, SigningKey.generate())
        assert hub.accept(batch).message == hub.accept(batch).message
        assert RetiredKey.objects.count() == 1

    def test_the_other_chain_may_end_what_it_had_begun_and_then_change_too(self, hub, station):
        hub.accept(station.batch(stream=Stream.BALLOTS))
        new = SigningKey.generate()
        hub.accept(self.rekey(station, new))
        assert hub.accept(station.batch(stream=Stream.BALLOTS)).outcome is Outcome.ACKNOWLEDGED

    @pytest.mark.parametrize("wrong", ["device", "old key", "signature", "used before"])
    def test_a_key_that_is_not_proven_is_refused(self, hub, station, wrong):
        new = SigningKey.generate()
        if wrong == "device":
            batch = self.rekey(station, new, device="f" * 32)
        elif wrong == "old key":
            batch = self.rekey(station, new, old_kid="another")
        elif wrong == "used before":
            batch = self.rekey(station, hub.enrolled_station("Other").key)
        else:
            batch = self.rekey(station, new, signer=SigningKey.generate())
        assert hub.accept(batch).outcome in {Outcome.MALFORMED, Outcome.UNKNOWN}
        assert Device.objects.get(id=station.device).kid == station.key.kid
        assert not Batch.objects.exists()

    def test_an_empty_batch_without_a_new_key_is_refused(self, hub, station):
        batch = freeze_batch(
            [], stream=Stream.REPORTS, device=station.device, inc=random_id(), seq=1, prev=FIRST_HASH,
            taken="2026-11-22", key=station.key,
        )  # fmt: skip
        assert hub.accept(batch).outcome is Outcome.MALFORMED


def test_nobody_enrols_with_a_key_that_was_given_up(hub, place):
    old = load_device_key(place.config, identity(place))
    place.rotate()
    place.round()
    secret = code_secret(hub.code(now=now()))
    assert hub.post("enrol", sign_request(secret, model="thief", key=old).encode()).status_code == 409
