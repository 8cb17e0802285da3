"""A camera, a microphone and a scanner in memory for pictures of screens: what they see and hear is made up."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from hardware.fakes import MemoryCamera, MemoryMicrophone, MemoryScanner
from hardware.ports import SPOKEN_RATE_HZ, SpokenMessage
from kiosk.session.capture import CaptureDevices


@cache
def sample_photo() -> bytes:
    """A hole in a path beside a bench, as JPEG."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (1280, 960), "#a9c3d6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 420, 1280, 960), fill="#7c9a5e")
    draw.polygon([(380, 960), (590, 420), (730, 420), (1000, 960)], fill="#c9c2b4")
    draw.ellipse((600, 690, 800, 790), fill="#4a4640")
    draw.rectangle((140, 520, 420, 550), fill="#7a5230")
    draw.rectangle((160, 550, 180, 640), fill="#5b3d24")
    draw.rectangle((380, 550, 400, 640), fill="#5b3d24")
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def sample_devices() -> CaptureDevices:
    """All are plugged in; twelve seconds have been said."""
    said = SpokenMessage(b"Ogg", 12, bytes(12 * 2 * SPOKEN_RATE_HZ))
    microphone = MemoryMicrophone(said)
    microphone.heard_seconds = 12
    scanner = MemoryScanner(sample_photo(), has_lamp=True)
    return CaptureDevices(MemoryCamera(sample_photo()), microphone, scanner=scanner)
