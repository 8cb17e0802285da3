"""The audit of all screens: paints each in every way that is asked for, has it measured, and writes the report.

    python -m kiosk.devtools.audit [--out DIR] [--full [--language ar] [--size extra] ...] [--screen NAME ...]

Ends with 0 when every measurement keeps its limit. What the limits are is ``accessibility.audit``'s business.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from accessibility.profile import TextSize, Theme
from kiosk.devtools.audit_matrix import DISPLAY_NAMES, AuditTask, full_matrix, representative_matrix
from kiosk.devtools.gallery import LAYOUTS, folder_for_files, several
from sync.protocol.languages import LANGUAGE_CODES
from sync.version import VERSION

if TYPE_CHECKING:
    from accessibility.audit.measure import Seen
    from kiosk.devtools.audit_runs import Progress

SAVE_EVERY_SECONDS = 30

TELL_EVERY = 20
"""Setups between two words about how far it is."""

EPILOG = """The representative choice takes a few minutes on two cores; every combination (2,304
setups) about two hours. A full run that was broken off goes on where it was as long as neither screens
nor limits have changed, and slices of it add up in the same folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit, write the report, say what was found."""
    from accessibility.audit.report import About, write_report
    from kiosk.devtools.audit_runs import Progress, fingerprint, progress_from
    from kiosk.devtools.screenshots import png_of

    options = _parser().parse_args(arguments)
    kept = options.out / "so-far.bin"
    progress = progress_from(kept, fingerprint()) if options.full else Progress("")
    tasks = _tasks(options)
    _measure([task for task in tasks if task.name not in progress.done], options, progress, kept)
    write_report(progress.summary, About(VERSION, datetime.now(UTC), _scope(options, progress)), options.out, png_of)
    for seen in progress.summary.worst_first():
        print(_in_words(seen))
    summary = progress.summary
    failed = sum(summary.failed.values())
    print(f"{summary.screens} pictures, {sum(summary.counted.values())} measurements, {failed} miss their limit")
    print(options.out / "report.html")
    return 0 if summary.passed else 1


def _tasks(options: argparse.Namespace) -> list[AuditTask]:
    if not options.full:
        wanted = tuple(options.screen)
        return [replace(task, screens=wanted or task.screens) for task in representative_matrix()]
    return full_matrix(
        sizes=options.size,
        themes=options.theme,
        languages=options.language,
        layouts=options.layout,
        displays=options.display,
        screens=options.screen,
    )


def _measure(tasks: Sequence[AuditTask], options: argparse.Namespace, progress: Progress, kept: Path) -> None:
    from kiosk.devtools.audit_runs import parts

    saved = time.monotonic()
    try:
        for at, (task, part) in enumerate(parts(tasks, options.processes), 1):
            progress.take(task, part)
            if at % TELL_EVERY == 0:
                failed = sum(progress.summary.failed.values())
                print(f"{at} of {len(tasks)} setups, {failed} miss their limit", file=sys.stderr)
            if options.full and time.monotonic() - saved > SAVE_EVERY_SECONDS:
                progress.save(kept)
                saved = time.monotonic()
    finally:
        if options.full:
            progress.save(kept)


def _scope(options: argparse.Namespace, progress: Progress) -> str:
    """What was looked at, in a sentence."""
    screens = f"The screens {', '.join(options.screen)}" if options.screen else "All screens"
    if not options.full:
        choice = "in every pair of text sizes, themes, languages, layouts and displays"
        return f"{screens} {choice} ({len(progress.done)} setups)."
    whole = {task.name for task in full_matrix(screens=options.screen)}
    if whole <= progress.done:
        return (
            f"{screens} in every combination of text sizes, themes, languages, layouts and displays ({len(whole):,})."
        )
    part = f"in {len(whole & progress.done):,} of {len(whole):,} combinations"
    return f"{screens} {part} of text sizes, themes, languages, layouts and displays."


def _in_words(seen: Seen) -> str:
    measurement = seen.measurement
    limit = f">= {measurement.least}" if measurement.least is not None else f"<= {measurement.most}"
    value = f"{measurement.value:.2f} {measurement.unit}".strip()
    return f"{measurement.requirement} {seen.screen}: {measurement.what}: {value}, {limit} ({seen.setup})"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mitmach audit",
        description="Measures the accessibility of all screens and writes report.html and report.json.",
        epilog=EPILOG,
    )
    parser.add_argument("--out", type=folder_for_files, default="audit", help="folder for the report")
    parser.add_argument("--full", action="store_true", help="every combination, not only every pair")
    for name, values in (
        ("size", list(TextSize)),
        ("theme", list(Theme)),
        ("language", list(LANGUAGE_CODES)),
        ("layout", list(LAYOUTS)),
        ("display", list(DISPLAY_NAMES)),
    ):
        known = ", ".join(values)
        parser.add_argument(
            f"--{name}", type=several(values), default=values, help=f"a slice of --full, with commas: {known}"
        )
    parser.add_argument("--screen", action="append", default=[], help="only this screen; may be given several times")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many paint at once")
    return parser


if __name__ == "__main__":
    sys.exit(main())
