"""What others have said that is like what a person has written."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.ideas import IdeasScreen
from kiosk.viewmodel.views import SimilarView


@screen("similar", SimilarView)
class SimilarScreen(IdeasScreen):
    """The same list, and the way on with one's own words."""
