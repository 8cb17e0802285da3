"""What is heard, measured by the phonemes of the embedded engine: dates, codes, names of places and of languages.

``(en)`` among phonemes is the engine's word for falling back to English, which no text of the station is meant for.
"""

import ctypes
import json
import re
from collections.abc import Iterable
from datetime import date
from functools import cache

import pytest

from accessibility.pronunciation import SpokenPart, parts_of
from accessibility.rendering import VOICES, rendering
from accessibility.speech import speakable, spelled
from kiosk.devtools.sample_station import DEFAULT_CONTENT
from kiosk.texts import Texts
from sync.protocol.languages import LANGUAGES
from tests.kits.catalogues import CODES, texts

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SOUND_IS_RETURNED, TEXT_IS_UTF8, AS_IPA = 1, 1, 2
"""As in espeak-ng's speak_lib.h."""

OTHER_LETTERS = ("uk", "ru", "ar")


def phonemes(parts: Iterable[SpokenPart]) -> list[str]:
    """What the engine says for each part."""
    return [heard(part.text, VOICES[part.language].name) for part in parts]


def heard(text: str, voice: str) -> str:
    """By this voice; a line for each stretch between two rests."""
    assert engine().espeak_SetVoiceByName(voice.encode()) == 0
    left = ctypes.c_char_p(text.encode())
    lines = []
    while left.value is not None:  # each call takes what it says from the text
        lines.append((engine().espeak_TextToPhonemes(ctypes.byref(left), TEXT_IS_UTF8, AS_IPA) or b"").decode().strip())
    return "\n".join(lines).strip()


@cache
def engine() -> ctypes.CDLL:
    """It makes no sound of what it says here, and so it is quick."""
    library = ctypes.CDLL("libespeak-ng.so.1")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    assert library.espeak_Initialize(SOUND_IS_RETURNED, 0, None, 0) > 0
    return library


def said(text: str, language: str) -> str:
    """The whole text."""
    return " ".join(phonemes(parts_of(speakable(text), language)))


def without_stress(line: str) -> str:
    """How strongly a word is said hangs on what is beside it."""
    return re.sub("[ˈˌ]", "", line)


def names_of_places() -> list[str]:
    """Of the default content, as they stand on the signs."""
    places = json.loads((DEFAULT_CONTENT / "places.json").read_text(encoding="utf-8"))
    return [district["name"] for district in places["districts"]]


def content_texts(language: str) -> list[str]:
    found = [path.read_text(encoding="utf-8") for path in sorted(DEFAULT_CONTENT.rglob("*.json"))]
    return [json.loads(text) for one in found for text in re.findall(rf'"{language}": ("(?:[^"\\]|\\.)*")', one)]


# --- words stay as many as they are ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", CODES)
def test_what_is_said_has_the_words_of_what_is_shown(language: str):
    """The word that is heard is marked on the screen by its number."""
    shown = [text for _, text in texts(language)] + content_texts(language)
    shown += [language.own_name for language in LANGUAGES]
    for text in map(speakable, shown):
        assert rendering(text, language=language).words.count(" ") == text.count(" "), text


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", CODES)
def test_every_language_is_offered_in_its_own_voice(language: str):
    for offered in LANGUAGES:
        chosen = f"{offered.own_name}."
        own = heard(chosen, VOICES[offered.code].name)
        assert "(en)" not in own or offered.code == "en"
        assert said(chosen, language).startswith(own), offered.code


@pytest.mark.parametrize("language", [*OTHER_LETTERS, "vi"])
def test_german_names_of_places_are_said_in_german(language: str):
    for name in names_of_places():
        assert said(name, language) == heard(name, "de")


@pytest.mark.parametrize("language", ["en", "pl", "vi"])
def test_where_letters_do_not_tell_names_are_known(language: str):
    names = names_of_places()
    for name in names:
        (part,) = parts_of(name, language, names=names)
        assert part == SpokenPart(name, "de")


def test_around_a_name_the_language_goes_on():
    assert parts_of("Опросы для района Neuer Markt до завтра", "ru") == (
        SpokenPart("Опросы для района", "ru"),
        SpokenPart("Neuer Markt", "de"),
        SpokenPart("до завтра", "ru"),
    )
    assert [part.language for part in parts_of("quảng trường Neuer Markt để trống", "vi")] == ["vi", "de", "vi"]


@pytest.mark.parametrize("language", [*OTHER_LETTERS, "pl", "vi"])
def test_nothing_the_station_says_falls_back_to_english(language: str):
    """In German it does for what is English there, such as "Team"."""
    shown = [text for _, text in texts(language)] + content_texts(language)
    by_voice: dict[str, list[str]] = {}
    for text in shown:
        for part in parts_of(speakable(re.sub(r"{\w+}", "7", text)), language):
            by_voice.setdefault(part.language, []).append(part.text)
    fallen = {
        text
        for spoken, parts in by_voice.items()
        if spoken != "en" and "(en)" in heard("\n\n".join(parts), VOICES[spoken].name)
        for text in parts
        if "(en)" in heard(text, VOICES[spoken].name)
    }
    assert not fallen


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "de-leicht", "en", "uk", "ru", "pl"])
def test_every_day_of_a_month_is_said_as_an_ordinal_and_no_sentence_ends_in_it(language: str):
    for day in range(1, 32):
        shown = Texts(language).date(date(2027, 12, day)).partition(" 2027")[0].partition("\u00a02027")[0]
        heard_now = said(f"Bis {shown}" if language.startswith("de") else shown, language)
        assert "\n" not in heard_now, shown
        assert f"{heard(str(day), VOICES[language].name)} " not in f"{heard_now} ", shown


@pytest.mark.parametrize(
    ("language", "shown", "meant"),
    [
        ("de", "Bis 30. Juni 2027", "Bis dreißigsten Juni 2027"),
        ("de-leicht", "Das ist seit dem 3. November so.", "Das ist seit dem dritten November so."),
        ("de", "15. November 2026", "fünfzehnter November 2026"),
        ("de", "Dienstag, 1. Dezember 2026", "Dienstag, erster Dezember 2026"),
        ("de", "Das ist der 3. Juni.", "Das ist der dritte Juni."),
        ("de", "Vom 22. bis zum 24. Juni 2027", "Vom zweiundzwanzigsten bis zum vierundzwanzigsten Juni 2027"),
        ("de", "am 01.06.2027", "am ersten Juni 2027"),
        ("de-leicht", "Das ist am 30.6. so.", "Das ist am dreißigsten Juni so."),
        ("en", "Open until 1 June 2027", "Open until first June 2027"),
        ("en", "Open until 22 June 2027", "Open until twenty second June 2027"),
        ("uk", "До 30 червня 2027 року", "До тридцятого червня дві тисячі двадцять сьомого року"),
        ("uk", "з 21 червня 2030 року", "з двадцять першого червня дві тисячі тридцятого року"),
        ("ru", "До 31 января 2026 года", "До тридцать первого января две тысячи двадцать шестого года"),
        ("pl", "Do 22 czerwca 2027 roku", "Do dwudziestego drugiego czerwca dwa tysiące dwudziestego siódmego roku"),
    ],
)
def test_a_date_is_said_as_people_say_it(language: str, shown: str, meant: str):
    assert said(shown, language) == heard(meant, VOICES[language].name)


@pytest.mark.parametrize("month", range(1, 13))
def test_arabic_months_are_said_with_both_names_and_no_sign(month: int):
    shown = Texts("ar").date(date(2027, month, 20))
    names = re.search(r"20\u00a0(.+) \((.+)\) 2027", shown)
    heard_now = said(shown, "ar")
    assert all(heard(name.replace("\u00a0", " "), "ar") in heard_now for name in names.groups())


# --- codes and numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", CODES)
def test_letters_of_codes_are_called_as_germans_call_them_or_by_the_language(language: str):
    voice = "de" if language in OTHER_LETTERS else VOICES[language].name
    for letter in LETTERS:
        assert said(spelled(f"7{letter}"), language).split()[-1] == heard(letter, voice).split()[-1], letter


@pytest.mark.parametrize("language", OTHER_LETTERS)
def test_digits_of_codes_stay_in_the_language(language: str):
    assert parts_of(spelled("K72"), language) == (SpokenPart("K,", "de"), SpokenPart("7, 2", language))


@pytest.mark.parametrize(
    ("language", "digits"), [("de", "eins eins zwei"), ("de-leicht", "eins eins zwei"), ("en", "one one two")]
)
def test_the_emergency_number_is_said_digit_by_digit(language: str, digits: str):
    heard_now = said(Texts(language).text("categories.explanation"), language)
    assert without_stress(heard(digits, VOICES[language].name)) in without_stress(heard_now)


@pytest.mark.parametrize(
    ("language", "called", "counted"),
    [("de", "eins eins", "einhundert"), ("de-leicht", "eins eins", "einhundert"), ("en", "one one", "hundred")],
)
def test_numbers_to_call_in_danger_are_said_digit_by_digit(language: str, called: str, counted: str):
    words = Texts(language)
    for msgid in ("danger.fire", "danger.police"):
        (part,) = parts_of(words.text(msgid), language)
        assert part.text.replace("\u00a0", " ").startswith(called)
        assert counted not in part.text


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(
    ("shown", "digits"),
    [("0381 381-1010", "0 3 8 1 3 8 1 1 0 1 0"), ("116 117", "1 1 6 1 1 7"), ("0800 / 1110", "0 8 0 0 , 1 1 1 0")],
)
def test_telephone_numbers_are_said_digit_by_digit_and_stay_as_many_words(language: str, shown: str, digits: str):
    (part,) = parts_of(shown, language)
    assert part.text.replace("\u00a0", " ") == digits
    assert part.text.count(" ") == shown.count(" ")


@pytest.mark.parametrize(
    ("language", "shown"), [("ru", "13 000 евро"), ("de", "Version 1.2.3"), ("de", "1.200 Euro"), ("de", "0 von 10")]
)
def test_other_numbers_are_left_to_the_engine(language: str, shown: str):
    assert parts_of(shown, language) == (SpokenPart(shown, language),)


def test_a_number_that_counts_is_no_number_to_call():
    assert parts_of("Noch Platz für 112 Zeichen", "de") == (SpokenPart("Noch Platz für 112 Zeichen", "de"),)
    assert parts_of("Room for 112 more characters", "en") == (SpokenPart("Room for 112 more characters", "en"),)


@pytest.mark.parametrize(
    ("language", "shown", "meant"),
    [
        ("uk", "3 з 8", "восьми"),
        ("uk", "Гучність 4 з 7", "семи"),
        ("ru", "2 из 4", "четырёх"),
        ("ru", "20 из 21", "двадцати одного"),
        ("pl", "1 z 12", "dwunastu"),
        ("pl", "5 z 21", "dwudziestu jeden"),
    ],
)
def test_of_how_many_is_said_in_the_case_people_say_it_in(language: str, shown: str, meant: str):
    def plain(text: str) -> str:
        return without_stress(said(text, language)).replace(" ", "")

    assert plain(shown).endswith(plain(meant))


@pytest.mark.parametrize("language", CODES)
def test_what_keys_are_called_is_no_english(language: str):
    if language != "en":
        assert "(en)" not in said(Texts(language).text("operate.keyboard"), language)


@pytest.mark.parametrize(
    ("language", "shown", "meant"),
    [
        ("de", "dienstags, 10 bis 12 Uhr", "dienstags, 10 bis 12 Uhr"),
        ("de", "15 bis 17:30 Uhr", "15 bis 17 Uhr 30"),
        ("de", "10:00 bis 12:00 Uhr", "10 bis 12 Uhr"),
        ("de-leicht", "Um 12:00 ist Schluss.", "Um 12 Uhr ist Schluss."),
        ("en", "10:00 to 12:30", "10 o'clock to 12:30"),
        ("uk", "з 10:00 до 12:30", "з 10 до 12:30"),
        ("ru", "с 10:00 до 12:30", "с 10 до 12:30"),
        ("pl", "od 10:00 do 12:30", "od 10 do 12:30"),
        ("ar", "من 10:00 إلى 12:30", "من 10 إلى 12:30"),
        ("vi", "từ 10:00 đến 12:30", "từ 10 giờ đến 12 giờ 30"),
    ],
)
def test_hours_of_a_clock_are_said_without_their_zeros_and_uhr_once(language: str, shown: str, meant: str):
    assert " ".join(part.text for part in parts_of(shown, language)).replace("\u00a0", " ") == meant
