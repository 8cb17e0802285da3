"""The place of a report once more, before it is sent: what was pointed at is a pin, what was not is a circle."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from kiosk.reporting.rules import METRES_PER_DEGREE
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import PlaceView, ReportReviewView
from kiosk.voice.privacy import hushed
from kiosk.widgets.map.looked_at import PlaceLookedAt
from tests.kits.screen import shown
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import TO_THE_DISTRICTS, TO_THE_PLACE, WITHOUT_WORDS

MARIENKIRCHE = (12.1389, 54.0888)


def test_what_was_pointed_at_is_seen_as_a_point(kit: Kit):
    kit.at_home()
    kit.ask(*TO_THE_PLACE, wish.PointAt(*MARIENKIRCHE))
    review = kit.ask(*WITHOUT_WORDS)
    assert isinstance(review, ReportReviewView) and review.place
    assert (review.place.point, review.place.circle) == (MARIENKIRCHE, None)


def test_what_nobody_pointed_at_is_seen_as_the_circle_that_travels(kit: Kit):
    kit.at_home()
    around = kit.ask(*TO_THE_DISTRICTS, wish.PointAround(*MARIENKIRCHE, 150))
    assert isinstance(around, PlaceView)
    assert (around.point, around.circle) == (None, (*MARIENKIRCHE, 150))
    review = kit.ask(*WITHOUT_WORDS)
    assert isinstance(review, ReportReviewView) and review.place
    assert (review.place.point, review.place.circle) == (None, (*MARIENKIRCHE, 150))
    west, south, east, north = review.place.focus
    assert south < MARIENKIRCHE[1] - 150 / METRES_PER_DEGREE < MARIENKIRCHE[1] + 150 / METRES_PER_DEGREE < north
    assert west < MARIENKIRCHE[0] < east


def test_a_whole_district_is_seen_as_a_circle_and_never_as_its_middle(kit: Kit):
    kit.at_home()
    kit.ask(*TO_THE_PLACE)
    review = kit.ask(*WITHOUT_WORDS)
    assert isinstance(review, ReportReviewView) and review.place
    assert review.place.point is None
    assert review.place.circle and review.place.circle[2] > 1000


@pytest.mark.parametrize("pointed", [True, False])
def test_the_map_stands_behind_the_words_and_can_do_nothing(qtbot, kit: Kit, pointed):
    kit.at_home()
    where = wish.PointAt(*MARIENKIRCHE) if pointed else wish.PointAround(*MARIENKIRCHE, 150)
    kit.ask(*TO_THE_DISTRICTS, *((wish.ChooseDistrict("N"),) if pointed else ()), where)
    view = kit.ask(*WITHOUT_WORDS)
    screen = shown(qtbot, view)
    place = screen.findChild(PlaceLookedAt)
    assert screen.page.pages.stack.blocks[-1] is place
    tip = QPointF(*place.viewport.to_screen(*MARIENKIRCHE))
    assert place.rect().contains(tip.toPoint())
    picture, ink = place.grab().toImage(), place.look.palette.accent
    head = picture.pixelColor(round(tip.x() + place.look.metrics.mm(4)), round(tip.y() - place.look.metrics.mm(12)))
    assert (head.name() == ink) is pointed
    said = " ".join(screen.spoken_content())
    assert "Marienkirche" in said
    assert "Marienkirche" not in " ".join(shown(qtbot, hushed(view)).spoken_content())
