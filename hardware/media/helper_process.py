"""What the processes behind ``CaptureHelper`` have in common: how they are asked, and how they end. Knows no device."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import NoReturn

from PySide6.QtCore import QCoreApplication, QSocketNotifier

from hardware.media.messages import Told, tell
from hardware.ports import CaptureState


def tell_state(state: CaptureState) -> None:
    """How far it is."""
    tell(Told.STATE, state.value.encode())


def end(state: CaptureState) -> NoReturn:
    """Tell this as the last thing, and end."""
    tell_state(state)
    os._exit(0)  # at once: a driver that is in trouble must not hold the process


def obey(application: QCoreApplication, deeds: Mapping[bytes, Callable[[], None]]) -> None:
    """Do the deed of each word that is asked on standard input, a line each, until the starter is gone."""

    def hear() -> None:
        if words := os.read(0, 100):
            for word in words.split():
                if word in deeds:
                    deeds[word]()
        else:
            os._exit(0)

    asked = QSocketNotifier(0, QSocketNotifier.Type.Read)
    asked.activated.connect(hear)
    application.exec()
