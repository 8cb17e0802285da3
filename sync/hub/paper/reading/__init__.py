"""A photo or scan of a form, read in a process of its own: which lines are on it and what is in their boxes.

Nothing is kept: what comes back are the boxes that were cut out, for whoever has the paper before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync.foreign_media import read_apart
from sync.hub.paper.row_codes import RowCode, read_row_code
from sync.protocol.encoding import from_base64, parse_json_list


class Mark(StrEnum):
    """What is in a box."""

    EMPTY = "empty"
    CROSSED = "crossed"
    UNSURE = "unsure"
    """A person has to say. Also whatever is in a box for a number."""


@dataclass(frozen=True)
class ReadBox:
    """One box of a form."""

    code: RowCode
    mark: Mark
    cutting: bytes
    """The box and a little around it, as JPEG."""


def read_picture(data: bytes) -> Sequence[ReadBox]:
    """Every box whose pattern can be read. Raises MediaUnfit for what is no whole JPEG or PNG of bearable size."""
    boxes = []
    for one in parse_json_list(read_apart("sync.hub.paper.reading", data)):
        if code := read_row_code(one["code"]):
            boxes.append(ReadBox(code, Mark(one["mark"]), from_base64(one["cutting"])))
    return boxes
