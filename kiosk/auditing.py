"""The audit of all screens: paints each in every way that is asked for, has it measured, and writes the report.

    python -m kiosk.auditing [--out DIR] [--full] [--screen NAME ...]

Ends with 0 when every measurement keeps its limit. What the limits are is ``accessibility.audit``'s business.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from accessibility.calibration import nominal_px_per_mm
from accessibility.metrics import DEFAULT_PX_PER_MM
from accessibility.profile import Layout, Profile, TextSize, Theme
from kiosk.display import display_without_one
from kiosk.gallery import LAYOUTS, IncompleteWalkError, Setup
from kiosk.texts import FOLDER, LANGUAGES
from sync.config import ScreenConfig
from sync.version import VERSION

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from accessibility.audit.measure import Summary
    from accessibility.audit.rules import Station
    from accessibility.audit.shot import Shot

WIDE, HIGH = 1920, 1080
SMALL_INCH = 15.6
SMALL_PX_PER_MM = nominal_px_per_mm(width_px=WIDE, height_px=HIGH, diagonal_inch=SMALL_INCH)
"""The same pixels on a screen of 15.6 inch."""

TELL_EVERY = 20
"""Setups between two words about how far it is."""

SHORTEST_FOREIGN = 2
"""So few characters are signs, not words of a language."""


@dataclass(frozen=True)
class Task:
    """All screens in one setup on one display. ``states``: the controls also with the focus and the other way round;
    ``screens``: only these, all of them when empty."""

    setup: Setup
    width: int
    height: int
    px_per_mm: float
    states: bool
    screens: tuple[str, ...] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit, write the report, say what was found."""
    from accessibility.audit.measure import Summary
    from accessibility.audit.report import About, write_report
    from kiosk.shots import png_of

    options = _parser().parse_args(arguments)
    tasks = full_matrix() if options.full else representative_matrix()
    screens = tuple(options.screen)
    summary = Summary()
    for done, part in enumerate(parts([replace(task, screens=screens) for task in tasks], options.processes), 1):
        summary.merge(part)
        if done % TELL_EVERY == 0:
            print(f"{done} of {len(tasks)} setups", file=sys.stderr)

    setups = "every combination of" if options.full else "a representative choice of"
    scope = f"All screens in {setups} text sizes, themes, languages, layouts and displays ({len(tasks)} setups)."
    write_report(summary, About(VERSION, datetime.now(UTC), scope), options.out, png_of)
    for seen in summary.worst_first():
        measurement = seen.measurement
        limit = f">= {measurement.least}" if measurement.least is not None else f"<= {measurement.most}"
        value = f"{measurement.value:.2f} {measurement.unit}".strip()
        print(f"{measurement.requirement} {seen.screen}: {measurement.what}: {value}, {limit} ({seen.setup})")
    failed = sum(summary.failed.values())
    print(f"{summary.screens} pictures, {sum(summary.counted.values())} measurements, {failed} miss their limit")
    print(options.out / "report.html")
    return 0 if summary.passed else 1


def representative_matrix() -> list[Task]:
    """Every screen in each size, theme, language and layout, in both orientations and on a small display, and in the
    hardest combinations; not every one with every other."""
    plain = Setup(TextSize.DEFAULT, Theme.DEFAULT, "de", Layout.NORMAL)
    sizes = [Setup(size, Theme.DEFAULT, "de", Layout.NORMAL) for size in TextSize]
    themes = [Setup(TextSize.DEFAULT, theme, "de", Layout.NORMAL) for theme in Theme]
    languages = [Setup(TextSize.DEFAULT, Theme.DEFAULT, language.code, Layout.NORMAL) for language in LANGUAGES]
    layouts = [Setup(TextSize.DEFAULT, Theme.DEFAULT, "de", layout) for layout in LAYOUTS]
    mirrored = [language.code for language in LANGUAGES if language.right_to_left]
    hardest = [Setup(TextSize.EXTRA, Theme.SOFT, "de-leicht", layout) for layout in LAYOUTS[-1:]]
    hardest += [Setup(TextSize.EXTRA, Theme.WHITE_ON_BLACK, language, LAYOUTS[-1]) for language in mirrored]
    in_portrait = dict.fromkeys([plain, *sizes, *themes, *layouts, *languages, *hardest])
    in_landscape = dict.fromkeys([plain, sizes[0], sizes[-1], *layouts[1:], *hardest])
    small = dict.fromkeys([plain, sizes[-1]])
    return [
        *(_task(setup, HIGH, WIDE, DEFAULT_PX_PER_MM, states=_varied(setup, plain)) for setup in in_portrait),
        *(_task(setup, WIDE, HIGH, DEFAULT_PX_PER_MM, states=False) for setup in in_landscape),
        *(_task(setup, HIGH, WIDE, SMALL_PX_PER_MM, states=False) for setup in small),
    ]


def full_matrix() -> list[Task]:
    """Every screen in every size, theme, language and layout, upright on both displays and lying."""
    codes = [language.code for language in LANGUAGES]
    displays = ((HIGH, WIDE, DEFAULT_PX_PER_MM), (HIGH, WIDE, SMALL_PX_PER_MM), (WIDE, HIGH, DEFAULT_PX_PER_MM))
    return [
        _task(Setup(*setup), *display, states=True)
        for display in displays
        for setup in product(TextSize, Theme, codes, LAYOUTS)
    ]


def run(tasks: Sequence[Task], *, processes: int = 2) -> Summary:
    """Paint and measure, and put everything together."""
    from accessibility.audit.measure import Summary

    whole = Summary()
    for part in parts(tasks, processes):
        whole.merge(part)
    return whole


def parts(tasks: Sequence[Task], processes: int) -> Iterator[Summary]:
    """What was measured, task by task, in several processes where there is more than one. Each paints for itself."""
    if processes <= 1 or len(tasks) <= 1:
        yield from map(run_task, tasks)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(run_task, tasks)


def run_task(task: Task) -> Summary:
    """Paint and measure all screens in one setup."""
    _have_application()
    from accessibility.audit.measure import Summary
    from accessibility.audit.rules import audit
    from kiosk.shots import shrunk

    summary = Summary()
    station = _station(task.setup.language)
    for shot in shots_in(task):
        summary.add(shot, list(audit(shot, station)), shrunk)
    return summary


def shots_in(task: Task) -> Iterator[Shot]:
    """Every page of every screen in one setup.

    Raises:
        IncompleteWalkError: the samples leave out a registered screen.
    """
    from kiosk import samples
    from kiosk.screens import registered_screens
    from kiosk.shots import shots_of
    from kiosk.widgets.look import look_for
    from kiosk.widgets.pictogram import Pictograms

    setup = task.setup
    profile = Profile(size=setup.size, theme=setup.theme, layout=setup.layout)
    views = samples.sample_views(setup.language, profile)
    if missing := sorted(set(registered_screens()) - set(views)):
        raise IncompleteWalkError(f"nobody walks to: {', '.join(missing)}")
    pictograms = Pictograms(samples.read_content)
    for name, view in views.items():
        # A screen without aids of its own looks the same whatever was chosen: once is enough.
        as_asked = view.frame.profile == profile
        if as_asked and (not task.screens or name in task.screens):
            look = look_for(
                view.frame,
                px_per_mm=task.px_per_mm,
                width=task.width,
                height=task.height,
                pictograms=pictograms,
                motion=False,
            )
            yield from shots_of(name, view, setup, look, states=task.states)


def _station(language: str) -> Station:
    from accessibility.audit.rules import Station
    from kiosk.shots import Letters

    usual = ScreenConfig()
    foreign = {language: foreign_sentences(language)}
    return Station(Letters(), usual.viewing_distance_mm, usual.lower_edge_mm, foreign)


@cache
def foreign_sentences(language: str) -> frozenset[str]:
    """Texts of the catalogues and of the default content in other languages that nothing in this one reads like."""
    from kiosk import samples

    mine: set[str] = set()
    others: set[str] = set()
    for code, text in (*_catalogue_texts(), *_content_texts(samples.DEFAULT_CONTENT)):
        if len(text) > SHORTEST_FOREIGN:
            (mine if code == language else others).add(text.replace("\u00ad", ""))
    return frozenset(others - mine)


def _catalogue_texts() -> Iterator[tuple[str, str]]:
    """Language and text of everything in the catalogues that has no placeholders."""
    from babel.messages.pofile import read_po

    for language in LANGUAGES:
        with (FOLDER / f"{language.code}.po").open("rb") as stream:
            for message in read_po(stream):
                text = message.string
                if message.id and isinstance(text, str) and "{" not in text:
                    yield language.code, text


def _content_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Language and text of everything in the content that comes in several languages."""
    codes = {language.code for language in LANGUAGES}
    waiting = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json"))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if len(codes & set(value)) > 1:
                yield from ((code, text) for code, text in value.items() if code in codes and isinstance(text, str))
            waiting += list(value.values())
        elif isinstance(value, list):
            waiting += value


def _have_application() -> None:
    """One application for this process, on a display that holds every orientation. Its pictures never leave it."""
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        with display_without_one(ScreenConfig(width_px=WIDE, height_px=WIDE)):
            _applications.append(QApplication([sys.argv[0]]))


_applications: list[QApplication] = []
"""Held here: an application lives as long as somebody holds it."""


def _task(setup: Setup, width: int, height: int, px_per_mm: float, *, states: bool) -> Task:
    return Task(setup, width, height, px_per_mm, states)


def _varied(setup: Setup, plain: Setup) -> bool:
    """Size, theme or layout differ from the plain one, or nothing does: rings and ticks do not depend on words."""
    return setup.language == plain.language


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mitmach audit", description="Measures the accessibility of all screens and writes report.html."
    )
    parser.add_argument("--out", type=Path, default=Path("audit"), help="folder for report.html and report.json")
    parser.add_argument("--full", action="store_true", help="every combination; takes a long time")
    parser.add_argument("--screen", action="append", default=[], help="only this screen; may be given several times")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many paint at once")
    return parser


if __name__ == "__main__":
    sys.exit(main())
