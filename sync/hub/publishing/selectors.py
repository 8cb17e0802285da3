"""Reading what was published, and the root that stations pin."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from django.db.models import QuerySet

from sync.hub.data_folder import HubFolder
from sync.hub.drafts import services as drafts
from sync.hub.polls.models import PublishedPoll
from sync.hub.publishing.counting_keys import STEPS, public_half
from sync.hub.publishing.models import Publication


def pinned_root_hash(repository: Path) -> str:
    """SHA-256 (hex) of the first root: a station that was told it at enrolment can check every later one."""
    return hashlib.sha256((repository / "metadata" / "1.root.json").read_bytes()).hexdigest()


def polls_without_keys(folder: HubFolder) -> tuple[list[str], list[str]]:
    """The ids of polls that wait for their counting keys before they can be published, and of all polls there are.

    Those of the content source, and those approved at the console. Who may not look into the folder of the keys knows
    those of published polls alone.
    """
    published = set(PublishedPoll.objects.values_list("poll", flat=True))
    written = {path.stem for path in (folder.content / "polls").glob("*.json")} | {
        draft.poll for draft in drafts.WAY.approved()
    }
    lacking = [poll for poll in sorted(written - published) if not _are_there(poll, folder.trustee_keys)]
    return lacking, sorted(written | published)


def _are_there(poll: str, folder: Path) -> bool:
    with suppress(OSError):
        return all(public_half(folder, poll, step).exists() for step in STEPS)
    return False


def newest_publications() -> QuerySet[Publication]:
    """Every content package, the newest first."""
    return Publication.objects.order_by("-version")
