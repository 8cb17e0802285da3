"""Remembering promises when content is published. What is broken is told by the worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sync.hub.promises.models import PromiseMade
from sync.hub.promises.selectors import Breach
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project


def note_publication(polls: Iterable[Mapping[str, Any]], projects: Iterable[Mapping[str, Any]]) -> None:
    """Remember what this content promises and answers, and which promises it leaves out. Part of a transaction.

    The first promised day stays, and so does an answer, whatever later content says.
    """
    answers = _answers(map(Project.from_wire, projects))
    published = set()
    for poll in map(Poll.from_wire, polls):
        published.add(poll.id)
        by = poll.promise.by if poll.promise else None
        if by is not None:
            PromiseMade.objects.get_or_create(poll=poll.id, defaults={"first_by": by, "by": by})
            PromiseMade.objects.filter(poll=poll.id).update(by=by)
    for row in PromiseMade.objects.all():
        row.answered_on = row.answered_on or answers.get(row.poll)
        row.is_published = row.poll in published
        if row.is_published and row.told == Breach.LEFT_OUT:
            row.told = ""
        row.save(update_fields=("answered_on", "is_published", "told"))


def mark_told(row: PromiseMade, breach: Breach) -> None:
    """People were told of it."""
    PromiseMade.objects.filter(pk=row.pk).update(told=breach.value)


def _answers(projects: Iterable[Project]) -> dict[str, date]:
    """Poll to the day on which it was answered first."""
    found: dict[str, date] = {}
    for project in projects:
        for poll_id in project.polls:
            if update := project.answer_to(poll_id):
                found[poll_id] = update.day
    return found
