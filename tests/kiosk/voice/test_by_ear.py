"""A visit that is begun and made by ear: what is said first, what is said instead of an answer, and who is greeted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accessibility.narrator import GREETING_DB, MOST_INTRODUCTIONS, Control, Narrator, SpokenPage
from accessibility.profile import Means
from accessibility.speech import DEFAULT_VOLUME_DB, InLanguage, SilentSpeaker
from hardware.fakes import MemoryHeadphones, MemoryNearness
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AttractView
from kiosk.voice.voice import NOT_AGAIN_MS, VoiceOfScreens
from tests.kits.catalogues import CODES
from tests.kits.station_twin import Kit

PAGE, NEXT = SpokenPage("one", "One"), SpokenPage("two", "Two")
HOW = "Down goes on."


class Interrupted(SilentSpeaker):
    """Somebody who never lets it speak to the end."""

    def speaking(self) -> bool:
        return True


def introduced(speaker: SilentSpeaker) -> Narrator:
    narrator = Narrator(speaker)
    narrator.introduce(HOW)
    narrator.arrive(PAGE, "en")
    narrator.switch(True)
    return narrator


# --- the first sentence ----------------------------------------------------------------------------------------------


def test_how_to_operate_the_station_is_said_before_anything_else_and_once():
    speaker = SilentSpeaker()
    narrator = introduced(speaker)
    narrator.acted()
    narrator.arrive(NEXT, "en")
    narrator.acted()
    narrator.focus(Control("Button"))
    assert speaker.transcript == [HOW, "One", "Two", "Button"]


def test_who_interrupts_it_hears_it_behind_the_next_control_but_not_for_ever():
    speaker = Interrupted()
    narrator = introduced(speaker)
    for number in range(5):
        narrator.acted()
        narrator.focus(Control(f"Button {number}"))
    assert speaker.transcript[:4] == [HOW, "One", "Button 0", HOW]
    assert speaker.transcript.count(HOW) == MOST_INTRODUCTIONS


def test_a_key_that_says_nothing_does_not_lose_it():
    speaker = SilentSpeaker()
    narrator = introduced(speaker)
    narrator.acted()
    narrator.introduce("Tap to choose.")
    narrator.acted()
    narrator.focus(Control("Button"))
    assert speaker.transcript[-1] == "Tap to choose."


# --- a voice with ears -----------------------------------------------------------------------------------------------


class Room:
    """A station at rest, its voice, and what is plugged in or stands before it."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.speaker = SilentSpeaker()
        self.headphones, self.nearness = MemoryHeadphones(), MemoryNearness()
        self.voice = VoiceOfScreens(self.speaker, headphones=self.headphones, nearness=self.nearness)
        self.plugged, self.came = [], []
        self.voice.plugged_in.connect(lambda: self.plugged.append(1))
        self.voice.somebody_came.connect(lambda: self.came.append(1))
        self.show()

    def ask(self, intent: wish.Intent) -> list[str]:
        before = len(self.speaker.transcript)
        self.voice.acted()
        self.kit.ask(intent)
        self.show(after=intent)
        return self.speaker.transcript[before:]

    def show(self, after: wish.Intent | None = None) -> None:
        self.voice.show(self.kit.view, lambda view: [view.headline, view.explanation], after=after)

    def listen(self) -> None:
        self.voice._listen()


@pytest.fixture
def room(kit: Kit, qapp) -> Iterator[Room]:
    made = Room(kit)
    yield made
    made.voice.close()


@pytest.mark.parametrize(
    "means", [means for means in Means if means not in {Means.TOUCH, Means.EXPLORING, Means.ONE_SWITCH}]
)
def test_the_first_thing_said_follows_the_means(room: Room, means: Means):
    heard = room.ask(wish.UseMeans(means.value))
    assert heard[0] == Texts("de").text(f"operate.{means.value}")
    assert heard[1] == room.kit.view.headline


def test_another_means_within_the_visit_is_explained_too_and_each_only_once(room: Room):
    room.ask(wish.UseMeans("keypad"))
    room.ask(wish.ChooseLanguage("en"))
    said = [Texts("en").text(f"operate.{means}") for means in ("keypad", "touch")]
    room.ask(wish.UseMeans("touch"))
    room.ask(wish.OpenPolls())
    room.ask(wish.UseMeans("keypad"))
    room.ask(wish.Back())
    assert [sentence for sentence in room.speaker.transcript if sentence in said] == said


def test_headphones_tell_when_they_come_and_not_while_they_stay(room: Room):
    room.ask(wish.UseMeans("keypad"))
    for on in (True, True, False, True):
        room.headphones.on = on
        room.listen()
    assert len(room.plugged) == 2
    assert room.speaker.transcript[-1] == room.kit.view.frame.words.heard


def test_headphones_that_were_there_before_begin_nothing(kit: Kit, qapp):
    voice = VoiceOfScreens(SilentSpeaker(), headphones=MemoryHeadphones(on=True))
    plugged = []
    voice.plugged_in.connect(lambda: plugged.append(1))
    voice.show(kit.view, lambda view: [view.headline])
    voice._listen()
    voice.close()
    assert not plugged


def test_listening_begins_a_visit_by_ear_and_never_ends_the_voice(room: Room):
    heard = room.ask(wish.Listen(exploring=True))
    assert heard[0] == Texts("de").text("operate.exploring")
    assert room.kit.view.frame.profile.exploring
    room.ask(wish.Listen())
    assert room.kit.view.frame.profile.speech


# --- what is said of an answer that others must not hear -------------------------------------------------------------


def test_an_answer_is_accepted_without_saying_which_and_what_is_refused_is_not(room: Room):
    room.kit.at_home("en")
    for intent in (wish.SwitchSpeech(), wish.OpenPolls(), wish.OpenPoll("garten-nordwest")):
        room.ask(intent)
    for option in ("play", "benches", "tool-shed"):
        assert room.ask(wish.Choose(option)) == ["Accepted."]
    (notice,) = room.ask(wish.Choose("fruit-trees"))
    assert "You cannot choose more" in notice
    assert room.ask(wish.Choose("play")) == ["Accepted."], "taken back: nobody is told that either"


# --- the greeting ----------------------------------------------------------------------------------------------------


def test_who_comes_is_greeted_softly_in_every_language_and_once(room: Room):
    room.nearness.there = True
    room.listen()
    room.listen()
    assert room.came == [1]
    room.voice.greet(keys=True)
    headline, *said = room.speaker.transcript
    assert headline == room.kit.view.headline
    assert {sentence.language for sentence in said} == {code for code in CODES if code != "de-leicht"}
    assert all(isinstance(sentence, InLanguage) for sentence in said)
    assert said[0] == "Zum Hören drücken Sie eine Taste."
    assert room.speaker.volume_db == GREETING_DB < DEFAULT_VOLUME_DB
    room.voice.greet(keys=True)
    assert len(room.speaker.transcript) == len(said) + 1, "not again for those who wait or walk by"
    assert NOT_AGAIN_MS >= 30_000


def test_whatever_a_person_does_ends_the_greeting_and_the_visit_has_its_own_volume(room: Room):
    room.voice.greet(keys=False)
    assert room.speaker.transcript[1] == "Zum Hören stecken Sie Kopfhörer ein."
    room.voice.acted()
    assert room.speaker.acts[-1] == "stop"
    assert room.speaker.volume_db == DEFAULT_VOLUME_DB


def test_nobody_is_greeted_in_the_middle_of_a_visit(room: Room):
    room.kit.at_home()
    room.show()
    room.voice.greet(keys=True)
    assert room.speaker.transcript == []
    assert not isinstance(room.kit.view, AttractView)
