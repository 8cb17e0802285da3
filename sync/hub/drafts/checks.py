"""What is still wrong in a draft, as the check of the content source finds it. Loads the definitions of the content."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from sync.hub.content.definitions import POLL, json_schema, read_value
from sync.hub.content.faults import problems_of
from sync.hub.content.problems import ContentProblem
from sync.hub.content.vocabulary import Surroundings
from sync.hub.drafts.whole_languages import and_lacking, lacking
from sync.protocol.errors import Refused
from sync.protocol.polls.poll import Poll, texts_of


def problems_in(
    value: Mapping[str, Any],
    *,
    districts: Collection[str],
    pictures: Collection[str] | None = None,
    languages: Sequence[str] = (),
) -> list[ContentProblem]:
    """Everything that keeps this poll from being published, with the place of each fault inside it.

    ``districts`` are the codes of those the content knows; empty: not looked at. ``pictures``: the files that lie
    there; None: not looked at. ``languages``: those it has to be whole in.
    """
    found: list[ContentProblem] = []
    try:
        read_value(POLL, value, Surroundings(districts=districts or None, pictures=pictures))
        Poll.from_wire(value)
    except ValidationError as error:
        found = list(problems_of(error, ""))
    except Refused as error:
        found = [ContentProblem("", "", str(error))]
    return and_lacking(found, lacking(texts_of(value), languages))


def schema_of(kind: str) -> Mapping[str, Any]:
    """The JSON Schema of a poll of this kind, with references inside it to ``$defs``. Raises KeyError."""
    whole = json_schema(POLL)
    for alternative in whole["oneOf"]:
        if alternative["properties"]["kind"]["const"] == kind:
            return {**alternative, "$defs": whole["$defs"]}
    raise KeyError(kind)
