"""Defect reports: the list, one report, and taking them away as a file. Each is a view in clear, and is logged.

They change nothing but the audit log. What is decided about a report stands in ``report_work.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
from sync.hub.console.pages.enclosures import REPORT_ENCLOSURES
from sync.hub.console.pages.entries_together import who_works
from sync.hub.console.pages.entry_maps import MapWords, show_map
from sync.hub.console.web.downloads import as_csv, as_geojson, download
from sync.hub.console.web.paging import kept_query, page_of
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.names import choices_of, name_of
from sync.hub.console.wording.reasons import reason_words
from sync.hub.console.wording.terms import STATES, language_words, state_words
from sync.hub.enclosures.models import ReportTerms
from sync.hub.enclosures.selectors import attachments_on_their_way
from sync.hub.entries.models import ReviewState
from sync.hub.entries.reviewing import review_until
from sync.hub.entries.search import Late, that_are_the_same_as
from sync.hub.handover.decisions import possible_decisions
from sync.hub.handover.models import Handover, HandoverState
from sync.hub.reports.models import DefectReport
from sync.hub.reports.search import Order, ReportQuery, find_reports, possible_duplicates
from sync.protocol.records import WordKind

_COLUMNS = (
    "number", "received", "day", "category", "district", "latitude", "longitude", "radius_metres", "description",
    "hidden_because", "language", "review", "state", "since", "due", "responsible", "public_note", "handed_over",
    "receiver_number",
)  # fmt: skip


@having(Right.SEE_REPORTS)
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that are looked for, the newest first unless asked otherwise."""
    query = _query(request)
    page = page_of(request, _found(query).select_related("handover"))
    if len(page):
        audit.append(AuditEvent.REPORTS_LISTED, request.user.get_username(), at=timezone.now(), reports=len(page))
    words = _Words()
    context = {
        "page": page,
        "reports": [words.of(found) for found in page],
        "query": query,
        "kept": kept_query(request),
        "is_filtered": query != ReportQuery(),
        "states": [(state.value, text) for state, text in STATES.items()],
        "reviews": choices_of(ReviewState),
        "handovers": choices_of(HandoverState),
        "orders": choices_of(Order),
        "lates": choices_of(Late),
        "workers": who_works(Right.ANSWER_REPORTS),
        "districts": sorted(words.districts.items(), key=lambda item: item[1]),
        "categories": sorted(words.categories.items(), key=lambda item: item[1]),
    }
    return render(request, "console/reports.html", context)


@having(Right.SEE_REPORTS)
def reports_map(request: HttpRequest) -> HttpResponse:
    """Where the reports are that are looked for. A look at it is a look at the list, and is logged as one."""
    query, by = _query(request), request.user.get_username()

    def note(number: int) -> None:
        audit.append(AuditEvent.REPORTS_LISTED, by, at=timezone.now(), reports=number)

    words = MapWords(
        title=_("Map of reports"),
        list_title=_("Defect reports"),
        lead=_(
            "A dot stands for the reports around it; it leads closer, and the closest ones to the list. A district "
            "leads to its reports alone."
        ),
        by_district=_("Reports by district"),
        column=_("Reports"),
        shown=lambda n: ngettext("%(n)s report on this map.", "%(n)s reports on this map.", n) % {"n": n},
        here=lambda n: ngettext("%(n)s report here", "%(n)s reports here", n) % {"n": n},
    )
    everywhere = replace(query, area="", order=ReportQuery.order)
    return show_map(
        request,
        _found(everywhere),
        is_filtered=everywhere != ReportQuery(),
        area=query.area,
        district=query.district,
        list_page="console:reports",
        words=words,
        note=note,
    )


@having(Right.SEE_REPORTS)
def report(request: HttpRequest, record_id: str) -> HttpResponse:
    """One defect report with everything that was said and done about it."""
    found = get_object_or_404(DefectReport, record_id=record_id)
    audit.append(AuditEvent.REPORT_READ, request.user.get_username(), at=timezone.now(), record=record_id)
    names = queries.names_of_devices([found.device])
    words = _Words()
    handover = Handover.objects.filter(report=found).first()
    context = {
        **words.of(found),
        "station": names.get(found.device, ""),
        "statements": [{"statement": said, "state": state_words(said.state)} for said in found.statements.all()],
        "reviews": [(one, name_of(ReviewState, one.review)) for one in found.reviews.all()],
        "words": [(word, name_of(WordKind, word.kind)) for word in found.words.all()],
        "supports": found.supports.count(),
        "merged": DefectReport.objects.filter(that_are_the_same_as([record_id])).order_by("received_at"),
        "leading": DefectReport.objects.filter(record_id=found.merged_into).first() if found.merged_into else None,
        "alike": [{**words.of(other.report), "alike": other} for other in possible_duplicates(found)],
        **REPORT_ENCLOSURES.of(found),
        "terms": ReportTerms.objects.filter(report=found).first(),
        "handover": handover,
        "handover_reason": reason_words(handover.reason) if handover and handover.reason else "",
        "steps": [
            (step, name_of(HandoverState, step.state), reason_words(step.reason) if step.reason else "")
            for step in (handover.steps.all() if handover else ())
        ],
        "may_change": may(request.user, Right.ANSWER_REPORTS),
        "can_decide": bool(handover and possible_decisions(handover.state)),
    }
    return render(request, "console/report.html", context)


@having(Right.SEE_REPORTS)
def export_reports(request: HttpRequest, form: str) -> HttpResponseBase:
    """The reports that are looked for, as a file."""
    rows = _found(_query(request)).select_related("handover")
    audit.append(
        AuditEvent.REPORTS_EXPORTED, request.user.get_username(), at=timezone.now(), reports=rows.count(), form=form
    )
    if form == "csv":
        lines = as_csv(_COLUMNS, map(_values, rows.iterator(500)))
        return download(lines, kind="text/csv; charset=utf-8", name="reports.csv")
    return download(as_geojson(map(_values, rows.iterator(500))), kind="application/geo+json", name="reports.geojson")


class _Words:
    """Names of categories and districts, read once for a page."""

    def __init__(self) -> None:
        self.categories = queries.category_names(get_language() or "de")
        self.districts = queries.district_names()

    def of(self, report: DefectReport) -> dict[str, Any]:
        """One report as templates show it."""
        handover = getattr(report, "handover", None)
        return {
            "report": report,
            "on_their_way": attachments_on_their_way(report, is_here=piece_store().has),
            "state": state_words(report.state),
            "language": language_words(report.language),
            "category": self.categories.get(report.category, report.category),
            "district": self.districts.get(report.district, report.district),
            "review": name_of(ReviewState, report.review),
            "review_late": report.review == ReviewState.RECEIVED and review_until(report) < timezone.now(),
            "is_overdue": report.standing.is_overdue(timezone.localdate()),
            "handover_state": name_of(HandoverState, handover.state) if handover else "",
        }


def found_reports(request: HttpRequest) -> QuerySet[DefectReport]:
    """Those that the address of a page asks for."""
    return _found(_query(request))


def _found(query: ReportQuery) -> QuerySet[DefectReport]:
    return find_reports(query, now=timezone.now(), today=timezone.localdate())


def _query(request: HttpRequest) -> ReportQuery:
    asked = request.GET
    return ReportQuery(
        text=asked.get("text", "")[:200].replace("\x00", ""),
        state=asked.get("state", "")[:20],
        review=asked.get("review", "")[:20],
        district=asked.get("district", "")[:20],
        category=asked.get("category", "")[:60],
        handover=asked.get("handover", "")[:20],
        late=asked.get("late", "")[:20],
        assigned=asked.get("assigned", "")[:150].replace("\x00", ""),
        spoken=asked.get("spoken", "") == "1",
        area=asked.get("area", "")[:100],
        order=asked.get("order", Order.NEWEST.value)[:20],
    )


def _values(report: DefectReport) -> dict[str, Any]:
    handover = getattr(report, "handover", None)
    return {
        "number": report.number,
        "received": timezone.localtime(report.received_at).isoformat(timespec="seconds"),
        "day": report.day,
        "category": report.category,
        "district": report.district,
        "latitude": report.latitude,
        "longitude": report.longitude,
        "radius_metres": report.radius_metres,
        "description": report.text_to_pass_on,
        "hidden_because": report.hidden_because,
        "language": report.language,
        "review": report.review,
        "state": report.state,
        "since": report.since,
        "due": report.due,
        "responsible": report.responsible,
        "public_note": report.public_note,
        "handed_over": handover.state if handover else "",
        "receiver_number": handover.request_id if handover else "",
    }
