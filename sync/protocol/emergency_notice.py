"""A warning that takes over the greeting of the stations it is for until it ends: signed by the hub, by network or by
stick. A station that does not know of targets shows every warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sync.protocol.encoding import canonical_json, from_timestamp, parse_json_object, to_timestamp
from sync.protocol.errors import Refused
from sync.protocol.foreign import foreign
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES, Texts
from sync.protocol.plain_text import name_of_character, unfit_character
from sync.protocol.targets import Targeted, read_names

FILE_NAME = "emergency-notice.json"
"""What the hub tells all stations under this name, whether it is for them or not."""

MOST_HEADLINE, MOST_TEXT = 40, 120
"""Characters: to be read from three metres, and whole on the smallest display."""


@dataclass(frozen=True)
class EmergencyNotice(Targeted):
    """What people are warned of, and until when. In German at least; each language has both texts."""

    headline: Texts
    text: Texts
    until: datetime
    districts: tuple[str, ...] = ()
    """Codes of the districts that are warned; none: the whole city."""
    stations: tuple[str, ...] = ()
    """The names of the stations that show it; none named: all of its districts."""

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read a notice from its JSON object. Raises Refused, in words, for anything else."""
        with foreign(Refused, "the notice needs headline, text and until"):
            headline, text = dict(wire["headline"]), dict(wire["text"])
            until = from_timestamp(wire["until"])
            _check(headline, MOST_HEADLINE, "headline")
            _check(text, MOST_TEXT, "text")
            if headline.keys() != text.keys():
                raise Refused("headline and text are not in the same languages")
            return cls(headline, text, until, read_names(wire, "districts"), read_names(wire, "stations"))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self | None:
        """The notice in an announced file; None where it says that there is none. Raises Refused for anything else."""
        with foreign(Refused, "not an emergency notice"):
            wire = parse_json_object(data)
            return cls.from_wire(wire) if wire else None

    def to_bytes(self) -> bytes:
        """The file."""
        target = {"districts": list(self.districts), "stations": list(self.stations)}
        wire = {"headline": dict(self.headline), "text": dict(self.text), "until": to_timestamp(self.until)}
        return canonical_json(wire | {name: names for name, names in target.items() if names})

    @property
    def languages(self) -> tuple[str, ...]:
        """Those it is written in, in the order in which languages are offered."""
        return tuple(code for code in LANGUAGE_CODES if code in self.headline)

    def is_current(self, now: datetime) -> bool:
        """False once it has ended: a station that is never told so forgets it by itself."""
        return now < self.until


NO_NOTICE = canonical_json({})
"""What is announced when a notice is taken back."""


def _check(texts: Mapping[str, str], most: int, name: str) -> None:
    if DEFAULT_LANGUAGE not in texts:
        raise Refused(f"{name} is missing in German ({DEFAULT_LANGUAGE})")
    for language, text in texts.items():
        if language not in LANGUAGE_CODES:
            raise Refused(f"{name}: stations do not speak {language[:20]!r}")
        if not isinstance(text, str) or not text.strip() or len(text) > most:
            raise Refused(f"{name}.{language}: a text of at most {most} characters is expected")
        if unfit := unfit_character(text, lines=True):
            raise Refused(f"{name}.{language}: {name_of_character(unfit)} cannot be shown")
