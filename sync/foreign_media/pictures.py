"""A picture made anew: turned upright, at most 2000 pixels a side, JPEG of nothing but its pixels. Opens no file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from sync.foreign_media.bounds import JPEG_QUALITY, MOST_PIXELS, MOST_SIDE_PX, SMALL_SIDE_PX, MediaFault, MediaUnfit
from sync.protocol.pictures import MOST_BYTES, MOST_HEIGHT_PX, MOST_WIDTH_PX

KINDS = ("JPEG", "PNG")

Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom, in thousandths of width and height."""


def picture_anew(data: bytes, *, is_small: bool = False) -> bytes:
    """JPEG without any metadata; ``is_small``: at most ``SMALL_SIDE_PX`` a side.

    Raises MediaUnfit for what is no whole JPEG or PNG of bearable size.
    """
    with decoding():
        return _encoded(decoded_picture(data), most_px=SMALL_SIDE_PX if is_small else MOST_SIDE_PX)


def content_picture_anew(data: bytes) -> bytes:
    """JPEG without any metadata, within ``MOST_WIDTH_PX``, ``MOST_HEIGHT_PX`` and ``MOST_BYTES``. Raises MediaUnfit."""
    with decoding():
        picture = decoded_picture(data)
        picture.thumbnail((MOST_WIDTH_PX, MOST_HEIGHT_PX), Image.Resampling.LANCZOS)
        while len(anew := _encoded(picture)) > MOST_BYTES:
            picture.thumbnail((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.LANCZOS)
        return anew


@contextmanager
def decoding() -> Iterator[None]:
    """Whatever a decoder raises within is about the foreign bytes it met: raises MediaUnfit for it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as error:
        raise MediaUnfit(MediaFault.TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise MediaUnfit(MediaFault.UNKNOWN_KIND) from error
    except MediaUnfit:
        raise
    except Exception as error:
        raise MediaUnfit(MediaFault.BROKEN) from error


def blackened(jpeg: bytes, rectangles: Sequence[Rectangle]) -> bytes:
    """One of our own JPEGs with black rectangles burnt into its pixels."""
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as found:
        picture = found.convert("RGB")
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in rectangles:
        sides = (left * picture.width, top * picture.height, right * picture.width, bottom * picture.height)
        draw.rectangle([side / 1000 for side in sides], fill="black")
    return _encoded(picture)


def decoded_picture(data: bytes) -> Image.Image:
    """Upright, on white where it was transparent. To be called within ``decoding``."""
    with Image.open(BytesIO(data), formats=KINDS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise MediaUnfit(MediaFault.TOO_LARGE)
        upright = ImageOps.exif_transpose(found)
        if upright.has_transparency_data:
            seen = upright.convert("RGBA")
            ground = Image.new("RGBA", seen.size, "white")
            return Image.alpha_composite(ground, seen).convert("RGB")
        return upright.convert("RGB")


def _encoded(picture: Image.Image, *, most_px: int = MOST_SIDE_PX) -> bytes:
    picture.thumbnail((most_px, most_px), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())  # what else came with it stays behind
    out = BytesIO()
    bare.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()
