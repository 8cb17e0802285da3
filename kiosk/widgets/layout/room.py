"""How a page grows into the free room of its glass: once, when its screen is made, and in whole steps.

A screen is built as small as it may be and measured. Where all of it stands on one page with room to spare, it is built
again in the largest step of ``accessibility.metrics.GROWTH`` in which everything is still on one page and at its place.
Where very little does not fit on one page, it is built with less between things, if that is enough.
Nothing grows or shrinks while the page is used: the step belongs to the screen, and the bars are never part of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from accessibility.metrics import CLOSER, GROWTH
from kiosk.viewmodel.views import View
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.theme import Look

LEAST_SPARE = (0.0, 0.08, 0.24, 0.45, 0.58)
"""Part of the room for the content that has to be free, for each step: with less it is not even tried."""

MOST_LACKING = 0.08
"""Part of the room for the content that may be lacking: with more it is not even tried to set it closer."""


def build_with_room(kind: Callable[[View, Look], Screen], view: View, look: Look) -> Screen:
    """A screen of this kind for this view, as large as its page allows, and on one page if that is possible."""
    screen = kind(view, look)
    if not screen.grows:
        return screen
    screen.lay_out()
    plain = screen.page.arranged
    steps = reversed([*zip(GROWTH, LEAST_SPARE, strict=True)][1:])
    tried = [growth for growth, spare in steps if plain.whole and plain.spare >= spare]
    if not plain.whole and -MOST_LACKING <= plain.spare < 0:
        tried = [CLOSER]
    for growth in tried:
        grown = _grown(kind, view, replace(look, metrics=look.metrics.grown(growth)), look)
        if grown.page.arranged.stands_as(plain):
            screen.deleteLater()
            return grown
        grown.deleteLater()
    return screen


def _grown(kind: Callable[[View, Look], Screen], view: View, look: Look, given: Look) -> Screen:
    """A screen whose content has one look and whose bars have another."""
    screen = kind(view, replace(look, bars=given.metrics))
    screen.lay_out()
    return screen
