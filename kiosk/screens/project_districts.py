"""Whose projects to see: the city's districts by name."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.districts import DistrictsScreen
from kiosk.viewmodel.views import ProjectDistrictsView


@screen("project_districts", ProjectDistrictsView)
class ProjectDistrictsScreen(DistrictsScreen):
    """The same board of names, and the whole city below it."""
