"""How days, hours and numbers to call are said in German. An engine takes the point of "30. Juni" for the end of a
sentence and says the zeros of an hour.
"""

from __future__ import annotations

import re

from accessibility.spoken_numbers import (
    CALLED,
    CALLED_ALONE,
    CLOCK,
    FULL_HOUR,
    JOINED,
    Rule,
    day_before,
    digits,
)

_UNITS = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_ORDINALS = [
    *["erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft", "zwölft"],
    *(f"{unit}zehnt" for unit in ["drei", "vier", "fünf", "sech", "sieb", "acht", "neun"]),
    "zwanzigst",
    *(f"{unit}undzwanzigst" for unit in _UNITS),
    "dreißigst",
    "einunddreißigst",
]
_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_EACH_MONTH = _MONTHS.split()
_WEEKDAY = re.compile(r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag), $")


def _ending(found: re.Match[str]) -> str:
    """Every date in a sentence follows "bis", "am", "vom" and the like; alone or behind its weekday it is named."""
    before = found.string[: found.start()]
    if not before or _WEEKDAY.search(before):
        return "er"
    return "e" if re.search(r"\b[Dd]er $", before) else "en"


def _day(found: re.Match[str]) -> str:
    day = int(found["day"])
    return f"{_ORDINALS[day - 1]}{_ending(found)}" if 1 <= day <= len(_ORDINALS) else found[0]


def _date_in_numbers(found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= len(_ORDINALS) and 1 <= month <= len(_EACH_MONTH)):
        return found[0]
    words = [f"{_ORDINALS[day - 1]}{_ending(found)}", _EACH_MONTH[month - 1]]
    return JOINED.join([*words, found["year"]] if found["year"] else words)


def _hour_and_minutes(found: re.Match[str]) -> str:
    minutes = found["minutes"]
    return f"{found['hour']} Uhr" if minutes == "00" else f"{found['hour']} Uhr{JOINED}{minutes}"


GERMAN: tuple[Rule, ...] = (
    # The engine would say "Uhr" twice.
    (re.compile(rf"{CLOCK.pattern} Uhr\b"), _hour_and_minutes),
    (re.compile(rf"{FULL_HOUR.pattern}(?= bis )"), lambda found: found["hour"]),
    (FULL_HOUR, lambda found: f"{found['hour']}{JOINED}Uhr"),
    (re.compile(rf"(?<!\S)(?P<day>\d\d?)\.(?= (?:bis|und) (?:zum )?\d\d?\. (?:{'|'.join(_EACH_MONTH)})\b)"), _day),
    (day_before(_MONTHS, point=r"\."), _day),
    (re.compile(r"(?<!\S)(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})?(?!\S?\d)"), _date_in_numbers),
    (
        re.compile(
            rf"{CALLED_ALONE}|(?:(?<=sofort )|(?<=Nummer )|(?<=Notruf ))\b{CALLED}\b|\b{CALLED}\b(?= an\b)",
        ),
        digits({"0": "null", "1": "eins", "2": "zwei", "5": "fünf"}),
    ),
    (re.compile(r"\bPIN\b"), lambda _: "Pinn"),
)
