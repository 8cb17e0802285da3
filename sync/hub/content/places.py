"""What places, categories, the map and the outlines of districts must say to be fit for a station."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import MinLen
from pydantic import AfterValidator, Field, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator, field_validator

from sync.hub.content.faults import Faults, fault
from sync.hub.content.problems import MISSING
from sync.hub.content.vocabulary import (
    Amount,
    Box,
    District,
    EveryLanguage,
    Identifier,
    Line,
    Model,
    OneOf,
    Pictogram,
    Point,
    Polygon,
    Positive,
    Ring,
    SignVideo,
    Text3,
    Text60,
    Text80,
    Text120,
    Text200,
    is_inside,
    surroundings,
    unique,
)
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES, OFFERED_CODES


def _check_languages(codes: list[str]) -> list[str]:
    if DEFAULT_LANGUAGE not in codes:
        raise fault(f"the language {DEFAULT_LANGUAGE}, in which every text exists, is not among them")
    if len(set(codes)) < len(codes):
        raise fault("a language is named twice")
    return codes


Languages = Annotated[list[Annotated[str, OneOf(OFFERED_CODES)]], AfterValidator(_check_languages)]
"""The codes of the languages in which stations are offered, in their order."""


class City(Model):
    """The city the stations stand in."""

    name: Text60
    bbox: Box
    centre: Point
    languages: Languages = Field(default_factory=lambda: list(LANGUAGE_CODES))


class DistrictPlace(Model):
    """A district of the city, as it is known and where it lies."""

    code: Text3
    number: Positive
    name: Text60
    bbox: Box
    centre: Point
    population: Amount

    @field_validator("centre")
    @classmethod
    def _check_centre(cls, centre: Point, info: ValidationInfo) -> Point:
        if not is_inside(centre, info.data.get("bbox")):
            raise fault("the centre is not inside the box of the district")
        return centre


class Centre(Model):
    """A place in a district where people meet and are helped."""

    id: Identifier
    name: Text60
    district: Text3
    address: Text60 | None


class Places(Model):
    """The city, its districts with unique codes and numbers, and its centres, each in a district that exists."""

    city: City
    districts: Annotated[list[DistrictPlace], MinLen(1), unique("code"), unique("number")]
    centres: Annotated[list[Centre], unique("id")]

    @field_validator("districts")
    @classmethod
    def _check_districts(cls, districts: list[DistrictPlace], info: ValidationInfo) -> list[DistrictPlace]:
        faults, city = Faults(), info.data.get("city")
        for index, district in enumerate(districts):
            if not is_inside(district.bbox, city and city.bbox):
                faults.say("the box is not inside the box of the city", index, "bbox")
        faults.stop_if_any()
        return districts

    @field_validator("centres")
    @classmethod
    def _check_centres(cls, centres: list[Centre], info: ValidationInfo) -> list[Centre]:
        faults, codes = Faults(), {district.code for district in info.data.get("districts", ())}
        for index, centre in enumerate(centres):
            if codes and centre.district not in codes:
                faults.say(f"there is no district {centre.district!r}", index, "district")
        faults.stop_if_any()
        return centres


class Category(Model):
    """What a report can be about."""

    id: Identifier
    kind: Annotated[str, OneOf(("problem", "idea", "praise"))]
    title: EveryLanguage[Text80]
    hint: EveryLanguage[Text120]
    pictogram: Pictogram
    sign_video: SignVideo = Field(default_factory=dict)


Categories = Annotated[list[Category], MinLen(1), unique("id")]
"""The categories of reports, in the order in which they are shown."""


class Road(Model):
    """A road that people know, as a line on the sketch."""

    name: Text60
    class_: Annotated[str, OneOf(("main", "city"))] = Field(alias="class")
    line: Line


class Landmark(Model):
    """A place that people recognise on the sketch."""

    id: Identifier
    name: EveryLanguage[Text60]
    point: Point
    pictogram: Pictogram


class Map(Model):
    """The sketch of the city; roads and landmarks lie inside its box."""

    bbox: Box
    sea: list[Polygon]
    river: list[Polygon]
    heath: list[Polygon]
    roads: list[Road]
    landmarks: Annotated[list[Landmark], unique("id")]

    @field_validator("roads")
    @classmethod
    def _check_roads(cls, roads: list[Road], info: ValidationInfo) -> list[Road]:
        faults = Faults()
        for index, road in enumerate(roads):
            if not all(is_inside(point, info.data.get("bbox")) for point in road.line):
                faults.say("the line leaves the box of the map", index, "line")
        faults.stop_if_any()
        return roads

    @field_validator("landmarks")
    @classmethod
    def _check_landmarks(cls, landmarks: list[Landmark], info: ValidationInfo) -> list[Landmark]:
        faults = Faults()
        for index, landmark in enumerate(landmarks):
            if not is_inside(landmark.point, info.data.get("bbox")):
                faults.say("the point is not inside the box of the map", index, "point")
        faults.stop_if_any()
        return landmarks


def _check_every_district(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    faults = Faults()
    read = faults.take(handler, value)
    if isinstance(value, dict):
        for code in surroundings(info).districts or ():
            if code not in value:
                faults.say(MISSING, code)
    faults.stop_if_any()
    return read


class DistrictShapes(Model):
    """The imported outlines of the districts: exactly one entry per district, each a list of closed rings."""

    attribution: Text200
    districts: Annotated[
        dict[District, Annotated[list[Ring], MinLen(1)]],
        WrapValidator(_check_every_district),
    ]
