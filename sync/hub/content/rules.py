"""What places, categories, the map, polls and district shapes must say to be fit for a station.

Takes values and notes complaints; reads no file. That pictograms exist and files are named rightly is checked where
the files are: in ``content_source``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sync.hub.content.validators import (
    Check,
    Spot,
    box,
    day,
    either_null_or,
    flag,
    identifier,
    is_inside,
    is_numbers,
    list_of,
    one_of,
    point,
    read_day,
    record,
    some_languages,
    text,
    texts,
    whole,
)
from sync.protocol.polls.choose import SINGLE
from sync.protocol.polls.kinds import KINDS, PollKind, kind_of
from sync.protocol.polls.poll import Decides, Poll

# The longest texts that fit a screen at the largest type (capitals of 8.5 mm), in characters.
TITLE_LENGTH = 80
QUESTION_LENGTH = 120
ABOUT_LENGTH = 300
OPTION_TITLE_LENGTH = 60
OPTION_ABOUT_LENGTH = 140
HINT_LENGTH = 120
NAME_LENGTH = 60
CODES_AT_LENGTH = 140

_PLACES = record(
    {
        "city": record({"name": text(NAME_LENGTH), "bbox": box, "centre": point}),
        "districts": list_of(
            record(
                {
                    "code": text(3),
                    "number": whole(least=1),
                    "name": text(NAME_LENGTH),
                    "centre": point,
                    "bbox": box,
                    "population": whole(least=0),
                }
            )
        ),
        "centres": list_of(
            record(
                {
                    "id": identifier,
                    "name": text(NAME_LENGTH),
                    "district": text(3),
                    "address": either_null_or(text(NAME_LENGTH)),
                }
            ),
            least=0,
        ),
    }
)

_PICTOGRAM = text(100)

_SIGN_VIDEO = {"sign_video": some_languages(text(100))}
"""A film in sign language that says the same, for the texts in this language; none is needed."""

_CATEGORIES = list_of(
    record(
        {
            "id": identifier,
            "kind": one_of(("problem", "idea", "praise")),
            "title": texts(TITLE_LENGTH),
            "hint": texts(HINT_LENGTH),
            "pictogram": _PICTOGRAM,
        },
        _SIGN_VIDEO,
    )
)

_POLYGONS = list_of(list_of(point, least=3), least=0)

_MAP = record(
    {
        "bbox": box,
        "sea": _POLYGONS,
        "river": _POLYGONS,
        "heath": _POLYGONS,
        "roads": list_of(
            record({"name": text(NAME_LENGTH), "class": one_of(("main", "city")), "line": list_of(point, least=2)}),
            least=0,
        ),
        "landmarks": list_of(
            record({"id": identifier, "name": texts(NAME_LENGTH), "point": point, "pictogram": _PICTOGRAM}), least=0
        ),
    }
)

_SHAPES = record({"attribution": text(200)})


_POLL_MAY_HAVE = {"codes": flag, "codes_at": texts(CODES_AT_LENGTH), "grace": day, **_SIGN_VIDEO}


def _poll_shape(word: object) -> Check:
    poll: dict[str, Check] = {
        "id": identifier,
        "version": whole(least=1),
        "kind": one_of(KINDS),
        "districts": list_of(text(3), least=0),
        "decides": one_of([entry.value for entry in Decides]),
        "opens": day,
        "closes": day,
        "as_of": day,
        "title": texts(TITLE_LENGTH),
        "question": texts(QUESTION_LENGTH),
        "about": texts(ABOUT_LENGTH),
    }
    return record({**poll, **_shape_of_options(KINDS.get(str(word), SINGLE))}, _POLL_MAY_HAVE)


def _shape_of_options(kind: PollKind) -> Mapping[str, Check]:
    if not kind.has_options:
        return {}
    option: dict[str, Check] = {
        "id": identifier,
        "title": texts(OPTION_TITLE_LENGTH),
        "about": texts(OPTION_ABOUT_LENGTH),
    }
    poll: dict[str, Check] = {"min": whole(least=0), "max": whole(least=1), "order": one_of(("fixed", "random"))}
    if kind.has_costs:
        option["cost_euro"] = whole(least=1)
        poll["budget_euro"] = whole(least=1)
    return {**poll, "options": list_of(record(option), least=2)}


def check_places(value: Any, spot: Spot) -> None:
    """The city, its districts with unique codes and numbers, and its centres, each in a district that exists."""
    _PLACES(value, spot)
    districts = members(value, "districts")
    check_unique(districts, "code", spot.key("districts"))
    check_unique(districts, "number", spot.key("districts"))
    city = value.get("city") if isinstance(value, Mapping) else None
    city_box = city.get("bbox") if isinstance(city, Mapping) else None
    for index, district in enumerate(districts):
        here = spot.key("districts").item(index)
        if not is_inside(district.get("bbox"), city_box):
            here.key("bbox").say("the box is not inside the box of the city")
        if not is_inside(district.get("centre"), district.get("bbox")):
            here.key("centre").say("the centre is not inside the box of the district")
    codes = {district.get("code") for district in districts}
    centres = members(value, "centres")
    check_unique(centres, "id", spot.key("centres"))
    for index, centre in enumerate(centres):
        _check_code(centre.get("district"), codes, spot.key("centres").item(index).key("district"))


def check_categories(value: Any, spot: Spot) -> None:
    """The categories of defect reports."""
    _CATEGORIES(value, spot)
    check_unique(_objects(value), "id", spot)


def check_map(value: Any, spot: Spot) -> None:
    """The sketch of the city; roads and landmarks lie inside its box."""
    _MAP(value, spot)
    landmarks = members(value, "landmarks")
    check_unique(landmarks, "id", spot.key("landmarks"))
    frame = value.get("bbox") if isinstance(value, Mapping) else None
    for index, landmark in enumerate(landmarks):
        if not is_inside(landmark.get("point"), frame):
            spot.key("landmarks").item(index).key("point").say("the point is not inside the box of the map")
    for index, road in enumerate(members(value, "roads")):
        line = road.get("line")
        if isinstance(line, list) and not all(is_inside(entry, frame) for entry in line):
            spot.key("roads").item(index).key("line").say("the line leaves the box of the map")


def check_poll(value: Any, spot: Spot, *, codes: Collection[str], name: str) -> None:
    """One poll: its own rules can be fulfilled, its districts exist (``codes``), its id is its file's name."""
    before = len(spot.problems)
    _poll_shape(value.get("kind") if isinstance(value, Mapping) else None)(value, spot)
    has_shape = len(spot.problems) == before
    if not isinstance(value, Mapping):
        return
    if value.get("id") != name:
        spot.key("id").say(f"the id must be the name of the file, {name!r}")
    check_unique(members(value, "options"), "id", spot.key("options"))
    if has_shape:
        _check_settings(value, spot)
    _check_days(value, spot)
    if bool(value.get("codes")) is not ("codes_at" in value):
        spot.key("codes_at").say("a poll says where codes are given out when, and only when, it takes codes")
    districts = value.get("districts")
    if isinstance(districts, list):
        for index, code in enumerate(districts):
            _check_code(code, codes, spot.key("districts").item(index))
        if len({str(code) for code in districts}) != len(districts):
            spot.key("districts").say("a district is named twice")


def _check_settings(wire: Mapping[str, Any], spot: Spot) -> None:
    poll = Poll.from_wire(wire)
    for fault in kind_of(poll).check_settings(poll):
        here = spot
        for step in fault.path:
            here = here.key(step) if isinstance(step, str) else here.item(step)
        here.say(fault.words)


def _check_days(poll: Mapping[str, Any], spot: Spot) -> None:
    opens, closes = read_day(poll.get("opens")), read_day(poll.get("closes"))
    if opens and closes and closes < opens:
        spot.key("closes").say(f"the poll closes on {closes}, before it opens on {opens}")
    grace = read_day(poll.get("grace"))
    if grace and closes and grace < closes:
        spot.key("grace").say(f"the day of grace {grace} is before the last day of the poll, {closes}")


def check_shapes(value: Any, spot: Spot, *, codes: Collection[str]) -> None:
    """The imported outlines of the districts: exactly one entry per district, each a list of closed rings."""
    if not isinstance(value, Mapping):
        spot.say("an object is expected")
        return
    _SHAPES({name: entry for name, entry in value.items() if name != "districts"}, spot)
    districts = value.get("districts")
    here = spot.key("districts")
    if not isinstance(districts, Mapping):
        here.say("an object with one entry per district is expected")
        return
    for code in codes:
        if code not in districts:
            here.say(f"the district {code!r} is missing")
    for code, rings in districts.items():
        _check_code(code, codes, here.key(str(code)))
        if not isinstance(rings, list) or not rings or not all(_is_closed_ring(ring) for ring in rings):
            here.key(str(code)).say("a list of closed rings of points is expected")


def _is_closed_ring(ring: Any) -> bool:
    is_ring = isinstance(ring, list) and len(ring) >= 4 and all(is_numbers(entry, 2) for entry in ring)
    return bool(is_ring and ring[0] == ring[-1])


def members(value: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects in the list of this name, leaving out whatever is not an object."""
    return _objects(value.get(name)) if isinstance(value, Mapping) else []


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def check_unique(entries: list[Mapping[str, Any]], name: str, spot: Spot) -> None:
    """No two entries carry the same value under this name."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        value = str(entry.get(name))
        if name in entry and value in seen:
            spot.item(index).key(name).say(f"{value!r} is used twice")
        seen.add(value)


def _check_code(code: Any, codes: Collection[Any], spot: Spot) -> None:
    # Without any district the places file itself was complained about.
    if isinstance(code, str) and codes and code not in codes:
        spot.say(f"there is no district {code!r}")
