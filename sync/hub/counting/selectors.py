"""Reading what was done to count a poll, and whether its result is for everybody."""

from __future__ import annotations

from sync.hub.counting.models import CountingDeed, CountingStep


def is_published(poll_id: str) -> bool:
    """Whether the result of this poll is for everybody."""
    return CountingDeed.objects.filter(poll=poll_id, step=CountingStep.RESULT_PUBLISHED).exists()


def published_polls() -> set[str]:
    """The polls whose result is for everybody."""
    return set(CountingDeed.objects.filter(step=CountingStep.RESULT_PUBLISHED).values_list("poll", flat=True))


def deeds_of(poll_id: str) -> list[CountingDeed]:
    """What was done to count this poll, the oldest first."""
    return list(CountingDeed.objects.filter(poll=poll_id))
