"""One visit by ear from power-on with the keys of a keypad alone: a vote, a report, a look at what became of it.

Told as text: every key in brackets, below it what is said. What differs from visit to visit is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from accessibility.speech import speakable
from hardware.ports import Key
from tests.kits.blindfold import WithArrows
from tests.kits.content import Keys
from tests.kits.listening import Seat, begin, cast, choose_answer, look_up, plug_in, report, seated

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "transcripts"

BEGINNING = "power is on, the greeting is shown. Nothing is seen; every key is chosen by what was heard."

TOLD = 4
"""Of a long walk with one key, so many steps are told at its beginning; then its last one."""

Said = tuple[str, list[str]]


def file_of(language: str) -> Path:
    """Where the transcript of a language is kept."""
    return FOLDER / f"{language}.txt"


def transcript(language: str, folder: Path, keys: Keys) -> str:
    """Make the visit at a new station in ``folder``, and tell it."""
    with seated(WithArrows, language, folder, keys) as seat:
        return told(seat, _visit(seat))


def told(seat: Seat, codes: tuple[str, ...]) -> str:
    """What was pressed and heard on this seat, as text, without these codes."""
    log = [(f"[{key.value}]" if key else "[headphones are plugged in]", heard) for key, heard in seat.person.log]
    return "\n".join([f"{seat.language}: {BEGINNING}", "", *_told(log, codes)])


def _visit(seat: Seat) -> tuple[str, ...]:
    begin(seat, Key.DOWN)
    seat.person.press(Key.HELP)
    seat.person.choose(seat.text("help.done"))
    wanted = choose_answer(seat)
    assert seat.person.heard == [seat.text("private.accepted")], "what was chosen is not for everybody's ears"
    plug_in(seat)
    tracker = cast(seat, wanted)
    assert seat.stored() == 1
    number = report(seat)
    assert seat.stored() == 2
    assert seat.text("answer.report.waits") in look_up(seat, number)
    seat.person.choose(seat.text("common.end.name"))
    assert seat.person.heard[0] == seat.text("goodbye.headline")
    return tracker, number


def _told(log: list[Said], codes: tuple[str, ...]) -> Iterator[str]:
    for key, run in groupby(log, key=lambda said: said[0]):
        heard = ["".join(f"    {speakable(sentence)}\n" for sentence in sentences) for _, sentences in run]
        skipped = len(heard) - TOLD - 1
        for at, said in enumerate(heard):
            if skipped > 1 and TOLD <= at < len(heard) - 1:
                if at == TOLD:
                    yield f"{key} {skipped} times, until one hears:\n"
                continue
            yield f"{key}\n{_without_codes(said, codes)}"


def _without_codes(said: str, codes: tuple[str, ...]) -> str:
    """Codes are drawn by lot: their letters and digits are left out, however far they are typed."""
    for code in codes:
        said = re.sub(r"[,. ]+".join(code), "...", said)
    return said
