"""What a draft of a poll changes in what stations show. Takes values, returns rows; decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.hub.console.wording.poll_parts import place_words

_OF_ITSELF = frozenset({"version"})
"""What each publication counts up by itself."""


def change_rows_of(published: Mapping[str, Any], written: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Every part of what is ``written`` that differs: where it is, in words, what stations show, and what they would.

    What publication itself has put beside it (keys, a lot) is no part of what is written.
    """
    pairs = _differing({name: published.get(name) for name in written}, {**written}, "")
    return [(place_words(path), _text(old), _text(new)) for path, old, new in pairs if path not in _OF_ITSELF]


def _differing(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in [*new, *(name for name in old if name not in new)]:
            yield from _differing(old.get(name), new.get(name), f"{path}.{name}" if path else str(name))
    elif _are_parts(old) and _are_parts(new) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differing(one, other, f"{path}[{number}]")
    elif isinstance(old or new, Mapping) and not (old and new):
        for name in old or new:
            yield from _differing((old or {}).get(name), (new or {}).get(name), f"{path}.{name}")
    elif old != new and (old or new):
        yield path, old, new


def _are_parts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, Mapping) for part in value)


def _text(value: Any) -> str:
    return ", ".join(_text(part) for part in value) if isinstance(value, list) else "" if value is None else str(value)
