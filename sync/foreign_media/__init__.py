"""Pictures and sounds from outside, decoded within bounds and made anew: only pixels and samples come through.

Decoding foreign bytes is left to a process of its own, which holds no key, writes no file and has little memory and
time; it may crash without harm. Knows no report and no station.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

from sync.foreign_media.bounds import MediaFault, MediaUnfit

PROJECT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 20
"""Of the processor; the clock may say more on a busy machine."""
MOST_WAIT_SECONDS = 120
MOST_MEMORY_BYTES = 1024**3
MOST_INPUT_BYTES = 16 * 1024**2

__all__ = ["ForeignMedium", "MediaFault", "MediaUnfit", "made_anew", "read_apart"]


class ForeignMedium(StrEnum):
    """What the bytes are to be."""

    PICTURE = "picture"
    SMALL_PICTURE = "small_picture"
    """At most ``SMALL_SIDE_PX`` a side."""
    CONTENT_PICTURE = "content_picture"
    """As every station can fetch and show it: within the bounds of ``sync.protocol.pictures``."""
    SPEECH = "speech"


def made_anew(medium: ForeignMedium, data: bytes) -> bytes:
    """A picture as JPEG or speech as Ogg Opus, with nothing of the bytes it came in. Raises MediaUnfit saying why."""
    return read_apart("sync.foreign_media", data, medium.value)


def read_apart(module: str, data: bytes, *words: str) -> bytes:
    """What this module writes when it is run in a process of its own, with the data before it. Raises MediaUnfit.

    The module ends with one of ``FAULT_CODES`` where it is not content with the data.
    """
    if len(data) > MOST_INPUT_BYTES:
        raise MediaUnfit(MediaFault.TOO_LARGE)
    command = [sys.executable, "-P", "-m", module, *words]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_WAIT_SECONDS,
            check=False,
            cwd=PROJECT,
            env={"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"},
            preexec_fn=_bound,
        )
    except subprocess.TimeoutExpired as error:
        raise MediaUnfit(MediaFault.TOO_LARGE) from error
    if done.returncode in FAULT_CODES:
        raise MediaUnfit(FAULT_CODES[done.returncode])
    if done.returncode or not done.stdout:
        raise MediaUnfit(MediaFault.BROKEN)
    return done.stdout


FAULT_CODES = {10 + number: fault for number, fault in enumerate(MediaFault)}
"""With which of these the process ends that does the work."""


def fault_code(unfit: MediaUnfit) -> int:
    """With which it ends for this."""
    return next(code for code, fault in FAULT_CODES.items() if fault is unfit.fault)


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
