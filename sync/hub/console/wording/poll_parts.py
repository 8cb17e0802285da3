"""What the parts of a poll are called by people who write one, and where in it a fault stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.console.wording.content_faults import fault_words
from sync.hub.console.wording.terms import language_words
from sync.hub.content.problems import MISSING, ContentProblem
from sync.protocol.languages import LANGUAGE_CODES

KIND_NAMES: Mapping[str, str] = {
    "single": gettext_noop("One of several answers"),
    "multiple": gettext_noop("Several of many answers"),
    "budget": gettext_noop("A budget: projects with costs"),
    "yes_no": gettext_noop("Yes, no, or abstain"),
    "ranked": gettext_noop("Answers in an order"),
    "points": gettext_noop("Points shared between answers"),
    "scale": gettext_noop("Answers that are rated"),
    "text": gettext_noop("An answer in own words"),
    "place": gettext_noop("A place on the map"),
    "budget_points": gettext_noop("A budget: points for projects"),
    "knapsack": gettext_noop("A budget: projects within the money"),
}
"""The kinds of polls."""

PART_NAMES: Mapping[str, str] = {
    "id": gettext_noop("Short name"),
    "title": gettext_noop("Title"),
    "question": gettext_noop("Question"),
    "about": gettext_noop("What it is about"),
    "codes_at": gettext_noop("Where people get a participation code"),
    "opens": gettext_noop("First day"),
    "closes": gettext_noop("Last day"),
    "as_of": gettext_noop("State of the information"),
    "grace": gettext_noop("Ballots count until"),
    "districts": gettext_noop("Districts"),
    "stations": gettext_noop("Stations"),
    "decides": gettext_noop("What it is good for"),
    "codes": gettext_noop("One person, one vote: with participation codes"),
    "order": gettext_noop("Order of the answers"),
    "min": gettext_noop("At least so many answers"),
    "max": gettext_noop("At most so many answers"),
    "budget_euro": gettext_noop("Money there is, in euros"),
    "options": gettext_noop("Answers"),
    "cost_euro": gettext_noop("Cost in euros"),
    "picture": gettext_noop("Picture"),
    "file": gettext_noop("File"),
    "shows": gettext_noop("What the picture shows, for those who do not see it"),
    "promise": gettext_noop("The promise"),
    "who": gettext_noop("Who answers those who take part"),
    "by": gettext_noop("By which day"),
    "waived": gettext_noop("Or why nobody answers"),
    "rule": gettext_noop("Rule that decides"),
    "lot": gettext_noop("Lot for a tie"),
    "min_votes": gettext_noop("Fewest votes of a project"),
    "excludes": gettext_noop("Projects that shut each other out"),
    "secrecy": gettext_noop("How ballots are kept secret"),
    "audience": gettext_noop("Whom it asks"),
    "background": gettext_noop("What people should know"),
    "asks": gettext_noop("Who asks"),
    "decided_by": gettext_noop("Who decides"),
    "not_asked": gettext_noop("What is not on the table"),
    "level": gettext_noop("Level of participation"),
    "void": gettext_noop("Why it no longer holds, for everybody to read"),
    "cap": gettext_noop("Most points for one answer"),
    "scale": gettext_noop("Scale"),
}
"""Members of a poll and of its options."""

_OPTION = re.compile(r"options\[(\d+)\]\.?(.*)")


def kind_words(kind: str) -> str:
    """What a kind of poll is called; one of a newer version by its own word."""
    return _(KIND_NAMES[kind]) if kind in KIND_NAMES else kind


def part_words(name: str) -> str:
    """What a member is called; one of a newer version by its own name."""
    return _(PART_NAMES[name]) if name in PART_NAMES else name


def place_words(path: str) -> str:
    """Where in a poll: ``options[1].about.pl`` is "Answer 2, What it is about, Polish"."""
    words = []
    if found := _OPTION.fullmatch(path):
        words.append(_("Answer %(number)s") % {"number": int(found[1]) + 1})
        path = found[2]
    for step in filter(None, path.split(".")):
        words.append(language_words(step) if step in LANGUAGE_CODES else part_words(step))
    return ", ".join(words)


def problem_words(problem: ContentProblem) -> str:
    """One thing that keeps a poll from being published: where and what."""
    place = place_words(problem.path)
    if problem.message == MISSING:
        return _("%(place)s: missing") % {"place": place}
    words = fault_words(problem.message) or problem.message
    return f"{place}: {words}" if place else words
