"""A screen whose content has to be seen whole, such as a map or a keyboard. Nothing else differs from any screen."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from kiosk.viewmodel.views import View
from kiosk.widgets.layout.screen import Screen

LEAD_PART = 0.3
"""Part of a wide screen for headline and explanation: less than elsewhere, for the content is what one works with."""

FLAT_LEAD_PART = 0.35
"""The same on a flat screen, where a long word needs more."""


class WholeScreen(Screen):
    """Where all of it does not fit on one page, the room kept for what may be told gives way first, then the
    explanation, which is still read aloud. Where the content alone does not fit, there is less room between its parts,
    and on a compact screen the headline gives way, too: it is read aloud, and stood on the page before.
    """

    grows = False  # what is told while somebody writes needs the room, and no key may move for it

    def build(self) -> None:
        """More room for the content."""
        self.page.ways.spares_room = True
        self.page.may_stand_beside = not self.look.metrics.compact
        self.page.lead_part = FLAT_LEAD_PART if self.look.metrics.flat else LEAD_PART

    def show_view(self, view: View) -> None:
        """Show this view. Page and focus stay where they are."""
        self.page.tight, self.page.keeps_room = False, True
        super().show_view(view)
        self._give_way()

    def lay_out(self) -> None:
        """With as much as finds room."""
        super().lay_out()
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page fills the screen."""
        self.page.tight, self.page.keeps_room = False, True
        super().resizeEvent(event)
        self.page.arrange()  # not shown yet, it would wait with that
        self._give_way()

    def _give_way(self) -> None:
        if self.page.pages.count > 1 or self.page.headline_turns:
            self.page.keeps_room = False
            self.page.arrange()
        if self.page.pages.count > 1 and self.page.explanation.text():
            self.page.explanation.show_text("")
            self.page.arrange()
        if self.page.pages.count > 1:
            self.page.tight = True
            self.page.arrange()
        if self.page.pages.count > 1 and self.look.metrics.compact and self.page.headline.text():
            self.page.headline.show_text("")
            if self.look.metrics.flat:
                self.page.counted.show_text("")
            self.page.arrange()
