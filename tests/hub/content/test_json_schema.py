"""The JSON Schema of the content: says what the check says, as far as a schema can."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import jsonschema_rs
import pytest
from django.core.management import call_command

from sync.hub.content.definitions import CALENDAR, DEFINITIONS, POLL, PROJECT, json_schema
from sync.hub.content.source import DEFAULT_CONTENT

FILES = sorted(DEFAULT_CONTENT.rglob("*.json"))


def schema_of(path: Any) -> dict[str, Any]:
    return json_schema({"polls": POLL, "projects": PROJECT, "dates": CALENDAR}.get(path.parent.name, path.name))


@pytest.mark.parametrize("file", DEFINITIONS)
def test_every_definition_is_a_json_schema(file: str) -> None:
    jsonschema_rs.meta.validate(json_schema(file))


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_default_content_is_valid_by_its_schema(path: Any) -> None:
    jsonschema_rs.validator_for(schema_of(path)).validate(json.loads(path.read_bytes()))


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"kind": "guess"},
        {"max": 0},
        {"budget_euro": 5},
        {"version": 0},
        {"id": "Not an id"},
        {"title": {"en": "Only in English"}},
        {"sign_video": {}},
        {"options": []},
        {"grace": None},
    ],
)
def test_schema_of_a_poll_refuses(change: dict[str, Any]) -> None:
    poll = json.loads((DEFAULT_CONTENT / "polls" / "neuer-markt.json").read_bytes())
    validator = jsonschema_rs.validator_for(json_schema(POLL))
    assert validator.is_valid(poll)
    assert not validator.is_valid(poll | change)


def test_command_prints_one_or_all() -> None:
    one, every = StringIO(), StringIO()
    call_command("content_schema", "map.json", stdout=one)
    call_command("content_schema", stdout=every)
    assert json.loads(one.getvalue()) == json_schema("map.json") == json.loads(every.getvalue())["map.json"]
    assert json.loads(every.getvalue()).keys() == DEFINITIONS.keys()
