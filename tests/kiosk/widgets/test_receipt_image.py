"""The receipt on paper: nothing cut off, nothing broken, and a code that a telephone reads from it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from accessibility.profile import Profile
from kiosk.devtools.samples import sample_views
from kiosk.viewmodel.views import ReceiptView
from kiosk.widgets.receipt_image import BODY_PX, receipt_image, receipt_png
from tests.kiosk.widgets.test_qr_code import read
from tests.kits.looks import frame

QR = "mitmach:tracker:K7QX3M9D2RTW8HFZ"


def receipt(**changes) -> ReceiptView:
    values = {
        "headline": "Ihre Stimme ist gespeichert",
        "stored": "Danke! Ihre Stimme ist ver\u00adschlüsselt.",
        "code_title": "Ihr Prüfcode",
        "code": "K7QX 3M9D 2RTW 8HFZ",
        "qr": QR,
        "next_steps": "Heben Sie den Code auf. Damit können Sie nachfragen, ob Ihre Stimme angekommen ist.",
    }
    return ReceiptView(frame(), **(values | changes))


def rows(image: QImage) -> list[bytes]:
    """The pixels row by row, one byte each."""
    every = bytes(image.constBits())
    return [every[start : start + image.width()] for start in range(0, len(every), image.bytesPerLine())]


def inked(image: QImage) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of everything that is not white."""
    dark = [(y, row) for y, row in enumerate(rows(image)) if row.strip(b"\xff")]
    left = min(len(row) - len(row.lstrip(b"\xff")) for _, row in dark)
    right = max(len(row.rstrip(b"\xff")) - 1 for _, row in dark)
    return left, dark[0][0], right, dark[-1][0]


@pytest.mark.parametrize("width", [384, 512, 576])
def test_the_code_on_it_is_read_again(qapp, width):
    image = receipt_image(receipt(), width=width)
    assert image.width() == width
    assert image.format() == QImage.Format.Format_Grayscale8
    assert read(image) == [QR]


@pytest.mark.parametrize("width", [384, 576])
def test_nothing_is_cut_off(qapp, width):
    image = receipt_image(receipt(next_steps="Donaudampfschifffahrtsgesellschaftskapitän " * 6), width=width)
    left, top, right, bottom = inked(image)
    assert left >= 4
    assert right <= width - 5
    assert top >= 8
    assert bottom <= image.height() - 8


def test_every_text_is_on_it(qapp):
    whole = receipt_image(receipt())
    for part in ("headline", "stored", "code_title", "next_steps"):
        assert receipt_image(receipt(**{part: ""})).height() < whole.height(), part
    assert receipt_image(receipt(code="K7QX")).height() < whole.height()


def test_soft_hyphens_are_not_printed(qapp):
    word = "Straßen\u00adbeleuchtung"
    plain = receipt_image(receipt(stored=word.replace("\u00ad", "")), width=576)
    assert receipt_image(receipt(stored=word), width=576) == plain


def test_each_entry_of_a_list_has_a_line_of_its_own(qapp):
    entries = [f"Karten: {number}" for number in range(6)]
    in_one_line, listed = (receipt_image(receipt(next_steps=by.join(entries))) for by in (" ", "\n"))
    assert listed.height() >= in_one_line.height() + 3 * BODY_PX


def test_a_slip_is_kept_not_written_down_again(qapp):
    on_paper = receipt_image(receipt(next_steps="Schreiben Sie den Code ab.", slip_steps="Heben Sie den Zettel auf."))
    assert on_paper == receipt_image(receipt(next_steps="Heben Sie den Zettel auf."))


def test_a_dot_is_black_or_white(qapp):
    image = receipt_image(receipt(qr=""))
    assert set(b"".join(rows(image))) == {0, 255}


def test_the_printer_gets_it_as_png(qapp):
    picture = QImage.fromData(receipt_png(receipt(), width=512), "PNG")
    assert picture.width() == 512
    assert read(picture) == [QR]


def test_no_slip_asks_to_write_a_code_down(qapp):
    views = sample_views("de", Profile())
    receipts = [views[name] for name in ("receipt", "report_receipt", "contribution_receipt", "survey_receipt")]
    for view in receipts:
        assert isinstance(view, ReceiptView)
        assert view.next_steps.startswith("Schreiben Sie")
        assert view.slip_steps.startswith("Heben Sie diesen Zettel auf.\n")
