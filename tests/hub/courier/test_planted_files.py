"""Files somebody has planted among those of honest stations: each is told with its own reason and stops no other."""

from __future__ import annotations

import io
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import strip_tags
from joserfc.jwk import OKPKey
from joserfc.jws import serialize_compact

from sync.hub.courier.archives import Archives
from sync.hub.courier.desk import Delivery
from sync.hub.courier.faults import FileFault
from sync.hub.courier.files import MOST_FILES, FileKind, Parcel, parcels_in
from sync.hub.intake.models import Batch as StoredBatch
from sync.protocol.encoding import to_base64url
from sync.protocol.enrolment import REQUEST_TYPE, code_secret, sign_request
from sync.protocol.keys import SigningKey
from sync.stick import MAX_FILE_BYTES, TOP, StickFault, StickTrouble
from tests.hub.courier.test_courier import at_hub, desk_of
from tests.kits.hub import Hub, Station

DEEP = b"[" * 2500 + b"]" * 2500
HEAD = {"alg": "Ed25519", "kid": "k", "typ": "ck1-batch"}


def now() -> datetime:
    return datetime.now(UTC)


def message(head: bytes, payload: bytes) -> bytes:
    """What looks like a signed message, signed by nobody."""
    return ".".join((to_base64url(head), to_base64url(payload), "AAAA")).encode()


def signed_request(hub: Hub, **changes: object) -> bytes:
    """A wish to be enrolled with any members at all, rightly signed by the key it carries."""
    key, secret = SigningKey.generate(), code_secret(hub.code(now=now()))
    members = {"locator": secret.locator, "model": "twin", "mac": "0" * 64} | changes
    header = {"alg": "Ed25519", "typ": REQUEST_TYPE, "kid": key.kid, "jwk": key.public.jwk}
    private = OKPKey.import_key(dict(key.private_jwk()))
    return serialize_compact(header, json.dumps(members).encode(), private, algorithms=["Ed25519"]).encode()


def planted(hub: Hub) -> dict[str, bytes]:
    """Places below ck1, and what lies there."""
    head = json.dumps(HEAD).encode()
    return {
        "0/0/1.batch": message(head, DEEP) + b"\nbody",
        "0/0/2.batch": message(DEEP, head) + b"\nbody",
        "0/0/3.batch": message(head, b'{"dev":"\\ud800","inc":"\\u0000","seq":1' + b"0" * 400 + b"}") + b"\nbody",
        "0/0/4.batch": message(json.dumps(HEAD | {"kid": "\ud800"}).encode(), b"{}") + b"\nbody",
        "enrol/1.request": message(head, DEEP),
        "enrol/2.request": signed_request(hub, mac="\ud800"),
        "enrol/3.request": signed_request(hub, locator="\ud800"),
        "enrol/4.request": signed_request(hub, model=["\x00"], mac={"a": 10**300}),
        f"asks/{'0' * 32}-0.ask": message(head, DEEP),
        f"blobs/00/{'0' * 64}": DEEP,
    }


def honest(hub: Hub) -> tuple[Station, dict[str, bytes]]:
    """A station, with two batches of its own and the wish of another one to be enrolled."""
    station = hub.enrolled_station(name="SBZ Dierkow")
    batches = [station.batch() for _ in range(2)]
    wish = sign_request(code_secret(hub.code(name="SBZ Neu", now=now())), model="twin", key=SigningKey.generate())
    files = {f"{station.device}/{'f' * 32}/{number}.batch": one.to_bytes() for number, one in enumerate(batches, 1)}
    return station, files | {"enrol/z.request": wish.encode()}


def lay(stick: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        place = stick / TOP / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def zipped(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        for path, data in files.items():
            into.writestr(f"{TOP}/{path}", data)
    return archive.getvalue()


def bring(hub: Hub, *files: tuple[str, bytes]) -> str:
    """The page after these files were handed over, in words on one line."""
    hub.client.force_login(User.objects.get(username=hub.account.user))
    uploaded = [SimpleUploadedFile(name, data) for name, data in files]
    answer = hub.client.post(reverse("console:stick"), {"files": uploaded}, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def test_files_planted_on_a_stick_stop_no_honest_one(hub: Hub, stick: Path) -> None:
    station, files = honest(hub)
    bad = planted(hub)
    lay(stick, bad | files)
    delivery = at_hub(hub, stick)
    assert delivery.trouble is None
    assert delivery.new == [station.device] * 2
    assert delivery.enrolled == ["SBZ Neu"]
    assert {left.name.rpartition("/")[2] for left in delivery.not_taken} == {path.rpartition("/")[2] for path in bad}
    assert (stick / TOP / "enrol/z.welcome").is_file()
    assert list((stick / TOP / "acks").glob(f"{station.device}*")), "its answer lies there, too"


def test_members_planted_in_a_zip_stop_no_honest_one(hub: Hub) -> None:
    _, files = honest(hub)
    said = bring(hub, ("stick.zip", zipped(planted(hub) | files)))
    assert "SBZ Dierkow 2 none none" in said
    assert "SBZ Neu is enrolled" in said
    assert StoredBatch.objects.count() == 2


def test_a_member_that_cannot_be_unpacked_is_malformed_and_the_others_come_in(hub: Hub) -> None:
    station = hub.enrolled_station()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as into:
        into.writestr("8.batch", b"MARK" * 100)
        into.writestr("1.batch", station.batch().to_bytes())
        into.writestr("9.batch", b"slowly", compress_type=zipfile.ZIP_LZMA)
    spoilt = archive.getvalue().replace(b"MARKMARK", b"MARKMARX", 1)  # another sum than its entry says
    said = bring(hub, ("stick.zip", spoilt), ("torn.zip", spoilt[:100]), ("none.zip", b"no archive"))
    assert "1 none none" in said
    assert "cannot be read at all" in said
    for name in ("8.batch", "9.batch", "torn.zip", "none.zip"):
        assert name in said
    assert StoredBatch.objects.count() == 1


@pytest.mark.parametrize("fault", [ValueError, RecursionError, MemoryError, UnicodeError, KeyError])
def test_whatever_a_file_does_to_its_reader_the_next_one_is_taken(hub: Hub, fault: type[Exception]) -> None:
    def read() -> bytes:
        raise fault

    station, delivery = hub.enrolled_station(), Delivery()
    good = station.batch().to_bytes()
    parcels = [
        Parcel("1.batch", FileKind.BATCH, 1, read),
        Parcel("1.request", FileKind.REQUEST, 1, read),
        Parcel("2.batch", FileKind.BATCH, len(good), lambda: good),
    ]
    desk_of(hub).take_in(parcels, delivery, now=now())
    assert delivery.new == [station.device]
    assert [(left.name, left.reason) for left in delivery.not_taken] == [
        ("1.request", FileFault.MALFORMED),
        ("1.batch", FileFault.MALFORMED),
    ]


def test_a_file_that_cannot_be_read_is_passed_over_and_a_pulled_stick_ends_it(hub: Hub) -> None:
    def fails(fault: StickFault) -> Parcel:
        def read() -> bytes:
            raise StickTrouble(fault)

        return Parcel("1.batch", FileKind.BATCH, 1, read)

    station, delivery = hub.enrolled_station(), Delivery()
    good = station.batch().to_bytes()
    desk_of(hub).take_in(
        [fails(StickFault.UNREADABLE), Parcel("2.batch", FileKind.BATCH, len(good), lambda: good)], delivery, now=now()
    )
    assert delivery.new == [station.device]
    assert [left.reason for left in delivery.not_taken] == [FileFault.UNREADABLE]
    with pytest.raises(StickTrouble):
        desk_of(hub).take_in([fails(StickFault.PULLED)], delivery, now=now())


def test_trouble_of_the_hub_itself_is_not_blamed_on_a_file(hub: Hub) -> None:
    def read() -> bytes:
        raise OSError(28, "No space left on device")

    delivery = Delivery()
    with pytest.raises(OSError, match="No space"):
        desk_of(hub).take_in([Parcel("1.batch", FileKind.BATCH, 1, read)], delivery, now=now())
    assert delivery.not_taken == []


def test_an_endless_answer_on_the_stick_is_never_read(hub: Hub, stick: Path) -> None:
    station, files = honest(hub)
    lay(stick, files | {"enrol/y.refused": b""})
    os.truncate(stick / TOP / "enrol/y.refused", MAX_FILE_BYTES + 1)
    delivery = at_hub(hub, stick)
    assert (delivery.trouble, delivery.new) == (None, [station.device] * 2)


def test_a_name_that_is_no_text_is_told_all_the_same(hub: Hub, stick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, files = honest(hub)
    lay(stick, files)
    for name in (b"\xff\x1b[2J.request", b"\xfe.request"):
        (stick / TOP / "enrol" / os.fsdecode(name)).write_bytes(b"no wish")
    call_command("courier", str(stick))
    said = capsys.readouterr().out
    assert "New batches: 2." in said and "Enrolled: SBZ Neu." in said
    assert "\x1b" not in said
    assert said.count(".request: this is not a station's request") == 2


def test_a_wish_that_nobody_can_answer_is_looked_at_without_an_error(hub: Hub, tmp_path: Path) -> None:
    place = tmp_path / "0"
    place.write_bytes(zipped(planted(hub)))
    with Archives(most_files=MOST_FILES) as archives:
        parcels = list(parcels_in([("stick.zip", place)], archives))
        assert len(parcels) == len(planted(hub))
        assert all(parcel.read() for parcel in parcels)
