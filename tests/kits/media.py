"""Photos and spoken messages as they come from outside, with everything in them that should not stay."""

from __future__ import annotations

import math
from array import array
from io import BytesIO

import soundfile
from PIL import Image

from sync.foreign_media.bounds import SPEECH_RATE_HZ

GPS, DESCRIPTION, ORIENTATION = 0x8825, 0x010E, 0x0112


def jpeg_with_gps(*, size: tuple[int, int] = (640, 480), orientation: int = 1) -> bytes:
    """A photo of a slope of colours that tells where it was taken, by whom, and how it was held."""
    picture = Image.radial_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[DESCRIPTION] = "Warnow, Frau Muster"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (54.0, 5.0, 21.0), 3: "E", 4: (12.0, 8.0, 11.0)})
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"Warnow")
    return out.getvalue()


def tone(seconds: float, *, rate: int = SPEECH_RATE_HZ, loud: int = 9000) -> bytes:
    """Samples of a tone of 220 Hz."""
    one = array("h", [round(loud * math.sin(2 * math.pi * 220 * at / rate)) for at in range(rate)]).tobytes()
    return (one * math.ceil(seconds))[: int(seconds * rate) * 2]


def opus(seconds: float, *, rate: int = SPEECH_RATE_HZ, loud: int = 9000, title: str = "") -> bytes:
    """The same as Ogg Opus."""
    out = BytesIO()
    with soundfile.SoundFile(out, "w", samplerate=rate, channels=1, format="OGG", subtype="OPUS") as sound:
        if title:
            sound.title = title
        sound.buffer_write(tone(seconds, rate=rate, loud=loud), dtype="int16")
    return out.getvalue()
