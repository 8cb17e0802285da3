"""Pictures on tiles, and drawings in the colours of a theme."""

import pytest
from PySide6.QtGui import QColor, QImage

from accessibility.contrast import palette
from accessibility.profile import Profile, TextSize, Theme
from kiosk.devtools.gallery import SIZES
from kiosk.devtools.sample_station import read_content
from kiosk.devtools.samples import sample_views
from kiosk.screens import build_screen
from kiosk.viewmodel.intents import Choose
from kiosk.widgets.pictogram import MOST_PIXELS, Pictograms
from kiosk.widgets.theme import look_for
from kiosk.widgets.tiles.tile import Tile


def voting(qtbot, language, size=TextSize.DEFAULT):
    view = sample_views(language, Profile(size=size))["vote"]
    width, height = SIZES["portrait"]
    look = look_for(view.frame, px_per_mm=4.03, width=width, height=height, pictograms=Pictograms(read_content))
    screen = build_screen(view, look)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    return screen


def options_of(screen):
    return [tile for tile in screen.findChildren(Tile) if isinstance(tile.intent, Choose)]


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("size", [TextSize.DEFAULT, TextSize.EXTRA])
def test_a_picture_stands_on_its_tile_beside_the_words(qtbot, language, size):
    screen = voting(qtbot, language, size)
    for tile in options_of(screen):
        place = tile.setting(tile.width(), tile.height()).picture
        assert not place.isEmpty()
        assert tile.rect().contains(place)
        words = [lines.rect_at(left, top) for lines, left, top in tile.set_texts()]
        assert not any(place.intersects(word) for word in words)


def test_what_a_picture_shows_is_part_of_the_name_and_seen_nowhere(qtbot):
    screen = voting(qtbot, "de")
    for tile in options_of(screen):
        shows = tile.face.picture.shows
        assert tile.accessibleName().endswith(shows.rstrip("."))
        assert shows not in [lines.text for lines, _, _ in tile.set_texts()]


@pytest.mark.parametrize("theme", Theme)
def test_a_drawing_has_the_colours_of_the_theme_and_no_other(theme):
    colours = palette(theme)
    picture = Pictograms(read_content).drawing("pictures/benches.svg", 480, 360, colours).toImage()
    seen: dict[int, int] = {}
    for y in range(0, 360, 2):
        for x in range(0, 480, 2):
            pixel = picture.pixel(x, y)
            seen[pixel] = seen.get(pixel, 0) + 1
    surfaces = {QColor(pixel).name() for pixel, count in seen.items() if count > 300 and pixel >> 24 == 255}
    assert surfaces <= {colours.ink, colours.accent, colours.brick, colours.leaf, colours.tile}
    assert colours.ink in surfaces


@pytest.mark.parametrize("data", [b"", b"<svg", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_picture_that_cannot_be_shown_is_empty(qtbot, data):
    picture = Pictograms(lambda _: data).drawing("pictures/a.png", 40, 30, palette(Theme.DEFAULT))
    assert picture.toImage().pixelColor(20, 15).alpha() == 0


def test_a_photo_is_shown_as_it_is_unless_it_has_too_many_pixels(qtbot, tmp_path):
    for side, shown in ((100, 255), (1 + int(MOST_PIXELS**0.5), 0)):
        photo = QImage(side, side, QImage.Format.Format_RGB32)
        photo.fill(QColor("#336699"))
        photo.save(str(tmp_path / f"{side}.png"))
        pictograms = Pictograms(lambda name: (tmp_path / name.removeprefix("pictures/")).read_bytes())
        middle = pictograms.drawing(f"pictures/{side}.png", 40, 30, palette(Theme.DEFAULT)).toImage().pixelColor(20, 15)
        assert middle.alpha() == shown
        assert not shown or middle.name() == "#336699"
