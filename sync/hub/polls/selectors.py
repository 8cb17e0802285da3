"""Reading polls, boxes and results."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from sync.hub.polls.models import BoxedBallot, PublishedPoll, Tally


def newest_version(poll_id: str) -> PublishedPoll | None:
    """The poll as it was published last; None when it never was."""
    return PublishedPoll.objects.filter(poll=poll_id).order_by("-version").first()


def newest_versions() -> list[PublishedPoll]:
    """Every poll as it was published last, by id."""
    newest = {row.poll: row for row in PublishedPoll.objects.order_by("version")}
    return [newest[poll] for poll in sorted(newest)]


def ballots_of(poll_id: str) -> QuerySet[BoxedBallot]:
    """The box of a poll, in the order of random hashes."""
    return BoxedBallot.objects.filter(poll=poll_id).order_by("inner_hash")


def count_ballots() -> Mapping[str, int]:
    """Poll id to the number of ballots in its box; polls with an empty box are not named."""
    return dict(BoxedBallot.objects.order_by().values_list("poll").annotate(Count("inner_hash")))


def trackers_of(poll_id: str) -> list[str]:
    """The public names of all ballots in a box, sorted."""
    return sorted(ballots_of(poll_id).values_list("tracker", flat=True))


def tally_of(poll_id: str) -> Tally | None:
    """The result of a poll; None before it was counted."""
    return Tally.objects.filter(poll=poll_id).first()


def late_ballots(tally: Tally) -> int:
    """How many ballots came into the box after it was counted. They are kept and not part of the result."""
    return ballots_of(tally.poll).count() - tally.total
