"""Tables as they are published, by the conventions of German open data, each with its description. Knows no poll."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Semicolons, UTF-8 without a mark, one line of names. None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue().encode()


def describe(
    name: str,
    header: Sequence[str],
    *,
    title: Mapping[str, str],
    titles: Mapping[str, Mapping[str, str]],
    whole: Collection[str],
    datatypes: Mapping[str, str] | None = None,
) -> bytes:
    """The description of a table by CSV on the Web (https://www.w3.org/TR/tabular-metadata/).

    ``titles``: what people call each column; ``whole``: the columns of whole numbers; ``datatypes``: those of others
    that are no text. The name in the first line of the table is one of a column's titles: by it they are compared.
    """
    types = {**dict.fromkeys(whole, "integer"), **(datatypes or {})}
    columns = [
        {"name": one, "titles": {"und": one, **titles[one]}, "datatype": types.get(one, "string")} for one in header
    ]
    wire = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": name,
        "dc:title": [{"@language": code, "@value": text} for code, text in title.items() if code in ("de", "en")],
        "dialect": {"delimiter": ";", "encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns},
    }
    return json.dumps(wire, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
