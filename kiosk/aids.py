"""Which aids a person has after asking for something. A profile and a wish in, a profile out."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from accessibility.profile import Layout, Profile, Switches, TextSize, Theme
from kiosk import intents
from kiosk.intents import Intent

Member = TypeVar("Member", TextSize, Theme, Layout, Switches)


def profile_after(profile: Profile, intent: Intent) -> Profile | None:
    """The aids that follow from a wish; None when it is about something else. A value nobody knows changes nothing."""
    match intent:
        case intents.ChooseSize(size):
            return replace(profile, size=_member(TextSize, size, profile.size))
        case intents.ChooseTheme(theme):
            return replace(profile, theme=_member(Theme, theme, profile.theme))
        case intents.NextSize():
            return profile.with_next_size()
        case intents.NextTheme():
            return profile.with_next_theme()
        case intents.SwitchSpeech():
            return profile.with_speech(not profile.speech)
    return _hands_after(profile, intent)


def _hands_after(profile: Profile, intent: Intent) -> Profile | None:
    match intent:
        case intents.ChooseLayout(layout):
            return replace(profile, layout=_member(Layout, layout, profile.layout))
        case intents.ChooseSwitches(switches):
            return replace(profile, switches=_member(Switches, switches, profile.switches))
        case intents.UseSwitches():
            return replace(profile, switches=Switches.TWO) if profile.switches is Switches.NONE else profile
        case intents.SwitchExploring():
            return profile.with_exploring(not profile.exploring)
    return None


def _member(kind: type[Member], value: str, otherwise: Member) -> Member:
    return kind(value) if value in set(kind) else otherwise
