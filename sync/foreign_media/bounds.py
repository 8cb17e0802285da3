"""How large a picture and how long a spoken message may be, and what can be wrong with one. Decodes nothing."""

from __future__ import annotations

from enum import StrEnum

MOST_SIDE_PX = 2000
"""Of a picture that was made anew: what a crew needs to see, and what a bad line still carries."""
SMALL_SIDE_PX = 360
"""Of one that is only looked at beside words."""
MOST_PIXELS = 40_000_000
"""Of a picture before: more no camera of a station or a telephone has."""
JPEG_QUALITY = 85
MOST_SPOKEN_SECONDS = 90
SPEECH_RATE_HZ = 16_000
"""Samples a second of a spoken message: one channel, signed 16 bit. All that a voice needs."""
BEGINS_WITHIN_SECONDS = 0.5
"""So long the tone that begins a message may be heard in it: no voice yet."""
HEARD_FROM = 500
"""Below this (of 32,767) nothing was heard but the microphone itself."""


class MediaFault(StrEnum):
    """Why bytes do not become a picture or a sound."""

    UNKNOWN_KIND = "unknown_kind"
    """Of a kind that is not taken: HEIC, a document, a film."""
    BROKEN = "broken"
    """Cut off or damaged."""
    TOO_LARGE = "too_large"
    """More pixels, bytes or time than anything real."""
    SILENT = "silent"
    """Nothing is to be heard."""


class MediaUnfit(Exception):  # noqa: N818  it is the answer
    """These bytes are no picture or sound to keep."""

    def __init__(self, fault: MediaFault) -> None:
        super().__init__(fault.value)
        self.fault = fault
