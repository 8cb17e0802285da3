"""The QR code: readable by an independent reader, black on white, and not loaded before it is needed."""

import subprocess
import sys

import pytest
import zxingcpp
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from kiosk.widgets.qr_code import QUIET_ZONE, QrCode, qr_image

PAYLOAD = "MITMACH:7K4F-Q2MX-9TRW-31ZD"


def read(image: QImage) -> list[str]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = bytes(grey.constBits())
    pixels = b"".join(lines[y * grey.bytesPerLine() :][: grey.width()] for y in range(grey.height()))
    view = memoryview(pixels).cast("B", (grey.height(), grey.width()))
    return [found.text for found in zxingcpp.read_barcodes(view)]


@pytest.mark.parametrize("payload", [PAYLOAD, "Grüße aus Rostock", "https://example.org/t/" + "a1" * 60])
@pytest.mark.parametrize("px", [160, 333, 480])
def test_a_reader_reads_what_was_put_in(qapp, payload, px):
    assert read(qr_image(payload, px)) == [payload]


def test_the_quiet_zone_is_white_and_as_wide_as_the_standard_asks(qapp):
    image = qr_image(PAYLOAD, 330)
    lines = bytes(image.constBits())
    pixels = [divmod(at, image.bytesPerLine()) for at, grey in enumerate(lines) if grey == 0]
    dark = [(y, x) for y, x in pixels if x < image.width()]  # rows are filled up to whole words
    left, right = min(x for _, x in dark), max(x for _, x in dark)
    top, bottom = min(y for y, _ in dark), max(y for y, _ in dark)
    modules = 25  # version 2
    step = (right - left + 1) / modules
    assert step == int(step)
    assert min(left, top, 329 - right, 329 - bottom) >= QUIET_ZONE * step


def test_too_small_a_picture_is_refused(qapp):
    with pytest.raises(ValueError, match="does not fit"):
        qr_image(PAYLOAD, 30)


def test_on_a_dark_screen_it_is_still_black_on_white(qtbot):
    page = QWidget()
    page.setStyleSheet("background: black; color: white")
    qtbot.addWidget(page)
    code = QrCode(PAYLOAD, name="Code 7K4F", side=240, parent=page)
    code.resize(code.sizeHint())
    page.resize(code.size())
    assert code.accessibleName() == "Code 7K4F"
    image = page.grab().toImage()
    assert image.pixelColor(2, 2) == QColor("white")
    assert read(image) == [PAYLOAD]


def test_it_never_shrinks_below_what_can_be_read(qtbot):
    code = QrCode(PAYLOAD, name="Code", side=10)
    qtbot.addWidget(code)
    assert code.minimumSizeHint().width() == 25 + 2 * QUIET_ZONE


def test_the_library_is_loaded_only_for_a_code():
    script = "import sys, kiosk.widgets.qr_code; sys.exit('qrcode' in sys.modules or 'PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
