"""Whole copies of a hub: sealed, proven, and only a proven one lets stations forget."""

from __future__ import annotations

import io
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pyrage
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pyrage import x25519

from sync.hub.audit.models import AuditEntry
from sync.hub.backups import services
from sync.hub.backups.archive import Manifest, read_archive, write_archive
from sync.hub.backups.models import BackupSeen
from sync.hub.backups.recovery import make_recovery_key, public_keys
from sync.hub.data_folder import HubFolder
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import ChainHead
from sync.hub.intake.signer import current_voice
from sync.key_files import change_password, is_locked, load_open_key
from sync.protocol.errors import Refused
from sync.protocol.messages import Acknowledgement, Heads
from sync.protocol.records import Stream
from tests.kits.backups import back_up, busy_hub, key_of
from tests.kits.hub import NOW, Hub, Station, list_all, on_both


def heads(hub: Hub, station: Station) -> dict[str, int]:
    answer = hub.post("heads", station.status().encode()).content.decode()
    told = Heads.read(answer, key=current_voice().key.public)
    return {inc: head.safe for inc, head in told.heads.items()}


@on_both
def test_a_proven_backup_makes_safe_what_is_in_it_and_nothing_else(hub: Hub, tmp_path: Path) -> None:
    station = busy_hub(hub)
    reports, ballots = (station.chains[stream].inc for stream in (Stream.REPORTS, Stream.BALLOTS))
    assert heads(hub, station) == {reports: 0, ballots: 0}
    backup = back_up(hub, tmp_path / "away")
    assert (backup.proof.batches, backup.proof.records) == (4, 6)
    assert heads(hub, station) == {reports: 3, ballots: 1}
    ack = hub.accept(station.batch()).message
    assert Acknowledgement.read(ack, key=current_voice().key.public).safe == 3
    assert heads(hub, station) == {reports: 3, ballots: 1}
    assert BackupSeen.objects.get().batches == 4
    assert AuditEntry.objects.filter(event="backup-verified").count() == 1


def verify(hub: Hub, place: Path) -> services.Backup:
    return services.verify(place, key_of(hub), folder=hub.folder, by="test", now=NOW)


@contextmanager
def altered(hub: Hub, place: Path) -> Iterator[Path]:
    """What a backup holds, laid into a folder; then sealed again, with a list that fits what became of it."""
    into = place.parent / f"{place.name}.open"
    made_at = read_archive(place, key_of(hub), into=into).made_at
    yield into
    files = [(str(path.relative_to(into)), partial(path.open, "rb")) for path in into.rglob("*") if path.is_file()]
    place.unlink()
    write_archive(place, files, keys=public_keys(hub.folder.recovery_keys), made_at=made_at)
    shutil.rmtree(into)


def damage_row(hub: Hub, statement: str, backup: Path) -> None:
    """Change the copy, and the list of files to match: only reading the rows can tell."""
    with altered(hub, backup) as into, closing(sqlite3.connect(into / "hub.sqlite")) as database:
        assert database.execute(statement).rowcount
        database.commit()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE intake_batch SET body = zeroblob(length(body)) WHERE seq = 2", "not the one the station signed"),
        ("DELETE FROM intake_batch WHERE seq = 2", "does not continue its chain"),
        ("DELETE FROM intake_batch WHERE seq = 3", "ends of the chains"),
        ("UPDATE intake_chainhead SET seq = 9 WHERE seq = 3", "ends of the chains"),
        ("UPDATE intake_sealedrecord SET digest = x'00' WHERE state = 'waiting'", "is not the one that was stored"),
        ("UPDATE intake_sealedrecord SET place = 9 WHERE state = 'waiting'", "is not the one that was stored"),
        ("DELETE FROM stations_hubidentity", "cannot be read"),
        ("UPDATE intake_batch SET line = '{}' WHERE seq = 2", "batch 2 of station .* cannot be read"),
        ("UPDATE intake_batch SET line = 'a.b.c' WHERE seq = 2", "batch 2 of station .* cannot be read"),
        ("UPDATE intake_batch SET body = x'28b52ffd00' WHERE state != 'aside'", "."),
    ],
)
def test_a_copy_that_lacks_something_makes_nothing_safe(hub: Hub, tmp_path: Path, statement: str, words: str) -> None:
    station = busy_hub(hub)
    list_all()
    backup = back_up(hub, tmp_path / "away").place
    ChainHead.objects.update(safe=0)
    damage_row(hub, statement, backup)
    with pytest.raises(Refused, match=words):
        verify(hub, backup)
    assert set(heads(hub, station).values()) == {0}


@pytest.mark.parametrize("name", ["hub.sqlite", "keys/web/ack.pem", "repository/metadata/timestamp.json"])
def test_a_file_that_is_not_the_one_in_the_list_is_found(hub: Hub, tmp_path: Path, name: str) -> None:
    place = back_up(hub, tmp_path / "away").place
    manifest = read_archive(place, key_of(hub), into=tmp_path / "open")
    files = {listed: tmp_path / "open" / listed for listed in manifest.files}
    for changed in ({**files, name: b"something else"}, {key: value for key, value in files.items() if key != name}):
        told = Manifest.to_bytes(manifest)
        place.unlink()
        forge(place, [*changed.items(), ("manifest.json", told)], hub)
        with pytest.raises(Refused, match=name):
            verify(hub, place)


def forge(place: Path, files: list[tuple[str, Path | bytes]], hub: Hub) -> None:
    """Whoever knows the public half of the recovery key can seal any tar."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name, source in files:
            data = source if isinstance(source, bytes) else source.read_bytes()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    recipients = [x25519.Recipient.from_str(key) for key in public_keys(hub.folder.recovery_keys)]
    place.write_bytes(pyrage.encrypt(plain.getvalue(), recipients))


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("manifest.json", b"{}")],
        [("manifest.json", b"[" * 5000)],
        [("manifest.json", b'{"files": {}, "made_at": "2026-11-22T00:00:00Z", "version": "0"}')],
        [("../outside", b"x")],
        [("/tmp/outside", b"x")],
        [("a/../../outside", b"x")],
        [("twice", b"x"), ("twice", b"y")],
    ],
)
def test_a_file_that_is_no_backup_of_ours_is_refused_and_writes_nowhere_else(
    hub: Hub, tmp_path: Path, files: list[tuple[str, Path | bytes]]
) -> None:
    (tmp_path / "away").mkdir()
    place = tmp_path / "away" / "hub-20261122T000000Z.age"
    forge(place, files, hub)
    with pytest.raises(Refused), services.restored_files(place, key_of(hub), HubFolder(tmp_path / "again")):
        pass
    assert not (tmp_path / "again").exists()
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("damage", ["flipped", "cut", "cut in the head", "empty", "another key", "plain"])
def test_a_damaged_backup_and_a_wrong_key_are_told_and_restore_nothing(hub: Hub, tmp_path: Path, damage: str) -> None:
    place = back_up(hub, tmp_path / "away").place
    whole, key = place.read_bytes(), key_of(hub)
    middle = len(whole) // 2
    place.write_bytes(
        {
            "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            "cut": whole[:-1],
            "cut in the head": whole[:60],
            "empty": b"",
            "another key": whole,
            "plain": b"PK" * 1000,
        }[damage]
    )
    words = "not the recovery key" if damage == "another key" else "damaged"
    wanted = make_recovery_key()[0] if damage == "another key" else key
    with pytest.raises(Refused, match=words), services.restored_files(place, wanted, HubFolder(tmp_path / "again")):
        pass
    assert not (tmp_path / "again").exists()


def test_a_backup_of_another_database_proves_nothing_about_this_one(hub: Hub, tmp_path: Path) -> None:
    station = busy_hub(hub)
    backup = back_up(hub, tmp_path / "away").place
    ChainHead.objects.update(safe=0)
    StoredBatch.objects.filter(seq=3).update(hash="0" * 64)  # this database went on differently
    verify(hub, backup)
    assert heads(hub, station)[station.chains[Stream.REPORTS].inc] == 0
    damage_row(hub, "UPDATE stations_hubidentity SET epoch = 'another'", backup)
    with pytest.raises(Refused, match="another hub"):
        verify(hub, backup)


def test_without_the_key_a_backup_is_known_by_its_bytes(hub: Hub, tmp_path: Path) -> None:
    place = back_up(hub, tmp_path / "away").place
    assert services.verify_unopened(place, by="test", now=NOW).batches == 0
    data = bytearray(place.read_bytes())
    data[-1] ^= 1
    place.write_bytes(data)
    with pytest.raises(Refused, match="has changed since"):
        services.verify_unopened(place, by="test", now=NOW)


def test_a_hub_that_is_damaged_gets_a_copy_that_says_so_and_is_never_restored(hub: Hub, tmp_path: Path) -> None:
    station = busy_hub(hub)
    away = tmp_path / "away"
    StoredBatch.objects.filter(seq=2).update(line="{}")
    with pytest.raises(Refused, match=r"batch 2 of station .* cannot be read.*never restored.*\.unproven\.age"):
        back_up(hub, away)
    assert set(heads(hub, station).values()) == {0}
    assert not BackupSeen.objects.exists()
    (unproven,) = away.iterdir()
    for asked in (away, unproven):
        with pytest.raises(Refused, match="never proven"):
            services.newest_in(asked)
    renamed = unproven.rename(away / "hub-20991231T000000Z.age")
    with (
        pytest.raises(Refused, match="batch 2"),
        services.restored_files(renamed, key_of(hub), HubFolder(tmp_path / "again")),
    ):
        pass
    assert not (tmp_path / "again").exists()


def test_of_several_backups_the_newest_proven_one_is_taken(hub: Hub, tmp_path: Path) -> None:
    away = tmp_path / "away"
    proven = back_up(hub, away).place
    (away / "hub-20991231T000000Z.unproven.age").write_bytes(b"begun")
    (away / "hub-20991231T000001Z.age.part").write_bytes(b"copied by hand")
    assert services.newest_in(away) == services.newest_in(proven) == proven
    for nothing in (tmp_path / "none", tmp_path / "file.age", hub.folder.content):
        with pytest.raises(Refused, match="no backup"):
            services.newest_in(nothing)


def test_nothing_of_a_backup_can_be_read_without_the_key(hub: Hub, tmp_path: Path) -> None:
    busy_hub(hub)
    place = back_up(hub, tmp_path / "away").place
    data = place.read_bytes()
    for word in (b"PRIVATE KEY", b"SQLite format", b"hub.toml", hub.folder.ack_key.read_bytes()[40:60]):
        assert word not in data
    assert place.stat().st_mode & 0o777 == 0o600
    left = {path.name for path in hub.folder.root.rglob("*") if path.is_file()}
    assert not any(key_of(hub).encode() in path.read_bytes() for path in hub.folder.root.rglob("*") if path.is_file())
    assert not list((hub.folder.root / ".backup").iterdir()), left


def test_without_a_recovery_key_nothing_is_written(hub: Hub, tmp_path: Path) -> None:
    hub.folder.recovery_keys.unlink()
    with pytest.raises(Refused, match="hub recovery-key"):
        back_up(hub, tmp_path / "away")
    assert not (tmp_path / "away").exists()
    call_command("recovery_key")
    back_up(hub, tmp_path / "away")


def test_backups_are_sealed_to_people_who_made_their_own_keys(hub: Hub, tmp_path: Path) -> None:
    (anna, anna_public), (bert, bert_public) = make_recovery_key(), make_recovery_key()
    call_command("recovery_key", "--to", anna_public, "--to", bert_public)
    place = back_up(hub, tmp_path / "away").place
    for key in (anna, bert):
        assert "hub.sqlite" in read_archive(place, key).files
    with pytest.raises(Refused, match="not the recovery key"):
        read_archive(place, key_of(hub))
    for wrong in (anna, "age1xyz", ""):
        with pytest.raises(CommandError, match="no public half"):
            call_command("recovery_key", "--to", wrong)
    assert public_keys(hub.folder.recovery_keys) == [anna_public, bert_public]


def counting_keys_in(place: Path, hub: Hub, into: Path) -> dict[str, Path]:
    read_archive(place, key_of(hub), into=into)
    found = {str(path.relative_to(into)): path for path in (into / "keys" / "trustees").rglob("*.pem")}
    assert all(is_locked(path) for path in found.values())
    return found


def test_counting_keys_are_in_no_backup_but_under_a_password_of_their_own(hub: Hub, tmp_path: Path) -> None:
    folder = hub.folder.trustee_keys / "neuer-markt"
    backup = back_up(hub, tmp_path / "1")
    assert not counting_keys_in(backup.place, hub, tmp_path / "first")
    assert backup.left_out == {"garten-nordwest", "neuer-markt", "ortsbeirat-stadtmitte"}
    assert len(list((tmp_path / "first" / "keys" / "trustees").glob("*/*.public.json"))) == 6
    for other in hub.folder.trustee_keys.iterdir():
        if other != folder:
            shutil.rmtree(other)
    change_password(folder / "mix.pem", None, b"held by one person")
    backup = back_up(hub, tmp_path / "2")
    assert list(counting_keys_in(backup.place, hub, tmp_path / "second")) == ["keys/trustees/neuer-markt/mix.pem"]
    assert backup.left_out == {"neuer-markt"}
    backup = services.back_up(
        hub.folder, tmp_path / "3", with_keys=True, by="test", now=NOW, counting_password=b"for the backup"
    )
    found = counting_keys_in(backup.place, hub, tmp_path / "third")
    tally = hub.trustee_key("tally", "neuer-markt")
    assert load_open_key(found["keys/trustees/neuer-markt/tally.pem"], b"for the backup").kid == tally.kid
    assert not backup.left_out


def test_keys_stay_out_when_they_are_kept_elsewhere(hub: Hub, tmp_path: Path) -> None:
    place = services.back_up(hub.folder, tmp_path / "away", with_keys=False, by="test", now=NOW).place
    read_archive(place, key_of(hub), into=tmp_path / "open")
    names = sorted(path.name for path in (tmp_path / "open" / "keys").rglob("*") if path.is_file())
    assert names == ["public.json", "recovery.txt"]
