"""What needs a person about polls and content: a draft to look at, a poll to count, a result to publish."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right, Scope
from sync.hub.console.pages.need import Need
from sync.hub.console.wording.content_parts import draft_title, kind_of_content_words
from sync.hub.counting.models import EveningCount
from sync.hub.counting.selectors import published_polls
from sync.hub.drafts.content_kinds import kind_of_path
from sync.hub.drafts.models import ContentDraft, DraftState, PollDraft, WrittenDraft
from sync.hub.polls.models import PublishedPoll, Tally
from sync.hub.polls.selectors import ballots_of, newest_versions
from sync.protocol.polls.poll import Poll


def poll_needs(scope: Scope, *, rights: Collection[Right], smallest: int, today: date) -> list[Need]:
    """Every open step about polls that somebody with these rights can do."""
    if not {Right.APPROVE_DRAFTS, Right.COUNT_POLLS, Right.PUBLISH_RESULTS} & set(rights):
        return []
    rows = [row for row in newest_versions() if scope.has_any_of(row.definition.get("districts", ()))]
    counted = set(Tally.objects.values_list("poll", flat=True))
    evenings = {count.poll: count for count in EveningCount.objects.all()}
    return [
        *(_drafts() if Right.APPROVE_DRAFTS in rights else ()),
        *(
            _counts([row for row in rows if row.poll not in evenings], counted, smallest, today)
            if Right.COUNT_POLLS in rights
            else ()
        ),
        *(
            _evenings([(row, evenings[row.poll]) for row in rows if row.poll in evenings and row.poll not in counted])
            if Right.COUNT_POLLS in rights
            else ()
        ),
        *(_results(rows, counted) if Right.PUBLISH_RESULTS in rights else ()),
    ]


def _drafts() -> list[Need]:
    polls = [
        _look(_("The poll “%(title)s” waits for your look"), draft, draft.poll, "console:draft", draft.poll)
        for draft in PollDraft.objects.filter(state=DraftState.REVIEW).order_by("poll")
    ]
    others = []
    for draft in ContentDraft.objects.filter(state=DraftState.REVIEW).order_by("path"):
        kind = kind_of_path(draft.path)
        name, words = kind.name_of(draft.path), kind_of_content_words(kind.word)
        title = _("Waits for your look: %(title)s (%(kind)s)") if kind.has_many else _("Waits for your look: %(kind)s")
        others.append(_look(title, draft, name, "console:content-draft", kind.word, name, kind=words))
    return polls + others


def _look(words: str, draft: WrittenDraft, name: str, page: str, *where: str, **named: str) -> Need:
    return Need(
        words % {"title": draft_title(draft.value, otherwise=name), **named},
        _("It was handed in. Approve it, or send it back with a note."),
        reverse(page, args=where),
        _("Look at it"),
    )


def _counts(rows: Sequence[PublishedPoll], counted: Collection[str], smallest: int, today: date) -> list[Need]:
    return [
        Need(
            _("The poll “%(title)s” can be counted") % {"title": _title(row)},
            _("Two people do it, each with their key. The page says which step is next."),
            reverse("console:count", args=[row.poll]),
            _("Open the count"),
        )
        for row in rows
        if row.closes < today and row.poll not in counted and _is_countable(row, smallest, today)
    ]


def _evenings(rows: Sequence[tuple[PublishedPoll, EveningCount]]) -> list[Need]:
    return [_evening(row, differs=count.recount_is_same is False) for row, count in rows if count.result]


def _evening(row: PublishedPoll, *, differs: bool) -> Need:
    title = {"title": _title(row)}
    if differs:
        said = _("The ballots of “%(title)s” say something else than its station") % title
        advice = _("The result is not taken over. Find out with the team what happened that evening.")
    else:
        said = _("The poll “%(title)s” was counted at its station") % title
        advice = _("Compare the result with the ballots that have come, and take it over.")
    return Need(said, advice, reverse("console:count", args=[row.poll]), _("Compare"))


def _is_countable(row: PublishedPoll, smallest: int, today: date) -> bool:
    poll = Poll.from_wire(row.definition)
    return not poll.void and not poll.takes_ballots(today) and ballots_of(poll.id).count() >= smallest


def _results(rows: Sequence[PublishedPoll], counted: Collection[str]) -> list[Need]:
    published = published_polls()
    return [
        Need(
            _("The result of “%(title)s” is not published") % {"title": _title(row)},
            _("It is counted. Nobody outside is told before it is published."),
            reverse("console:publish-result", args=[row.poll]),
            _("See the result"),
        )
        for row in rows
        if row.poll in counted and row.poll not in published
    ]


def _title(row: PublishedPoll) -> str:
    return str(row.definition["title"].get("de", row.poll))
