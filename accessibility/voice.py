"""Turns one sentence after the other into sound samples without ever blocking the kiosk. Plays and stores nothing.

`HelperVoice` talks to the helper process of `voice_helper` through pipes of Qt's event loop; a helper that dies or
hangs is replaced, and the sentence after it comes. `ScriptedVoice` is its twin in memory.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QProcess, QTimer

from accessibility.rendering import Rendering
from accessibility.speech import Sound

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent
HELPER = (sys.executable, "-m", "accessibility.voice_helper")

# The helper's own alarm comes first (SECONDS_PER_SENTENCE); this one is for a helper that is stuck itself.
ANSWER_WITHIN_MS = 2_500
# The same for a city's own voice, which may be slow, and the embedded one that steps in for it.
COMMAND_WITHIN_MS = 9_000
START_WITHIN_MS = 10_000
# After so many helpers in a row that said nothing at all there is no voice here; try again after a while.
VAIN_HELPERS = 3
REST_SECONDS = 60.0
# A sentence that a helper died of is given one more helper, not a third.
ATTEMPTS = 2

Done = Callable[[Sound | None], None]


class Voice(Protocol):
    """Renders sentences in the order they are asked for."""

    def warm(self) -> None:
        """Gets ready, so that the first sentence comes as quickly as the next."""

    def render(self, wanted: Rendering, done: Done) -> None:
        """Calls `done` with the sound, or with None if this sentence cannot be spoken."""

    def cancel(self) -> None:
        """Nothing asked so far is wanted any more; its `done` is never called."""

    def renew(self) -> None:
        """Cancels, and throws away everything that ever held a sentence in memory."""

    def close(self) -> None:
        """Cancels and stops for good."""


@dataclass
class _Job:
    number: int
    wanted: Rendering
    done: Done | None
    attempts: int = 0


class HelperVoice:
    """Voice by a helper process. Needs a running Qt event loop; `close` it before the loop ends."""

    def __init__(self, *, command: Sequence[str] = HELPER, answer_within_ms: int = ANSWER_WITHIN_MS) -> None:
        self._command = tuple(command)
        self._answer_within_ms = answer_within_ms
        self._waiting: deque[_Job] = deque()
        self._current: _Job | None = None
        self._numbers = 0
        self._process: QProcess | None = None
        self._leaving: set[QProcess] = set()
        self._ready = False
        self._used = False
        self._received = bytearray()
        self._vain = 0
        self._resting_until = 0.0
        self._watchdog = QTimer()
        self._watchdog.setSingleShot(True)
        self._watchdog.timeout.connect(self._hangs)

    def warm(self) -> None:
        if self._process is None and time.monotonic() >= self._resting_until:
            self._start()

    def render(self, wanted: Rendering, done: Done) -> None:
        self._numbers += 1
        self._waiting.append(_Job(self._numbers, wanted, done))
        self._go_on()

    def cancel(self) -> None:
        self._waiting.clear()
        if self._current:
            self._current.done = None

    def renew(self) -> None:
        self.cancel()
        if not self._used:
            return
        self._current = None
        self._drop_process()
        self.warm()

    def close(self) -> None:
        self.cancel()
        self._current = None
        self._drop_process()
        for process in tuple(self._leaving):
            process.waitForFinished()  # killed above: a matter of milliseconds

    # --- the process -----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        process = QProcess()
        process.setWorkingDirectory(str(PROJECT))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(lambda: self._read(process))
        process.finished.connect(lambda *_: self._died(process))
        process.errorOccurred.connect(lambda error: self._failed(process, error))
        self._process, self._used = process, False
        process.start(self._command[0], list(self._command[1:]))
        self._watchdog.start(START_WITHIN_MS)

    def _drop_process(self) -> None:
        """Ends the helper. Qt needs the object until the process is really gone."""
        self._watchdog.stop()
        process, self._process, self._ready = self._process, None, False
        self._received.clear()
        if process and process.state() != QProcess.ProcessState.NotRunning:
            self._leaving.add(process)
            process.kill()

    def _died(self, process: QProcess) -> None:
        self._leaving.discard(process)
        process.deleteLater()  # its own signals hold it otherwise
        if process is self._process:
            self._replace("died")

    def _failed(self, process: QProcess, error: QProcess.ProcessError) -> None:
        # Every other error is followed by `finished`.
        if error == QProcess.ProcessError.FailedToStart:
            self._died(process)

    def _hangs(self) -> None:
        if self._current:
            self._current.attempts = ATTEMPTS  # it would only hang again, and the person has waited long enough
        self._replace("hangs")

    def _replace(self, why: str) -> None:
        log.warning("the voice helper %s and is replaced", why)
        self._vain += 0 if self._ready else 1
        self._drop_process()
        job, self._current = self._current, None
        if job and job.done and job.attempts < ATTEMPTS:
            self._waiting.appendleft(job)
        if self._vain >= VAIN_HELPERS:
            log.error("no voice: %d helpers in a row did not start", self._vain)
            self._vain, self._resting_until = 0, time.monotonic() + REST_SECONDS
        if job and job.done and job.attempts >= ATTEMPTS:
            job.done(None)
        self._go_on()

    # --- the talk --------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if not self._waiting or self._current:
            return
        self.warm()
        if self._process is None:
            QTimer.singleShot(0, self._give_up)
        elif self._ready:
            self._ask(self._waiting.popleft())

    def _give_up(self) -> None:
        """No voice now: whoever waits goes on in silence."""
        waiting, self._waiting = self._waiting, deque()
        for job in waiting:
            if job.done:
                job.done(None)

    def _ask(self, job: _Job) -> None:
        assert self._process
        self._current, self._used = job, True
        job.attempts += 1
        self._process.write(json.dumps({"id": job.number, **asdict(job.wanted)}).encode() + b"\n")
        self._watchdog.start(self._answer_within_ms)

    def _read(self, process: QProcess) -> None:
        if process is not self._process:
            return
        self._received += process.readAllStandardOutput().data()
        while process is self._process and (answer := _take_answer(self._received)):
            self._answered(*answer)

    def _answered(self, header: dict[str, Any], samples: bytes) -> None:
        if header.get("ready"):
            self._watchdog.stop()
            self._ready, self._vain = True, 0
        elif "id" not in header:
            log.error("the voice helper cannot work: %s", header.get("problem"))
        elif self._current and header.get("id") == self._current.number:
            self._watchdog.stop()
            job, self._current = self._current, None
            if job.done:
                job.done(None if "problem" in header else Sound(samples, words_of(header)))
        self._go_on()


def _take_answer(received: bytearray) -> tuple[dict[str, Any], bytes] | None:
    """Takes the first whole answer out of `received`: its header and samples. None if it has not all come yet."""
    end = received.find(b"\n")
    if end < 0:
        return None
    header = json.loads(received[:end])
    length = int(header.get("bytes", 0))
    if len(received) < end + 1 + length:
        return None
    samples = bytes(received[end + 1 : end + 1 + length])
    del received[: end + 1 + length]
    return header, samples


def words_of(header: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """The ``words`` of a :class:`Sound`, as JSON has them."""
    return tuple((int(frame), int(word)) for frame, word in header.get("words", ()))


class ScriptedVoice:
    """Voice in memory: `answer` gives the oldest waiting sentence its sound (made of its own text) or None."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Rendering, Done]] = []
        self.asked: list[Rendering] = []
        self.renewed = 0

    def warm(self) -> None:
        """Always warm."""

    def render(self, wanted: Rendering, done: Done) -> None:
        self.asked.append(wanted)
        self.waiting.append((wanted, done))

    def cancel(self) -> None:
        self.waiting.clear()

    def renew(self) -> None:
        self.cancel()
        self.renewed += 1

    def close(self) -> None:
        self.cancel()

    def answer(self, *, fails: bool = False) -> None:
        """The voice has finished its oldest sentence."""
        wanted, done = self.waiting.pop(0)
        done(None if fails else self.sound(wanted.words))

    @staticmethod
    def sound(text: str) -> Sound:
        """What this voice says for a text: its letters as samples."""
        begins = [at for at, letter in enumerate(text) if letter != " " and (at == 0 or text[at - 1] == " ")]
        return Sound(text.encode("utf-16-le"), tuple((frame, word) for word, frame in enumerate(begins)))
