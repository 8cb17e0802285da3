"""What is stored of one kind, what for, who reads it and how long."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.screens import screen
from kiosk.viewmodel.views import StoredAboutView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.sections import section_blocks, spoken_sections


@screen("stored_about", StoredAboutView)
class StoredAboutScreen(Screen):
    """One calm page to read from the top. It never changes while it is shown."""

    view: StoredAboutView

    def build(self) -> None:
        """The section."""
        self.page.put(list(section_blocks([self.view.section], self.look)))

    def spoken_content(self) -> Iterable[str]:
        """All of it, from the top."""
        return spoken_sections([self.view.section])
