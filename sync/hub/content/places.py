"""What places, categories, the map and the outlines of districts must say to be fit for a station."""

from __future__ import annotations

from typing import Annotated, Any, Self

from annotated_types import MaxLen, MinLen
from pydantic import (
    AfterValidator,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)

from sync.hub.content.faults import Faults, fault
from sync.hub.content.problems import MISSING, shown
from sync.hub.content.vocabulary import (
    Amount,
    Box,
    District,
    Districts,
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
    StationNames,
    Text3,
    Text60,
    Text80,
    Text120,
    Text200,
    Translated,
    is_inside,
    not_said,
    surroundings,
    unique,
)
from sync.protocol.city_colours import contrast, contrasts_of, is_colour
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES, OFFERED_CODES


def _check_languages(codes: list[str]) -> list[str]:
    if DEFAULT_LANGUAGE not in codes:
        raise fault(f"the language {DEFAULT_LANGUAGE}, in which every text exists, is not among them")
    if len(set(codes)) < len(codes):
        raise fault("a language is named twice")
    return codes


Languages = Annotated[list[Annotated[str, OneOf(OFFERED_CODES)]], AfterValidator(_check_languages)]
"""The codes of the languages in which stations are offered, in their order."""

CATEGORY_KINDS = ("problem", "barrier", "idea", "praise")


PLACE_KINDS = ("city", "municipality", "office")
"""A Stadt, a Gemeinde, an Amt."""

Phrases = Annotated[dict[Text60, Text60], MaxLen(60)]


def _check_colour(value: str) -> str:
    if not is_colour(value):
        raise fault(f"{shown(value)} is no colour: six hexadecimal digits after #, in small letters")
    return value


Colour = Annotated[str, AfterValidator(_check_colour)]


class Colours(Model):
    """The colours of a place: of the one main action, dark under white words; of notices, light under dark words."""

    main: Colour
    accent: Colour

    @model_validator(mode="after")
    def _check_contrast(self) -> Self:
        for name, (colour, other, least) in contrasts_of(self.main, self.accent).items():
            if (ratio := contrast(colour, other)) < least:
                raise fault(f"{name} has a contrast of {ratio:.1f} to {other}; people need {least:g}")
        return self


class City(Model):
    """The city the stations stand in."""

    name: Text60
    bbox: Box
    centre: Point
    languages: Languages = Field(default_factory=lambda: list(LANGUAGE_CODES))
    kind: Annotated[str, OneOf(PLACE_KINDS)] = "city"
    """What it is called where the station's texts speak of a city."""
    words: dict[Annotated[str, OneOf(OFFERED_CODES)], Phrases] = Field(default_factory=dict)
    """By language, phrases of its own: what the station's texts say, and what is said instead."""
    colours: Colours = Field(default_factory=not_said)
    """Its own; without them the station's."""


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
    point: Point = Field(default_factory=not_said)
    """Where it stands: so a report from there can say "here"."""
    hours: Translated[Text120] = Field(default_factory=not_said)
    """When its doors are open, in words."""


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


MOST_SENTENCES = 5
"""For a category: more would be a list to search."""

SearchWords = Annotated[list[Text60], MaxLen(60)]
"""Words, of whatever language, by which something is found besides its title."""


class Subcategory(Model):
    """What exactly a report of a category is about. ``code`` is what whoever mends it calls it, where that is known."""

    id: Identifier
    title: Translated[Text80]
    words: SearchWords = Field(default_factory=list)
    code: Text60 = Field(default_factory=not_said)


class Category(Model):
    """What a report can be about: the first of two questions. Those without subcategories are not asked further."""

    id: Identifier
    kind: Annotated[str, OneOf(CATEGORY_KINDS)]
    title: EveryLanguage[Text80]
    hint: EveryLanguage[Text120]
    pictogram: Pictogram
    sign_video: SignVideo = Field(default_factory=dict)
    words: SearchWords = Field(default_factory=list)
    districts: Districts = Field(default_factory=list)
    stations: StationNames = Field(default_factory=list)
    subcategories: Annotated[list[Subcategory], unique("id")] = Field(default_factory=list)


_NO_CATEGORY_FOR_ALL = "one category at least is for the whole city: else at some stations nothing can be reported"


def _check_ids(categories: list[Category]) -> list[Category]:
    """A report carries the id of one category or subcategory, so they share one set of ids."""
    faults, seen = Faults(), {category.id for category in categories}
    for index, category in enumerate(categories):
        for position, part in enumerate(category.subcategories):
            if part.id in seen:
                faults.say(f"{part.id!r} is used twice", index, "subcategories", position, "id")
            seen.add(part.id)
    faults.stop_if_any()
    if all(category.districts or category.stations for category in categories):
        raise fault(_NO_CATEGORY_FOR_ALL)
    return categories


Categories = Annotated[list[Category], MinLen(1), unique("id"), AfterValidator(_check_ids)]
"""The categories of reports, in the order in which they are shown."""


class ReadySentences(Model):
    """What people may say of a category, or of one of its subcategories, without writing: sentences to choose from."""

    category: Identifier
    sentences: Annotated[list[EveryLanguage[Text120]], MinLen(1), MaxLen(MOST_SENTENCES)]


SentenceLists = Annotated[list[ReadySentences], unique("category")]
"""The ready sentences of the categories that have some."""


class Signpost(Model):
    """Whom to turn to with something that is no report. Without ``districts`` it is so in the whole city."""

    id: Identifier
    title: EveryLanguage[Text80]
    about: EveryLanguage[Text120]
    who: Text80
    telephone: Text60 = Field(default_factory=not_said)
    hours: Translated[Text120] = Field(default_factory=not_said)
    place: Text80 = Field(default_factory=not_said)
    districts: Districts = Field(default_factory=list)
    stations: StationNames = Field(default_factory=list)


Signposts = Annotated[list[Signpost], unique("id")]
"""Who helps with what, in the order in which it is shown."""


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
