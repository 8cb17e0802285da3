"""Participation codes as a web page of cards to print and cut: one code on each, in large type.

The cards carry no number and no other mark: apart from the code they are all alike, so that nobody can tell which was
made or given out first. The codes stand in the random order in which they are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from sync.hub.training import training_sentence
from sync.protocol.participation_codes import ParticipationCode
from sync.protocol.polls.poll import Poll

_STYLE = """
@page { size: A4; margin: 12mm }
body { margin: 0; font: 11.5pt/1.35 "Noto Sans", sans-serif; color: #000; background: #fff }
main { display: grid; grid-template-columns: 1fr 1fr }
article { box-sizing: border-box; height: 90mm; padding: 6mm 7mm; break-inside: avoid; border: 0.3mm dashed #777;
  display: flex; flex-direction: column; gap: 2.5mm }
h2, p { margin: 0 }
h2 { font-size: 14pt }
.code { font: bold 25pt/1.3 "Noto Sans Mono", "DejaVu Sans Mono", monospace; margin: auto 0 }
.code span { white-space: nowrap; margin-right: 4mm }
"""


def make_sheet(poll: Poll, codes: Sequence[ParticipationCode], *, language: str) -> str:
    """The page, in this language."""
    with override(language):
        title = escape(poll.title.get(language) or poll.title["de"])
        heading = escape(training_sentence() or _("Your participation code"))
        how = escape(_("Choose this poll at the Mitmachstation and type the code."))
        rule = escape(
            _("It is good for one vote, until %(day)s. Whoever holds this card can vote with it.")
            % {"day": formats.date_format(poll.closes, "DATE_FORMAT")}
        )
        cards = "".join(
            f"<article><p>{title}</p><h2>{heading}</h2><p class=code dir=ltr>{_groups(code)}</p>"
            f"<p>{how} {rule}</p></article>\n"
            for code in codes
        )
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{title}</title>"
        f"<style>{_STYLE}</style></head><body><main>\n{cards}</main></body></html>\n"
    )


def _groups(code: ParticipationCode) -> str:
    return "".join(f"<span>{escape(group)}</span> " for group in code.typed().split("-"))
