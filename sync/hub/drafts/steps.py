"""What every draft goes through, whatever is written in it: one step after the other, each kept, none overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sync.hub.drafts.models import ContentDraft, DraftState, PollDraft
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason


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
    OTHER_FILE = "other-file", "the file says that it is %(path)s"


def demand_seen(draft: PollDraft | ContentDraft, seen: int) -> None:
    """Raises ChangedMeanwhile unless this is the version that the person saw."""
    if draft.version != seen:
        raise ChangedMeanwhile(draft.changes.first())


def demand(draft: PollDraft | ContentDraft, *states: DraftState) -> None:
    """Raises Refused unless it is at one of these steps."""
    if draft.state not in states:
        raise Refused(DraftFault.OTHER_STEP)


def change(
    draft: PollDraft | ContentDraft,
    state: DraftState,
    *,
    value: Mapping[str, Any] | list[Any] | None = None,
    note: str = "",
    by: str,
    now: datetime,
) -> None:
    """Bring it to this step, and keep who did that and what stood in it then."""
    draft.state, draft.version, draft.refusal = state.value, draft.version + 1, ""
    if value is not None:
        draft.value = value
    draft.save()
    draft.changes.create(number=draft.version, state=state.value, value=draft.value, note=note, by=by, at=now)
