"""The editable source of what stations show: reads it from a folder, checks all of it, gives it as bytes to publish.

A folder holds ``places.json``, ``categories.json``, ``map.json``, ``polls/<id>.json``, ``pictograms/<name>.svg`` and,
once districts were imported, ``district_shapes.json``. Signs and publishes nothing, and adds no keys to polls.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sync.hub.content.rules import (
    check_categories,
    check_map,
    check_places,
    check_poll,
    check_shapes,
    members,
)
from sync.hub.content.sign_videos import check_video, check_videos_exist
from sync.hub.content.validators import Check, Problem, Spot
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.polls.poll import Poll

DEFAULT_CONTENT = Path(__file__).parent / "default_content"
"""The content a new hub starts with: Rostock."""

PLACES, CATEGORIES, MAP, SHAPES = "places.json", "categories.json", "map.json", "district_shapes.json"

PICTOGRAM_INK = "#0a2f4f"
"""The one colour in every pictogram; the station puts the ink of its theme in its place."""

_NEVER_IN_A_PICTOGRAM = ("<!", "<?", "<script", "<image", "<text", "<style", "<foreignobject", "href", "url(", " on")


class ContentProblems(Exception):  # noqa: N818 (it is a list of problems, and named so)
    """The source cannot be published. Holds every problem that was found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


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

    def targets(self) -> dict[str, bytes]:
        """Every file to publish: path to bytes, JSON in canonical form (equal content gives equal bytes)."""
        values: dict[str, object] = {PLACES: self.places, CATEGORIES: self.categories, MAP: self.map}
        values |= {f"polls/{poll_id}.json": poll for poll_id, poll in self.polls.items()}
        if self.district_shapes is not None:
            values[SHAPES] = self.district_shapes
        return (
            {path: canonical_json(value) for path, value in values.items()} | dict(self.pictograms) | dict(self.videos)
        )


def load_source(folder: Path) -> ContentSource:
    """Read and check a source folder. Raises ContentProblems with everything that is wrong in it."""
    return _Reader(folder).read()


class _Reader:
    """Reads one folder once and collects the complaints about all its files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: list[Problem] = []

    def read(self) -> ContentSource:
        places = self._checked(PLACES, check_places)
        codes = [str(district.get("code")) for district in members(places, "districts")]
        categories = self._checked(CATEGORIES, check_categories)
        sketch = self._checked(MAP, check_map)
        shapes = None
        if (self._folder / SHAPES).exists():
            shapes = self._checked(SHAPES, partial(check_shapes, codes=codes))
        polls = dict(self._polls(codes))
        pictograms = dict(self._pictograms())
        self._check_pictograms_exist(CATEGORIES, categories, "", pictograms)
        self._check_pictograms_exist(MAP, members(sketch, "landmarks"), "landmarks", pictograms)
        videos = dict(self._videos())
        check_videos_exist(categories, self._spot(CATEGORIES), videos)
        for poll_id, poll in polls.items():
            check_videos_exist([poll], self._spot(f"polls/{poll_id}.json"), videos)
        self._check_nothing_else_lies_there()
        if self._problems:
            raise ContentProblems(self._problems)
        return ContentSource(places, categories, sketch, polls, pictograms, shapes, videos)

    def _spot(self, file: str, path: str = "") -> Spot:
        return Spot(file, path, self._problems)

    def _checked(self, file: str, check: Check) -> Any:
        """The JSON value of a file after its check; None when it could not even be read."""
        try:
            value = json.loads(
                (self._folder / file).read_bytes(),
                object_pairs_hook=_without_doubles,
                parse_constant=_refuse_constant,
            )
        except FileNotFoundError:
            self._spot(file).say("the file is missing")
        except OSError as error:
            self._spot(file).say(f"the file cannot be read: {error.strerror}")
        except ValueError as error:
            self._spot(file).say(f"this is not JSON: {error}")
        else:
            check(value, self._spot(file))
            return value
        return None

    def _polls(self, codes: Collection[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for path in sorted((self._folder / "polls").glob("*.json")):
            file = f"polls/{path.name}"
            before = len(self._problems)
            wire = self._checked(file, partial(check_poll, codes=codes, name=path.stem))
            if len(self._problems) > before:
                continue
            try:
                yield Poll.from_wire(wire).id, wire
            except Refused as error:
                self._spot(file).say(str(error))

    def _pictograms(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted((self._folder / "pictograms").glob("*.svg")):
            file, data = f"pictograms/{path.name}", path.read_bytes()
            _check_pictogram(data, self._spot(file))
            yield file, data

    def _videos(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted((self._folder / "videos").glob("*.webm")):
            file, data = f"videos/{path.name}", path.read_bytes()
            check_video(data, self._spot(file))
            yield file, data

    def _check_pictograms_exist(self, file: str, entries: Any, path: str, pictograms: Collection[str]) -> None:
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            wanted = entry.get("pictogram") if isinstance(entry, Mapping) else None
            if isinstance(wanted, str) and wanted not in pictograms:
                self._spot(file, path).item(index).key("pictogram").say(f"there is no file {wanted!r}")

    def _check_nothing_else_lies_there(self) -> None:
        """A misspelt name must not quietly stay unpublished. Hidden files (an editor's) are left alone."""
        for path in sorted(self._folder.rglob("*")):
            file = path.relative_to(self._folder)
            if path.is_file() and not any(part.startswith(".") for part in file.parts) and not _is_read(file):
                self._spot(file.as_posix()).say("nothing reads a file of this name")


def _is_read(file: Path) -> bool:
    if file.parent == Path():
        return file.name in (PLACES, CATEGORIES, MAP, SHAPES)
    return (file.parent.as_posix(), file.suffix) in (("polls", ".json"), ("pictograms", ".svg"), ("videos", ".webm"))


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(
            f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object"
        )
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _check_pictogram(data: bytes, spot: Spot) -> None:
    """A pictogram is one small drawing in the one ink: nothing that runs, loads, or needs a font."""
    try:
        drawing = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        spot.say("this is not an SVG in UTF-8")
        return
    if not (drawing.startswith("<svg") and drawing.endswith("</svg>") and 'viewBox="0 0 48 48"' in drawing):
        spot.say('an SVG with viewBox="0 0 48 48" is expected')
    if PICTOGRAM_INK not in drawing:
        spot.say(f"the ink {PICTOGRAM_INK}, which the station replaces, is missing")
    for forbidden in _NEVER_IN_A_PICTOGRAM:
        if forbidden in drawing.lower():
            spot.say(f"{forbidden.strip()!r} has no place in a pictogram")
