"""The editable source of what stations show: reads it from a folder, checks all of it, gives it as bytes to publish.

A folder holds ``places.json``, ``categories.json``, ``map.json``, ``signposts.json``, ``question_bank.json``,
``polls/<id>.json``, ``projects/<id>.json``, ``surveys/<id>.json``, ``dates/<id>.json`` (calendars of centres),
``shifts/<id>.json``, ``warnings/<id>.json`` (they lie ready, and are not published), ``pictograms/<name>.svg``,
``pictures/<name>`` (drawings and photos), where there are some ``ready_sentences.json``, where people may leave ideas
and questions ``dialogue.json`` and, once districts were imported, ``district_shapes.json``.

Signs and publishes nothing, and adds no keys to polls.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sync.hub.content.definitions import (
    BANK,
    CALENDAR,
    CATEGORIES,
    DEFINITIONS,
    DIALOGUE,
    MAP,
    PLACES,
    POLL,
    PROJECT,
    SENTENCES,
    SHAPES,
    SHIFT,
    SIGNPOSTS,
    SURVEY,
    WARNING,
    read_value,
)
from sync.hub.content.faults import problems_of
from sync.hub.content.pictures import ENDINGS, check_drawing_is_safe, check_picture
from sync.hub.content.problems import ContentProblem, ContentProblems, shown
from sync.hub.content.sign_videos import check_video
from sync.hub.content.vocabulary import Surroundings
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.place_lists import ADDRESSES, MAP_PACK, OBJECTS
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.surveys.survey import FOLDER as SURVEYS
from sync.protocol.surveys.survey import Survey
from sync.side_files import is_side_file

LISTS = (ADDRESSES, OBJECTS, MAP_PACK)
"""Files of their own format, made by an import: addresses, numbered objects, the pack of map tiles."""

PICTOGRAMS, VIDEOS = "pictograms/*.svg", "videos/*.webm"
PICTURES = tuple(f"pictures/*{ending}" for ending in ENDINGS)

_SQLITE = b"SQLite format 3\x00"

DEFAULT_CONTENT = Path(__file__).parent / "default_content"
"""The content a new hub starts with: Rostock."""

PICTOGRAM_INK = "#0a2f4f"
"""The one colour in every pictogram; the station puts the ink of its theme in its place."""


@dataclass(frozen=True)
class ContentSource:
    """A checked source. The values are as in the files; treat them as read-only."""

    places: Mapping[str, Any]
    categories: list[Mapping[str, Any]]
    map: Mapping[str, Any]
    polls: Mapping[str, Mapping[str, Any]]
    """Id to poll, without the counting keys: publication adds them."""
    pictograms: Mapping[str, bytes]
    """Path in the folder (``pictograms/street.svg``) to the bytes of the SVG."""
    district_shapes: Mapping[str, Any] | None
    """Attribution and outlines of the districts; None before an import."""
    videos: Mapping[str, bytes]
    """Path in the folder (``videos/greeting.webm``) to the bytes of a film in sign language."""
    projects: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Id to project."""
    dialogue: Mapping[str, Any] | None = None
    """The rules of the dialogue; None where people leave no ideas and questions."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Path in the folder (``pictures/benches.svg``) to the bytes of a drawing or photo."""
    calendars: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Id to the calendar of a centre."""

    surveys: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Id to survey."""
    shifts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Id to a shift of attendants."""
    warnings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Id to a warning that lies ready."""
    question_bank: list[Mapping[str, Any]] = field(default_factory=list)
    """The questions that are asked for years in the same words; empty where none is asked."""

    signposts: list[Mapping[str, Any]] | None = None
    """Who helps with what; None where the folder does not say."""

    lists: Mapping[str, Path] = field(default_factory=dict)
    """What is too large to be kept in memory: path in the folder to where it lies."""

    sentences: list[Mapping[str, Any]] | None = None
    """Ready sentences of the categories; None where the folder has none."""

    def targets(self) -> dict[str, bytes]:
        """Every file to publish: path to bytes, JSON in canonical form (equal content gives equal bytes)."""
        values: dict[str, object] = {PLACES: self.places, CATEGORIES: self.categories, MAP: self.map}
        values |= {f"polls/{poll_id}.json": poll for poll_id, poll in self.polls.items()}
        values |= {f"projects/{project_id}.json": project for project_id, project in self.projects.items()}
        values |= {f"dates/{calendar_id}.json": calendar for calendar_id, calendar in self.calendars.items()}
        values |= {f"shifts/{shift_id}.json": shift for shift_id, shift in self.shifts.items()}
        if self.dialogue is not None:
            values[DIALOGUE] = self.dialogue
        values |= {f"{SURVEYS}{survey_id}.json": survey for survey_id, survey in self.surveys.items()}
        if self.district_shapes is not None:
            values[SHAPES] = self.district_shapes
        if self.sentences is not None:
            values[SENTENCES] = self.sentences
        if self.question_bank:
            values[BANK] = self.question_bank
        if self.signposts is not None:
            values[SIGNPOSTS] = self.signposts
        files = {path: canonical_json(value) for path, value in values.items()}
        lists = {path: place.read_bytes() for path, place in self.lists.items()}
        return files | dict(self.pictograms) | dict(self.videos) | dict(self.pictures) | lists


def load_source(folder: Path) -> ContentSource:
    """Read and check a source folder. Raises ContentProblems with everything that is wrong in it."""
    return _Reader(folder).read()


class _Reader:
    """Reads one folder once and collects the complaints about all its files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: list[ContentProblem] = []

    def read(self) -> ContentSource:
        pictograms = dict(self._drawings_and_films(PICTOGRAMS, _check_pictogram))
        videos = dict(self._drawings_and_films(VIDEOS, check_video))
        pictures = {
            file: data for pattern in PICTURES for file, data in self._drawings_and_films(pattern, check_picture)
        }
        around = Surroundings(pictograms=pictograms.keys(), videos=videos.keys(), pictures=pictures.keys())
        places = self._read_json(PLACES, PLACES, around)
        city = tuple(places["city"]["bbox"]) if places else None
        around = replace(around, districts=_codes(places), city=city)
        categories = self._read_json(CATEGORIES, CATEGORIES, around)
        sketch = self._read_json(MAP, MAP, around)
        shapes = self._read_if_there(SHAPES, around)
        dialogue = self._read_if_there(DIALOGUE, around)
        bank = self._read_if_there(BANK, around) or []
        signposts = self._read_if_there(SIGNPOSTS, around)
        sentences = self._sentences(categories, around)
        polls = dict(self._polls(around))
        projects = dict(self._projects(replace(around, polls={path.stem for path in self._files(POLL)})))
        calendars = {wire["id"]: wire for _, wire in self._read_each(CALENDAR, around)}
        shifts = {wire["id"]: wire for _, wire in self._read_each(SHIFT, around)}
        surveys = {Survey.from_wire(wire).id: wire for _, wire in self._read_each(SURVEY, around)}
        warnings = {wire["id"]: wire for _, wire in self._read_each(WARNING, around)}
        lists = dict(self._lists())
        self._check_nothing_else_lies_there()
        if self._problems:
            raise ContentProblems(self._problems)
        return ContentSource(
            places=places,
            categories=categories,
            map=sketch,
            polls=polls,
            pictograms=pictograms,
            district_shapes=shapes,
            videos=videos,
            projects=projects,
            dialogue=dialogue,
            pictures=pictures,
            surveys=surveys,
            question_bank=bank,
            signposts=signposts,
            sentences=sentences,
            lists=lists,
            calendars=calendars,
            shifts=shifts,
            warnings=warnings,
        )

    def _say(self, file: str, message: str) -> None:
        self._problems.append(ContentProblem(file, "", message))

    def _read_bytes(self, file: str) -> bytes | None:
        try:
            return (self._folder / file).read_bytes()
        except FileNotFoundError:
            self._say(file, "the file is missing")
        except OSError as error:
            self._say(file, f"the file cannot be read: {error.strerror}")
        return None

    def _read_json(self, file: str, definition: str, around: Surroundings) -> Any:
        """The JSON value of a file, as it stands there, after its check; None when anything is wrong with it."""
        data = self._read_bytes(file)
        if data is None:
            return None
        try:
            value = json.loads(data, object_pairs_hook=_read_object, parse_constant=_refuse_constant)
        except ValueError as error:
            self._say(file, f"this is not JSON: {error}")
        except RecursionError:
            self._say(file, "this is not JSON for us: it is nested too deeply")
        else:
            try:
                read_value(definition, value, around)
            except ValidationError as error:
                self._problems += problems_of(error, file)
            else:
                return value
        return None

    def _read_if_there(self, file: str, around: Surroundings) -> Any:
        """The same of a file that need not be there; None without it."""
        return self._read_json(file, file, around) if (self._folder / file).exists() else None

    def _read_each(self, pattern: str, around: Surroundings) -> Iterator[tuple[str, Any]]:
        """The files that a pattern stands for, without those in which anything is wrong: path, and value."""
        for path in self._files(pattern):
            file = path.relative_to(self._folder).as_posix()
            wire = self._read_json(file, pattern, replace(around, name=path.stem))
            if wire is not None:
                yield file, wire

    def _sentences(self, categories: Any, around: Surroundings) -> Any:
        """Ready sentences, each for a category that is there; None where there is no such file."""
        found = self._read_if_there(SENTENCES, around)
        known = {part["id"] for category in categories or () for part in (category, *category.get("subcategories", ()))}
        for entry in found or ():
            if categories is not None and entry["category"] not in known:
                self._say(SENTENCES, f"there is no category {entry['category']!r}")
        return found

    def _polls(self, around: Surroundings) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for file, wire in self._read_each(POLL, around):
            try:
                yield Poll.from_wire(wire).id, wire
            except Refused as error:
                self._say(file, str(error))

    def _projects(self, around: Surroundings) -> Iterator[tuple[str, Mapping[str, Any]]]:
        owners: dict[str, str] = {}
        for file, wire in self._read_each(PROJECT, around):
            project = Project.from_wire(wire)
            for index, poll in enumerate(project.polls):
                if poll in owners:
                    message = f"the poll {shown(poll)} belongs to {owners[poll]} already"
                    self._problems.append(ContentProblem(file, f"polls[{index}]", message))
                owners.setdefault(poll, project.id)
            yield project.id, wire

    def _drawings_and_films(self, pattern: str, check: Callable[[bytes], Iterable[str]]) -> Iterator[tuple[str, bytes]]:
        for path in self._files(pattern):
            file = path.relative_to(self._folder).as_posix()
            data = self._read_bytes(file)
            if data is None:
                continue
            for message in check(data):
                self._say(file, message)
            yield file, data

    def _lists(self) -> Iterator[tuple[str, Path]]:
        """What imports have made of the city's own files."""
        for name in LISTS:
            place = self._folder / name
            if place.is_file():
                with place.open("rb") as file:
                    if file.read(len(_SQLITE)) != _SQLITE:
                        self._say(name, "this is not an SQLite file: has it been imported?")
                yield name, place

    def _check_nothing_else_lies_there(self) -> None:
        """A misspelt name must not quietly stay unpublished."""
        for path in self._files("**/*"):
            file = path.relative_to(self._folder)
            if path.is_file() and not _is_read(file):
                self._say(file.as_posix(), "nothing reads a file of this name")

    def _files(self, pattern: str) -> list[Path]:
        """What people have laid there, without what their systems and editors lay beside it."""
        found = sorted(self._folder.glob(pattern))
        return [path for path in found if not is_side_file(path.relative_to(self._folder))]


def _codes(places: Any) -> list[str]:
    """The codes of the districts; none while anything is wrong with the places."""
    return [district["code"] for district in places["districts"]] if places else []


def _is_read(file: Path) -> bool:
    patterns = (*DEFINITIONS, PICTOGRAMS, VIDEOS, *PICTURES)
    return file.as_posix() in (*DEFINITIONS, *LISTS) or f"{file.parent.as_posix()}/*{file.suffix}" in patterns


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    for name in value:
        if any("\ud800" <= character <= "\udfff" for character in name):
            raise ValueError(f"the key {shown(name)} holds half a character, which cannot be written")
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {shown(twice)} stands twice in one object")
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _check_pictogram(data: bytes) -> Iterator[str]:
    """A pictogram is one small drawing in the one ink: nothing that runs, loads, or needs a font."""
    try:
        drawing = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        yield "this is not an SVG in UTF-8"
        return
    if not (drawing.startswith("<svg") and drawing.endswith("</svg>") and 'viewBox="0 0 48 48"' in drawing):
        yield 'an SVG with viewBox="0 0 48 48" is expected'
    if PICTOGRAM_INK not in drawing:
        yield f"the ink {PICTOGRAM_INK}, which the station replaces, is missing"
    yield from check_drawing_is_safe(drawing, "pictogram")
