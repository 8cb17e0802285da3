"""The report of an audit: one HTML page that stands alone, made to be handed on, and the same figures as JSON.

Writes what was measured and judges nothing anew.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from math import isinf
from pathlib import Path
from typing import Any

from accessibility.audit.measure import Measurement, Seen, Summary
from accessibility.audit.rules import REQUIREMENTS

_STYLE = """
:root { color-scheme: light; }
body { font: 18px/1.5 "Noto Sans", system-ui, sans-serif; color: #07294a; background: #fbf7ee; margin: 0; }
main { max-width: 66rem; margin: 0 auto; padding: 3rem 2rem 5rem; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.4rem; margin: 3rem 0 .75rem; }
p { max-width: 46rem; }
.answer { font-size: 1.25rem; font-weight: 700; border-left: .5rem solid; padding: .25rem 0 .25rem 1rem; }
.kept { border-color: #04462a; } .broken { border-color: #7d0b14; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { text-align: left; vertical-align: top; padding: .6rem .8rem; border: 1px solid #5c7286; }
th { background: #f3ecdb; }
td.number { white-space: nowrap; }
.verdict { font-weight: 700; white-space: nowrap; }
.no { color: #7d0b14; } .yes { color: #04462a; }
article { display: flex; gap: 1.5rem; background: #fff; border: 1px solid #5c7286; padding: 1.25rem; margin: 0 0 1rem; }
article h3 { margin: 0 0 .4rem; font-size: 1.1rem; }
article p { margin: 0 0 .4rem; }
article img { flex: none; width: 190px; height: auto; align-self: flex-start; border: 1px solid #5c7286; }
td img { width: 110px; height: auto; border: 1px solid #5c7286; display: block; }
small { color: #203850; font-size: .95rem; }
@media print { body { background: #fff; font-size: 11pt; } article, tr { break-inside: avoid; } }
"""


@dataclass(frozen=True)
class About:
    """What the report is about: which version of the software, when, and what was shown, in a sentence."""

    version: str
    made: datetime
    scope: str


Draw = Callable[[Seen], bytes]
"""Makes the PNG of a small picture with a frame around the place that was measured."""


def write_report(summary: Summary, about: About, folder: Path, draw: Draw) -> None:
    """Write ``report.html`` and ``report.json`` into a folder, which is made where it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.html").write_text(page(summary, about, draw), encoding="utf-8")
    text = json.dumps(figures(summary, about), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")


def figures(summary: Summary, about: About) -> dict[str, Any]:
    """The whole report as data, without pictures."""
    return {
        "version": about.version,
        "made": about.made.isoformat(timespec="seconds"),
        "scope": about.scope,
        "pictures": summary.screens,
        "passed": summary.passed,
        "requirements": [
            {
                "id": requirement,
                "asks": asks,
                "measured": summary.counted.get(requirement, 0),
                "failed": summary.failed.get(requirement, 0),
                "nearest": _as_data(summary.nearest.get(requirement)),
            }
            for requirement, asks in REQUIREMENTS.items()
        ],
        "findings": [_as_data(seen) for seen in summary.worst_first()],
    }


def page(summary: Summary, about: About, draw: Draw) -> str:
    """The report as one HTML page; its pictures are inside."""
    findings = summary.worst_first()
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width"><title>Accessibility, as measured</title>',
        f"<style>{_STYLE}</style></head><body><main>",
        "<h1>Accessibility, as measured</h1>",
        f"<p>Mitmachstation {escape(about.version)}, {about.made:%d %B %Y, %H:%M} UTC. {escape(about.scope)} "
        f"{summary.screens:,} pictures, {sum(summary.counted.values()):,} measurements on their pixels and on what "
        "assistive technology is told. Sizes are millimetres on the display that is meant.</p>",
        _answer(summary, len(findings)),
    ]
    if findings:
        parts += ["<h2>What does not hold, the worst first</h2>", *(_article(seen, draw) for seen in findings)]
    parts += ["<h2>Every requirement</h2>", _table(summary, draw), _method(), "</main></body></html>"]
    return "\n".join(parts) + "\n"


def _answer(summary: Summary, different: int) -> str:
    if not summary.counted:
        return '<p class="answer broken">Nothing was measured.</p>'
    if summary.passed:
        return '<p class="answer kept">Every measurement keeps its limit.</p>'
    failed = sum(summary.failed.values())
    words = "1 measurement misses its limit" if failed == 1 else f"{failed:,} measurements miss their limit"
    where = "" if different == 1 else f", at {different} different places"
    return f'<p class="answer broken">{words}{where}.</p>'


def _article(seen: Seen, draw: Draw) -> str:
    measurement = seen.measurement
    often = f", in {seen.times} pictures" if seen.times > 1 else ""
    return (
        f"<article>{_picture(seen, draw)}<div>"
        f"<h3>{measurement.requirement} · {escape(seen.screen)}: {escape(measurement.what)}</h3>"
        f'<p><span class="verdict no">Measured {_value(measurement)}</span>, {_limit(measurement)}{often}.</p>'
        f"<p>{escape(REQUIREMENTS[measurement.requirement])}</p>"
        f"<p><small>{escape(seen.setup)}</small></p></div></article>"
    )


def _table(summary: Summary, draw: Draw) -> str:
    titles = ("Requirement", "Asks", "Held", "Nearest to its limit, of what holds", "Where")
    head = f"<tr>{''.join(f'<th>{title}</th>' for title in titles)}</tr>"
    return f"<table>{head}{''.join(_row(summary, requirement, draw) for requirement in REQUIREMENTS)}</table>"


def _row(summary: Summary, requirement: str, draw: Draw) -> str:
    counted, failed = summary.counted.get(requirement, 0), summary.failed.get(requirement, 0)
    if not counted:
        held = '<span class="verdict">not measured</span>'
    elif failed:
        held = f'<span class="verdict no">no</span>, {failed:,} of {counted:,}'
    else:
        held = f'<span class="verdict yes">yes</span>, {counted:,} times'
    nearest = summary.nearest.get(requirement)
    best = where = ""
    if nearest is not None:
        measurement = nearest.measurement
        best = f"{escape(measurement.what)}<br><b>{_value(measurement)}</b>, {_limit(measurement)}"
        where = f"{_picture(nearest, draw)}<small>{escape(nearest.screen)}<br>{escape(nearest.setup)}</small>"
    asks = escape(REQUIREMENTS[requirement])
    return f"<tr><td>{requirement}</td><td>{asks}</td><td>{held}</td><td>{best}</td><td>{where}</td></tr>"


def _method() -> str:
    return """<h2>How it was measured</h2>
<p>Every registered screen is painted as the station paints it. Letters, contrast, borders and focus rings are measured
on the painted pixels; names, states and the way of the keys on what the programs for assistive technology are told.
Soft edges of letters are left out of contrast. Contrast is that of WCAG 2.2. Loudness, the millimetres of a certain
display and the judgement of people are not in here.</p>"""


def _picture(seen: Seen, draw: Draw) -> str:
    data = b64encode(draw(seen)).decode("ascii")
    return f'<img alt="The screen {escape(seen.screen)} with the place marked" src="data:image/png;base64,{data}">'


def _value(measurement: Measurement) -> str:
    return f"{_number(measurement.value)} {escape(measurement.unit)}".strip()


def _limit(measurement: Measurement) -> str:
    limit, word = (measurement.least, "least") if measurement.least is not None else (measurement.most, "most")
    return f"at {word} {_number(limit or 0)} {escape(measurement.unit)}".strip()


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _as_data(seen: Seen | None) -> dict[str, Any] | None:
    if seen is None:
        return None
    measurement = seen.measurement
    rect = measurement.rect
    return {
        "requirement": measurement.requirement,
        "what": measurement.what,
        "value": round(measurement.value, 4),
        "unit": measurement.unit,
        "least": measurement.least,
        "most": measurement.most,
        "margin": None if isinf(measurement.margin) else round(measurement.margin, 4),
        "rect": [rect.x, rect.y, rect.width, rect.height],
        "screen": seen.screen,
        "setup": seen.setup,
        "times": seen.times,
    }
