"""One person, one vote: each participation code counts once, whatever order, station or hub its ballots come to."""

from __future__ import annotations

import json
import re
import shutil
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from sync.hub.audit.models import AuditEntry
from sync.hub.backups.dump import write_copy
from sync.hub.counting.services import count_poll
from sync.hub.intake.models import RecordState, SealedRecord
from sync.hub.intake.signer import forget_footing
from sync.hub.polls import selectors
from sync.hub.polls.code_sheet import make_sheet
from sync.hub.polls.models import BallotStanding, BoxedBallot, CodeEntry, CodeMark, KnownBallot
from sync.hub.polls.places import PublishedBallot, hold_places
from sync.hub.worker.keyring import Keyring
from sync.protocol.encoding import canonical_json, to_base64
from sync.protocol.envelope import open_outer, seal_ballot
from sync.protocol.participation_codes import ParticipationCode, is_listed, list_path, new_code, read_typed
from sync.protocol.polls.poll import Poll
from sync.protocol.reasons import RecordReason
from sync.protocol.records import Record, RecordKind, Stream
from tests.hub.publishing.test_publishing import fetch
from tests.kits.hub import NOW, Hub, Station, on_both

POLL = "one-each"


def add_poll(hub: Hub, **changes: Any) -> None:
    """A poll that takes codes, in the content source."""
    folder = hub.folder.content / "polls"
    wire = json.loads((folder / "neuer-markt.json").read_text("utf-8"))
    wire |= {"id": POLL, "codes": True, "codes_at": wire["title"]} | changes
    if not wire["codes"]:
        del wire["codes_at"]
    (folder / f"{POLL}.json").write_text(json.dumps(wire), "utf-8")


def make(hub: Hub, place: Path, number: int = 8) -> list[ParticipationCode]:
    """Codes as somebody reads them from the file they were written to."""
    call_command("codes", f"--poll={POLL}", f"--count={number}", f"--out={place}")
    return [read_typed(line) for line in place.read_text("utf-8").splitlines()]


@pytest.fixture
def codes(hub: Hub, tmp_path: Path) -> list[ParticipationCode]:
    """The codes of a poll that is published."""
    add_poll(hub)
    made = make(hub, tmp_path / "codes.txt")
    call_command("publish")
    return made


def ballot(hub: Hub, station: Station, code: ParticipationCode, option: int = 0) -> tuple[Record, str]:
    poll = hub.poll(POLL)
    return seal_ballot(poll, [poll.options[option].id], key=station.seal, spent=code.mark(POLL))


def send(hub: Hub, station: Station, *records: Record, now: datetime = NOW) -> None:
    hub.accept(station.batch(records, stream=Stream.BALLOTS), now=now)
    hub.work()


def standings() -> dict[str, str]:
    return dict(BoxedBallot.objects.values_list("tracker", "standing"))


def quarantine() -> list[str]:
    return list(SealedRecord.objects.filter(state=RecordState.QUARANTINED).values_list("reason", flat=True))


class TestMaking:
    def test_what_the_hub_keeps_leads_to_no_code_and_ties_nothing_together(self, hub: Hub, codes: Any) -> None:
        secrets = [code.typed().replace("-", "")[:16].encode() for code in codes]
        kept = hub.folder.database.read_bytes() + Path(f"{hub.folder.database}-wal").read_bytes()
        for place in (*hub.folder.repository.rglob("*"), *hub.folder.content.rglob("*")):
            kept += place.read_bytes() if place.is_file() else b""
        assert not any(secret in kept for secret in secrets)
        assert {field.name for field in CodeMark._meta.fields} == {"mark", "poll", "spent_for"}
        assert {field.name for field in CodeEntry._meta.fields} == {"entry", "poll"}
        assert set(CodeMark.objects.values_list("mark", flat=True)) == {code.mark(POLL) for code in codes}
        assert set(CodeEntry.objects.values_list("entry", flat=True)) == {code.entry(POLL).hex() for code in codes}

    @pytest.mark.parametrize("model", [CodeMark, CodeEntry, KnownBallot, BoxedBallot])
    def test_the_tables_have_no_order_but_that_of_their_hashes(self, hub: Hub, model: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [model._meta.db_table])
            assert cursor.fetchone()[0].endswith("WITHOUT ROWID")

    def test_they_are_written_once_for_their_owner_alone(self, hub: Hub, codes: Any, tmp_path: Path) -> None:
        assert stat.S_IMODE((tmp_path / "codes.txt").stat().st_mode) == 0o600
        with pytest.raises(CommandError, match="exists"):
            make(hub, tmp_path / "codes.txt")
        assert selectors.count_codes(POLL) == (len(codes), 0)

    def test_if_a_file_cannot_be_written_no_code_was_made(self, hub: Hub, tmp_path: Path) -> None:
        add_poll(hub)
        out, sheet = tmp_path / "out.txt", tmp_path / "no-folder" / "sheet.html"
        with pytest.raises(CommandError, match="No such file"):
            call_command("codes", f"--poll={POLL}", "--count=3", f"--out={out}", f"--sheet={sheet}")
        assert selectors.count_codes(POLL) == (0, 0) and not out.exists()
        assert not AuditEntry.objects.filter(event="participation-codes-made").exists()

    def test_the_log_tells_how_many_and_not_which(self, hub: Hub, codes: Any) -> None:
        entry = AuditEntry.objects.get(event="participation-codes-made")
        assert json.loads(entry.facts) == {"poll": POLL, "number": len(codes)}

    @pytest.mark.parametrize(
        ("changes", "number", "told"),
        [({"codes": False}, 5, "takes no"), ({}, 0, "1 to 50000"), ({"closes": "2026-10-02"}, 5, "is over")],
    )
    def test_codes_nobody_could_use_are_not_made(
        self, hub: Hub, tmp_path: Path, changes: dict[str, Any], number: int, told: str
    ) -> None:
        add_poll(hub, **changes)
        with pytest.raises(CommandError, match=told):
            make(hub, tmp_path / "codes.txt", number)
        with pytest.raises(CommandError, match="no poll"):
            call_command("codes", "--poll=unknown", "--count=1", f"--out={tmp_path / 'x'}")
        assert not (tmp_path / "codes.txt").exists()

    def test_a_poll_that_takes_codes_and_has_none_is_not_published(self, hub: Hub) -> None:
        add_poll(hub)
        with pytest.raises(CommandError, match="make them first"):
            call_command("publish")
        assert selectors.newest_version(POLL) is None

    def test_the_published_list_holds_them_all_in_order(self, hub: Hub, codes: Any, tmp_path: Path) -> None:
        listed = fetch(hub, tmp_path / "station", list_path(POLL))
        assert all(is_listed(code.entry(POLL), listed) for code in codes)
        assert listed == b"".join(sorted(code.entry(POLL) for code in codes))
        more = make(hub, tmp_path / "more.txt", 3)
        call_command("publish")
        longer = fetch(hub, tmp_path / "station", list_path(POLL))
        assert all(is_listed(code.entry(POLL), longer) for code in (*codes, *more)) and len(longer) == 11 * 16

    def test_the_cards_tell_the_code_and_nothing_that_could_be_put_in_order(self, hub: Hub) -> None:
        made = [new_code() for _ in range(30)]
        poll = hub.poll()
        sheet = make_sheet(poll, made, language="de")
        cards = re.findall(r"<article>.*?</article>", sheet, re.S)
        groups = [re.findall(r"<span>(\w+)</span>", card) for card in cards]
        assert ["-".join(group) for group in groups] == [code.typed() for code in made]
        assert len({re.sub(r"<span>\w+</span>", "", card) for card in cards}) == 1
        assert "Ihr Teilnahmecode" in sheet and "Your participation code" in make_sheet(poll, made, language="en")


class TestOneVoteForEachCode:
    @on_both
    def test_at_two_offline_stations_the_first_that_comes_counts(self, hub: Hub, tmp_path: Path) -> None:
        add_poll(hub)
        codes = make(hub, tmp_path / "codes.txt")
        call_command("publish")
        one, other = hub.enrolled_station(), hub.enrolled_station()
        (first, first_tracker), (second, second_tracker) = (
            ballot(hub, one, codes[0]), ballot(hub, other, codes[0], option=1),
        )  # fmt: skip
        send(hub, other, second)
        send(hub, one, first)
        assert standings() == {second_tracker: BallotStanding.COUNTS, first_tracker: BallotStanding.DOUBLE}
        assert selectors.count_codes(POLL) == (len(codes), 1)
        assert not quarantine()

    def test_a_third_one_is_double_too_and_other_codes_count(self, hub: Hub, codes: Any) -> None:
        station = hub.enrolled_station()
        for code in (codes[0], codes[0], codes[0], codes[1]):
            send(hub, station, ballot(hub, station, code)[0])
        assert sorted(standings().values()) == ["counts", "counts", "double", "double"]

    def test_the_same_ballot_again_is_no_double(self, hub: Hub, codes: Any) -> None:
        station = hub.enrolled_station()
        record, tracker = ballot(hub, station, codes[0])
        send(hub, station, record)
        outer = open_outer(record, key=Keyring.load(hub.folder.root)._keys[record.kid])
        again = canonical_json({"poll": POLL, "inner": to_base64(outer.inner), "spent": outer.spent})
        send(hub, station, seal(again, station))
        assert standings() == {tracker: BallotStanding.COUNTS}

    def test_a_hub_restored_from_its_backup_comes_to_the_same_end(self, hub: Hub, codes: Any, tmp_path: Path) -> None:
        """What was decided before the backup stays decided, however the stations come back."""
        one, other = hub.enrolled_station(), hub.enrolled_station()
        (first, first_tracker), (second, second_tracker) = ballot(hub, one, codes[0]), ballot(hub, other, codes[0])
        send(hub, one, first)
        backup = keep_database(hub, tmp_path / "backup.sqlite")
        again = other.batch([second], stream=Stream.BALLOTS)
        hub.accept(again)
        hub.work()
        before = standings()
        restore_database(hub, backup)
        assert standings() == {first_tracker: BallotStanding.COUNTS}
        hub.accept(again)
        hub.work()
        assert standings() == before == {first_tracker: BallotStanding.COUNTS, second_tracker: BallotStanding.DOUBLE}

    def test_what_was_published_since_the_backup_keeps_its_place(self, hub: Hub, codes: Any, tmp_path: Path) -> None:
        """The one that came second is there first after the restore, and after the day of grace; both as before."""
        one, other = hub.enrolled_station(), hub.enrolled_station()
        backup = keep_database(hub, tmp_path / "backup.sqlite")
        batches = [
            station.batch([ballot(hub, station, codes[0])[0]], stream=Stream.BALLOTS) for station in (one, other)
        ]
        for batch in batches:
            hub.accept(batch)
            hub.work()
        before = standings()
        in_order = sorted(BoxedBallot.objects.all(), key=lambda boxed: boxed.standing != BallotStanding.COUNTS)
        published = [PublishedBallot(boxed.poll, boxed.mark, boxed.inner_hash) for boxed in in_order]
        restore_database(hub, backup)
        hold_places(published)
        hold_places(published)
        for batch in reversed(batches):
            hub.accept(batch, now=NOW + timedelta(days=400))
            hub.work()
        assert sorted(before.values()) == [BallotStanding.COUNTS, BallotStanding.DOUBLE] and standings() == before


def keep_database(hub: Hub, place: Path) -> Path:
    write_copy(place)
    return place


def restore_database(hub: Hub, backup: Path) -> None:
    connection.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{hub.folder.database}{ending}").unlink(missing_ok=True)
    shutil.copy(backup, hub.folder.database)
    forget_footing()


def seal(plaintext: bytes, station: Station) -> Record:
    record_id = new_code().mark("any")[:32]
    sealed = station.seal.seal(plaintext, f"ck1|rec|{station.seal.kid}|{record_id}".encode())
    return Record(record_id, RecordKind.BALLOT, station.seal.kid, sealed)


class TestQuarantine:
    """What a broken or malicious station could send is kept, told with its reason, and counts nowhere."""

    def outer(self, hub: Hub, station: Station, poll_id: str, spent: str) -> Record:
        """A ballot in an outer envelope the station's own rules would not have made."""
        record, _ = station.ballot(hub.poll())
        inner = open_outer(record, key=Keyring.load(hub.folder.root)._keys[record.kid]).inner
        return seal(canonical_json({"poll": poll_id, "inner": to_base64(inner), "spent": spent}), station)

    @pytest.mark.parametrize(
        ("poll_id", "spent", "told"),
        [
            (POLL, "c" * 64, RecordReason.CODE_UNKNOWN),
            (POLL, "", RecordReason.CODE_MISSING),
            ("neuer-markt", "c" * 64, RecordReason.CODE_UNASKED),
            (POLL, "x" * 64, RecordReason.NO_MARK),
        ],
    )
    def test_a_mark_that_does_not_fit(self, hub: Hub, codes: Any, poll_id: str, spent: str, told: RecordReason) -> None:
        station = hub.enrolled_station()
        send(hub, station, self.outer(hub, station, poll_id, spent))
        assert quarantine() == [told]
        assert not BoxedBallot.objects.exists()
        assert selectors.count_codes(POLL) == (len(codes), 0)

    def test_a_code_of_another_poll(self, hub: Hub, codes: Any) -> None:
        station = hub.enrolled_station()
        send(hub, station, self.outer(hub, station, POLL, codes[0].mark("neuer-markt")))
        assert quarantine() == [RecordReason.CODE_UNKNOWN]

    def test_one_ballot_spends_no_second_code(self, hub: Hub, codes: Any) -> None:
        station = hub.enrolled_station()
        record, tracker = ballot(hub, station, codes[0])
        inner = open_outer(record, key=Keyring.load(hub.folder.root)._keys[record.kid]).inner
        copy = canonical_json({"poll": POLL, "inner": to_base64(inner), "spent": codes[1].mark(POLL)})
        send(hub, station, record)
        send(hub, station, seal(copy, station))
        assert quarantine() == [RecordReason.REPEATED]
        assert standings() == {tracker: BallotStanding.COUNTS}
        assert selectors.count_codes(POLL) == (len(codes), 1)


class TestLate:
    """A poll closes while stations are offline: their ballots are waited for until the day of grace."""

    def at_noon(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    @pytest.mark.parametrize(("days", "standing"), [(0, "counts"), (1, "counts"), (14, "counts"), (15, "late")])
    def test_a_ballot_counts_until_the_end_of_the_day_of_grace(self, hub: Hub, days: int, standing: str) -> None:
        station, poll = hub.enrolled_station(), hub.poll()
        record, tracker = station.ballot(poll)
        send(hub, station, record, now=self.at_noon(poll.closes + timedelta(days=days)))
        assert standings() == {tracker: standing}

    def test_what_counts_is_when_it_came_not_when_it_was_opened(self, hub: Hub) -> None:
        station, poll = hub.enrolled_station(), hub.poll()
        record, _ = station.ballot(poll)
        hub.accept(station.batch([record], stream=Stream.BALLOTS), now=self.at_noon(poll.grace))
        hub.work()  # by the clock of the machine, which is another day
        assert list(standings().values()) == [BallotStanding.COUNTS]

    def test_a_late_ballot_spends_no_code(self, hub: Hub, codes: Any) -> None:
        station, poll = hub.enrolled_station(), hub.poll(POLL)
        send(hub, station, ballot(hub, station, codes[0])[0], now=self.at_noon(poll.grace + timedelta(days=1)))
        assert list(standings().values()) == [BallotStanding.LATE]
        assert selectors.count_codes(POLL) == (len(codes), 0)

    def test_the_day_of_grace_can_be_named_in_the_definition(self, hub: Hub, tmp_path: Path) -> None:
        add_poll(hub, codes=False, grace="2027-07-02")
        call_command("publish")
        served = json.loads(fetch(hub, tmp_path / "station", f"polls/{POLL}.json"))
        assert (served["grace"], hub.poll(POLL).grace) == ("2027-07-02", date(2027, 7, 2))
        assert json.loads(fetch(hub, tmp_path / "station", "polls/neuer-markt.json"))["grace"] == "2027-07-14"

    def test_a_poll_published_before_there_were_days_of_grace_stays_as_it_was(self, hub: Hub) -> None:
        row = selectors.newest_version("neuer-markt")
        assert row is not None
        definition = {name: value for name, value in row.definition.items() if name != "grace"}
        row.definition, row.hash = definition, Poll.from_wire(definition).hash
        row.save()
        call_command("publish")
        assert hub.poll().hash == row.hash


def test_doubles_and_late_ones_are_told_and_not_counted(hub: Hub, codes: list[ParticipationCode]) -> None:
    station, poll = hub.enrolled_station(), hub.poll(POLL)
    for code in codes[:6]:
        send(hub, station, ballot(hub, station, code)[0])
    double = ballot(hub, station, codes[0], option=1)
    send(hub, station, double[0])
    late = ballot(hub, station, codes[7], option=1)
    send(hub, station, late[0], now=NOW + timedelta(days=400))
    tally = count_poll(
        POLL,
        mix=hub.trustee_key("mix", POLL),
        tally=hub.trustee_key("tally", POLL),
        smallest=5,
        results=hub.folder.results,
        by="test",
        today=poll.grace + timedelta(days=1),
        now=NOW,
    )
    assert (tally.total, tally.valid, tally.doubles) == (6, 6, 1)
    assert [tally.figures["counts"][option.id] for option in poll.options[:2]] == [6, 0]
    assert json.loads(selectors.result_of(POLL))["doubles"] == selectors.hashes_of(POLL, BallotStanding.DOUBLE)
    after = ballot(hub, station, codes[6])
    send(hub, station, after[0])
    assert standings()[after[1]] == BallotStanding.LATE
