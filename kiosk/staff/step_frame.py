"""What pages behind the first one of attendants have in common: the way back to it, and the way on."""

from __future__ import annotations

from dataclasses import replace

from kiosk.texts import Texts
from kiosk.viewmodel.intents import Back
from kiosk.viewmodel.views import Action, Frame
from kiosk.welcome import plain_frame


def step_frame(words: Texts, *, main: Action | None = None, end: Action | None = None) -> Frame:
    """The way back, and what else stands beside it."""
    return replace(plain_frame(words.language.code), back=back_action(words), main=main, end=end)


def back_action(words: Texts) -> Action:
    """To the page before."""
    return Action(Back(), words.text("common.back"), "back")
