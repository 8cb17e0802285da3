"""What the parts of content that is no poll are called by people who write it, and where in it a fault stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.console.wording.content_faults import fault_words
from sync.hub.console.wording.poll_parts import kind_words, part_words
from sync.hub.console.wording.terms import language_words
from sync.hub.content.problems import MISSING, ContentProblem
from sync.hub.drafts.content_kinds import ALL
from sync.hub.drafts.content_parts import Place, value_at
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES

KIND_WORDS: Mapping[str, str] = {
    "projects": gettext_noop("Projects"),
    "surveys": gettext_noop("Surveys"),
    "dates": gettext_noop("Dates and helper hours"),
    "dialogue": gettext_noop("Ideas and questions: topics, and who answers"),
    "categories": gettext_noop("Categories of reports"),
    "ready_sentences": gettext_noop("Ready sentences: what can be said of a category without writing"),
    "signposts": gettext_noop("Signposts: who helps with what"),
    "question_bank": gettext_noop("Question bank: what is asked for years in the same words"),
    "places": gettext_noop("Places: the city, its districts and houses"),
    "warnings": gettext_noop("Warnings that lie ready"),
}
"""The kinds of content."""

MEMBERS: Mapping[str, str] = {
    "facts": gettext_noop("What it is, in three sentences"),
    "pictures": gettext_noop("Picture"),
    "file": gettext_noop("File"),
    "shows": gettext_noop("What the picture shows, for those who do not see it"),
    "area": gettext_noop("Where, in words"),
    "place": gettext_noop("Place"),
    "decided_by": gettext_noop("Who decides"),
    "paper": gettext_noop("Number of the council paper"),
    "phases": gettext_noop("Phase"),
    "phase": gettext_noop("Phase"),
    "begins": gettext_noop("Begins"),
    "ends": gettext_noop("Ends"),
    "polls": gettext_noop("Its polls, by their short names"),
    "updates": gettext_noop("News"),
    "day": gettext_noop("Day"),
    "text": gettext_noop("Text"),
    "taken_up": gettext_noop("What people said was taken up"),
    "because": gettext_noop("Because"),
    "answers": gettext_noop("Answers to these ideas and questions"),
    "outcome": gettext_noop("What has changed because of it"),
    "telephone": gettext_noop("Telephone"),
    "hours": gettext_noop("When somebody is there"),
    "who": gettext_noop("Who"),
    "kind": gettext_noop("Kind"),
    "where": gettext_noop("Where"),
    "times": gettext_noop("When"),
    "weekly": gettext_noop("Every week"),
    "weekday": gettext_noop("Day of the week, 1 is Monday"),
    "dates": gettext_noop("Date"),
    "questions": gettext_noop("Question"),
    "show_if": gettext_noop("Only after"),
    "any_of": gettext_noop("Any of these answers"),
    "pause": gettext_noop("A break before it, with these words"),
    "listens": gettext_noop("It listens: it asks in own words, also from the greeting"),
    "voices": gettext_noop("What others have said"),
    "receivers": gettext_noop("Who answers"),
    "topics": gettext_noop("Topic"),
    "ideas": gettext_noop("Ideas"),
    "reports": gettext_noop("Defect reports"),
    "answer_days": gettext_noop("Answers within so many days"),
    "pictogram": gettext_noop("Pictogram"),
    "answered_by": gettext_noop("Answered by (short name)"),
    "brought_before": gettext_noop("Brought before (short name)"),
    "supports_needed": gettext_noop("Supports needed for that"),
    "criteria": gettext_noop("By what ideas are judged"),
    "options": gettext_noop("Answer"),
    "description": gettext_noop("What it shows"),
    "picture": gettext_noop("Picture"),
    "asks": gettext_noop("What it is about"),
    "headline": gettext_noop("Headline"),
    "city": gettext_noop("The city"),
    "name": gettext_noop("Name"),
    "bbox": gettext_noop("Corners"),
    "centre": gettext_noop("Middle"),
    "languages": gettext_noop("Languages stations offer (none: all)"),
    "colours": gettext_noop("Colours"),
    "main": gettext_noop("Of the main action: dark, like #0a3d66"),
    "accent": gettext_noop("Of notices: light, like #ffd166"),
    "code": gettext_noop("Code"),
    "number": gettext_noop("Number"),
    "population": gettext_noop("Inhabitants"),
    "centres": gettext_noop("House"),
    "district": gettext_noop("District"),
    "address": gettext_noop("Address"),
    "point": gettext_noop("Where it stands"),
    "hint": gettext_noop("What belongs to it, for example"),
    "words": gettext_noop("Words by which it is found, of whatever language"),
    "subcategories": gettext_noop("What exactly"),
    "category": gettext_noop("Category (short name)"),
    "sentences": gettext_noop("Sentence"),
}
"""Members that polls do not have, or that are called something else here."""

CHOICES: Mapping[str, str] = {
    "idea": gettext_noop("Idea"),
    "problem": gettext_noop("Something is broken or dirty"),
    "barrier": gettext_noop("Something is in the way of people"),
    "praise": gettext_noop("Praise"),
    "poll": gettext_noop("Poll"),
    "decision": gettext_noop("Decision"),
    "building": gettext_noop("Building"),
    "done": gettext_noop("Done"),
    "evaluated": gettext_noop("Looked back on"),
    "event": gettext_noop("Event"),
    "help": gettext_noop("Helper hours"),
    "news": gettext_noop("News of the house, shown during this time"),
    "fixed": gettext_noop("As they stand here"),
    "random": gettext_noop("Shuffled anew for every person"),
    "faces": gettext_noop("Five faces"),
    "numbers": gettext_noop("Numbers from 0 to 10"),
    "satisfaction": gettext_noop("How content people are with their district"),
    "happiness": gettext_noop("How people are"),
    "visit": gettext_noop("How this visit was"),
    "city": gettext_noop("A city"),
    "municipality": gettext_noop("A municipality"),
    "office": gettext_noop("An office for several municipalities"),
}
"""What there is to choose from."""

_STEP = re.compile(r"([A-Za-z0-9_-]+)|\[(\d+)\]")


def draft_title(value: Any, *, otherwise: str) -> str:
    """What a draft is called in German, of a poll or of other content; ``otherwise`` where it has no title yet."""
    title = value.get("title") if isinstance(value, Mapping) else None
    return str((title.get(DEFAULT_LANGUAGE) if isinstance(title, Mapping) else "") or otherwise)


def row_title(value: Any, place: Place) -> str:
    """What the row of a list at this place is called: by its title or question in German, else by its number."""
    row = value_at(value, place) or {}
    for name in ("title", "question"):
        if title := (row.get(name) or {}).get(DEFAULT_LANGUAGE):
            return str(title)
    return place_label(place)


def title_of_content(value: Any, kind: str, name: str) -> str:
    """What it is called in German, or by its short name; the only file of its kind by its kind."""
    return kind_of_content_words(kind) if name == ALL else draft_title(value, otherwise=name)


def kind_of_content_words(kind: str) -> str:
    """What a kind of content is called."""
    return _(KIND_WORDS[kind]) if kind in KIND_WORDS else kind


def choice_words(member: str, word: str) -> str:
    """What is chosen under a member; a word of a newer version as it is."""
    return _(CHOICES[word]) if word in CHOICES else kind_words(word) if member == "kind" else word


def member_words(place: Place) -> str:
    """What stands at a place, inside its row: the names of the members from the last row on."""
    at = max((number for number, step in enumerate(place) if isinstance(step, int)), default=-1)
    inside = place[at + 1 :]
    if inside and at <= 1:
        return _names(inside)
    return _names(place[max(at - 1, 0) :])


def place_label(place: Place) -> str:
    """Where something stands: ``("updates", 1, "text")`` is "News 2, Text"."""
    return _names(place)


def _names(place: Place) -> str:
    words: list[str] = []
    for step in place:
        if not isinstance(step, int):
            words.append(_(MEMBERS[step]) if step in MEMBERS else part_words(step))
        elif words:
            words[-1] = f"{words[-1]} {step + 1}"
        else:
            words.append(_("Entry %(number)s") % {"number": step + 1})
    return ", ".join(words)


def content_problem_words(problem: ContentProblem) -> str:
    """One thing that keeps content from being published: where and what."""
    steps: Place = tuple(int(row) if row else name for name, row in _STEP.findall(problem.path))
    languages = [language_words(str(step)) for step in steps if step in LANGUAGE_CODES]
    where = ", ".join(filter(None, (_names(tuple(s for s in steps if s not in LANGUAGE_CODES)), *languages)))
    if problem.message == MISSING:
        return _("%(place)s: missing") % {"place": where}
    words = fault_words(problem.message) or problem.message
    return f"{where}: {words}" if where else words
