"""Into which languages of the stations a poll was translated, and what people are told where it was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.polls.poll import languages_of


def languages_lacking(poll: Mapping[str, Any]) -> list[str]:
    """The languages into which not every text of this poll was translated; people who use them read German."""
    there = languages_of(poll)
    return [language for language in LANGUAGE_CODES if language not in there]


def translation_notes(polls: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """One line for each of these polls that is not in every language of the stations."""
    for poll_id, poll in polls.items():
        if lacking := languages_lacking(poll):
            yield f"note: the poll {poll_id} is shown in German to people who use {', '.join(lacking)}"
