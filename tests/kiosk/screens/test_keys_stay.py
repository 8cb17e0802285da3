"""A keyboard stays where it is when something is told above or below it: else the next letter is another one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from accessibility.profile import Profile, TextSize
from kiosk.devtools.audit_matrix import DISPLAYS, TABLET_LYING, AuditedDisplay
from kiosk.devtools.samples import sample_views
from kiosk.viewmodel.views import DescriptionView
from kiosk.widgets.entry.keyboard import Keyboard
from kiosk.widgets.layout.screen import Screen
from sync.protocol.languages import LANGUAGE_CODES
from tests.kits.screen import shown

SCREENS = ("description", "code", "look_up")


def keys_of(screen: Screen) -> list[tuple[int, ...]]:
    keyboard = screen.findChild(Keyboard)
    return [(*key.mapTo(screen, QPoint(0, 0)).toTuple(), *key.size().toTuple()) for key in keyboard.keys]


def place_of(screen: Screen, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(screen, QPoint(0, 0)), widget.size())


def keys_area(screen: Screen) -> QRect:
    return place_of(screen, screen.findChild(Keyboard))


def told_on(screen: Screen) -> QRect:
    """Where the page tells something, and whether it is seen at all."""
    status = screen.page.status
    assert status.isVisibleTo(screen) and not status.size().isEmpty()
    return place_of(screen, status)


@pytest.mark.parametrize(
    ("language", "size", "display"),
    [
        (LANGUAGE_CODES[(at + step) % len(LANGUAGE_CODES)], size, display)
        for (at, display), (step, size) in product(enumerate(DISPLAYS), enumerate(TextSize))
        if display is not TABLET_LYING
    ],
)
def test_no_key_moves_whatever_is_told(qtbot: QtBot, language: str, size: TextSize, display: AuditedDisplay) -> None:
    views = sample_views(language, Profile(size=size))
    for name in SCREENS:
        view = views[name]
        assert isinstance(view, DescriptionView)
        silent = replace(view, room="", notice="")
        screen = shown(qtbot, silent, width=display.width, height=display.height, px_per_mm=display.px_per_mm)
        before = keys_of(screen)
        for told in (
            *({"room": view.room} for _ in [view.room] if view.room),
            *({"notice": text} for text in view.may_tell),
        ):
            screen.show_view(replace(silent, **told))
            assert keys_of(screen) == before, (name, told)
            covered = told_on(screen)
            assert screen.rect().contains(covered), (name, told)
            # In larger letters it may cover what is below it until the next key.
            if size in {TextSize.SMALL, TextSize.DEFAULT}:
                assert not covered.intersects(keys_area(screen)), (name, told)
            screen.show_view(silent)
            assert keys_of(screen) == before, name
        screen.close()


def test_what_may_be_told_is_all_that_is_told(qtbot: QtBot) -> None:
    views = sample_views("de", Profile())
    assert all(len(views[name].may_tell) >= 2 for name in SCREENS)


def test_on_a_tablet_that_lies_even_the_longest_notice_is_there_and_whole(qtbot: QtBot) -> None:
    for language, size in (("de", TextSize.EXTRA), ("pl", TextSize.DEFAULT)):
        view = sample_views(language, Profile(size=size))["description"]
        longest = max(view.may_tell, key=len)
        display = TABLET_LYING
        screen = shown(qtbot, view, width=display.width, height=display.height, px_per_mm=display.px_per_mm)
        screen.show_view(replace(view, notice=longest))
        pages = screen.page.pages
        if not pages.stack.isAncestorOf(screen.page.status):
            assert screen.rect().contains(told_on(screen))
            continue
        ends = [end for _, end in pages.cuts(pages.width(), pages.height())]
        assert len(ends) > 1
        width = pages.content_width(pages.width(), pages.height())
        assert set(ends) <= {*pages.stack.breaks(width), ends[-1]}, "cut between lines"
        screen.close()
