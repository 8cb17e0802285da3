"""The plane of the map: from degrees to pixels and back, and how far it may be moved. Plain maths, no Qt, no painting.

The plane is web mercator, so that tile packs fit on it: the whole world is a square of side 1, x to the east, y to the
south. A :class:`Viewport` is what a rectangle of the screen shows of it; every change gives a new one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees (WGS 84)."""

EARTH_METRES = 40_075_016.686
"""Length of the equator: the width of the plane in metres at latitude 0."""


def to_plane(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place lies on the plane."""
    sine = math.sin(math.radians(latitude))
    return (longitude + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point on the plane."""
    return x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


@dataclass(frozen=True)
class Limits:
    """How far the map may be moved: never beyond ``box``, never nearer than ``nearest`` metres to a pixel."""

    box: Box
    nearest: float

    @property
    def plane(self) -> tuple[float, float, float, float]:
        """The box on the plane: left, top, right, bottom."""
        west, south, east, north = self.box
        return *to_plane(west, north), *to_plane(east, south)

    def farthest_scale(self, width: float, height: float) -> float:
        """The smallest scale at which the box still covers the rectangle, so that nothing beyond it is seen."""
        left, top, right, bottom = self.plane
        return max(width / (right - left), height / (bottom - top))

    def nearest_scale(self) -> float:
        """The largest scale, in pixels for the whole plane, at the latitude of the box's middle."""
        middle = math.radians((self.box[1] + self.box[3]) / 2)
        return EARTH_METRES * math.cos(middle) / self.nearest


@dataclass(frozen=True)
class Viewport:
    """A rectangle of ``width`` by ``height`` pixels around the point ``x``, ``y`` of the plane.

    ``scale`` is the width of the whole plane in pixels. Made by :func:`showing`; always within its limits.
    """

    limits: Limits
    x: float
    y: float
    scale: float
    width: float
    height: float

    def to_screen(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is painted, in pixels from the rectangle's top left corner."""
        x, y = to_plane(longitude, latitude)
        return (x - self.x) * self.scale + self.width / 2, (y - self.y) * self.scale + self.height / 2

    def to_place(self, across: float, down: float) -> tuple[float, float]:
        """Longitude and latitude of what is painted at a pixel."""
        return to_degrees(
            self.x + (across - self.width / 2) / self.scale, self.y + (down - self.height / 2) / self.scale
        )

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return to_degrees(self.x, self.y)

    @property
    def at_nearest(self) -> bool:
        """Whether it goes no nearer."""
        return self.scale >= self._held(self.scale * 2) * (1 - 1e-9)

    @property
    def at_farthest(self) -> bool:
        """Whether it goes no farther away."""
        return self.scale <= self._held(self.scale / 2) * (1 + 1e-9)

    def moved(self, across: float, down: float) -> Viewport:
        """The view moved by so many pixels to the east and to the south."""
        return self._within(replace(self, x=self.x + across / self.scale, y=self.y + down / self.scale))

    def zoomed(self, factor: float, *, at: tuple[float, float] | None = None) -> Viewport:
        """The view nearer by a factor (farther if below 1). What is painted at this pixel stays there; else the middle.

        Where the limits do not allow it to stay, it is moved as little as possible.
        """
        scale = self._held(self.scale * factor)
        across, down = at or (self.width / 2, self.height / 2)
        shift = 1 / self.scale - 1 / scale
        x = self.x + (across - self.width / 2) * shift
        y = self.y + (down - self.height / 2) * shift
        return self._within(replace(self, x=x, y=y, scale=scale))

    def resized(self, width: float, height: float) -> Viewport:
        """The same middle and scale in a rectangle of another size."""
        wider = replace(self, width=width, height=height)
        return self._within(replace(wider, scale=wider._held(wider.scale)))

    def around(self, longitude: float, latitude: float) -> Viewport:
        """The same scale, with a place in the middle as far as the limits allow."""
        x, y = to_plane(longitude, latitude)
        return self._within(replace(self, x=x, y=y))

    def _held(self, scale: float) -> float:
        farthest = self.limits.farthest_scale(self.width, self.height)
        return max(farthest, min(scale, self.limits.nearest_scale()))

    @staticmethod
    def _within(view: Viewport) -> Viewport:
        left, top, right, bottom = view.limits.plane
        half_width, half_height = view.width / 2 / view.scale, view.height / 2 / view.scale
        return replace(
            view,
            x=_between(left + half_width, view.x, right - half_width),
            y=_between(top + half_height, view.y, bottom - half_height),
        )


def showing(box: Box, *, width: float, height: float, limits: Limits) -> Viewport:
    """The nearest view that shows the whole box, if the limits allow it; else the farthest there is."""
    left, top = to_plane(box[0], box[3])
    right, bottom = to_plane(box[2], box[1])
    scale = min(width / max(right - left, 1e-12), height / max(bottom - top, 1e-12))
    view = Viewport(limits, (left + right) / 2, (top + bottom) / 2, scale, width, height)
    return view._within(replace(view, scale=view._held(scale)))


def _between(low: float, value: float, high: float) -> float:
    """The value kept between two bounds; the middle of them where rounding has crossed them."""
    return (low + high) / 2 if low > high else max(low, min(value, high))
