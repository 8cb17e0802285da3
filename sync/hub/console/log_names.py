"""What entries of the audit log name, as people call it, and the way there: the log itself keeps ids alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sync.hub.claims.models import MissingBallot
from sync.hub.console.queries import content_shown, district_names
from sync.hub.console.web.permissions import may_open
from sync.hub.console.wording.content_parts import draft_title, title_of_content
from sync.hub.console.wording.terms import number_words
from sync.hub.contributions.models import CitizenContribution
from sync.hub.drafts.content_kinds import kind_of_path
from sync.hub.drafts.models import ContentDraft, PollDraft
from sync.hub.entries.models import CitizenEntry
from sync.hub.entries.search import number_begins_with, number_in
from sync.hub.intake.models import SealedRecord
from sync.hub.polls.models import PublishedPoll
from sync.hub.reports.models import DefectReport
from sync.hub.stations.selectors import names_of_stations, stations_called
from sync.protocol.encoding import group_code

Facts = Mapping[str, Any]

_RECORDS = ("record", "into")
_ENTRIES: tuple[tuple[type[CitizenEntry], str], ...] = (
    (DefectReport, "console:report"),
    (CitizenContribution, "console:contribution"),
)
MOST_FOUND = 4
"""So many things of one kind are looked for by what is typed: each is looked for in every entry. Whoever has more of
them types more, or chooses the station."""


@dataclass(frozen=True)
class NamedThings:
    """For each fact that names something by an id: what it is called, and its page; empty for none."""

    called: Mapping[str, Mapping[str, tuple[str, str]]]
    reader: AbstractBaseUser | AnonymousUser
    """Nobody is led to a page that does not open for them."""

    def shown(self, fact: str, value: object, *, name: object = "") -> SafeString:
        """The name, or the one it had then, as a link to its page; what is not known any more by what the log says."""
        called, page = self.called.get(fact, {}).get(str(value), (str(value), ""))
        if not page or not may_open(self.reader, page):
            return format_html("{}", name or called)
        return format_html('<a href="{}">{}</a>', page, name or called)


def named_in(entries: Iterable[Facts], *, reader: AbstractBaseUser | AnonymousUser) -> NamedThings:
    """The things these entries name, asked for kind by kind: it costs the same however many there are of each."""
    ids: dict[str, set[str]] = {}
    for facts in entries:
        for fact, value in facts.items():
            ids.setdefault(fact, set()).add(str(value))
    reach = {one for words in ids.get("reach", ()) for one in words.split()}
    records = _records(set().union(*(ids.get(fact, ()) for fact in _RECORDS)))
    called = {
        **dict.fromkeys(_RECORDS, records),
        "device": _stations(ids.get("device", ())),
        "poll": _polls(ids.get("poll", ())),
        "path": _content(ids.get("path", ())),
        "survey": _content(f"surveys/{name}.json" for name in ids.get("survey", ())),
        "tracker": _trackers(ids.get("tracker", ())),
        "district": _districts(ids.get("district", ())),
        "reach": {**_districts(reach), **_stations(reach)},
    }
    return NamedThings(called, reader)


def ids_called(typed: str) -> set[str]:
    """Ids of stations, entries and polls that are called like what was typed, as the log keeps them."""
    words = typed.casefold()
    found = set(stations_called(typed).values_list("id", flat=True)[:MOST_FOUND])
    if digits := number_in(typed):
        for rows, _page in _ENTRIES:
            some = rows._default_manager.filter(number_begins_with(digits))
            found.update(some.values_list("record_id", flat=True)[:MOST_FOUND])
    titles = PublishedPoll.objects.values_list("poll", "definition__title__de")
    polls = sorted({poll for poll, title in titles if words in str(title).casefold()})
    return found | set(polls[:MOST_FOUND])


def _records(ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
    called = {}
    for record, row in SealedRecord.objects.filter(record_id__in=ids, doubled=False).values_list("record_id", "id"):
        called[record] = (record[:8], reverse("console:record", args=[row]))
    for rows, page in _ENTRIES:
        found = rows._default_manager.filter(record_id__in=ids).values_list("record_id", "number")
        called |= {record: (number_words(number), reverse(page, args=[record])) for record, number in found if number}
    return called


def _stations(ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
    return {one: (name, reverse("console:station", args=[one])) for one, name in names_of_stations(ids).items()}


def _polls(ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
    drafts = PollDraft.objects.filter(poll__in=ids)
    called = {
        one.poll: (draft_title(one.value, otherwise=one.poll), reverse("console:draft", args=[one.poll]))
        for one in drafts
    }
    for one in PublishedPoll.objects.filter(poll__in=ids).order_by("version"):
        called[one.poll] = (draft_title(one.definition, otherwise=one.poll), reverse("console:poll", args=[one.poll]))
    return called


def _content(paths: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    wanted = list(paths)
    drafts = ContentDraft.objects.in_bulk(wanted)
    called = {}
    for path in wanted:
        try:
            kind = kind_of_path(path)
        except KeyError:  # of a kind there is none of any more
            continue
        name, draft = kind.name_of(path), drafts.get(path)
        title = title_of_content(draft.value if draft else content_shown(path), kind.word, name)
        page = reverse("console:content-draft", args=[kind.word, name]) if draft else ""
        called[path] = (title, page)
    return called


def _districts(codes: Collection[str]) -> Mapping[str, tuple[str, str]]:
    return {code: (name, "") for code, name in district_names().items()} if codes else {}


def _trackers(trackers: Collection[str]) -> Mapping[str, tuple[str, str]]:
    known = MissingBallot.objects.filter(tracker__in=trackers).values_list("tracker", flat=True)
    return {one: (group_code(one), reverse("console:claim", args=[one])) for one in known}
