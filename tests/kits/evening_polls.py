"""A poll for one evening: published at a hub, opened as a station does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.management import call_command

from sync.hub.polls.selectors import newest_version
from sync.protocol.evening_polls import evening_wire
from sync.protocol.keys import OpenKey

TEMPLATE = "stimmungsbild"


def published_template() -> Mapping[str, Any]:
    """A question with three answers, as stations get it."""
    if newest_version(TEMPLATE) is None:
        answers = ["Mehr Bänke", "Mehr Bäume", "Nichts davon"]
        call_command("quick_poll", TEMPLATE, question="Was fehlt auf dem Platz?", answer=answers, evening=True)
    published = newest_version(TEMPLATE)
    assert published is not None
    definition: Mapping[str, Any] = published.definition
    return definition


def opened_evening(*, name: str = "0a1b2c3d") -> tuple[Mapping[str, Any], OpenKey, OpenKey]:
    """The poll as its ballots answer it, its mix key and its tally key."""
    mix, tally, template = OpenKey.generate(), OpenKey.generate(), published_template()
    day = date.fromisoformat(template["opens"])
    return evening_wire(template, name=name, day=day, mix=mix.public, tally=tally.public), mix, tally
