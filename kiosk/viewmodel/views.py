"""What each screen has to show, as plain values. The conductor makes them, screens draw them; nothing is decided here.

All texts are already in the person's language. A pictogram is a name: a bare one (``vote``) is the station's own, one
with a slash (``pictograms/street.svg``) is in the content package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from accessibility.contrast import OwnColours
from accessibility.profile import Profile
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.page_words import NO_WORDS, PageWords


@dataclass(frozen=True)
class Action:
    """A button: what it is called and what the person asks for with it.

    ``name`` is the full name for speech and assistive technology where the label alone would not do.
    """

    intent: Intent
    label: str
    pictogram: str = ""
    name: str = ""
    enabled: bool = True
    waits: bool = False
    """Something has to be done first: it can be touched and says so, but does not call for a touch."""
    other_label: str = ""
    """What it will be called after its own use, if that changes: there is room for both, so that nothing moves."""


@dataclass(frozen=True)
class Frame:
    """What every screen has in common: the person's aids, the way on and the ways back.

    ``main`` is the one main action, always at the same place. None leaves a place empty.
    """

    language: str
    right_to_left: bool
    profile: Profile
    aids: tuple[Action, ...]
    back: Action | None = None
    home: Action | None = None
    end: Action | None = None
    main: Action | None = None
    words: PageWords = NO_WORDS
    curtain: Action | None = None
    """The screen is covered, and this shows it again."""
    accent: str = ""
    """The task it belongs to, for its colour: ``voting``, ``reporting``, ``contributing`` ...; else empty."""
    colours: OwnColours | None = None
    """Those of the place, for the theme everybody begins with; None: the station's own."""


@dataclass(frozen=True)
class View:
    """One screen's content: a headline in the person's words, an explanation, and a notice that says what to do.

    ``notice`` is set when something did not work as wished ("You have chosen three. Take one back first.").
    """

    frame: Frame
    headline: str
    explanation: str = ""
    notice: str = ""
    may_tell: tuple[str, ...] = ()
    """What ``notice`` may become while the person works here: room is kept for it, so that nothing moves."""
    part: str = ""
    """Which of several pages of one kind this is: another part is another page."""


@dataclass(frozen=True)
class AttractView(View):
    """Nobody is here. ``greetings``: language code and the invitation in that language, side by side.

    ``seal`` lets people see that stations have the same ballots in the box; empty while there is none.
    """

    greetings: tuple[tuple[str, str], ...] = ()
    language_names: Mapping[str, str] = field(default_factory=dict)
    """Code to name, in its own words: stands in the place of a greeting where there is no room for that."""
    waiting: str = ""
    """For about how long people wait here; empty where nobody does."""
    place: str = ""
    content_date: str = ""
    seal: str = ""
    note_title: str = ""
    """What the notice board tells now: what it is, and below it the thing itself; both empty where there is nothing."""
    note: str = ""


@dataclass(frozen=True)
class Illustration:
    """A picture of the content package, and in the person's language what it shows."""

    file: str
    shows: str


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: a tile with a title, a line below it, and whether it is chosen now."""

    intent: Intent
    title: str
    about: str = ""
    pictogram: str = ""
    note: str = ""
    """Set apart at the end: a price, an end date."""
    chosen: bool = False
    enabled: bool = True
    """False for what cannot be done just now; ``about`` says why."""
    badge: str = ""
    """A number that stands in the place of the tick of what is chosen."""
    state: str = ""
    """What the badge, or that there is none, says in words: read aloud after the rest."""
    accent: str = ""
    """The task it leads to, for its colour."""
    picture: Illustration | None = None
    """Seen beside the words; what it shows is read aloud."""


@dataclass(frozen=True)
class LanguagesView(View):
    """Choose a language; each in its own words."""

    languages: tuple[Choice, ...] = ()
    how_to_choose: tuple[tuple[str, str], ...] = ()
    """Language code and how to choose it with the keys that are in use, in that language: said behind its name."""


@dataclass(frozen=True)
class AidsView(View):
    """All aids at once: text size, contrast, speech, where the controls are, switches. The effect is seen at once."""

    sizes_title: str = ""
    sizes: tuple[Choice, ...] = ()
    themes_title: str = ""
    themes: tuple[Choice, ...] = ()
    speech_title: str = ""
    speech: tuple[Choice, ...] = ()
    layouts_title: str = ""
    layouts: tuple[Choice, ...] = ()
    switches_title: str = ""
    switches: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class SpeechView(View):
    """Everything about the voice. The titles of ``speed`` and ``volume`` say where they are now."""

    switch: Choice | None = None
    speed_title: str = ""
    speed: tuple[Action, ...] = ()
    volume_title: str = ""
    volume: tuple[Action, ...] = ()
    reading: tuple[Action, ...] = ()
    privacy_title: str = ""
    privacy: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class HomeView(View):
    """What can be done here: a few big tiles."""

    tiles: tuple[Choice, ...] = ()
    others: tuple[Action, ...] = ()
    """Smaller ways below."""


@dataclass(frozen=True)
class ListView(View):
    """Choose one of a list. The screens of polls, districts and categories are of this shape.

    ``other`` is an action beside the list ("another district"), ``others`` are more of them.
    """

    choices: tuple[Choice, ...] = ()
    other: Action | None = None
    others: tuple[Action, ...] = ()


class PollsView(ListView):
    """The polls of a district."""


class DistrictsView(ListView):
    """The city's districts."""


class CategoriesView(ListView):
    """What it is about, by pictogram."""


class SubcategoriesView(ListView):
    """What exactly it is about."""


class FoundView(ListView):
    """What was found by a word: the closest first."""


class KnownReportsView(ListView):
    """What is reported already close by."""


class SignpostsView(ListView):
    """Whom to turn to with what is no report."""


class ContributeView(ListView):
    """One thing about what the person wants to say: what it is, its topic, who answers, who may read the answer."""


class IdeasView(ListView):
    """What others have said."""


class SimilarView(IdeasView):
    """What others have said that is like what the person has written."""


@dataclass(frozen=True)
class SentencesView(ListView):
    """What is wrong, in sentences to choose from."""


@dataclass(frozen=True)
class VoteView(View):
    """A question and its options. ``rule`` is the sentence that says how many; ``counted`` how many are chosen now."""

    rule: str = ""
    counted: str = ""
    options: tuple[Choice, ...] = ()
    single: bool = True
    ways: tuple[Action, ...] = ()
    """Other ways to the same: in sign language, one answer after the other."""
    money: tuple[int, int] = (0, 0)
    """What is chosen, and what there is, in euros; both 0 where no money is at stake."""
    in_pictures: bool = False
    """Each option is a picture with its title below it."""


@dataclass(frozen=True)
class VoteYesNoView(VoteView):
    """A question that is answered with yes, no or an abstention; ``options`` are these three."""


@dataclass(frozen=True)
class VoteRankedView(VoteView):
    """Options that are brought into an order; the note of each says its rank. ``moves`` give one a better rank."""

    moves_title: str = ""
    moves: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class ChoiceGroup:
    """Something with choices of its own: an option, or what they have in common.

    ``state`` says in words what it has now, such as its points.
    """

    title: str
    about: str = ""
    note: str = ""
    state: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class VoteGroupsView(VoteView):
    """A question each of whose options has choices of its own; ``options`` is empty."""

    groups: tuple[ChoiceGroup, ...] = ()


class OptionQuestion(StrEnum):
    """What is asked of one option."""

    YES_NO = "yes_no"
    RANK = "rank"
    RATING = "rating"
    POINTS = "points"


@dataclass(frozen=True)
class VoteGuidedView(VoteView):
    """One option of a question alone. ``options`` are what can be said to it; ``ways`` lead back to all at once."""

    asks: OptionQuestion = OptionQuestion.YES_NO


class VoteScaleView(VoteGroupsView):
    """Options that are rated: the choices of each are the faces or numbers of the scale."""


class VotePointsView(VoteGroupsView):
    """Options that share points: the choices of each give one and take one back."""


@dataclass(frozen=True)
class Line:
    """One checked line on a review or receipt: what it is, and what the person said."""

    label: str
    value: str
    pictogram: str = ""
    public: bool = False
    """Nothing of the person is in it: it may be heard by everybody."""


@dataclass(frozen=True)
class ReviewView(View):
    """Everything once more before the one button. The screens of ballot and report are of this shape."""

    lines: tuple[Line, ...] = ()


class PollAboutView(ReviewView):
    """What a poll says of itself."""


@dataclass(frozen=True)
class VoteReviewView(ReviewView):
    """A ballot before it is cast."""

    pictures: tuple[Illustration, ...] = ()
    """What was chosen, where the ballot paper was one of pictures."""


@dataclass(frozen=True)
class PlaceOnMap:
    """A place to look at: a point, or somewhere in a circle. Fields as in ``PlaceView``."""

    name: str
    """What stands for the map when it is read aloud."""
    focus: tuple[float, float, float, float]
    point: tuple[float, float] | None = None
    circle: tuple[float, float, int] | None = None
    sketch: Mapping[str, Any] | None = None
    pack: str = ""


@dataclass(frozen=True)
class ReportReviewView(ReviewView):
    """A report before it is sent."""

    place: PlaceOnMap | None = None
    """Where it is; the same is said in words among the lines."""


class ContributionReviewView(ReviewView):
    """An idea, a question or an offer before it is sent."""


@dataclass(frozen=True)
class KnownReportView(ReviewView):
    """A report that is known already: is it exactly this?"""

    picture: bytes = field(default=b"", repr=False)
    """What everybody can see of it (JPEG); empty for nothing."""
    picture_name: str = ""
    """What stands for the picture when it is read aloud."""


class Tone(StrEnum):
    """How an answer is meant: it is safely stored, it is news, it is something to check."""

    STORED = "stored"
    NEWS = "news"
    CHECK = "check"


@dataclass(frozen=True)
class AnswerView(ReviewView):
    """What is known about a code, in one sentence, and what comes next. ``lines`` are what it is about.

    The last line is the code itself. The buttons are the same for every answer about a vote: nobody else can tell it by
    them. ``outcome`` is the way to what became of it, ``deeds`` are what a person can do about a report of theirs.
    """

    answer: str = ""
    tone: Tone = Tone.NEWS
    next_steps: str = ""
    outcome: Action | None = None
    deeds: tuple[Action, ...] = ()
    print_action: Action | None = None
    print_words: str = ""
    slip: ReceiptView | None = None
    """The same for paper, where the city has said something to a report or contribution."""


@dataclass(frozen=True)
class ProjectsView(View):
    """What goes on, in groups. ``others`` are smaller ways below: another district, the map."""

    groups: tuple[ChoiceGroup, ...] = ()
    others: tuple[Action, ...] = ()


class ProjectDistrictsView(DistrictsView):
    """Whose projects to see."""


@dataclass(frozen=True)
class MapMark:
    """A numbered pin: what it stands for, its longitude and latitude, its number."""

    project: str
    point: tuple[float, float]
    number: str


@dataclass(frozen=True)
class ProjectMapView(View):
    """A map with numbered pins, and below it what they stand for. ``sketch`` and ``focus`` as in PlaceView."""

    sketch: Mapping[str, Any] | None = None
    focus: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    marks: tuple[MapMark, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A figure as a bar: what it is and its number in words. ``share``: its part of the longest, in percent."""

    line: Line
    share: int


@dataclass(frozen=True)
class Section:
    """A part of a page: a title, what is wrong, sentences, bars, lines. Each may be missing."""

    title: str
    warning: str = ""
    sentences: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class PlaceView(View):
    """A map and a point on it. ``sketch`` is the content's ``map.json``; points are (longitude, latitude) in degrees.

    ``focus`` is the box (west, south, east, north) to show first; ``outline`` the district's rings, if known.
    """

    sketch: Mapping[str, Any] | None = None
    focus: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    outline: tuple[tuple[tuple[float, float], ...], ...] = ()
    point: tuple[float, float] | None = None
    circle: tuple[float, float, int] | None = None
    """Nobody has pointed: it is somewhere around this longitude and latitude, within so many metres."""
    point_words: str = ""
    middle_words: str = ""
    """What is in the middle of the map, said after it was moved with its buttons."""
    pack: str = ""
    """Where the pack of map tiles lies; empty for none: then the sketch is the ground."""
    controls: Mapping[str, str] | None = None
    """Names of the map's buttons: ``closer``, ``farther``, ``left``, ``right``, ``up``, ``down``, ``here``."""


@dataclass(frozen=True)
class DescriptionView(View):
    """Free words with the on-screen keyboard. ``text`` is what is there, at most ``limit`` characters."""

    text: str = ""
    limit: int = 1000
    field_name: str = ""
    room: str = ""
    """How much room is left, in words; only near the limit."""
    keys: Mapping[str, str] | None = None
    """Names of the keys that are no letters: ``space``, ``backspace``, ``shift``, ``digits``, ``letters``, ``order``;
    and of signs that a voice would swallow, by the sign itself: ``.``, ``,``."""


class ContactView(DescriptionView):
    """An e-mail address or a telephone number, if the person wants to give one."""


class SearchView(DescriptionView):
    """A word to search by."""


@dataclass(frozen=True)
class CodeEntryView(DescriptionView):
    """A code with a keyboard of its own. ``text`` is what is typed so far, in groups; ``room`` how much is missing."""

    scan: Choice | None = None
    """The way to show it to the camera; None where there is none."""


class LookUpView(CodeEntryView):
    """The code to look up."""


class ObjectNumberView(CodeEntryView):
    """The number on a lamp or a bench."""


class CodeView(CodeEntryView):
    """The participation code that lets one vote."""


class VoteTextView(DescriptionView):
    """A question that is answered in the person's own words."""


class VotePlaceView(PlaceView):
    """A question that is answered by a pin on the map."""


class ExtrasView(ListView):
    """What can be given beside the words, each by a tile."""


class PublicationView(ListView):
    """Whether what was left may become public."""


@dataclass(frozen=True)
class PhotoView(View):
    """What the camera sees while ``live``, or the ``picture`` that was taken (JPEG), and what can be done with it."""

    live: bool = False
    picture: bytes = field(default=b"", repr=False)
    picture_name: str = ""
    """What stands for the picture when it is read aloud."""
    choices: tuple[Choice, ...] = ()


class ScanView(PhotoView):
    """What the camera sees while it looks for a printed code."""


@dataclass(frozen=True)
class SpokenView(View):
    """Speaking: how loud it is while ``listening``, how much time is left or how long it was, and what can be done."""

    listening: bool = False
    counted: str = ""
    level_name: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class ReceiptView(View):
    """It is stored. ``code`` is the tracker or report number in groups; ``qr`` what its QR code
    holds: a web address; empty where there is none, and then no QR code, except on paper, which holds ``proven``."""

    stored: str = ""
    code_title: str = ""
    code: str = ""
    qr: str = ""
    proven: str = ""
    """The code with what proves it, for who reads slips; empty where nothing does."""
    second: Line | None = None
    """A second code, for withdrawing what is stored."""
    next_steps: str = ""
    slip_steps: str = ""
    """The same on paper, if it is said otherwise there."""
    print_action: Action | None = None
    print_words: str = ""
    others: tuple[Action, ...] = ()
    """What may come next besides the end: another poll, another person."""


@dataclass(frozen=True)
class ProjectView(View):
    """One project: what it is about, what one can do now, and everything else. ``slip`` is the same for paper."""

    about: tuple[str, ...] = ()
    pictures: tuple[Illustration, ...] = ()
    picture_name: str = ""
    """What is said before what a picture shows."""
    choices: tuple[Choice, ...] = ()
    sections: tuple[Section, ...] = ()
    print_action: Action | None = None
    print_words: str = ""
    slip: ReceiptView | None = None


class IdeaView(ProjectView):
    """What somebody else has said, how it stands, and the way to stand behind it."""


@dataclass(frozen=True)
class SignpostView(ProjectView):
    """Whom to turn to: who it is, the telephone, and when somebody is there. The same for paper."""


@dataclass(frozen=True)
class DatesView(View):
    """What comes in the house: a section for helper hours, and one for dates."""

    sections: tuple[Section, ...] = ()


class StoredView(ListView):
    """What one can read about what is stored."""


@dataclass(frozen=True)
class StoredAboutView(View):
    """What is stored of one kind, what for, who reads it and how long."""

    section: Section = Section("")


class PracticeView(ListView):
    """What can be practised."""


class PracticeDoneView(ListView):
    """Something was practised: praise, and what could come next."""


@dataclass(frozen=True)
class UnfinishedView(View):
    """The visit shall end with something unfinished: finish it, or throw it away. ``choices`` are the answers."""

    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class HelperView(View):
    """In the place of answers that a helper must not see. ``choices``: how the person can be alone with them."""

    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class OwnNumberView(View):
    """Pick a number, or say which it was. ``others``: it is not remembered."""

    choices: tuple[Choice, ...] = ()
    others: tuple[Action, ...] = ()


@dataclass(frozen=True)
class IdleWarningView(View):
    """Are you still there? ``seconds_left`` counts down."""

    seconds_left: int = 0


@dataclass(frozen=True)
class SurveyPageView(View):
    """A page of a survey that asks nothing: what it is about, a break, or the thanks."""

    sentences: tuple[str, ...] = ()


class MoodView(ListView):
    """One question at the end of a visit: each of ``choices`` answers it at once."""


class GoodbyeView(View):
    """The visit is over and everything of the person is gone."""


@dataclass(frozen=True)
class HelpView(View):
    """How this works, in a few plain sentences. ``others``: that somebody helps, or nobody does any more."""

    sentences: tuple[str, ...] = ()
    others: tuple[Action, ...] = ()


class DangerView(HelpView):
    """Somebody is in danger: whom to call at once."""


@dataclass(frozen=True)
class SignVideoView(View):
    """A film in sign language: where it lies in the content, and what its two buttons are called.

    ``missing`` is shown in its place when it cannot be played.
    """

    video: str = ""
    play: str = ""
    again: str = ""
    missing: str = ""


@dataclass(frozen=True)
class CalibrationView(View):
    """A frame to hold a bank card into. ``card`` is what it is called, ``size`` how large the display is then.

    ``steps`` make it smaller and larger.
    """

    card: str = ""
    card_width_px: int = 1
    steps: tuple[Action, ...] = ()
    size: str = ""


@dataclass(frozen=True)
class StaffPinView(View):
    """Attendants type their PIN. ``typed`` says how many digits there are, never which."""

    keys: tuple[Action, ...] = ()
    typed: str = ""
    other: Action | None = None
    """Another way in."""


class StaffNumberView(StaffPinView):
    """Attendants type a number. ``typed`` is the number."""


class StaffTextView(DescriptionView):
    """Attendants write a name, a place or a note."""


class StaffCodeView(CodeEntryView):
    """Attendants type or scan the code of a card."""


@dataclass(frozen=True)
class StaffView(View):
    """How the station is, for attendants; or what they are closing. ``progress`` says what the stick is doing."""

    lines: tuple[Line, ...] = ()
    progress: str = ""
    choices: tuple[Choice, ...] = ()
    print_action: Action | None = None
    print_words: str = ""


@dataclass(frozen=True)
class StaffProbeView(View):
    """What attendants try out from edge to edge: colours side by side, or a target in a corner (0 to 3, row by row)."""

    colours: tuple[str, ...] = ()
    target: int = -1


@dataclass(frozen=True)
class OutOfOrderView(View):
    """The station cannot be used now: why in plain words, what to do, and whom to ask."""

    what_to_do: str = ""
    detail: str = ""
