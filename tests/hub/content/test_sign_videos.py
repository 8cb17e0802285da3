"""Films in sign language in the content: checked, published as they are, and never named without being there."""

import json
import shutil
from pathlib import Path

import pytest

from sync.hub.content.problems import ContentProblems
from sync.hub.content.sign_videos import check_video
from sync.hub.content.source import DEFAULT_CONTENT, load_source

WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
POLL = "polls/garten-nordwest.json"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(DEFAULT_CONTENT, folder)
    (folder / "videos").mkdir()
    return folder


def name_in(file: Path, named: object) -> None:
    value = json.loads(file.read_text(encoding="utf-8"))
    entry = value[0] if isinstance(value, list) else value
    entry["sign_video"] = named
    file.write_text(json.dumps(value), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(ContentProblems) as caught:
        load_source(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("file", [POLL, "categories.json"])
def test_a_film_is_published_with_what_names_it(source, file):
    (source / "videos" / "garden.webm").write_bytes(WEBM)
    name_in(source / file, {"de": "videos/garden.webm"})
    targets = load_source(source).targets()
    assert targets["videos/garden.webm"] == WEBM
    assert b"videos/garden.webm" in targets[file]


@pytest.mark.parametrize("file", [POLL, "categories.json"])
def test_a_film_that_is_not_there_is_named(source, file):
    name_in(source / file, {"de": "videos/nowhere.webm"})
    (problem,) = problems(source)
    assert "sign_video.de" in problem
    assert "there is no file 'videos/nowhere.webm'" in problem


@pytest.mark.parametrize("named", [{}, "videos/garden.webm", {"tlh": "videos/garden.webm"}, {"de": ""}])
def test_films_are_named_by_language(source, named):
    (source / "videos" / "garden.webm").write_bytes(WEBM)
    name_in(source / POLL, named)
    assert any("sign_video" in problem for problem in problems(source))


def test_a_file_that_is_no_film_is_refused(source):
    (source / "videos" / "text.webm").write_text("hello")
    assert "a WebM file is expected" in problems(source)[0]


@pytest.mark.parametrize(("most", "complaints"), [(len(WEBM), 0), (len(WEBM) - 1, 1)])
def test_a_film_that_is_too_large_is_refused(most, complaints):
    assert len(list(check_video(WEBM, most=most))) == complaints
