"""The poll for one evening at this station: opened with two keys under two PINs, its ballots kept, counted offline.

Words of the station's database hold it: what was opened (and counted), and the inner envelopes of its ballots, in
the order of their hashes, so that nothing tells which came first. The keys lie in files beside it, each under the PIN
of its holder; what both open stays sealed for everybody else. All goes when the next poll is opened;
the keys go sooner where both hand them over to the hub. The results of the last ones stay, as people may be told them.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sync.counting.tally import Box, check_tellable, open_both, write_result
from sync.files import make_folders
from sync.key_files import load_open_key, save_key
from sync.protocol.encoding import canonical_json, from_base64, parse_json_list, parse_json_object, to_base64
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll, evening_wire
from sync.protocol.keys import OpenKey
from sync.protocol.poll_results import LEAST_FIGURE, PollResult
from sync.station.state_rows import read_word, write_words

STEPS = ("mix", "tally")
"""The steps of counting, each with a key of its own."""

EVENING, BALLOTS = "evening_poll", "evening_ballots"
"""The keys of the two words in the table ``state``."""

RESULTS = "evening_results"
"""The key of the word with the results that were counted here."""

MOST_RESULTS = 20
"""So many of them are kept, the newest."""


def read_text(connection: sqlite3.Connection) -> str:
    """The word that holds the poll, to notice a change; empty for none. Raises sqlite3.Error."""
    return read_word(connection, EVENING)


def from_text(text: str) -> EveningPoll | None:
    """The poll in this word; None for none, and for one that cannot be read."""
    try:
        return EveningPoll.from_wire(parse_json_object(text))
    except (ValueError, Refused):
        return None


def to_text(evening: EveningPoll) -> str:
    """The word that holds it."""
    return canonical_json(evening.to_wire()).decode()


def ballots_of_evening(connection: sqlite3.Connection) -> list[bytes]:
    """The inner envelopes that were cast here, in the order of their hashes. Raises sqlite3.Error."""
    text = read_word(connection, BALLOTS)
    return [from_base64(one) for one in parse_json_list(text)] if text else []


def keep_ballot(connection: sqlite3.Connection, inner: bytes) -> None:
    """One more. To be called within the transaction that stores it for the hub. Raises sqlite3.Error."""
    ballots = sorted({*ballots_of_evening(connection), inner}, key=lambda one: hashlib.sha256(one).digest())
    write_words(connection, {BALLOTS: canonical_json([to_base64(one) for one in ballots]).decode()})


def counted_here(connection: sqlite3.Connection) -> list[PollResult]:
    """The results of the last polls that were counted at this station, the newest first. Raises sqlite3.Error."""
    found = []
    for text in _results(connection):
        with suppress(Refused):
            found.append(replace(PollResult.from_bytes(text.encode()), by_station=True))
    return found


def results_with(connection: sqlite3.Connection, counted: EveningPoll) -> str:
    """The word that holds the results, with this one. Raises sqlite3.Error, and Refused for one of too few ballots."""
    result = counted.tellable()
    told = [result.to_bytes().decode()] if result else []
    return canonical_json([*told, *_results(connection)][:MOST_RESULTS]).decode()


def make_evening(template: Mapping[str, Any], *, pins: tuple[str, str], folder: Path, day: date) -> EveningPoll:
    """Open this template for the day: a key for each PIN in ``folder``, where those of polls before go.

    Nothing of it holds before its word is written. Raises Refused for a template that is not for this day, OSError.
    """
    mix, tally = OpenKey.generate(), OpenKey.generate()
    wire = evening_wire(template, name=secrets.token_hex(4), day=day, mix=mix.public, tally=tally.public)
    make_folders(folder, mode=0o700)
    place = folder / str(wire["id"])
    make_folders(place, mode=0o700)
    for step, key, pin in zip(STEPS, (mix, tally), pins, strict=True):
        save_key(key, place / f"{step}.pem", pin.encode())
    return EveningPoll(wire)


def forget_keys(folder: Path, *, but: str = "") -> None:
    """Remove the keys of all polls but this one."""
    for place in folder.glob("*"):
        if place.name != but:
            shutil.rmtree(place, ignore_errors=True)


def has_keys(evening: EveningPoll, *, folder: Path) -> bool:
    """Both keys of this poll lie here."""
    return all((folder / evening.poll.id / f"{step}.pem").is_file() for step in STEPS)


def unlock(evening: EveningPoll, pin: str, *, folder: Path) -> tuple[str, OpenKey] | None:
    """Which step this PIN is for, and its key; None for a wrong PIN. Raises OSError where a key is gone."""
    for step in STEPS:
        try:
            return step, load_open_key(folder / evening.poll.id / f"{step}.pem", pin.encode())
        except Refused:
            continue
    return None


def count_evening(evening: EveningPoll, ballots: Sequence[bytes], *, mix: OpenKey, tally: OpenKey) -> EveningPoll:
    """The poll with its result, made of the same rules, and of the same bytes, as the hub's.

    Raises Refused for fewer than five valid ballots, and for a key of another poll; OSError.
    """
    box, poll = Box.of(ballots), evening.poll
    if len(box) < LEAST_FIGURE:
        raise Refused(f"{len(box)} ballots are too few for a result")
    count = open_both(box, poll=poll, mix=mix, tally=tally)
    check_tellable(count, smallest=LEAST_FIGURE)
    result = write_result(count, ballots=box.ballots, doubles=[], late=0, wire=evening.wire)
    return EveningPoll(evening.wire, result.decode())


def _results(connection: sqlite3.Connection) -> list[str]:
    try:
        return [str(one) for one in parse_json_list(read_word(connection, RESULTS) or "[]")]
    except (ValueError, Refused):
        return []
