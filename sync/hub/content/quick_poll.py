"""The template of a quick poll: one question in German, for a week, counted by the hub itself a day after it closes.

It informs and promises nothing, and says so. Whoever wants more changes the file or the draft that it becomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sync.protocol.languages import DEFAULT_LANGUAGE
from sync.protocol.polls.background import Secrecy
from sync.protocol.polls.choose import SINGLE
from sync.protocol.polls.poll import Decides
from sync.protocol.polls.yes_no import YES_NO

DAYS = 7
"""So long a quick poll is open."""
GRACE_DAYS = 1
"""So long afterwards ballots of stations without a network are waited for."""
NO_PROMISE = "Das ist eine schnelle Umfrage. Das Ergebnis steht danach an allen Stationen."
ABOUT = "Eine kurze Frage. Die Antworten helfen bei der Planung."


def quick_poll(
    poll: str,
    question: str,
    answers: Sequence[str],
    *,
    today: date,
    days: int = DAYS,
    secrecy: Secrecy = Secrecy.SIMPLE,
) -> dict[str, Any]:
    """The definition of a poll that opens today. Without answers it is answered with yes, no or an abstention."""
    closes = today + timedelta(days=days - 1)
    options = [
        {"id": f"a{number}", "title": {DEFAULT_LANGUAGE: answer}, "about": {DEFAULT_LANGUAGE: answer}}
        for number, answer in enumerate(answers, start=1)
    ]
    choosing = {"order": "fixed", "options": options, "min": 1, "max": 1} if options else {}
    return {
        "id": poll,
        "version": 1,
        "kind": (SINGLE if options else YES_NO).traits.word,
        "secrecy": secrecy.value,
        "decides": Decides.INFORMS.value,
        "districts": [],
        "opens": today.isoformat(),
        "closes": closes.isoformat(),
        "grace": (closes + timedelta(days=GRACE_DAYS)).isoformat(),
        "as_of": today.isoformat(),
        "title": {DEFAULT_LANGUAGE: question[:80].strip()} if question else {},
        "question": {DEFAULT_LANGUAGE: question} if question else {},
        "about": {DEFAULT_LANGUAGE: ABOUT},
        "promise": {"waived": {DEFAULT_LANGUAGE: NO_PROMISE}},
        **choosing,
    }
