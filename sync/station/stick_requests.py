"""What attendants wish of the agent, and how far it is: one row that the screens and the agent both write.

The screens never touch a stick and never sign: they ask here, and the agent says here what is going on.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from enum import StrEnum

from sync.protocol.encoding import from_base64, parse_json, random_id, to_base64
from sync.station.database import transaction
from sync.station.state_rows import read_word, write_words

_KEY, _FILE = "stick_work", "stick_file"


class Phase(StrEnum):
    """How far an exchange over a stick is."""

    ASKED = "asked"
    TAKING = "taking"
    """What the hub has answered is taken from the stick."""
    LAYING = "laying"
    """What waits for the hub is laid on it."""
    DONE = "done"
    """It is over, well or not; the stick is not touched any more."""


@dataclass(frozen=True)
class StickWork:
    """One exchange over a stick. Counts are of batches and pieces, ``acknowledged`` of records.

    ``fault`` and ``remarks`` name what was wrong in single words, such as ``full`` or ``tampered``; empty for nothing.
    """

    wish: str = ""
    phase: Phase = Phase.DONE
    done: int = 0
    of: int = 0
    acknowledged: int = 0
    content: bool = False
    """New content is on show."""
    fault: str = ""
    remarks: tuple[str, ...] = ()
    for_key: bool = False
    """Nothing is exchanged: the key of a team is looked for."""
    team: str = ""
    """What proves the team whose stick it is (``shifts.stick_proof``); empty where it holds no key."""
    file: str = ""
    """Nothing is exchanged: the file of this name is laid on it, for people."""


class StickDesk:
    """The row, through one connection to the station's file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, *, for_key: bool = False) -> str:
        """Wish for an exchange with the stick that is plugged in, or for the key of a team on it alone. Returns the
        name of the wish."""
        wish = random_id()
        self._write(StickWork(wish, Phase.ASKED, for_key=for_key))
        return wish

    def ask_to_lay(self, name: str, data: bytes) -> str:
        """Wish for a file to be laid on the stick that is plugged in, for people. Returns the name of the wish."""
        wish = random_id()
        with transaction(self._connection):
            write_words(self._connection, {_FILE: to_base64(data)})
            self._put(StickWork(wish, Phase.ASKED, file=name))
        return wish

    def take_file(self) -> bytes:
        """What the file holds that is wished for; it is not kept here any more."""
        with transaction(self._connection):
            word = read_word(self._connection, _FILE)
            write_words(self._connection, {_FILE: None})
        return from_base64(word)

    def work(self) -> StickWork:
        """What was wished last and how far it is; a finished one without a name where nothing ever was."""
        word = read_word(self._connection, _KEY)
        if not word:
            return StickWork()
        values = parse_json(word)
        return StickWork(**values | {"phase": Phase(values["phase"]), "remarks": tuple(values["remarks"])})

    def tell(self, work: StickWork) -> bool:
        """Say how far a wish is. False when another one has come since: nobody waits for this one any more."""
        with transaction(self._connection):
            if self.work().wish != work.wish:
                return False
            self._put(work)
        return True

    def _write(self, work: StickWork) -> None:
        with transaction(self._connection):
            self._put(work)

    def _put(self, work: StickWork) -> None:
        write_words(self._connection, {_KEY: json.dumps(asdict(work))})
