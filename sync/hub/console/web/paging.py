"""What all lists share: pages, and the names of stations beside their batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from sync.hub.console import queries
from sync.hub.console.wording.reasons import reason_words
from sync.hub.intake.models import Batch
from sync.hub.triage.models import Subject
from sync.hub.triage.selectors import newest_verdicts
from sync.hub.triage.signs import batch_sign

PAGE_LENGTH = 50

BY_AGE = {"": gettext_lazy("the newest first"), "oldest": gettext_lazy("the oldest first")}
"""The orders of lists of what has happened."""


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, length: int = PAGE_LENGTH) -> Page[Any]:
    """The page the address asks for, of so many rows; the nearest there is for a number beyond.

    No two rows may have the same place in their order: pages of the second half are read from the end. A database
    steps over all rows that come before a page, so the last page costs what the first does.
    """
    pages = Paginator(rows, length)
    page = pages.get_page(request.GET.get("page"))
    first = (page.number - 1) * length
    after = min(first + length, pages.count)
    if isinstance(rows, QuerySet) and first > pages.count - after:
        page.object_list = list(rows.reverse()[pages.count - after : pages.count - first])[::-1]
    return page


def asked(request: HttpRequest, name: str, *, most: int = 100) -> str:
    """What the address says by this name, without what no search can hold; empty for nothing."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


def kept_query(request: HttpRequest, *, without: Iterable[str] = ("page",)) -> str:
    """What the address asks for beside the page, for other pages and files of the same list."""
    chosen = request.GET.copy()
    for name in without:
        chosen.pop(name, None)
    return chosen.urlencode()


def with_names(batches: Iterable[Batch]) -> list[dict[str, Any]]:
    """Batches with the names of their stations, their signs, and their reasons in words."""
    listed = list(batches)
    names = queries.names_of_devices(batch.device for batch in listed)
    verdicts = newest_verdicts(Subject.BATCH, (batch.hash for batch in listed))
    return [
        {
            "batch": batch,
            "station": names.get(batch.device, batch.device),
            "sign": batch_sign(batch.state, verdicts.get(batch.hash)),
            "reason": reason_words(batch.reason),
        }
        for batch in listed
    ]
