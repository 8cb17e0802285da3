"""The brake of questions that nobody asked for: who presses faces for fun is asked no more often than anybody else.

Knows when somebody was asked last, in seconds of the machine, in memory alone.
"""

from __future__ import annotations

from collections.abc import Callable

PAUSE_SECONDS = 180
"""After a question the station asks nobody for so long, however many visits there are."""

SHORTEST_VISIT_SECONDS = 20
"""Whoever is through sooner came for nothing, or to play."""


class Asking:
    """When a station asks. ``monotonic`` gives seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._began_at = monotonic()
        self._asked_at = float("-inf")

    def of_new_visit(self) -> Asking:
        """A visit begins."""
        self._began_at = self._monotonic()
        return self

    def may_ask(self) -> bool:
        """Whether the person of this visit may be asked now."""
        now = self._monotonic()
        return now - self._began_at >= SHORTEST_VISIT_SECONDS and now - self._asked_at >= PAUSE_SECONDS

    def note_asked(self) -> None:
        """Somebody is asked, whether they answer or not."""
        self._asked_at = self._monotonic()
