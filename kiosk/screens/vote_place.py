"""A question that is answered by a pin on the map."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.place import PlaceScreen
from kiosk.viewmodel.views import VotePlaceView


@screen("vote_place", VotePlaceView)
class VotePlaceScreen(PlaceScreen):
    """The map of the district, with the pin once there is one."""
