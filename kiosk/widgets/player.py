"""What screens ask of whatever plays a film. Screens know no device: the one that does it is handed in from above."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QImage


class Player(Protocol):
    """Turns a film into pictures, one after the other."""

    def play(self) -> None:
        """Goes on; after the end, from the beginning."""

    def pause(self) -> None:
        """Holds the picture."""

    def again(self) -> None:
        """Plays from the beginning."""

    def playing(self) -> bool:
        """Is it going on?"""

    def close(self) -> None:
        """Stops and gives everything back."""


Shown = Callable[[QImage], None]
Failed = Callable[[], None]
MakePlayer = Callable[[bytes, Shown, Failed], Player]
"""A player for a film, told where pictures go and what to do when it cannot be played."""
