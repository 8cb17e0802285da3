"""The place of a photo: beside it, it is dark in every theme."""

from __future__ import annotations

import pytest

from accessibility.profile import Theme
from kiosk.devtools.sample_media import sample_photo
from kiosk.widgets.viewfinder import Viewfinder
from tests.kits.looks import frame, look


@pytest.mark.parametrize("theme", list(Theme))
def test_beside_a_photo_it_is_dark(qtbot, theme):
    place = Viewfinder(look(frame(theme=theme)))
    qtbot.addWidget(place)
    place.resize(900, 200)
    place.show_picture(sample_photo())
    assert place.grab().toImage().pixelColor(2, 100).lightness() < 80
