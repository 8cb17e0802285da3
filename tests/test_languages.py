"""Each language of the list has what a language needs, and nothing speaks one that is not on it."""

import re
from pathlib import Path

import pytest

from accessibility.rendering import VOICES
from kiosk.texts import FOLDER, Texts
from kiosk.widgets.entry.keyboard_layouts import LAYOUTS, letters_of
from sync.protocol.languages import DEFAULT_LANGUAGE, FURTHER_LANGUAGES, LANGUAGE_CODES, OFFERED_CODES, Language
from tests.kits.catalogues import catalogue, strings, texts

TRANSLATING = Path(__file__).parents[1] / "docs" / "translating.md"
ENDINGS = 3
"""Letters at the end of a word that change with its case."""


def test_each_language_has_a_catalogue():
    assert {path.stem for path in FOLDER.glob("*.po")} == set(OFFERED_CODES)


def test_each_language_has_a_voice():
    assert set(VOICES) == set(OFFERED_CODES)


def test_each_language_has_a_keyboard():
    assert set(LAYOUTS) == {code.split("-", maxsplit=1)[0] for code in LANGUAGE_CODES}
    assert all(letters_of(code) is LAYOUTS[code.split("-", maxsplit=1)[0]] for code in LANGUAGE_CODES)


@pytest.mark.parametrize("language", FURTHER_LANGUAGES, ids=lambda language: language.code)
def test_a_language_that_is_not_whole_says_the_rest_in_one_that_is(language: Language):
    own, other = catalogue(language.code), catalogue(language.falls_back)
    assert own.keys() <= other.keys(), "an id that no program asks for"
    words, whole = Texts(language.code), Texts(language.falls_back)
    assert words.text("home.vote") == strings(own["home.vote"])[0] != whole.text("home.vote")
    assert words.text("idle.stay") == whole.text("idle.stay")
    assert words.plural("result.ballots", 7) == whole.plural("result.ballots", 7)


def test_a_text_that_is_not_translated_is_shown_in_a_language_of_the_list():
    assert DEFAULT_LANGUAGE in LANGUAGE_CODES


def glossary() -> list[list[str]]:
    """The rows of the glossary, a term for each language."""
    lines = TRANSLATING.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if len(row) == len(LANGUAGE_CODES)][2:]


@pytest.mark.parametrize("number", range(len(LANGUAGE_CODES)), ids=LANGUAGE_CODES)
def test_the_terms_of_the_glossary_are_those_of_the_texts(number: int):
    said = "\n".join(text for _, text in texts(LANGUAGE_CODES[number])).casefold()
    assert len(glossary()) > 15
    terms = [re.sub(r"\(.+?\)", "", row[number]).casefold() for row in glossary()]
    stems = {
        word[: max(len(word) - ENDINGS, 3)] for term in terms for word in re.findall(r"[\w’-]+", term) if len(word) > 1
    }
    assert not [stem for stem in stems if stem not in said]


OTHER_WORDS = {
    "de": r"\bGeräte?\b|Terminal|Stadtbereich",
    "en": r"\bmachine|\bterminal\b",
    "uk": r"станці|пристр|візит|папірц|папірец|талон|\bмап[аиіу]\b|обра[тн]|(?<!Усе )\b[Мм]істо\b",
    "ru": r"станци|устройств|визит|талон|(?<!Весь )\b[Гг]ород\b",
    "ar": r"المحطة|مجلس الحي",
    "pl": r"\b[Ss]tacj|terminal|[Kk]artk|karteczk",
    "vi": r"\btrạm\b|báo cáo|tin báo|\btrên phiếu\b",
}
"""By language: how a thing of the glossary is called elsewhere, but not here."""


@pytest.mark.parametrize(("code", "other"), OTHER_WORDS.items())
def test_no_text_calls_a_thing_otherwise_than_the_glossary(code: str, other: str):
    assert not [(msgid, text) for msgid, text in texts(code) if re.search(other, text)]
