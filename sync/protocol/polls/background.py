"""What a poll says of itself besides its question: who asks, who decides, what is not on the table, whom it asks, how
its ballots are kept secret. Values only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from sync.protocol.languages import Texts

BACKGROUND_TEXTS = ("asks", "decided_by", "not_asked", "level")
"""The texts of a background, in the order in which they are read."""


KEYS_AT_HUB = "keys_at_hub"
"""The member with which a hub says that it held the counting keys of a poll when it published it."""


class Audience(StrEnum):
    """Whom a poll asks. A label: nobody is asked how old they are."""

    EVERYBODY = "everybody"
    CHILDREN = "6-13"
    YOUTH = "14-17"
    OLDER = "60+"


class Secrecy(StrEnum):
    """Who could open a ballot."""

    TWO_TRUSTEES = "two_trustees"
    """Two people, each with a key of their own, and only together."""
    SIMPLE = "simple"
    """The hub holds both keys: made in minutes by one person, and said to everybody."""
    ON_THE_SPOT = "on_the_spot"
    """Two people at the station, with keys made there for one evening, each under a PIN (``evening_polls``)."""


@dataclass(frozen=True)
class Background:
    """Who asks, who decides, what is not on the table, and the level of participation in the city's own words."""

    asks: Texts = field(default_factory=dict)
    decided_by: Texts = field(default_factory=dict)
    not_asked: Texts = field(default_factory=dict)
    level: Texts = field(default_factory=dict)

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read it from its JSON object; what is not said is empty."""
        return cls(**{name: wire.get(name, {}) for name in BACKGROUND_TEXTS})
