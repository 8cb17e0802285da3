"""Everything once more before the one button. The reviews of ballot and report are no more than that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.viewmodel.views import ReviewView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.answer_lines import LineRow


class ReviewScreen(Screen):
    """The lines a person said, for reading."""

    def fill(self) -> None:
        """Show the lines."""
        super().fill()
        parts = self.lines_and_pictures()
        self.page.put(parts, stretching=[part for part in parts if getattr(part, "takes_what_is_left", False)])

    def lines_and_pictures(self) -> Sequence[QWidget]:
        """What the page is made of."""
        indented = any(line.pictogram for line in self._review.lines)
        return [LineRow(line, self.look, indented=indented) for line in self._review.lines]

    def spoken_content(self) -> Iterable[str]:
        """Each line: what it is, and what the person said."""
        return [f"{line.label}: {line.value}" for line in self._review.lines]

    @property
    def _review(self) -> ReviewView:
        return cast(ReviewView, self.view)
