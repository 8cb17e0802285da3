"""A poll as a form on paper: one page to print, in one language, with a square or a box beside each option.

The forms of a poll are all alike: none has a number or any other mark. The QR code says which poll, which version of
its words and which language it is, so that a form is not taken for another. A web page, since browsers set every script
and turn every direction; whoever wants a PDF prints into one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import qrcode
import zxingcpp

from sync.hub.paper.marks import CROSSES, ONE_WORD, check_on_paper
from sync.hub.paper.row_codes import GAP, NUMBER_BOX_WIDTH, RowCode, form_number
from sync.protocol.encoding import parse_json
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGES
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.yes_no import WORDS

SCANNED_PREFIX = "mitmach:form:"
"""What the QR code of a form begins with; poll, version and language follow, with colons between."""

_RIGHT_TO_LEFT = frozenset(one.code for one in LANGUAGES if one.right_to_left)
_SIZES = {False: ("12.5pt", "0.85em", "7mm"), True: ("20pt", "0.85em", "11mm")}
"""Of letters, of the smaller ones below an answer, and of squares: as usual, and large."""

_EASY_SIZES = {False: ("14pt", "1em", "7mm"), True: _SIZES[True]}
"""The same in Leichte Sprache, where no letter is below 14 points."""

_STYLE = """
@page {{ size: A4; margin: 15mm;
  @bottom-center {{ content: counter(page) " / " counter(pages); font: bold 14pt "Noto Sans", sans-serif }} }}
body {{ margin: 0; font: {letters}/1.4 "Noto Sans", "Noto Sans Arabic", sans-serif; color: #000; background: #fff }}
@media screen {{ body {{ padding: 15mm; max-width: 180mm }} }}
header {{ display: flex; gap: 8mm; justify-content: space-between; align-items: flex-start }}
h1 {{ font-size: 1.35em; line-height: 1.25; margin: 0 0 3mm }}
p {{ margin: 0 0 3mm; white-space: pre-line }}
header svg {{ width: 24mm; height: 24mm; flex: none }}
ol {{ list-style: none; margin: 5mm 0; padding: 0 }}
li {{ display: flex; align-items: flex-start; padding: calc({square} * 0.45) 0; border-bottom: 0.2mm solid #000;
  break-inside: avoid }}
li svg {{ width: {square}; height: {square}; flex: none; margin-inline-end: calc({square} * {gap}) }}
.box {{ width: {square}; height: {square}; border: calc({square} / 14) solid #000; flex: none; box-sizing: border-box;
  margin-inline-end: calc({square} * 0.7) }}
.box--number {{ width: calc({square} * {wide}) }}
small {{ display: block; font-size: {small}; white-space: pre-line }}
strong {{ font-weight: 700 }}
"""


def make_form(poll: Poll, *, language: str, large: bool = False) -> str:
    """The page. Raises Refused for a poll that is not answered on paper."""
    check_on_paper(poll)
    letters, small, square = (_EASY_SIZES if _is_easy(language) else _SIZES)[large]
    direction = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
    title = escape(_said(poll.title, language))
    words = words_of(language)
    style = _STYLE.format(letters=letters, small=small, square=square, gap=GAP, wide=NUMBER_BOX_WIDTH)
    rows = "".join(_row(code, row) for code, row in zip(row_codes(poll, language), _rows(poll, language), strict=True))
    return (
        f'<!doctype html><html lang="{language.removesuffix("-leicht")}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{style}</style></head><body>"
        f"<header><div><p>{title}</p><h1>{escape(_said(poll.question, language))}</h1></div>"
        f"{_qr(poll, language)}</header>"
        f"<p><strong>{escape(_how(poll, words))}</strong></p><ol>{rows}</ol>"
        f"<p>{escape(words['secret'])}</p><p>{escape(words['once'])}</p><p>{escape(words['patterns'])}</p></body></html>\n"
    )


def _is_easy(language: str) -> bool:
    """Leichte Sprache: larger letters, and a line for each sentence."""
    return language.endswith("-leicht")


@cache
def words_of(language: str) -> Mapping[str, str]:
    """What stands on every form, in this language."""
    found: dict[str, dict[str, str]] = parse_json(Path(__file__).with_name("form_words.json").read_text("utf-8"))
    return found[language]


def what_form_says(poll: Poll, language: str) -> str:
    """What the QR code holds."""
    return f"{SCANNED_PREFIX}{poll.id}:{poll.version}:{language}"


def _how(poll: Poll, words: Mapping[str, str]) -> str:
    """What to do, and how much of it."""
    if poll.kind == ONE_WORD:
        return words["yes_no"]
    kind = "crosses" if poll.kind in CROSSES else poll.scale if poll.kind == "scale" else poll.kind
    is_points = kind in {"points", "budget_points"}
    how = words["points" if is_points else kind].format(cap=poll.cap)
    bounds = "exactly" if poll.minimum == poll.maximum else "limits" if poll.minimum else "most"
    what = words["points_together" if is_points else "answers"]
    parts = [how, words[bounds].format(what=what, min=poll.minimum, max=poll.maximum)]
    if poll.kind == "knapsack":
        parts.append(words["budget"].format(euro=poll.budget_euro))
    return ("\n" if "\n" in how else " ").join(parts)


def _rows(poll: Poll, language: str) -> Iterator[tuple[str, str, str]]:
    """Of each line its id, its words, and what is said below them."""
    if poll.kind == ONE_WORD:
        yield from ((word, words_of(language)[word], "") for word in WORDS)
    for option in poll.options:
        cost = f"{option.cost_euro} €" if option.cost_euro else ""
        about = " · ".join(filter(None, (cost, _said(option.about, language))))
        if _is_easy(language):  # there each sentence has a line of its own
            about = about.replace(". ", ".\n")
        yield option.id, _said(option.title, language), about


def row_codes(poll: Poll, language: str) -> list[RowCode]:
    """The pattern of each line, in order."""
    form = form_number(what_form_says(poll, language))
    number = poll.kind not in CROSSES and poll.kind != ONE_WORD
    return [
        RowCode(form, row, is_number=number, is_leftward=language in _RIGHT_TO_LEFT)
        for row in range(1, len(rows_of(poll)) + 1)
    ]


def rows_of(poll: Poll) -> list[str]:
    """What the lines of every form stand for: ids of options, or words."""
    return list(WORDS) if poll.kind == ONE_WORD else [option.id for option in poll.options]


def _row(code: RowCode, row: tuple[str, str, str]) -> str:
    name, text, about = row
    number = " box--number" if code.is_number else ""
    below = f"<small>{escape(about)}</small>" if about else ""
    pattern = _pattern(zxingcpp.create_barcode(code.digits, zxingcpp.BarcodeFormat.DataMatrix))
    return (
        f'<li data-option="{escape(name)}">{pattern}<span class="box{number}"></span>'
        f"<span>{escape(text)}{below}</span></li>"
    )


def _qr(poll: Poll, language: str) -> str:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(what_form_says(poll, language))
    code.make(fit=True)
    return _drawn(code.get_matrix())


def _pattern(barcode: zxingcpp.Barcode) -> str:
    image: Any = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    rows: Any = memoryview(image).tolist()
    return _drawn([[lightness == 0 for lightness in row] for row in rows])


def _drawn(rows: Sequence[Sequence[bool]]) -> str:
    dark = "".join(
        f"M{across} {down}h1v1h-1z" for down, row in enumerate(rows) for across, is_dark in enumerate(row) if is_dark
    )
    size = f"0 0 {len(rows)} {len(rows)}"
    return f'<svg viewBox="{size}" shape-rendering="crispEdges" aria-hidden="true"><path d="{dark}"/></svg>'


def _said(texts: Mapping[str, str], language: str) -> str:
    return (texts.get(language) or texts.get(DEFAULT_LANGUAGE, "")).replace("\u00ad", "")
