"""What every view has in common: the aids, the way on and the ways back. Makes values; draws and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from accessibility.profile import Profile
from kiosk.session import flow
from kiosk.session.capture import CaptureDevices
from kiosk.session.flow import VisitStep
from kiosk.session.help_lamp import HelpLamp
from kiosk.session.session import Session
from kiosk.texts import Texts
from kiosk.viewmodel.intents import (
    Back,
    Continue,
    EndVisit,
    Home,
    NextSize,
    NextTheme,
    OpenHelp,
    OpenLanguages,
    OpenSpeech,
    SwitchCurtain,
    SwitchSpeech,
)
from kiosk.viewmodel.views import Action, Frame
from kiosk.welcome import page_words
from sync.station.config import IdleConfig
from sync.station.place_today import PlaceToday

if TYPE_CHECKING:  # reading polls loads the cryptography; the first picture must not wait for it
    from kiosk.session.task import Task
    from kiosk.station.catalogue import Offer


@dataclass(frozen=True)
class Scene:
    """All a view is made of: the visit, the words, and what the station has to offer.

    ``here`` is the district the station stands in, ``now`` the best time it
    knows. ``notice`` is what did not work as wished, in words.
    """

    session: Session
    texts: Texts
    offer: Offer
    here: str
    now: datetime
    today: date
    idle: IdleConfig
    notice: str = ""
    tasks: Sequence[Task] = ()
    """What can be done in this visit."""
    can_print: bool = False
    is_silent: bool = False
    """There is no sound device: reading aloud is not offered."""
    takes_reports: bool = True
    """False while what room is left on the disk is kept for votes."""
    help_lamp: HelpLamp = field(default_factory=HelpLamp)
    """What calls the team."""
    stands_at: PlaceToday | None = None
    """Where the team says the station stands today."""
    in_private: bool = False
    """Headphones are plugged in: what is read aloud is heard by the person alone."""
    capture: CaptureDevices = field(default_factory=CaptureDevices)
    """How far camera and microphone are."""


def frame(scene: Scene, *, main: Action | None = None, ways: bool = True) -> Frame:
    """The frame of a screen within a visit; ``ways=False`` leaves out the ways back and the end."""
    session, words = scene.session, scene.texts
    opening = flow.is_opening(session.path)
    return Frame(
        language=session.language,
        right_to_left=words.language.right_to_left,
        profile=session.profile,
        aids=aids_of(words, session.profile, is_silent=scene.is_silent),
        back=Action(Back(), words.text("common.back"), "back") if ways and flow.can_go_back(session.path) else None,
        home=_home(words) if ways and not opening and session.step is not VisitStep.HOME else None,
        end=_end(words) if ways else None,
        main=main,
        words=page_words(words, session.profile),
        curtain=_curtain(words) if session.profile.curtain else None,
        colours=scene.offer.colours,
        accent=next((task.accent for task in scene.tasks if session.step in task.views), ""),
    )


def go_on(words: Texts, *, waits: bool = False) -> Action:
    """The main action of most steps. ``waits``: something has to be chosen or written first."""
    return Action(Continue(), words.text("common.continue"), "arrow-right", waits=waits)


def go_on_roughly(words: Texts) -> Action:
    """Going on without having pointed at a map is something to say, and not to let happen."""
    return Action(Continue(), words.text("place.roughly"), "arrow-right", name=words.text("place.roughly.name"))


def _curtain(words: Texts) -> Action:
    return Action(SwitchCurtain(), words.text("curtain.lift"), "speech-off")


def _home(words: Texts) -> Action:
    return Action(Home(), words.text("common.home"), "home")


def _end(words: Texts) -> Action:
    return Action(EndVisit(), words.text("common.end"), "end-visit", name=words.text("common.end.name"))


def aids_of(words: Texts, profile: Profile, *, is_silent: bool = False) -> tuple[Action, ...]:
    """The five aids of the bar, for a person who has these aids now."""
    heard = profile.speech and not is_silent
    state = "silent" if is_silent else "settings" if heard else "start"
    size = words.text(f"size.{profile.size.value}")
    theme = words.text(f"theme.{profile.theme.value}")
    larger, smaller = words.text("aids.larger"), words.text("aids.smallest")
    if profile.next_is_smaller:
        larger, smaller = smaller, larger
    return (
        Action(OpenLanguages(), words.text("aids.language"), "language", name=words.text("aids.language.name")),
        Action(
            OpenSpeech() if heard or is_silent else SwitchSpeech(),
            words.text("aids.speech"),
            "speech" if heard else "speech-off",
            name=words.text(f"aids.speech.{state}"),
        ),
        Action(
            NextSize(),
            larger,
            "larger",
            name=words.text("aids.size.name", size=size),
            other_label=smaller,
        ),
        Action(NextTheme(), words.text("aids.theme"), "contrast", name=words.text("aids.theme.name", theme=theme)),
        Action(OpenHelp(), words.text("aids.help"), "help", name=words.text("aids.help.name")),
    )
