"""What is wrong in a poll or other content that somebody writes, in the reader's language.

The check of the content says it in English, for whoever edits files; here each of its sentences has its place, with
the same facts in it.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SENTENCES = (
    gettext_noop("an object is expected"),
    gettext_noop("a list is expected"),
    gettext_noop("a text is expected"),
    gettext_noop("the text holds half a character, which cannot be written"),
    gettext_noop("the text has %(length)s characters, at most %(most)s fit on a screen"),
    gettext_noop("the list has %(length)s entries, at least %(least)s are expected"),
    gettext_noop("the list has %(length)s entries, at most %(most)s are expected"),
    gettext_noop("a whole number is expected"),
    gettext_noop("the number is %(value)s, at least %(least)s is expected"),
    gettext_noop("the number is %(value)s, at most %(most)s is expected"),
    gettext_noop("true or false is expected"),
    gettext_noop("%(value)s is not one of %(expected)s"),
    gettext_noop("is not known here"),
    gettext_noop("the text is empty"),
    gettext_noop("the text begins or ends with a space"),
    gettext_noop("the text holds %(character)s, which no screen can show"),
    gettext_noop("an object with one entry per language is expected"),
    gettext_noop("an id of small letters, digits and single hyphens is expected"),
    gettext_noop("a day like 2026-10-01 is expected"),
    gettext_noop("there is no district %(district)s"),
    gettext_noop("there is no file %(file)s"),
    gettext_noop("%(value)s is used twice"),
    gettext_noop("the id must be the name of the file, %(name)s"),
    gettext_noop("a district is named twice"),
    gettext_noop("the poll closes on %(closes)s, before it opens on %(opens)s"),
    gettext_noop("the day of grace %(grace)s is before the last day of the poll, %(closes)s"),
    gettext_noop("the answer is promised by %(by)s, but the poll is open until %(closes)s"),
    gettext_noop("a poll says where codes are given out when, and only when, it takes codes"),
    gettext_noop("a poll that decides, takes codes or spends money has two trustees"),
    gettext_noop("what is counted the same evening is yes or no, or a choice; it takes no codes and decides nothing"),
    gettext_noop("children choose among pictures: each option has one"),
    gettext_noop("children read few words: %(length)s characters, at most %(most)s"),
    gettext_noop("either who answers by when is said, or why nobody does (waived), not both"),
    gettext_noop("a poll says who answers and by when (who, by), or why nobody does (waived)"),
    gettext_noop("a poll of kind %(kind)s has min 0 or 1 and max 1"),
    gettext_noop("the budget is not enough for %(number)s options"),
    gettext_noop("min is %(least)s, more than max, which is %(most)s"),
    gettext_noop("max is %(most)s, but there are only %(number)s options"),
    gettext_noop("max is %(most)s, but all %(number)s options can be rated"),
    gettext_noop("%(cost)s euros are more than the budget of %(budget)s"),
    gettext_noop("only projects of a budget are decided with it"),
    gettext_noop("the rule greedy_threshold needs the fewest votes of a project"),
    gettext_noop("with the fewest votes of a project the rule is greedy_threshold"),
    gettext_noop("two different options of the poll are expected"),
    gettext_noop("a poll of kind %(kind)s has at least 2 points"),
    gettext_noop("cap is %(cap)s, more than the %(most)s points there are"),
    gettext_noop("max is %(most)s, but with a cap of %(cap)s only %(number)s find room"),
    gettext_noop("a poll of kind ranked has at least 2 ranks"),
    gettext_noop("resistance is told in numbers from 0 to 10, not in faces"),
    gettext_noop("a text has at most %(most)s characters"),
    gettext_noop("there is no poll %(poll)s"),
    gettext_noop("the address of a council paper, or its id in OParl, without spaces is expected"),
    gettext_noop("%(name)s is no public name: 32 hexadecimal digits, as the page of an idea or report says"),
    gettext_noop("whether it was taken up and the reason belong together (taken_up, because)"),
    gettext_noop("the place is not inside the box of the city"),
    gettext_noop("%(after)s comes before %(before)s, or is named twice"),
    gettext_noop("it begins on %(begins)s, before the phase before it"),
    gettext_noop("the poll %(poll)s is not one of this project"),
    gettext_noop("what changed can be said once the project is done; the phase done is missing"),
    gettext_noop("a moment like 2026-12-01T10:00 is expected"),
    gettext_noop("a time of day like %(time)s is expected"),
    gettext_noop("it ends at %(ends)s, before it begins"),
    gettext_noop("it ends before it begins"),
    gettext_noop("there is no receiver %(name)s"),
    gettext_noop("one topic at least is for the whole city: else there are stations where no idea can be left"),
    gettext_noop("one category at least is for the whole city: else at some stations nothing can be reported"),
    gettext_noop("the survey closes on %(closes)s, before it opens on %(opens)s"),
    gettext_noop("no earlier question is called %(name)s"),
    gettext_noop("%(answer)s is no answer to that question"),
    gettext_noop("a survey that listens asks for words alone"),
    gettext_noop("the language %(language)s, in which every text exists, is not among them"),
    gettext_noop("a language is named twice"),
    gettext_noop("%(value)s is no colour: six hexadecimal digits after #, in small letters"),
    gettext_noop("%(name)s has a contrast of %(ratio)s to %(other)s; people need %(least)s"),
    gettext_noop("the centre is not inside the box of the district"),
    gettext_noop("the box is not inside the box of the city"),
    gettext_noop("a point as [longitude, latitude] is expected"),
    gettext_noop("a box as [west, south, east, north] is expected"),
    gettext_noop("%(word)s is named twice"),
)


def _pattern(sentence: str) -> re.Pattern[str]:
    """Matches the sentence with any facts in it."""
    parts = re.split(r"%\((\w+)\)s", sentence)
    found = [re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+?)" for at, part in enumerate(parts)]
    return re.compile("".join(found), re.DOTALL)


_PATTERNS = tuple((_pattern(sentence), sentence) for sentence in _SENTENCES)


def fault_words(message: str) -> str | None:
    """The same in the reader's language; None for what has no place here yet."""
    for pattern, sentence in _PATTERNS:
        if found := pattern.fullmatch(message):
            return _(sentence) % found.groupdict()
    return None
