"""The views of where it is: by district, street, landmark, number, "here", or a point on the map. Values to values."""

from __future__ import annotations

from collections.abc import Iterator

from accessibility.metrics import ROOMY
from kiosk.media.scanning import scan_choice, scan_view
from kiosk.reporting.places import centres_here, found_places, landmark_near, street_near
from kiosk.reporting.rules import radius_box
from kiosk.reporting.state import Draft, ReportingState, draft_of
from kiosk.session.entry_words import key_names, map_names
from kiosk.session.frame import Scene, frame, go_on, go_on_roughly
from kiosk.session.searching import search_view
from kiosk.session.shared_views import district_choices
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel.intents import OpenObjectNumber, OpenPlaceSearch, PointAround
from kiosk.viewmodel.staff_intents import LeavePlaceOpen
from kiosk.viewmodel.views import (
    Action,
    Choice,
    DistrictsView,
    FoundView,
    ObjectNumberView,
    PlaceOnMap,
    PlaceView,
    ScanView,
    SearchView,
)
from sync.protocol.districts import Point
from sync.protocol.place_lists import MOST_OBJECT_CHARACTERS

HERE_METRES = 100
"""Around a house: what stands at its door, and across the street."""

EXAMPLE = "Lange Straße 12"
"""How an address is written here, in every language."""

CLOSE_METRES = 1_000
"""A circle no wider than this is shown on the map as a whole; in a wider one the district is."""

SEEN_AROUND_METRES = 300
"""Of a point that is looked at once more."""

ROOM_AROUND = 1.1
"""What is seen of a circle: a little more than the circle."""


def report_districts_view(scene: Scene) -> DistrictsView:
    """In which district it is, or a shorter way to the place."""
    words, chosen = scene.texts, draft_of(scene.session).district
    return DistrictsView(
        frame=frame(scene, main=go_on(words) if chosen else None),
        headline=words.text("report_districts.headline"),
        explanation=words.text("report_districts.explanation"),
        notice=scene.notice,
        choices=district_choices(scene, chosen=chosen),
        others=tuple(_shorter_ways(scene)),
    )


def _shorter_ways(scene: Scene) -> Iterator[Action]:
    words, offer = scene.texts, scene.offer
    if scene.session.by_team:
        yield Action(LeavePlaceOpen(), words.text("report_districts.later"), "clock")
    yield Action(OpenPlaceSearch(), words.text("report_districts.search"), "look-up")
    for name, point in _houses_here(scene):
        here = PointAround(*point, HERE_METRES)
        yield Action(here, words.text("report_districts.here", centre=name), "place")
    if offer.objects:
        yield Action(OpenObjectNumber(), words.text("report_districts.number"), "keyboard")


def _houses_here(scene: Scene) -> Iterator[tuple[str, Point]]:
    """What "here" may mean: where GPS has found the station today, else its centres."""
    place = scene.stands_at
    if place is not None and place.point is not None:
        yield place.name, place.point
    else:
        yield from centres_here(scene.offer, scene.here)


def place_view(scene: Scene) -> PlaceView:
    """Where exactly it is."""
    words, draft = scene.texts, draft_of(scene.session)
    district = scene.offer.districts[draft.district]
    near = draft.point is not None and 0 < draft.radius_metres <= CLOSE_METRES
    return PlaceView(
        frame=frame(scene, main=go_on_roughly(words) if draft.radius_metres else go_on(words)),
        headline=words.text("place.headline"),
        explanation=words.text("place.explanation", district=district.name),
        notice=scene.notice,
        sketch=scene.offer.sketch,
        pack=str(scene.offer.map_pack or ""),
        focus=radius_box(draft.point, draft.radius_metres) if draft.point and near else district.bbox,
        point=None if draft.radius_metres else draft.point,
        circle=(*draft.point, draft.radius_metres) if draft.point and near else None,
        point_words=place_words(words, scene.offer, draft, is_brief=scene.session.profile.size not in ROOMY),
        middle_words=_middle_words(scene),
        controls=map_names(words),
    )


def place_on_map(scene: Scene) -> PlaceOnMap | None:
    """The place once more, close enough to make out what is around it; a circle as a whole."""
    words, draft = scene.texts, draft_of(scene.session)
    if draft.point is None:
        return None
    around = draft.radius_metres
    return PlaceOnMap(
        name=words.text("report_review.map"),
        focus=radius_box(draft.point, round(around * ROOM_AROUND) or SEEN_AROUND_METRES),
        point=None if around else draft.point,
        circle=(*draft.point, around) if around else None,
        sketch=scene.offer.sketch,
        pack=str(scene.offer.map_pack or ""),
    )


def place_search_view(scene: Scene) -> SearchView:
    """The street and house number, or a name people know."""
    words = scene.texts
    return search_view(
        scene,
        scene.session.of(ReportingState).searched_place,
        headline=words.text("place_search.headline"),
        explanation=words.text("place_search.explanation", example=EXAMPLE),
        field=words.text("place_search.field"),
    )


def places_found_view(scene: Scene) -> FoundView:
    """The places that may be meant."""
    words, searched = scene.texts, scene.session.of(ReportingState).searched_place
    return FoundView(
        frame=frame(scene),
        headline=words.text("found.headline"),
        explanation=words.text("found.explanation", word=searched.strip()),
        notice=scene.notice,
        choices=tuple(
            Choice(
                place.intent,
                words.content(place.name),
                words.text("places_found.no_house", number=place.missing) if place.missing else place.part,
                "place",
            )
            for place in found_places(searched, scene.offer, language=scene.session.language)
        ),
    )


def object_number_view(scene: Scene) -> ObjectNumberView:
    """The number on a lamp or a bench."""
    words, typed = scene.texts, scene.session.of(ReportingState).typed_number
    return ObjectNumberView(
        frame=frame(scene, main=go_on(words, waits=not typed)),
        headline=words.text("object_number.headline"),
        explanation=words.text("object_number.explanation"),
        notice=scene.notice,
        text=typed,
        limit=MOST_OBJECT_CHARACTERS,
        field_name=words.text("object_number.field"),
        may_tell=(words.text("object_number.empty"), words.text("object_number.unknown")),
        keys=key_names(words),
        scan=scan_choice(scene),
    )


def scan_number_view(scene: Scene) -> ScanView:
    """The code on a lamp or a bench, shown to the camera."""
    return scan_view(scene, asked="number", notice=scene.session.of(ReportingState).scan_fault)


def place_words(words: Texts, offer: Offer, draft: Draft, *, is_brief: bool = False) -> str:
    """The chosen place in words: somewhere in the district, near a street or landmark, or just a point on the map.

    ``is_brief``: of street and landmark only the first, for beside a map that large letters leave little room.
    """
    if draft.district not in offer.districts:
        return words.text("place.open")
    district = offer.districts[draft.district]
    if draft.point is None or draft.radius_metres > CLOSE_METRES:
        return words.text("place.centre", district=district.name)
    near = _near_words(words, offer, draft.point)[: 1 if is_brief else None]
    if draft.radius_metres:
        return words.text("place.around", place=", ".join((*near, district.name)), metres=draft.radius_metres)
    if near:
        return words.text("place.near", landmark=", ".join(near))
    return words.text("place.point", district=district.name)


def _near_words(words: Texts, offer: Offer, point: Point) -> list[str]:
    """The street there, with the house number where the city's list is at hand; and a landmark close by."""
    street, landmark = street_near(offer, point), landmark_near(offer, point)
    near = [street] if street else []
    return [*near, words.content(landmark.name)] if landmark else near


def _middle_words(scene: Scene) -> str:
    """What is in the middle of the map after it was moved: street and district; empty before."""
    words, offer, looked_at = scene.texts, scene.offer, scene.session.of(ReportingState).looked_at
    if looked_at is None:
        return ""
    code = offer.district_at(looked_at, otherwise=draft_of(scene.session).district)
    if code is None:
        return words.text("map.outside")
    return words.text("map.at", place=", ".join((*_near_words(words, offer, looked_at), offer.districts[code].name)))
