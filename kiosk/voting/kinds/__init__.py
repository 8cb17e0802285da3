"""The ballot papers, by the word that definitions call their kind by: how a person answers a poll at this station.

What an answer is and which are allowed is in ``sync.protocol.polls.kinds``. A new kind is a module beside this and one
entry, and the screen of its view.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.voting.kinds.choose import BUDGET, CHOOSE
from kiosk.voting.kinds.paper import BallotForm
from kiosk.voting.kinds.place import PLACE
from kiosk.voting.kinds.points import BUDGET_POINTS, POINTS
from kiosk.voting.kinds.ranked import RANKED
from kiosk.voting.kinds.scale import SCALE
from kiosk.voting.kinds.text import TEXT
from kiosk.voting.kinds.yes_no import YES_NO
from sync.protocol.polls.poll import Poll

BALLOT_FORMS: Mapping[str, BallotForm] = {
    "single": CHOOSE,
    "multiple": CHOOSE,
    "yes_no": YES_NO,
    "ranked": RANKED,
    "points": POINTS,
    "scale": SCALE,
    "text": TEXT,
    "place": PLACE,
    "budget": BUDGET,
    "budget_points": BUDGET_POINTS,
    "knapsack": BUDGET,
}


def form_of(poll: Poll) -> BallotForm:
    """How this poll is answered here."""
    return BALLOT_FORMS[poll.kind]
