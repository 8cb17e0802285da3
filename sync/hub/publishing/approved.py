"""Publishing what was approved at the console: each thing by itself, so that one that cannot be holds up no other."""

from __future__ import annotations

from datetime import date, datetime

from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import load_source
from sync.hub.data_folder import HubFolder
from sync.hub.drafts import services as drafts
from sync.hub.drafts.checks import problems_in
from sync.hub.drafts.content_kinds import surroundings_in
from sync.hub.drafts.pictures import lay_pictures
from sync.hub.drafts.whole_languages import languages_needed
from sync.hub.publishing.approved_content import publish_approved_content
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
    """Publish everything there is that was approved and whose day has come. Returns what was published, and what cannot
    be: polls by their ids, other content by the paths of its files.

    Why not is kept with the draft. Pictures that were brought are laid into the content before. Raises ClockDoubted,
    and all of it waits, when nothing may be signed just now.
    """
    lay_pictures(folder.content)
    content = publish_approved_content(folder, may_make_keys=may_make_keys, by=by, today=today, now=now)
    polls = _publish_polls(folder, may_make_keys=may_make_keys, by=by, today=today, now=now)
    return [*content[0], *polls[0]], [*content[1], *polls[1]]


def _publish_polls(
    folder: HubFolder, *, may_make_keys: bool, by: str, today: date, now: datetime
) -> tuple[list[str], list[str]]:
    waiting = drafts.WAY.due(today)
    if not waiting:
        return [], []
    demand_right_clock(now)
    try:
        source = load_source(folder.content)
    except ContentProblems as error:  # nothing at all can be published before these are mended
        for draft in waiting:
            drafts.WAY.refuse(draft.poll, f"{folder.content}:\n{error}")
        return [], [draft.poll for draft in waiting]
    districts = [district["code"] for district in source.places["districts"]]
    languages, pictures = languages_needed(folder.content), surroundings_in(folder.content).pictures
    done, refused = [], []
    for draft in waiting:
        try:
            if problems := problems_in(draft.value, districts=districts, pictures=pictures, languages=languages):
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
            drafts.WAY.refuse(draft.poll, _kept(error))
            refused.append(draft.poll)
        else:
            drafts.note_released(draft.poll, draft.value, by=by, now=now)
            done.append(draft.poll)
    return done, refused
