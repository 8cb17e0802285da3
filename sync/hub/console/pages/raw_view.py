"""Bytes as people can look at them: a signed header in words, and sealed bytes in hex. Opens nothing."""

from __future__ import annotations

from typing import Any

from sync.protocol.encoding import from_base64url, parse_json_object

_PER_LINE = 16
_MOST_LINES = 32


def hex_lines(data: bytes) -> list[str]:
    """The first bytes in hex, 16 to a line, each line with its place in front."""
    starts = range(0, min(len(data), _PER_LINE * _MOST_LINES), _PER_LINE)
    return [f"{start:06x}  {data[start : start + _PER_LINE].hex(' ')}" for start in starts]


def batch_header(line: str) -> list[tuple[str, str]]:
    """The signed members of a batch's first line, name and value. It was proven when the batch was stored."""
    try:
        members: dict[str, Any] = parse_json_object(from_base64url(line.split(".")[1]))
    except (ValueError, IndexError):
        return []
    return [(name, str(value)) for name, value in members.items()]
