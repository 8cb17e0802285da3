"""The aids keep their place: whoever taps one again and again, with weak eyes or a trembling hand, taps no other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from accessibility.calibration import nominal_px_per_mm
from accessibility.metrics import TARGET_MM
from accessibility.profile import Layout, Profile, TextSize
from kiosk.devtools.audit_matrix import DISPLAYS, TABLET, TABLET_LYING, AuditedDisplay
from kiosk.devtools.samples import sample_views
from kiosk.screens import build_screen
from kiosk.session.frame import aids_of
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import View
from kiosk.welcome import plain_frame
from kiosk.widgets.inspect import hit_rect
from kiosk.widgets.layout.aids_bar import AidsBar
from kiosk.widgets.layout.zones import aids_width, low_zones, normal_zones
from kiosk.widgets.theme import look_for
from kiosk.window import Window
from sync.protocol.languages import LANGUAGE_CODES
from tests.kits.content import Keys
from tests.kits.station_twin import Kit


def display(name: str, width: int, height: int, inches: float) -> AuditedDisplay:
    return AuditedDisplay(
        name, width, height, nominal_px_per_mm(width_px=width, height_px=height, diagonal_inch=inches)
    )


WITH_WORDS = [shown for shown in DISPLAYS if shown not in (TABLET, TABLET_LYING)]
"""The displays with room for words on the aids; on tablets the pictograms stand alone and keep their names."""
ALL_DISPLAYS = {
    shown.name: shown
    for shown in (
        *DISPLAYS,
        display("larger tablet", 1280, 800, 12.1),
    )
}

WAYS_TO_BEGIN = {
    "languages": (wish.Start(),),
    "home": (wish.Start(), wish.ChooseLanguage("de"), wish.Continue()),
    "polls": (wish.Start(), wish.ChooseLanguage("de"), wish.Continue(), wish.OpenPolls()),
    "help": (wish.Start(), wish.ChooseLanguage("de"), wish.Continue(), wish.OpenHelp()),
    "aids": (wish.Start(), wish.ChooseLanguage("de")),
}

ASKED_BY = (
    {wish.OpenLanguages()},
    {wish.SwitchSpeech(), wish.OpenSpeech()},
    {wish.NextSize()},
    {wish.NextTheme()},
    {wish.OpenHelp()},
)
"""What each aid may ask for, in their order."""

KEYS = Keys()


def bar_of(shown: AuditedDisplay, language: str, profile: Profile) -> AidsBar:
    """The bar on a window of this display."""
    words = Texts(language)
    look = look_for(plain_frame(language, profile), px_per_mm=shown.px_per_mm, width=shown.width, height=shown.height)
    bar = AidsBar(look)
    bar.show_aids(aids_of(words, profile))
    width = aids_width(look.metrics, shown.width)
    zones = (low_zones if look.metrics.low else normal_zones)(
        look.metrics, shown.width, shown.height, aids_height=bar.heightForWidth(width), ways_height=100
    )
    bar.setGeometry(zones.aids)
    bar.show()  # only then the buttons take their places
    return bar


def places(shown: AuditedDisplay, language: str, profile: Profile) -> list[QRect]:
    """Where the aids stand in the window."""
    bar = bar_of(shown, language, profile)
    assert all(tile.height() >= TARGET_MM * shown.px_per_mm for tile in bar.tiles)
    return [tile.geometry().translated(bar.pos()) for tile in bar.tiles]


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("shown", ALL_DISPLAYS.values(), ids=ALL_DISPLAYS)
def test_each_aid_has_one_place_whatever_aids_are_on(qtbot: QtBot, shown: AuditedDisplay, language: str) -> None:
    for layout in Layout:
        found = {
            tuple(map(QRect.getRect, places(shown, language, profile)))
            for size in TextSize
            for profile in (
                Profile(size=size, layout=layout),
                Profile(size=size, layout=layout, speech=True, shrinking=True),
            )
        }
        assert len(found) == 1
        assert all(QRect(0, 0, shown.width, shown.height).contains(QRect(*rect)) for rect in found.pop())


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("shown", WITH_WORDS, ids=lambda shown: shown.name)
def test_in_letters_of_the_usual_size_every_aid_is_called_by_its_name(
    qtbot: QtBot, shown: AuditedDisplay, language: str
) -> None:
    bar = bar_of(shown, language, Profile())
    assert [tile.face.title for tile in bar.tiles] == [aid.label for aid in aids_of(Texts(language), Profile())]


def test_where_there_is_no_room_for_words_the_pictograms_keep_the_names(qtbot: QtBot) -> None:
    bar = bar_of(ALL_DISPLAYS["tablet"], "de", Profile(size=TextSize.EXTRA))
    assert {tile.face.title for tile in bar.tiles} == {""}
    assert [tile.accessibleName() for tile in bar.tiles] == [
        aid.name for aid in aids_of(Texts("de"), Profile(size=TextSize.EXTRA))
    ]


class Finger:
    """Taps on a window that shows what a conductor says."""

    def __init__(self, window: Window, kit: Kit) -> None:
        self.now_ms = 0.0
        self.window, self.kit = window, kit
        self.asked: list[wish.Intent] = []

    def ask(self, intent: wish.Intent) -> None:
        self.asked.append(intent)
        self.window.show_view(self.kit.ask(intent))

    def tap(self, place: QPoint) -> None:
        self.now_ms += 1000
        handle, button, none = self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(handle, button, none, place)
        QTest.mouseRelease(handle, button, none, place, 80)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def finger_before(view: View, kit: Kit, shown: AuditedDisplay) -> Iterator[Finger]:
    window = Window(build_screen, px_per_mm=shown.px_per_mm, motion=False, now_ms=lambda: finger.now_ms)
    finger = Finger(window, kit)
    window.setGeometry(QRect(0, 0, shown.width, shown.height))
    window.show_view(view)
    window.asked.connect(finger.ask)
    window.watch_input(QObject(window))
    window.show()
    QApplication.processEvents()
    try:
        yield finger
    finally:
        window.allow_closing()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # each example is short already, and walks through whole windows
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    shown=st.sampled_from(list(ALL_DISPLAYS.values())),
    begun=st.sampled_from(sorted(WAYS_TO_BEGIN)),
    language=st.sampled_from(LANGUAGE_CODES),
    layout=st.sampled_from(list(Layout)),
    size=st.sampled_from(list(TextSize)),
    aid=st.integers(0, 4),
    across=st.floats(0, 1),
    down=st.floats(0, 1),
)
def test_ten_taps_on_one_spot_are_ten_taps_on_one_aid(
    qtbot: QtBot, shown, begun, language, layout, size, aid, across, down
) -> None:
    kit = Kit(keys=KEYS)
    kit.ask(*WAYS_TO_BEGIN[begun])
    if begun != "languages":
        kit.ask(wish.OpenLanguages(), wish.ChooseLanguage(language))
    view = kit.ask(wish.ChooseSize(size.value), wish.ChooseLayout(layout.value))
    with finger_before(view, kit, shown) as finger:
        screen = finger.window.screen_shown
        tile = screen.page.aids.tiles[aid]
        inside = hit_rect(tile)
        spot = inside.topLeft() + QPoint(round(across * (inside.width() - 1)), round(down * (inside.height() - 1)))
        place = tile.mapTo(finger.window, spot)
        for _ in range(10):
            finger.tap(place)
        assert len(finger.asked) == 10
        assert set(finger.asked) <= ASKED_BY[aid]


def test_the_first_view_of_the_samples_has_the_five_aids() -> None:
    frame = sample_views("de", Profile())["home"].frame
    assert [{aid.intent} <= asked for aid, asked in zip(frame.aids, ASKED_BY, strict=True)] == [True] * 5
