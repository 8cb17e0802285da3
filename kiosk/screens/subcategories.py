"""What exactly it is about, in words."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.viewmodel.views import SubcategoriesView
from kiosk.widgets.layout.list_screen import ListScreen


@screen("subcategories", SubcategoriesView)
class SubcategoriesScreen(ListScreen):
    """One below the other: what differs is words, and they are read from the top."""
