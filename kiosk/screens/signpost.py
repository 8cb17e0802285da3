"""Whom to turn to, to be read and to be taken along on paper."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.project import ProjectScreen
from kiosk.viewmodel.views import SignpostView


@screen("signpost", SignpostView)
class SignpostScreen(ProjectScreen):
    """One calm page to read from the top."""
