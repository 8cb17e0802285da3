"""Reading drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.hub.drafts.models import PollDraft


def with_released(polls: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """These polls of the content source together with those released at the console.

    Of a poll that is in both, the higher version is meant; where they are alike, the file.
    """
    both = dict(polls)
    for draft in PollDraft.objects.exclude(released=None).order_by("poll"):
        value: Mapping[str, Any] = draft.released or {}
        if draft.poll not in both or both[draft.poll]["version"] < value["version"]:
            both[draft.poll] = value
    return both
