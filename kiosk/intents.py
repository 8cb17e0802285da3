"""All a person can ask for at the station, as small values. What follows from them is decided in the conductor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Intent:
    """Something a person asked for."""


# --- the visit -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Start(Intent):
    """The screen was touched: a visit begins."""


@dataclass(frozen=True)
class Continue(Intent):
    """On to the next step."""


@dataclass(frozen=True)
class Back(Intent):
    """One step back. Nothing entered is lost."""


@dataclass(frozen=True)
class Home(Intent):
    """To the first page of the visit."""


@dataclass(frozen=True)
class EndVisit(Intent):
    """Done here. An unfinished ballot or report is asked about first."""


@dataclass(frozen=True)
class ThrowAway(Intent):
    """End the visit and throw away what is unfinished."""


@dataclass(frozen=True)
class KeepGoing(Intent):
    """Still here: the answer to the idle warning, and to the question whether to throw away."""


# --- aids, on every screen -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenLanguages(Intent):
    """Show the languages."""


@dataclass(frozen=True)
class ChooseLanguage(Intent):
    """Speak this language from now on."""

    language: str


@dataclass(frozen=True)
class OpenAids(Intent):
    """Show all reading aids."""


@dataclass(frozen=True)
class NextSize(Intent):
    """The next larger type; after the largest the smallest."""


@dataclass(frozen=True)
class ChooseSize(Intent):
    """This text size (a value of ``accessibility.profile.TextSize``)."""

    size: str


@dataclass(frozen=True)
class NextTheme(Intent):
    """The next contrast theme."""


@dataclass(frozen=True)
class ChooseTheme(Intent):
    """This contrast theme (a value of ``accessibility.profile.Theme``)."""

    theme: str


@dataclass(frozen=True)
class SwitchSpeech(Intent):
    """Reading aloud on or off."""


@dataclass(frozen=True)
class ChooseLayout(Intent):
    """Controls here (a value of ``accessibility.profile.Layout``)."""

    layout: str


@dataclass(frozen=True)
class ChooseSwitches(Intent):
    """So many switches (a value of ``accessibility.profile.Switches``)."""

    switches: str


@dataclass(frozen=True)
class UseSwitches(Intent):
    """A switch was hit: from now on switches are in use."""


@dataclass(frozen=True)
class SwitchExploring(Intent):
    """Speech under the finger on or off."""


@dataclass(frozen=True)
class OpenHelp(Intent):
    """Explain this station and this step."""


# --- polls -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenPolls(Intent):
    """Show the polls of the chosen district."""


@dataclass(frozen=True)
class OpenDistricts(Intent):
    """Choose another district."""


@dataclass(frozen=True)
class ChooseDistrict(Intent):
    """This district (code A to U)."""

    district: str


@dataclass(frozen=True)
class OpenPoll(Intent):
    """Answer this poll."""

    poll: str


@dataclass(frozen=True)
class Choose(Intent):
    """Choose this option, or take the choice back."""

    option: str


@dataclass(frozen=True)
class Cast(Intent):
    """Cast the ballot. The one act that cannot be taken back."""


# --- defect reports --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenReport(Intent):
    """Report a defect."""


@dataclass(frozen=True)
class ChooseCategory(Intent):
    """The defect is of this category."""

    category: str


@dataclass(frozen=True)
class PointAt(Intent):
    """It is here. Degrees, WGS 84."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class Describe(Intent):
    """The whole description as typed so far."""

    text: str


@dataclass(frozen=True)
class FileReport(Intent):
    """Send the report to the city."""


# --- receipt ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PrintReceipt(Intent):
    """Print the code on paper."""
