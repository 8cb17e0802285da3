"""Another municipality: its name and its languages come from content alone, and nothing of Rostock is left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from pathlib import Path
from shutil import copytree

import pytest

from accessibility.audit import pixels
from accessibility.audit.colours import LEAST_RATIO
from accessibility.contrast import OwnColours, palette
from accessibility.profile import Theme
from kiosk.prerecord import said_of_content
from kiosk.station.catalogue import read_offer
from kiosk.station.place_words import phrases_of
from kiosk.texts import FOLDER, Texts, in_phrases
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import HomeView, LanguagesView
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.protocol.city_colours import ACCENT_TEXT, LEAST_OF_WORDS, MAIN_TEXT, PAPER, contrast, readable_colours
from sync.protocol.languages import OFFERED_CODES
from tests.hub.content.test_source import complaints
from tests.kits.content import MemoryPackage
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import REPORT, TO_THE_REVIEW

NAME = "Amt Moorwinkel"
LANGUAGES = ["de", "nds", "en"]
COLOURS = {"main": "#4a1030", "accent": "#f2e6a0"}
OWN_WORDS = {"en": {"city": "Amt"}}
SENTENCE = re.compile(r"[^.!?\n]+")
CITY_IN = {
    "de": r"stadt",
    "de-leicht": r"stadt",
    "nds": r"stadt",
    "en": r"\bcity\b|\bcities\b|\btown",
    "pl": r"\bmiast|\bmieście|\bmiejsk",
    "ru": r"\bгород",
    "uk": r"\bміст[оауі]\b|\bмістом\b|\bміськ",
    "ar": r"مدين",
    "vi": r"thành phố",
}
"""By language: how a text gives away that it speaks of a city."""
WRONG_GENDER = r"(?i)\b(die|der|zur|ihre|ihrer) amt\b|\bgmin[aęy] \w+ło\b|\bмуніципалітет \w+ло\b"
WAYS = (wish.OpenProjects(), wish.ChooseCity(), wish.OpenDates(), wish.OpenStored(), wish.OpenPractice())


def move(kit: Kit, *, languages: list[str]) -> None:
    """The same districts and polls, in a municipality that does not exist."""
    content = kit.station.content
    assert isinstance(content, MemoryPackage)
    places = json.loads(content.files["places.json"])
    places["city"] |= {"name": NAME, "languages": languages, "kind": "office", "colours": COLOURS, "words": OWN_WORDS}
    kit.station.content = replace(content, files={**content.files, "places.json": json.dumps(places).encode()})
    kit.station.content_name = NAME
    kit.wait(1)


def texts_in(value: object) -> Iterator[str]:
    """All that stands on a view."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from texts_in(entry)
    elif is_dataclass(value):
        for entry in fields(value):
            yield from texts_in(getattr(value, entry.name))


def test_its_languages_are_offered_in_its_order_and_no_others(kit: Kit):
    move(kit, languages=LANGUAGES)
    assert [code for code, _ in kit.view.greetings] == LANGUAGES
    page = kit.ask(wish.Start())
    assert isinstance(page, LanguagesView)
    assert [choice.intent.language for choice in page.languages] == LANGUAGES
    assert kit.ask(wish.ChooseLanguage("ar")).frame.language == "de"


def test_low_german_is_spoken_where_it_is_known_and_german_where_it_is_not(kit: Kit):
    move(kit, languages=LANGUAGES)
    home = kit.at_home("nds")
    assert isinstance(home, HomeView)
    assert home.headline == "Wat wullen Se dohn?"
    assert home.tiles[0].title == "Afstimmen"
    assert "Lassen Sie sich Zeit" in home.explanation
    kit.ask(*REPORT, *TO_THE_REVIEW, wish.FileReport())
    assert len(kit.outbox.records) == 1


def test_nothing_of_another_city_is_said(kit: Kit):
    move(kit, languages=LANGUAGES)
    views = [kit.view, kit.at_home("en"), *(kit.ask(way) for way in WAYS)]
    assert not [text for view in views for text in texts_in(view) if "Rostock" in text]
    assert NAME in kit.ask(wish.OpenProjects(), wish.ChooseCity()).headline


def test_it_is_called_what_it_is_on_every_page_and_in_what_is_recorded_before(kit: Kit):
    move(kit, languages=LANGUAGES)
    assert kit.view.headline == "Reden Sie mit in Ihrem Amt"
    kit.at_home("de")
    views = [kit.ask(way) for way in WAYS]
    views += [kit.ask(step) for step in (*REPORT, *TO_THE_REVIEW, wish.FileReport())]
    offer = read_offer(kit.station.content)
    said = said_of_content(offer, district=kit.station.district, today=kit.station.now().date())["de"]
    texts = (*chain.from_iterable(map(texts_in, views)), *said, *Texts("de", phrases=offer.phrases).fixed())
    still = {sentence for text in texts for sentence in SENTENCE.findall(text) if re.search(r"\bStadt\b", sentence)}
    content = "".join(path.read_text("utf-8") for path in DEFAULT_CONTENT.rglob("*.json"))
    assert {sentence for sentence in still if sentence not in content} == set()
    assert "Amt" in kit.at_home("en").headline + "".join(texts_in(kit.ask(wish.OpenProjects(), wish.ChooseCity())))


def test_its_colours_are_on_every_page_in_the_theme_everybody_begins_with(kit: Kit):
    move(kit, languages=LANGUAGES)
    own = OwnColours(**COLOURS)
    assert kit.view.frame.colours == own
    assert kit.at_home("de").frame.colours == own
    assert palette(Theme.DEFAULT, own).main == COLOURS["main"]
    assert all(palette(theme, own) == palette(theme) for theme in Theme if theme is not Theme.DEFAULT)
    assert kit.ask(wish.EndVisit()).frame.colours == own


def texts_of(language: str) -> list[str]:
    source = (FOLDER / f"{language}.po").read_text("utf-8")
    return [re.sub(r'"\n"|\\n', " ", text) for text in re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', source, re.MULTILINE)]


@pytest.mark.parametrize("kind", ["municipality", "office"])
@pytest.mark.parametrize("language", CITY_IN)
def test_no_text_of_a_catalogue_goes_on_speaking_of_a_city(language: str, kind: str):
    phrases = tuple(phrases_of({"kind": kind})[language].items())
    said = [(text, in_phrases(text, phrases)) for text in texts_of(language)]
    assert any(before != after for before, after in said)
    assert [text for _, text in said if re.search(CITY_IN[language], text, re.IGNORECASE)] == []
    assert [text for _, text in said if re.search(WRONG_GENDER, text)] == []


def test_every_language_is_looked_at():
    assert CITY_IN.keys() == set(OFFERED_CODES)


@pytest.mark.parametrize(
    "colours", [None, {"main": "#4a1030"}, {**COLOURS, "main": "#dddddd"}, {**COLOURS, "accent": "#222222"}]
)
def test_colours_nobody_could_read_on_are_not_shown(colours: object):
    assert readable_colours(colours) is None


def test_the_colours_around_are_those_of_the_station():
    own = palette(Theme.DEFAULT)
    assert (own.main_text, own.accent_text, own.paper) == (MAIN_TEXT, ACCENT_TEXT, PAPER)
    assert contrast("#4a1030", "#fbf7ee") == pytest.approx(pixels.ratio(0x4A1030, 0xFBF7EE))
    assert LEAST_RATIO["default"] == LEAST_OF_WORDS


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"kind": "village"}, "'village' is not one of"),
        ({"words": {"tlh": {"city": "Amt"}}}, "'tlh'"),
        ({"colours": {"main": "red", "accent": "#f2e6a0"}}, "'red' is no colour"),
        ({"colours": {"main": "#8899aa", "accent": "#f2e6a0"}}, "people need 10"),
        ({"kind": "office", "words": OWN_WORDS, "colours": COLOURS}, ""),
    ],
)
def test_words_and_colours_that_cannot_be_shown_are_named(tmp_path: Path, given: dict[str, object], complaint: str):
    folder = Path(copytree(DEFAULT_CONTENT, tmp_path / "content"))
    places = json.loads((folder / "places.json").read_text("utf-8"))
    places["city"] |= given
    (folder / "places.json").write_text(json.dumps(places), "utf-8")
    found = complaints(folder) if complaint else []
    assert (
        any(complaint in one for one in found) if complaint else load_source(folder).places["city"]["kind"] == "office"
    )


@pytest.mark.parametrize(
    ("languages", "complaint"),
    [
        (["en"], "the language de"),
        (["de", "de"], "named twice"),
        (["de", "tlh"], "'tlh' is not one of"),
        (LANGUAGES, ""),
    ],
)
def test_languages_that_cannot_be_offered_are_named(tmp_path: Path, languages: list[str], complaint: str):
    folder = Path(copytree(DEFAULT_CONTENT, tmp_path / "content"))
    places = json.loads((folder / "places.json").read_text("utf-8"))
    places["city"]["languages"] = languages
    (folder / "places.json").write_text(json.dumps(places), "utf-8")
    if complaint:
        assert any(complaint in one for one in complaints(folder))
    else:
        assert load_source(folder).places["city"]["languages"] == languages
