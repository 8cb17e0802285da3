"""Every screen as a picture and as data: names of files, shape of the data, and that no screen can be left out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from accessibility.profile import Layout, Profile, TextSize, Theme
from kiosk.devtools import sample_station, samples
from kiosk.devtools.contact_sheets import GAP_PX, LEAST_PX, WIDTH_PX, write_sheet
from kiosk.devtools.gallery import LAYOUTS, IncompleteWalkError, Setup, _parser, write_gallery, write_sheets
from kiosk.screens import registered_screens
from kiosk.viewmodel.views import View
from kiosk.widgets.pictogram import Pictograms
from sync.protocol.languages import LANGUAGES

SETUP = Setup(TextSize.LARGE, Theme.SOFT, "en", Layout.NORMAL)
SIZE, PX_PER_MM = (540, 960), 2.015
SAMPLES = samples.sample_views("en", Profile())


def written(folder: Path, walk: object = samples.sample_views) -> list[str]:
    pictograms = Pictograms(sample_station.read_content)
    names = write_gallery(folder, [SETUP], walk=walk, pictograms=pictograms, size=SIZE, px_per_mm=PX_PER_MM)
    return list(names)


@pytest.fixture(scope="module")
def gallery(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    assert len(written(folder)) == len(SAMPLES)
    return folder


def test_there_is_a_picture_and_data_of_every_screen(gallery: Path) -> None:
    assert set(registered_screens()) <= set(SAMPLES)
    names = [f"{screen}.large.soft.en.normal" for screen in SAMPLES]
    expected = sorted(f"{name}.{ending}" for name in names for ending in ("png", "json"))
    assert sorted(path.name for path in gallery.iterdir()) == expected


def test_pictures_are_as_large_as_the_screen(gallery: Path) -> None:
    sizes = {QImage(str(path)).size().toTuple() for path in gallery.glob("*.png")}
    assert sizes == {SIZE}


def test_the_data_has_the_agreed_shape(gallery: Path) -> None:
    for path in gallery.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        head = {key: data[key] for key in ("screen", "size", "theme", "language", "layout")}
        assert ".".join(head.values()) == path.stem
        assert (data["px_per_mm"], data["width"], data["height"]) == (PX_PER_MM, *SIZE)
        assert data["spoken"] and all(isinstance(text, str) for text in data["spoken"])
        assert data["items"]
        for item in data["items"]:
            assert item["kind"] in {"control", "text", "picture"}
            assert len(item["rect"]) == 4 and item["name"] and item["role"]
            assert {"spoken", "text", "font_px", "enabled", "focusable", "focus_order"} <= set(item)


def test_the_focus_order_has_no_holes(gallery: Path) -> None:
    for path in gallery.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        items = data["items"] + data["items_on_other_pages"]
        order = sorted(item["focus_order"] for item in items if item["focusable"])
        assert order == list(range(len(order))), path.stem


def test_a_screen_that_nobody_walks_to_stops_it(qapp: QApplication, tmp_path: Path) -> None:
    def walk(language: str, profile: Profile) -> dict[str, View]:
        views = dict(samples.sample_views(language, profile))
        del views["receipt"]
        return views

    with pytest.raises(IncompleteWalkError, match="receipt"):
        written(tmp_path, walk)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("--size=all", list(TextSize)),
        ("--size=extra,small", [TextSize.SMALL, TextSize.EXTRA]),
        ("--theme=all", list(Theme)),
        ("--language=all", [language.code for language in LANGUAGES]),
        ("--layout=all", list(LAYOUTS)),
    ],
)
def test_one_value_several_or_all(argument: str, values: list[str]) -> None:
    name = argument.split("=", maxsplit=1)[0].strip("-")
    options = _parser().parse_args(["--out", ".", argument])
    assert getattr(options, name) == values


def test_what_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args(["--out", ".", "--theme", "pink"])
    assert "pink is not there" in capsys.readouterr().err


def test_where_nothing_can_be_written_is_said_before_anything_is_painted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(SystemExit):
        _parser().parse_args(["--out", str(tmp_path / "a file")])
    assert "a file" in capsys.readouterr().err
    assert _parser().parse_args(["--out", str(tmp_path / "new" / "deep")]).out.is_dir()


def test_a_sheet_shows_all_pictures_of_its_setup(gallery: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(gallery, tmp_path / "gallery"))
    write_sheets(folder, [SETUP])
    sheet = QImage(str(folder / "sheet.large.soft.en.normal.jpg"))
    columns = (WIDTH_PX + GAP_PX) // (LEAST_PX + GAP_PX)
    side = (WIDTH_PX - (columns + 1) * GAP_PX) // columns
    assert sheet.width() == WIDTH_PX
    assert sheet.height() >= -(-len(SAMPLES) // columns) * side * SIZE[1] // SIZE[0]


def test_a_sheet_of_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with pytest.raises(OSError, match="no picture"):
        write_sheet([tmp_path / "broken.png"], tmp_path / "sheet.jpg")
