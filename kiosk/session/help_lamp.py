"""The lamp that tells the team that somebody wants help: lit when asked for, out at the end of the visit at last."""

from __future__ import annotations

from hardware.ports import Lamp


class HelpLamp:
    """Lamp of one station; None: it has none."""

    def __init__(self, lamp: Lamp | None = None) -> None:
        self._lamp = lamp
        self.is_lit = False
        """True while somebody waits for the team."""
        if lamp is not None:
            lamp.light(on=False)  # a station that was cut off may have left it lit

    def is_there(self) -> bool:
        """Is one plugged in? Looked for anew at each call."""
        return self._lamp is not None and self._lamp.is_there()

    def switch(self) -> None:
        """Light it, or put it out; without one nothing happens."""
        if self._lamp is not None and (self.is_lit or self.is_there()):
            self.is_lit = not self.is_lit
            self._lamp.light(on=self.is_lit)

    def put_out(self) -> None:
        """Nobody waits any more."""
        if self.is_lit:
            self.switch()
