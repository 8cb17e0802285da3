"""Pictures of options: checked, bounded, described in every language of their poll, and published as they are."""

import json
import re
import shutil
import struct
from pathlib import Path

import pytest

from sync.hub.content.pictures import INK, check_picture
from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.pictures import MOST_BYTES
from sync.protocol.polls.poll import Poll, texts_of

POLL = "polls/garten-nordwest.json"
DRAWING = (DEFAULT_CONTENT / "pictures" / "benches.svg").read_bytes()


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0"


def jpeg(width: int, height: int) -> bytes:
    about = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
    return b"\xff\xd8" + about + b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(DEFAULT_CONTENT, folder)
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(ContentProblems) as caught:
        load_source(folder)
    return [str(problem) for problem in caught.value.problems]


def change_picture(folder: Path, **members: object) -> None:
    value = json.loads((folder / POLL).read_text(encoding="utf-8"))
    value["options"][0]["picture"] |= members
    (folder / POLL).write_text(json.dumps(value), encoding="utf-8")


def test_every_option_of_the_default_content_has_a_picture_that_is_published_and_described():
    targets = load_source(DEFAULT_CONTENT).targets()
    for name, data in targets.items():
        if not name.startswith("polls/"):
            continue
        for option in Poll.from_wire(json.loads(data)).options:
            assert option.picture is not None
            assert option.picture.file in targets
            assert set(option.picture.shows) == set(LANGUAGE_CODES)


def test_the_drawings_of_the_default_content_are_of_one_hand():
    for file in sorted((DEFAULT_CONTENT / "pictures").glob("*.svg")):
        drawing = file.read_text(encoding="utf-8")
        assert set(re.findall(r'stroke="(.*?)"', drawing)) == {INK}, file.name
        assert set(re.findall(r'stroke-width="(.*?)"', drawing)) == {"6"}, file.name


@pytest.mark.parametrize("data", [DRAWING, png(1600, 1200), jpeg(1600, 1200)])
def test_a_drawing_or_a_photo_is_taken(data):
    assert list(check_picture(data)) == []


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (png(1601, 10), "1601 by 10"),
        (jpeg(10, 1201), "10 by 1201"),
        (b"\xff\xd8\xff\xe0\xff", "0 by 0"),
        (b"\x89PNG\r\n\x1a\n", "0 by 0"),
        (b"GIF89a\xff", "a drawing (SVG in UTF-8) or a photo"),
        (DRAWING.replace(b"</g>", b"</g><script>alert(1)</script>"), "'<script'"),
        (DRAWING.replace(b"</g>", b'</g><image href="http://example.org/a.png"/>'), "'href'"),
        (DRAWING.replace(INK.encode(), b"#123456"), INK),
        (DRAWING.replace(b"240 180", b"48 48"), "viewBox"),
        (png(10, 10) + bytes(MOST_BYTES), str(MOST_BYTES)),
        (DRAWING.replace(b"</g>", b""), "not whole"),
        (DRAWING.replace(b"</g>", b"<g>" * 50 + b"</g>" * 51), "deeper"),
    ],
)
def test_what_no_station_should_show_is_named(data, word):
    assert any(word in message for message in check_picture(data))


def test_a_photo_is_published_as_it_is(source):
    (source / "pictures" / "beds.jpg").write_bytes(jpeg(800, 600))
    change_picture(source, file="pictures/beds.jpg")
    assert load_source(source).targets()["pictures/beds.jpg"] == jpeg(800, 600)


def test_a_picture_that_is_not_there_is_named(source):
    change_picture(source, file="pictures/nowhere.svg")
    (problem,) = problems(source)
    assert "options[0].picture.file: there is no file 'pictures/nowhere.svg'" in problem


def test_a_picture_is_described_in_every_language_of_its_poll(source):
    change_picture(source, shows={"de": "Ein Beet."})
    assert any("picture.shows.ar is missing" in problem for problem in problems(source))


def test_a_picture_may_be_described_in_more_languages_than_its_poll_is_in(source):
    value = json.loads((source / POLL).read_text(encoding="utf-8"))
    for place, text in texts_of(value):
        for language in () if "picture" in place else LANGUAGE_CODES[1:]:
            text.pop(language, None)
    (source / POLL).write_text(json.dumps(value), encoding="utf-8")
    poll = Poll.from_wire(load_source(source).polls["garten-nordwest"])
    assert [code for code in LANGUAGE_CODES if poll.is_in(code)] == ["de"]
