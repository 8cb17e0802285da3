"""Reads a table of places as cities publish it: CSV with a heading, a JSON list, or GeoJSON points. Rows out, or the
sentence that says what is wrong with the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.protocol.districts import is_in_box
from sync.protocol.encoding import parse_json

LONGITUDE, LATITUDE = ("longitude", "lon", "laengengrad"), ("latitude", "lat", "breitengrad")


class WrongPlaceFile(ValueError):  # noqa: N818 (says what is wrong with the file, for the person who chose it)
    """This is not a file of places, or none of this city."""


@dataclass(frozen=True)
class PlaceRow:
    """One row: where it stands in the file (from 1), its point, and everything else that is said of it."""

    position: int
    point: tuple[float, float]
    values: Mapping[str, str]

    def value(self, *names: str) -> str:
        """What stands under the first of these names that says anything; empty for nothing."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


def read_place_rows(path: Path, *, city: Sequence[float]) -> Iterator[PlaceRow]:
    """The rows of a file, each with a point inside the box of the city. Raises WrongPlaceFile."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongPlaceFile(f"the file cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WrongPlaceFile("the file is not in UTF-8") from error
    rows = _rows_of_json(text) if text.lstrip()[:1] in ("[", "{") else _rows_of_csv(text)
    for position, values in enumerate(rows, start=1):
        named = {str(name).lower(): _said(value) for name, value in values.items() if name is not None}
        yield PlaceRow(position, _point(named, position, city), named)


def _rows_of_csv(text: str) -> Iterator[Mapping[str, Any]]:
    first = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        yield from reader
    except csv.Error as error:
        raise WrongPlaceFile(f"line {reader.line_num} is not CSV: {error}") from error


def _rows_of_json(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        value = parse_json(text)
    except ValueError as error:
        raise WrongPlaceFile("the file is not JSON") from error
    rows = value.get("features") if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise WrongPlaceFile("a list of places or a GeoJSON FeatureCollection is expected")
    for position, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise WrongPlaceFile(f"place {position} is not an object")
        if "geometry" not in row:
            yield row
            continue
        geometry, properties = row.get("geometry"), row.get("properties")
        if not (isinstance(geometry, dict) and geometry.get("type") == "Point" and isinstance(properties, dict)):
            raise WrongPlaceFile(f"place {position} is not a point with properties")
        coordinates = geometry.get("coordinates")
        if not isinstance(coordinates, list) or len(coordinates) < 2:
            raise WrongPlaceFile(f"place {position} has no coordinates")
        yield {**properties, LONGITUDE[0]: coordinates[0], LATITUDE[0]: coordinates[1]}


def _said(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _point(values: Mapping[str, str], position: int, city: Sequence[float]) -> tuple[float, float]:
    found = []
    for names in (LONGITUDE, LATITUDE):
        written = next((values[name] for name in names if values.get(name)), None)
        if written is None:
            raise WrongPlaceFile(f"place {position} has no {names[0]} and {LATITUDE[0]}: is this a file of places?")
        try:
            found.append(float(written.replace(",", ".")))
        except ValueError as error:
            raise WrongPlaceFile(f"place {position} has the {names[0]} {written!r}, which is no number") from error
    point = found[0], found[1]
    if not is_in_box(point, city):
        raise WrongPlaceFile(
            f"place {position} lies outside the city at {point[0]}, {point[1]}: degrees (WGS 84) are expected"
        )
    return point
