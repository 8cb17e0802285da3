"""The rules of wishes: where one can be, what is kept of it, and what is long enough to be one."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.session.session import Step

LEAST = 3
"""Characters; fewer say nothing."""


class WishingStep(Step):
    """Where a person can be who leaves a wish."""

    WISH = "wish"
    WISH_TAKEN = "wish_taken"


@dataclass
class WishingState:
    """The wish as far as it is written."""

    text: str = ""


def is_wish(text: str) -> bool:
    """True when something is said."""
    return len(text.strip()) >= LEAST
