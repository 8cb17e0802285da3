"""The words content is described with: texts in all languages, ids, days, points and boxes.

Each is a type that reads a JSON value strictly (nothing is converted), and knows its JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, get_args

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from sync.hub.content.faults import Faults, fault
from sync.hub.content.problems import shown
from sync.protocol.districts import is_in_box
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES
from sync.protocol.plain_text import name_of_character, unfit_character

LARGEST_NUMBER = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""


def not_said() -> Any:
    """The value of a member that is absent, where null may not stand."""
    return None


class Model(BaseModel):
    """An object with exactly these members; those with a default may be absent."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclass(frozen=True)
class Surroundings:
    """What lies around a value and decides whether its references lead anywhere. None: not looked at."""

    districts: Collection[str] | None = None
    """The codes of the districts of the city."""
    pictograms: Collection[str] | None = None
    """Those that lie there, as paths in the folder."""
    videos: Collection[str] | None = None
    """The films in sign language that lie there, as paths in the folder."""
    polls: Collection[str] | None = None
    """The ids of the polls."""
    city: tuple[float, ...] | None = None
    """The box of the city."""
    pictures: Collection[str] | None = None
    """Drawings and photos that lie there, as paths in the folder."""
    name: str | None = None
    """The name of the file, without its ending."""


def surroundings(info: ValidationInfo) -> Surroundings:
    """Those that validation was started with."""
    return info.context if isinstance(info.context, Surroundings) else Surroundings()


# --- texts ---------------------------------------------------------------------------------------------------------


def _check_tidy(value: str) -> str:
    if not value.strip():
        raise fault("the text is empty")
    if value != value.strip():
        raise fault("the text begins or ends with a space")
    if unfit := unfit_character(value, lines=True):
        raise fault(f"the text holds {name_of_character(unfit)}, which no screen can show")
    return value


class _Tidy:
    """A text of at least one character, without space around it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_check_tidy, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "minLength": 1}


TIDY = _Tidy()

# The longest texts that fit a screen at the largest type (capitals of 8.5 mm), in characters.
Text3 = Annotated[str, MaxLen(3), TIDY]
Text60 = Annotated[str, MaxLen(60), TIDY]
Text80 = Annotated[str, MaxLen(80), TIDY]
Text100 = Annotated[str, MaxLen(100), TIDY]
Text120 = Annotated[str, MaxLen(120), TIDY]
Text140 = Annotated[str, MaxLen(140), TIDY]
Text200 = Annotated[str, MaxLen(200), TIDY]
Text300 = Annotated[str, MaxLen(300), TIDY]


@dataclass(frozen=True)
class _PerLanguage:
    """An object with one entry per language of the stations: these it must have, and at least one."""

    required: Collection[str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        entry = handler.generate_schema(get_args(source)[1])
        fields = {
            language: core_schema.typed_dict_field(entry, required=language in self.required)
            for language in LANGUAGE_CODES
        }
        schema = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        return schema if self.required else core_schema.no_info_after_validator_function(_check_not_empty, schema)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) if self.required else {**handler(schema), "minProperties": 1}


def _check_not_empty(value: dict[str, Any]) -> dict[str, Any]:
    if not value:
        raise fault("an object with one entry per language is expected")
    return value


T = TypeVar("T")
EveryLanguage = Annotated[dict[str, T], _PerLanguage(LANGUAGE_CODES)]
"""One text in every language of the stations."""
Translated = Annotated[dict[str, T], _PerLanguage((DEFAULT_LANGUAGE,))]
"""One text in German, and in as many other languages of the stations as it was translated into."""
SomeLanguages = Annotated[dict[str, T], _PerLanguage(())]
"""An entry in at least one language of the stations."""


# --- words for machines, numbers, days -----------------------------------------------------------------------------

_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _check_identifier(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value):
        raise fault("an id of small letters, digits and single hyphens is expected")
    return value


Identifier = Annotated[
    str,
    AfterValidator(_check_identifier),
    WithJsonSchema({"type": "string", "pattern": f"^{_IDENTIFIER.pattern}$"}),
]
"""A short name for machines: small letters, digits and single hyphens."""


@dataclass(frozen=True)
class OneOf:
    """One of these words."""

    words: Iterable[str]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        allowed = sorted(str(word) for word in self.words)
        return core_schema.no_info_plain_validator_function(
            lambda value: _check_one_of(value, allowed),
            metadata={"pydantic_js_functions": [lambda _schema, _handler: {"type": "string", "enum": allowed}]},
        )


def _check_one_of(value: object, allowed: list[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise fault(f"{shown(value)} is not one of {', '.join(allowed)}")
    return value


Amount = Annotated[int, Ge(0), Le(LARGEST_NUMBER)]
"""A whole number from 0."""
Positive = Annotated[int, Ge(1), Le(LARGEST_NUMBER)]
"""A whole number from 1."""


def _read_day(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise fault("a day like 2026-10-01 is expected")


Day = Annotated[date, PlainValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day of this millennium like ``2026-10-01``."""


# --- places on the map ---------------------------------------------------------------------------------------------

_LONGITUDE = {"type": "number", "minimum": -180, "maximum": 180}
_LATITUDE = {"type": "number", "minimum": -90, "maximum": 90}


def _list_schema(*members: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"type": "array", "prefixItems": list(members), "items": False, "minItems": len(members)})


def _are_degrees(value: object, count: int) -> bool:
    """Longitudes and latitudes in turn. JSON's true and false are no numbers."""
    return (
        isinstance(value, list)
        and len(value) == count
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in value)
        and all(abs(number) <= (90 if index % 2 else 180) for index, number in enumerate(value))
    )


def _read_point(value: Any) -> tuple[float, float]:
    if not _are_degrees(value, 2):
        raise fault("a point as [longitude, latitude] is expected")
    return value[0], value[1]


def _read_box(value: Any) -> tuple[float, float, float, float]:
    if not _are_degrees(value, 4) or not (value[0] < value[2] and value[1] < value[3]):
        raise fault("a box as [west, south, east, north] is expected")
    return value[0], value[1], value[2], value[3]


Point = Annotated[tuple[float, float], PlainValidator(_read_point), _list_schema(_LONGITUDE, _LATITUDE)]
"""A point as [longitude, latitude] in degrees (WGS 84)."""
Box = Annotated[
    tuple[float, float, float, float],
    PlainValidator(_read_box),
    _list_schema(_LONGITUDE, _LATITUDE, _LONGITUDE, _LATITUDE),
]
"""A bounding box as [west, south, east, north] in degrees."""


def is_inside(inner: tuple[float, ...], outer: tuple[float, ...] | None) -> bool:
    """True when a point or box lies inside a box. Without a box (it was complained about before) everything does."""
    return outer is None or is_in_box(inner, outer)


def _check_closed(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if ring[0] != ring[-1]:
        raise fault("the ring is not closed: its last point is not its first")
    return ring


Line = Annotated[list[Point], MinLen(2)]
Polygon = Annotated[list[Point], MinLen(3)]
Ring = Annotated[list[Point], MinLen(4), AfterValidator(_check_closed)]


# --- references ----------------------------------------------------------------------------------------------------


def _check_district(code: str, info: ValidationInfo) -> str:
    # Without any district the places file itself was complained about.
    known = surroundings(info).districts
    if known and code not in known:
        raise fault(f"there is no district {shown(code)}")
    return code


def _check_pictogram(path: str, info: ValidationInfo) -> str:
    return check_file(path, surroundings(info).pictograms)


def _check_video(path: str, info: ValidationInfo) -> str:
    return check_file(path, surroundings(info).videos)


def check_file(path: str, there: Collection[str] | None) -> str:
    """The path of a file that lies there. Raises a fault where it does not."""
    if there is not None and path not in there:
        raise fault(f"there is no file {shown(path)}")
    return path


District = Annotated[Text3, AfterValidator(_check_district)]
"""The code of a district of the city."""
Pictogram = Annotated[Text100, AfterValidator(_check_pictogram)]
"""The path of a pictogram that lies in the folder of the content."""
SignVideo = SomeLanguages[Annotated[Text100, AfterValidator(_check_video)]]
"""Films in sign language that say the same as the texts in some languages; none is needed."""


def _check_file_name(value: str, info: ValidationInfo) -> str:
    name = surroundings(info).name
    if name is not None and value != name:
        raise fault(f"the id must be the name of the file, {name!r}")
    return value


NameOfFile = Annotated[Identifier, AfterValidator(_check_file_name)]
"""The id of what has a file of its own: it is the name of the file."""


def unique(name: str) -> AfterValidator:
    """No two objects of a list carry the same value under this name."""

    def check(entries: list[Any]) -> list[Any]:
        faults, seen = Faults(), set()
        for index, entry in enumerate(entries):
            value = getattr(entry, name)
            if value in seen:
                faults.say(f"{shown(value)} is used twice", index, name)
            seen.add(value)
        faults.stop_if_any()
        return entries

    return AfterValidator(check)


def _check_each_once(districts: list[str]) -> list[str]:
    if len(set(districts)) != len(districts):
        raise fault("a district is named twice")
    return districts


Districts = Annotated[list[District], AfterValidator(_check_each_once)]
"""The codes of districts; none: the whole city."""

StationNames = Annotated[list[Text80], MaxLen(100)]
"""The names of stations, as they were enrolled; none: all of the districts that are named."""
