"""The ballot log at the hub: grows once a day, is never changed, proves itself, and survives a restore in its order."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from sync.hub.announcements.models import Announcement
from sync.hub.announcements.selectors import contents, digests
from sync.hub.audit.models import AuditEntry
from sync.hub.ballot_log import selectors, services
from sync.hub.ballot_log.models import LogCheckpoint, LogLine, LogRound
from sync.hub.ballot_log.services import append_day, hear_station, rebuild
from sync.hub.intake.signer import forget_footing
from sync.hub.polls.models import BallotStanding, BoxedBallot, KnownBallot
from sync.key_files import load_signing_key, save_key
from sync.protocol import merkle
from sync.protocol.ballot_log import CHECKPOINT, LogEntry, origin_of, read_files, write_files
from sync.protocol.envelope import tracker_of
from sync.protocol.errors import Refused
from sync.protocol.keys import SigningKey
from sync.protocol.signed_note import Checkpoint
from tests.kits.hub import Hub, on_both

TODAY = date(2026, 11, 22)


def key_of(hub: Hub) -> SigningKey:
    return load_signing_key(hub.folder.log_key)


def origin(hub: Hub) -> str:
    return origin_of(key_of(hub).public)


def box(*inner: bytes, mark: str = "", standing: BallotStanding = BallotStanding.COUNTS) -> list[str]:
    """Ballots as the worker puts them into the box; their hashes, sorted."""
    from hashlib import sha256

    rows = [
        BoxedBallot(
            inner_hash=sha256(one).hexdigest(), poll="neuer-markt", tracker=tracker_of(one), inner=one, mark=mark,
            standing=standing,
        )
        for one in inner
    ]  # fmt: skip
    BoxedBallot.objects.bulk_create(rows)
    return sorted(row.inner_hash for row in rows)


def grow(hub: Hub, days: int = 0, *, at_once: bool = False) -> bool:
    return append_day(key=key_of(hub), today=TODAY + timedelta(days), at_once=at_once, now=datetime.now(UTC))


def hashes() -> list[str]:
    return [entry.inner_hash for entry in selectors.entries()]


def published() -> dict[str, bytes]:
    return dict(contents(digests().keys()))


def forget(hub: Hub, image: Path) -> None:
    """The hub's database is that of an older backup."""
    connection.close()
    for path in hub.folder.database.parent.glob("hub.sqlite*"):
        path.unlink()
    shutil.copy(image, hub.folder.database)
    forget_footing()


def back_up(hub: Hub, place: Path) -> Path:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(place)])
    return place


def test_the_first_look_signs_an_empty_log(hub):
    assert grow(hub) is False
    checkpoint = Checkpoint.open(published()[CHECKPOINT].decode(), origin=origin(hub), key=key_of(hub).public)
    assert (checkpoint.size, checkpoint.root) == (0, merkle.root_of([]))


@on_both
def test_the_ballots_of_a_day_enter_together_in_the_order_of_their_hashes(hub):
    grow(hub)
    first = box(b"c", b"a", b"b")
    assert grow(hub) is False, "a ballot of today has to wait for the others of its day"
    assert hashes() == []
    assert grow(hub, 1) is True
    second = box(b"e", b"d")
    assert grow(hub, 1) is False
    assert grow(hub, 2) is True
    assert hashes() == [*first, *second]
    note, leaves = read_files(published())
    checkpoint = Checkpoint.open(note, origin=origin(hub), key=key_of(hub).public)
    assert (checkpoint.size, checkpoint.root) == (5, merkle.root_of(leaves))
    assert leaves == [f"neuer-markt||{inner_hash}".encode() for inner_hash in [*first, *second]]


def test_for_showing_they_enter_at_once(hub):
    grow(hub, at_once=True)
    box(b"a")
    assert grow(hub, at_once=True) is True
    assert grow(hub, at_once=True) is False
    assert len(hashes()) == 1


def test_a_day_without_ballots_signs_nothing_new(hub):
    box(b"a")
    grow(hub)
    before = published()
    assert grow(hub, 1) is False
    assert published() == before
    assert LogCheckpoint.objects.count() == 1


def test_of_one_day_what_counts_comes_before_its_double_and_what_is_late_stays_out(hub):
    mark = "a" * 64
    doubles = box(*(b"double %d" % number for number in range(5)), mark=mark, standing=BallotStanding.DOUBLE)
    (counted,) = box(b"counts", mark=mark)
    box(b"late", standing=BallotStanding.LATE)
    grow(hub)
    assert hashes() == [counted, *doubles]


def test_no_line_says_when_or_where(hub):
    """Poll, mark and hash: nothing else reaches stations, and a checkpoint has no time."""
    box(b"a")
    grow(hub)
    note, leaves = read_files(published())
    assert len(leaves[0].split(b"|")) == 3
    assert len(note.split("\n")) == 7, "origin, size, root, head of the audit log, nothing, signature, end"
    assert {field.name for field in LogLine._meta.get_fields()} == {"number", "poll", "mark", "inner_hash"}


@on_both
@pytest.mark.parametrize("table", ["logline", "logcheckpoint"])
def test_the_database_refuses_to_change_or_remove_a_line(hub, table):
    box(b"a")
    grow(hub)
    model = {"logline": LogLine, "logcheckpoint": LogCheckpoint}[table]
    for deed in (lambda: model.objects.all().delete(), lambda: model.objects.all().update(**CHANGES[table])):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            deed()
    assert model.objects.count() == 1


CHANGES = {"logline": {"poll": "other"}, "logcheckpoint": {"note": "other"}}


def test_each_growth_is_on_record(hub):
    box(b"a", b"b")
    grow(hub)
    entry = AuditEntry.objects.get(event="ballots-logged")
    assert merkle.root_of(selectors.leaves()).hex() in entry.facts
    assert entry.by == "ballot log"


def test_a_ballot_is_proven_in_a_form_that_others_know(hub, capsys):
    inner = [b"ballot %d" % number for number in range(21)]
    box(*inner)
    call_command("announce")
    capsys.readouterr()
    for one in inner:
        call_command("ballot_log", "proof", tracker_of(one))
        text = capsys.readouterr().out
        head, _, note = text.partition("\n\n")
        checkpoint = Checkpoint.open(note, origin=origin(hub), key=key_of(hub).public)
        magic, index, *steps = head.split("\n")
        assert magic == "c2sp.org/tlog-proof@v1"
        number = int(index.removeprefix("index "))
        proof = [base64.b64decode(step, validate=True) for step in steps]
        leaf = selectors.entries()[number].leaf
        assert tracker_of(one) == selectors.entries()[number].tracker
        assert merkle.is_included(leaf, number, checkpoint.size, proof=proof, root=checkpoint.root)


def test_growth_is_proven(hub, capsys):
    box(b"a", b"b", b"c")
    grow(hub)
    before = merkle.root_of(selectors.leaves())
    box(b"d", b"e")
    grow(hub, 1)
    call_command("ballot_log", "growth", "3")
    proof = [base64.b64decode(line) for line in capsys.readouterr().out.split()]
    after = merkle.root_of(selectors.leaves())
    assert merkle.is_consistent(3, 5, proof=proof, root_before=before, root_after=after)
    with pytest.raises(CommandError, match="never had this size"):
        call_command("ballot_log", "growth", "6")


def test_a_ballot_that_is_not_in_it_is_not_proven(hub):
    grow(hub)
    box(b"a")
    with pytest.raises(CommandError, match="once a day"):
        call_command("ballot_log", "proof", tracker_of(b"a"))


def test_the_key_is_told_in_one_line(hub, capsys):
    call_command("ballot_log", "key")
    name, number, _ = capsys.readouterr().out.strip().split("+", 2)
    assert (name, len(number)) == (origin(hub), 8)


class TestAfterARestore:
    """Backed up after the first day, lost after the third: what was published stands, line for line."""

    @pytest.fixture
    def days(self, hub: Hub, tmp_path: Path) -> list[list[str]]:
        grow(hub)
        days = [box(b"a1", b"a2")]
        grow(hub, 1)
        self.image = back_up(hub, tmp_path / "image.sqlite")
        days.append(box(b"b1", b"b2", b"b3", mark="b" * 64))
        grow(hub, 2)
        days.append(box(b"c1", b"c2"))
        grow(hub, 3)
        self.copy = published()
        forget(hub, self.image)
        assert hashes() == days[0]
        return days

    def witness(self, hub: Hub) -> None:
        """A station comes back and says what it has seen."""
        hear_station("d" * 32, believed=self.copy[CHECKPOINT].decode(), refused="", key=key_of(hub).public)

    def test_nothing_is_appended_while_stations_know_more(self, hub, days):
        """All lost ballots come again on one day: their order would be another."""
        self.witness(hub)
        assert selectors.missing_lines() == 5
        box(b"c1", b"c2", b"b1", b"b2", b"b3", b"new")
        assert grow(hub, 4) is False
        assert hashes() == days[0]
        assert LogRound.objects.get().day < TODAY + timedelta(4)

    def test_it_is_rebuilt_in_the_order_in_which_it_was_published(self, hub, days):
        self.witness(hub)
        new = box(b"c1", b"c2", b"b1", b"b2", b"b3", b"new")
        assert self.rebuild(hub) == 5
        assert selectors.missing_lines() == 0
        assert grow(hub, 4) is True
        told = [inner_hash for day in days for inner_hash in day]
        assert hashes() == [*told, *(set(new) - set(told))]
        assert published().keys() == self.copy.keys()
        assert read_files(published())[1][: len(hashes()) - 1] == read_files(self.copy)[1]

    def test_what_was_published_keeps_its_place_and_its_code(self, hub, days):
        self.rebuild(hub)
        assert sorted(KnownBallot.objects.values_list("inner_hash", flat=True)) == sorted(days[1] + days[2])
        assert set(KnownBallot.objects.filter(mark="b" * 64).values_list("inner_hash", flat=True)) == set(days[1])

    def test_the_checkpoint_is_the_one_that_was_published(self, hub, days):
        """No second signature over another root, nor another over the same."""
        self.rebuild(hub)
        assert published() == self.copy
        assert AuditEntry.objects.filter(event="log-rebuilt").count() == 1
        assert self.rebuild(hub) == 0
        assert AuditEntry.objects.filter(event="log-rebuilt").count() == 1

    def rebuild(self, hub: Hub, files: dict[str, bytes] | None = None) -> int:
        today = TODAY + timedelta(4)
        return rebuild(files or self.copy, key=key_of(hub), by="test", today=today, now=datetime.now(UTC))

    @pytest.mark.parametrize("fault", ["foreign key", "changed line", "cut", "no checkpoint"])
    def test_a_copy_that_is_not_ours_is_refused(self, hub, days, fault):
        note, leaves = read_files(self.copy)
        files = {
            "foreign key": lambda: write_files(leaves, self.sign(SigningKey.generate(), leaves)),
            "changed line": lambda: write_files([*leaves[:-1], LogEntry("neuer-markt", "", "0" * 64).leaf], note),
            "cut": lambda: write_files(leaves[:-1], note),
            "no checkpoint": lambda: write_files(leaves, note) | {CHECKPOINT: b""},
        }[fault]()
        with pytest.raises(Refused):
            self.rebuild(hub, files)
        assert hashes() == days[0]

    def test_a_log_that_went_on_differently_is_not_mixed_with_the_published_one(self, hub, days):
        box(b"new")
        grow(hub, 4)  # before any station has told what it knows
        with pytest.raises(Refused, match="two logs"):
            self.rebuild(hub)

    def sign(self, key: SigningKey, leaves: Sequence[bytes]) -> str:
        return Checkpoint(origin_of(key.public), len(leaves), merkle.root_of(leaves)).sign(key)

    def test_the_command_takes_a_repository_or_a_plain_folder(self, hub, days, tmp_path, capsys):
        place = tmp_path / "plain"
        place.mkdir()
        for name, data in self.copy.items():
            (place / name).write_bytes(data)
        call_command("ballot_log", "rebuild", str(place))
        assert "added to the log: 5" in capsys.readouterr().out
        call_command("announce")
        call_command("ballot_log", "rebuild", str(hub.folder.repository))
        assert capsys.readouterr().out.endswith("added to the log: 0\n")


class TestHearing:
    """What stations say of the log."""

    @pytest.fixture
    def note(self, hub: Hub) -> str:
        box(b"a", b"b")
        grow(hub)
        return published()[CHECKPOINT].decode()

    def hear(self, hub: Hub, believed: str, refused: str = "") -> services.LogAlarm | None:
        return hear_station("d" * 32, believed=believed, refused=refused, key=key_of(hub).public)

    def test_one_who_believes_our_log_is_no_alarm(self, hub, note):
        assert self.hear(hub, note) is None
        box(b"c")
        grow(hub, 1)
        assert self.hear(hub, note) is None
        assert self.hear(hub, "") is None

    def test_another_log_signed_by_our_key_is_an_alarm(self, hub, note):
        """The station has been shown another log than ours, and believed it."""
        other = Checkpoint(origin(hub), 2, merkle.root_of([b"x", b"y"])).sign(key_of(hub))
        alarm = self.hear(hub, other)
        assert alarm is not None
        assert alarm == self.hear(hub, other)
        assert alarm.kept == f"2:{merkle.root_of([b'x', b'y']).hex()}"

    def test_one_who_refuses_what_it_was_shown_is_an_alarm(self, hub, note):
        alarm = self.hear(hub, note, "anything")
        assert alarm is not None
        assert alarm.shown == "-"

    def test_a_larger_checkpoint_of_somebody_else_stops_nothing(self, hub, note):
        key = SigningKey.generate()
        for other in (key, key_of(hub)):
            forged = Checkpoint(origin_of(key.public), 99, merkle.root_of([])).sign(other)
            assert self.hear(hub, forged) is None
        assert selectors.missing_lines() == 0


def test_a_new_key_of_the_log_signs_the_same_lines_as_another_log(hub):
    box(b"a")
    grow(hub)
    before = Announcement.objects.get(name=CHECKPOINT).digest
    hub.folder.log_key.unlink()
    save_key(SigningKey.generate(), hub.folder.log_key)
    grow(hub, 1)
    assert len(hashes()) == 1
    assert Announcement.objects.get(name=CHECKPOINT).digest != before
    assert Checkpoint.open(published()[CHECKPOINT].decode(), origin=origin(hub), key=key_of(hub).public).size == 1
