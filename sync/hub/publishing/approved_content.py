"""Publishing content, besides polls, that was approved at the console: each file by itself, into the content source.

A file that the whole source would not be fit with is taken out again, and the one before it is back.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sync.files import make_folders, write_durably
from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import load_source
from sync.hub.data_folder import HubFolder
from sync.hub.drafts import content_services as drafts
from sync.hub.drafts.content_kinds import lacking_in
from sync.hub.drafts.models import ContentDraft
from sync.hub.drafts.whole_languages import languages_needed
from sync.hub.publishing.services import publish
from sync.hub.stations.hub_clock import ClockDoubted, demand_right_clock
from sync.protocol.errors import Refused


def publish_approved_content(
    folder: HubFolder, *, may_make_keys: bool, by: str, today: date, now: datetime
) -> tuple[list[str], list[str]]:
    """Publish every approved file whose day has come. Returns the paths of those published, and of those that
    cannot be.

    Why not is kept with the draft. Raises ClockDoubted when nothing may be signed just now, and OSError when this user
    may not: then it waits.
    """
    waiting = drafts.WAY.due(today)
    if not waiting:
        return [], []
    demand_right_clock(now)
    languages = languages_needed(folder.content)
    done, refused = [], []
    for draft in waiting:
        place = folder.content / draft.path
        before = place.read_bytes() if place.exists() else None
        try:
            if problems := list(lacking_in(draft.path, draft.value, languages)):
                raise ContentProblems(problems)
            _write(draft, place)
            source = load_source(folder.content)
            publish(source, folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now)
        except (ClockDoubted, OSError):  # it is fit; who may write and sign it tries again
            _restore(place, before)
            raise
        except (Refused, ContentProblems) as error:
            _restore(place, before)
            drafts.WAY.refuse(draft.path, str(error))
            refused.append(draft.path)
        else:
            drafts.note_published(draft.path, draft.version, by=by, now=now)
            done.append(draft.path)
    return done, refused


def _write(draft: ContentDraft, place: Path) -> None:
    make_folders(place.parent)
    write_durably(place, drafts.write_file(draft.value))


def _restore(place: Path, before: bytes | None) -> None:
    if before is None:
        place.unlink(missing_ok=True)
    elif place.read_bytes() != before:
        write_durably(place, before)
