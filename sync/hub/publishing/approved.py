"""Publishing what was approved at the console: each poll by itself, so that one that cannot be holds up no other."""

from __future__ import annotations

from datetime import date, datetime

from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import load_source
from sync.hub.data_folder import HubFolder
from sync.hub.drafts import services as drafts
from sync.hub.drafts.checks import problems_in
from sync.hub.drafts.selectors import approved
from sync.hub.publishing.services import publish
from sync.hub.stations.hub_clock import demand_right_clock
from sync.protocol.errors import Refused


def _kept(error: Refused | ContentProblems) -> str:
    """Why, as it is kept with the draft: a reason that pages tell in their language, or the words there are."""
    if isinstance(error, Refused) and error.reason is not None:
        return error.reason.kept(error.facts)
    return str(error)


def publish_approved(
    folder: HubFolder, *, may_make_keys: bool, by: str, today: date, now: datetime
) -> tuple[list[str], list[str]]:
    """Publish every approved poll there is. Returns the ids of those published, and of those that cannot be.

    Why not is kept with the draft. Raises ClockDoubted, and all of them wait, when nothing may be signed just now.
    """
    waiting = approved()
    if not waiting:
        return [], []
    demand_right_clock(now)
    try:
        source = load_source(folder.content)
    except ContentProblems as error:  # nothing at all can be published before these are mended
        for draft in waiting:
            drafts.note_refused(draft.poll, f"{folder.content}:\n{error}")
        return [], [draft.poll for draft in waiting]
    districts = [district["code"] for district in source.places["districts"]]
    done, refused = [], []
    for draft in waiting:
        try:
            if problems := problems_in(draft.value, districts=districts):
                raise ContentProblems(problems)
            publish(
                source,
                folder=folder,
                may_make_keys=may_make_keys,
                by=by,
                today=today,
                now=now,
                also={draft.poll: draft.value},
            )
        except (Refused, ContentProblems) as error:
            drafts.note_refused(draft.poll, _kept(error))
            refused.append(draft.poll)
        else:
            drafts.note_released(draft.poll, draft.value, by=by, now=now)
            done.append(draft.poll)
    return done, refused
