"""What somebody else has said, and how it stands."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.project import ProjectScreen
from kiosk.viewmodel.views import IdeaView


@screen("idea", IdeaView)
class IdeaScreen(ProjectScreen):
    """As calm a page as that of a project."""
