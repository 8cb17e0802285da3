"""Which aids a person has after asking for something. A profile and a wish in, a profile out."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from accessibility.profile import Layout, Means, Profile, Switches, TextSize, Theme
from accessibility.speech import faster, louder, slower, softer
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent

Member = TypeVar("Member", TextSize, Theme, Layout, Switches, Means)


def profile_after(profile: Profile, intent: Intent) -> Profile | None:
    """The aids that follow from a wish; None when it is about something else. A value nobody knows changes nothing."""
    match intent:
        case intents.ChooseSize(size):
            return profile.with_size(TextSize(size)) if size in set(TextSize) else profile
        case intents.ChooseTheme(theme):
            return replace(profile, theme=_member(Theme, theme, profile.theme))
        case intents.NextSize():
            return profile.with_next_size()
        case intents.NextTheme():
            return profile.with_next_theme()
        case intents.SwitchSpeech():
            return profile.with_speech(not profile.speech)
        case intents.Listen(exploring):
            return profile.with_speech(True).with_exploring(exploring or profile.exploring)
    return _voice_after(profile, intent) or _hands_after(profile, intent)


def _voice_after(profile: Profile, intent: Intent) -> Profile | None:
    match intent:
        case intents.Faster():
            return replace(profile, rate=faster(profile.rate))
        case intents.Slower():
            return replace(profile, rate=slower(profile.rate))
        case intents.Louder():
            return replace(profile, volume_db=louder(profile.volume_db))
        case intents.Softer():
            return replace(profile, volume_db=softer(profile.volume_db))
        case intents.SwitchPrivateSpeech():
            return replace(profile, private_aloud=not profile.private_aloud)
        case intents.SwitchCurtain():
            return profile.with_curtain(not profile.curtain)
    return None


def _hands_after(profile: Profile, intent: Intent) -> Profile | None:
    match intent:
        case intents.ChooseLayout(layout):
            return replace(profile, layout=_member(Layout, layout, profile.layout))
        case intents.ChooseSwitches(switches):
            return profile.with_switches(_member(Switches, switches, profile.switches))
        case intents.UseMeans(means):
            return profile.with_means(_member(Means, means, profile.used))
        case intents.SwitchExploring():
            return profile.with_exploring(not profile.exploring)
    return None


def _member(kind: type[Member], value: str, otherwise: Member) -> Member:
    return kind(value) if value in set(kind) else otherwise
