"""The receiver's own list becomes the subcategories people choose from, in plain words, with its codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.hub.content.definitions import CATEGORIES, read_value
from sync.hub.content.service_import import (
    WrongServiceFile,
    read_services,
    service_codes,
    with_services,
)
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.hub.content.vocabulary import Surroundings

SEED = Path(__file__).parents[3].parent / "shared" / "data" / "klarschiff_categories_seed.json"
LAMP = {"service_code": "31", "service_name": "Beleuchtung schadhaft", "group": "Verkehrseinrichtung/Beleuchtung"}
DOGS = {"service_code": "17", "service_name": "Hundekot", "group": "Müll/Schmutz", "keywords": "problem"}
SHEEP = {"service_code": "18", "service_name": "Schafe auf dem Deich", "group": "Tiere / Tierschutz"}
KERB = {"service_code": "90", "service_name": "Bordstein absenken", "group": "Barrierefreiheit", "keywords": "idea"}
BENCH = {"service_code": "91", "service_name": "Sitzgelegenheit aufstellen", "group": "Fußgänger", "keywords": "idea"}
TIP = {"service_code": "99", "service_name": "Schwarzarbeit", "group": "Gewerberecht", "keywords": "tip"}


def imported(tmp_path: Path, *entries: object) -> dict[str, dict[str, object]]:
    """Id of each subcategory to what it is, after the import into the default content."""
    (tmp_path / "services.json").write_text(json.dumps(entries), encoding="utf-8")
    categories = with_services(load_source(DEFAULT_CONTENT).categories, read_services(tmp_path / "services.json"))
    read_value(CATEGORIES, categories, Surroundings())
    return {part["id"]: part for category in categories for part in category.get("subcategories", ())}


def test_what_the_content_has_plain_words_for_keeps_them_and_takes_the_code(tmp_path):
    parts = imported(tmp_path, LAMP, DOGS, KERB, BENCH)
    assert parts["lights-and-signs-street-light"]["code"] == "31"
    assert parts["lights-and-signs-street-light"]["title"]["pl"] == "Latarnia nie świeci lub jest zepsuta"
    assert parts["litter-dog-mess"]["code"] == "17"
    assert parts["barrier-kerb"]["code"] == "90", "barriers are a group of ideas over there"
    assert parts["idea-walking"]["code"] == "91"


def test_what_it_has_none_for_keeps_the_name_of_the_receiver(tmp_path):
    assert imported(tmp_path, SHEEP) == {
        "animals-18": {"id": "animals-18", "title": {"de": "Schafe auf dem Deich"}, "code": "18"}
    }


def test_tips_are_for_nobody_here_and_what_is_not_in_the_list_is_not_offered(tmp_path):
    assert set(imported(tmp_path, DOGS, TIP)) == {"litter-dog-mess"}


def test_the_codes_are_what_reports_are_handed_over_with(tmp_path):
    (tmp_path / "services.json").write_text(json.dumps([LAMP, DOGS]), encoding="utf-8")
    categories = with_services(load_source(DEFAULT_CONTENT).categories, read_services(tmp_path / "services.json"))
    assert service_codes(categories) == {"lights-and-signs-street-light": "31", "litter-dog-mess": "17"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "no JSON list"),
        ("[" * 3000, "no JSON list"),
        ("[1]", "entry 1 has no service_code"),
        ('[{"service_code": "", "service_name": "x"}]', "entry 1 has an empty"),
        (json.dumps([TIP]), "no service in the list"),
        (json.dumps([DOGS, DOGS]), "stands in the list twice"),
    ],
)
def test_another_file_is_refused_in_words(tmp_path, content, said):
    (tmp_path / "services.json").write_text(content, encoding="utf-8")
    with pytest.raises(WrongServiceFile, match=said):
        read_services(tmp_path / "services.json")


def test_a_group_nothing_fits_is_named(tmp_path):
    with pytest.raises(WrongServiceFile, match="Raumfahrt"):
        imported(tmp_path, DOGS | {"group": "Raumfahrt", "service_code": "1"})


@pytest.mark.skipif(not SEED.exists(), reason="the city's list is not at hand")
def test_the_whole_list_of_the_city_finds_its_place(tmp_path):
    seed = json.loads(SEED.read_bytes())
    entries = [
        {"service_code": str(code), "service_name": name, "group": group["name"], "keywords": group["kind"]}
        for code, (group, name) in enumerate(
            (group, name) for group in seed["main_categories"] for name in group["sub"]
        )
    ]
    parts = imported(tmp_path, *entries)
    shown = [entry for entry in entries if entry["keywords"] != "tip"]
    assert sorted(part["code"] for part in parts.values()) == sorted(entry["service_code"] for entry in shown)
    plain = [part for part in parts.values() if "pl" in part["title"]]
    assert len(plain) >= 35
