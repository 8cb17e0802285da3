"""What every draft goes through, whatever is written in it: one step after the other, each kept, none overwritten."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils import timezone

from sync.hub.drafts.models import ContentDraft, DraftState, PollDraft
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason

MOST_BYTES = 200_000
"""Nothing written by people is longer."""

MOST_DEEP = 20
"""Nothing of the content lies deeper, lists and objects in each other."""


class DraftFault(Reason):
    """Why something cannot be done with a draft."""

    NO_ID = "no-id", "%(poll)s is no id of a poll"
    NO_KIND = "no-kind", "there is no kind %(kind)s"
    POLL_THERE = "poll-there", "there is a poll or a draft %(poll)s already"
    NO_SUCH_POLL = "no-such-poll", "there is no published poll %(poll)s"
    TOO_LONG = "too-long", "this is too long for a poll"
    INCOMPLETE = "incomplete", "something is still missing or wrong in this poll"
    OTHER_STEP = "other-step", "the poll is at another step by now"
    FOUR_EYES = "four-eyes", "somebody who has not written in this poll has to approve it"
    STAYS = "stays", "this poll was published: it stays"
    NO_NAME = "no-name", "%(name)s is no short name"
    NO_CONTENT_KIND = "no-content-kind", "there is no kind of content %(kind)s"
    CONTENT_THERE = "content-there", "%(path)s is there already"
    NOTHING_THERE = "nothing-there", "there is no %(path)s"
    NO_SUCH_CHANGE = "no-such-change", "there is no change %(number)s"
    NO_JSON = "no-json", "this is no file of this kind"
    NO_DAY = "no-day", "this is no day"
    DAY_OVER = "day-over", "this day is over"
    NOTHING_BEFORE = "nothing-before", "there is no earlier version of this"
    OUT_OF_REACH = "out-of-reach", "a house writes the dates of its own stations or districts alone"
    NOT_KEPT = "not-kept", "this holds a character or a number that cannot be kept"
    OTHER_FILE = "other-file", "the file says that it is %(path)s"


D = TypeVar("D", PollDraft, ContentDraft)


class DraftDeed(StrEnum):
    """What somebody does with a draft."""

    WRITE = "write"
    HAND_IN = "hand-in"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    ROLL_BACK = "roll-back"
    RELEASE = "release"
    """Its publication."""


@dataclass(frozen=True)
class DraftWay(Generic[D]):
    """The steps of all drafts of one table. Whoever changes a draft names the version they saw (``seen``).

    Every step raises ChangedMeanwhile, Refused and ``DoesNotExist`` of the table, and changes nothing then.
    ``note`` writes what was done into the audit log; ``prepare`` makes of what somebody wrote what is kept, or refuses
    it; ``must_not_approve``: this person has to leave it to somebody else; ``stays``: what was published is not thrown
    away; ``reopens``: what is published can be begun again from its file.
    """

    table: type[D]
    note: Callable[[D, DraftDeed, str, datetime], None]
    note_gone: Callable[[D, str, datetime], object]
    prepare: Callable[[D, Any, datetime], Any]
    must_not_approve: Callable[[D, str, datetime], bool]
    stays: Callable[[D], bool]
    reopens: bool

    def begin(self, key: str, value: Any, *, there: Refused, by: str, now: datetime) -> D:
        """A new draft of this. Raises ``there`` while somebody writes in one already."""
        with transaction.atomic():
            draft, is_new = self.table.objects.get_or_create(pk=key, defaults={"value": value})
            if not is_new and not (self.reopens and draft.state == DraftState.PUBLISHED):
                raise there
            self._step(draft, DraftState.DRAFT, DraftDeed.WRITE, value=value, by=by, now=now)
        return draft

    def save(self, key: str, value: Any, *, seen: int, by: str, now: datetime) -> None:
        """Keep what somebody wrote; it is a draft again. Nothing happens when nothing changed."""
        with self._locked(key, seen) as draft:
            prepared = self.prepare(draft, value, now)
            if _bytes_of(prepared) != _bytes_of(draft.value):
                self._step(draft, DraftState.DRAFT, DraftDeed.WRITE, value=prepared, by=by, now=now)

    def put_back(self, key: str, number: int, *, seen: int, by: str, now: datetime) -> None:
        """Write again what stood in it at an earlier change: a draft, which goes its way like every other."""
        with self._locked(key, seen) as draft:
            earlier = draft.changes.filter(number=number).first()
            if earlier is None:
                raise Refused(DraftFault.NO_SUCH_CHANGE, number=number)
            value = self.prepare(draft, earlier.value, now)
            self._step(draft, DraftState.DRAFT, DraftDeed.WRITE, value=value, by=by, now=now)

    def hand_in(self, key: str, *, seen: int, problems: Collection[object], by: str, now: datetime) -> None:
        """It is complete: somebody shall look at it. ``problems`` is what the check of the content finds in it."""
        with self._locked(key, seen) as draft:
            if problems:
                raise Refused(DraftFault.INCOMPLETE)
            _demand(draft, DraftState.DRAFT)
            self._step(draft, DraftState.REVIEW, DraftDeed.HAND_IN, by=by, now=now)

    def approve(self, key: str, *, seen: int, by: str, now: datetime, publish_on: date | None = None) -> None:
        """It goes to stations with the next publication, or with the first one on a day to come or after it."""
        with self._locked(key, seen) as draft:
            _demand(draft, DraftState.REVIEW)
            if self.must_not_approve(draft, by, now):
                raise Refused(DraftFault.FOUR_EYES)
            if publish_on and publish_on < timezone.localdate(now):
                raise Refused(DraftFault.DAY_OVER)
            self._step(draft, DraftState.APPROVED, DraftDeed.APPROVE, publish_on=publish_on, by=by, now=now)

    def try_again(self, key: str, *, seen: int, by: str, now: datetime) -> None:
        """What stood against its publication is said to be mended: approved as it was."""
        with self._locked(key, seen) as draft:
            _demand(draft, DraftState.APPROVED)
            day = draft.publish_on
            self._step(draft, DraftState.APPROVED, DraftDeed.APPROVE, publish_on=day, by=by, now=now)

    def send_back(self, key: str, *, seen: int, note: str, by: str, now: datetime) -> None:
        """It is to be written again, and why."""
        with self._locked(key, seen) as draft:
            _demand(draft, DraftState.REVIEW, DraftState.APPROVED)
            self._step(draft, DraftState.DRAFT, DraftDeed.SEND_BACK, note=note, by=by, now=now)

    def roll_back(self, key: str, before: Any, *, seen: int, note: str, by: str, now: datetime) -> None:
        """What stations showed before shall take the place of what they show now, and why: it is approved at once.

        ``before`` was approved and published in its time; it goes out as a new version.
        """
        with self._locked(key, seen) as draft:
            _demand(draft, DraftState.PUBLISHED)
            value = self.prepare(draft, before, now)
            self._step(draft, DraftState.APPROVED, DraftDeed.ROLL_BACK, value=value, note=note, by=by, now=now)

    def throw_away(self, key: str, *, seen: int, by: str, now: datetime) -> None:
        """Forget a draft of which nothing was ever published."""
        with self._locked(key, seen) as draft:
            if self.stays(draft):
                raise Refused(DraftFault.STAYS)
            self.note_gone(draft, by, now)
            draft.delete()

    def release(self, draft: D, *, by: str, now: datetime) -> None:
        """It is on its way to stations. Part of the caller's transaction."""
        self._step(draft, DraftState.PUBLISHED, DraftDeed.RELEASE, by=by, now=now)

    def refuse(self, key: str, words: str) -> None:
        """It cannot be published, and why: it waits for somebody to change it or to send it back."""
        self.table.objects.filter(pk=key, state=DraftState.APPROVED).update(refusal=words)

    def approved(self) -> list[D]:
        """Those that wait for their publication and have nothing against it."""
        return list(self.table.objects.filter(state=DraftState.APPROVED, refusal="").order_by("pk"))

    def due(self, today: date) -> list[D]:
        """Those of them whose day has come."""
        return [draft for draft in self.approved() if draft.publish_on is None or draft.publish_on <= today]

    @contextmanager
    def _locked(self, key: str, seen: int) -> Iterator[D]:
        with transaction.atomic():
            draft = self.table.objects.select_for_update().get(pk=key)
            if draft.version != seen:
                raise ChangedMeanwhile(draft.changes.first())
            yield draft

    def _step(
        self,
        draft: D,
        state: DraftState,
        deed: DraftDeed,
        *,
        value: Any = None,
        note: str = "",
        publish_on: date | None = None,
        by: str,
        now: datetime,
    ) -> None:
        """Bring it to this step, and keep who did that and what stood in it then."""
        draft.state, draft.version, draft.refusal = state.value, draft.version + 1, ""
        draft.publish_on = publish_on
        if value is not None:
            draft.value = value
        draft.save()
        words = " ".join(note.split())
        draft.changes.create(number=draft.version, state=state.value, value=draft.value, note=words, by=by, at=now)
        self.note(draft, deed, by, now)


def check_kept(value: Any) -> None:
    """Raises Refused for what cannot be kept and published: what no text and no number is, or what no person wrote."""
    rows = [(value, 0)]
    while rows:
        one, deep = rows.pop()
        if isinstance(one, Mapping | list | tuple):
            inside = [*one, *one.values()] if isinstance(one, Mapping) else one
            rows += [(part, deep + 1) for part in inside]
        if deep > MOST_DEEP or not _can_be_kept(one):
            raise Refused(DraftFault.NOT_KEPT)
    if len(_bytes_of(value)) > MOST_BYTES:
        raise Refused(DraftFault.TOO_LONG)


def _can_be_kept(one: Any) -> bool:
    """Halves of characters are no text, and no database takes the character of the number 0."""
    if isinstance(one, str):
        return "\0" not in one and not any("\ud800" <= sign <= "\udfff" for sign in one)
    return not isinstance(one, float) or math.isfinite(one)


def _demand(draft: PollDraft | ContentDraft, *states: DraftState) -> None:
    if draft.state not in states:
        raise Refused(DraftFault.OTHER_STEP)


def _bytes_of(value: Any) -> bytes:
    return canonical_json({"": value})
