"""A question that is answered in the person's own words."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.description import DescriptionScreen
from kiosk.viewmodel.views import VoteTextView


@screen("vote_text", VoteTextView)
class VoteTextScreen(DescriptionScreen):
    """A large field and the on-screen keyboard."""
