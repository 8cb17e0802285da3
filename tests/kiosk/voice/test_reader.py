"""What is read aloud after which act, with the real narrator and real views of a visit."""

from dataclasses import fields, is_dataclass, replace

import pytest

from accessibility.narrator import Narrator
from accessibility.profile import Profile
from kiosk.devtools.samples import open_poll
from kiosk.viewmodel import contributing_intents, intents
from kiosk.viewmodel.intents import (
    Back,
    Choose,
    ChooseDistrict,
    ChooseLanguage,
    Continue,
    Describe,
    EndVisit,
    GivePoint,
    MoveUp,
    OpenLanguages,
    OpenPoll,
    OpenPolls,
    Rate,
    SwitchSpeech,
    TakePoint,
)
from kiosk.viewmodel.views import View
from kiosk.voice.reader import Reader, chosen_now, page_of
from tests.kits.visit_paths import TO_THE_DISTRICTS


class Ear:
    """A Speaker that remembers what was said last."""

    def __init__(self) -> None:
        self.heard: tuple[str, ...] = ()
        self.language = ""
        self.forgotten = 0

    def speak(self, sentences, language) -> None:
        self.heard, self.language = tuple(sentences), language

    def stop(self) -> None:
        pass

    def speaking(self) -> bool:
        return False

    def forget(self) -> None:
        self.heard = ()
        self.forgotten += 1


@pytest.fixture
def ear() -> Ear:
    return Ear()


class Listener:
    """A visit with somebody who listens."""

    def __init__(self, kit, ear: Ear) -> None:
        self.kit, self.ear = kit, ear
        self.narrator = Narrator(ear)
        self.reader = Reader(self.narrator)
        self.show(kit.view)

    def show(self, view: View, after=None) -> None:
        self.reader.show(view, [view.headline, view.explanation, view.notice], after=after)

    def ask(self, *wishes) -> tuple[str, ...]:
        for wish in wishes:
            self.ear.heard = ()
            self.narrator.acted()
            self.show(self.kit.ask(wish), after=wish)
        return self.ear.heard


@pytest.fixture
def listener(kit, ear) -> Listener:
    kit.at_home("en")
    return Listener(kit, ear)


def test_nothing_is_said_until_reading_is_switched_on_and_then_the_page(listener):
    assert listener.ask(OpenPolls()) == ()
    heard = listener.ask(SwitchSpeech())
    assert heard[0].startswith("What you touch is chosen.")  # first of all how to operate the station
    assert heard[1] == "Polls for Groß Klein"
    assert listener.ear.language == "en"


def test_a_new_page_is_read_and_the_same_one_is_not_read_again(listener):
    listener.ask(SwitchSpeech(), OpenPolls())
    heard = listener.ask(OpenPoll("garten-nordwest"))
    assert heard[0] == "What matters to you in this garden?"
    assert listener.ask(Choose("play")) == ("Space for children: chosen",)
    assert listener.ask(Choose("play")) == ("Space for children: not chosen",)


def test_a_notice_is_read_when_something_does_not_work(listener):
    listener.ask(SwitchSpeech(), OpenPolls(), OpenPoll("garten-nordwest"))
    assert listener.ask(Continue()) == ("Please choose something first.",)
    heard = listener.ask(*map(Choose, ("play", "benches", "tool-shed", "fruit-trees")))
    assert heard[0] == "Fruit trees for all: not chosen"
    assert "You cannot choose more" in heard[1]


def test_another_language_is_read_anew_in_its_own_voice(listener):
    listener.ask(SwitchSpeech(), OpenPolls(), OpenLanguages())
    heard = listener.ask(ChooseLanguage("de"))
    assert heard[0].startswith("Was Sie berühren"), "how to operate is said anew in the new language"
    assert heard[1] == "Umfragen für Groß Klein"
    assert listener.ear.language == "de"


def test_every_letter_is_said_and_signs_by_their_names(listener):
    listener.ask(SwitchSpeech(), *TO_THE_DISTRICTS, ChooseDistrict("D"), Continue(), Continue())
    assert listener.ask(Describe("G")) == ("G",)
    assert listener.ask(Describe("Gl")) == ("l",)
    assert listener.ask(Describe("Gl ")) == ("Gl. Space",)
    assert listener.ask(Describe("Gl .")) == ("full stop",)
    assert listener.ask(Describe("Gl ")) == ("Delete",)
    listener.ask(Back(), Continue())
    assert listener.ask(Describe("Gl a")) == ("a",)
    assert listener.ask(Describe("Gl á")) == ("á",), "a tone on what is there already"


def test_the_goodbye_is_said_and_then_everything_is_forgotten(listener):
    listener.ask(SwitchSpeech(), OpenPolls())
    before = listener.ear.forgotten
    heard = listener.ask(EndVisit())
    assert heard[0] == "Thank you and goodbye!"
    assert listener.ear.forgotten == before
    listener.show(listener.kit.wait(100))
    assert listener.ear.forgotten == before + 1
    assert listener.reader._narrator.on is False


def test_what_was_written_does_not_stay_with_the_reader(listener):
    listener.ask(SwitchSpeech(), *TO_THE_DISTRICTS, ChooseDistrict("D"), Continue(), Continue())
    listener.ask(Describe("Kanarienvogel"))
    assert "Kanarienvogel" in repr(vars(listener.reader))
    idle = listener.kit.idle
    listener.show(listener.kit.wait(idle.started_seconds + idle.warning_seconds))
    assert "Kanarienvogel" not in repr(vars(listener.reader)) + repr(vars(listener.reader._narrator))


def test_a_page_is_known_by_its_screen_and_headline(kit):
    home, polls = kit.at_home(), kit.ask(OpenPolls())
    assert page_of(home, [home.headline, "a"]).body == ("a",)
    assert page_of(home, []).key != page_of(polls, []).key


def test_a_headline_in_lines_or_with_soft_hyphens_is_said_once(kit):
    home = replace(kit.at_home(), headline="Was möchten\nSie hier tun\u00adkönnen?", notice="Das geht\nnicht.")
    page = page_of(home, ["Was möchten Sie hier tunkönnen?", "Alles.", "Das geht nicht."])
    assert page.body == ("Alles.",)
    assert (page.headline, page.notice) == ("Was möchten Sie hier tunkönnen?", "Das geht nicht.")


def test_what_is_gone_is_not_confirmed(kit):
    assert chosen_now(Choose("play"), kit.at_home()) == ""


def test_a_rank_is_told_when_it_is_given_and_when_it_changes():
    poll = open_poll("de", Profile(), {"kind": "ranked"})
    title = "Platz für Kinder"
    poll.ask(Choose("benches"))
    assert chosen_now(Choose("play"), poll.ask(Choose("play"))) == f"{title}: Platz 2"
    assert chosen_now(MoveUp("play"), poll.ask(MoveUp("play"))) == f"{title}: Platz 1"
    assert chosen_now(Choose("play"), poll.ask(Choose("play"))) == f"{title}: Noch kein Platz"


def test_points_and_ratings_are_told_when_they_are_given_and_taken_back():
    points = open_poll("de", Profile(), {"kind": "points", "min": 0, "max": 5, "cap": 3})
    points.ask(GivePoint("play"))
    assert chosen_now(GivePoint("play"), points.ask(GivePoint("play"))) == "Platz für Kinder: Punkte: 2"
    assert chosen_now(TakePoint("play"), points.ask(TakePoint("play"))) == "Platz für Kinder: Punkte: 1"
    scale = open_poll("de", Profile(), {"kind": "scale", "scale": "faces", "min": 0, "max": 6})
    assert chosen_now(Rate("play", 4), scale.ask(Rate("play", 4))) == "Platz für Kinder: Gut"
    assert chosen_now(Rate("play", 4), scale.ask(Rate("play", 4))) == "Platz für Kinder: Noch nicht bewertet"


def test_whatever_is_typed_is_heard_sign_by_sign(listener):
    typed = {
        entry
        for module in (intents, contributing_intents)
        for entry in vars(module).values()
        if is_dataclass(entry) and "text" in {member.name for member in fields(entry)}
    }
    assert {entry.__name__ for entry in typed if not issubclass(entry, intents.Typing)} == set()
    listener.ask(SwitchSpeech(), intents.OpenReport(), intents.OpenSearch())
    assert listener.ask(intents.SearchFor("L")) == ("L",)
    assert listener.ask(intents.SearchFor("La")) == ("a",)
