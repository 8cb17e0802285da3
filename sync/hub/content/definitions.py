"""Every JSON file of the content with its definition: reads a value by it, and gives it as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from sync.hub.content.calendars import CentreCalendar
from sync.hub.content.dialogue import Dialogue
from sync.hub.content.places import Categories, DistrictShapes, Map, Places, SentenceLists, Signposts
from sync.hub.content.poll_settings import SETTINGS
from sync.hub.content.polls import Poll
from sync.hub.content.projects import Project
from sync.hub.content.shifts import Shift
from sync.hub.content.surveys import QuestionBank, Survey
from sync.hub.content.vocabulary import Surroundings
from sync.hub.content.warnings import PreparedWarning
from sync.protocol.surveys.questions import BANK_FILE

PLACES, CATEGORIES, MAP, SHAPES = "places.json", "categories.json", "map.json", "district_shapes.json"
SENTENCES = "ready_sentences.json"
BANK = BANK_FILE
DIALOGUE = "dialogue.json"
SIGNPOSTS = "signposts.json"
POLL = "polls/*.json"
PROJECT = "projects/*.json"
CALENDAR = "dates/*.json"
SURVEY = "surveys/*.json"
SHIFT = "shifts/*.json"
WARNING = "warnings/*.json"

DEFINITIONS: Mapping[str, Any] = {
    PLACES: Places,
    CATEGORIES: Categories,
    MAP: Map,
    SHAPES: DistrictShapes,
    SENTENCES: SentenceLists,
    DIALOGUE: Dialogue,
    BANK: QuestionBank,
    SIGNPOSTS: Signposts,
    POLL: Poll,
    PROJECT: Project,
    CALENDAR: CentreCalendar,
    SURVEY: Survey,
    SHIFT: Shift,
    WARNING: PreparedWarning,
}
"""The name of a file, or a pattern for several, to the type of the value in it."""


@cache
def _adapter(file: str) -> TypeAdapter[Any]:
    return TypeAdapter(DEFINITIONS[file])


def read_value(file: str, value: object, around: Surroundings) -> Any:
    """The value of a JSON file as its definition reads it. Raises ValidationError with everything that is wrong."""
    return _adapter(file).validate_python(value, context=around)


def json_schema(file: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of such a file: what can be said without looking at other members and files."""
    schema = _adapter(file).json_schema()
    if file == POLL:
        schema = _poll_schema(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _poll_schema(common: dict[str, Any]) -> dict[str, Any]:
    """One alternative for each kind: the members of all polls together with those that the kind adds."""
    alternatives: list[dict[str, Any]] = []
    definitions: dict[str, Any] = common.pop("$defs", {})
    for kind, model in SETTINGS.items():
        settings = model.model_json_schema()
        definitions |= settings.pop("$defs", {})
        members = common["properties"] | settings["properties"] | {"kind": {"const": str(kind)}}
        required = [*common["required"], *settings.get("required", ())]
        title = f"{common['title']} ({kind})"
        alternatives.append(common | {"title": title, "properties": members, "required": required})
    return {"title": common["title"], "oneOf": alternatives, "$defs": definitions}
