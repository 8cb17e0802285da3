"""The kinds of content, besides polls, that are written at the console: where their files lie, and how one begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sync.hub.content.definitions import (
    BANK,
    CALENDAR,
    CATEGORIES,
    DIALOGUE,
    PLACES,
    PROJECT,
    SENTENCES,
    SIGNPOSTS,
    SURVEY,
    WARNING,
    json_schema,
    read_value,
)
from sync.hub.content.faults import problems_of
from sync.hub.content.pictures import ENDINGS
from sync.hub.content.poll_settings import SETTINGS
from sync.hub.content.problems import ContentProblem
from sync.hub.content.vocabulary import Surroundings
from sync.hub.drafts.content_parts import Place, parts_of, text_parts, value_at
from sync.hub.drafts.whole_languages import and_lacking, lacking
from sync.protocol.encoding import parse_json

OPEN_DAYS = 28
"""So long a new survey is proposed to be open."""

ALL = "all"
"""Stands in the place of a name where one file holds everything of its kind."""


@dataclass(frozen=True)
class ContentKind:
    """One kind. ``file`` is the name of its definition: a pattern for several files, or the name of the only one."""

    word: str
    file: str
    begin: Callable[[str, date], Any]
    """What a new file of this name holds on its first day."""

    @property
    def has_many(self) -> bool:
        """Each thing has a file of its own."""
        return "*" in self.file

    def targets_in(self, value: Any) -> list[Place]:
        """The places of what says in this file for whom it is: the whole, or each row of a list; without empty rows."""
        parts = parts_of(self.schema(), value)
        return [part.place[:-1] for part in parts if part.place[-1] == "districts" and part.is_row_there]

    def path_of(self, name: str) -> str:
        """The path of the file of this name in the folder of the content."""
        return self.file.replace("*", name)

    def name_of(self, path: str) -> str:
        """The name that a path stands for."""
        return Path(path).stem if self.has_many else ALL

    def schema(self) -> Mapping[str, Any]:
        """The JSON Schema of such a file, with references inside it to ``$defs``."""
        schema = json_schema(self.file)
        return _with_settings(schema) if self.file == SURVEY else schema

    def files_in(self, folder: Path) -> Sequence[str]:
        """The paths of those that lie in a folder of content."""
        return sorted(path.relative_to(folder).as_posix() for path in folder.glob(self.file))


_OF_POLLS_ALONE = ("rule", "lot")
"""How something is decided: a survey decides nothing."""


def _with_settings(schema: dict[str, Any]) -> dict[str, Any]:
    """Each question may have what the kinds of polls have: answers, a scale, how many are chosen."""
    definitions = dict(schema["$defs"])
    question = dict(definitions["AskedInSurvey"])
    for kind in question["properties"]["kind"]["enum"]:
        model = SETTINGS[kind].model_json_schema()
        definitions |= model.get("$defs", {})
        settings = {name: member for name, member in model["properties"].items() if name not in _OF_POLLS_ALONE}
        question["properties"] = {**settings, **question["properties"]}
    first = ("id", "kind", "question")
    question["properties"] = {name: question["properties"][name] for name in first} | question["properties"]
    return {**schema, "$defs": definitions | {"AskedInSurvey": question}}


def _new_project(name: str, today: date) -> Any:
    return {
        "id": name,
        "title": {},
        "facts": [{}, {}, {}],
        "districts": [],
        "decided_by": {},
        "phases": [{"phase": "idea", "begins": today.isoformat()}],
    }


def _new_survey(name: str, today: date) -> Any:
    return {
        "id": name,
        "districts": [],
        "opens": today.isoformat(),
        "closes": (today + timedelta(days=OPEN_DAYS)).isoformat(),
        "title": {},
        "about": {},
        "questions": [],
    }


def _new_calendar(name: str, _today: date) -> Any:
    return {"id": name, "districts": [], "dates": []}


KINDS_OF_CONTENT: Mapping[str, ContentKind] = {
    kind.word: kind
    for kind in (
        ContentKind("projects", PROJECT, _new_project),
        ContentKind("surveys", SURVEY, _new_survey),
        ContentKind("dates", CALENDAR, _new_calendar),
        ContentKind("dialogue", DIALOGUE, lambda _name, _today: {"receivers": [], "topics": [], "ideas": {}}),
        ContentKind("categories", CATEGORIES, lambda _name, _today: []),
        ContentKind("ready_sentences", SENTENCES, lambda _name, _today: []),
        ContentKind("signposts", SIGNPOSTS, lambda _name, _today: []),
        ContentKind("question_bank", BANK, lambda _name, _today: []),
        ContentKind("places", PLACES, lambda _name, _today: {"city": {}, "districts": [], "centres": []}),
        ContentKind("warnings", WARNING, lambda name, _today: {"id": name, "headline": {}, "text": {}}),
    )
}


def kind_of_path(path: str) -> ContentKind:
    """The kind whose file this is. Raises KeyError."""
    return KINDS_OF_CONTENT[path.removesuffix(".json").partition("/")[0]]


def surroundings_in(folder: Path) -> Surroundings:
    """What lies in a folder of content and can be referred to."""

    def there(*patterns: str) -> set[str]:
        return {path.relative_to(folder).as_posix() for pattern in patterns for path in folder.glob(pattern)}

    try:
        places = parse_json((folder / "places.json").read_bytes())
    except (OSError, ValueError):
        places = {"districts": []}
    box = places.get("city", {}).get("bbox")
    return Surroundings(
        districts=[district["code"] for district in places["districts"]],
        pictograms=there("pictograms/*.svg"),
        pictures=there(*(f"pictures/*{ending}" for ending in ENDINGS)),
        videos=there("videos/*.webm"),
        polls={path.stem for path in (folder / "polls").glob("*.json")},
        city=tuple(box) if box else None,
    )


def problems_of_content(path: str, value: Any, *, folder: Path, languages: Sequence[str] = ()) -> list[ContentProblem]:
    """Everything that keeps this from being published, with the place of each fault inside it.

    ``languages``: those it has to be whole in.
    """
    kind = kind_of_path(path)
    around = surroundings_in(folder)
    found: list[ContentProblem] = []
    try:
        read_value(kind.file, value, replace(around, name=kind.name_of(path) if kind.has_many else None))
    except ValidationError as error:
        found = list(problems_of(error, ""))
    return and_lacking(found, lacking_in(path, value, languages))


def lacking_in(path: str, value: Any, languages: Sequence[str]) -> Iterator[ContentProblem]:
    """The texts that are not in these languages."""
    parts = text_parts(kind_of_path(path).schema(), value)
    return lacking(((part.place, value_at(value, part.place)) for part in parts), languages)
