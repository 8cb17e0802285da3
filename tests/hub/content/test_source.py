"""The content source: the default content is fit for a station, and every mistake is named where it stands."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import DEFAULT_CONTENT, PICTOGRAM_INK, load_source
from sync.protocol.encoding import canonical_json
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.polls.poll import Poll, texts_of

INTERFACE_PICTOGRAMS = Path(__file__).parents[3] / "kiosk" / "pictograms"
IN_VIEW = 6

CATEGORIES, DIALOGUE = "categories.json", "dialogue.json"
BUDGET, GARDEN, MARKET = "polls/ortsbeirat-stadtmitte.json", "polls/garten-nordwest.json", "polls/neuer-markt.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_CONTENT, tmp_path / "content"))


def aim_all(things: list[dict[str, Any]]) -> None:
    for one in things:
        one["stations"] = ["Somewhere"]


def change(folder: Path, file: str, mutate: Callable[[Any], object]) -> None:
    """Change one file of a source the way an editor would."""
    value = json.loads((folder / file).read_text(encoding="utf-8"))
    mutate(value)
    (folder / file).write_text(json.dumps(value), encoding="utf-8")


def complaints(folder: Path) -> list[str]:
    with pytest.raises(ContentProblems) as caught:
        load_source(folder)
    return [str(problem) for problem in caught.value.problems]


def texts_in(value: Any) -> Iterator[dict[str, str]]:
    """Every text in several languages inside a JSON value."""
    if isinstance(value, dict) and "de" in value:
        yield value
    elif isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from texts_in(entry)


# --- the default content -------------------------------------------------------------------------------------------


def test_default_content_is_rostock() -> None:
    source = load_source(DEFAULT_CONTENT)
    districts = source.places["districts"]
    assert [district["code"] for district in districts] == list("ABCDEFGHIJKLMNOPQRSTU")
    assert [district["number"] for district in districts] == list(range(1, 22))
    assert sum(district["population"] for district in districts) == 209_273
    assert len(source.places["centres"]) == 9
    assert len(source.categories) == 15
    assert {category["kind"] for category in source.categories} == {"problem", "barrier", "idea", "praise"}
    assert all(category.get("subcategories") for category in source.categories if category["kind"] != "praise")


def test_default_polls_cover_the_kinds_and_the_whole_city() -> None:
    polls = [Poll.from_wire(wire) for wire in load_source(DEFAULT_CONTENT).polls.values()]
    assert {poll.kind for poll in polls} == {"single", "multiple", "budget"}
    assert any(not poll.districts for poll in polls)
    budget = next(poll for poll in polls if poll.kind == "budget")
    assert budget.budget_euro == 13_000
    costs = [option.cost_euro for option in budget.options if option.cost_euro is not None]
    assert sum(costs) > budget.budget_euro, "with money for everything there would be nothing to choose"
    assert all(4 <= len(poll.options) <= IN_VIEW for poll in polls)


def test_every_pictogram_of_the_default_content_is_used() -> None:
    source = load_source(DEFAULT_CONTENT)
    used = {entry["pictogram"] for entry in [*source.categories, *source.map["landmarks"]]}
    assert used == set(source.pictograms)


def easy_sentences() -> list[str]:
    source = load_source(DEFAULT_CONTENT)
    values = [source.categories, source.signposts, source.map, list(source.polls.values()), source.sentences]
    easy = [entry["de-leicht"] for value in values for entry in texts_in(value)]
    return [sentence for entry in easy for sentence in re.split(r"(?<=[.?!:])\s+", entry)]


def test_leichte_sprache_keeps_its_rules() -> None:
    """Short sentences with one statement, hyphens in compounds, no abbreviation, subjunctive or passive (R81, R82)."""
    sentences = easy_sentences()
    assert len(sentences) > 60
    for sentence in sentences:
        assert len(sentence.split()) <= 10, sentence
        assert not re.search(r"\b\w\.\s?\w\.|\b(bzw|usw|ca|evtl|Nr|Str)\.", sentence), sentence
        assert not re.search(r"\b(würde|könnte|sollte|hätte|wäre|müsste)\w*\b", sentence), sentence
        assert not re.search(r"\b(worden|wurde|wurden|wird|werden)\b", sentence), sentence
        assert all(len(part) <= 13 for part in re.findall(r"\w+", sentence)), sentence


@pytest.mark.parametrize("folder", [DEFAULT_CONTENT / "pictograms", INTERFACE_PICTOGRAMS], ids=["content", "interface"])
def test_pictograms_are_of_one_hand(folder: Path) -> None:
    drawings = sorted(folder.glob("*.svg"))
    assert len(drawings) >= 20
    for drawing in drawings:
        svg = drawing.read_text(encoding="utf-8")
        assert 'viewBox="0 0 48 48"' in svg, drawing
        assert re.findall(r'stroke-width="([^"]*)"', svg) == ["3"], drawing
        assert 'stroke-linecap="round" stroke-linejoin="round"' in svg, drawing
        assert set(re.findall(r'(?:stroke|fill)="([^"]*)"', svg)) <= {PICTOGRAM_INK, "none"}, drawing


# --- what is published ---------------------------------------------------------------------------------------------


def test_targets_are_the_files_in_canonical_form() -> None:
    targets = load_source(DEFAULT_CONTENT).targets()
    files = {path.relative_to(DEFAULT_CONTENT).as_posix() for path in DEFAULT_CONTENT.rglob("*") if path.is_file()}
    assert set(targets) == files
    for path, data in targets.items():
        original = (DEFAULT_CONTENT / path).read_bytes()
        if path.endswith(".json"):
            assert json.loads(data) == json.loads(original)
            assert data == canonical_json(json.loads(original))
        else:
            assert data == original


def test_layout_of_a_file_changes_no_target(folder: Path) -> None:
    before = load_source(folder).targets()
    for file in folder.rglob("*.json"):
        value = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(value, indent=7, ensure_ascii=True), encoding="utf-8")
    assert load_source(folder).targets() == before


def test_imported_shapes_are_published(folder: Path) -> None:
    codes = [district["code"] for district in load_source(folder).places["districts"]]
    ring = [[12.1, 54.1], [12.2, 54.1], [12.2, 54.2], [12.1, 54.1]]
    shapes = {"attribution": "the city", "districts": {code: [ring] for code in codes}}
    (folder / "district_shapes.json").write_text(json.dumps(shapes), encoding="utf-8")
    assert load_source(folder).targets()["district_shapes.json"] == canonical_json(shapes)


# --- what is refused -----------------------------------------------------------------------------------------------

Mutation = tuple[str, Callable[[Any], object], str]

WRONG: list[Mutation] = [
    (MARKET, lambda poll: poll.update(colour="red"), f"{MARKET}: colour is not known here"),
    (MARKET, lambda poll: poll.pop("question"), f"{MARKET}: question is missing"),
    (MARKET, lambda poll: poll["title"].pop("de-leicht"), f"{MARKET}: title.de-leicht is missing"),
    (MARKET, lambda poll: poll["title"].pop("vi"), f"{MARKET}: title.vi is missing"),
    (
        MARKET,
        lambda poll: poll["title"].update(tlh="Qapla"),
        f"{MARKET}: title.tlh is not known here",
    ),
    (
        MARKET,
        lambda poll: poll["options"][2]["about"].update(en=""),
        f"{MARKET}: options[2].about.en: the text is empty",
    ),
    (MARKET, lambda poll: poll["title"].update(en=" A"), f"{MARKET}: title.en: the text begins or ends with a space"),
    (
        MARKET,
        lambda poll: poll["title"].update(en="A" * 81),
        f"{MARKET}: title.en: the text has 81 characters, at most 80 fit on a screen",
    ),
    (
        MARKET,
        lambda poll: poll.update(id="new-market"),
        f"{MARKET}: id: the id must be the name of the file, 'neuer-markt'",
    ),
    (
        MARKET,
        lambda poll: poll["options"][1].update(id="library"),
        f"{MARKET}: options[1].id: 'library' is used twice",
    ),
    (
        MARKET,
        lambda poll: poll["options"][1].update(id="Not an id"),
        f"{MARKET}: options[1].id: an id of small letters, digits and single hyphens is expected",
    ),
    (
        MARKET,
        lambda poll: poll.update(options=poll["options"][:1]),
        f"{MARKET}: options: the list has 1 entries, at least 2 are expected",
    ),
    (MARKET, lambda poll: poll.update(max=2), f"{MARKET}: max: a poll of kind single has min 0 or 1 and max 1"),
    (MARKET, lambda poll: poll.update(budget_euro=5), f"{MARKET}: budget_euro is not known here"),
    (MARKET, lambda poll: poll.update(keys={}), f"{MARKET}: keys is not known here"),
    (
        MARKET,
        lambda poll: poll.update(kind="matrix"),
        f"{MARKET}: kind: 'matrix' is not one of budget, budget_points, knapsack, multiple, place, points",
    ),
    (MARKET, lambda poll: poll.update(decides="maybe"), f"{MARKET}: decides: 'maybe' is not one of"),
    (MARKET, lambda poll: poll.update(order="sorted"), f"{MARKET}: order: 'sorted' is not one of fixed, random"),
    (MARKET, lambda poll: poll.update(version=True), f"{MARKET}: version: a whole number is expected"),
    (MARKET, lambda poll: poll.update(opens="1.10.2026"), f"{MARKET}: opens: a day like 2026-10-01 is expected"),
    (MARKET, lambda poll: poll.update(as_of="2026-02-30"), f"{MARKET}: as_of: a day like 2026-10-01 is expected"),
    (
        MARKET,
        lambda poll: poll.update(grace="2026-10-01"),
        f"{MARKET}: grace: the day of grace 2026-10-01 is before the last day of the poll, 2027-06-30",
    ),
    (MARKET, lambda poll: poll.update(grace="soon"), f"{MARKET}: grace: a day like 2026-10-01 is expected"),
    (MARKET, lambda poll: poll.update(codes="yes"), f"{MARKET}: codes: true or false is expected"),
    (MARKET, lambda poll: poll.update(codes=True), f"{MARKET}: codes_at: a poll says where codes are given out"),
    (MARKET, lambda poll: poll.update(codes_at={}), f"{MARKET}: codes_at: a poll says where codes are given out"),
    (
        MARKET,
        lambda poll: poll.update(closes="2026-09-30"),
        f"{MARKET}: closes: the poll closes on 2026-09-30, before it opens on 2026-10-01",
    ),
    (GARDEN, lambda poll: poll.update(max=7), f"{GARDEN}: max: max is 7, but there are only 6 options"),
    (GARDEN, lambda poll: poll.update(min=4), f"{GARDEN}: min: min is 4, more than max, which is 3"),
    (GARDEN, lambda poll: poll.update(min=-1), f"{GARDEN}: min: the number is -1, at least 0 is expected"),
    (GARDEN, lambda poll: poll["districts"].append("Z"), f"{GARDEN}: districts[5]: there is no district 'Z'"),
    (GARDEN, lambda poll: poll["districts"].append("C"), f"{GARDEN}: districts: a district is named twice"),
    (CATEGORIES, aim_all, f"{CATEGORIES}: one category at least is for the whole city"),
    (DIALOGUE, lambda rules: aim_all(rules["topics"]), f"{DIALOGUE}: one topic at least is for the whole city"),
    (BUDGET, lambda poll: poll.pop("budget_euro"), f"{BUDGET}: budget_euro is missing"),
    (BUDGET, lambda poll: poll["options"][0].pop("cost_euro"), f"{BUDGET}: options[0].cost_euro is missing"),
    (MARKET, lambda poll: poll.update(closes="9999-12-31"), f"{MARKET}: closes: a day like 2026-10-01 is expected"),
    (
        MARKET,
        lambda poll: poll["title"].update(en="\ud800"),
        f"{MARKET}: title.en: the text holds half a character, which cannot be written",
    ),
    (MARKET, lambda poll: poll.update({"\ud800": 1}), f"{MARKET}: this is not JSON: the key '\\ud800' holds half"),
    (MARKET, lambda poll: poll.update(kind=["single"]), f"{MARKET}: kind: a list is not one of"),
    (MARKET, lambda poll: poll["options"][0].update(cost_euro=1), f"{MARKET}: options[0].cost_euro is not known here"),
    (BUDGET, lambda poll: poll.update(budget_euro=2**53), f"{BUDGET}: budget_euro: the number is 9007199254740992, at"),
    (
        BUDGET,
        lambda poll: poll["options"][0].update(cost_euro=13_001),
        f"{BUDGET}: options[0].cost_euro: 13001 euros are more than the budget of 13000",
    ),
    (
        BUDGET,
        lambda poll: poll["options"][0].update(cost_euro=99.5),
        f"{BUDGET}: options[0].cost_euro: a whole number is expected",
    ),
    (
        "places.json",
        lambda places: places["districts"][1].update(code="A"),
        "places.json: districts[1].code: 'A' is used twice",
    ),
    (
        "places.json",
        lambda places: places["districts"][1].update(number=1),
        "places.json: districts[1].number: 1 is used twice",
    ),
    (
        "places.json",
        lambda places: places["districts"][0].update(centre=[13.0, 54.1]),
        "places.json: districts[0].centre: the centre is not inside the box of the district",
    ),
    (
        "places.json",
        lambda places: places["districts"][0].update(bbox=[11.0, 54.1, 12.1, 54.2]),
        "places.json: districts[0].bbox: the box is not inside the box of the city",
    ),
    (
        "places.json",
        lambda places: places["city"].update(bbox=[12.3, 54.0, 11.9, 54.3]),
        "places.json: city.bbox: a box as [west, south, east, north] is expected",
    ),
    (
        "places.json",
        lambda places: places["centres"][0].update(district="X"),
        "places.json: centres[0].district: there is no district 'X'",
    ),
    (
        "places.json",
        lambda places: places["centres"].append(places["centres"][0]),
        "places.json: centres[9].id: 'sbz-lichtenhagen' is used twice",
    ),
    (
        "categories.json",
        lambda categories: categories.append(categories[0]),
        "categories.json: [15].id: 'litter' is used twice",
    ),
    (
        "categories.json",
        lambda categories: categories[3].update(kind="tip"),
        "categories.json: [3].kind: 'tip' is not one of barrier, idea, praise, problem",
    ),
    (
        "categories.json",
        lambda categories: categories[0].update(pictogram="pictograms/none.svg"),
        "categories.json: [0].pictogram: there is no file 'pictograms/none.svg'",
    ),
    (
        "map.json",
        lambda sketch: sketch["landmarks"][4].update(pictogram="../../keys/x.svg"),
        "map.json: landmarks[4].pictogram: there is no file '../../keys/x.svg'",
    ),
    (
        "map.json",
        lambda sketch: sketch["landmarks"][0].update(point=[54.1, 12.1]),
        "map.json: landmarks[0].point: the point is not inside the box of the map",
    ),
    (
        "map.json",
        lambda sketch: sketch["roads"][0]["line"].append([13.4, 52.5]),
        "map.json: roads[0].line: the line leaves the box of the map",
    ),
    (
        "map.json",
        lambda sketch: sketch["roads"][0].update({"class": "path"}),
        "map.json: roads[0].class: 'path' is not one of city, main",
    ),
    (
        "map.json",
        lambda sketch: sketch["river"].append([[12.1, 54.1], [12.2, 54.1]]),
        "map.json: river[2]: the list has 2 entries, at least 3 are expected",
    ),
    (
        "categories.json",
        lambda categories: categories[0].update(sign_video={"de": categories[0]["pictogram"]}),
        "categories.json: [0].sign_video.de: there is no file 'pictograms/",
    ),
    (
        "map.json",
        lambda sketch: sketch["sea"][0].append([12.1]),
        "map.json: sea[0][45]: a point as [longitude, latitude] is expected",
    ),
    (
        "ready_sentences.json",
        lambda entries: entries[0].update(category="litre"),
        "ready_sentences.json: there is no category 'litre'",
    ),
    (
        "ready_sentences.json",
        lambda entries: entries[0]["sentences"].extend(entries[1]["sentences"]),
        "ready_sentences.json: [0].sentences",
    ),
]


@pytest.mark.parametrize(("file", "mutate", "complaint"), WRONG, ids=[wrong[2][:70] for wrong in WRONG])
def test_mistake_is_named_where_it_stands(
    folder: Path, file: str, mutate: Callable[[Any], object], complaint: str
) -> None:
    change(folder, file, mutate)
    assert any(line.startswith(complaint) for line in complaints(folder)), complaints(folder)


def keep_languages(poll: dict[str, Any], *languages: str) -> None:
    """Take all other translations of a poll away."""
    for _place, text in list(texts_of(poll)):
        for language in text.keys() - set(languages):
            del text[language]  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", [BUDGET, GARDEN, MARKET])
@pytest.mark.parametrize("languages", [("de",), ("de", "en"), ("de", "de-leicht", "vi")])
def test_poll_may_be_in_some_languages_only(folder: Path, file: str, languages: tuple[str, ...]) -> None:
    change(folder, file, lambda poll: keep_languages(poll, *languages))
    wire = load_source(folder).polls[Path(file).stem]
    assert [code for code in LANGUAGE_CODES if Poll.from_wire(wire).is_in(code)] == list(languages)


def test_command_names_polls_that_are_not_in_every_language(folder: Path) -> None:
    change(folder, MARKET, lambda poll: keep_languages(poll, "de", "en", "uk", "ru", "pl"))
    told = StringIO()
    call_command("content_check", str(folder), stdout=told)
    note, last = told.getvalue().splitlines()
    assert note == "note: the poll neuer-markt is shown in German to people who use de-leicht, ar, vi"
    assert last.startswith("nothing is wrong")


def test_poll_is_in_german(folder: Path) -> None:
    change(folder, MARKET, lambda poll: keep_languages(poll, "en", "pl"))
    assert f"{MARKET}: question.de is missing" in complaints(folder)


def test_half_a_translation_is_named_at_every_text_it_lacks(folder: Path) -> None:
    change(folder, GARDEN, lambda poll: keep_languages(poll, "de", "en"))
    change(folder, GARDEN, lambda poll: poll["options"][2]["title"].update(pl="Ławki w cieniu"))
    lines = complaints(folder)
    assert f"{GARDEN}: options[2].about.pl is missing" in lines
    assert f"{GARDEN}: about.pl is missing" in lines
    assert f"{GARDEN}: options[2].title.pl is missing" not in lines
    assert all(line.endswith(".pl is missing") for line in lines)


def test_one_mistake_gives_one_complaint(folder: Path) -> None:
    change(folder, GARDEN, lambda poll: poll.update(max=7))
    assert len(complaints(folder)) == 1


def test_all_problems_come_at_once(folder: Path) -> None:
    change(folder, GARDEN, lambda poll: poll.update(max=7))
    change(folder, MARKET, lambda poll: poll["title"].pop("en"))
    change(folder, "categories.json", lambda categories: categories[0].update(pictogram="pictograms/none.svg"))
    (folder / "map.json").unlink()
    files = {line.split(":")[0] for line in complaints(folder)}
    assert files == {GARDEN, MARKET, "categories.json", "map.json"}


def test_number_that_is_too_large_for_any_reader_is_no_degree(folder: Path) -> None:
    value = json.loads((folder / "map.json").read_bytes())
    text = json.dumps(value | {"bbox": ["BEYOND", 54.0, 12.3, 54.3]}).replace('"BEYOND"', "-1e400")
    (folder / "map.json").write_text(text, encoding="utf-8")
    assert "map.json: bbox: a box as [west, south, east, north] is expected" in complaints(folder)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "this is not JSON"),
        (b"\xff\xfe", "this is not JSON"),
        (b'{"city": 1, "city": 2}', "the key 'city' stands twice in one object"),
        (b'{"city": NaN}', "NaN is not a number"),
        (b"[]", "an object is expected"),
        (b"null", "an object is expected"),
        (b"[" * 200_000, "it is nested too deeply"),
        (b"1" * 5_000, "this is not JSON"),
    ],
)
def test_unreadable_file_is_one_complaint(folder: Path, content: bytes, complaint: str) -> None:
    (folder / "places.json").write_bytes(content)
    lines = complaints(folder)
    assert [line for line in lines if complaint in line] == lines
    assert len(lines) == 1


def test_missing_file_is_named(folder: Path) -> None:
    (folder / "categories.json").unlink()
    assert complaints(folder) == ["categories.json: the file is missing"]


def test_misspelt_file_is_named_and_hidden_ones_are_not(folder: Path) -> None:
    (folder / "poll.json").write_text("{}", encoding="utf-8")
    (folder / "polls" / "draft.txt").write_text("later", encoding="utf-8")
    (folder / ".editor.swp").write_bytes(b"\0")
    assert complaints(folder) == [
        "poll.json: nothing reads a file of this name",
        "polls/draft.txt: nothing reads a file of this name",
    ]


def test_wrong_shapes_are_named(folder: Path) -> None:
    ring = [[12.1, 54.1], [12.2, 54.1], [12.2, 54.2], [12.1, 54.1]]
    districts: dict[str, Any] = {code: [ring] for code in "BCDEFGHIJKLMNOPQRSTU"}
    districts |= {"Z": [ring], "C": [ring[:-1]], "D": [[*ring, [12.2, 54.1]]], "E": []}
    (folder / "district_shapes.json").write_text(json.dumps({"districts": districts}), encoding="utf-8")
    assert complaints(folder) == [
        "district_shapes.json: attribution is missing",
        "district_shapes.json: districts.C[0]: the list has 3 entries, at least 4 are expected",
        "district_shapes.json: districts.D[0]: the ring is not closed: its last point is not its first",
        "district_shapes.json: districts.E: the list has 0 entries, at least 1 are expected",
        "district_shapes.json: districts.Z: there is no district 'Z'",
        "district_shapes.json: districts.A is missing",
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("</g>", "</g><script>alert(1)</script>", "'<script' has no place in a pictogram"),
        ("</g>", '</g><image href="http://example.org/a.png"/>', "'href' has no place in a pictogram"),
        ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', "'<!' has no place in a pictogram"),
        ("<svg ", '<svg onload="alert(1)" ', "'on' has no place in a pictogram"),
        ("</g>", "</g><text>P</text>", "'<text' has no place in a pictogram"),
        ('viewBox="0 0 48 48"', 'viewBox="0 0 24 24"', 'an SVG with viewBox="0 0 48 48" is expected'),
        (PICTOGRAM_INK, "#ff0000", f"the ink {PICTOGRAM_INK}, which the station replaces, is missing"),
    ],
)
def test_pictogram_may_only_draw(folder: Path, old: str, new: str, complaint: str) -> None:
    file = folder / "pictograms" / "street.svg"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert f"pictograms/street.svg: {complaint}" in complaints(folder)


STREETS = {
    "Lange Straße": ("kroepeliner-tor", "st-marys-church"),
    "Doberaner Straße": ("doberaner-platz", "holbeinplatz"),
    "Lübecker Straße": ("holbeinplatz", None),
    "Rosa-Luxemburg-Straße": (None, "central-station"),
    "Steinstraße": ("town-hall", None),
}
"""Where some streets begin and end, in either direction; None: at no landmark of the sketch."""

AT_THE_CORNER_METRES = 120


def test_streets_of_the_sketch_are_where_they_are() -> None:
    sketch = load_source(DEFAULT_CONTENT).map
    places = {landmark["id"]: landmark["point"] for landmark in sketch["landmarks"]}
    for name, corners in STREETS.items():
        (line,) = [road["line"] for road in sketch["roads"] if road["name"] == name]
        for place in filter(None, corners):
            assert min(metres(end, places[place]) for end in (line[0], line[-1])) < AT_THE_CORNER_METRES, (name, place)
        if None in corners:
            continue
        straight = metres(*(places[place] for place in corners))
        assert sum(metres(*pair) for pair in pairwise(line)) < 1.2 * straight + 2 * AT_THE_CORNER_METRES, name


def metres(one: list[float], other: list[float]) -> float:
    """Between two points of a city, where the earth is flat enough."""
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return hypot(east, one[1] - other[1]) * 111_320
