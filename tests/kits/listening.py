"""A kiosk before which somebody sits who sees nothing, and what such a person does there, told in steps.

Whoever sits there decides every key by what was heard; the steps say what has to be heard meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtWidgets import QApplication

from accessibility.speech import SilentSpeaker, speakable, spelled
from hardware.fakes import MemoryAudioOut, MemoryHeadphones, MemoryKeypad, MemoryMicrophone
from hardware.ports import Key, SpokenMessage
from kiosk.app import Kiosk
from kiosk.texts import Texts, language_of
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.disk_reserve import Reserve
from tests.kits.acts import waiting_acts
from tests.kits.blindfold import Blindfold
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station

WORDS = {"uk": "скло", "ru": "стекло", "ar": "زجاج", "en": "glass", "pl": "szklo", "vi": "kinh"}
"""Something to write, in letters of the language's keyboard."""
GERMAN_WORD = "glas"


class Seat:
    """A kiosk with a keypad, and a person before it who sees nothing."""

    def __init__(self, kind: type[Blindfold], language: str, config: StationConfig, keys: Keys) -> None:
        self.language, self.words = language, Texts(language, by_touch=False)
        self.word = WORDS.get(language, GERMAN_WORD)
        self.speaker = SilentSpeaker()
        self.keypad = MemoryKeypad()
        self.headphones = MemoryHeadphones()
        self.seconds = 100.0
        self.config = config
        self.keys = keys
        self.kiosk = Kiosk(
            config, speaker=self.speaker, now_ms=lambda: self.seconds * 1000, random=Random(11), with_voice=False
        )
        self.person = kind(self.speaker, self.hit, more=self.words.text("page.more"))

    def open(self) -> None:
        """The greeting, as after power was switched on."""
        kiosk = self.kiosk
        kiosk.window.setGeometry(QRect(0, 0, 1080, 1920))
        kiosk.window.show_view(kiosk.view)
        kiosk.window.winId()
        kiosk.window.show()
        kiosk.window.activateWindow()
        settle()
        kiosk.begin()
        kiosk.machinery().headphones = self.headphones
        kiosk._wake_voice()  # without waiting until the station has come to rest
        kiosk._hands._keypads = (self.keypad,)
        kiosk._hands.look_for_keypads()

    def hit(self, key: Key) -> None:
        self.seconds += 1
        self.keypad.press(key)
        settle()
        assert QApplication.activeWindow() is self.kiosk.window, "keys go to a window that nobody can reach"

    def text(self, msgid: str) -> str:
        return speakable(self.words.text(msgid))

    def stored(self) -> int:
        connection = open_database(self.config.database)
        count = len(waiting_acts(connection))
        connection.close()
        return count


def settle() -> None:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def seated(kind: type[Blindfold], language: str, folder: Path, keys: Keys) -> Iterator[Seat]:
    """A person of this kind before a station that was just switched on."""
    seat = Seat(kind, language, make_station(folder, keys), keys)
    seat.open()
    try:
        yield seat
    finally:
        seat.kiosk.close()


# --- what a person does, and has to hear -----------------------------------------------------------------------------


def begin(seat: Seat, first: Key) -> None:
    """From the greeting to the first page. Whatever the first key is, it begins a visit that is heard."""
    person = seat.person
    heard = person.press(first)
    way = "two_switches" if first is Key.SWITCH_NEXT else "keypad"
    assert heard[0] == speakable(Texts("de").text(f"operate.{way}")), "how to operate it comes before anything else"
    own_name = language_of(seat.language).own_name
    assert any(own_name in sentence for sentence in heard)
    chosen = person.choose(own_name)
    if seat.language != "de":
        assert chosen[0] == seat.text(f"operate.{way}"), "and once more in the person's own language"
    if way == "two_switches":  # whoever has arrows and is read to is not asked about size and colours
        person.choose(seat.text("common.continue"))
    assert seat.text("home.headline") in person.heard


def agree(seat: Seat) -> None:
    """Nobody else is near: answers may be heard."""
    person, text = seat.person, seat.text
    person.choose(text("aids.speech.settings"))
    heard = person.choose(text("speech.private"))
    assert heard == [f"{text('speech.private')}: {text('page.chosen')}"]
    person.choose(text("common.continue"))


def plug_in(seat: Seat) -> None:
    """Headphones of one's own: from now on answers are heard."""
    before = len(seat.speaker.transcript)
    seat.headphones.on = True
    seat.kiosk._voice._listen()
    seat.person.note(seat.speaker.transcript[before:])
    assert seat.person.heard == [seat.text("private.heard")]


def give_microphone(seat: Seat, said: SpokenMessage) -> None:
    """What the person says from now on is this; there is room on the disk to keep it."""
    capture = seat.kiosk.machinery().capture
    capture.microphone, capture.loudspeaker = MemoryMicrophone(said), MemoryAudioOut()
    assert Reserve(seat.config.database.parent).keep(), "the agent has set room aside"


def choose_answer(seat: Seat) -> str:
    """Go to the polls, open one and take an answer; its title. What is said of it is left to the caller."""
    person, text = seat.person, seat.text
    polls = person.choose(text("home.vote"))
    person.choose(title_of(polls[2]))
    title = seat.kiosk.view.options[-1].title
    person.choose(title)
    return title


def cast(seat: Seat, wanted: str) -> str:
    """Check the answer, cast it; the tracker as it was heard."""
    person, text = seat.person, seat.text
    review = person.choose(text("common.continue"))
    assert any(wanted in sentence for sentence in review)
    receipt = person.choose(text("vote.cast.name"))
    assert text("vote_receipt.stored") in receipt
    return code_in(seat, receipt)


def report(seat: Seat) -> str:
    """Report a defect; the number as it was heard."""
    person, text = seat.person, seat.text
    person.choose(text("common.home"))
    categories = person.choose(text("home.report"))
    parts = person.choose(title_of(categories[7]))  # behind headline, explanation and three shorter ways
    districts = person.choose(title_of(parts[2]))
    assert person.choose(title_of(districts[3]))
    person.choose(text("map.left"))
    assert person.choose(text("map.here")), "the new place is not said"
    sentences = person.choose(text("common.continue"))
    ready = title_of(sentences[2])
    assert person.choose(ready)[0].startswith(ready), "what was chosen is not confirmed"
    person.choose(text("common.continue"))
    for letter in seat.word:
        assert person.choose(letter)[0].casefold() == letter
    person.choose(text("common.continue"))
    person.choose(text("common.continue"))  # no photo, no voice, no contact
    review = person.choose(text("publication.yes"))
    assert any(ready in sentence and seat.word in sentence.casefold() for sentence in review)
    receipt = person.choose(text("report.file.name"))
    assert text("report_receipt.stored") in receipt
    return code_in(seat, receipt)


def look_up(seat: Seat, code: str) -> list[str]:
    """Type a code key by key, hearing each; what is then said about it."""
    person, text = seat.person, seat.text
    person.choose(text("common.home"))
    person.choose(text("home.look_up"))
    for sign in code:
        assert person.choose(sign)[0] == sign
    return person.choose(text("look_up.go"))


def title_of(sentence: str) -> str:
    """The name of a thing is what comes first."""
    return sentence.split(".", maxsplit=1)[0]


def code_in(seat: Seat, receipt: list[str]) -> str:
    """The code as it was heard, letter by letter."""
    title = [seat.text(f"{kind}_receipt.code") for kind in ("report", "vote", "contribution")]
    (said,) = (sentence for sentence in receipt if sentence.startswith(tuple(f"{words}: " for words in title)))
    assert spelled(seat.kiosk.view.code) in said
    return "".join(sign for sign in said.split(": ", maxsplit=1)[1] if sign.isalnum())
