"""The map under a finger: taps, drags, buttons, and a ground that is told apart without colour."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from accessibility.profile import TextSize, Theme
from kiosk.screens import build_screen
from kiosk.screens.place import PlaceScreen
from kiosk.viewmodel.intents import LookAt, PointAt
from kiosk.viewmodel.views import PlaceView
from kiosk.widgets.map.ground import SketchGround
from kiosk.widgets.map.markers import Marks, pin_rect
from kiosk.widgets.map.projection import Limits, showing
from kiosk.widgets.map.view import MapView
from tests.kits.looks import SKETCH, frame, look

CENTRE_DISTRICT = (12.1137, 54.0609, 12.1582, 54.0966)
TOWN_HALL = (12.1404, 54.0886)
CONTROLS = {
    "closer": "Näher",
    "farther": "Weiter weg",
    "left": "Links",
    "right": "Rechts",
    "up": "Oben",
    "down": "Unten",
    "here": "Hier ist es",
}


@pytest.fixture
def ground(qtbot):
    made = MapView(SKETCH, CENTRE_DISTRICT, look(), "de")
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    return made


def pointed(view: MapView) -> list[tuple[float, float]]:
    places: list[tuple[float, float]] = []
    view.pointed.connect(lambda longitude, latitude: places.append((longitude, latitude)))
    return places


def drag(view: MapView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for part in range(1, 11):
        QTest.mouseMove(view, start + (end - start) * part / 10)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


@pytest.mark.parametrize("pixel", [(1, 1), (450, 400), (123, 777), (898, 12)])
def test_a_tap_says_the_place_under_the_finger(ground, pixel):
    places = pointed(ground)
    QTest.mouseClick(ground, Qt.MouseButton.LeftButton, pos=QPoint(*pixel))
    assert len(places) == 1
    across, down = ground.viewport.to_screen(*places[0])
    assert abs(across - pixel[0]) <= 1
    assert abs(down - pixel[1]) <= 1


def test_a_tap_on_the_town_hall_is_the_town_hall(ground):
    places = pointed(ground)
    across, down = ground.viewport.to_screen(*TOWN_HALL)
    QTest.mouseClick(ground, Qt.MouseButton.LeftButton, pos=QPoint(round(across), round(down)))
    assert ground.viewport.to_screen(*places[0]) == pytest.approx((across, down), abs=1)


def test_a_drag_moves_the_ground_with_the_finger_and_points_nowhere(ground):
    places = pointed(ground)
    before = ground.viewport.to_screen(*TOWN_HALL)
    ground.go_closer()
    before = ground.viewport.to_screen(*TOWN_HALL)
    drag(ground, QPoint(400, 400), QPoint(460, 430))
    after = ground.viewport.to_screen(*TOWN_HALL)
    assert places == []
    assert after == pytest.approx((before[0] + 60, before[1] + 30))


def test_a_trembling_finger_still_taps(ground):
    places = pointed(ground)
    before = ground.viewport
    drag(ground, QPoint(400, 400), QPoint(406, 405))
    assert len(places) == 1
    assert ground.viewport == before


def test_a_finger_lifted_outside_points_nowhere(ground):
    places = pointed(ground)
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, pos=QPoint(5, 400))
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=QPoint(-300, 400))
    assert places == []


def test_the_pin_stands_where_it_was_put(ground):
    ground.show_point(TOWN_HALL)
    across, down = ground.viewport.to_screen(*TOWN_HALL)
    image = ground.grab().toImage()
    middle_of_head = image.pixelColor(round(across) + 10, round(down) - 40)
    assert middle_of_head.name() == look().palette.accent


def test_the_pin_stays_under_the_eye_when_it_goes_nearer(ground):
    ground.show_point(TOWN_HALL)
    before = ground.viewport.to_screen(*TOWN_HALL)
    ground.go_closer()
    assert ground.viewport.to_screen(*TOWN_HALL) == pytest.approx(before)


def test_here_is_the_cross_after_moving_and_the_pin_before(ground):
    places = pointed(ground)
    ground.show_point(TOWN_HALL)
    ground.point_here()
    assert places[-1] == TOWN_HALL
    ground.go_closer()
    ground.move_by(1, 0)
    assert ground.shows_middle
    ground.point_here()
    assert places[-1] == pytest.approx(ground.viewport.centre)
    assert not ground.shows_middle


def test_the_whole_pin_is_seen_on_arrival(qtbot):
    view = MapView(SKETCH, CENTRE_DISTRICT, look(), "de")
    qtbot.addWidget(view)
    view.show_point((12.1165, 54.0964))
    view.resize(900, 800)
    view.show()
    tip = QPointF(*view.viewport.to_screen(12.1165, 54.0964))
    assert QRectF(view.rect()).contains(pin_rect(view.look, tip))


def test_the_edge_of_the_city_is_the_end(ground):
    for _ in range(60):
        ground.move_by(-1, -1)
    assert ground.viewport.to_place(0, 0) == pytest.approx((SKETCH["bbox"][0], SKETCH["bbox"][3]))
    for _ in range(60):
        ground.go_closer()
    assert ground.viewport.at_nearest
    for _ in range(60):
        ground.go_farther()
    assert ground.viewport.at_farthest


def test_a_point_outside_the_district_is_seen_too(qtbot):
    lighthouse = (12.0859, 54.1815)
    view = MapView(SKETCH, CENTRE_DISTRICT, look(), "de")
    qtbot.addWidget(view)
    view.show_point(lighthouse)
    view.resize(900, 800)
    view.show()
    assert QRectF(view.rect()).contains(QPointF(*view.viewport.to_screen(*lighthouse)))


# --- what is painted -----------------------------------------------------------------------------------------------


def painted(theme: Theme, *, width: int = 900, height: int = 1000, box=tuple(SKETCH["bbox"])) -> tuple[QImage, object]:
    shown = look(frame(theme=theme))
    view = showing(box, width=width, height=height, limits=Limits(tuple(SKETCH["bbox"]), 1.5))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    SketchGround(SKETCH, shown).paint(painter, view)
    painter.end()
    return image, view


def greys(image: QImage, across: int, down: int, side: int = 40) -> set[int]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return {grey.pixelColor(across + x, down + y).red() for x in range(side) for y in range(side)}


@pytest.mark.parametrize("theme", Theme)
def test_water_woods_and_land_differ_without_colour(qapp, theme):
    image, view = painted(theme)
    spots = {
        "sea": view.to_screen(12.03, 54.22),
        "woods": view.to_screen(12.24, 54.225),
        "land": view.to_screen(12.25, 54.12),
    }
    seen = {name: greys(image, round(x), round(y)) for name, (x, y) in spots.items()}
    assert len(seen["land"]) == 1
    assert seen["sea"] != seen["land"]
    assert seen["woods"] != seen["land"]
    assert seen["sea"] != seen["woods"]


class Recorded(Marks):
    """Marks that remember what was taken up by names and discs."""

    def boxes(self, view) -> list[QRectF]:
        image = QImage(round(view.width), round(view.height), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        taken: list[QRectF] = []
        whole = QRectF(0, 0, view.width, view.height)
        shown = self._place_discs(view, whole, taken)
        discs = len(taken)
        for middle, _, name in shown:
            self._paint_name(painter, middle, name, whole, taken=taken, others=[])
        self._paint_roads(painter, view, whole, taken)
        painter.end()
        assert discs and len(taken) > discs
        return taken


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("zoom", [1.0, 1.6, 4.0])
def test_names_never_overlap_and_are_never_cut(qapp, size, zoom):
    view = showing(CENTRE_DISTRICT, width=940, height=800, limits=Limits(tuple(SKETCH["bbox"]), 1.5)).zoomed(zoom)
    boxes = Recorded(SKETCH, look(frame(size=size)), "de").boxes(view)
    for one, other in combinations(boxes, 2):
        assert not one.intersects(other)
    assert all(QRectF(0, 0, 940, 800).contains(box) for box in boxes)


def test_a_name_that_is_not_translated_is_german():
    from kiosk.widgets.map.markers import name_of

    assert name_of({"de": "Leucht\u00adturm", "en": "Lighthouse"}, "en") == "Lighthouse"
    assert name_of({"de": "Leucht\u00adturm", "en": "Lighthouse"}, "pl") == "Leuchtturm"
    assert name_of({}, "de") == ""


# --- the screen ----------------------------------------------------------------------------------------------------


def place(**changes) -> PlaceView:
    view = PlaceView(
        frame(),
        "Wo genau ist das?",
        "Berühren Sie die Stelle auf der Karte. Sie wissen es nicht genau? Dann gehen Sie einfach weiter.",
        sketch=SKETCH,
        focus=CENTRE_DISTRICT,
        point=TOWN_HALL,
        point_words="In der Nähe: Marienkirche",
        controls=CONTROLS,
    )
    return replace(view, **changes)


def shown(qtbot, view: PlaceView, *, width: int = 1080, height: int = 1920) -> PlaceScreen:
    screen = build_screen(view, look(view.frame, width=width, height=height))
    assert isinstance(screen, PlaceScreen)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    return screen


def button(screen: PlaceScreen, control: str):
    tiles = [*screen.panel.steps.tiles, *screen.panel.arrows.tiles]
    return next(tile for tile in tiles if tile.accessibleName() == CONTROLS[control])


def press(screen: PlaceScreen, control: str) -> None:
    QTest.mouseClick(button(screen, control), Qt.MouseButton.LeftButton)


def test_only_the_place_leaves_the_screen(qtbot):
    screen = shown(qtbot, place())
    asked: list[object] = []
    screen.asked.connect(asked.append)
    for control in ("closer", "left", "right", "up", "down", "farther"):
        press(screen, control)
    assert {type(intent) for intent in asked} == {LookAt}, "what is in the middle is asked for, and nothing is chosen"
    asked.clear()
    press(screen, "here")
    assert [type(intent) for intent in asked] == [PointAt]


@pytest.mark.parametrize(
    ("control", "east", "north"), [("left", -1, 0), ("right", 1, 0), ("up", 0, 1), ("down", 0, -1)]
)
def test_the_arrows_lead_where_they_point(qtbot, control, east, north):
    screen = shown(qtbot, place())
    press(screen, "closer")
    before = screen.panel.map.viewport.centre
    press(screen, control)
    after = screen.panel.map.viewport.centre
    moved = [round(now - then, 9) for now, then in zip(after, before, strict=True)]
    assert [(step > 0) - (step < 0) for step in moved] == [east, north]


def test_a_button_that_would_change_nothing_cannot_be_pressed(qtbot):
    screen = shown(qtbot, place())
    for _ in range(12):
        press(screen, "farther")
    assert not button(screen, "farther").isEnabled()
    press(screen, "closer")
    assert button(screen, "farther").isEnabled()
    for _ in range(12):
        press(screen, "closer")
    assert not button(screen, "closer").isEnabled()


def test_a_view_that_comes_back_leaves_the_map_where_it_was_moved(qtbot):
    screen = shown(qtbot, place())
    press(screen, "closer")
    press(screen, "right")
    before = screen.panel.map.viewport
    screen.show_view(place(point=(12.15, 54.09), point_words="Ihr Punkt auf der Karte"))
    assert screen.panel.map.viewport == before
    assert screen.panel.words.text() == "Ihr Punkt auf der Karte"
    assert screen.panel.map.accessibleDescription() == "Ihr Punkt auf der Karte"


def test_with_larger_type_the_map_stays_where_it_was_moved(qtbot):
    before = shown(qtbot, place())
    press(before, "closer")
    press(before, "right")
    after = shown(qtbot, place(frame=frame(size=TextSize.LARGE)))
    after.resume(before)
    assert after.panel.map.viewport.centre == pytest.approx(before.panel.map.viewport.centre, abs=1e-4)
    assert after.panel.map.viewport.scale == pytest.approx(before.panel.map.viewport.scale)


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080)])
def test_map_and_buttons_are_seen_whole_and_apart(qtbot, size, width, height):
    screen = shown(qtbot, place(frame=frame(size=size)), width=width, height=height)
    panel = screen.panel
    assert screen.page.pages.count == 1
    assert panel.map.height() >= panel.map.heightForWidth(panel.map.width())
    for part in (panel.map, panel.words, panel.steps, panel.arrows):
        assert screen.page.pages.shows(part)
    for one, other in combinations((panel.map, panel.words, panel.steps, panel.arrows), 2):
        assert not one.geometry().intersects(other.geometry())
    for control in CONTROLS:
        inner = button(screen, control)._tile_rect()
        assert min(inner.width(), inner.height()) >= screen.look.metrics.target


def test_without_a_sketch_the_place_can_still_be_chosen(qtbot):
    screen = shown(qtbot, place(sketch=None))
    with qtbot.waitSignal(screen.asked) as said:
        QTest.mouseClick(screen.panel.map, Qt.MouseButton.LeftButton)
    assert isinstance(said.args[0], PointAt)


def test_the_outline_of_the_district_is_drawn(qtbot):
    ring = ((12.12, 54.07), (12.15, 54.07), (12.15, 54.09), (12.12, 54.09))
    screen = shown(qtbot, place())
    without = screen.panel.map.grab().toImage()
    screen.show_view(place(outline=(ring,)))
    assert screen.panel.map.grab().toImage() != without
