"""Pictures of options and the like: what a file must be, and how content refers to it. Paints none.

A drawing is an SVG of 240 by 180 in the station's own colours, which its themes replace; a photo is PNG or JPEG.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Annotated
from xml.parsers import expat

from pydantic import AfterValidator, ValidationInfo

from sync.hub.content.vocabulary import Model, Text100, Text140, Translated, check_file, surroundings
from sync.protocol.pictures import MOST_BYTES, MOST_HEIGHT_PX, MOST_WIDTH_PX

ENDINGS = (".svg", ".png", ".jpg")

DRAWN_ON = 'viewBox="0 0 240 180"'

INK = "#0a2f4f"
"""Every outline; the station puts the ink of its theme in its place."""

NEVER_IN_A_DRAWING = ("<!", "<?", "<script", "<image", "<text", "<style", "<foreignobject", "href", "url(", " on")
"""Nothing that runs, loads, or needs a font."""

MOST_DEPTH = 30
"""Of the parts of a drawing, in each other."""

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""The segments of a JPEG that tell its size."""


def _check_picture_file(path: str, info: ValidationInfo) -> str:
    return check_file(path, surroundings(info).pictures)


class DescribedPicture(Model):
    """A picture in the folder of the content, and what it shows in the languages of what it belongs to."""

    file: Annotated[Text100, AfterValidator(_check_picture_file)]
    shows: Translated[Text140]


def check_picture(data: bytes) -> Iterator[str]:
    """What keeps this from being a picture that a station can be asked to fetch and show."""
    if len(data) > MOST_BYTES:
        yield f"the picture has {len(data)} bytes, at most {MOST_BYTES} are sent to stations"
    if data.startswith((_PNG, _JPEG)):
        width, height = _size_of_png(data) if data.startswith(_PNG) else _size_of_jpeg(data)
        if not (0 < width <= MOST_WIDTH_PX and 0 < height <= MOST_HEIGHT_PX):
            yield f"a photo has at most {MOST_WIDTH_PX} by {MOST_HEIGHT_PX} pixels, this has {width} by {height}"
        return
    yield from _check_drawing(data)


def check_drawing_is_safe(drawing: str, what: str) -> Iterator[str]:
    """What of an SVG could run, load, or need a font. ``what`` it is called."""
    lowered = drawing.lower()
    found = [forbidden for forbidden in NEVER_IN_A_DRAWING if forbidden in lowered]
    for forbidden in found:
        yield f"{forbidden.strip()!r} has no place in a {what}"
    if not found:  # else it could have entities of its own, and is not read any further
        yield from _check_whole(drawing, what)


def _check_whole(drawing: str, what: str) -> Iterator[str]:
    """A station shows nothing of what is not closed, or lies too deep in each other."""
    depth = deepest = 0

    def begin(_name: str, _attributes: object) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(drawing.encode(), True)
    except expat.ExpatError as error:
        yield f"the {what} is not whole: {error}"
    if deepest > MOST_DEPTH:
        yield f"in the {what} parts lie deeper in each other than {MOST_DEPTH}"


def _check_drawing(data: bytes) -> Iterator[str]:
    try:
        drawing = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        yield "a drawing (SVG in UTF-8) or a photo (PNG, JPEG) is expected"
        return
    if not (drawing.startswith("<svg") and drawing.endswith("</svg>") and DRAWN_ON in drawing):
        yield f"an SVG with {DRAWN_ON} is expected"
    if INK not in drawing:
        yield f"the ink {INK}, which the station replaces, is missing"
    yield from check_drawing_is_safe(drawing, "drawing")


def _size_of_png(data: bytes) -> tuple[int, int]:
    if len(data) < 24 or data[12:16] != b"IHDR":
        return 0, 0
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height from the first frame; nothing where the segments lead nowhere."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return 0, 0
