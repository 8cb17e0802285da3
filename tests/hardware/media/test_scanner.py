"""Printed codes: read from pictures as cameras give them, and by the scanner behind its helper process."""

from __future__ import annotations

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from hardware.media.codes import code_in
from hardware.media.scanner import HelperScanner
from hardware.ports import MOST_SCANNED_CHARACTERS, CaptureState
from tests.kits.waiting import wait_until


def printed(text: str, *, kind=zxingcpp.BarcodeFormat.QRCode, turned: float = 0.0, dark: bool = False) -> Image.Image:
    """A code on a grey wall, as a camera sees it: small, turned, not quite sharp."""
    code = zxingcpp.create_barcode(text, kind)
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=6)).convert("L")
    if dark:
        drawn = Image.eval(drawn, lambda grey: 255 - grey)
    drawn = drawn.rotate(turned, expand=True, fillcolor=140)
    wall = Image.new("L", (1280, 960), 140)
    wall.paste(drawn, (420, 240))
    return wall.filter(ImageFilter.GaussianBlur(1.0)).convert("RGB")


def as_seen(picture: Image.Image) -> QImage:
    data = BytesIO()
    picture.save(data, "JPEG", quality=70)
    return QImage.fromData(data.getvalue())


@pytest.mark.parametrize("kind", [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix])
@pytest.mark.parametrize("turned", [0, 30])
def test_a_code_is_read_as_a_camera_sees_it(qapp, kind, turned):
    assert code_in(as_seen(printed("L-4711", kind=kind, turned=turned))) == "L-4711"


def test_a_code_engraved_light_on_dark_is_read(qapp):
    assert code_in(as_seen(printed("L-4711", dark=True))) == "L-4711"


def test_other_codes_and_walls_say_nothing(qapp):
    assert code_in(as_seen(printed("4006381333931", kind=zxingcpp.BarcodeFormat.EAN13))) == ""
    assert code_in(as_seen(Image.new("RGB", (640, 480), "#808080"))) == ""
    assert code_in(QImage()) == ""


def test_a_code_of_any_length_says_no_more_than_anybody_asks_for(qapp):
    assert len(code_in(as_seen(printed("7" * 1_200)))) == MOST_SCANNED_CHARACTERS


@pytest.fixture
def scanner(qapp, tmp_path):
    film = tmp_path / "code.mjpeg"
    frames = BytesIO()
    for _ in range(50):
        printed("https://example.org/o/L-4711").save(frames, "JPEG", quality=80)
    film.write_bytes(frames.getvalue())
    scanner = HelperScanner(f"film:{film}")
    yield scanner
    scanner.close()


def until(scanner: HelperScanner, state: CaptureState) -> None:
    def is_so() -> bool:
        QCoreApplication.processEvents()
        return scanner.state() is state

    wait_until(is_so)


def test_the_scanner_shows_what_it_sees_and_reads_it(scanner):
    assert scanner.is_there()
    scanner.open()
    assert (scanner.state(), scanner.code()) == (CaptureState.WAKING, "")
    until(scanner, CaptureState.TAKEN)
    assert scanner.code() == "https://example.org/o/L-4711"
    assert scanner.picture().startswith(b"\xff\xd8\xff")
    assert not scanner.has_light()  # a film has no lamp
    scanner.go_on()
    assert (scanner.state(), scanner.code()) == (CaptureState.RUNNING, "")
    scanner.close()
    assert (scanner.picture(), scanner.state(), scanner.process_id) == (b"", CaptureState.OFF, 0)


def test_where_no_camera_is_plugged_in_that_is_said(qapp, tmp_path):
    assert not HelperScanner(folder=tmp_path).is_there()
    scanner = HelperScanner("/dev/video99")
    scanner.open()
    until(scanner, CaptureState.MISSING)
    scanner.close()
