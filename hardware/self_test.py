"""Whether camera, scanner and microphone work just now: their helper is started and says it first. No Qt."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress

from hardware.media import camera, microphone, scanner
from hardware.media.helper import PROJECT, SURROUNDINGS, command_of
from hardware.media.messages import BrokenTelling, Listener, Told
from hardware.ports import CaptureState

WITHIN_SECONDS = 15.0
_HELPERS = {"camera": camera.HELPER, "microphone": microphone.HELPER, "scanner": scanner.HELPER}


def try_out(kind: str, device: str, *, within_seconds: float = WITHIN_SECONDS) -> CaptureState:
    """RUNNING: it works. MISSING: there is none, or it may not be used. LOST: it does not answer in time.

    ``kind`` is ``camera``, ``scanner`` or ``microphone``, ``device`` as in the station's settings. Nothing that is
    seen or heard is kept.
    """
    with subprocess.Popen(
        command_of(_HELPERS[kind], device),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
        env=os.environ | SURROUNDINGS,
    ) as helper:
        try:
            return _first_state(helper, time.monotonic() + within_seconds)
        finally:
            helper.kill()


def _first_state(helper: subprocess.Popen[bytes], deadline: float) -> CaptureState:
    assert helper.stdout is not None
    os.set_blocking(helper.stdout.fileno(), False)
    listener = Listener()
    while time.monotonic() < deadline:
        data = helper.stdout.read()
        if data == b"":
            break
        with suppress(BrokenTelling, ValueError):
            for told, body in listener.take(data or b""):
                if told is Told.STATE:
                    return CaptureState(body.decode())
        time.sleep(0.05)
    return CaptureState.LOST
