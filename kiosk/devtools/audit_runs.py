"""Runs of the audit: tasks painted and measured, in several processes, and kept so that a broken run goes on.

What the limits are is ``accessibility.audit``'s business; which tasks there are is ``audit_matrix``'s.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field, replace
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

from PySide6 import __version__ as qt_version
from PySide6.QtWidgets import QApplication

from accessibility.audit.measure import Summary
from accessibility.audit.rules import AuditedStation, audit, audit_another_theme
from accessibility.audit.shot import Shot
from accessibility.profile import Profile
from kiosk.devtools import sample_station, samples
from kiosk.devtools.audit_matrix import LONG, AuditedDisplay, AuditTask
from kiosk.devtools.gallery import IncompleteWalkError
from kiosk.devtools.screenshots import Lettering, shots_of, shrunk
from kiosk.devtools.untranslated import foreign_sentences
from kiosk.screens import registered_screens
from kiosk.station.display import display_without_one
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import look_for
from sync.files import write_durably
from sync.station.config import ScreenConfig

ROOT = Path(__file__).resolve().parents[2]

PAINTED_FROM = ("kiosk", "accessibility", "sync/hub/content/default_content")
"""Folders that decide how screens look and how they are judged."""

SOURCES = {".py", ".po", ".svg", ".json"}

AT_ONCE = 2
"""Tasks that wait at each process: enough that none is idle, few enough that little is lost with a broken run."""


def run(tasks: Sequence[AuditTask], *, processes: int = 2) -> Summary:
    """Paint and measure, and put everything together."""
    whole = Summary()
    for _, part in parts(tasks, processes):
        whole.merge(part)
    return whole


def parts(tasks: Sequence[AuditTask], processes: int) -> Iterator[tuple[AuditTask, Summary]]:
    """What was measured, task by task as they are done, in several processes where there is more than one."""
    groups = [tuple(group) for _, group in groupby(tasks, key=lambda task: task.but_for_colours)]
    if processes <= 1 or len(groups) <= 1:
        for group in groups:
            yield from zip(group, run_group(group), strict=True)
        return
    waiting = list(reversed(groups))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        running: dict[Future[list[Summary]], tuple[AuditTask, ...]] = {}
        while waiting or running:
            while waiting and len(running) < AT_ONCE * processes:
                group = waiting.pop()
                running[pool.submit(run_group, group)] = group
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from zip(running.pop(future), future.result(), strict=True)


def run_group(group: Sequence[AuditTask]) -> list[Summary]:
    """Paint and measure all screens in setups that differ by their theme alone.

    Every theme is painted. What it does not change is measured once: where everything on a screen is at the same place
    in the same letters, only colours and words are measured again.
    """
    _have_application()
    places: dict[tuple[str, int], object] = {}
    return [_in_another_theme(task, places) if places else _in_first_theme(task, places) for task in group]


def _in_first_theme(task: AuditTask, places: dict[tuple[str, int], object]) -> Summary:
    """Measure everything, and note in ``places`` what was where."""
    summary = Summary()
    station = station_of(task.display, task.setup.language)
    for shot in shots_in(task):
        summary.add(shot, list(audit(shot, station)), shrunk)
        places[shot.screen, shot.page] = shot.places
    return summary


def _in_another_theme(task: AuditTask, places: dict[tuple[str, int], object]) -> Summary:
    """Measure what a theme may change; and everything on screens where something is at another place than it was."""
    summary = Summary()
    station = station_of(task.display, task.setup.language)
    moved = []
    for screen, shots in groupby(shots_in(task, walk=False), key=lambda shot: shot.screen):
        pages = list(shots)
        if any(places.get((screen, shot.page)) != shot.places for shot in pages):
            moved.append(screen)
            continue
        for shot in pages:
            summary.add(shot, list(audit_another_theme(shot, station)), shrunk)
    if moved:
        summary.merge(_in_first_theme(replace(task, screens=tuple(moved)), {}))
    return summary


def shots_in(task: AuditTask, *, walk: bool | None = None) -> Iterator[Shot]:
    """Every page of every screen in one setup. ``walk``: with a walk of the keys; else where there are states.

    Raises:
        IncompleteWalkError: the samples leave out a registered screen.
    """
    setup, display = task.setup, task.display
    profile = Profile(size=setup.size, theme=setup.theme, layout=setup.layout)
    views = samples.sample_views(setup.language, profile)
    if missing := sorted(set(registered_screens()) - set(views)):
        raise IncompleteWalkError(f"nobody walks to: {', '.join(missing)}")
    pictograms = Pictograms(sample_station.read_content)
    for at, (name, view) in enumerate(views.items()):
        # A screen without aids of its own looks the same whatever was chosen: once is enough.
        as_asked = view.frame.profile == profile
        if as_asked and task.takes(at, name):
            look = look_for(
                view.frame,
                px_per_mm=display.px_per_mm,
                width=display.width,
                height=display.height,
                pictograms=pictograms,
                motion=False,
            )
            yield from shots_of(name, view, setup, look, states=task.states, walk=walk)


def station_of(display: AuditedDisplay, language: str) -> AuditedStation:
    """What the rules have to know besides the picture, for a station with this display as it is usually set up."""
    foreign = {language: foreign_sentences(language)}
    return AuditedStation(Lettering(), ScreenConfig().viewing_distance_mm, display.lower_edge_mm, foreign)


@dataclass
class Progress:
    """How far a run is. ``made_from`` is the fingerprint of what screens and limits were made from."""

    made_from: str
    done: set[str] = field(default_factory=set)
    """Names of tasks."""
    summary: Summary = field(default_factory=Summary)

    def take(self, task: AuditTask, part: Summary) -> None:
        """One task more is done."""
        self.done.add(task.name)
        self.summary.merge(part)

    def save(self, path: Path) -> None:
        """Keep it in a file, in place of what was there. Raises OSError when it cannot be written."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, zlib.compress(pickle.dumps(self), level=1))


def progress_from(path: Path, made_from: str) -> Progress:
    """How far a run was that was broken off; a new one where there was none, or of other screens."""
    try:
        kept = pickle.loads(zlib.decompress(path.read_bytes()))  # noqa: S301  written by this program, for itself
    except (OSError, zlib.error, pickle.UnpicklingError, EOFError, AttributeError, ImportError):
        return Progress(made_from)
    return kept if isinstance(kept, Progress) and kept.made_from == made_from else Progress(made_from)


def fingerprint() -> str:
    """Changes with everything that decides how screens look and how they are judged."""
    found = hashlib.sha256(qt_version.encode())
    for folder in PAINTED_FROM:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SOURCES:
                found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _have_application() -> None:
    """One application for this process, on a display that holds every orientation. Its pictures never leave it."""
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        with display_without_one(ScreenConfig(width_px=LONG, height_px=LONG)):
            _applications.append(QApplication([sys.argv[0]]))


_applications: list[QApplication] = []
"""Held here: an application lives as long as somebody holds it."""
