"""Everything once more before the one button. The reviews of ballot and report are no more than that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from kiosk.viewmodel.views import ReviewView
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.answer_lines import LineRow


class ReviewScreen(Screen):
    """The lines a person said, for reading."""

    def fill(self) -> None:
        """Show the lines."""
        super().fill()
        indented = any(line.pictogram for line in self._review.lines)
        self.page.put([LineRow(line, self.look, indented=indented) for line in self._review.lines])

    def spoken_content(self) -> Iterable[str]:
        """Each line: what it is, and what the person said."""
        return [f"{line.label}: {line.value}" for line in self._review.lines]

    @property
    def _review(self) -> ReviewView:
        return cast(ReviewView, self.view)
