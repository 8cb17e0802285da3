"""A ballot before it is cast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QWidget

from kiosk.screens import screen
from kiosk.viewmodel.views import VoteReviewView
from kiosk.widgets.described_picture import ShownPicture
from kiosk.widgets.layout.review_screen import ReviewScreen


@screen("vote_review", VoteReviewView)
class VoteReviewScreen(ReviewScreen):
    """What was chosen, and the one button that casts it."""

    def lines_and_pictures(self) -> Sequence[QWidget]:
        """Pictures first, where the paper was one of pictures; they are read aloud as the lines that name them."""
        pictures = cast(VoteReviewView, self.view).pictures
        return [*(ShownPicture(replace(one, shows=""), self.look) for one in pictures), *super().lines_and_pictures()]
