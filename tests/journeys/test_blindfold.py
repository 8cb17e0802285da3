"""A vote, a report and what became of them from what is heard alone: with the keys of the keypad, and with two switches
(R40, R52, R53)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtWidgets import QApplication

from accessibility.speech import DEFAULT_RATE, DEFAULT_VOLUME_DB, SilentSpeaker, speakable, spelled
from hardware.fakes import MemoryKeypad
from hardware.ports import Key
from installer.catalogues import compile_all
from kiosk.app import Kiosk
from kiosk.texts import FOLDER, Texts, language_of
from sync.station.config import SpeechConfig
from sync.station.database import open_database
from tests.kits.blindfold import Blindfold, WithArrows, WithTwoSwitches
from tests.kits.content import AS_OF, Keys
from tests.kits.kiosk_station import give_ballot_log, make_station

WORDS = {"de": "glas", "de-leicht": "glas", "ar": "زجاج"}
"""Something to write, in letters of the language's keyboard."""


class Seat:
    """A kiosk with a keypad, and a person before it who sees nothing."""

    def __init__(self, kind: type[Blindfold], language: str, config, keys: Keys) -> None:
        self.language, self.words = language, Texts(language)
        self.speaker = SilentSpeaker()
        self.keypad = MemoryKeypad()
        self.seconds = 100.0
        with_switches = kind is WithTwoSwitches
        config = replace(config, speech=SpeechConfig(on_at_start=with_switches))
        self.config = config
        self.keys = keys
        self.kiosk = Kiosk(config, speaker=self.speaker, now_ms=lambda: self.seconds * 1000)
        self.person = kind(self.speaker, self.hit, more=self.words.text("page.more"))

    def open(self) -> None:
        kiosk = self.kiosk
        kiosk.window.setGeometry(QRect(0, 0, 1080, 1920))
        kiosk.window.show_view(kiosk.view)
        kiosk.window.winId()
        kiosk.window.show()
        kiosk.window.activateWindow()
        settle()
        kiosk.begin()
        kiosk._wake_voice()
        kiosk._hands._keypads = (self.keypad,)
        kiosk._hands.look_for_keypads()

    def hit(self, key: Key) -> None:
        self.seconds += 1
        self.keypad.press(key)
        settle()

    def text(self, msgid: str) -> str:
        return speakable(self.words.text(msgid))

    def stored(self) -> int:
        connection = open_database(self.config.database)
        (count,) = connection.execute("SELECT count(*) FROM waiting").fetchone()
        connection.close()
        return count


def settle() -> None:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module")
def keys() -> Keys:
    compile_all((FOLDER,))
    return Keys()


@pytest.fixture
def seat(request, qtbot, tmp_path, keys) -> Iterator[Seat]:
    kind, language = request.param
    made = Seat(kind, language, make_station(tmp_path, keys), keys)
    made.open()
    yield made
    made.kiosk.close()


def begin(seat: Seat) -> None:
    """From the greeting to the first page. Whoever has keys starts the voice by the key that says it once more."""
    person = seat.person
    if isinstance(person, WithTwoSwitches):
        while not person.press(Key.SWITCH_NEXT) and not person.press(Key.SWITCH_SELECT):
            pass
    else:
        assert person.press(Key.RIGHT) == []
        person.press(Key.REPEAT)
    assert any(language_of(seat.language).own_name in sentence for sentence in person.heard)
    person.choose(language_of(seat.language).own_name)
    person.choose(seat.text("common.continue"))
    agree(seat)


def agree(seat: Seat) -> None:
    """Nobody else is near: answers may be heard."""
    person, text = seat.person, seat.text
    person.choose(text("aids.speech.settings"))
    heard = person.choose(text("speech.private"))
    assert heard == [f"{text('speech.private')}: {text('page.chosen')}"]
    person.choose(text("common.continue"))


def vote(seat: Seat) -> str:
    person, text = seat.person, seat.text
    polls = person.choose(text("home.vote"))
    options = person.choose(title_of(polls[2]))
    offered = [sentence for sentence in options if sentence.endswith(f"{text('page.not_chosen')}.")]
    wanted = title_of(offered[-1])
    assert person.choose(wanted)[0] == f"{wanted}: {text('page.chosen')}"
    review = person.choose(text("common.continue"))
    assert any(wanted in sentence for sentence in review)
    receipt = person.choose(text("vote.cast.name"))
    assert text("vote_receipt.stored") in receipt
    assert code_is_heard(seat, receipt)
    return code_in(seat, receipt)


def report(seat: Seat) -> str:
    person, text = seat.person, seat.text
    person.choose(text("common.home"))
    categories = person.choose(text("home.report"))
    districts = person.choose(title_of(categories[4]))
    assert person.choose(title_of(districts[2]))
    place(seat)
    person.choose(text("common.continue"))
    for letter in WORDS[seat.language]:
        assert person.choose(letter)[0].casefold() == letter
    review = person.choose(text("common.continue"))
    assert any(WORDS[seat.language] in sentence.casefold() for sentence in review)
    receipt = person.choose(text("report.file.name"))
    assert text("report_receipt.stored") in receipt
    assert code_is_heard(seat, receipt)
    return code_in(seat, receipt)


def look_up(seat: Seat, code: str) -> list[str]:
    """Type a code key by key, hearing each; what is then said about it."""
    person, text = seat.person, seat.text
    person.choose(text("common.home"))
    person.choose(text("home.look_up"))
    for sign in code:
        assert person.choose(sign)[0] == sign
    return person.choose(text("look_up.go"))


def code_in(seat: Seat, receipt: list[str]) -> str:
    """The code as it was heard, letter by letter."""
    title = [seat.text("report_receipt.code"), seat.text("vote_receipt.code")]
    (said,) = (sentence for sentence in receipt if sentence.startswith(tuple(f"{words}: " for words in title)))
    return "".join(sign for sign in said.split(": ", maxsplit=1)[1] if sign.isalnum())


def place(seat: Seat) -> None:
    """Move the map and say that it is there: the new place is said."""
    person, text = seat.person, seat.text
    person.choose(text("map.left"))
    heard = person.choose(text("map.here"))
    assert heard, "the new place is not said"


def title_of(sentence: str) -> str:
    return sentence.split(".", maxsplit=1)[0]


def code_is_heard(seat: Seat, receipt: list[str]) -> bool:
    groups = seat.kiosk.view.code.replace("-", " ").split()
    return any(all(spelled(group) in sentence for group in groups) for sentence in receipt)


LANGUAGES = ("de", "de-leicht", "ar")
WITH_TRACKER = {("de", WithArrows), ("ar", WithTwoSwitches)}
"""Who looks up the vote, too."""

all_ways = pytest.mark.parametrize(
    "seat",
    [(kind, language) for kind in (WithArrows, WithTwoSwitches) for language in LANGUAGES],
    ids=lambda value: f"{value[0].__name__}-{value[1]}" if isinstance(value, tuple) else str(value),
    indirect=True,
)


@all_ways
def test_a_vote_a_report_and_what_became_of_both_by_ear(seat):
    begin(seat)
    tracker = vote(seat)
    assert seat.stored() == 1
    number = report(seat)
    assert seat.stored() == 2
    assert seat.text("answer.report.waits") in look_up(seat, number)
    if (seat.language, type(seat.person)) in WITH_TRACKER:  # a tracker is long, and typed in the same way
        give_ballot_log(seat.config, seat.keys, staged=seat.config.data / "staged-log")
        heard = look_up(seat, tracker)
        assert speakable(seat.words.text("answer.ballot.in_box", date=seat.words.date(AS_OF))) in map(speakable, heard)
    seat.person.choose(seat.text("common.end.name"))
    assert seat.person.heard[0] == seat.text("goodbye.headline")


@pytest.mark.parametrize(
    "seat",
    [(WithArrows, "de"), (WithTwoSwitches, "de-leicht"), (WithArrows, "ar")],
    ids=lambda value: f"{value[0].__name__}-{value[1]}",
    indirect=True,
)
def test_what_goes_on_in_the_district_is_heard_from_the_list_to_the_question(seat):
    person, text = seat.person, seat.text
    begin(seat)
    heard = person.choose(text("home.projects"))
    assert text("projects.now") in heard
    title = seat.words.content(seat.kiosk.machinery().conductor.offer.projects["garten-nordwest"].title)
    page = person.choose(speakable(title))
    assert text("promise.headline") in page
    assert any(sentence.startswith(f"{text('promise.by')}: ") for sentence in page)
    assert any(sentence.startswith(f"{text('project.take_part')}.") for sentence in page)
    question = person.choose(text("project.take_part"))
    assert any(sentence.endswith(f"{text('page.not_chosen')}.") for sentence in question)
    person.choose(text("common.home"))
    person.choose(text("home.projects"))
    person.choose(text("projects.city"))
    assert any("1: " in sentence for sentence in person.choose(text("projects.map")))


@pytest.mark.parametrize("seat", [(WithArrows, "de")], indirect=True)
def test_the_keys_of_the_voice_work_everywhere_and_the_next_person_begins_anew(seat):
    person = seat.person
    begin(seat)
    assert person.press(Key.FASTER) == ["Geschwindigkeit 4 von 7"]
    assert person.press(Key.LOUDER) == ["Lautstärke 5 von 7"]
    assert (seat.speaker.rate, seat.speaker.volume_db) == (1.25, DEFAULT_VOLUME_DB + 4)
    assert person.press(Key.SOFTER) == ["Lautstärke 4 von 7"]
    assert person.press(Key.REPEAT) == ["Lautstärke 4 von 7"]
    assert person.press(Key.REPEAT)[0] == seat.text("home.headline")
    person.press(Key.PAUSE)
    assert seat.speaker.acts[-1] == "pause"
    person.choose(seat.text("common.end.name"))
    conductor = seat.kiosk.machinery().conductor
    conductor._farewell = replace(conductor._farewell, until=0)
    seat.kiosk.tick()
    assert (seat.speaker.rate, seat.speaker.volume_db) == (DEFAULT_RATE, DEFAULT_VOLUME_DB)
