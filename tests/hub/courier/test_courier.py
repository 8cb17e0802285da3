"""Sticks carried between a real hub and a real station, whole, pulled, full, changed and foreign."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from installer import courier
from sync.agent import stick_service
from sync.agent.stick_exchange import Carried, Trip
from sync.files import UNFINISHED
from sync.hub.announcements.services import tell
from sync.hub.attachments.store import PieceStore
from sync.hub.courier.desk import Delivery, Desk, meet_stick
from sync.hub.courier.faults import FileFault
from sync.hub.intake.models import Batch, Incident, SealedRecord
from sync.hub.intake.signer import current_voice
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.publishing.services import announce
from sync.hub.stations.services import revoke
from sync.protocol.encoding import random_id
from sync.protocol.records import Record, RecordKind, Stream
from sync.station.config import StationConfig
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from sync.station.outbox import Outbox
from sync.station.state import StationState, read_identity
from sync.stick import Stick, StickFault
from tests.kits.hub import Hub, list_all
from tests.kits.real.small_disk import fill, small_disk


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Place:
    """A station in a folder that has never seen a network."""

    config: StationConfig
    settings: Path

    def put(self, count: int = 1, *, size: int = 600, kind: str = RecordKind.REPORT) -> list[str]:
        with closing(open_database(self.config.database)) as connection:
            outbox = Outbox(connection, clock=now)
            records = [Record(random_id(), kind, "kid", os.urandom(size)) for _ in range(count)]
            for record in records:
                outbox.put(record)
        return [record.id for record in records]

    def meet(self, stick: Path) -> Trip:
        trip = courier.meet(self.config, Stick(stick))
        assert trip is not None
        return trip

    def waiting(self) -> int:
        with closing(open_database(self.config.database)) as connection:
            return Outbox(connection, clock=now).counts(Stream.REPORTS).waiting

    @property
    def device(self) -> str:
        with closing(open_database(self.config.database)) as connection:
            identity = read_identity(connection)
        assert identity
        return identity.device


def desk_of(hub: Hub) -> Desk:
    repository = hub.folder.repository
    return Desk(
        voice=current_voice(),
        repository=repository,
        pieces=PieceStore(hub.folder.blobs),
        root_sha256=pinned_root_hash(repository),
    )


def at_hub(hub: Hub, stick: Path) -> Delivery:
    return meet_stick(Stick(stick), desk_of(hub), by="test", now=now())


def new_place(folder: Path) -> Place:
    settings = folder / "station.toml"
    folder.mkdir()
    settings.write_text('data = "data"\nhub_url = "http://127.0.0.1:1"\n', encoding="utf-8")
    return Place(courier.load_config(settings), settings)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def place(hub: Hub, tmp_path: Path, stick: Path, capsys) -> Place:
    """A station enrolled by a stick of its own."""
    return enrolled(hub, tmp_path / "place", stick)


def enrolled(hub: Hub, folder: Path, stick: Path) -> Place:
    place, code = new_place(folder), hub.code(now=now())
    arguments = [str(stick), "--config", str(place.settings), "--code", code]
    assert courier.main(arguments) == 0
    at_hub(hub, stick)
    assert courier.main(arguments) == 0
    shutil.rmtree(stick)
    stick.mkdir()
    return place


def records_at_hub() -> set[str]:
    list_all()
    return set(SealedRecord.objects.values_list("record_id", flat=True))


def test_a_station_is_enrolled_and_served_by_stick_alone(hub, tmp_path, stick, capsys):
    place, code = new_place(tmp_path / "place"), hub.code(now=now())
    arguments = [str(stick), "--config", str(place.settings), "--code", code]
    assert courier.main(arguments) == 0
    assert "carry it to the hub" in capsys.readouterr().out
    call_command("courier", str(stick))
    assert courier.main(arguments) == 0
    said = capsys.readouterr().out
    assert "This station is now SBZ Test" in said and "New content is on show" in said
    assert code.replace("-", "") not in "".join(path.read_text("latin-1") for path in files_on(stick))
    ids = place.put(3)
    assert courier.main(arguments[:-2]) == 0
    assert "of which 1 are new" in capsys.readouterr().out
    call_command("courier", str(stick))
    assert records_at_hub() == set(ids)
    assert courier.main(arguments[:-2]) == 0
    assert "The hub has 3 more records" in capsys.readouterr().out
    assert place.waiting() == 0


def files_on(stick: Path) -> list[Path]:
    return [path for path in stick.rglob("*") if path.is_file()]


def test_a_wrong_code_is_told_by_the_stick_and_a_right_one_still_works(hub, tmp_path, stick, capsys):
    place = new_place(tmp_path / "place")
    arguments = [str(stick), "--config", str(place.settings), "--code"]
    assert courier.main([*arguments, "0123-4567-89AB-CDEF"]) == 0
    assert at_hub(hub, stick).not_taken
    assert at_hub(hub, stick).not_taken == [], "the same wish again uses up no try"
    assert courier.main([*arguments, "0123-4567-89AB-CDEF"]) == 1
    assert "not known" in capsys.readouterr().err
    code = hub.code(now=now())
    assert courier.main([*arguments, code]) == 0
    assert at_hub(hub, stick).enrolled == ["SBZ Test"]
    assert courier.main([*arguments, code]) == 0


def test_the_bytes_on_the_stick_are_those_of_the_network(hub, place, stick):
    place.put(2)
    place.meet(stick)
    (batch,) = stick.rglob("*.batch")
    response = hub.post("batches", batch.read_bytes())
    assert response.status_code == 200
    assert len(at_hub(hub, stick).seen_again) == 1
    (ack,) = stick.rglob("acks/*-*.jws")
    assert ack.read_bytes() == response.content


def test_two_couriers_with_the_same_batches_are_harmless(hub, place, stick, tmp_path):
    ids = place.put(4)
    place.meet(stick)
    shutil.copytree(stick, tmp_path / "other")
    assert len(at_hub(hub, stick).new) == 1
    again = at_hub(hub, tmp_path / "other")
    assert (len(again.new), len(again.seen_again), again.not_taken) == (0, 1, [])
    assert place.meet(tmp_path / "other").acknowledged == 4
    trip = place.meet(stick)
    assert (trip.acknowledged, trip.remarks, trip.notes) == (0, [], [])
    assert records_at_hub() == set(ids)
    assert not Incident.objects.exists()


def test_many_batches_are_taken_in_order_of_their_numbers(hub, place, stick):
    ids = []
    for _ in range(12):  # "10" sorts before "2"
        ids += place.put(1)
        place.meet(stick)
    delivery = at_hub(hub, stick)
    assert (len(delivery.new), delivery.not_taken) == (12, [])
    assert place.meet(stick).acknowledged == 12


def test_a_missing_batch_is_named_and_what_came_before_it_counts(hub, place, stick):
    for _ in range(3):
        place.put(1)
        place.meet(stick)
    next(stick.rglob("2.batch")).unlink()
    delivery = at_hub(hub, stick)
    assert len(delivery.new) == 1
    assert [(left.name.rpartition("/")[2], left.reason) for left in delivery.not_taken] == [("3.batch", FileFault.GAP)]
    assert [(gap.device, gap.first, gap.last) for gap in delivery.missing()] == [(place.device, 2, 2)]
    trip = place.meet(stick)
    assert (trip.acknowledged, trip.laid, trip.lying) == (1, 1, 1)
    assert len(at_hub(hub, stick).new) == 2


@pytest.mark.parametrize("where", ["line", "body"])
def test_a_batch_changed_on_the_way_is_not_taken_and_comes_again(hub, place, stick, where):
    ids = place.put(2)
    place.meet(stick)
    (batch,) = stick.rglob("*.batch")
    data = bytearray(batch.read_bytes())
    data[100 if where == "line" else -5] ^= 1
    batch.write_bytes(data)
    assert len(at_hub(hub, stick).not_taken) == 1
    assert not Batch.objects.exists()
    assert place.meet(stick).laid == 1, "the right one is laid over it"
    assert len(at_hub(hub, stick).new) == 1
    assert records_at_hub() == set(ids)


def test_an_acknowledgement_changed_on_the_way_is_not_believed(hub, place, stick):
    place.put(2)
    place.meet(stick)
    at_hub(hub, stick)
    (ack,) = stick.rglob("acks/*-*.jws")
    head, payload, signature = ack.read_text().split(".")
    ack.write_text(f"{head}.{payload[:-2]}AA.{signature}")
    (heads,) = [path for path in stick.glob("ck1/acks/*.jws") if "-" not in path.name]
    heads.write_bytes(b"\xff")
    trip = place.meet(stick)
    assert {remark for remark, _ in trip.remarks} == {Carried.TAMPERED}
    assert (trip.acknowledged, place.waiting()) == (0, 2)


def test_content_changed_on_the_way_is_not_shown(hub, place, stick):
    at_hub(hub, stick)
    place.meet(stick)
    next(stick.rglob("repo/metadata/timestamp.json")).write_bytes(b"{}")
    assert [remark for remark, _ in place.meet(stick).remarks] == [Carried.TAMPERED]


def test_the_word_of_another_hub_is_not_taken(hub, place, stick, tmp_path):
    """An acknowledgement under our hub's name but out of another database."""
    place.put(1)
    place.meet(stick)
    at_hub(hub, stick)
    with closing(open_database(place.config.database)) as connection:
        connection.execute("UPDATE identity SET epoch = 'another'")
    trip = place.meet(stick)
    assert {remark for remark, _ in trip.remarks} == {Carried.FOREIGN}
    assert place.waiting() == 1


def test_an_old_stick_turns_nothing_back(hub, place, stick, tmp_path):
    place.put(1)
    place.meet(stick)
    at_hub(hub, stick)
    shutil.copytree(stick, tmp_path / "old")
    place.meet(stick)
    place.put(1)
    place.meet(stick)
    at_hub(hub, stick)
    with closing(open_database(place.config.database)) as connection:
        StationState(connection).note_hub_time(now() + timedelta(hours=1))
    assert place.meet(stick).acknowledged == 1
    trip = place.meet(tmp_path / "old")
    assert (trip.notes, trip.remarks, place.waiting()) == ([], [], 0)


def test_a_stick_on_its_way_for_long_is_no_alarm(hub, place, stick):
    """The network has brought newer announcements meanwhile."""
    place.put(1)
    place.meet(stick)
    at_hub(hub, stick)
    tell("reports.json", b"1")
    announce(hub.folder, now=now())
    (newer := stick.with_name("newer")).mkdir()
    at_hub(hub, newer)
    assert place.meet(newer).remarks == []
    trip = place.meet(stick)
    assert (trip.remarks, trip.notes) == ([], [])
    with closing(open_database(place.config.database)) as connection:
        assert ContentSets(connection, place.config.content).hub_file("reports.json") == b"1"


def test_a_revoked_station_is_told_by_stick_and_what_it_brings_is_kept_aside(hub, place, stick, capsys):
    place.put(1)
    place.meet(stick)
    revoke(place.device, by="test", note="stolen", now=now())
    delivery = at_hub(hub, stick)
    assert delivery.not_taken[0].reason is FileFault.REVOKED
    assert [batch.state for batch in Batch.objects.all()] == ["aside"]
    assert courier.main([str(stick), "--config", str(place.settings)]) == 0
    assert "out of service" in capsys.readouterr().out
    place.put(1)
    assert place.meet(stick).laid == 0


def test_strangers_files_are_left_alone(hub, place, stick):
    (stick / "Urlaub.jpg").write_bytes(b"photo")
    (stick / "ck1" / "x" / "y").mkdir(parents=True)
    (stick / "ck1" / "x" / "y" / "1.batch").write_bytes(b"no batch")
    (stick / "ck1" / "x" / "y" / "two.batch").write_bytes(b"no batch")
    (stick / "ck1" / "enrol").mkdir()
    (stick / "ck1" / "enrol" / "z.request").write_bytes(b"\xff")
    delivery = at_hub(hub, stick)
    assert [left.name for left in delivery.not_taken] == ["z.request", "x/y/1.batch"]
    assert (stick / "Urlaub.jpg").read_bytes() == b"photo"


KILLED = """
import os, sys
from pathlib import Path
from installer import courier
from sync.stick import Stick
left = int(sys.argv[3])
def count_down(event, arguments):
    global left
    if event in {"open", "os.rename", "os.mkdir"} and sys.argv[2] in str(arguments[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
config = courier.load_config(Path(sys.argv[1]))
sys.addaudithook(count_down)
courier.meet(config, Stick(Path(sys.argv[2])))
"""


def test_killed_at_any_step_no_name_stands_for_half_a_file(hub, place, stick):
    ids = []
    for _ in range(2):
        ids += place.put(3)
        place.meet(stick)
    whole = {path.name: path.read_bytes() for path in stick.rglob("*.batch")}
    kills = 0
    for step in range(0, 40, 3):
        shutil.rmtree(stick)
        stick.mkdir()
        command = [sys.executable, "-c", KILLED, str(place.settings), str(stick), str(step)]
        kills += subprocess.run(command, check=False).returncode == -9
        for path in stick.rglob("*.batch"):
            assert path.read_bytes() == whole[path.name]
        delivery = at_hub(hub, stick)
        assert delivery.not_taken == []
        if kills <= step // 3:
            break
    assert kills >= 2
    place.meet(stick)
    at_hub(hub, stick)
    assert records_at_hub() == set(ids)


def test_half_a_file_is_never_read(hub, place, stick):
    place.put(1)
    place.meet(stick)
    (batch,) = stick.rglob("*.batch")
    batch.rename(batch.with_name("1.batch" + UNFINISHED))
    delivery = at_hub(hub, stick)
    assert (delivery.new, delivery.not_taken, delivery.half_written) == ([], [], 1)


def test_a_full_stick_is_told_and_what_is_on_it_counts(hub, place, stick, tmp_path):
    for _ in range(8):
        place.put(1, size=40_000)
        place.meet(stick)
    with small_disk(tmp_path / "small", kilobytes=300) as small:
        trip = place.meet(small)
        assert trip.trouble and trip.trouble.fault is StickFault.FULL
        assert 0 < trip.laid < 8
        delivery = at_hub(hub, small)
        assert len(delivery.new) == trip.laid
        assert delivery.not_taken == []
    assert place.meet(stick).lying == 8, "nothing was acknowledged by the full one"


def test_a_full_stick_at_the_hub_is_told(hub, place, stick, tmp_path):
    with small_disk(tmp_path / "small", kilobytes=60) as small:
        place.put(1)
        place.meet(small)
        fill(small)
        delivery = at_hub(hub, small)
        assert len(delivery.new) == 1
        assert delivery.trouble and delivery.trouble.fault is StickFault.FULL
        with pytest.raises(CommandError, match="full"):
            call_command("courier", str(small))


def test_a_slow_stick_is_named(hub, place, stick, monkeypatch):
    for _ in range(2):
        place.put(1, size=200_000)
        place.meet(stick)
    shutil.rmtree(stick)
    stick.mkdir()
    seconds = iter([0.0, 60.0])
    monkeypatch.setattr(stick_service.time, "monotonic", lambda: next(seconds))
    assert [remark for remark, _ in place.meet(stick).remarks] == [Carried.SLOW]


def test_the_command_says_what_is_missing(tmp_path, stick, capsys, place):
    unenrolled = new_place(tmp_path / "new")
    assert courier.main([str(stick), "--config", str(unenrolled.settings)]) == 1
    assert "--code" in capsys.readouterr().err
    with pytest.raises(CommandError, match="no stick"):
        call_command("courier", str(tmp_path / "none"))
    assert courier.main([str(tmp_path / "none"), "--config", str(place.settings)]) == 1
    assert "no stick" in capsys.readouterr().err
