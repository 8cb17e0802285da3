"""Whether a table is what its description says, by the rules of CSV on the Web that a validator goes by.

https://www.w3.org/TR/tabular-data-model/ and https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_VALUES = {
    "string": re.compile(r".*", re.DOTALL),
    "integer": re.compile(r"[+-]?\d+"),
    "number": re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?"),
    "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "gYearMonth": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*")
"""A variable of a URI template that does not begin with an underscore."""


def csvw_faults(name: str, files: Mapping[str, bytes]) -> list[str]:
    """What is wrong with the table of this name and its description beside it."""
    return [f"{name}: {fault}" for fault in _faults(name, files[name], json.loads(files[f"{name}-metadata.json"]))]


def _faults(name: str, table: bytes, described: Mapping[str, Any]) -> Iterator[str]:
    if described["@context"] != "http://www.w3.org/ns/csvw":
        yield "its context is another"
    if described["url"] != name:
        yield f"its description is of {described['url']}"
    titled = described["dc:title"]
    if not titled or not all(set(one) == {"@language", "@value"} and one["@value"] for one in titled):
        yield "its title is no list of texts with a language"
    dialect = described["dialect"]
    if dialect != {"delimiter": ";", "encoding": "utf-8", "header": True}:
        yield f"its dialect is {dialect}"
    if table.startswith(b"\xef\xbb\xbf") or b"\r" in table:
        yield "it has a mark at its beginning, or other ends of lines"
    head, *rows = csv.reader(io.StringIO(table.decode(dialect["encoding"])), delimiter=dialect["delimiter"])
    columns = described["tableSchema"]["columns"]
    names = [column["name"] for column in columns]
    if len(set(names)) != len(names) or not all(map(_NAME.fullmatch, names)):
        yield f"its columns are called {names}"
    if len(columns) != len(head) or any(len(row) != len(head) for row in rows):
        yield "its lines are not of one length"
    for number, (column, cell) in enumerate(zip(columns, head, strict=False)):
        titles = column["titles"]
        if not all(map(_LANGUAGE.fullmatch, titles)) or not {"de", "en"} <= set(titles):
            yield f"{cell} is called {titles}"
        if cell not in titles.values():
            yield f"{cell} is none of the titles of its column"
        wrong = [row[number] for row in rows if row[number] and not _VALUES[column["datatype"]].fullmatch(row[number])]
        if wrong:
            yield f"{cell} holds no {column['datatype']}: {wrong[:3]}"
