"""Reading what was published, and the root that stations pin."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db.models import QuerySet

from sync.hub.publishing.models import Publication


def pinned_root_hash(repository: Path) -> str:
    """SHA-256 (hex) of the first root: a station that was told it at enrolment can check every later one."""
    return hashlib.sha256((repository / "metadata" / "1.root.json").read_bytes()).hexdigest()


def newest_publications() -> QuerySet[Publication]:
    """Every content package, the newest first."""
    return Publication.objects.order_by("-version")
