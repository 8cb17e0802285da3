"""How a visit begins: whoever begins it by ear is read to from the first page on."""

from __future__ import annotations

from accessibility.profile import Means
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent

BY_EAR = intents.SwitchSpeech | intents.UseMeans | intents.Listen
"""A key, a switch, headphones, or the wish itself."""


def begins_by_ear(intent: Intent) -> bool:
    """True for what only people do who do not look at the screen. A touch is no such thing."""
    return isinstance(intent, BY_EAR) and intent != intents.UseMeans(Means.TOUCH.value)


def begins_visit(intent: Intent) -> bool:
    """True for what begins a visit where nobody is there yet."""
    return begins_by_ear(intent) or isinstance(intent, intents.Start | intents.ChooseLanguage)
