"""The city's address file and lists of numbered objects become files that a station searches, forgiving and offline."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from kiosk.station.place_lists import AddressList, ObjectList
from sync.hub.content.address_import import build_addresses, build_objects
from sync.hub.content.place_tables import WrongPlaceFile

CITY = (11.99, 54.05, 12.30, 54.25)
STREETS = (
    ("Lange Straße", "Stadtmitte", (1, 2, 5, 12, 40), 12.130, 54.090),
    ("Kröpeliner Straße", "Stadtmitte", (1, 26, 84), 12.134, 54.088),
    ("Doberaner Straße", "Kröpeliner-Tor-Vorstadt", (1, 114), 12.115, 54.094),
    ("Maxim-Gorki-Straße", "Evershagen", (52,), 12.050, 54.118),
    ("Am Strande", "Stadtmitte", (3,), 12.136, 54.092),
    ("Langenort", "Gehlsdorf", (2,), 12.118, 54.107),
)
HEADING = ("latitude", "longitude", "gemeindeteil_name", "strasse_name", "hausnummer", "hausnummer_zusatz")


def rows() -> list[dict[str, object]]:
    return [
        dict(
            zip(
                HEADING,
                (latitude + at / 10_000, longitude, part, name, number, "a" if number == 40 else ""),
                strict=True,
            )
        )
        for name, part, numbers, longitude, latitude in STREETS
        for at, number in enumerate(numbers)
    ]


def as_csv(path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEADING)
        writer.writeheader()
        writer.writerows(rows())
    return path


def as_json(path: Path) -> Path:
    path.write_text(json.dumps(rows()), encoding="utf-8")
    return path


def as_geojson(path: Path) -> Path:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": {name: row[name] for name in HEADING[2:]},
        }
        for row in rows()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def addresses(tmp_path: Path) -> AddressList:
    build_addresses(as_csv(tmp_path / "list.csv"), tmp_path / "addresses.sqlite", city=CITY)
    return AddressList(tmp_path / "addresses.sqlite")


@pytest.mark.parametrize("written", [as_csv, as_json, as_geojson])
def test_every_form_of_the_file_gives_the_same_list(tmp_path, written):
    assert build_addresses(written(tmp_path / "list"), tmp_path / "made", city=CITY) == (6, 13)
    assert AddressList(tmp_path / "made").find("Lange Straße 12")[0].words == "Lange Straße 12"


def test_equal_files_give_equal_bytes(tmp_path):
    for name in ("one", "two"):
        build_addresses(as_csv(tmp_path / "list.csv"), tmp_path / name, city=CITY)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    "typed",
    ["Lange Straße 12", "lange strasse 12", "Lange Str. 12", "langestr 12", "Langestraße 12", "Lnage Straße 12"],
)
def test_an_address_is_found_however_it_is_spelt(addresses, typed):
    found = addresses.find(typed)[0]
    assert (found.words, found.part, found.metres) == ("Lange Straße 12", "Stadtmitte", 0)
    assert found.point == pytest.approx((12.130, 54.0903))


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("Kroepeliner", "Kröpeliner Straße"),
        ("kröpelinner strasse", "Kröpeliner Straße"),
        ("gorki", "Maxim-Gorki-Straße"),
        ("Doberranerstr", "Doberaner Straße"),
        ("am strand", "Am Strande"),
        ("la", "Lange Straße"),
    ],
)
def test_a_street_alone_is_found_with_how_far_it_reaches(addresses, typed, street):
    found = addresses.find(typed)[0]
    assert found.street == street
    assert found.metres >= 50


def test_a_house_that_is_not_there_is_told_and_never_another_one(addresses):
    found = addresses.find("Lange Straße 99")[0]
    assert (found.house, found.missing) == ("", "99")
    assert found.metres > 0
    assert addresses.find("Lange Straße 40")[0].house == "40a"
    assert addresses.find("Lange Straße 12 b")[0].missing == "12b"


@pytest.mark.parametrize("typed", ["", " ", "12", "zzzzqq", '"', "a" * 500, "' OR 1=1 --", "straße"])
def test_anything_may_be_typed(addresses, typed):
    addresses.find(typed)


def test_the_house_nearest_to_a_place(addresses):
    assert addresses.nearest((12.1300, 54.0902), metres=150).words == "Lange Straße 5"
    assert addresses.nearest((12.20, 54.20), metres=150) is None


def test_a_file_that_is_damaged_knows_nothing(tmp_path):
    (tmp_path / "broken").write_bytes(b"no database")
    assert AddressList(tmp_path / "broken").find("Lange Straße") == []
    assert ObjectList(tmp_path / "missing").find("1") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "there is no address"),
        ("a,b\n1,2\n", "place 1 has no longitude"),
        ("longitude,latitude\n12.1,54.1\n", "place 1 has no strasse_name"),
        ("longitude,latitude,strasse_name\n4464893,6003452,A\n", "degrees"),
        ("longitude,latitude,strasse_name\nx,54.1,A\n", "no number"),
        ("longitude,latitude,strasse_name,hausnummer\n12.1,54.1,A,zwölf\n", "the house number 'zwölf'"),
        ("[1]", "place 1 is not an object"),
        ("{}", "a list of places"),
        ("{", "not JSON"),
    ],
)
def test_another_file_is_refused_in_words(tmp_path, content, said):
    (tmp_path / "list").write_text(content, encoding="utf-8")
    with pytest.raises(WrongPlaceFile, match=said):
        build_addresses(tmp_path / "list", tmp_path / "made", city=CITY)


def test_a_numbered_object_is_found_by_what_was_typed_or_scanned(tmp_path):
    (tmp_path / "list").write_text("nummer;art;longitude;latitude\nL-0815;Laterne;12.13;54.09\n", encoding="utf-8")
    assert build_objects(tmp_path / "list", tmp_path / "made", city=CITY) == 1
    objects = ObjectList(tmp_path / "made")
    for typed in ("L-0815", "l 0815", "https://www.example.org/licht/L-0815/", "https://example.org/?nr=l0815"):
        assert objects.find(typed).point == (12.13, 54.09)
    assert objects.find("L-0816") is None
    assert objects.find("") is None
