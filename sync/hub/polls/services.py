"""Publishing a poll, filling its box, keeping its result. Nothing here can open a ballot.

A ballot that arrives is no audit event: one entry per ballot would tell the order in which they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import F

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.polls.models import (
    BallotStanding,
    BoxedBallot,
    CodeMark,
    KnownBallot,
    Participation,
    PublishedPoll,
    ResultPart,
    Tally,
)
from sync.hub.polls.selectors import newest_version
from sync.protocol.envelope import tracker_of
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import is_template
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.wording import what_else_changed, with_all_said
from sync.protocol.reasons import Reason, RecordReason
from sync.protocol.records import BallotEnvelope


class PollFault(Reason):
    """Why a poll cannot be published in this form."""

    CHANGED = (
        "changed",
        "the poll %(poll)s has been open since %(opens)s: people answer it by its options, rules and days, so these "
        "stay as they are (changed: %(members)s). Its words may be mended. To ask in another way, let it close or "
        "declare it void with a reason that people see (member void), and ask again under another id",
    )
    OVER = "over", "the poll %(poll)s was open until %(closes)s: its words stay as people have answered them"
    VOID = "void", "the poll %(poll)s was declared void, and people were told so: ask again under another id"
    COUNTED = "counted", "the poll %(poll)s is counted: nothing in it changes any more"


MAX_INNER_BYTES = 64 * 1024

_PART_BYTES = 64 * 1024
"""A result file is kept in parts of this size, the last longer by what its last piece had too many."""

STATION = "station"
"""The channel of a ballot that was cast at a station."""

PAPER = "paper"
"""The channel of a ballot that was filled in on paper."""


def check_publishable(wire: Mapping[str, Any], *, today: date) -> Poll:
    """The poll, when it may be published in this form.

    Once it has begun, its words alone can be mended, or it can be declared void. Raises Refused when it carries no
    counting keys, when more was changed meanwhile, or when it was changed without a new version.
    """
    poll = Poll.from_wire(wire)
    if not is_template(poll):
        _check_keys(poll)
    before = newest_version(poll.id)
    if before is None or before.hash == poll.hash:
        return poll
    if before.opens <= today:
        _check_correction(wire, poll, before, today=today)
    if poll.version <= before.version:
        raise Refused(f"the poll {poll.id} was changed but is still version {poll.version}; raise its version")
    return poll


def _check_keys(poll: Poll) -> None:
    if poll.mix is None or poll.tally is None:
        raise Refused(f"the poll {poll.id} carries no counting keys")
    if poll.mix.kid == poll.tally.kid:
        raise Refused(f"the poll {poll.id} has one key for both counting steps; two holders need two keys")


def _check_correction(wire: Mapping[str, Any], poll: Poll, before: PublishedPoll, *, today: date) -> None:
    check_words_alone(wire, before, today=today)
    if before.hash not in poll.earlier:
        raise Refused(f"the poll {poll.id} does not name the version before it: its ballots would be lost")


def check_words_alone(wire: Mapping[str, Any], before: PublishedPoll, *, today: date) -> None:
    """Raises Refused where more than the words of a poll that has begun are other ones, or where it is too late."""
    said = with_all_said(before.definition)
    told = {name: said[name] for name in ("lot", "grace")}
    if changed := what_else_changed(said, {**told, **wire}):
        members = ", ".join(changed)
        raise Refused(PollFault.CHANGED, poll=before.poll, opens=before.opens.isoformat(), members=members)
    if Tally.objects.filter(poll=before.poll).exists():
        raise Refused(PollFault.COUNTED, poll=before.poll)
    if before.definition.get("void") and not wire.get("void"):
        raise Refused(PollFault.VOID, poll=before.poll)
    if before.closes < today and not wire.get("void"):
        raise Refused(PollFault.OVER, poll=before.poll, closes=before.closes.isoformat())


def record_publication(wire: Mapping[str, Any], *, by: str, today: date, now: datetime) -> PublishedPoll:
    """Keep a poll as it is published now. Nothing happens when it was published in this form before. Raises Refused."""
    with transaction.atomic():
        poll = check_publishable(wire, today=today)
        row, is_new = PublishedPoll.objects.get_or_create(
            poll=poll.id,
            version=poll.version,
            defaults={
                "definition": dict(wire),
                "hash": poll.hash,
                "opens": poll.opens,
                "closes": poll.closes,
                "published_at": now,
            },
        )
        if is_new:
            audit.append(AuditEvent.POLL_PUBLISHED, by, at=now, poll=poll.id, version=poll.version, hash=poll.hash)
    return row


def record_opening(wire: Mapping[str, Any], *, now: datetime) -> None:
    """Keep a poll for one evening as a station has opened it: from now on its ballots go into the box.

    Whoever calls has held it against what was published (``sync.protocol.evening_polls.check_evening``).
    """
    poll = Poll.from_wire(wire)
    PublishedPoll.objects.create(
        poll=poll.id,
        version=poll.version,
        definition=dict(wire),
        hash=poll.hash,
        opens=poll.opens,
        closes=poll.closes,
        published_at=now,
    )


class Arrival(StrEnum):
    """How far the day on which a ballot is said to have come can be believed."""

    SURE = "sure"
    DOUBTED = "doubted"
    """The hub's clock was wrong: nobody is told by it that a ballot came too late."""
    IN_TIME = "in time"
    """A person has decided so."""


def put_in_box(
    ballot: BallotEnvelope,
    *,
    received_on: date,
    arrival: Arrival = Arrival.SURE,
    district: str = "",
    channel: str = STATION,
) -> None:
    """Put a ballot into the box of its poll. The same inner envelope lies in it once, however often it comes.

    ``received_on`` is the local day on which it reached the hub, to be believed as ``arrival`` says. Of several
    ballots with the mark of one participation code, the first that comes here counts. ``district`` is that of the
    station it was cast at, ``channel`` the way it came; only how many came so from there is kept. Raises Refused for
    a poll that was never published here, a mark that is missing, unasked for or of no code, what is no envelope of
    ours, or what would be late by a clock that was wrong.
    """
    published = newest_version(ballot.poll)
    if published is None:
        raise Refused(RecordReason.NO_POLL)
    poll = Poll.from_wire(published.definition)
    if is_template(poll):
        raise Refused(RecordReason.NO_POLL)
    poll.check_mark(ballot.spent)
    if not 0 < len(ballot.inner) <= MAX_INNER_BYTES:
        raise Refused(RecordReason.NO_ENVELOPE)
    inner_hash = hashlib.sha256(ballot.inner).hexdigest()
    boxed = _boxed(inner_hash, ballot)
    if boxed is not None and (arrival is Arrival.SURE or boxed != BallotStanding.LATE):
        return
    is_in_time = arrival is Arrival.IN_TIME
    standing = _standing_of(inner_hash, poll, ballot.spent, received_on=received_on, is_in_time=is_in_time)
    if arrival is Arrival.DOUBTED and BallotStanding.LATE in {standing, boxed}:
        raise Refused(RecordReason.CLOCK)
    if boxed is not None:
        BoxedBallot.objects.filter(inner_hash=inner_hash).update(standing=standing)
        _add_participant(poll.id, district, standing, channel)
        return
    BoxedBallot.objects.create(
        inner_hash=inner_hash,
        poll=poll.id,
        tracker=tracker_of(ballot.inner),
        inner=ballot.inner,
        mark=ballot.spent,
        standing=standing,
    )
    _add_participant(poll.id, district, standing, channel)


def _add_participant(poll_id: str, district: str, standing: BallotStanding, channel: str) -> None:
    if standing is BallotStanding.COUNTS and district:
        row, _ = Participation.objects.get_or_create(poll=poll_id, district=district, channel=channel)
        Participation.objects.filter(pk=row.pk).update(ballots=F("ballots") + 1)


def _boxed(inner_hash: str, ballot: BallotEnvelope) -> str | None:
    """The standing of this ballot in the box; None when it is not there."""
    there = BoxedBallot.objects.filter(inner_hash=inner_hash).values_list("poll", "mark", "standing").first()
    if there is not None and there[:2] != (ballot.poll, ballot.spent):
        raise Refused(RecordReason.REPEATED)
    return there[2] if there else None


def _standing_of(inner_hash: str, poll: Poll, mark: str, *, received_on: date, is_in_time: bool) -> BallotStanding:
    """What becomes of a ballot that comes now; its code is spent if it counts."""
    code = CodeMark.objects.filter(mark=mark, poll=poll.id)
    if mark and not code.exists():
        raise Refused(RecordReason.CODE_UNKNOWN)
    known = is_in_time or KnownBallot.objects.filter(inner_hash=inner_hash, poll=poll.id, mark=mark).exists()
    if not (known or poll.takes_ballots(received_on)) or Tally.objects.filter(poll=poll.id).exists():
        return BallotStanding.LATE
    if mark:
        code.filter(spent_for="").update(spent_for=inner_hash)
        if not code.filter(spent_for=inner_hash).exists():
            return BallotStanding.DOUBLE
    return BallotStanding.COUNTS


def keep_tally(tally: Tally, result: Iterable[bytes], *, by: str, now: datetime) -> None:
    """Keep the result of a poll with its file, once. Raises Refused when there is one already.

    ``result`` comes in pieces of any length.
    """
    digest = hashlib.sha256()
    with transaction.atomic():
        if Tally.objects.filter(poll=tally.poll).exists():
            raise Refused(f"the poll {tally.poll} is counted already")
        tally.save(force_insert=True)
        for place, part in enumerate(_in_parts(result)):
            digest.update(part)
            ResultPart.objects.create(tally=tally, place=place, data=part)
        audit.append(
            AuditEvent.POLL_COUNTED,
            by,
            at=now,
            poll=tally.poll,
            total=tally.total,
            valid=tally.valid,
            result=digest.hexdigest(),
        )


def _in_parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, in parts of about one size."""
    part = bytearray()
    for piece in pieces:
        part += piece
        if len(part) >= _PART_BYTES:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)
