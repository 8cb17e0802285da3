"""What a report can be about, and whom to turn to with what is none: values, and how the content writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.protocol.targets import Targeted, read_names


@dataclass(frozen=True)
class Subcategory:
    """What exactly a report of a category is about. ``words`` find it besides its title."""

    id: str
    title: Mapping[str, str]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Category(Targeted):
    """What a report can be about, and where that is offered. ``kind``: a problem, a barrier, an idea, praise."""

    id: str
    title: Mapping[str, str]
    hint: Mapping[str, str]
    pictogram: str
    sign_video: Mapping[str, str]
    """Language to the film in sign language that goes with its texts; empty where there is none."""
    kind: str = "problem"
    words: tuple[str, ...] = ()
    """These find it besides its title."""
    subcategories: tuple[Subcategory, ...] = ()
    districts: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signpost(Targeted):
    """Whom to turn to with something that is no report, and where that is so."""

    id: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    who: str
    telephone: str
    hours: Mapping[str, str]
    place: str
    districts: tuple[str, ...]
    stations: tuple[str, ...] = ()


def read_category(wire: Mapping[str, Any]) -> Category:
    """A category as it stands in the content. Raises KeyError or TypeError for what is none."""
    return Category(
        str(wire["id"]),
        wire["title"],
        wire["hint"],
        str(wire["pictogram"]),
        wire.get("sign_video", {}),
        kind=str(wire.get("kind", "problem")),
        words=tuple(wire.get("words", ())),
        subcategories=tuple(
            Subcategory(str(part["id"]), part["title"], tuple(part.get("words", ())))
            for part in wire.get("subcategories", ())
        ),
        districts=read_names(wire, "districts"),
        stations=read_names(wire, "stations"),
    )


def read_signpost(wire: Mapping[str, Any]) -> Signpost:
    """A signpost as it stands in the content. Raises KeyError or TypeError for what is none."""
    return Signpost(
        str(wire["id"]),
        wire["title"],
        wire["about"],
        str(wire["who"]),
        str(wire.get("telephone", "")),
        wire.get("hours", {}),
        str(wire.get("place", "")),
        read_names(wire, "districts"),
        read_names(wire, "stations"),
    )
