"""What is reported already close by."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import KnownReportsView
from kiosk.widgets.layout.list_screen import ListScreen
from kiosk.widgets.tiles.tile_layout import TileKind


@screen("known_reports", KnownReportsView)
class KnownReportsScreen(ListScreen):
    """What may be the same at the top; the main button says that it is none of them."""

    kind = TileKind.PLAIN
