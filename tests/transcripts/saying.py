"""A second visit by ear with the keys of a keypad alone: the page of a project, an idea said aloud, a question."""

from __future__ import annotations

from pathlib import Path

from accessibility.speech import speakable
from hardware.ports import Key, SpokenMessage
from tests.kits.blindfold import WithArrows
from tests.kits.content import Keys
from tests.kits.listening import Seat, begin, code_in, give_microphone, plug_in, seated
from tests.transcripts.visit import FOLDER, told

LANGUAGES = ("de", "de-leicht", "ar")
PROJECT = "garten-nordwest"
SAID = SpokenMessage(b"OggS", 7, bytes(2))


def file_of(language: str) -> Path:
    """Where the transcript of a language is kept."""
    return FOLDER / "saying" / f"{language}.txt"


def transcript(language: str, folder: Path, keys: Keys) -> str:
    """Make the visit at a new station in ``folder``, and tell it."""
    with seated(WithArrows, language, folder, keys) as seat:
        give_microphone(seat, SAID)
        begin(seat, Key.DOWN)
        plug_in(seat)
        _read_project(seat)
        idea = _say_idea(seat)
        return told(seat, (*idea, *_ask(seat)))


def _content(seat: Seat, texts: object) -> str:
    return speakable(seat.words.content(texts))


def _read_project(seat: Seat) -> None:
    """From the list to the page, and on to saying something to it."""
    person, offer = seat.person, seat.kiosk.machinery().conductor.offer
    person.choose(seat.text("home.projects"))
    page = person.choose(_content(seat, offer.projects[PROJECT].title))
    assert seat.text("promise.headline") in page
    kinds = person.choose(seat.text("home.contribute"))
    assert any(sentence.startswith(seat.text("contribute.idea")) for sentence in kinds)


def _say_idea(seat: Seat) -> tuple[str, ...]:
    """Begin, record, hear it again, send."""
    person, text, offer = seat.person, seat.text, seat.kiosk.machinery().conductor.offer
    topics = person.choose(text("contribute.idea"))
    assert topics[0] == text("topics.headline")
    person.choose(_content(seat, next(iter(offer.dialogue.topics.values())).title))
    person.choose(offer.districts["D"].name)
    ways = person.choose(text("place.roughly.name"))
    assert text("own_words.idea.headline") in ways
    person.choose(text("extras.spoken"))
    assert person.choose(text("spoken.start")) == [], "the microphone hears the person, and not the voice"
    taken = person.take()  # as was said before: the same key once more
    assert text("spoken.taken") in taken
    assert person.choose(text("spoken.hear")) == [], "what is heard is what was said"
    seat.kiosk.machinery().capture.loudspeaker.finish()
    back = person.choose(text("spoken.keep"))
    assert any(text("extras.spoken.done") in sentence for sentence in back)
    review = person.choose(text("common.continue"))
    assert any(sentence.startswith(f"{text('extras.spoken')}: ") for sentence in review)
    return _sent(seat)


def _ask(seat: Seat) -> tuple[str, ...]:
    """To the first who answers, in a few letters, for everybody."""
    person, text, offer = seat.person, seat.text, seat.kiosk.machinery().conductor.offer
    person.choose(text("common.home"))
    person.choose(text("home.contribute"))
    person.choose(text("contribute.question"))
    person.choose(_content(seat, next(iter(offer.dialogue.receivers.values())).title))
    person.choose(text("how_to_say.write"))
    for letter in seat.word[:2]:
        assert person.choose(letter)[0].casefold() == letter
    person.choose(text("common.continue"))
    readers = person.choose(text("common.continue"))
    assert readers[0] == text("publicity.headline")
    review = person.choose(text("publicity.public"))
    assert any(seat.word[:2] in sentence.casefold() for sentence in review)
    return _sent(seat)


def _sent(seat: Seat) -> tuple[str, ...]:
    """Both codes as they were heard."""
    receipt = seat.person.choose(seat.text("contribution.send"))
    assert seat.text("contribution_receipt.headline") in receipt
    return code_in(seat, receipt), "".join(seat.kiosk.view.second.value.split())
