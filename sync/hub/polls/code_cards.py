"""Participation codes as a PDF: cards to cut, six on a page, and before them the sheet that stays in the office.

The cards carry no number and no other mark: apart from the code they are all alike, so that nobody can tell which was
made or given out first. The codes stand in the random order in which they are given.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import qrcode
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from sync.hub.training import training_sentence
from sync.protocol.participation_codes import SCANNED_PREFIX, ParticipationCode
from sync.protocol.polls.poll import Poll

_FONTS = {
    "Text": ("NotoSans-Regular.ttf", "Helvetica"),
    "Strong": ("NotoSans-Bold.ttf", "Helvetica-Bold"),
    "Code": ("NotoSansMono-Bold.ttf", "Courier-Bold"),
}
"""Ours: Debian's file (fonts-noto-core), and what every PDF reader has, where that is not installed."""
_FONT_FOLDER = Path("/usr/share/fonts/truetype/noto")
_MM = 72 / 25.4
_PAGE = (210 * _MM, 297 * _MM)
_MARGIN, _CARD = 12 * _MM, (93 * _MM, 91 * _MM)
_PAD = 6 * _MM
_QR = 33 * _MM
COLUMNS, ROWS = 2, 3


def make_cards(
    poll: Poll,
    codes: Sequence[ParticipationCode],
    *,
    place: str,
    batch: int,
    control: str,
    made: date,
    language: str,
) -> bytes:
    """The PDF in this language: the control sheet, then the cards."""
    with override(language):
        paper = _Paper(title=_title(poll, language), language=language)
        paper.control_sheet(place=place, batch=batch, control=control, number=len(codes), made=made, poll=poll)
        paper.cards(poll, codes, is_sample=False)
        return paper.finish()


def make_samples(poll: Poll, codes: Sequence[ParticipationCode], *, language: str) -> bytes:
    """The same cards, marked as samples, for trying paper, printer and scanner. No station takes their codes."""
    with override(language):
        paper = _Paper(title=_title(poll, language), language=language)
        paper.cards(poll, codes, is_sample=True)
        return paper.finish()


def _title(poll: Poll, language: str) -> str:
    return poll.title.get(language) or poll.title["de"]


class _Paper:
    """A4 pages under construction. Imports the PDF library when it is needed: it is large."""

    def __init__(self, *, title: str, language: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._title = title
        self._bytes = io.BytesIO()
        self._canvas: Any = Canvas(self._bytes, pagesize=_PAGE, lang=language)
        self._canvas.setTitle(title)
        self._fonts = dict(_load_fonts())

    def finish(self) -> bytes:
        """All pages."""
        self._canvas.save()
        return self._bytes.getvalue()

    def control_sheet(self, *, place: str, batch: int, control: str, number: int, made: date, poll: Poll) -> None:
        """What the office keeps: by its code the whole batch can be voided."""
        top = _PAGE[1] - 30 * _MM
        lines = [
            ("Strong", 20, _("Batch %(batch)s: stays in the office") % {"batch": batch}),
            ("Text", 13, self._title),
            ("Text", 13, _("Place: %(place)s") % {"place": place}),
            ("Text", 13, _("Cards: %(number)s") % {"number": number}),
            ("Text", 13, _("Made on %(day)s") % {"day": formats.date_format(made, "DATE_FORMAT")}),
            ("Text", 13, _("Good until %(day)s") % {"day": formats.date_format(poll.closes, "DATE_FORMAT")}),
        ]
        for font, size, text in lines:
            top = self._write(text, font, size, x=25 * _MM, top=top, width=160 * _MM) - 3 * _MM
        top = self._write(_("Control code of this batch"), "Strong", 14, x=25 * _MM, top=top - 8 * _MM, width=160 * _MM)
        top = self._write(control, "Code", 24, x=25 * _MM, top=top - 4 * _MM, width=160 * _MM)
        for text in (
            _(
                "Keep this sheet locked away, apart from the cards. It is printed only once, and the hub does not "
                "know it."
            ),
            _(
                "If cards are lost, type the control code at the console: then none of them is good for a vote any "
                "more."
            ),
            _("Mix the cards before you give them out. Who holds which card must be known to nobody."),
        ):
            top = self._write(text, "Text", 12, x=25 * _MM, top=top - 6 * _MM, width=160 * _MM)
        self._end_page()

    def cards(self, poll: Poll, codes: Sequence[ParticipationCode], *, is_sample: bool) -> None:
        """Six on each page."""
        each = COLUMNS * ROWS
        for start in range(0, len(codes), each):
            for place, code in enumerate(codes[start : start + each]):
                row, column = divmod(place, COLUMNS)
                x, top = _MARGIN + column * _CARD[0], _PAGE[1] - _MARGIN - row * _CARD[1]
                self._card(poll, code, x=x, top=top, is_sample=is_sample)
            self._end_page()

    def _end_page(self) -> None:
        if mark := training_sentence():
            self._write(mark, "Strong", 12, x=_MARGIN, top=_MARGIN, width=_PAGE[0] - 2 * _MARGIN)
        self._canvas.showPage()

    def _card(self, poll: Poll, code: ParticipationCode, *, x: float, top: float, is_sample: bool) -> None:
        width, height = _CARD
        self._canvas.setDash(3, 3)
        self._canvas.setStrokeGray(0.5)
        self._canvas.rect(x, top - height, width, height)
        self._canvas.setDash()
        inner, left = width - 2 * _PAD, x + _PAD
        heading = _("Sample: no station takes it") if is_sample or training_sentence() else _("Your participation code")
        line = self._write(self._title, "Text", 10, x=left, top=top - _PAD, width=inner, most=2)
        line = self._write(heading, "Strong", 14, x=left, top=line - 1.5 * _MM, width=inner, most=1)
        groups = code.typed().split("-")
        beside = line - 3 * _MM
        for group in groups:
            line = self._write(group, "Code", 23, x=left, top=line - 1.2 * _MM, width=inner - _QR)
        self._qr(SCANNED_PREFIX + code.typed(), x=x + width - _PAD - _QR, top=beside)
        how = _("Choose this poll at the Mitmachstation and type the code.")
        rule = _("It is good for one vote, until %(day)s. Whoever holds this card can vote with it.")
        told = f"{how} {rule % {'day': formats.date_format(poll.closes, 'DATE_FORMAT')}}"
        self._write(told, "Text", 10.5, x=left, top=line - 2.5 * _MM, width=inner)

    def _write(self, text: str, font: str, size: float, *, x: float, top: float, width: float, most: int = 9) -> float:
        """Lines of text below ``top``; of more than ``most`` the last ends with a dash. Returns where they end."""
        from reportlab.lib.utils import simpleSplit

        lines = simpleSplit(text, self._fonts[font], size, width) or [""]
        if len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1].rstrip(" ,;:") + " …"]
        self._canvas.setFillGray(0)
        self._canvas.setFont(self._fonts[font], size)
        for line in lines:
            top -= size * 1.25
            self._canvas.drawString(x, top + size * 0.25, line)
        return top

    def _qr(self, text: str, *, x: float, top: float) -> None:
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
        code.add_data(text)
        code.make(fit=True)
        rows = code.get_matrix()
        step = _QR / len(rows)
        self._canvas.setFillGray(0)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    self._canvas.rect(x + across * step, top - (down + 1) * step, step, step, stroke=0, fill=1)


def _load_fonts() -> Iterator[tuple[str, str]]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, (file, otherwise) in _FONTS.items():
        place = _FONT_FOLDER / file
        if not place.exists():
            yield name, otherwise
            continue
        ours = f"Cards{name}"
        if ours not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(ours, place))
        yield name, ours
