"""What a rule says about one place on one screen, and the sum of it over many. No rules, no pictures.

Everything measured is kept, not only what fails: a report shows how near to its limit the worst place is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf

from accessibility.audit.shot import Colours, Rect, Shot

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
    """A measurement and where it was made. ``picture`` shows the whole screen, small; ``times`` is how often this was
    found at this place."""

    measurement: Measurement
    screen: str
    setup: str
    picture: Colours
    scale: float
    """Pixels of the picture for one of the screen."""
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

    def add(self, shot: Shot, measured: list[Measurement], shrink: Callable[[Shot], Colours]) -> None:
        """Take in what was measured on one shot. ``shrink`` makes a small picture of it, once and only when needed."""
        self.screens += 1
        pictures: list[Colours] = []

        def seen(measurement: Measurement) -> Seen:
            if not pictures:
                pictures.append(shrink(shot))
            picture = pictures[0]
            return Seen(measurement, shot.screen, shot.setup, picture, scale=picture.shape[1] / shot.width)

        for measurement in measured:
            requirement = measurement.requirement
            self.counted[requirement] = self.counted.get(requirement, 0) + 1
            if not measurement.passed:
                self.failed[requirement] = self.failed.get(requirement, 0) + 1
                self._keep((requirement, shot.screen, measurement.what), seen(measurement))
            elif self._is_nearer(measurement):
                self.nearest[requirement] = seen(measurement)

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

    def _keep(self, key: tuple[str, str, str], seen: Seen) -> None:
        before = self.findings.get(key)
        if before is None:
            if len(self.findings) < MOST_FINDINGS:
                self.findings[key] = seen
            return
        worse = min((before, seen), key=lambda one: one.measurement.margin)
        self.findings[key] = replace(worse, times=before.times + seen.times)
