"""Films in sign language that belong to texts of the content: what a file must be, and that none is missing.

Takes bytes and values and notes complaints; reads no file and plays none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sync.hub.content.validators import Spot

BEGINNING = b"\x1a\x45\xdf\xa3"
"""How every WebM file begins (EBML)."""

MOST_BYTES = 40_000_000
"""Five minutes in good quality. Every station fetches it over whatever line it has."""


def check_video(data: bytes, spot: Spot, *, most: int = MOST_BYTES) -> None:
    """A WebM file that a station can be asked to fetch."""
    if not (data.startswith(BEGINNING) and b"webm" in data[:64]):
        spot.say("a WebM file is expected")
    if len(data) > most:
        spot.say(f"the film has {len(data)} bytes, at most {most} are sent to stations")


def check_videos_exist(entries: Any, spot: Spot, videos: Collection[str]) -> None:
    """Every film that is named lies there. ``entries`` are the objects of a list, or one alone in a list."""
    for entry in entries if isinstance(entries, list) else []:
        named = entry.get("sign_video") if isinstance(entry, Mapping) else None
        for language, wanted in named.items() if isinstance(named, Mapping) else ():
            if isinstance(wanted, str) and wanted not in videos:
                spot.key("sign_video").key(str(language)).say(f"there is no file {wanted!r}")
