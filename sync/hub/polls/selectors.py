"""Reading polls, boxes and results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Count, QuerySet

from sync.hub.polls.models import (
    BallotStanding,
    BoxedBallot,
    CodeBatch,
    CodeEntry,
    CodeMark,
    Participation,
    PublishedPoll,
    ResultPart,
    Tally,
)
from sync.protocol.envelope import tracker_of_hash
from sync.protocol.participation_codes import write_list


def newest_version(poll_id: str) -> PublishedPoll | None:
    """The poll as it was published last; None when it never was."""
    return PublishedPoll.objects.filter(poll=poll_id).order_by("-version").first()


def all_versions(poll_id: str) -> list[PublishedPoll]:
    """The poll as it was published each time, the newest last."""
    return list(PublishedPoll.objects.filter(poll=poll_id).order_by("version"))


def newest_versions() -> list[PublishedPoll]:
    """Every poll as it was published last, by its id."""
    newest = {row.poll: row for row in PublishedPoll.objects.order_by("version")}
    return [newest[poll] for poll in sorted(newest)]


def ballots_of(poll_id: str, standing: BallotStanding = BallotStanding.COUNTS) -> QuerySet[BoxedBallot]:
    """The ballots of a poll with this standing, in the order of random hashes."""
    return BoxedBallot.objects.filter(poll=poll_id, standing=standing).order_by("inner_hash")


def count_ballots() -> Mapping[BallotStanding, Mapping[str, int]]:
    """By standing, poll id to the number of its ballots; polls that have none are not named. Looks at each once."""
    rows = BoxedBallot.objects.order_by().values_list("poll", "standing").annotate(Count("inner_hash"))
    found: dict[BallotStanding, dict[str, int]] = {standing: {} for standing in BallotStanding}
    for poll, standing, number in rows:
        found[BallotStanding(standing)][poll] = number
    return found


def hashes_of(poll_id: str, standing: BallotStanding) -> list[str]:
    """The hashes of all inner envelopes of a poll with this standing, sorted."""
    return list(names_of(poll_id, standing))


def names_of(poll_id: str, standing: BallotStanding = BallotStanding.COUNTS) -> QuerySet[BoxedBallot, str]:
    """The same hashes to be read page by page, without the ballots."""
    return ballots_of(poll_id, standing).values_list("inner_hash", flat=True)


def trackers(hashes: Iterable[str]) -> list[str]:
    """The public names of the ballots with these hashes. Sorted hashes have sorted names: from A to Z, and on to 7."""
    return [tracker_of_hash(bytes.fromhex(one)) for one in hashes]


def tally_of(poll_id: str) -> Tally | None:
    """The result of a poll; None before it was counted."""
    return Tally.objects.filter(poll=poll_id).first()


def result_parts(poll_id: str) -> Iterator[bytes]:
    """The result file of a poll that was counted, part by part; nothing before."""
    rows = ResultPart.objects.filter(tally=poll_id).values_list("data", flat=True)
    return map(bytes, rows.iterator(chunk_size=1))


def result_of(poll_id: str) -> bytes:
    """The same as a whole."""
    return b"".join(result_parts(poll_id))


def participation_of(poll_id: str) -> Mapping[tuple[str, str], int]:
    """District and channel to the counting ballots that came from there. Not to be told as it is: see ``small_cells``
    of counting."""
    rows = Participation.objects.filter(poll=poll_id).values_list("district", "channel", "ballots")
    return {(district, channel): ballots for district, channel, ballots in rows}


def count_codes(poll_id: str) -> tuple[int, int]:
    """How many participation codes a poll has, and how many of them are spent."""
    codes = CodeMark.objects.filter(poll=poll_id)
    return codes.count(), codes.exclude(spent_for="").count()


def code_list(poll_id: str) -> bytes:
    """The list of all participation codes of a poll, as it is shipped to stations."""
    entries = CodeEntry.objects.filter(poll=poll_id).values_list("entry", flat=True)
    return write_list([bytes.fromhex(entry) for entry in entries])


def polls_with_batches_since(moment: datetime) -> list[str]:
    """The ids of polls for which a batch of codes was made at this moment or later."""
    return sorted(set(CodeBatch.objects.filter(made_at__gte=moment).values_list("poll", flat=True)))
