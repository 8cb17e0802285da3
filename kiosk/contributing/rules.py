"""Rules of saying something to the city. Knows nothing of screens, files or networks, nor of who says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import Protocol

from kiosk.contributing.state import ContributionDraft
from kiosk.contributing.steps import ContributingStep
from kiosk.media.rules import keep_enclosures
from kiosk.media.state import Enclosures
from kiosk.session.context import KeepAttachment
from kiosk.session.numbers import clean_words, new_number, new_second_code
from kiosk.session.session import Sealed
from sync.protocol.contributions import (
    MOST_TEXT,
    SUPPORTED,
    Contribution,
    ContributionKind,
    Released,
    Support,
)
from sync.protocol.dialogue import Dialogue
from sync.protocol.envelope import seal_contribution, seal_support
from sync.protocol.keys import SealKey
from sync.protocol.projects import Project
from sync.protocol.records import Dated, Record
from sync.protocol.report_status import record_id_of, withdrawal_mark
from sync.station.outbox import NotStored

MOST_SIMILAR = 4
"""More than these nobody reads before writing."""

_STEP = ContributingStep
_ORDER: Mapping[ContributionKind, Sequence[ContributingStep]] = {
    ContributionKind.IDEA: (
        _STEP.TOPICS,
        _STEP.IDEA_DISTRICTS,
        _STEP.IDEA_PLACE,
        _STEP.OWN_WORDS,
        _STEP.SIMILAR,
    ),
    ContributionKind.QUESTION: (_STEP.RECEIVERS, _STEP.OWN_WORDS, _STEP.PUBLICITY),
    ContributionKind.WISH_TO_BE_ASKED: (_STEP.TOPICS, _STEP.OWN_WORDS, _STEP.SIMILAR),
    ContributionKind.OFFER: (_STEP.OWN_WORDS,),
}
SPOKEN_KINDS = frozenset({ContributionKind.IDEA, ContributionKind.QUESTION, ContributionKind.WISH_TO_BE_ASKED})
"""These can be said aloud instead of written. Who offers help says how to be reached, and that is written."""
SHOWN_KINDS = frozenset({ContributionKind.IDEA})
"""These can be shown in a photo, too."""


class ContributionProblem(Enum):
    """Why it was not sent, or a part of it not taken."""

    NOTHING_CHOSEN = "nothing_chosen"
    EMPTY = "empty"
    SAYS_NOTHING = "says_nothing"
    """Neither written nor spoken, where both can be done."""
    TOO_LONG = "too_long"
    NOT_STORED = "not_stored"
    NOT_ENCLOSED = "not_enclosed"
    """There is no room for photo and spoken message; what was written can be sent without them."""
    NO_ROOM_TO_SPEAK = "no_room_to_speak"
    """Nor for the spoken message, and nothing was written."""


class ContributionRefused(Exception):  # noqa: N818  what the person is told
    """It is not sent. ``sealed`` is there when only storing failed: sending again takes the same record."""

    def __init__(self, reason: ContributionProblem, *, sealed: Sealed | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.sealed = sealed


class Outbox(Protocol):
    """Where a sealed record is made durable: ``sync.station.outbox.Outbox``."""

    def put(self, record: Record) -> None:
        """Save; on disk when this returns. Raises NotStored when the disk does not take it."""


@dataclass(frozen=True)
class Promised:
    """Who answers, by the id of the receiver, and by which day."""

    receiver: str
    by: date


def steps_of(
    kind: ContributionKind, *, finds_similar: bool, in_many_ways: bool = False
) -> tuple[ContributingStep, ...]:
    """What is asked for it, in order, until it is checked. Where nothing is alike, nothing is shown.

    ``in_many_ways``: here one can do more than write, and is asked how to say it first.
    """
    said_at = _STEP.HOW_TO_SAY if in_many_ways else _STEP.OWN_WORDS
    order = (said_at if step is _STEP.OWN_WORDS else step for step in _ORDER[kind])
    asked = (step for step in order if finds_similar or step is not _STEP.SIMILAR)
    return (*asked, _STEP.CONTRIBUTION_REVIEW)


def taken_with(kind: ContributionKind, enclosed: Enclosures) -> Enclosures:
    """What of it can go with something of this kind."""
    photo = enclosed.photo if kind in SHOWN_KINDS else b""
    return Enclosures(photo, enclosed.spoken if kind in SPOKEN_KINDS else None)


def kinds_of(project: Project | None, *, today: date) -> tuple[ContributionKind, ...]:
    """What can be said: to the city, or to a project; to one that is done, only a question."""
    if project is None:
        return ContributionKind.IDEA, ContributionKind.QUESTION, ContributionKind.WISH_TO_BE_ASKED
    if project.is_done_on(today):
        return (ContributionKind.QUESTION,)
    return ContributionKind.IDEA, ContributionKind.QUESTION, ContributionKind.OFFER


def check_step(
    step: ContributingStep, draft: ContributionDraft, *, rules: Dialogue, districts: Collection[str]
) -> None:
    """Raises ContributionRefused when what a step asks for is missing or not possible."""
    missing = {
        _STEP.TOPICS: draft.topic not in rules.topics,
        _STEP.RECEIVERS: draft.receiver not in rules.receivers,
        _STEP.IDEA_DISTRICTS: draft.district not in districts,
        _STEP.PUBLICITY: draft.is_public is None,
    }
    if missing.get(step):
        raise ContributionRefused(ContributionProblem.NOTHING_CHOSEN)
    if step in {_STEP.HOW_TO_SAY, _STEP.OWN_WORDS}:
        _check_words(
            draft,
            nothing=ContributionProblem.SAYS_NOTHING if step is _STEP.HOW_TO_SAY else ContributionProblem.EMPTY,
        )


def _check_words(draft: ContributionDraft, *, nothing: ContributionProblem) -> None:
    length = len(clean_words(draft.text))
    if not length and draft.enclosed.spoken is None:
        raise ContributionRefused(nothing)
    if length > MOST_TEXT:
        raise ContributionRefused(ContributionProblem.TOO_LONG)


def promised_answer(draft: ContributionDraft, *, rules: Dialogue, today: date) -> Promised | None:
    """Who answers and until when; None for an offer: the house gets in touch."""
    if draft.kind is ContributionKind.OFFER:
        return None
    receiver = draft.receiver if draft.kind is ContributionKind.QUESTION else rules.ideas_answered_by
    return Promised(receiver, today + timedelta(days=rules.receivers[receiver].answer_days))


def send(
    draft: ContributionDraft,
    *,
    rules: Dialogue,
    districts: Collection[str],
    seal_key: SealKey,
    outbox: Outbox,
    dated: Dated,
    language: str,
    random: Random,
    by_team: bool = False,
    sealed: Sealed | None = None,
    keep: KeepAttachment | None = None,
) -> Sealed:
    """Seal what was said and store it, once. When this returns, it is on disk and will reach the city.

    ``by_team``: the team took it down for somebody else. ``sealed`` is what an earlier try of exactly this draft left
    behind; ``keep`` keeps photo and spoken message.
    Raises ContributionRefused, or NotEnclosed when these find no room.
    """
    assert draft.kind is not None
    for step in _ORDER[draft.kind]:
        check_step(step, draft, rules=rules, districts=districts)
    if sealed is None:
        number, second_code = new_number(random), new_second_code(random)
        record_id = record_id_of(number)
        said = Contribution(
            kind=draft.kind,
            number=number,
            text=clean_words(draft.text),
            district=draft.district,
            language=language,
            day=dated.day,
            topic=draft.topic,
            receiver=draft.receiver,
            project=draft.project,
            about=draft.about,
            is_public=bool(draft.is_public),
            place=(round(draft.point[0], 5), round(draft.point[1], 5)) if draft.point else None,
            seen=dated.seen,
            unsure=dated.unsure,
            by_team=by_team,
            withdrawal=withdrawal_mark(record_id, second_code),
            attachments=keep_enclosures(draft.enclosed, keep=keep, key=seal_key),
        )
        sealed = Sealed(seal_contribution(said, key=seal_key, record_id=record_id), number, second_code)
    try:
        outbox.put(sealed.record)
    except NotStored as error:
        raise ContributionRefused(ContributionProblem.NOT_STORED, sealed=sealed) from error
    return sealed


def support(one: Released, *, supported: Collection[str], seal_key: SealKey, outbox: Outbox, dated: Dated) -> None:
    """Stand behind what somebody else has said: once in a visit, and as long as nobody has decided about it.

    Nothing happens otherwise. Raises ContributionRefused when it cannot be stored.
    """
    if one.name in supported or not one.takes_supports:
        return
    try:
        outbox.put(seal_support(Support(one.name, dated.day), key=seal_key))
    except NotStored as error:
        raise ContributionRefused(ContributionProblem.NOT_STORED) from error


def shown_ideas(released: Sequence[Released], *, project: str = "", district: str = "") -> list[Released]:
    """What can be read and supported: of a project, or everything, that of this district first; the most wanted first.

    What is decided comes last.
    """
    ideas = [one for one in released if one.kind in SUPPORTED and (not project or one.project == project)]
    return sorted(ideas, key=lambda one: (not one.takes_supports, one.district != district, -one.supports, one.name))
