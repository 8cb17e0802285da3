"""Publishing what was planned or made at the console and needs no approval: shifts, and new participation codes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sync.hub.content.source import load_source
from sync.hub.data_folder import HubFolder
from sync.hub.drafts.content_kinds import surroundings_in
from sync.hub.polls.selectors import code_list, polls_with_batches_since
from sync.hub.publishing.models import Publication
from sync.hub.publishing.services import publish
from sync.hub.publishing.shift_plans import shifts_waiting
from sync.protocol.participation_codes import list_path
from sync.protocol.shifts import FOLDER

MAKING = timedelta(minutes=1)
"""So long making a batch takes at most: it is there only afterwards, with the time at which it was begun."""


def publish_waiting(folder: HubFolder, *, may_make_keys: bool, by: str, today: date, now: datetime) -> list[str]:
    """Publish when stations do not know a shift, its withdrawal or new codes of a poll they show. Returns the paths of
    the files that waited; before the first publication nothing does.

    Raises what ``publish`` raises, and ContentProblems for a source that is not fit: then it waits.
    """
    newest = Publication.objects.first()
    if newest is None:
        return []
    waiting = [*_shifts(folder, newest, now=now), *_code_lists(newest)]
    if waiting:
        publish(load_source(folder.content), folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now)
    return waiting


def _shifts(folder: HubFolder, newest: Publication, *, now: datetime) -> Iterator[str]:
    planned, withdrawn = shifts_waiting(newest, now=now)
    if planned:
        districts = surroundings_in(folder.content).districts or ()
        yield from (f"{FOLDER}{row.id}.json" for row in planned if row.shift["district"] in districts)
    # What lies in the source as well goes on being published.
    yield from (path for row in withdrawn if not (folder.content / (path := f"{FOLDER}{row.id}.json")).exists())


def _code_lists(newest: Publication) -> Iterator[str]:
    for poll in polls_with_batches_since(newest.published_at - MAKING):
        path = list_path(poll)
        if path in newest.files and newest.files[path] != hashlib.sha256(code_list(poll)).hexdigest():
            yield path
