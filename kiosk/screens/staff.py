"""How the station is, for attendants: what waits, what is wrong, and the one button for the stick."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from kiosk.screens import screen
from kiosk.viewmodel.views import StaffView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.answer_lines import LineRow


@screen("staff", StaffView)
class StaffScreen(Screen):
    """Lines for reading; what the stick is doing stands above the button."""

    def fill(self) -> None:
        """Show how it is now."""
        view = self._staff
        self.page.show_view(view, counted=view.progress)
        self.page.put([LineRow(line, self.look, indented=False) for line in view.lines])

    def spoken_content(self) -> Iterable[str]:
        """Each line, then what the stick is doing."""
        return [*(f"{line.label}: {line.value}" for line in self._staff.lines), self._staff.progress]

    @property
    def _staff(self) -> StaffView:
        return cast(StaffView, self.view)
