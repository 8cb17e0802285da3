"""The template of a district council's budget: which projects shall be paid for, with costs, and who answers by when.

The projects, the money and the district are written in. Its words are German: a poll is whole in a language or
is not in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sync.protocol.languages import DEFAULT_LANGUAGE
from sync.protocol.polls.choose import BUDGET
from sync.protocol.polls.poll import Decides

LEAD_DAYS = 14
"""So long a poll is announced before it opens: people come to the station with their mind made up."""
OPEN_DAYS = 56
ANSWER_DAYS = 60
"""After the last day the council answers within so many days."""
MOST_CHOSEN = 5
QUESTION = "Welche Projekte soll der Ortsbeirat bezahlen?"


def council_budget(today: date) -> dict[str, Any]:
    """What of the definition of such a poll is the same for all of them."""
    opens = today + timedelta(days=LEAD_DAYS)
    closes = opens + timedelta(days=OPEN_DAYS)
    return {
        "kind": BUDGET.traits.word,
        "decides": Decides.ADVISES.value,
        "opens": opens.isoformat(),
        "closes": closes.isoformat(),
        "as_of": today.isoformat(),
        "question": {DEFAULT_LANGUAGE: QUESTION},
        "promise": {"by": (closes + timedelta(days=ANSWER_DAYS)).isoformat()},
        "order": "random",
        "options": [],
        "min": 1,
        "max": MOST_CHOSEN,
    }
