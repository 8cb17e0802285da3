"""Another municipality: its name and its languages come from content alone, and nothing of Rostock is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from shutil import copytree

import pytest

from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import HomeView, LanguagesView
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from tests.hub.content.test_source import complaints
from tests.kits.content import MemoryPackage
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import REPORT, TO_THE_REVIEW

NAME = "Amt Moorwinkel"
LANGUAGES = ["de", "nds", "en"]


def move(kit: Kit, *, languages: list[str]) -> None:
    """The same districts and polls, in a municipality that does not exist."""
    content = kit.station.content
    assert isinstance(content, MemoryPackage)
    places = json.loads(content.files["places.json"])
    places["city"] |= {"name": NAME, "languages": languages}
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
    ways = (wish.OpenProjects(), wish.ChooseCity(), wish.OpenDates(), wish.OpenStored(), wish.OpenPractice())
    views = [kit.view, kit.at_home("en"), *(kit.ask(way) for way in ways)]
    assert not [text for view in views for text in texts_in(view) if "Rostock" in text]
    assert NAME in kit.ask(wish.OpenProjects(), wish.ChooseCity()).headline


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
