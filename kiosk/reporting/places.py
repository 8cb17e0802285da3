"""Places by their words, and words for places: streets, landmarks, centres. An offer and words or a point in, values
out; knows no visit and no screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kiosk.reporting.rules import METRES_PER_DEGREE
from kiosk.station.catalogue import Landmark, Offer
from kiosk.viewmodel.intents import Intent, PointAround, PointAt
from sync.protocol.districts import Point, distance_to_stretch
from sync.protocol.languages import DEFAULT_LANGUAGE
from sync.protocol.word_folding import closeness, folded

NEAR_METRES = 400
"""Closer than this, a place is named by its landmark."""

HOUSE_METRES = 120
"""Closer than this, a place is named by its house; by its street where no house numbers are known."""

LANDMARK_METRES = 200
"""Who names a landmark means something within sight of it."""

MOST_FOUND = 10
_LIKE = 0.6
"""Landmarks and centres less like what was typed are left out."""


@dataclass(frozen=True)
class FoundPlace:
    """A place that may be meant, and what choosing it asks for. ``missing``: the house number the street lacks."""

    name: Mapping[str, str]
    part: str
    intent: Intent
    missing: str = ""


def found_places(typed: str, offer: Offer, *, language: str) -> list[FoundPlace]:
    """What was typed may be an address, a landmark or a centre; those known by name first, if they are what was typed.

    Nothing outside the city is offered.
    """
    known = sorted(_known_by_name(typed, offer, language), key=lambda entry: -entry[0])
    places = [place for how, place in known if how >= _LIKE]
    for address in offer.addresses.find(typed) if offer.addresses else ():
        point = address.point
        intent = PointAround(*point, address.metres) if address.metres else PointAt(*point)
        places.append(FoundPlace({DEFAULT_LANGUAGE: address.words}, address.part, intent, address.missing))
    if not places:
        places = list(_roads(typed, offer))
    return [place for place in places if _is_in_city(place.intent, offer)][:MOST_FOUND]


def _known_by_name(typed: str, offer: Offer, language: str) -> Iterator[tuple[float, FoundPlace]]:
    word = folded(typed)
    for landmark in offer.landmarks:
        names = folded(" ".join({landmark.name.get(language, ""), landmark.name.get(DEFAULT_LANGUAGE, "")}))
        yield (
            closeness(word, names),
            FoundPlace(
                landmark.name, _district_name(offer, landmark.point), PointAround(*landmark.point, LANDMARK_METRES)
            ),
        )
    for centre in offer.centres:
        if centre.point:
            around = PointAround(*centre.point, LANDMARK_METRES)
            name = {DEFAULT_LANGUAGE: centre.name}
            yield closeness(word, folded(centre.name)), FoundPlace(name, _district_name(offer, centre.point), around)


def _roads(typed: str, offer: Offer) -> Iterator[FoundPlace]:
    """The few roads of the sketch: all there is as long as the city's list of addresses is missing."""
    word, seen = folded(typed), set()
    for road in offer.sketch.get("roads", ()):
        name, line = road.get("name", ""), road["line"]
        if name in seen or closeness(word, folded(name)) < _LIKE:
            continue
        seen.add(name)
        middle = (float(line[len(line) // 2][0]), float(line[len(line) // 2][1]))
        metres = max(metres_between(middle, (end[0], end[1])) for end in line)
        around = PointAround(*middle, math.ceil(metres))
        yield FoundPlace({DEFAULT_LANGUAGE: name}, _district_name(offer, middle), around)


def centres_here(offer: Offer, district: str) -> Iterator[tuple[str, Point]]:
    """The houses of the station's district whose place is known: said by the content, or found by their address."""
    for centre in offer.centres:
        if centre.district != district:
            continue
        point = centre.point
        if point is None and centre.address and offer.addresses:
            found = offer.addresses.find(centre.address)
            point = found[0].point if found and found[0].house else None
        if point is not None:
            yield centre.name, point


def street_near(offer: Offer, point: Point) -> str:
    """The house or street a place is at; empty for none near enough."""
    if offer.addresses and (house := offer.addresses.nearest(point, metres=HOUSE_METRES)):
        return house.words
    wide = METRES_PER_DEGREE * math.cos(math.radians(point[1]))
    nearest, name = math.inf, ""
    for road in offer.sketch.get("roads", ()):
        flat = [((lon - point[0]) * wide, (lat - point[1]) * METRES_PER_DEGREE) for lon, lat in road["line"]]
        gap = min(distance_to_stretch((0.0, 0.0), start, end) for start, end in pairwise(flat))
        if road.get("name") and gap < nearest:
            nearest, name = gap, str(road["name"])
    return name if nearest <= HOUSE_METRES else ""


def landmark_near(offer: Offer, point: Point) -> Landmark | None:
    """The landmark that is close by."""
    nearest = min(offer.landmarks, key=lambda landmark: metres_between(landmark.point, point), default=None)
    return nearest if nearest and metres_between(nearest.point, point) <= NEAR_METRES else None


def metres_between(one: Point, other: Point | None) -> float:
    """The distance of two places in a city, in metres; the earth is flat enough there."""
    if other is None:
        return math.inf
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * METRES_PER_DEGREE


def _district_name(offer: Offer, point: Point) -> str:
    code = offer.district_at(point, otherwise="")
    return offer.districts[code].name if code else ""


def _is_in_city(intent: Intent, offer: Offer) -> bool:
    assert isinstance(intent, PointAt | PointAround)
    return offer.district_at((intent.longitude, intent.latitude), otherwise="") is not None
