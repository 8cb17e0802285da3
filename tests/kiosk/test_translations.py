"""What a machine can see of a translation: forms, placeholders, quoted buttons, copies, letters without a font, names
of keys, Leichte Sprache. Whether it is well said only readers can tell."""

import gettext
import json
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from PySide6.QtGui import QFont, QRawFont
from pytestqt.qtbot import QtBot

from accessibility.leichte_sprache import findings
from accessibility.profile import Profile
from kiosk.devtools.sample_station import DEFAULT_CONTENT
from kiosk.devtools.samples import sample_views
from kiosk.texts import FOR_CHILDREN, Texts
from kiosk.widgets.entry.keyboard_layouts import LAYOUTS, KeyFunction, letter_page, letters_of, sign_page
from kiosk.widgets.theme import FONT_FAMILIES
from sync.hub.content.poll_settings import OPTION_ABOUT_LENGTH
from sync.protocol.languages import LANGUAGES
from tests.kits.catalogues import CODES, catalogue, source, strings, texts

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = range(0, 201)

NUMBER_LEFT_OUT = {("de-leicht", "report.problem.too_long")}
"""Leichte Sprache says it without the number."""

QUOTES = {
    "de": "„(.+?)“",
    "de-leicht": r"auf: (.+?)\.",
    "en": "“(.+?)”",
    "uk": "«(.+?)»",
    "ru": "«(.+?)»",
    "ar": "«(.+?)»",
    "pl": "„(.+?)”",
    "vi": "“(.+?)”",
}
"""How a text names a button."""

SAME_IN_GERMAN_OR_ENGLISH = {
    *((code, "dates.full_hour") for code in ("uk", "ru", "ar", "pl", "vi")),
    ("en", "theme.default"),
    ("en", "month.4"),
    ("en", "month.8"),
    ("en", "month.9"),
    ("en", "month.11"),
    ("en", "key.sign.plus"),
    ("en", "key.sign.euro"),
    ("en", "staff.megabytes"),
    ("en", "staff.station"),
    ("pl", "aids.theme"),
    ("pl", "staff.device.camera"),
    ("pl", "staff.device.microphone"),
    ("pl", "money.euro"),
    ("pl", "key.sign.plus"),
    ("pl", "key.sign.euro"),
    ("vi", "money.euro"),
    ("vi", "key.sign.euro"),
    ("vi", "staff.megabytes"),
}
"""Reviewed: the words are the same in both languages."""

TOO_FAMILIAR = {
    "de": r"\b(du|dich|dir|dein\w*|euch|euer)\b|\b(sie können|ihre Stimme)\b",
    "uk": r"\b(ти|тебе|тобі|тв[оі]\w+|ви|вас|вам|вами|ваш\w*)\b",
    "ru": r"\b(ты|тебя|тебе|тво\w+|вы|вас|вам|вами|ваш\w*)\b",
    "pl": r"\b([Tt]y|[Cc]iebie|[Tt]obie|[Tt]w(ój|oj\w+)|państwa?|Pani|Panu?)\b",
    "ar": r"(?<!\w)(اختر|المس|انتقل|اضغط|اكتب|ابدأ|يمكنك|تناسبك)(?!\w)",
    "vi": r"\b([Bb]ạn|[Cc]ậu)\b",
}
"""How friends are spoken to; where politeness is a capital letter, the small one."""

TRUE_TO_FACT = {
    "page.not_chosen",
    "private.hint",
    "vote.problem.too_many",
    "vote.problem.too_many.keys",
    "vote_review.explanation",
    "vote_receipt.stored",
    "code.problem.unknown",
    "receipt.not_printed",
    "report.problem.outside",
    "report.problem.outside.keys",
    "report_review.explanation",
    "answer.report.unknown",
    "answer.report.not_solvable",
    "help.privacy",
    "staff.never",
    "staff.trouble.silent",
    "staff.fault.silent",
    "aids.speech.silent",
    "speech.silent",
    "staff.trouble.silent_speech",
    "photo.problem.lost",
    "spoken.problem.lost",
    "mood.not_stored",
    "survey.problem.not_stored",
    "survey.privacy",
    "mood.explanation",
    "stored.explanation",
    "stored.ballot",
    "stored.word",
    "answer.not_in_order",
    "word_kept.not_in_order",
    "update.not_taken_up",
    "unfinished.headline.contribution",
    "unfinished.headline.vote",
    "unfinished.headline.report",
    "unfinished.headline.survey",
    "signposts.explanation",
    "place_search.nothing",
    "places_found.no_house",
    "object_number.unknown",
}
"""Leichte Sprache with a "not": a word that goes round it would say less than is so, or something else."""

TRUE_TO_FACT_OF_CONTENT = "Mit einem Rollstuhl komme ich hier nicht weiter."

NAMES_OF_SIGNS = "key.sign."
"""What a sign is called is said with its own name."""

WAYS = ("common.continue", "common.back", "common.home", "common.end", "page.more", "page.back_up")

SEEN_TOGETHER = ("common.", "map.", "page.more", "page.back_up", "aids.help")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def content_texts() -> Iterator[dict[str, str]]:
    """Every text of the default content, by language."""
    for file in sorted(DEFAULT_CONTENT.rglob("*.json")):
        yield from _texts_in(json.loads(file.read_text(encoding="utf-8")))


def _texts_in(value: object) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "de-leicht" in value:
            yield value
        for member in value.values():
            yield from _texts_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts_in(member)


# --- forms and placeholders ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_the_header_names_the_language_and_its_plural_forms(code: str):
    header = source(code)
    assert f"Language: {code}\n" in (ROOT / f"kiosk/locale/{code}.po").read_text(encoding="utf-8").replace("\\n", "\n")
    plural_of = Locale.parse(code.split("-", maxsplit=1)[0]).plural_form
    form_of = _forms(code)
    pairs = {(form_of[number], plural_of(number)) for number in NUMBERS}
    assert len(pairs) == header.num_plurals == len({form for form, _ in pairs}) == len({kind for _, kind in pairs})


def _forms(code: str) -> dict[int, int]:
    """The number of the form for each whole number, as gettext reads it from the header."""
    rule = gettext.c2py(re.search(r"plural=(.+?);?$", source(code).plural_forms)[1])
    return {number: rule(number) for number in NUMBERS}


@pytest.mark.parametrize("code", CODES)
def test_every_form_is_there_and_says_its_number_where_it_serves_several(code: str):
    serves = defaultdict(set)
    for number, form in _forms(code).items():
        serves[form].add(number)
    for msgid, message in catalogue(code).items():
        if not message.pluralizable:
            continue
        assert len(strings(message)) == source(code).num_plurals, msgid
        for form, text in enumerate(strings(message)):
            expected = placeholders(strings(catalogue("de")[msgid])[-1])
            may_miss = {"number"} if len(serves[form]) == 1 or (code, msgid) in NUMBER_LEFT_OUT else set()
            assert placeholders(text) <= expected <= placeholders(text) | may_miss, (msgid, form)


@pytest.mark.parametrize("code", CODES)
def test_placeholders_are_the_same_in_every_language(code: str):
    for msgid, message in catalogue(code).items():
        if not message.pluralizable:
            assert placeholders(message.string) == placeholders(catalogue("de")[msgid].string), msgid


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [code for code in CODES if code not in {"de", "de-leicht"}])
def test_nothing_is_left_untranslated(code: str):
    others = [catalogue(other) for other in ("de", "en") if other != code]
    copies = {
        (code, msgid)
        for msgid, text in texts(code)
        if re.search(r"\w{2}", re.sub(r"{\w+}", "", text))
        and any(text.casefold() in {other.casefold() for other in strings(there[msgid])} for there in others)
    }
    assert copies == {reviewed for reviewed in SAME_IN_GERMAN_OR_ENGLISH if reviewed[0] == code}


@pytest.mark.parametrize("code", ["uk", "ru", "ar"])
def test_texts_are_written_in_the_letters_of_their_language(code: str):
    # The letter that is taken for the digit 0 is a Latin one, and is shown as it stands on the slip; so are keys.
    strangers = [(m, t) for m, t in texts(code) if re.search("[A-Za-z]", re.sub(r"{\w+}| O\b| F [12]\b", "", t))]
    assert not strangers


@pytest.mark.parametrize("code", CODES)
def test_a_button_named_in_a_text_is_called_what_stands_on_it(code: str):
    labels = {text: set() for _, text in texts("de")}
    for msgid, text in texts("de"):
        labels[text].add(msgid)
    named = 0
    for msgid, message in catalogue("de").items():
        for german, here in zip(strings(message)[-1:], strings(catalogue(code)[msgid])[-1:], strict=True):
            meant = [labels[quoted] for quoted in re.findall(QUOTES["de"], german)]
            quoted = re.findall(QUOTES[code], here)
            named += len(quoted)
            if code == "de-leicht":  # it names fewer buttons, and some that the German text does not
                assert all(name in {text for _, text in texts(code)} for name in quoted), msgid
                continue
            assert len(quoted) == len(meant), msgid
            for name, ids in zip(quoted, meant, strict=True):
                assert name in {text for each in ids for text in strings(catalogue(code)[each])}, (msgid, name)
    assert named >= 7


@pytest.mark.parametrize("code", CODES)
def test_buttons_seen_together_are_not_called_the_same(code: str):
    shown = [text for msgid, text in texts(code) if msgid.startswith(SEEN_TOGETHER) and not msgid.endswith(".name")]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("code", CODES)
def test_no_way_through_a_visit_begins_like_another(code: str):
    """Who reads the first word only, or hears it, must not take "Weiter unten" for "Weiter"."""
    ways = [dict(texts(code))[msgid] for msgid in WAYS]
    assert not [(one, other) for one in ways for other in ways if other.startswith(f"{one} ")]


@pytest.mark.parametrize(("code", "familiar"), TOO_FAMILIAR.items())
def test_people_are_addressed_politely(code: str, familiar: str):
    said = [*texts(code), *(("content", text[code]) for text in content_texts())]
    for_adults = [(msgid, text) for msgid, text in said if not msgid.endswith(FOR_CHILDREN)]
    assert not [(msgid, text) for msgid, text in for_adults if re.search(familiar, text)]


@pytest.mark.parametrize("code", CODES)
def test_texts_have_no_stray_spaces(code: str):
    stray = [(msgid, text) for msgid, text in texts(code) if text != text.strip() and msgid != "number.thousands"]
    assert not stray
    assert not [(msgid, text) for msgid, text in texts(code) if "  " in text]


def test_numbers_and_days_in_every_language():
    day = date(2027, 6, 30)
    assert [Texts(code).number(13_000) for code in CODES] == [
        "13.000", "13.000", "13,000", "13\u00a0000", "13\u00a0000", "13,000", "13\u00a0000", "13.000",
    ]  # fmt: skip
    assert Texts("uk").date(day) == "30\u00a0червня 2027\u00a0року"
    assert Texts("ru").date(day) == "30\u00a0июня 2027\u00a0года"
    assert Texts("ar").date(day) == "30\u00a0حزيران (يونيو) 2027"
    assert Texts("pl").date(day) == "30\u00a0czerwca 2027\u00a0roku"
    assert Texts("vi").date(day) == "30\u00a0tháng\u00a06 năm\u00a02027"
    assert Texts("pl").duration(180) == "3 minuty"
    assert Texts("ru").duration(300) == "5 минут"
    assert Texts("ar").duration(120) == "دقيقتين"


# --- Leichte Sprache -------------------------------------------------------------------------------------------------


def test_leichte_sprache_of_the_station_keeps_its_rules():
    found = [
        (msgid, finding)
        for msgid, text in texts("de-leicht")
        for finding in findings(text)
        if not (msgid in TRUE_TO_FACT and finding.rule == "negation") and not msgid.startswith(NAMES_OF_SIGNS)
    ]
    assert not found


def test_every_exception_from_leichte_sprache_is_one():
    said = dict(texts("de-leicht"))
    assert all(any(found.rule == "negation" for found in findings(said[msgid])) for msgid in TRUE_TO_FACT)


def test_leichte_sprache_counts_in_digits():
    counted = [message for message in catalogue("de-leicht").values() if message.pluralizable]
    assert len(counted) > 10
    assert not [strings(one)[0] for one in counted if re.search(r"\bein(e[nmr]?)?\b", strings(one)[0], re.IGNORECASE)]


def test_leichte_sprache_of_the_content_keeps_its_rules():
    easy = [text["de-leicht"] for text in content_texts()]
    assert len(easy) > 60
    assert not [finding for text in easy if text != TRUE_TO_FACT_OF_CONTENT for finding in findings(text)]


def test_on_pages_in_leichte_sprache_every_sentence_begins_a_line():
    """R83. Tiles and names are no pages."""
    pages = [text for msgid, text in texts("de-leicht") if not msgid.endswith((".name", ".about"))]
    pages += [text["de-leicht"] for text in content_texts() if len(text["de"]) > OPTION_ABOUT_LENGTH]
    assert not [text for text in pages if re.search(r"[.!?] (?=[A-ZÄÖÜ])", re.sub(r"\{\w+\}\.", "", text))]


def test_the_name_of_leichte_sprache_keeps_its_rules():
    assert not [
        finding for language in LANGUAGES if language.code == "de-leicht" for finding in findings(language.about)
    ]


# --- letters and keys ------------------------------------------------------------------------------------------------


def test_every_letter_is_in_the_fonts_of_the_station(qtbot: QtBot):
    fonts = [QRawFont.fromFont(QFont(family)) for family in FONT_FAMILIES]
    assert [face.familyName() for face in fonts] == list(FONT_FAMILIES)
    written = "".join(text for code in CODES for _, text in texts(code))
    written += "".join(text for entry in content_texts() for text in entry.values())
    written += "".join(language.own_name + language.about for language in LANGUAGES)
    written += "".join(cap.puts for letters in LAYOUTS.values() for row in _pages(letters) for cap in row) + "◌"
    missing = {
        f"U+{ord(letter):04X} {letter}"
        for letter in set(written) - {"\n"}
        if not any(face.supportsCharacter(ord(letter)) for face in fonts)
    }
    assert not missing
    packages = (ROOT / "installer/packages/runtime").read_text(encoding="utf-8").split()
    assert "fonts-noto-core" in packages


def _pages(letters):
    for columns in (8, 13):
        for alphabetical in (False, True):
            yield from letter_page(letters, columns=columns, alphabetical=alphabetical)
        yield from sign_page(letters, columns=columns)


@pytest.mark.parametrize("code", CODES)
def test_every_key_that_is_no_letter_or_digit_has_a_name_in_the_language(code: str):
    letters = letters_of(code)
    names = {**letters.names, **(sample_views(code, Profile())["description"].keys or {})}
    nameless = {
        cap.act or cap.puts
        for row in _pages(letters)
        for cap in row
        if (cap.act or not cap.puts.isalnum()) and not names.get(cap.act or cap.puts, "").strip()
    }
    assert not nameless
    assert {str(act) for act in KeyFunction} <= set(names)


def test_in_arabic_a_price_stays_behind_a_project_with_a_latin_name():
    line = Texts("ar").text("vote_review.with_cost", option="Wallanlagen", cost="4,800")
    assert line == "Wallanlagen\u200f، 4,800"
