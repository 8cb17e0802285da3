"""What a person can ask for who has something to say to the city, or reads what others have said."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.viewmodel.intents import Intent


@dataclass(frozen=True)
class OpenContribute(Intent):
    """Say something to the city: an idea, a question. To this project, if one is named."""

    project: str = ""


@dataclass(frozen=True)
class BeginContribution(Intent):
    """Say something of this kind; about this project, or the idea of this public name, if there is one."""

    kind: str
    project: str = ""
    about: str = ""


@dataclass(frozen=True)
class ChooseTopic(Intent):
    """It is about this."""

    topic: str


@dataclass(frozen=True)
class ChooseReceiver(Intent):
    """These shall answer."""

    receiver: str


@dataclass(frozen=True)
class ChoosePublicity(Intent):
    """Everybody may read the answer, or only I with my number."""

    is_public: bool


class OpenOwnWords(Intent):
    """Write it."""


class SendContribution(Intent):
    """Send what was written."""


@dataclass(frozen=True)
class OpenIdeas(Intent):
    """What have others said? Of this project; without one, of everything."""

    project: str = ""


@dataclass(frozen=True)
class OpenIdea(Intent):
    """The page of what has this public name."""

    name: str


class SupportIdea(Intent):
    """I stand behind what is on the page."""
