"""In which district a place is: by the outlines of the content, or by what is known without them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace

import pytest

from kiosk.station.catalogue import Offer, read_offer
from tests.kits.content import Keys, MemoryPackage, content_files
from tests.kits.station_twin import Kit

MIDDLE, WARNEMUENDE, SEA = (12.1416, 54.0821), (12.0602, 54.1703), (12.02, 54.21)


def offer(shapes: Mapping[str, object] | None = None) -> Offer:
    files = content_files(Keys())
    if shapes is not None:
        files["district_shapes.json"] = json.dumps({"districts": shapes}).encode()
    return read_offer(MemoryPackage(files))


@pytest.fixture
def plain() -> Offer:
    return offer()


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.fixture
def outlined(plain: Offer) -> Offer:
    boxes = {code: [square(*district.bbox)] for code, district in plain.districts.items()}
    small = square(11.999, 54.0509, 11.9991, 54.051)
    return offer({code: [small] for code in boxes} | {"N": boxes["N"], "A": boxes["A"]})


def test_without_outlines_the_boxes_decide_and_what_is_known_already_where_they_overlap(plain: Offer) -> None:
    assert plain.district_at(MIDDLE, otherwise="A") == "N"
    assert plain.district_at(WARNEMUENDE, otherwise="N") == "A"
    both = [code for code, place in plain.districts.items() if plain.district_at(MIDDLE, otherwise=code) == code]
    assert "N" in both and "A" not in both
    assert all(plain.district_at(MIDDLE, otherwise=code) == code for code in both)


@pytest.mark.parametrize("point", [(12.1, 54.3), (11.99, 54.1), (13.4, 52.5), (math.nan, 54.1)])
def test_outside_the_city_is_no_district(plain: Offer, outlined: Offer, point: tuple[float, float]) -> None:
    assert plain.district_at(point, otherwise="N") is None
    assert outlined.district_at(point, otherwise="N") is None


def test_with_outlines_the_point_decides_whatever_was_said(outlined: Offer) -> None:
    for said in ("A", "N", "B"):
        assert outlined.district_at(MIDDLE, otherwise=said) == "N"
        assert outlined.district_at(WARNEMUENDE, otherwise=said) == "A"
        assert outlined.district_at((12.25, 54.1), otherwise=said) is None, "within the city's box, in no district"


def test_outlines_of_some_districts_only_are_none(plain: Offer, outlined: Offer) -> None:
    assert not offer({"N": [square(*plain.districts["N"].bbox)]}).outlines
    assert outlined.outlines and replace(outlined, outlines={}).district_at(MIDDLE, otherwise="A") == "N"


def test_a_poll_for_some_stations_is_offered_at_those_alone() -> None:
    files = content_files(Keys())
    path = next(path for path in files if path.startswith("polls/"))
    poll = json.loads(files[path])
    files[path] = json.dumps({**poll, "stations": ["SBZ Test", "Beteiligungsbus"]}).encode()
    everywhere = set(read_offer(MemoryPackage(content_files(Keys()))).polls)
    for station, is_here in (("SBZ Test", True), ("SBZ Toitenwinkel", False), ("", False)):
        kit = Kit(keys=Keys())
        kit.station.name, kit.station.content, kit.station.content_name = station, MemoryPackage(files), "second"
        kit.wait(1)
        offer_there = kit.conductor.offer
        assert offer_there is not None
        there = set(offer_there.polls)
        assert there == (everywhere if is_here else everywhere - {poll["id"]}), station
