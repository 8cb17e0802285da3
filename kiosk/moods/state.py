"""What is known of the one question of a visit: which it is, and that it was answered. Never the answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class MoodState:
    """The question at the end of one visit."""

    question: str = ""
    """The id of the question in the bank; empty before one is asked."""
    answered: bool = False
