"""The report as a PDF: whole, on A4, on as many pages as it needs, in every script."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kiosk.viewmodel.views import ReceiptView
from kiosk.welcome import plain_frame
from kiosk.widgets.report_pdf import report_pdf

LINES = {"de": "Bereit: Ja, es kann losgehen.", "ar": "الجاهزية: نعم، يمكن البدء.", "uk": "Готовність: Так"}


@pytest.mark.parametrize("language", LINES)
def test_a_report_is_a_pdf_of_one_page(qtbot: QtBot, language: str) -> None:
    pdf = report_pdf(view_of(language, 15))
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    assert pages(pdf) == 1
    assert b"/MediaBox [0 0 595" in pdf, "A4"


def test_a_long_one_goes_on_on_the_next_page(qtbot: QtBot) -> None:
    assert pages(report_pdf(view_of("de", 80))) > 1


def view_of(language: str, lines: int) -> ReceiptView:
    return ReceiptView(plain_frame(language), "SBZ Börgerhus", next_steps="\n".join([LINES[language]] * lines))


def pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type/Page\n")
