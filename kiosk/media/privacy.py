"""What everybody may hear of photo and spoken message: what is asked, and not what was left (R41)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.privacy import Overheard, without_states
from kiosk.viewmodel.views import ExtrasView, PhotoView, ScanView, SpokenView, View


def without_picture(view: PhotoView) -> View:
    """Not what is on it."""
    return replace(without_states(view), picture=b"")


def without_enclosures(view: ExtrasView) -> View:
    """What can be given, and not what was."""
    open_again = tuple(replace(choice, about="", chosen=False) for choice in view.choices)
    return replace(without_states(view), choices=open_again)


OVERHEARD: Overheard = {
    PhotoView: without_picture,
    ScanView: without_picture,
    SpokenView: without_states,
    ExtrasView: without_enclosures,
}
