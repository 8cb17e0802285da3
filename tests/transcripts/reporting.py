"""A third visit by ear with the keys of a keypad alone: a report by the name of its street, said and not written."""

from __future__ import annotations

from pathlib import Path

from hardware.ports import Key, SpokenMessage
from tests.kits.blindfold import WithArrows
from tests.kits.content import Keys
from tests.kits.listening import Seat, begin, code_in, give_microphone, plug_in, seated, title_of
from tests.transcripts.visit import FOLDER, told

LANGUAGES = ("de",)
STREET = "Lange Straße"
SAID = SpokenMessage(b"OggS", 7, bytes(2))


def file_of(language: str) -> Path:
    """Where the transcript of a language is kept."""
    return FOLDER / "reporting" / f"{language}.txt"


def transcript(language: str, folder: Path, keys: Keys) -> str:
    """Make the visit at a new station in ``folder``, and tell it."""
    with seated(WithArrows, language, folder, keys) as seat:
        give_microphone(seat, SAID)
        begin(seat, Key.DOWN)
        plug_in(seat)
        _find_place(seat)
        _say_it(seat)
        number, second = _send(seat)
        assert seat.stored() == 1
        (voice,) = (seat.config.blobs / "voice").iterdir()
        assert SAID.opus not in voice.read_bytes(), "what was said lies there, sealed"
        return told(seat, (number, second))


def _find_place(seat: Seat) -> None:
    """What it is; then where, by the first letters of a street."""
    person, text = seat.person, seat.text
    categories = person.choose(text("home.report"))
    parts = person.choose(title_of(categories[7]))  # behind headline, explanation and three shorter ways
    person.choose(title_of(parts[2]))
    person.choose(text("report_districts.search"))
    for letter in STREET[:5].casefold():
        assert person.choose(letter)[0].casefold() == letter
    person.choose(text("search.start"))
    place = person.choose(STREET)
    assert any(STREET in sentence for sentence in place), "which place it is now is said"
    person.choose(text("place.roughly.name"))  # the whole street: nobody has pointed at a house


def _say_it(seat: Seat) -> None:
    """No sentence, no word written; one said."""
    person, text = seat.person, seat.text
    person.choose(text("common.continue"))
    person.choose(text("common.continue"))
    person.choose(text("extras.spoken"))
    assert person.choose(text("spoken.start")) == [], "the microphone hears the person, and not the voice"
    assert text("spoken.taken") in person.take()  # as was said before: the same key once more
    loudspeaker = seat.kiosk.machinery().capture.loudspeaker
    person.choose(text("spoken.hear"))
    assert loudspeaker.heard[-1] == SAID.samples
    loudspeaker.finish()
    person.choose(text("spoken.again"))
    assert text("spoken.taken") in person.take(), "it can be said anew"
    person.choose(text("spoken.keep"))


def _send(seat: Seat) -> tuple[str, str]:
    """Both codes as they were heard; the review says the street and that something was said."""
    person, text = seat.person, seat.text
    asked = person.choose(text("common.continue"))
    assert text("publication.headline") in asked
    review = person.choose(text("publication.yes"))
    assert any(STREET in sentence for sentence in review)
    assert any(sentence.startswith(f"{text('extras.spoken')}: ") for sentence in review)
    receipt = person.choose(text("report.file.name"))
    assert text("report_receipt.stored") in receipt
    return code_in(seat, receipt), "".join(seat.kiosk.view.second.value.split())
