"""What comes in the house, and when somebody helps."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.screens import screen
from kiosk.viewmodel.views import DatesView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.sections import section_blocks, spoken_sections


@screen("dates", DatesView)
class DatesScreen(Screen):
    """One calm page to read from the top. It never changes while it is shown."""

    view: DatesView

    def build(self) -> None:
        """The sections."""
        self.page.put(list(section_blocks(self.view.sections, self.look)))

    def spoken_content(self) -> Iterable[str]:
        """All of it, from the top."""
        return spoken_sections(self.view.sections)
