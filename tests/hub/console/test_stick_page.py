"""The page for couriers, with the real files of real stations: what comes in, what is said of it, what goes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.html import strip_tags

from installer import courier
from sync.agent.stick_service import Attendance
from sync.files import UNFINISHED
from sync.hub.audit.models import AuditEntry
from sync.hub.console.web import uploads
from sync.hub.courier.files import FileKind
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import Incident
from sync.hub.stations.models import Device
from sync.hub.stations.services import revoke
from sync.protocol.attachment_messages import piece_name
from sync.protocol.batches import Batch
from sync.protocol.messages import Acknowledgement
from sync.station.database import open_database
from sync.station.stick_requests import StickDesk, StickWork
from tests.hub.courier.test_courier import Place, enrolled, new_place, now, records_at_hub
from tests.kits.hub import NOW, Hub


@pytest.fixture
def desk(hub: Hub) -> Hub:
    """A hub at whose console an administrator is logged in."""
    hub.client.force_login(User.objects.get(username=hub.account.user))
    return hub


def bring(hub: Hub, files: Iterable[tuple[str, bytes]]) -> str:
    """The page after these files were handed over, in words on one line."""
    uploaded = [SimpleUploadedFile(name, data) for name, data in files]
    answer = hub.client.post(reverse("console:stick"), {"files": uploaded}, headers={"Accept-Language": "en"})
    return " ".join(strip_tags(answer.content.decode()).split())


def taken(hub: Hub) -> zipfile.ZipFile:
    answer = hub.client.post(reverse("console:take-stick"))
    assert isinstance(answer, HttpResponseBase)
    assert "attachment" in answer.headers["Content-Disposition"]
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    return zipfile.ZipFile(io.BytesIO(data))


def named(batches: Iterable[Batch], first: int = 1) -> list[tuple[str, bytes]]:
    return [(f"{number}.batch", batch.to_bytes()) for number, batch in enumerate(batches, first)]


def test_batches_come_in_by_their_numbers_and_are_known_the_second_time(desk: Hub) -> None:
    station = desk.enrolled_station(name="SBZ Dierkow")
    files = named(station.batch() for _ in range(12))  # "10" comes before "2" in a folder
    said = bring(desk, sorted(files))
    assert "SBZ Dierkow 12 none none" in said
    assert StoredBatch.objects.count() == 12
    assert "Everything on it was here already" in bring(desk, files)
    assert not Incident.objects.exists()


def test_what_is_missing_is_named_by_its_numbers(desk: Hub) -> None:
    station = desk.enrolled_station()
    files = named(station.batch() for _ in range(9))
    said = bring(desk, [files[0], files[5], files[8]])
    assert "missing 2–5, 7–8" in said
    assert "batch 6, 9 Batches before it are missing" in said
    bring(desk, files)
    assert StoredBatch.objects.count() == 9


def test_a_changed_a_foreign_a_half_and_an_endless_file_are_told_apart(desk: Hub, tmp_path: Path) -> None:
    station, stranger = desk.enrolled_station(), desk.enrolled_station()
    changed, foreign, torn = station.batch(), stranger.batch(), station.batch()
    Device.objects.filter(id=stranger.device).update(kid="somebody-else")
    line = changed.line[:-4] + ("AAAA" if not changed.line.endswith("AAAA") else "BBBB")
    said = bring(
        desk,
        [
            ("1.batch", Batch(line, changed.body).to_bytes()),
            ("2.batch", foreign.to_bytes()),
            ("3.batch", torn.to_bytes()[:40]),
            (f"4.batch{UNFINISHED}", b"half"),
            ("5.batch", b"x" * (FileKind.BATCH.most_bytes + 1)),
            ("f" * 64, b"not what the name says"),
            ("Urlaub.jpg", b"photo"),
        ],
    )
    for words in (
        "changed or damaged after the station had signed it", "(1.batch)", "It belongs to another hub", "(2.batch)",
        "not a batch, or not all of it is there", "(3.batch)", "1 file was only half written",
        "longer than anything a station writes", "(5.batch)", "A piece of an attachment was damaged",
    ):  # fmt: skip
        assert words in said
    assert "Urlaub" not in said
    assert not StoredBatch.objects.exists()


def test_a_damaged_body_and_a_revoked_station_are_said_of_the_station(desk: Hub) -> None:
    station, gone = desk.enrolled_station(name="SBZ Lichtenhagen"), desk.enrolled_station(name="Gestohlen")
    revoke(gone.device, note="stolen", by="test", now=NOW)
    batch = station.batch()
    said = bring(
        desk,
        [
            ("1.batch", batch.to_bytes()[:-3] + b"abc"),
            ("1.batch", gone.batch().to_bytes()),
        ],
    )
    assert "SBZ Lichtenhagen none none batch 1 It was damaged on the stick" in said
    assert "Gestohlen none none batch 1 The station was revoked" in said
    assert list(StoredBatch.objects.values_list("device", "state")) == [(gone.device, "aside")]


def test_a_zip_is_as_good_as_the_folder_and_no_bomb_bursts_in_it(desk: Hub) -> None:
    station = desk.enrolled_station()
    archive, piece = io.BytesIO(), b"sealed piece"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in named(station.batch() for _ in range(3)):
            into.writestr(f"ck1/{station.device}/{name}", data)
        into.writestr(f"ck1/blobs/{piece_name(piece)[:2]}/{piece_name(piece)}", piece)
        into.writestr("ck1/x/9.batch", bytes(50 * 1024 * 1024))
    said = bring(desk, [("stick.zip", archive.getvalue()), ("other.zip", b"no archive")])
    assert "3 none none" in said
    assert "1 piece of an attachment came" in said
    assert "longer than anything a station writes" in said
    assert "(other.zip)" in said


def test_what_a_zip_says_of_a_size_is_not_believed(desk: Hub) -> None:
    """A member that claims to be short and is not."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("1.batch", bytes(FileKind.BATCH.most_bytes * 3))
    data = archive.getvalue().replace(
        (FileKind.BATCH.most_bytes * 3).to_bytes(4, "little"), (100).to_bytes(4, "little")
    )
    assert "cannot be read at all" in bring(desk, [("stick.zip", data)])


def test_answers_and_content_go_back_in_the_folders_of_a_stick(desk: Hub) -> None:
    station = desk.enrolled_station()
    batch = station.batch()
    bring(desk, named([batch]))
    with taken(desk) as archive:
        names = set(archive.namelist())
        (inc,) = {chain.inc for chain in station.chains.values() if chain.seq}
        text = archive.read(f"ck1/acks/{station.device}-{inc}.jws").decode()
    assert text.encode() == desk.post("batches", batch.to_bytes()).content, "byte for byte what the network answers"
    answer = Acknowledgement.read(text, key=desk.keylist().answer_key(desk_kid(desk)))  # type: ignore[arg-type]
    assert (answer.seq, answer.hash) == (1, batch.hash)
    published = {
        f"ck1/repo/{path.relative_to(desk.folder.repository).as_posix()}"
        for part in ("metadata", "targets")
        for path in (desk.folder.repository / part).rglob("*")
        if path.is_file()
    }
    assert published <= names
    assert f"ck1/acks/{station.device}.jws" in names


def desk_kid(hub: Hub) -> str:
    from sync.hub.intake.signer import current_voice

    return current_voice().key.kid


def test_nothing_but_what_stations_send_is_looked_at(desk: Hub) -> None:
    answer = desk.client.post(reverse("console:stick"), {"files": SimpleUploadedFile("Urlaub.jpg", b"photo")})
    assert answer.status_code == 400
    assert "nichts für diese Zentrale" in answer.content.decode()
    assert not AuditEntry.objects.filter(event="stick-brought").exists()


def test_more_than_fits_at_once_is_said_and_what_fits_is_stored(
    desk: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    station = desk.enrolled_station()
    files = named(station.batch() for _ in range(3))
    monkeypatch.setattr(uploads, "MOST_BYTES", len(files[0][1]) + len(files[1][1]))
    monkeypatch.setattr(uploads.tempfile, "tempdir", str(tmp_path))
    assert "more than the hub takes at once" in bring(desk, files)
    assert StoredBatch.objects.count() == 2
    assert list(tmp_path.glob("mitmach-stick-*")) == [], "nothing is left lying about"


def test_no_other_page_keeps_a_file_and_this_one_asks_who_is_there_first(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(uploads.tempfile, "tempdir", str(tmp_path / "nowhere"))  # whoever lays down a file, fails
    file = {"files": SimpleUploadedFile("1.batch", b"x" * 5_000_000), "username": "a", "password": "b"}
    assert hub.client.post(reverse("console:login"), file).status_code == 200
    assert hub.client.post(reverse("console:stick"), file).status_code == 302
    hub.client.force_login(User.objects.create_user(username="passer-by"))
    assert hub.client.post(reverse("console:stick"), file).status_code == 403
    hub.client.force_login(User.objects.get(username=hub.account.user))
    with pytest.raises(FileNotFoundError):
        hub.client.post(reverse("console:stick"), file)


def test_a_page_of_another_site_brings_nothing_in(desk: Hub) -> None:
    station = desk.enrolled_station()
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(User.objects.get(username=desk.account.user))
    for address in (reverse("console:stick"), reverse("console:take-stick")):
        file = SimpleUploadedFile("1.batch", station.batch(keep=False).to_bytes())
        assert careful.post(address, {"files": file}).status_code == 403
    assert not StoredBatch.objects.exists()


@override_settings(DATA_UPLOAD_MAX_NUMBER_FILES=2)
def test_more_files_than_anybody_counts_are_refused_in_words(desk: Hub) -> None:
    station = desk.enrolled_station()
    said = bring(desk, named(station.batch() for _ in range(4)))
    assert "more than the hub takes at once" in said


# --- there and back ---


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def at_station(place: Place, stick: Path) -> StickWork:
    """The attendant's one button, met by the agent."""
    with closing(open_database(place.config.database)) as connection:
        desk = StickDesk(connection)
        Attendance(place.config, find=lambda: stick).attend(desk, desk.ask())
        return desk.work()


def files_of(stick: Path) -> list[tuple[str, bytes]]:
    """What a browser hands over: names without folders."""
    return [(path.name, path.read_bytes()) for path in stick.rglob("*") if path.is_file()]


def test_a_stick_goes_from_the_station_to_the_console_and_back(
    desk: Hub, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = enrolled(desk, tmp_path / "place", stick)
    ids = place.put(4)
    assert at_station(place, stick).done == 1
    assert "SBZ Test 1 none none" in bring(desk, files_of(stick))
    assert records_at_hub() == set(ids)
    assert place.waiting() == 4, "nothing counts before the hub's own word is there"
    with taken(desk) as archive:
        archive.extractall(stick)
    came = at_station(place, stick)
    assert (came.acknowledged, came.fault, came.remarks) == (4, "", ())
    assert place.waiting() == 0
    assert "Everything on it was here already" in bring(desk, files_of(stick)), "the same stick once more"


def test_a_station_is_enrolled_over_the_console_alone(
    desk: Hub, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, code = new_place(tmp_path / "place"), desk.code(name="SBZ Neu", now=now())
    arguments = [str(stick), "--config", str(place.settings), "--code", code]
    assert courier.main(arguments) == 0
    assert "SBZ Neu is enrolled" in bring(desk, files_of(stick))
    with taken(desk) as archive:
        archive.extractall(stick)
    assert courier.main(arguments) == 0
    assert "This station is now SBZ Neu" in capsys.readouterr().out


def test_a_wrong_code_is_told_and_asked_about_once(
    desk: Hub, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = new_place(tmp_path / "place")
    arguments = [str(stick), "--config", str(place.settings), "--code", "0123-4567-89AB-CDEF"]
    courier.main(arguments)
    assert "a code that is not known here" in bring(desk, files_of(stick))
    assert "not known" not in bring(desk, files_of(stick)), "the same wish again uses up no try"
    with taken(desk) as archive:
        archive.extractall(stick)
    assert courier.main(arguments) == 1
    assert "not known" in capsys.readouterr().err
