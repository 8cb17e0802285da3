"""The map of entries as the console draws it: the city's own outlines, and a dot for the entries of each small field.

A drawing made here, of the content's districts: no tile and no script of anybody. A dot leads closer, so that a field
is an area to look for; the same numbers stand in a table beside it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Floor

from sync.protocol.districts import METRES_PER_DEGREE, Box, Ring

WIDTH = 1000
"""Of the drawing, in its own units."""

_FIELDS = 24
"""So many fields the longer side of the map has."""

_MOST_LINES = 1000
"""A map has fewer lines of fields."""

_LEAST_RADIUS, _MOST_RADIUS = 9, 24
_CLOSER = 3
"""A dot leads to an area of so many fields."""

SMALLEST_METRES = 150
"""A field is never smaller: closer there is nothing to tell apart."""


@dataclass(frozen=True)
class Outline:
    """A district in the drawing. ``path`` as SVG writes it; ``count``: its entries."""

    code: str
    name: str
    path: str
    count: int


@dataclass(frozen=True)
class Dot:
    """The entries of one field: where in the drawing, how large, how many, and which area it leads to."""

    x: float
    y: float
    radius: float
    count: int
    area: str
    is_closest: bool
    """There is nothing closer: it leads to the list."""


@dataclass(frozen=True)
class EntryMap:
    """A drawing of ``WIDTH`` by ``height``."""

    height: int
    outlines: Sequence[Outline]
    dots: Sequence[Dot]
    shown: int
    """How many entries it shows."""


class _WholeFields(Floor):
    """Of a number that is not below 0. SQLite has a floor of its own only as a call of ours for every row."""

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Cut off what is behind the point."""
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS INTEGER)", **more)


@dataclass(frozen=True)
class _Plane:
    """Degrees to the units of the drawing."""

    box: Box

    @property
    def _flat(self) -> float:
        return math.cos(math.radians((self.box[1] + self.box[3]) / 2))

    @property
    def scale(self) -> float:
        return WIDTH / ((self.box[2] - self.box[0]) * self._flat)

    @property
    def height(self) -> float:
        return (self.box[3] - self.box[1]) * self.scale

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            round((longitude - self.box[0]) * self._flat * self.scale, 1),
            round((self.box[3] - latitude) * self.scale, 1),
        )

    def field(self) -> tuple[float, float]:
        """The size of a field in degrees, the same in metres both ways."""
        tall = max(self.box[3] - self.box[1], (self.box[2] - self.box[0]) * self._flat) / _FIELDS
        tall = max(tall, SMALLEST_METRES / METRES_PER_DEGREE)
        return tall / self._flat, tall


def map_of(
    rows: QuerySet[Any],
    *,
    is_filtered: bool,
    box: Box,
    outlines: Mapping[str, Sequence[Ring]],
    names: Mapping[str, str],
) -> EntryMap:
    """The entries that are looked for, as far as they lie in the box; the districts with all of theirs, also those
    without a place. ``is_filtered``: they are not simply all there are."""
    plane = _Plane(box)
    wide, tall = plane.field()
    west, south, east, north = box
    across, up = _WholeFields((F("longitude") - west) / wide), _WholeFields((F("latitude") - south) / tall)
    inside = Q(longitude__gte=west, longitude__lt=east, latitude__gte=south, latitude__lt=north)
    # Only what joins several rows of one entry has to tell these apart.
    each = Count("pk", distinct=True) if rows.query.distinct else Count("*")
    of_fields, of_districts = Counter[int](), Counter[str]()
    asked, number_of_field = rows.order_by(), across * _MOST_LINES + up
    if is_filtered:
        # Both in one pass: what is looked for may be words, for which every text is read.
        # By the field first: put in order of districts, rows would be read one by one out of the table.
        grouped = asked.annotate(field=Case(When(inside, then=number_of_field)), of=F("district"))
        for place, district, number in grouped.values_list("field", "of").annotate(number=each):
            of_districts[district] += number
            if place is not None:
                of_fields[int(place)] += number
    else:  # each out of its own index, which is faster than putting both in order together
        fields = asked.filter(inside).values_list(number_of_field).annotate(number=each)
        of_fields.update({int(place): number for place, number in fields})
        of_districts.update(dict(asked.values_list("district").annotate(number=each)))
    counted = [(*divmod(place, _MOST_LINES), number) for place, number in of_fields.items()]
    most = max((number for _, _, number in counted), default=1)
    is_closest = tall * METRES_PER_DEGREE <= SMALLEST_METRES * 1.01
    dots = []
    for column, line, number in sorted(counted):
        x, y = plane.at(west + (column + 0.5) * wide, south + (line + 0.5) * tall)
        radius = round(_LEAST_RADIUS + (_MOST_RADIUS - _LEAST_RADIUS) * math.sqrt(number / most), 1)
        around = 0 if is_closest else (_CLOSER - 1) // 2
        corner = (west + (column - around) * wide, south + (line - around) * tall)
        area = (*corner, corner[0] + (2 * around + 1) * wide, corner[1] + (2 * around + 1) * tall)
        dots.append(Dot(x, y, radius, number, ",".join(f"{degrees:.6f}" for degrees in area), is_closest))
    height, drawn = drawn_outlines(box, outlines, names, of_districts)
    return EntryMap(height, drawn, dots, sum(dot.count for dot in dots))


def drawn_outlines(
    box: Box,
    outlines: Mapping[str, Sequence[Ring]],
    names: Mapping[str, str],
    counts: Mapping[str, int] = MappingProxyType({}),
) -> tuple[int, list[Outline]]:
    """The height of a drawing of this box, and the districts in it."""
    plane = _Plane(box)
    drawn = [
        Outline(code, names.get(code, code), _path(rings, plane), counts.get(code, 0))
        for code, rings in outlines.items()
    ]
    return math.ceil(plane.height), drawn


def _path(rings: Iterable[Ring], plane: _Plane) -> str:
    parts = []
    for ring in rings:
        points = [plane.at(point[0], point[1]) for point in ring]
        parts.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
    return "".join(parts)
