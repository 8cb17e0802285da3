"""The map from a pack of tiles: whose it is stands on it, what the pack lacks is drawn, it is never read as a whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from accessibility.profile import Theme
from kiosk.widgets.map.ground import SketchGround
from kiosk.widgets.map.projection import Limits, showing, to_plane
from kiosk.widgets.map.tile_ground import TileGround
from kiosk.widgets.map.tile_pack import TilePack, open_pack
from kiosk.widgets.map.view import MapView
from tests.kits.looks import SKETCH, frame, look
from tests.kits.tile_packs import make_pack, png_tile, write_pack

pytestmark = pytest.mark.usefixtures("qapp")

CENTRE_DISTRICT = (12.1137, 54.0609, 12.1582, 54.0966)
AROUND = (12.05, 54.03, 12.22, 54.13)


@pytest.fixture(scope="module")
def pack(tmp_path_factory) -> TilePack:
    found = open_pack(make_pack(tmp_path_factory.mktemp("pack") / "map.mbtiles", AROUND, (12, 15)))
    assert found is not None
    return found


def painted(ground, view) -> QImage:
    image = QImage(round(view.width), round(view.height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ground.paint(painter, view)
    painter.end()
    return image


def viewport(ground: TileGround):
    box = tuple(SKETCH["bbox"])
    return showing(CENTRE_DISTRICT, width=600, height=500, limits=Limits(box, ground.nearest_metres(box)))


def test_each_pixel_is_that_of_the_tile_at_its_place(pack):
    ground = TileGround(pack, SketchGround(SKETCH, look()))
    view = viewport(ground).zoomed(1.3).moved(37, -21)
    image = painted(ground, view)
    zoom = ground._zoom_for(view)
    for across, down in ((5, 250), (300, 250), (590, 40), (123, 480)):
        x, y = to_plane(*view.to_place(across, down))
        column, row = int(x * (1 << zoom)), int(y * (1 << zoom))
        assert image.pixelColor(across, down) == QColor(40 * zoom % 256, 37 * column % 256, 53 * row % 256)


def test_without_a_tile_the_sketch_is_seen_and_a_broken_one_is_none(pack, tmp_path):
    sketch = SketchGround(SKETCH, look())
    with closing(sqlite3.connect(pack.path)) as database:
        rows = database.execute("SELECT * FROM tiles").fetchall()
    torn = write_pack(tmp_path / "torn", ((*row[:3], png_tile(1, 2, 3)[:200]) for row in rows))
    ground = TileGround(open_pack(torn), sketch)
    view = viewport(ground)
    assert painted(ground, view) == painted(sketch, view)


def test_a_pack_that_goes_away_while_it_is_shown_leaves_the_sketch(pack, tmp_path):
    sketch = SketchGround(SKETCH, look())
    gone = TilePack(tmp_path / "gone", pack.least_zoom, pack.most_zoom, "")
    ground = TileGround(gone, sketch)
    assert painted(ground, viewport(ground)) == painted(sketch, viewport(ground))


def test_only_what_is_seen_is_kept(pack):
    ground = TileGround(pack, SketchGround(SKETCH, look()))
    view = viewport(ground)
    for _ in range(60):
        view = view.zoomed(1.07)
        painted(ground, view)
    kept = sum(picture.width() * picture.height() for picture in ground._kept.values() if picture)
    assert kept <= 12_000_000


def test_tiles_let_people_come_nearer_than_the_sketch_and_say_whose_they_are(qtbot, pack):
    drawn = MapView(SKETCH, CENTRE_DISTRICT, look(), "de")
    tiled = MapView(SKETCH, CENTRE_DISTRICT, look(), "de", pack=pack)
    for made in (drawn, tiled):
        qtbot.addWidget(made)
        made.resize(900, 800)
        for _ in range(20):
            made.go_closer()
    assert tiled.viewport.scale > drawn.viewport.scale
    assert pack.attribution in tiled._attribution


@pytest.mark.parametrize("theme", [Theme.WHITE_ON_BLACK, Theme.BLACK_ON_WHITE])
def test_themes_of_two_colours_keep_the_sketch(qtbot, pack, theme):
    made = MapView(SKETCH, CENTRE_DISTRICT, look(frame(theme=theme)), "de", pack=pack)
    qtbot.addWidget(made)
    assert isinstance(made._ground, SketchGround)
    assert pack.attribution not in made._attribution


def bytes_read() -> int:
    """All this process has read so far, from the disk or from what the system remembers of it."""
    said = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(said["rchar"])


def test_a_pack_of_sixty_megabytes_is_read_only_where_it_is_seen(qtbot, pack, tmp_path):
    with closing(sqlite3.connect(pack.path)) as database:
        seen = database.execute("SELECT * FROM tiles").fetchall()
    elsewhere = ((16, column, row, os.urandom(40_000)) for column in range(40) for row in range(40))
    large = write_pack(tmp_path / "large.mbtiles", [*seen, *elsewhere])
    assert large.stat().st_size > 60_000_000
    before = bytes_read()
    opened = open_pack(large)
    made = MapView(SKETCH, CENTRE_DISTRICT, look(), "de", pack=opened)
    qtbot.addWidget(made)
    made.resize(1080, 1100)
    for move in (
        made.go_closer,
        made.go_closer,
        lambda: made.move_by(1, 0),
        lambda: made.move_by(0, 1),
        made.go_farther,
    ):
        move()
        made.grab()
    assert made._has_tiles
    assert bytes_read() - before < 6_000_000
    assert "large.mbtiles" not in Path("/proc/self/maps").read_text(), "no part of it is mapped into memory"
