"""Files made of many rows, sent as they are read: their size does not matter. No spreadsheet runs anything in them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from sync.hub.training import marked_file_name

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file for the CSV writer that hands each line on at once."""

    def write(self, text: str) -> str:
        return text


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """CSV that spreadsheets know as UTF-8. A text that begins like a formula gets an apostrophe before it."""
    yield "\ufeff"
    writer = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([_cell(row[column]) for column in columns])


def as_geojson(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A FeatureCollection (RFC 7946): a feature for each row, at its ``longitude`` and ``latitude`` if it has some."""
    yield '{"type":"FeatureCollection","features":['
    before = "\n"
    for row in rows:
        yield before + json.dumps(_feature(row), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _feature(row: Mapping[str, Any]) -> Mapping[str, Any]:
    place = [row["longitude"], row["latitude"]]
    values = {
        name: value if isinstance(value, int | float) else str(value or "")
        for name, value in row.items()
        if name not in {"latitude", "longitude"}
    }
    geometry = None if None in place else {"type": "Point", "coordinates": place}
    return {"type": "Feature", "geometry": geometry, "properties": values}


def download(lines: Iterator[str], *, kind: str, name: str) -> StreamingHttpResponse:
    """The answer with such a file."""
    response = StreamingHttpResponse(lines, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{marked_file_name(name)}"'
    return response


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return "'" + text if isinstance(value, str) and text.startswith(_FORMULA) else text
