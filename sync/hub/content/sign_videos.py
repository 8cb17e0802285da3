"""Films in sign language that belong to texts of the content: what a file must be. Plays none."""

from __future__ import annotations

from collections.abc import Iterator

BEGINNING = b"\x1a\x45\xdf\xa3"
"""How every WebM file begins (EBML)."""

MOST_BYTES = 40_000_000
"""Five minutes in good quality. Every station fetches it over whatever line it has."""


def check_video(data: bytes, *, most: int = MOST_BYTES) -> Iterator[str]:
    """What keeps this from being a WebM file that a station can be asked to fetch."""
    if not (data.startswith(BEGINNING) and b"webm" in data[:64]):
        yield "a WebM file is expected"
    if len(data) > most:
        yield f"the film has {len(data)} bytes, at most {most} are sent to stations"
