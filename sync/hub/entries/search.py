"""Finding entries by what somebody types: a number, or words that all stand in the description."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db.models import Q

from sync.protocol.report_status import NUMBER_DIGITS

MOST_WORDS = 8


def by_number_or_words(typed: str, *, also: Callable[[str], Q]) -> Q:
    """What was typed as a condition. ``also``: where else a number or a word may stand; an empty Q for nowhere."""
    digits = re.sub(r"[\s-]", "", typed)
    if digits.isdecimal() and len(digits) >= NUMBER_DIGITS // 2:
        return Q(number__startswith=digits) | also(digits)
    found = Q()
    for word in typed.split()[:MOST_WORDS]:
        # SQLite compares letters beyond ASCII as they are; these are the ways in which people write them.
        forms = {word, word.lower(), word.upper(), word.capitalize()}
        of_word = Q()
        for form in forms:
            of_word |= Q(description__icontains=form) | also(form)
        found &= of_word
    return found
