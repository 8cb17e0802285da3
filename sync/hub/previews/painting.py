"""Has the station's own screens painted, by a program of its own: the hub knows no screens, and loads none.

The program gets the folder of the content and the drafts, opens no network, and is ended when it takes too long.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sync.processes import ending_with_starter
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason

PROJECT = Path(__file__).resolve().parents[3]
PROGRAM = "kiosk.devtools.preview"
MOST_SECONDS = 60
"""A page is painted in two; more on a busy machine."""
MOST_AT_ONCE = 2
MOST_WAIT_SECONDS = 20
"""For others that are being painted."""

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


class PaintingFault(Reason):
    """Why there is no picture."""

    BUSY = "busy", "too many previews are being painted just now"
    UNFINISHED = "unfinished", "no station could show this yet"
    BROKEN = "broken", "the preview could not be painted"


@dataclass(frozen=True)
class PreviewChoice:
    """How the page is to be shown: which of its steps, which part of a long one, in which language, with which aids."""

    step: str = "question"
    page: int = 1
    language: str = "de"
    size: str = "default"
    theme: str = "default"
    layout: str = "normal"
    orientation: str = "portrait"


@dataclass(frozen=True)
class Painted:
    """A page as it is seen (PNG) and heard on arrival, in which of its steps, and all steps there are."""

    png: bytes
    spoken: Sequence[str]
    step: str
    steps: Sequence[str]
    page: int
    pages: int


def paint(shown: str, value: Mapping[str, Any], *, content: Path, choice: PreviewChoice) -> Painted:
    """What stations would show of this draft, which belongs at the path ``shown`` in the content. Raises Refused."""
    asked = {"content": str(content), "drafts": {shown: value}, "shown": shown, **asdict(choice)}
    if not _turns.acquire(timeout=MOST_WAIT_SECONDS):
        raise Refused(PaintingFault.BUSY)
    try:
        done = subprocess.run(
            ending_with_starter([sys.executable, "-P", "-m", PROGRAM]),
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
            cwd=PROJECT,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(PaintingFault.BUSY) from error
    finally:
        _turns.release()
    return _read(done.stdout)


def _read(answer: bytes) -> Painted:
    try:
        wire = parse_json(answer)
    except ValueError as error:
        raise Refused(PaintingFault.BROKEN) from error
    if "fault" in wire:
        raise Refused(PaintingFault.UNFINISHED)
    return Painted(
        png=base64.b64decode(wire["png"]),
        spoken=wire["spoken"],
        step=wire["step"],
        steps=wire["steps"],
        page=wire["page"],
        pages=wire["pages"],
    )
