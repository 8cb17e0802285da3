"""Counting visits: what of a visit is counted, and when it is written down. Never while somebody waits for a screen.

Numbers of a day alone are kept, each by itself; what one visit was like is forgotten with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol

from accessibility.profile import Layout, Means, Profile, TextSize, Theme
from kiosk.session.helper import Helper
from kiosk.session.session import Session, Step
from kiosk.session.task import Task
from sync.station.visit_book import VisitEnd

HELPED = "helper"
"""Counted like an aid: somebody helped at the screen. By whom is known to nobody."""

_KEYS = {Means.KEYBOARD, Means.KEYPAD}
_SWITCHES = {Means.ONE_SWITCH, Means.TWO_SWITCHES}


class CountingStation(Protocol):
    """Where the counts are kept: ``kiosk.station.station.StationFile``. What cannot be counted disturbs nobody."""

    def count_begun(self, day: date, /) -> None:
        """A visit has begun."""

    def count_end(self, day: date, end: VisitEnd, /) -> None:
        """A visit that began on this day is over."""

    def hand_over_counts(self, today: date, /) -> bool:
        """Seal the counts of other days for the hub. False when it has to be tried again."""


class VisitTrace:
    """What one visit has been through, as far as it is counted."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = tuple(tasks)
        self._aids: set[str] = set()
        self._steps: set[Step] = set()

    def note(self, profile: Profile, step: Step) -> None:
        """The visit is at this step, with these aids."""
        self._aids |= aids_of(profile)
        self._steps.add(step)

    @property
    def tasks(self) -> frozenset[str]:
        """The tasks that were opened, as far as they are counted."""
        return frozenset(task.word for task in self._tasks if task.is_counted and self._steps & task.views.keys())

    def end(self, session: Session, *, abandoned_at: str) -> VisitEnd:
        """What is counted of the visit."""
        ballots = [task.ballots(session) for task in self._tasks]
        return VisitEnd(
            session.language,
            frozenset(self._aids | ({HELPED} if session.of(Helper).came else set())),
            self.tasks,
            helped="help" in self._steps,
            abandoned_at=abandoned_at,
            ballots_opened=sum(opened for opened, _ in ballots),
            ballots_left=sum(left for _, left in ballots),
        )


class VisitCounter:
    """Counts the visits of one station. ``today``: the day in the city."""

    def __init__(self, station: CountingStation, *, today: Callable[[], date]) -> None:
        self._station = station
        self._today = today
        self._began_on = date.min
        self._unwritten: list[VisitEnd | None] = []
        self._looked_on = date.min

    def begin(self) -> None:
        """A visit begins."""
        self.write()
        self._began_on = self._today()
        self._unwritten.append(None)

    def end(self, end: VisitEnd) -> None:
        """It is over. It counts on the day on which it began."""
        self._unwritten.append(end)

    def look(self, *, is_free: bool) -> None:
        """Time passes: write down what is to be counted; while nobody is here (``is_free``), hand over other days."""
        self.write()
        if is_free and self._looked_on != self._today() and self._station.hand_over_counts(self._today()):
            self._looked_on = self._today()

    def write(self) -> None:
        """Write down what is to be counted."""
        for end in self._unwritten:
            if end is None:
                self._station.count_begun(self._began_on)
            else:
                self._station.count_end(self._began_on, end)
        self._unwritten.clear()


def aids_of(profile: Profile) -> set[str]:
    """The aids in use, by the words they are counted with."""
    used = {
        "speech": profile.speech,
        "size": profile.size is not TextSize.DEFAULT,
        "contrast": profile.theme is not Theme.DEFAULT,
        "reach": profile.layout is not Layout.NORMAL,
        "keys": profile.means in _KEYS,
        "switches": profile.means in _SWITCHES,
        "exploring": profile.exploring,
        "curtain": profile.curtain,
    }
    return {aid for aid, is_used in used.items() if is_used}
