"""What the kind of a poll alone decides: how it is answered, and what there is to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any

from annotated_types import MaxLen, MinLen
from pydantic import Field, create_model

from sync.hub.content.faults import Faults
from sync.hub.content.pictures import DescribedPicture
from sync.hub.content.vocabulary import (
    TIDY,
    Amount,
    Identifier,
    Model,
    OneOf,
    Positive,
    Surroundings,
    Text60,
    Text100,
    Text140,
    Translated,
    not_said,
    unique,
)
from sync.protocol.polls.deciding import check_deciding
from sync.protocol.polls.kinds import KINDS, PollKind, Traits, kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.scale import SCALES

OPTION_ABOUT_LENGTH = 140
"""The longest text about an option, in characters."""


class PictureOfOption(DescribedPicture):
    """What it shows is said in the languages of the poll."""

    shows: Translated[Text140]


class Option(Model):
    """One thing a person can choose."""

    id: Identifier
    title: Translated[Text60]
    about: Translated[Annotated[str, MaxLen(OPTION_ABOUT_LENGTH), TIDY]]
    picture: PictureOfOption = Field(default_factory=not_said)


class CostedOption(Option):
    """An option of a budget, with what it costs."""

    cost_euro: Positive


Options = Annotated[list[Option], MinLen(2), unique("id")]
Projects = Annotated[list[CostedOption], MinLen(2), unique("id")]
Order = Annotated[str, OneOf(("fixed", "random"))]


Pair = Annotated[list[Identifier], MinLen(2), MaxLen(2)]


def _members_of(traits: Traits) -> dict[str, Any]:
    """The members that polls of a kind have besides those of all polls, each with its type."""
    members: dict[str, Any] = {"rule": (Annotated[str, OneOf(traits.rules)], traits.rules[0])}
    if traits.has_limits:
        members |= {"max": Positive, "min": Amount}
    if traits.has_options:
        members |= {"order": Order, "options": Projects if traits.has_costs else Options, "lot": (Text100, "-")}
    if traits.has_costs:
        members |= {"budget_euro": Positive, "min_votes": (Amount, 0), "excludes": (list[Pair], [])}
    if traits.has_cap:
        members["cap"] = Positive
    if traits.has_scale:
        members["scale"] = Annotated[str, OneOf(SCALES)]
    return members


def _settings_of(kind: PollKind) -> type[Model]:
    return create_model(f"Settings_{kind.traits.word}", __base__=Model, **_members_of(kind.traits))


SETTINGS: Mapping[str, type[Model]] = {word: _settings_of(kind) for word, kind in KINDS.items()}
"""Each kind of poll with the members that it adds to those of all polls."""


def check_halves(
    model: type[Model], value: Mapping[str, Any], handler: Callable[[Any], Any], around: Surroundings, faults: Faults
) -> Any:
    """What ``handler`` makes of the members of the model itself; the others are those of the kind.

    What is wrong in either half is noted. Of an unknown kind nothing can be said.
    """
    own = {name: entry for name, entry in value.items() if name in model.model_fields}
    settings = {name: entry for name, entry in value.items() if name not in own}
    read, kind = faults.take(handler, own), value.get("kind")
    if isinstance(kind, str) and kind in SETTINGS:
        faults.take(partial(SETTINGS[kind].model_validate, context=around), settings)
    return read


def check_kind(poll: Mapping[str, Any], faults: Faults) -> None:
    """Note what the kind itself finds in a poll whose members are all right."""
    read = Poll.from_wire(poll)
    for found in (*kind_of(read).check_settings(read), *check_deciding(read)):
        faults.say(found.words, *found.path)
