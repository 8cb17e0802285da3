"""Where the station stands today: one of today's shifts, or the team's own words, a district and what GPS says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from kiosk.staff.states import PlaceState, PlaceStep
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import Back, ChooseDistrict, Continue, Describe, Intent, OtherPlace, TakePlace
from sync.protocol.day_closure import LONGEST_PLACE
from sync.protocol.districts import Point
from sync.station.place_today import PlaceToday


class PlacingOffice(Protocol):
    """What the station does to know where it is: ``kiosk.staff.store.StaffOffice``."""

    def stand_at(self, place: PlaceToday) -> None:
        """The station stands here today."""

    def ask_position(self) -> str:
        """Ask the agent where the station is. Returns the name of the wish; empty where it cannot be asked."""

    def position(self, wish: str) -> Point | None:
        """What became of this wish; None while nothing is known."""


class Placing:
    """The question, asked once. ``known`` are the places of today's shifts."""

    def __init__(self, office: PlacingOffice, offer: Offer, known: Sequence[PlaceToday]) -> None:
        self._office = office
        self._offer = offer
        names = tuple((district.code, district.name) for district in offer.districts.values())
        self.state = PlaceState(PlaceStep.LIST if known else PlaceStep.NAME, tuple(known), names)
        """What is shown."""
        self.ended = False
        """True when it is answered, or the team has left it."""
        self._wish = office.ask_position()
        self._point: Point | None = None

    def look(self) -> None:
        """The agent may have found out meanwhile."""
        self._point = self._point or (self._office.position(self._wish) if self._wish else None)
        if self._point is not None:
            self.state = replace(self.state, found=self._offer.district_at(self._point, otherwise="") or "")

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. What cannot be done here changes nothing."""
        state = self.state
        match state.step, intent:
            case PlaceStep.LIST, TakePlace(number) if 0 <= number < len(state.known):
                self._stand_at(state.known[number])
            case PlaceStep.LIST, OtherPlace():
                self.state = replace(state, step=PlaceStep.NAME)
            case PlaceStep.NAME, Describe(text):
                self.state = replace(state, typed=text[:LONGEST_PLACE])
            case PlaceStep.NAME, Continue() if state.typed.strip():
                self.state = replace(state, step=PlaceStep.DISTRICT)
            case PlaceStep.DISTRICT, ChooseDistrict(code) if code in dict(state.districts):
                self._stand_at(PlaceToday(state.typed.strip(), code))
            case PlaceStep.DISTRICT, Back():
                self.state = replace(state, step=PlaceStep.NAME)
            case _, Back():
                self.ended = True

    def _stand_at(self, place: PlaceToday) -> None:
        """A point in another district than the team's is not believed: it knows where it stands."""
        self.look()
        is_there = self._point is not None and self.state.found == place.district
        self._office.stand_at(replace(place, point=self._point if is_there else None))
        self.ended = True
