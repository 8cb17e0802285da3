"""The map moved with its buttons says what is in its middle, and chooses nothing."""

from __future__ import annotations

from kiosk.reporting.state import draft_of
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import PlaceView
from kiosk.voice.privacy import hushed
from tests.kits.station_twin import Kit

MARIENKIRCHE = (12.1389, 54.0888)


def test_what_is_in_the_middle_is_said_and_nothing_is_chosen(kit: Kit):
    kit.at_home()
    before = kit.ask(
        wish.OpenReport(), wish.ChooseCategory("street"), wish.ChooseCategory("street"), wish.ChooseDistrict("N")
    )
    assert isinstance(before, PlaceView)
    draft = draft_of(kit.conductor._visit.session)
    near = kit.ask(wish.LookAt(*MARIENKIRCHE))
    assert near.middle_words == "Mitte der Karte: Steinstraße, Marienkirche, Stadtmitte"
    far = kit.ask(wish.LookAt(11.9, 54.3))
    assert far.middle_words == "Mitte der Karte: außerhalb der Stadt"
    assert (far.point, far.point_words) == (before.point, before.point_words)
    assert draft_of(kit.conductor._visit.session) == draft


def test_where_somebody_looks_is_not_for_everybody_s_ears(kit: Kit):
    kit.at_home("en")
    kit.ask(wish.OpenReport(), wish.ChooseCategory("street"), wish.ChooseCategory("street"), wish.ChooseDistrict("N"))
    assert hushed(kit.ask(wish.LookAt(*MARIENKIRCHE))).middle_words == "Accepted."
