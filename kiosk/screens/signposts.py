"""Whom to turn to with what is no report."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import SignpostsView
from kiosk.widgets.layout.list_screen import ListScreen
from kiosk.widgets.tiles.tile_layout import TileKind


@screen("signposts", SignpostsView)
class SignpostsScreen(ListScreen):
    """What for, one below the other."""

    kind = TileKind.PLAIN
