"""What numbers in a text are, in any language: a day before its month, an hour, a number to call. Takes no side in how
a language says them, which is in ``pronunciation`` and ``spoken_german``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

JOINED = "\u00a0"
"""Between words that stand for one word of the text."""

Said = Callable[[re.Match[str]], str]
"""Writes what was found as it is said."""

Rule = tuple[re.Pattern[str], Said]
"""What an engine reads wrongly, and how it is written instead."""

CLOCK = re.compile(r"(?<!\S)(?P<hour>[01]?\d|2[0-3]):(?P<minutes>[0-5]\d)\b")
FULL_HOUR = re.compile(r"(?<!\S)(?P<hour>[01]?\d|2[0-3]):00\b")
"""Hours of a clock; of a full one engines would say its zeros."""

CALLED = "11[025]"
"""The numbers one calls here; each digit is said."""

CALLED_ALONE = rf"^{CALLED}(?=:|$)"
"""Such a number where it is all there is, or is told for what it is."""

TELEPHONE = re.compile(r"(?<!\S)(?<!\d )(?:0\d{2,}(?:[ /-]{1,3}\d+)*|116 \d{3})(?!\S?\d)")
"""The number of a line: it begins with a zero, or is one of those for help that are the same in all of Europe."""


def day_before(months: str, *, point: str = "") -> re.Pattern[str]:
    """The number of a day; ``months`` are the names that may follow, ``point`` what stands between."""
    return re.compile(rf"(?<!\S)(?P<day>[12]?\d|3[01]){point}(?= (?:{'|'.join(months.split())})\b)")


def digits(names: Mapping[str, str]) -> Said:
    """Says each digit by its name."""
    return lambda found: JOINED.join(names[digit] for digit in found[0])


def digits_of_telephone(found: re.Match[str]) -> str:
    """Each digit alone; what stood between them is a rest. As many words as before."""
    return " ".join(JOINED.join(re.findall(r"\d", word)) or "," for word in found[0].split(" "))
