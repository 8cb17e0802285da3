"""What needs a person about polls: a draft to look at, a closed poll to count, a result to publish."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.console.pages.need import Need
from sync.hub.console.queries import PollRow
from sync.hub.counting.selectors import published_polls
from sync.hub.drafts.models import DraftState, PollDraft


def poll_needs(rows: Sequence[PollRow], *, rights: Collection[Right], smallest: int) -> list[Need]:
    """Every open step about these polls that somebody with these rights can do."""
    return [
        *(_drafts() if Right.APPROVE_DRAFTS in rights else ()),
        *(_counts(rows, smallest) if Right.COUNT_POLLS in rights else ()),
        *(_results(rows) if Right.PUBLISH_RESULTS in rights else ()),
    ]


def _drafts() -> list[Need]:
    return [
        Need(
            _("The poll %(poll)s waits for your look") % {"poll": draft.poll},
            _("It was handed in. Approve it, or send it back with a note."),
            reverse("console:draft", args=[draft.poll]),
            _("Look at it"),
        )
        for draft in PollDraft.objects.filter(state=DraftState.REVIEW).order_by("poll")
    ]


def _counts(rows: Sequence[PollRow], smallest: int) -> list[Need]:
    return [
        Need(
            _("The poll “%(title)s” can be counted") % {"title": row.title},
            _("Two people do it, each with their key. The page says which step is next."),
            reverse("console:count", args=[row.published.poll]),
            _("Open the count"),
        )
        for row in rows
        if row.is_complete and not row.tally and row.ballots >= smallest and not row.published.definition.get("void")
    ]


def _results(rows: Sequence[PollRow]) -> list[Need]:
    published = published_polls()
    return [
        Need(
            _("The result of “%(title)s” is not published") % {"title": row.title},
            _("It is counted. Nobody outside is told before it is published."),
            reverse("console:publish-result", args=[row.published.poll]),
            _("See the result"),
        )
        for row in rows
        if row.tally and row.published.poll not in published
    ]
