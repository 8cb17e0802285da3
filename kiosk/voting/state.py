"""What a person has chosen and entered for polls in one visit. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.session.context import NOTHING, Notice
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Sealed
from sync.protocol.polls.kinds import Answer


@dataclass
class VotingState:
    """The ballots of one visit, cast and not yet cast."""

    poll: str = ""
    """The poll being answered."""
    codes: dict[str, str] = field(default_factory=dict)
    """Poll to the participation code as far as it is typed, letters and digits alone; gone once the ballot is cast."""
    scan_fault: Notice = NOTHING
    """What is wrong with the code that was shown last."""
    marks: dict[str, str] = field(default_factory=dict)
    """Poll to the mark of its code, once that was found to be right."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """Poll to the answer so far, not yet cast; an empty one is not begun."""
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Poll to the order in which this visit sees its options."""
    told: dict[str, frozenset[str]] = field(default_factory=dict)
    """Poll to the options to which something was said, be it no."""
    one_by_one: bool = False
    """This visit sees one option after the other."""
    shown: dict[str, int] = field(default_factory=dict)
    """Poll to the place of the option that is shown alone, from 0."""
    typed_words: dict[str, str] = field(default_factory=dict)
    """Poll to the word its options are searched by, as far as it is typed."""
    searched: dict[str, str] = field(default_factory=dict)
    """Poll to the word by which the options shown were found; all are shown where there is none."""
    details: dict[str, DetailsAsked] = field(default_factory=dict)
    """Poll to what was asked about the person's own words."""
    read_aloud: frozenset[str] = frozenset()
    """Polls for children whose reading aloud was begun: who has silenced one is not read to again."""
    sealed: dict[str, Sealed] = field(default_factory=dict)
    """Poll to its ballot that was sealed but not stored, until the answer changes."""
    cast: frozenset[str] = frozenset()
    """Polls in which this visit has cast its ballot."""

    @property
    def open_ballots(self) -> tuple[str, ...]:
        """Polls with an answer that is not cast."""
        return tuple(poll for poll, answer in self.answers.items() if answer)
