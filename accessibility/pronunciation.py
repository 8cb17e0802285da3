"""How a text is said: each piece of it in the voice of its own language, and dates and numbers as people say them.

An engine reads "30. Juni" as a number and an end of sentence, a German name by English rules in the middle of Russian,
and the name of a language by the letters of its code points. Here a text is cut where its language changes, and what is
read wrongly is written so that it is read rightly. It stays as many words as it was, parted by single spaces, for the
word that is heard is marked on the screen; several words for one are joined by spaces that do not break.

Takes a text, gives parts of it. Knows neither engines nor screens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from accessibility.spoken_german import GERMAN
from accessibility.spoken_numbers import (
    CALLED,
    CALLED_ALONE,
    CLOCK,
    FULL_HOUR,
    JOINED,
    TELEPHONE,
    Rule,
    Said,
    day_before,
    digits,
    digits_of_telephone,
)
from sync.protocol.languages import LANGUAGES

NAMES_ARE_GERMAN = "de"
"""Places are called what they are called here, in every language."""


@dataclass(frozen=True)
class SpokenPart:
    """Words that are said in one language, which is one of ``sync.protocol.languages``."""

    text: str
    language: str


def parts_of(text: str, language: str, *, names: Collection[str] = ()) -> tuple[SpokenPart, ...]:
    """The text in the order in which it is said; words are parted by single spaces. At least one part.

    ``names`` are German ones that cannot be told from the words of another language by their letters.
    """
    words = text.split(" ")
    told = zip(_languages_of(words, language, names), words, strict=True)
    return tuple(
        SpokenPart(_as_said(" ".join(word for _, word in of_one), spoken), spoken)
        for spoken, of_one in groupby(told, key=lambda pair: pair[0])
    )


# --- which language a word is of -----------------------------------------------------------------------------------


def _languages_of(words: Sequence[str], language: str, names: Collection[str]) -> list[str]:
    is_name = _NAMES.get(language)
    found = [NAMES_ARE_GERMAN if is_name and is_name(_bare(word)) else language for word in words]
    bare = [_bare(word) for word in words]
    german = ((NAMES_ARE_GERMAN, name.split()) for name in names)
    for code, name in chain(german, _OWN_NAMES):
        if not _sound_alike(code, language):
            for at in _places_of(name, bare):
                found[at : at + len(name)] = [code] * len(name)
    return found


def _bare(word: str) -> str:
    return word.strip(".,:;!?()«»„“”\"'،؟")


def _sound_alike(one: str, other: str) -> bool:
    return one.partition("-")[0] == other.partition("-")[0]


def _places_of(name: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    return (at for at in range(len(words) - len(name) + 1) if words[at : at + len(name)] == name)


_OWN_NAMES = tuple(
    (language.code, [_bare(word) for word in said.split()])
    for language in LANGUAGES
    for said in (language.own_name, language.about)
    if said
)
"""What languages say of themselves where they are offered."""


def _is_latin(word: str) -> bool:
    """In a language with other letters: a name, or a letter of a code."""
    letters = [character for character in word if character.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(letter, "") for letter in letters)


_VIETNAMESE = re.compile(
    r"(b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(c|ch|m|n|ng|nh|p|t)?",
    re.IGNORECASE,
)
"""A word without marks: it has one syllable, and few letters end it."""


def _is_no_vietnamese(word: str) -> bool:
    """A name with a capital that Vietnamese could not spell. Abbreviations are read by their letters everywhere."""
    if not word[:1].isupper() or word.isupper() or word.lower() in _VIETNAMESE_WORDS:
        return False
    if not all(letter in _GERMAN_LETTERS for letter in word.lower()):
        return False
    return not all(_VIETNAMESE.fullmatch(piece) for piece in re.split("[-/]", word))


_GERMAN_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß’/-"

_NAMES: Mapping[str, Callable[[str], bool]] = {
    "uk": _is_latin,
    "ru": _is_latin,
    "ar": _is_latin,
    "vi": _is_no_vietnamese,
}
"""By the language of a text: whether a word of it is a German one. Elsewhere it has to be known by name."""


# --- dates and numbers ---------------------------------------------------------------------------------------------


def _as_said(text: str, language: str) -> str:
    text = TELEPHONE.sub(digits_of_telephone, text)
    for pattern, said in _WRITTEN_OTHERWISE.get(language, ()):
        text = pattern.sub(said, text)
    return text


def _english_day(found: re.Match[str]) -> str:
    day = int(found["day"])
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in {11, 12, 13} else "th"
    return f"{day}{ending}"


@dataclass(frozen=True)
class _Genitive:
    """How a day or a year is said in a date: the ordinals 1 to 19 and the tens, and the tens before another."""

    ordinals: Sequence[str]
    tens: Sequence[str]
    tens_before: Sequence[str]
    two_thousand: str

    def of(self, number: int) -> str:
        """An ordinal from 1 to 99."""
        if number < len(self.ordinals):
            return self.ordinals[number]
        tens, units = divmod(number, 10)
        return self.tens[tens] if not units else f"{self.tens_before[tens]}{JOINED}{self.ordinals[units]}"

    def day(self, found: re.Match[str]) -> str:
        """Of a month."""
        return self.of(int(found["day"]))

    def year(self, found: re.Match[str]) -> str:
        """From 2001 to 2099."""
        return f"{self.two_thousand}{JOINED}{self.of(int(found['year']) % 100)}"


def _numbered(words: str) -> list[str]:
    """Nothing, then these."""
    return ["", *words.split()]


_UKRAINIAN = _Genitive(
    ordinals=_numbered(
        "першого другого третього четвертого п’ятого шостого сьомого восьмого дев’ятого десятого одинадцятого "
        "дванадцятого тринадцятого чотирнадцятого п’ятнадцятого шістнадцятого сімнадцятого вісімнадцятого "
        "дев’ятнадцятого"
    ),
    tens=_numbered(
        "десятого двадцятого тридцятого сорокового п’ятдесятого шістдесятого сімдесятого вісімдесятого дев’яностого"
    ),
    tens_before=_numbered("десять двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев’яносто"),
    two_thousand=f"дві{JOINED}тисячі",
)
_RUSSIAN = _Genitive(
    ordinals=_numbered(
        "первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого одиннадцатого "
        "двенадцатого тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого "
        "девятнадцатого"
    ),
    tens=_numbered(
        "десятого двадцатого тридцатого сорокового пятидесятого шестидесятого семидесятого восьмидесятого девяностого"
    ),
    tens_before=_numbered("десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"),
    two_thousand=f"две{JOINED}тысячи",
)
_POLISH_TENS = _numbered(
    "dziesiątego dwudziestego trzydziestego czterdziestego pięćdziesiątego sześćdziesiątego siedemdziesiątego "
    "osiemdziesiątego dziewięćdziesiątego"
)
_POLISH = _Genitive(
    ordinals=_numbered(
        "pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego dziesiątego jedenastego "
        "dwunastego trzynastego czternastego piętnastego szesnastego siedemnastego osiemnastego dziewiętnastego"
    ),
    tens=_POLISH_TENS,
    tens_before=_POLISH_TENS,
    two_thousand=f"dwa{JOINED}tysiące",
)

_CARDINALS_OF: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "uk": (
        _numbered(
            "одного двох трьох чотирьох п’яти шести семи восьми дев’яти десяти одинадцяти дванадцяти тринадцяти "
            "чотирнадцяти п’ятнадцяти шістнадцяти сімнадцяти вісімнадцяти дев’ятнадцяти"
        ),
        _numbered("десяти двадцяти тридцяти сорока п’ятдесяти"),
    ),
    "ru": (
        _numbered(
            "одного двух трёх четырёх пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати "
            "четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати"
        ),
        _numbered("десяти двадцати тридцати сорока пятидесяти"),
    ),
    "pl": (
        _numbered(
            "jednego dwóch trzech czterech pięciu sześciu siedmiu ośmiu dziewięciu dziesięciu jedenastu dwunastu "
            "trzynastu czternastu piętnastu szesnastu siedemnastu osiemnastu dziewiętnastu"
        ),
        _numbered("dziesięciu dwudziestu trzydziestu czterdziestu pięćdziesięciu"),
    ),
}
"""What follows "of" in "3 of 8": the numbers to 19, and the tens. An engine says them as if they stood alone."""


_ONE_BEHIND_TENS = {"pl": "jeden"}
"""Where the last word of 21, 31, 41 is not that of 1 alone."""


def _of_how_many(language: str) -> Said:
    small, tens = _CARDINALS_OF[language]

    def said(found: re.Match[str]) -> str:
        number = int(found["count"])
        if number < len(small):
            return small[number]
        ten, unit = divmod(number, 10)
        if ten >= len(tens):
            return found["count"]
        behind = _ONE_BEHIND_TENS.get(language, small[1]) if unit == 1 else small[unit]
        return f"{tens[ten]}{JOINED}{behind}" if unit else tens[ten]

    return said


def _year_before(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?P<year>20(?!00)\d\d)(?= {word}\b)")


def _hour_alone(found: re.Match[str]) -> str:
    return found["hour"]


_VIETNAMESE_WORDS = {
    "e-mail": "i meo",
    "euro": "ơ rô",
    "megabyte": "mê ga bai",
    "micrô": "mi cờ rô",
    "milimét": "mi li mét",
    "usb": "u ét bê",
    "video": "vi đê ô",
}
"""Borrowed words, as they are said; the engine takes them for English."""

_WRITTEN_OTHERWISE: Mapping[str, tuple[Rule, ...]] = {
    "de": GERMAN,
    "de-leicht": GERMAN,
    "en": (
        (FULL_HOUR, lambda found: f"{found['hour']}{JOINED}o'clock"),
        (
            day_before("January February March April May June July August September October November December"),
            _english_day,
        ),
        (
            re.compile(rf"{CALLED_ALONE}|(?:(?<=call )|(?<=dial )|(?<=number ))\b{CALLED}\b"),
            digits({"0": "zero", "1": "one", "2": "two", "5": "five"}),
        ),
    ),
    "uk": (
        (re.compile("@"), lambda _found: "равлик"),
        (FULL_HOUR, _hour_alone),
        (
            day_before("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
            _UKRAINIAN.day,
        ),
        (_year_before("року"), _UKRAINIAN.year),
        (re.compile(r"(?<=\d з )(?P<count>[1-9]\d?)\b"), _of_how_many("uk")),
    ),
    "ru": (
        (FULL_HOUR, _hour_alone),
        (
            day_before("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
            _RUSSIAN.day,
        ),
        (_year_before("года"), _RUSSIAN.year),
        (re.compile(r"(?<=\d из )(?P<count>[1-9]\d?)\b"), _of_how_many("ru")),
    ),
    "pl": (
        (FULL_HOUR, _hour_alone),
        (
            day_before(
                "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
            ),
            _POLISH.day,
        ),
        (_year_before("roku"), _POLISH.year),
        (re.compile(r"(?<=\d z )(?P<count>[1-9]\d?)\b"), _of_how_many("pl")),
    ),
    "ar": (
        (re.compile("@"), lambda _found: "آت"),
        (FULL_HOUR, _hour_alone),
    ),
    "vi": (
        (FULL_HOUR, lambda found: f"{found['hour']}{JOINED}giờ"),
        (CLOCK, lambda found: f"{found['hour']}{JOINED}giờ{JOINED}{found['minutes']}"),
        (
            re.compile(rf"\b(?:{'|'.join(_VIETNAMESE_WORDS)})\b", re.IGNORECASE),
            lambda found: _VIETNAMESE_WORDS[found[0].lower()].replace(" ", JOINED),
        ),
    ),
}
"""By the language of the voice: what the engine would read wrongly, and how it is written instead."""
