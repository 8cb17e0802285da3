"""Without headphones, and before the person has agreed, nothing of the person is heard by others (R41)."""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QWidget

from accessibility.speech import SilentSpeaker, spelled
from hardware.fakes import MemoryHeadphones
from kiosk.screens import build_screen
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import CodeView, ReceiptView, ReviewView, View
from kiosk.voice.privacy import has_answers
from kiosk.voice.voice import VoiceOfScreens
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.theme import look_for
from sync.protocol.participation_codes import ParticipationCode, new_code
from tests.kits.content import Keys, MemoryPackage, ask_for_codes, content_files
from tests.kits.examples import examples
from tests.kits.poll_kinds import of_kind
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import TO_THE_REVIEW

KEYS = Keys()
CANARY = "Kanarienvogel"
CODE = "4711 1815 0123 4567"
KNOWN = ("do not know this number", "digit with your slip")
"""What the station says about that code."""


class Listener:
    """A visit whose every page is on a real screen, and everything that others hear of it."""

    def __init__(self, *, headphones: bool = False) -> None:
        self.kit = Kit(keys=KEYS)
        self.speaker = SilentSpeaker()
        self.headphones = MemoryHeadphones(on=headphones)
        self.voice = VoiceOfScreens(self.speaker, headphones=self.headphones)
        self.codes: set[str] = set()
        self.show(self.kit.view)

    def show(self, view: View, after: wish.Intent | None = None) -> None:
        look = look_for(
            view.frame,
            px_per_mm=4.03,
            width=1080,
            height=1920,
            pictograms=Pictograms(lambda _: b""),
            motion=False,
        )
        screen = build_screen(view, look)
        screen.resize(1080, 1920)
        screen.show()
        self.voice.show(view, screen.spoken, after=after)
        for widget in screen.findChildren(QWidget) if has_answers(view) else ():
            self.voice.name(widget)  # as a finger does that slides over all of it
        if isinstance(view, ReceiptView):
            self.codes.add(view.code)
        screen.hide()
        screen.deleteLater()

    def ask(self, *wishes: wish.Intent) -> None:
        for intent in wishes:
            self.voice.acted()
            self.show(self.kit.ask(intent), after=intent)

    @property
    def heard(self) -> str:
        return "\n".join(self.speaker.transcript)

    def close(self) -> None:
        self.voice.close()
        QApplication.processEvents()


@pytest.fixture
def listener(qapp) -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def begin(listener: Listener) -> None:
    listener.ask(wish.Start(), wish.ChooseLanguage("en"), wish.Continue(), wish.SwitchSpeech())


VOTE = (wish.OpenPolls(), wish.OpenPoll("garten-nordwest"), wish.Choose("play"), wish.Continue(), wish.Cast())
REPORT = (
    *(
        wish.Home(),
        wish.OpenReport(),
        wish.ChooseCategory("litter"),
        wish.ChooseCategory("litter"),
        wish.ChooseDistrict("N"),
    ),
    *(wish.PointAt(12.1365, 54.0893), wish.Continue(), wish.Describe(CANARY), *TO_THE_REVIEW, wish.FileReport()),
)


LOOK_UP = (wish.Home(), wish.OpenLookUp(), wish.TypeCode(CODE), wish.LookUp())


def private_sentences(listener: Listener) -> list[str]:
    """Sentences with something of the person in them, of all that was heard."""
    codes = [spelled(code[:4]) for code in listener.codes] + list(listener.codes)
    codes += [CODE, spelled(CODE[:3]), *KNOWN]
    chosen = re.compile(r"chosen\.?$|near |middle of|:\s*$", re.I)
    aids = ("Cover the screen", "Read answers aloud")
    return [
        sentence
        for sentence in listener.speaker.transcript
        if CANARY in sentence
        or any(code in sentence for code in codes)
        or (chosen.search(sentence) and not sentence.startswith(aids))
    ]


def test_a_vote_and_a_report_are_made_without_a_word_of_it(listener):
    begin(listener)
    listener.ask(*VOTE, *REPORT, *LOOK_UP)
    assert private_sentences(listener) == []
    assert len(listener.codes) == 2
    assert listener.speaker.transcript.count("Your answer is shown on the screen.") > 3
    assert "Your answers are not read aloud yet." in listener.heard
    assert "Character" in listener.speaker.transcript


@pytest.mark.parametrize("agreed", [True, False])
def test_with_headphones_or_after_agreeing_all_of_it_is_heard(qapp, agreed):
    listener = Listener(headphones=not agreed)
    begin(listener)
    if agreed:
        listener.ask(wish.SwitchPrivateSpeech())
    listener.ask(*VOTE, *REPORT, *LOOK_UP)
    heard = listener.heard
    assert KNOWN[0] in heard
    assert spelled(CODE) in heard
    assert "Space for children: chosen" in heard
    assert CANARY in heard
    assert all(spelled(code.replace("-", " ").split()[0]) in heard for code in listener.codes)
    listener.close()


def ask_for_code(listener: Listener, code: ParticipationCode) -> None:
    """A poll that takes this code, opened; the code is typed letter by letter."""
    station, poll = listener.kit.station, "garten-nordwest"
    station.content = MemoryPackage(ask_for_codes(content_files(KEYS), poll, [code]))
    station.content_name = "with codes"
    listener.kit.wait(0)
    begin(listener)
    typed = code.typed().replace("-", "")
    so_far = [wish.TypeCode(typed[:count]) for count in range(1, len(typed) + 1)]
    listener.ask(wish.OpenPolls(), wish.OpenPoll(poll), *so_far, wish.NextSize(), wish.Continue(), wish.Back())


@pytest.mark.parametrize("headphones", [False, True])
def test_a_participation_code_is_heard_through_headphones_only(qapp, headphones):
    listener, code = Listener(headphones=headphones), new_code()
    ask_for_code(listener, code)
    assert isinstance(listener.kit.view, CodeView)
    groups = [spelled(group) for group in code.typed().split("-")]
    heard = [group for group in groups if group in listener.heard]
    assert heard == (groups if headphones else [])
    assert ("Character" in listener.speaker.transcript) is not headphones
    listener.close()


def test_what_is_the_same_for_everybody_is_named_and_nothing_else_is(listener):
    begin(listener)
    listener.ask(*VOTE[:3])
    named = listener.speaker.transcript[-60:]
    assert any(sentence.startswith("Space for children. Sand") for sentence in named)
    assert any(sentence.startswith("A garden that everyone can share") for sentence in named)


def test_agreeing_is_for_one_visit(listener):
    begin(listener)
    listener.ask(wish.SwitchPrivateSpeech(), wish.EndVisit())
    listener.show(listener.kit.wait(100))
    listener.speaker.forget()
    begin(listener)
    listener.ask(*VOTE)
    assert private_sentences(listener) == []


def test_headphones_pulled_out_end_it_at_once_and_nothing_of_it_is_repeated(qapp):
    listener = Listener(headphones=True)
    begin(listener)
    listener.ask(*VOTE[:3])
    assert "Space for children: chosen" in listener.heard
    listener.voice.tell("Space for children: chosen")
    listener.headphones.on = False
    listener.voice._listen()
    assert listener.speaker.acts[-1] == "speak"
    listener.speaker.transcript.clear()
    listener.voice._narrator.pause_or_resume()
    listener.voice._narrator.repeat()
    listener.voice._narrator.repeat()
    assert listener.speaker.transcript  # the page, as everybody may hear it
    assert private_sentences(listener) == []
    listener.close()


def test_what_is_on_a_review_is_private_unless_it_says_otherwise(listener):
    begin(listener)
    listener.ask(*VOTE[:4])
    assert isinstance(listener.kit.view, ReviewView)
    public = [line.value for line in listener.kit.view.lines if line.public]
    assert all(value in listener.heard for value in public)


wishes = st.sampled_from(
    [
        *VOTE,
        *REPORT,
        *LOOK_UP,
        *(wish.Back(), wish.Home(), wish.Continue(), wish.Continue(), wish.OpenHelp(), wish.OpenSpeech()),
        *(wish.ReadAgain(), wish.Faster(), wish.PauseSpeech(), wish.SwitchCurtain(), wish.NextSize()),
        *(wish.Choose("benches"), wish.Describe(CANARY + " "), wish.Describe(""), wish.EndVisit(), wish.KeepGoing()),
    ]
)


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(wishes, max_size=9), st.booleans())
def test_whatever_a_person_does_nothing_private_is_heard(story, asked_again):
    assert QApplication.instance() is not None
    listener = Listener()
    begin(listener)
    for intent in story:
        listener.ask(intent)
        if asked_again:
            listener.voice._narrator.repeat()
            listener.voice._narrator.repeat()
    assert private_sentences(listener) == []
    listener.close()


KINDS = {
    "points": (wish.GivePoint("play"), wish.GivePoint("play"), wish.GivePoint("benches")),
    "scale": (wish.Rate("play", 1), wish.Rate("benches", 5)),
    "text": (wish.Describe(CANARY),),
    "place": (wish.PointAt(12.1365, 54.0893),),
    "knapsack": (wish.Choose("play"), wish.Choose("benches")),
}
"""Answers to polls of kinds that the default content does not have."""

AIDS = ("Cover the screen", "Read answers aloud")

TOLD_OF_THEM = re.compile(
    r"Points: [1-9]|Points left|[1-9] of 6 rated|\. Very (bad|good)\.?$|chosen\.?$|marked on the map|euros? of"
)
"""What is said of such answers where it may be heard."""


@pytest.mark.parametrize("headphones", [False, True])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_points_and_ratings_texts_and_places_are_heard_through_headphones_only(qapp, kind, headphones):
    listener = Listener(headphones=headphones)
    station, path = listener.kit.station, "polls/garten-nordwest.json"
    files = content_files(KEYS)
    station.content = MemoryPackage(files | {path: json.dumps(of_kind(json.loads(files[path]), kind)).encode()})
    station.content_name = kind
    listener.kit.wait(0)
    begin(listener)
    listener.ask(wish.OpenPolls(), wish.OpenPoll("garten-nordwest"), *KINDS[kind], wish.Continue())
    assert isinstance(listener.kit.view, ReviewView)
    heard = [
        sentence
        for sentence in listener.speaker.transcript
        if CANARY in sentence or (TOLD_OF_THEM.search(sentence) and not sentence.startswith(AIDS))
    ]
    assert bool(heard) is headphones, heard[:3]
    listener.close()
