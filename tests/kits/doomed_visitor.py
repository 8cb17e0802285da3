"""Visits one after the other at a station in a folder, without a window, until the power goes.

    python -m tests.kits.doomed_visitor SETTINGS FATE CODE...

Each vote is cast with the next of the participation codes. After each thank-you its tracker or number is printed, as if
it had been painted. FATE says when the power goes: ``before`` or
``after`` the third record is put.
"""

import os
import signal
import sys
import time
from pathlib import Path
from random import Random

from installer.catalogues import compile_all
from kiosk.conductor import Conductor
from kiosk.station.station import StationFile
from kiosk.texts import FOLDER
from kiosk.viewmodel.intents import (
    Cast,
    Choose,
    ChooseDistrict,
    ChooseLanguage,
    Continue,
    Describe,
    EndVisit,
    FileReport,
    Home,
    OpenPoll,
    OpenPolls,
    Start,
    TypeCode,
)
from kiosk.viewmodel.views import ReceiptView
from sync.protocol.records import Record
from sync.station.config import load_config
from sync.station.disk_reserve import Room
from sync.station.outbox import Outbox
from tests.kits.visit_paths import TO_THE_DISTRICTS, TO_THE_REVIEW

THIRD = 3


class DoomedOutbox:
    """The real outbox; the process dies around the third record, as by a power cut."""

    def __init__(self, outbox: Outbox, fate: str) -> None:
        self._outbox = outbox
        self._fate = fate
        self._puts = 0

    def put(self, record: Record, *, spent: str = "", is_again: bool = False, counted_here: bytes = b"") -> None:
        self._puts += 1
        if self._fate == "before" and self._puts == THIRD:
            os.kill(os.getpid(), signal.SIGKILL)
        self._outbox.put(record, spent=spent, is_again=is_again, counted_here=counted_here)
        if self._fate == "after" and self._puts == THIRD:
            os.kill(os.getpid(), signal.SIGKILL)

    def is_spent(self, mark: str) -> bool:
        return self._outbox.is_spent(mark)

    def room(self) -> Room:
        return self._outbox.room()


class DoomedStation(StationFile):
    """The real station, with that outbox."""

    fate = ""
    doomed: DoomedOutbox | None = None

    @property
    def outbox(self) -> DoomedOutbox:
        self.doomed = self.doomed or DoomedOutbox(super().outbox, self.fate)
        return self.doomed


def tell(kind: str, view: object) -> None:
    assert isinstance(view, ReceiptView), view
    code = "".join(sign for sign in view.code if sign.isalnum())
    sys.stdout.write(f"{kind} {code}\n")
    sys.stdout.flush()


def visit(conductor: Conductor, code: str) -> None:
    """One vote and one report."""

    def ask(*wishes):
        for wish in wishes:
            view = conductor.handle(wish)
        return view

    ask(Start(), ChooseLanguage("de"), Continue(), OpenPolls(), OpenPoll("neuer-markt"), TypeCode(code), Continue())
    ask(Choose("library"), Continue())
    tell("ballot", ask(Cast()))
    ask(Home(), *TO_THE_DISTRICTS, ChooseDistrict("D"), Continue(), Continue(), Describe("Glas am Tor"))
    ask(*TO_THE_REVIEW)
    tell("report", ask(FileReport()))
    ask(EndVisit())


def main(settings: str, fate: str, *codes: str) -> None:
    compile_all((FOLDER,))
    config = load_config(Path(settings))
    station = DoomedStation(config, monotonic=time.monotonic)
    station.fate = fate
    conductor = Conductor(
        station=station, config=config, monotonic=time.monotonic, random=Random(), note=lambda *_: None
    )
    conductor.start()
    for code in codes:
        visit(conductor, code)


if __name__ == "__main__":
    main(*sys.argv[1:])
