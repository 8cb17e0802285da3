"""What a rule says about one place on one screen, and the sum of it over many. No rules, no pictures.

Everything measured is kept, not only what fails: a report shows how near to its limit the worst place is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

from accessibility.audit.shot import Rect, Shot

MOST_FINDINGS = 400
"""Different findings that are kept with all their details; of more there is only the number."""


@dataclass(frozen=True)
class Measurement:
    """A number and its limit. Exactly one of ``least`` and ``most`` is set; ``what`` names the place."""

    requirement: str
    what: str
    value: float
    unit: str
    rect: Rect
    least: float | None = None
    most: float | None = None

    @property
    def passed(self) -> bool:
        """The value keeps its limit."""
        if self.least is not None:
            return self.value >= self.least
        return self.most is not None and self.value <= self.most

    @property
    def margin(self) -> float:
        """How far from its limit: below 1 it fails, and the smaller the worse."""
        if self.least is not None:
            return self.value / self.least if self.least else inf
        if self.value <= 0:
            return inf
        return (self.most or 0.0) / self.value


@dataclass(frozen=True)
class Seen:
    """A measurement and where it was made. ``picture`` is a PNG of the screen with the place marked."""

    measurement: Measurement
    screen: str
    setup: str
    picture: bytes = b""
    times: int = 1


@dataclass
class Summary:
    """Many measurements: how many there were, the one nearest to its limit, and what failed."""

    screens: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    nearest: dict[str, Seen] = field(default_factory=dict)
    """By requirement: of what passed, the place with the least to spare."""
    findings: dict[tuple[str, str, str], Seen] = field(default_factory=dict)
    """By requirement, screen and place: the worst of what failed there."""

    def add(self, shot: Shot, measured: list[Measurement], draw: Callable[[Shot, Rect], bytes]) -> None:
        """Take in what was measured on one shot. ``draw`` makes the picture of a place."""
        self.screens += 1
        for measurement in measured:
            requirement = measurement.requirement
            self.counted[requirement] = self.counted.get(requirement, 0) + 1
            if measurement.passed:
                if self._is_nearer(measurement):
                    picture = draw(shot, measurement.rect)
                    self.nearest[requirement] = Seen(measurement, shot.screen, shot.setup, picture)
            else:
                self.failed[requirement] = self.failed.get(requirement, 0) + 1
                self._note(shot, measurement, draw)

    def merge(self, other: Summary) -> None:
        """Take in what somebody else has summed up."""
        self.screens += other.screens
        for mine, theirs in ((self.counted, other.counted), (self.failed, other.failed)):
            for requirement, number in theirs.items():
                mine[requirement] = mine.get(requirement, 0) + number
        for requirement, seen in other.nearest.items():
            if self._is_nearer(seen.measurement):
                self.nearest[requirement] = seen
        for key, seen in other.findings.items():
            self._keep(key, seen)

    def worst_first(self) -> list[Seen]:
        """What failed, the largest distance from its limit first; what failed on many screens before what did once."""
        return sorted(self.findings.values(), key=lambda seen: (seen.measurement.margin, -seen.times))

    @property
    def passed(self) -> bool:
        """Nothing failed, and something was measured."""
        return not self.failed and bool(self.counted)

    def _is_nearer(self, measurement: Measurement) -> bool:
        before = self.nearest.get(measurement.requirement)
        return before is None or measurement.margin < before.measurement.margin

    def _note(self, shot: Shot, measurement: Measurement, draw: Callable[[Shot, Rect], bytes]) -> None:
        key = (measurement.requirement, shot.screen, measurement.what)
        before = self.findings.get(key)
        worse = before is None or measurement.margin < before.measurement.margin
        full = before is None and len(self.findings) >= MOST_FINDINGS
        picture = draw(shot, measurement.rect) if worse and not full else b""
        self._keep(key, Seen(measurement, shot.screen, shot.setup, picture))

    def _keep(self, key: tuple[str, str, str], seen: Seen) -> None:
        before = self.findings.get(key)
        if before is None:
            if len(self.findings) < MOST_FINDINGS:
                self.findings[key] = seen
            return
        worse, times = min((before, seen), key=lambda one: one.measurement.margin), before.times + seen.times
        self.findings[key] = Seen(worse.measurement, worse.screen, worse.setup, worse.picture, times)
