"""Ideas, questions, wishes to be asked and offers: the list, one of them, and taking them away. Each look is logged.

They change nothing but the audit log. What is decided about one stands in ``contribution_work.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right, may
from sync.hub.attachments.views import piece_store
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.console import queries
from sync.hub.console.pages.enclosures import CONTRIBUTION_ENCLOSURES
from sync.hub.console.pages.entries_together import who_works
from sync.hub.console.pages.entry_maps import MapWords, show_map
from sync.hub.console.web.downloads import as_csv, as_geojson, download
from sync.hub.console.web.paging import kept_query, page_of
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import in_reach
from sync.hub.console.wording.audit_log import actor_words
from sync.hub.console.wording.names import choices_of, name_of
from sync.hub.console.wording.terms import language_words
from sync.hub.contributions.merging import MERGEABLE
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.selectors import (
    ContributionOrder,
    ContributionQuery,
    find_contributions,
    offered_for,
    supports_of_merged,
)
from sync.hub.contributions.source import read_rules
from sync.hub.enclosures.selectors import attachments_on_their_way
from sync.hub.entries.models import ReviewState
from sync.hub.entries.reviewing import review_until
from sync.hub.entries.search import Late, that_are_the_same_as
from sync.protocol.contributions import ContributionKind, ContributionState
from sync.protocol.encoding import parse_json
from sync.protocol.records import WordKind

_COLUMNS = (
    "number", "kind", "received", "day", "topic", "receiver", "district", "project", "latitude", "longitude", "text",
    "hidden_because", "language", "public", "supports", "review", "released", "state", "since", "due", "responsible",
    "answer",
)  # fmt: skip


@having(Right.SEE_CONTRIBUTIONS)
def contributions(request: HttpRequest) -> HttpResponse:
    """What is looked for, the newest first unless asked otherwise."""
    query = _query(request)
    page = page_of(request, _found(request, query))
    if len(page):
        by = request.user.get_username()
        audit.append(AuditEvent.CONTRIBUTIONS_LISTED, by, at=timezone.now(), contributions=len(page))
    words = ContributionWords()
    context = {
        "page": page,
        "entries": [words.of(found) for found in page],
        "query": query,
        "kept": kept_query(request),
        "is_filtered": query != ContributionQuery(),
        "kinds": choices_of(ContributionKind),
        "states": choices_of(ContributionState),
        "reviews": choices_of(ReviewState),
        "orders": choices_of(ContributionOrder),
        "lates": choices_of(Late),
        "workers": who_works(Right.ANSWER_CONTRIBUTIONS),
        "receivers": sorted(words.receivers.items(), key=lambda item: item[1]),
        "districts": sorted(words.districts.items(), key=lambda item: item[1]),
    }
    return render(request, "console/contributions.html", context)


@having(Right.SEE_CONTRIBUTIONS)
def contributions_map(request: HttpRequest) -> HttpResponse:
    """Where those are that are looked for and have a place. A look at it is a look at the list, and logged as one."""
    query, by = _query(request), request.user.get_username()

    def note(number: int) -> None:
        audit.append(AuditEvent.CONTRIBUTIONS_LISTED, by, at=timezone.now(), contributions=number)

    words = MapWords(
        title=_("Map of ideas"),
        list_title=_("Ideas and questions"),
        lead=_(
            "A dot stands for the ideas around it; it leads closer, and the closest ones to the list. A district leads "
            "to what is for it alone. What has no place stands in the table only."
        ),
        by_district=_("Ideas and questions by district"),
        column=_("How many"),
        shown=lambda n: ngettext("%(n)s idea on this map.", "%(n)s ideas on this map.", n) % {"n": n},
        here=lambda n: ngettext("%(n)s idea here", "%(n)s ideas here", n) % {"n": n},
    )
    everywhere = replace(query, area="", order=ContributionQuery.order)
    return show_map(
        request,
        _found(request, everywhere),
        is_filtered=everywhere != ContributionQuery(),
        area=query.area,
        district=query.district,
        list_page="console:contributions",
        words=words,
        note=note,
    )


@having(Right.SEE_CONTRIBUTIONS)
def contribution(request: HttpRequest, record_id: str) -> HttpResponse:
    """One of them with everything that was said and done about it."""
    within = in_reach(request, CitizenContribution.objects.all())
    found = get_object_or_404(within, record_id=record_id)
    audit.append(AuditEvent.CONTRIBUTION_READ, request.user.get_username(), at=timezone.now(), record=record_id)
    same = list(within.filter(that_are_the_same_as([record_id])).order_by("received_at"))
    about = within.filter(name=found.about).first() if found.about else None
    words = ContributionWords()
    context = {
        **words.of(found),
        "project": _title_in("projects", found.project),
        "station": queries.names_of_devices([found.device]).get(found.device, ""),
        "statements": [
            (said, name_of(ContributionState, said.state), actor_words(said.by)) for said in found.statements.all()
        ],
        "reviews": [(one, name_of(ReviewState, one.review)) for one in found.reviews.all()],
        "words": [(word, name_of(WordKind, word.kind)) for word in found.words.all()],
        "about": about,
        "offers": offered_for([found.name, *(one.name for one in same)], among=within),
        "merged": same,
        "leading": within.filter(record_id=found.merged_into).first() if found.merged_into else None,
        "supports": found.supports + supports_of_merged([record_id]).get(record_id, 0),
        "may_be_merged": found.kind in MERGEABLE,
        "supports_needed": words.supports_needed,
        **CONTRIBUTION_ENCLOSURES.of(found),
        "may_change": may(request.user, Right.REVIEW_CONTRIBUTIONS),
        "on_their_way": attachments_on_their_way(found, is_here=piece_store().has),
    }
    return render(request, "console/contribution.html", context)


@having(Right.SEE_CONTRIBUTIONS)
def export_contributions(request: HttpRequest, form: str) -> HttpResponseBase:
    """What is looked for, as a file."""
    rows = _found(request, _query(request))
    by = request.user.get_username()
    audit.append(AuditEvent.CONTRIBUTIONS_EXPORTED, by, at=timezone.now(), contributions=rows.count(), form=form)
    if form == "geojson":
        lines = as_geojson(map(_values, rows.iterator(500)))
        return download(lines, kind="application/geo+json", name="contributions.geojson")
    lines = as_csv(_COLUMNS, map(_values, rows.iterator(500)))
    return download(lines, kind="text/csv; charset=utf-8", name="contributions.csv")


class ContributionWords:
    """Names of topics, receivers and districts, and the other rules of the dialogue, read once for a page."""

    def __init__(self) -> None:
        rules, language = read_rules(), get_language() or "de"
        self.districts = queries.district_names()
        self.topics = {one.id: _in(one.title, language) for one in rules.topics.values()} if rules else {}
        self.receivers = {one.id: _in(one.title, language) for one in rules.receivers.values()} if rules else {}
        self.supports_needed = rules.supports_needed if rules else None

    def of(self, found: CitizenContribution) -> dict[str, Any]:
        """One of them as templates show it."""
        return {
            "entry": found,
            "kind": name_of(ContributionKind, found.kind),
            "state": name_of(ContributionState, found.state),
            "review": name_of(ReviewState, found.review),
            "review_late": found.review == ReviewState.RECEIVED and review_until(found) < timezone.now(),
            "is_overdue": found.standing.is_overdue(timezone.localdate()),
            "topic": self._topic(found),
            "receiver": self.receivers.get(found.receiver, found.receiver),
            "district": self.districts.get(found.district, found.district),
            "language": language_words(found.language),
        }

    def _topic(self, found: CitizenContribution) -> str:
        if found.kind == ContributionKind.SPOKEN_ANSWER:
            return _title_in("surveys", found.topic)
        return self.topics.get(found.topic, found.topic)


def _in(texts: Any, language: str) -> str:
    return str(texts.get(language) or texts["de"])


def _title_in(folder: str, name: str) -> str:
    """What something of the content is called, in German; its id where the content does not know it any more."""
    if not name or not all(sign.isalnum() or sign == "-" for sign in name):
        return name
    try:
        wire = parse_json((settings.HUB_FOLDER.content / folder / f"{name}.json").read_bytes())
        return str(wire["title"]["de"])
    except (OSError, ValueError, KeyError, TypeError):
        return name


def found_contributions(request: HttpRequest) -> QuerySet[CitizenContribution]:
    """Those that the address of a page asks for, as far as who looks may see them."""
    return _found(request, _query(request))


def _found(request: HttpRequest, query: ContributionQuery) -> QuerySet[CitizenContribution]:
    return in_reach(request, find_contributions(query, now=timezone.now(), today=timezone.localdate()))


def _query(request: HttpRequest) -> ContributionQuery:
    asked = request.GET
    names = ("kind", "state", "review", "receiver", "district", "project", "late", "assigned", "area")
    return ContributionQuery(
        text=asked.get("text", "")[:200].replace("\x00", ""),
        order=asked.get("order", ContributionOrder.NEWEST.value)[:20],
        **{name: asked.get(name, "")[:150].replace("\x00", "") for name in names},
    )


def _values(found: CitizenContribution) -> dict[str, Any]:
    return {
        "number": found.number,
        "kind": found.kind,
        "received": timezone.localtime(found.received_at).isoformat(timespec="seconds"),
        "day": found.day,
        "topic": found.topic,
        "receiver": found.receiver,
        "district": found.district,
        "project": found.project,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "text": found.text_to_pass_on,
        "hidden_because": found.hidden_because,
        "language": found.language,
        "public": found.is_public,
        "supports": found.supports,
        "review": found.review,
        "released": found.is_released,
        "state": found.state,
        "since": found.since,
        "due": found.due,
        "responsible": found.responsible,
        "answer": found.public_note,
    }
