"""A helper process beside the screens that hears or sees, and may crash without harm. Knows no device itself.

A helper that dies, hangs or says nonsense ends as LOST, and another may be started.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.media.messages import BrokenTelling, Listener, Told
from hardware.ports import CaptureState
from sync.processes import ending_with_starter

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess, QTimer

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parents[2]
START_WITHIN_MS = 15_000
SILENT_FOR_MS = 6_000
"""So long a helper that runs may say nothing."""
SURROUNDINGS = {"QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1"}
"""Variables of its environment."""
TRYING = {CaptureState.WAKING, CaptureState.RUNNING}


def command_of(module: str, device: str) -> list[str]:
    """What starts the helper, in the folder ``PROJECT``. It ends with whoever starts it."""
    return ending_with_starter([sys.executable, "-P", "-m", module, device])


class CaptureHelper:
    """The process behind a camera or a microphone. ``heard`` gets what it tells beside its state."""

    def __init__(self, module: str, device: str, heard: Callable[[Told, bytes], None]) -> None:
        self._module, self._device = module, device
        self._heard = heard
        self._process: QProcess | None = None
        self._leaving: set[QProcess] = set()
        self._listener = Listener()
        self._watchdog: QTimer | None = None
        self.state = CaptureState.OFF

    def start(self) -> None:
        """A new helper; the one before is ended."""
        from PySide6.QtCore import QProcess, QProcessEnvironment, QTimer

        self.end()
        self.state = CaptureState.WAKING
        process, self._listener = QProcess(), Listener()
        process.setWorkingDirectory(str(PROJECT))
        process.setStandardErrorFile(QProcess.nullDevice())
        surroundings = QProcessEnvironment.systemEnvironment()
        for name, value in SURROUNDINGS.items():
            surroundings.insert(name, value)
        process.setProcessEnvironment(surroundings)
        process.readyReadStandardOutput.connect(lambda: self._read(process))
        process.finished.connect(lambda *_: self._ended(process))
        process.errorOccurred.connect(lambda *_: self._ended(process))
        self._process = process
        command = command_of(self._module, self._device)
        process.start(command[0], command[1:])
        if self._watchdog is None:
            self._watchdog = QTimer()
            self._watchdog.setSingleShot(True)
            self._watchdog.timeout.connect(self._hangs)
        self._watchdog.start(START_WITHIN_MS)

    def ask(self, word: str) -> None:
        """Ask the helper for something, in a word of its own."""
        if self._process is not None:
            self._process.write(word.encode() + b"\n")

    def end(self, state: CaptureState = CaptureState.OFF) -> None:
        """End the helper in this state, and forget what it is still about to tell."""
        if self._watchdog is not None:
            self._watchdog.stop()
        process, self._process = self._process, None
        if process is not None and process.state() != process.ProcessState.NotRunning:
            self._leaving.add(process)
            process.kill()
        self.state = state

    def close(self) -> None:
        """End the helper, and wait until it is gone: a matter of milliseconds."""
        self.end()
        for process in tuple(self._leaving):
            process.waitForFinished()
        self._leaving.clear()

    @property
    def process_id(self) -> int:
        """Of the helper that runs now; 0 for none."""
        return int(self._process.processId()) if self._process is not None else 0

    def _read(self, process: QProcess) -> None:
        if process is not self._process:
            return
        assert self._watchdog is not None
        self._watchdog.start(SILENT_FOR_MS)
        try:
            for told, body in self._listener.take(bytes(process.readAllStandardOutput().data())):
                if told is Told.STATE:
                    self._enter(CaptureState(body.decode()))
                else:
                    self._heard(told, body)
        except (BrokenTelling, ValueError):
            self._give_up("says nonsense")

    def _enter(self, state: CaptureState) -> None:
        self.state = state
        if state not in TRYING and self._watchdog is not None:
            self._watchdog.stop()

    def _ended(self, process: QProcess) -> None:
        self._leaving.discard(process)
        if process is self._process and self.state in TRYING:
            self._give_up("has ended")

    def _hangs(self) -> None:
        if self.state in TRYING:
            self._give_up("says nothing any more")

    def _give_up(self, why: str) -> None:
        log.warning("the helper %s (process %s of %s) %s", self._module, self.process_id, os.getpid(), why)
        self.end(CaptureState.LOST)
