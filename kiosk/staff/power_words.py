"""How the battery is, in words for attendants."""

from __future__ import annotations

from hardware.ports import PowerSupply
from kiosk.texts import Texts

_STEP_MINUTES = 5


def power_words(words: Texts, power: PowerSupply) -> str:
    """Plugged in or not, how full it is, and for about how long it lasts where that is known."""
    source = "plugged" if power.is_plugged_in else "battery"
    sentences = [words.text(f"staff.power.{source}", percent=words.number(power.percent))]
    if power.seconds_left is not None:
        minutes = max(_STEP_MINUTES, power.seconds_left // 60 // _STEP_MINUTES * _STEP_MINUTES)
        sentences.append(words.text("staff.power.lasts", time=words.duration(60 * minutes)))
    return "\n".join(sentences)
