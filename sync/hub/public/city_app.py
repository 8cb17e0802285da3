"""What the pages say of projects and polls as one JSON file, for the city's own app and website.

All texts are there in all languages they were written in. Days are told and no states, so that a copy stays true: a
poll is open from ``opens`` to ``closes``, a project is in the last phase that has begun.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from sync.hub.public.edition import Edition
from sync.protocol.encoding import canonical_json
from sync.protocol.pictures import Picture
from sync.protocol.poll_results import PollResult
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project

FORMAT = "mitmachstation-app-1"


def app_file(edition: Edition) -> bytes:
    """The file. ``page`` and ``picture`` are addresses below those of the public pages, the page behind a language."""
    polls = {**{poll_id: result.poll for poll_id, result in edition.results.items()}, **edition.polls}
    wire: dict[str, Any] = {
        "format": FORMAT,
        "city": edition.city,
        "languages": list(edition.languages),
        "districts": dict(edition.districts),
        "projects": [_project(one) for _, one in sorted(edition.projects.items())],
        "polls": [_poll(one, edition.results.get(poll_id)) for poll_id, one in sorted(polls.items())],
    }
    if settings.HUB_CONFIG.for_training:
        wire["training"] = True  # everything in it is made up
    return canonical_json(wire) + b"\n"


def _project(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "page": f"projects/{project.id}/",
        "title": dict(project.title),
        "facts": [dict(fact) for fact in project.facts],
        "picture": _picture(project.pictures[0]) if project.pictures else None,
        "districts": list(project.districts),
        "area": dict(project.area),
        "place": list(project.place) if project.place else None,
        "cost_euro": project.cost_euro,
        "decided_by": dict(project.decided_by),
        "phases": [{"phase": one.phase.value, "begins": one.begins.isoformat()} for one in project.phases],
        "polls": list(project.polls),
        "updates": [
            {"day": one.day.isoformat(), "text": dict(one.text), "taken_up": one.taken_up, "because": dict(one.because)}
            for one in project.updates
        ],
        "outcome": dict(project.outcome),
    }


def _poll(poll: Poll, result: PollResult | None) -> dict[str, Any]:
    return {
        "id": poll.id,
        "page": f"polls/{poll.id}/",
        "kind": poll.kind,
        "title": dict(poll.title),
        "question": dict(poll.question),
        "about": dict(poll.about),
        "opens": poll.opens.isoformat(),
        "closes": poll.closes.isoformat(),
        "stopped_because": dict(poll.void or {}),
        "districts": list(poll.districts),
        "decides": poll.decides.value,
        "budget_euro": poll.budget_euro,
        "options": [
            {
                "id": option.id,
                "title": dict(option.title),
                "about": dict(option.about),
                "cost_euro": option.cost_euro,
                "picture": _picture(option.picture) if option.picture else None,
            }
            for option in poll.options
        ],
        "result": _result(result) if result else None,
    }


def _result(result: PollResult) -> Mapping[str, Any]:
    """As it is told: a number of fewer than five is null."""
    return {
        "counted_on": result.counted_on.isoformat(),
        "ballots": result.ballots,
        "figures": [{"option": figure.option, "ballots": figure.count} for figure in result.figures],
        "leading": list(result.leading),
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {"picture": picture.file, "shows": dict(picture.shows)}
