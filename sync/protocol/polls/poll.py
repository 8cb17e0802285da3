"""What a poll is, as it is published and signed: the one description that station (offering it), hub (counting it) and
publication (checking it) share. How its kind is answered and counted is in ``kinds``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.keys import SealKey
from sync.protocol.languages import Texts
from sync.protocol.participation_codes import is_mark
from sync.protocol.pictures import Picture
from sync.protocol.polls.background import BACKGROUND_TEXTS, KEYS_AT_HUB, Audience, Background, Secrecy
from sync.protocol.polls.kinds import KINDS, Traits
from sync.protocol.polls.scale import SCALES
from sync.protocol.promises import Promise
from sync.protocol.reasons import RecordReason
from sync.protocol.targets import Targeted

GRACE = timedelta(days=14)
"""How long after its last day ballots of a poll are waited for, where its definition names no day."""


class Decides(StrEnum):
    """What the result is used for; said to the person before the vote."""

    INFORMS = "informs"
    ADVISES = "advises"
    DECIDES = "decides"


@dataclass(frozen=True)
class Option:
    """One thing a person can choose. ``cost_euro`` only in a budget."""

    id: str
    title: Texts
    about: Texts
    cost_euro: int | None = None
    picture: Picture | None = None


@dataclass(frozen=True)
class Poll(Targeted):
    """A published poll. Days are inclusive local days; ``closes`` is the last day on which it can be answered.

    ``mix`` and ``tally`` are the counting keys a ballot is sealed to; both are None only in an unpublished
    source, never in content that reaches a station. ``minimum`` and ``maximum`` are the limits of an answer, in what
    its kind counts: options, points or characters; where it counts nothing, both are 1.
    """

    id: str
    version: int
    kind: str
    """One of ``kinds.KINDS``."""
    districts: tuple[str, ...]
    decides: Decides
    opens: date
    closes: date
    as_of: date
    minimum: int
    maximum: int
    random_order: bool
    title: Texts
    question: Texts
    about: Texts
    options: tuple[Option, ...]
    budget_euro: int | None
    mix: SealKey | None
    tally: SealKey | None
    hash: str
    """SHA-256 (hex) of the canonical JSON this was read from: what exactly was on offer."""
    sign_video: Texts
    """Language to the film in sign language that goes with its texts; empty where there is none."""
    codes: bool
    """True when a ballot needs a participation code: one person, one vote."""
    codes_at: Texts
    """Where people get a participation code; empty where the poll takes none."""
    grace: date
    """The last day on which the hub takes ballots that count: those cast in time at stations without a network."""
    rule: str
    """By which rule the result is decided; one of those that fit its kind."""
    lot: str
    """What decides between options that are level, with their ids: known before the first ballot, and to everybody."""
    cap: int = 0
    """How many points one option may be given; 0 where no points are given."""
    scale: str = ""
    """One of ``scale.SCALES``; empty where nothing is rated."""
    min_votes: int = 0
    """How many votes (or points) an option needs to be chosen at all."""
    excludes: tuple[tuple[str, str], ...] = ()
    """Pairs of options of which at most one can be realised."""
    languages: frozenset[str] = frozenset()
    """The languages (codes) that everything people read of it is in."""
    earlier: frozenset[str] = frozenset()
    """The hashes of the versions before it that differ in their words alone: their ballots count together with its."""
    void: Texts = field(default_factory=dict)
    """Why this poll no longer holds, for everybody to read; empty for one that does."""
    background: Background = field(default_factory=Background)
    audience: Audience = Audience.EVERYBODY
    secrecy: Secrecy = Secrecy.TWO_TRUSTEES
    stations: tuple[str, ...] = ()
    """The names of the stations it is offered at; none named: at all of its districts."""
    promise: Promise | None = None
    """Who answers those who take part, and by when; None in polls from before there were promises."""

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read a poll from its JSON object. Raises Refused naming the member that is wrong."""
        try:
            keys = wire.get("keys")
            kind = _read_kind(wire["kind"])
            traits = KINDS[kind].traits
            choosing = {**_ONE_WORD, **{name: wire[name] for name in _members_of(traits)}}
            poll_hash = hashlib.sha256(canonical_json(wire)).hexdigest()
            closes = date.fromisoformat(wire["closes"])
            return cls(
                id=str(wire["id"]),
                version=int(wire["version"]),
                kind=kind,
                districts=tuple(wire["districts"]),
                decides=Decides(wire["decides"]),
                opens=date.fromisoformat(wire["opens"]),
                closes=closes,
                as_of=date.fromisoformat(wire["as_of"]),
                minimum=int(choosing["min"]),
                maximum=int(choosing["max"]),
                random_order=choosing["order"] == "random",
                title=wire["title"],
                question=wire["question"],
                about=wire["about"],
                options=tuple(_read_option(option) for option in choosing["options"]),
                budget_euro=wire.get("budget_euro"),
                mix=SealKey.from_jwk(keys["mix"]) if keys else None,
                tally=SealKey.from_jwk(keys["tally"]) if keys else None,
                hash=poll_hash,
                sign_video=wire.get("sign_video", {}),
                codes=_read_flag(wire.get("codes", False)),
                codes_at=wire.get("codes_at", {}),
                grace=date.fromisoformat(wire["grace"]) if "grace" in wire else closes + GRACE,
                languages=languages_of(wire),
                promise=Promise.from_wire(wire["promise"]) if "promise" in wire else None,
                rule=_read_rule(wire.get("rule", traits.rules[0]), traits),
                lot=str(wire.get("lot", poll_hash)),
                cap=int(wire["cap"]) if traits.has_cap else 0,
                scale=_read_scale(wire["scale"]) if traits.has_scale else "",
                min_votes=int(wire.get("min_votes", 0)),
                earlier=frozenset(map(str, wire.get("earlier", ()))),
                void=wire.get("void", {}),
                background=Background.from_wire(wire.get("background", {})),
                audience=Audience(wire.get("audience", Audience.EVERYBODY)),
                secrecy=_read_secrecy(wire),
                stations=tuple(map(str, wire.get("stations", ()))),
                excludes=tuple((str(one), str(other)) for one, other in wire.get("excludes", ())),
            )
        except KeyError as error:
            raise Refused(f"the poll lacks {error.args[0]!r}") from error
        except Exception as error:
            raise Refused(f"the poll cannot be read: {error}") from error

    def is_open(self, day: date) -> bool:
        """True on the days on which the poll can be answered; never once it is void."""
        return not self.void and self.opens <= day <= self.closes

    def takes_ballots(self, day: date) -> bool:
        """True while a ballot that reaches the hub counts: until the end of the day of grace."""
        return day <= self.grace

    @cached_property
    def option_ids(self) -> frozenset[str]:
        """What its options are called."""
        return frozenset(option.id for option in self.options)

    def is_answered_by(self, poll_hash: str) -> bool:
        """True when a ballot made for the version of this hash is one of this poll."""
        return poll_hash == self.hash or poll_hash in self.earlier

    def is_in(self, language: str) -> bool:
        """True when all that people read of this poll was translated into this language (its code)."""
        return language in self.languages

    def option(self, option_id: str) -> Option:
        """The option of this id. Raises KeyError for an unknown one."""
        return next((option for option in self.options if option.id == option_id), None) or _unknown(option_id)

    def check_mark(self, spent: str) -> None:
        """Raises Refused when a ballot of this poll lacks the mark of a participation code, or has one unasked."""
        if self.codes and not is_mark(spent):
            raise Refused(RecordReason.CODE_MISSING)
        if spent and not self.codes:
            raise Refused(RecordReason.CODE_UNASKED)


def texts_of(wire: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Texts]]:
    """Every text of a poll's JSON object that people read, with its place: names of members, positions in lists."""
    for name in ("title", "question", "about", "codes_at"):
        if name in wire:
            yield (name,), wire[name]
    for name in ("who", "waived"):
        if name in wire.get("promise", {}):
            yield ("promise", name), wire["promise"][name]
    for name in BACKGROUND_TEXTS:
        if name in wire.get("background", {}):
            yield ("background", name), wire["background"][name]
    for index, option in enumerate(wire.get("options", ())):
        for name in ("title", "about"):
            if name in option:
                yield ("options", index, name), option[name]
        if "shows" in option.get("picture", {}):
            yield ("options", index, "picture", "shows"), option["picture"]["shows"]


def languages_of(wire: Mapping[str, Any]) -> frozenset[str]:
    """The languages (codes) that every text of a poll's JSON object is in; a text that says nothing is left aside."""
    return frozenset.intersection(*(frozenset(text) for _place, text in texts_of(wire) if text))


_ONE_WORD: Mapping[str, Any] = {"min": 1, "max": 1, "order": "fixed", "options": ()}
"""What stands for the members that a poll without options does not have."""


def _members_of(traits: Traits) -> Sequence[str]:
    limits = ("min", "max") if traits.has_limits else ()
    return (*limits, "order", "options") if traits.has_options else limits


def _read_rule(word: object, traits: Traits) -> str:
    if word not in traits.rules:
        raise ValueError(f"the rule {word!r} does not fit a poll of kind {traits.word}")
    return str(word)


def _read_scale(word: object) -> str:
    if not isinstance(word, str) or word not in SCALES:
        raise ValueError(f"there is no scale {word!r}")
    return word


def _read_kind(word: object) -> str:
    if not isinstance(word, str) or word not in KINDS:
        raise ValueError(f"there is no kind {word!r}")
    return word


def _read_option(wire: Mapping[str, Any]) -> Option:
    return Option(
        id=str(wire["id"]),
        title=wire["title"],
        about=wire.get("about", {}),
        cost_euro=wire.get("cost_euro"),
        picture=Picture.from_wire(wire["picture"]) if "picture" in wire else None,
    )


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is expected")
    return value


def _read_secrecy(wire: Mapping[str, Any]) -> Secrecy:
    """As the poll says, unless the hub that published it could have opened ballots all the same."""
    said = Secrecy(wire.get("secrecy", Secrecy.TWO_TRUSTEES))
    return Secrecy.SIMPLE if _read_flag(wire.get(KEYS_AT_HUB, False)) else said


def _unknown(option_id: str) -> Option:
    raise KeyError(option_id)
