"""A report that is known already, before somebody joins it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.viewmodel.views import KnownReportView
from kiosk.widgets.layout.review_screen import ReviewScreen
from kiosk.widgets.viewfinder import Viewfinder


@screen("known_report", KnownReportView)
class KnownReportScreen(ReviewScreen):
    """What it is about, where and how far it is; the main button says that it is exactly this."""

    def lines_and_pictures(self) -> Sequence[QWidget]:
        """The words first, behind them the picture."""
        view = self._known
        if not view.picture:
            return super().lines_and_pictures()
        photo = Viewfinder(self.look)
        photo.setAccessibleName(view.picture_name)
        photo.show_picture(view.picture)
        return [*super().lines_and_pictures(), photo]

    def spoken_content(self) -> Iterable[str]:
        """The lines, and that there is a picture."""
        yield from super().spoken_content()
        if self._known.picture_name:
            yield self._known.picture_name

    @property
    def _known(self) -> KnownReportView:
        return cast(KnownReportView, self.view)
