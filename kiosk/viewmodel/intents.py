"""All a person can ask for at the station, as small values. What follows from them is decided in the conductor.

An intent that carries nothing needs no decorator of its own: it is equal to every other of its class.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Intent:
    """Something a person asked for."""


@dataclass(frozen=True)
class Typing(Intent):
    """Something typed by hand: ``text`` is all of it so far. Whoever does not see it hears every sign."""

    text: str


class Start(Intent):
    """The screen was touched: a visit begins."""


# --- the visit -------------------------------------------------------------------------------------------------------


class Continue(Intent):
    """On to the next step."""


class Back(Intent):
    """One step back. Nothing entered is lost."""


class Home(Intent):
    """To the first page of the visit."""


class EndVisit(Intent):
    """Done here. An unfinished ballot or report is asked about first."""


class ThrowAway(Intent):
    """End the visit and throw away what is unfinished."""


class KeepGoing(Intent):
    """Still here: the answer to the idle warning, and to the question whether to throw away."""


class StartAfresh(Intent):
    """Somebody else is here now: everything is thrown away, and a new visit begins."""


# --- aids, on every screen -------------------------------------------------------------------------------------------


class OpenLanguages(Intent):
    """Show the languages."""


@dataclass(frozen=True)
class ChooseLanguage(Intent):
    """Speak this language from now on."""

    language: str


class OpenAids(Intent):
    """Show all reading aids."""


class NextSize(Intent):
    """One step larger type; from the largest on one step smaller, down to the smallest."""


@dataclass(frozen=True)
class ChooseSize(Intent):
    """This text size (a value of ``accessibility.profile.TextSize``)."""

    size: str


class NextTheme(Intent):
    """The next contrast theme."""


@dataclass(frozen=True)
class ChooseTheme(Intent):
    """This contrast theme (a value of ``accessibility.profile.Theme``)."""

    theme: str


class SwitchSpeech(Intent):
    """Reading aloud on or off."""


class OpenSpeech(Intent):
    """Show everything about the voice."""


class Faster(Intent):
    """Read one step faster."""


class Slower(Intent):
    """Read one step slower."""


class Louder(Intent):
    """Read one step louder."""


class Softer(Intent):
    """Read one step softer."""


class ReadAgain(Intent):
    """Read the page from its beginning."""


class PauseSpeech(Intent):
    """Hold the voice, or let it go on."""


class SwitchPrivateSpeech(Intent):
    """Read answers over the loudspeaker too, or no longer."""


class SwitchCurtain(Intent):
    """Cover the screen, or show it again."""


@dataclass(frozen=True)
class ChooseLayout(Intent):
    """Controls here (a value of ``accessibility.profile.Layout``)."""

    layout: str


@dataclass(frozen=True)
class ChooseSwitches(Intent):
    """So many switches (a value of ``accessibility.profile.Switches``)."""

    switches: str


@dataclass(frozen=True)
class UseMeans(Intent):
    """This was used just now (a value of ``accessibility.profile.Means``). From the greeting it begins a visit by ear,
    unless it was a touch."""

    means: str


@dataclass(frozen=True)
class Listen(Intent):
    """Read aloud from now on: headphones were plugged in. From the greeting it begins a visit.

    ``exploring``: there are no keys to be felt, so the finger explores.
    """

    exploring: bool = False


class SwitchExploring(Intent):
    """Speech under the finger on or off."""


class OpenSignVideo(Intent):
    """Show what is asked here in sign language."""


class OpenHelp(Intent):
    """Explain this station and this step."""


# --- somebody helps --------------------------------------------------------------------------------------------------


class CallHelper(Intent):
    """Somebody helps from now on, and must not see an answer."""


class SwitchHelpLamp(Intent):
    """Call the team by its lamp, or put that out: somebody has come."""


class EndHelp(Intent):
    """Nobody helps any more."""


class TakeScreen(Intent):
    """The person is alone with the screen now."""


class ListenAlone(Intent):
    """The screen stays covered; the person hears the page through headphones and answers with keys."""


@dataclass(frozen=True)
class PickNumber(Intent):
    """The number by which the person is known again when the helper is gone."""

    number: int


class ForgetNumber(Intent):
    """The person does not remember the number: the answers are given anew."""


# --- polls -----------------------------------------------------------------------------------------------------------


class OpenPolls(Intent):
    """Show the polls of the chosen district."""


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


class OpenPollAbout(Intent):
    """What this poll says of itself."""


class ShowOneByOne(Intent):
    """Show one answer after the other, now and at the next question."""


class ShowAll(Intent):
    """Show all answers on one page again."""


@dataclass(frozen=True)
class ShowOption(Intent):
    """Show the option at this place (from 0) of the order in which they are shown."""

    number: int


@dataclass(frozen=True)
class TakeOption(Intent):
    """Yes, this option; it stays chosen where it is."""

    option: str


@dataclass(frozen=True)
class LeaveOption(Intent):
    """No, not this option; it is no longer chosen where it was."""

    option: str


@dataclass(frozen=True)
class RankAt(Intent):
    """This option at this rank, 1 being the best; those from there on move down."""

    option: str
    rank: int


@dataclass(frozen=True)
class Choose(Intent):
    """Choose this option, or take the choice back."""

    option: str


@dataclass(frozen=True)
class MoveUp(Intent):
    """This option, which has a rank, shall have the one before it."""

    option: str


@dataclass(frozen=True)
class Rate(Intent):
    """This option gets this number of the scale, or none where it has it already."""

    option: str
    number: int


@dataclass(frozen=True)
class GivePoint(Intent):
    """One point more for this option."""

    option: str


@dataclass(frozen=True)
class TakePoint(Intent):
    """One point less for this option."""

    option: str


class Cast(Intent):
    """Cast the ballot. The one act that cannot be taken back."""


# --- defect reports --------------------------------------------------------------------------------------------------


class OpenReport(Intent):
    """Report a defect."""


@dataclass(frozen=True)
class ChooseCategory(Intent):
    """It is about this category or subcategory."""

    category: str


class ChooseSomethingElse(Intent):
    """It is about the category that was chosen, and none of its subcategories."""


class OpenSearch(Intent):
    """Find it by a word."""


class SearchFor(Typing):
    """The whole word to search by, as typed so far."""


class OpenDanger(Intent):
    """Somebody is in danger."""


class OpenSignposts(Intent):
    """It is something else: whom do I turn to?"""


@dataclass(frozen=True)
class OpenSignpost(Intent):
    """To whom, with this?"""

    signpost: str


@dataclass(frozen=True)
class ToggleSentence(Intent):
    """This ready sentence says what is wrong; or no longer, if it did. ``number`` counts from 0."""

    number: int


@dataclass(frozen=True)
class LookAt(Intent):
    """The map was moved with its buttons, and this is in its middle now: nothing is chosen, but it can be said."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class PointAt(Intent):
    """It is here. Degrees, WGS 84."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class PointAround(Intent):
    """It is somewhere within so many metres of here."""

    longitude: float
    latitude: float
    metres: int


class OpenPlaceSearch(Intent):
    """Find the place by its street, or by a name."""


class OpenObjectNumber(Intent):
    """It carries a number."""


@dataclass(frozen=True)
class OpenKnownReport(Intent):
    """Is it this one, which is reported already?"""

    name: str


class SupportReport(Intent):
    """That is it: I mean the same."""


class Describe(Typing):
    """The whole description as typed so far."""


class GiveContact(Typing):
    """The whole e-mail address or telephone number as typed so far."""


class OpenContact(Intent):
    """Say how the city can ask back."""


@dataclass(frozen=True)
class AllowPublication(Intent):
    """What was written and shown may become public, or not."""

    allowed: bool


class FileReport(Intent):
    """Send the report to the city."""


# --- photo and spoken message ----------------------------------------------------------------------------------------


class OpenCamera(Intent):
    """Show what the camera sees; what was taken before is thrown away."""


class TakePhoto(Intent):
    """Take a photo of what the camera sees."""


class DropPhoto(Intent):
    """No photo."""


class OpenMicrophone(Intent):
    """Say it instead of writing it."""


class RecordSpoken(Intent):
    """Listen from now on; what was said before is thrown away."""


class StopRecording(Intent):
    """That was all."""


class HearSpoken(Intent):
    """Let me hear what I have said, or be silent again."""


class DropSpoken(Intent):
    """No spoken message."""


class OpenScanner(Intent):
    """Read a printed code with the camera; look again where it has failed."""


class SwitchLight(Intent):
    """The lamp of the camera on, or off."""


class TypeInstead(Intent):
    """Type it rather than show it."""


class LookAtDevices(Intent):
    """Camera or microphone have something new to tell. It comes from the screen, not from the person."""


# --- looking up a code -----------------------------------------------------------------------------------------------


class OpenLookUp(Intent):
    """Look up a code."""


class TypeCode(Typing):
    """The whole code as typed so far."""


class LookUp(Intent):
    """What is known about this code?"""


# --- surveys ---------------------------------------------------------------------------------------------------------


class OpenSurveys(Intent):
    """The list of surveys."""


@dataclass(frozen=True)
class OpenSurvey(Intent):
    """The first page of this survey."""

    survey: str


class SendSurvey(Intent):
    """Send what was answered, as it is."""


# --- what goes on in the city ----------------------------------------------------------------------------------------


class OpenProjects(Intent):
    """What is coming, what one can do, what became of it."""


class OpenProjectMap(Intent):
    """The same on the map."""


class ChooseCity(Intent):
    """That of the whole city."""


@dataclass(frozen=True)
class OpenProject(Intent):
    """The page of this project."""

    project: str


@dataclass(frozen=True)
class OpenOutcome(Intent):
    """What became of this poll; without one, of everything."""

    poll: str


@dataclass(frozen=True)
class TakePart(Intent):
    """To the question of this poll, whatever district it is for."""

    poll: str


class SayNotInOrder(Intent):
    """What I have reported is not in order yet."""


class SayMissing(Intent):
    """My ballot is missing."""


class OpenWithdraw(Intent):
    """I want to withdraw my report."""


class Withdraw(Intent):
    """Withdraw it, with the second code that was typed."""


# --- the house -------------------------------------------------------------------------------------------------------


class OpenDates(Intent):
    """What comes in the house?"""


# --- what is stored --------------------------------------------------------------------------------------------------


class OpenStored(Intent):
    """What is stored here, and for how long?"""


@dataclass(frozen=True)
class OpenStoredAbout(Intent):
    """What exactly is stored of this kind (``kiosk.stored.rules.topics``)?"""

    topic: str


# --- practice --------------------------------------------------------------------------------------------------------


class OpenPractice(Intent):
    """Try the station out."""


@dataclass(frozen=True)
class Practise(Intent):
    """Practise this (a value of ``kiosk.practice.state.Exercise``)."""

    exercise: str


# --- receipt ---------------------------------------------------------------------------------------------------------


class PrintReceipt(Intent):
    """Print the code on paper."""


# --- attendants ------------------------------------------------------------------------------------------------------


class OpenStaff(Intent):
    """Attendants want to come in."""


@dataclass(frozen=True)
class TypeDigit(Intent):
    """This digit of the PIN."""

    digit: str


class EraseDigit(Intent):
    """Take the last digit back."""


class UseTeamStick(Intent):
    """Come in with the stick of the team instead of a PIN."""


class OpenPlaces(Intent):
    """Say where the station stands."""


@dataclass(frozen=True)
class TakePlace(Intent):
    """It stands at this place of the list, from 0."""

    number: int


class OtherPlace(Intent):
    """It stands somewhere else."""


class CloseDay(Intent):
    """Close the day."""


class OpenEvening(Intent):
    """To the poll for one evening, or to another one."""


@dataclass(frozen=True)
class ChooseEvening(Intent):
    """Open this poll for the evening."""

    poll: str


class CountEvening(Intent):
    """Count what was answered this evening."""


class HandOverKeys(Intent):
    """Give the keys of the counted poll to the hub, so that it counts again."""


class EndEvening(Intent):
    """End the poll without a result."""


class OpenPauses(Intent):
    """Say why the station makes a pause."""


@dataclass(frozen=True)
class MakePause(Intent):
    """Make a pause (a value of ``sync.station.pause.Pause``); empty: serve again."""

    pause: str = ""


class OpenDevices(Intent):
    """See how the devices are."""


class TryDevices(Intent):
    """Try all of them out."""


class OpenWaiting(Intent):
    """Say how long people wait."""


@dataclass(frozen=True)
class SayWaitingTime(Intent):
    """People wait for about so many minutes; 0: nobody waits."""

    minutes: int = 0


class OpenQueue(Intent):
    """Show what has not arrived yet."""


class SendNow(Intent):
    """Send what may go, without waiting for the usual time."""


class OpenStock(Intent):
    """Show the team's cards with participation codes."""


class TakeCards(Intent):
    """Cards of a batch have come along."""


class GiveCard(Intent):
    """A card goes to a person."""


class VoidCard(Intent):
    """A card is unusable."""


class TakeBackCard(Intent):
    """Take back a card that somebody did not use."""


class ReturnCards(Intent):
    """Cards are put back for the office."""


class CountCard(Intent):
    """One card more, whose code nobody can read or nobody has looked at."""


@dataclass(frozen=True)
class ChooseBatch(Intent):
    """It is about the cards of this batch."""

    batch: str


class ExchangeByStick(Intent):
    """Take what the stick brings, and lay on it what waits for the hub."""


@dataclass(frozen=True)
class ResizeCard(Intent):
    """The frame for the card is so many pixels too narrow; below 0: too wide."""

    pixels: int
