"""Station and hub remember different things: backups put back, copies of a disk, bytes that broke."""

from __future__ import annotations

from dataclasses import replace

from sync.protocol.keys import OpenKey
from sync.protocol.records import Stream
from sync.station.attachment_store import BlobKind, Blobs
from sync.station.events import Event
from tests.kits.station import Station, events, everything_is_there


class TestMemories:
    def test_a_hub_restored_from_a_backup_gets_again_what_it_lost(self, station, twin):
        records = station.put(2)
        station.round()
        backup = twin.backup()
        for _ in range(3):
            records += station.put(2)
            station.round()
        twin.restore(backup)
        result = station.round()
        assert Event.HUB_RESTORED in events(result)
        assert (result.sent, result.acknowledged, result.complete) == (3, 6, True)
        everything_is_there(twin, records)

    def test_a_restored_hub_is_asked_about_all_pieces_again(self, station, twin, tmp_path):
        blobs, today = Blobs(tmp_path / "blobs"), station.clock().date()
        station.parts = replace(station.parts, blobs=blobs)
        (piece,) = blobs.put(b"voice", kind=BlobKind.VOICE, key=OpenKey.generate().public)
        backup = twin.backup()
        station.put(1)
        station.round()
        blobs.note([piece], missing=(), safe={piece})
        blobs.note_all_asked(today)
        station.round()
        assert blobs.to_ask_about(today) == []
        twin.restore(backup)
        station.round()
        assert [one.name for one in blobs.to_ask_about(today)] == [piece]

    def test_a_restored_hub_gets_its_ended_chains_again(self, station, twin, tmp_path):
        records = station.put(2)
        station.round()
        records += station.put(2)
        station.round()
        image = station.image(tmp_path / "image")
        backup_without_second = twin.backup()
        inc = next(iter(backup_without_second.chains))
        del backup_without_second.chains[inc][1:]
        for record in records[2:]:
            del backup_without_second.records[record.id]
        station.put(1)
        station.round()
        station.put_back(image)
        station.round()
        twin.restore(backup_without_second)
        assert station.round().complete
        everything_is_there(twin, records)

    def test_a_hub_made_new_is_sent_nothing(self, station, twin):
        station.put(2)
        station.round()
        station.put(1)
        twin.epoch, twin.memory = "another", type(twin.memory)()
        sent_before = len(twin.batches)
        assert events(station.round()) == [Event.HUB_OTHER_MEMORY]
        assert len(twin.batches) == sent_before
        assert station.waiting(Stream.REPORTS) == 1

    def test_heads_of_another_station_are_not_believed(self, station, twin):
        station.put(2)
        twin.device = "another"
        assert events(station.round()) == [Event.HUB_UNKNOWN]
        assert not twin.batches

    def test_a_station_restored_from_its_backup_begins_a_new_chain(self, station, twin, tmp_path):
        kept = station.put(2)
        station.round()
        kept += station.put(1)
        image = station.image(tmp_path / "image")
        station.round()
        station.put(4)
        station.round()
        station.put_back(image)
        kept += station.put(2)
        result = station.round()
        assert Event.STATION_DIVERGED in events(result) and result.complete
        assert len(twin.memory.chains) == 2
        everything_is_there(twin, kept)
        assert station.round().notes == []  # said once, not in every round

    def test_a_restored_station_that_wrote_before_comparing_never_reuses_a_number(self, station, twin, tmp_path):
        station.put(2)
        station.round()
        image = station.image(tmp_path / "image")
        lost_image = station.put(1)
        station.round()
        station.put_back(image)
        later = station.put(1)
        station.chains.freeze_due(station.clock(), together=3)
        result = station.round()
        assert Event.STATION_DIVERGED in events(result) and result.complete
        everything_is_there(twin, lost_image + later)
        assert len(twin.memory.chains) == 2
        assert all(len(chain) == len(set(chain)) for chain in twin.memory.chains.values())

    def test_two_copies_of_one_disk_lose_nothing(self, station, twin, tmp_path, clock):
        station.put(1)
        station.round()
        image = station.image(tmp_path / "clone")
        clone = Station(image, twin, clock, key=station.key)
        ours, theirs = station.put(2), clone.put(2)
        station.round()
        clone.round()
        ours += station.put(2)
        theirs += clone.put(2)
        for copy in (clone, station):
            assert copy.round().complete
        everything_is_there(twin, ours + theirs)
        clone.connection.close()

    def test_a_hub_restored_and_then_written_to_by_a_copy_gets_all_that_is_not_proven(
        self, station, twin, tmp_path, clock
    ):
        records = station.put(1)
        station.round()
        backup = twin.backup()
        image = station.image(tmp_path / "clone")
        records += station.put(1)
        station.round()
        twin.restore(backup)
        clone = Station(image, twin, clock, key=station.key)
        records += clone.put(1)
        clone.round()
        clone.connection.close()
        result = station.round()
        assert Event.STATION_DIVERGED in events(result) and result.complete
        everything_is_there(twin, records)

    def test_a_hub_restored_beyond_what_is_kept_gets_the_rest_in_a_new_chain(self, station, twin):
        station.put(1)
        station.round()
        empty = type(twin.memory)()
        twin.safe = 1
        station.clock.pass_days(31)
        kept = station.put(1)
        station.round()
        assert station.chains.first_kept(station.chains.all()[0].inc) == 2
        twin.restore(empty)
        result = station.round()
        assert Event.CHAIN_BROKEN_OFF in events(result) and result.complete
        everything_is_there(twin, kept)


class TestBrokenDisk:
    def test_a_broken_body_is_declared_and_its_records_go_again(self, station, twin):
        first = station.put(3)
        station.chains.freeze_due(station.clock(), together=3)
        station.connection.execute("UPDATE bodies SET body = zeroblob(length(body))")
        result = station.round()
        assert Event.BODY_LOST in events(result) and result.complete
        assert len(twin.memory.lost) == 1
        assert len(twin.batches) == 2  # the broken bytes never left
        everything_is_there(twin, first)
        assert result.acknowledged == 3

    def test_a_body_the_hub_finds_broken_is_declared_too(self, station, twin):
        records = station.put(3)
        twin.faults = [lambda take: twin.refuse(422, "body")]
        result = station.round()
        assert Event.BODY_LOST in events(result) and result.complete
        everything_is_there(twin, records)

    def test_a_missing_body_is_declared(self, station, twin):
        records = station.put(3)
        station.chains.freeze_due(station.clock(), together=3)
        station.connection.execute("DELETE FROM bodies")
        assert station.round().complete
        everything_is_there(twin, records)

    def test_a_broken_signed_line_ends_the_chain_and_its_records_go_again(self, station, twin):
        records = station.put(1)
        station.round()
        records += station.put(3)
        station.chains.freeze_due(station.clock(), together=3)
        station.connection.execute("UPDATE batches SET line = 'x' WHERE seq = 2")
        result = station.round()
        assert Event.BODY_LOST in events(result) and result.complete
        assert len(twin.memory.chains) == 2
        everything_is_there(twin, records)
