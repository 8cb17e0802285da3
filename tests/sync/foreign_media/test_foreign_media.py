"""Foreign pictures and sounds: what is whole is made anew without anything that came with it, the rest is named."""

import struct
import zlib
from array import array
from io import BytesIO

import pytest
from PIL import Image

from sync.foreign_media import ForeignMedium, MediaFault, MediaUnfit, made_anew
from sync.foreign_media.bounds import MOST_SIDE_PX, MOST_SPOKEN_SECONDS, SPEECH_RATE_HZ
from sync.foreign_media.pictures import blackened
from sync.foreign_media.speech import SpeechEncoder, decoded
from tests.kits.media import jpeg_with_gps, opus, tone

NAME, GPS = 0x010E, 0x8825


def fault_of(medium: ForeignMedium, data: bytes) -> MediaFault:
    with pytest.raises(MediaUnfit) as unfit:
        made_anew(medium, data)
    return unfit.value.fault


def png_of_claimed_size(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a picture of so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 2000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_photo_loses_place_name_thumbnail_and_comments_and_stands_upright():
    foreign = jpeg_with_gps(size=(3000, 1000), orientation=6)
    with Image.open(BytesIO(foreign)) as before:
        assert before.getexif().get_ifd(GPS)
        assert before.info["comment"]
    anew = made_anew(ForeignMedium.PICTURE, foreign)
    with Image.open(BytesIO(anew)) as after:
        assert after.format == "JPEG"
        assert not after.getexif()
        assert not {"exif", "comment", "icc_profile", "photoshop", "xmp"} & set(after.info)
        assert after.size == (667, MOST_SIDE_PX)
    assert b"Warnow" not in anew
    assert b"Exif" not in anew


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (jpeg_with_gps()[:2000], MediaFault.BROKEN),
        (png_of_claimed_size(60_000, 60_000), MediaFault.TOO_LARGE),
        (png_of_claimed_size(9_000, 9_000), MediaFault.TOO_LARGE),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(500), MediaFault.UNKNOWN_KIND),
        (b"GIF89a" + bytes(100), MediaFault.UNKNOWN_KIND),
        (b"", MediaFault.UNKNOWN_KIND),
        (opus(1), MediaFault.UNKNOWN_KIND),
    ],
    ids=["cut off", "bomb", "too many pixels", "heic", "gif", "nothing", "a sound"],
)
def test_what_is_no_whole_picture_is_named(data, fault):
    assert fault_of(ForeignMedium.PICTURE, data) is fault


def test_black_rectangles_are_burnt_into_the_pixels():
    white = BytesIO()
    Image.new("RGB", (400, 200), "white").save(white, "JPEG")
    with Image.open(BytesIO(blackened(white.getvalue(), [(250, 500, 500, 1000)]))) as seen:
        assert max(seen.getpixel((150, 150))) < 10
        assert min(seen.getpixel((50, 50))) > 245


def test_speech_is_made_anew_without_the_tags_it_came_with():
    foreign = opus(2, title="Warnow, Frau Muster")
    assert b"Warnow" in foreign
    anew = made_anew(ForeignMedium.SPEECH, foreign)
    assert b"Warnow" not in anew
    samples, rate = decoded(anew)
    assert len(samples) / 2 / rate == pytest.approx(2, abs=0.1)
    assert max(array("h", samples)) > 5000


def test_speech_that_cannot_be_heard_or_never_ends_is_named():
    assert fault_of(ForeignMedium.SPEECH, opus(1, loud=0)) is MediaFault.SILENT
    assert fault_of(ForeignMedium.SPEECH, opus(MOST_SPOKEN_SECONDS + 3, rate=8000)) is MediaFault.TOO_LARGE
    assert fault_of(ForeignMedium.SPEECH, jpeg_with_gps()) is MediaFault.UNKNOWN_KIND


def test_a_message_that_is_being_spoken_ends_by_itself():
    encoder = SpeechEncoder()
    for _ in range(4):
        encoder.add(tone(MOST_SPOKEN_SECONDS / 3))
    assert encoder.is_full
    assert encoder.frames == MOST_SPOKEN_SECONDS * SPEECH_RATE_HZ


def test_a_message_in_which_nothing_was_said_is_none():
    encoder = SpeechEncoder()
    encoder.add(bytes(SPEECH_RATE_HZ * 2))
    with pytest.raises(MediaUnfit) as unfit:
        encoder.finish()
    assert unfit.value.fault is MediaFault.SILENT
