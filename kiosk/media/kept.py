"""A draft as plain values, with what was shown and said, so that it can be kept and gone on with later. No rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from hardware.ports import SpokenMessage
from kiosk.media.state import Enclosures
from sync.protocol.encoding import from_base64, to_base64

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)
else:
    D = TypeVar("D")


def to_plain(draft: DataclassInstance) -> dict[str, Any]:
    """What was entered, by the names of the members; nothing of what is still as it begins."""
    blank = type(draft)()
    entered = {one.name: getattr(draft, one.name) for one in fields(draft)}
    return {name: _plain(value) for name, value in entered.items() if value != getattr(blank, name)}


def from_plain(kind: type[D], plain: Mapping[str, Any]) -> D:
    """The draft again. Members it does not have any more are left out. Raises ValueError, KeyError, TypeError."""
    names = {one.name for one in fields(kind)}
    return kind(**{name: _entered(name, value) for name, value in plain.items() if name in names})


def _plain(value: Any) -> Any:
    if not isinstance(value, Enclosures):
        return value
    spoken = value.spoken and {
        "opus": to_base64(value.spoken.opus),
        "seconds": value.spoken.seconds,
        "samples": to_base64(value.spoken.samples),
    }
    return {"photo": to_base64(value.photo), "spoken": spoken}


def _entered(name: str, value: Any) -> Any:
    if name == "enclosed":
        said = value["spoken"]
        spoken = said and SpokenMessage(from_base64(said["opus"]), said["seconds"], from_base64(said["samples"]))
        return Enclosures(from_base64(value["photo"]), spoken)
    return tuple(value) if isinstance(value, list) else value
