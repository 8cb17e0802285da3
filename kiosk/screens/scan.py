"""Showing a printed code to the camera: what it sees, large, and the way to typing it."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.photo import PhotoScreen
from kiosk.viewmodel.views import ScanView


@screen("scan", ScanView)
class ScanScreen(PhotoScreen):
    """As for a photo; it is over as soon as the code is read."""
