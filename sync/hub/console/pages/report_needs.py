"""What needs a person about defect reports: the receiver in trouble, reports stuck, words unanswered, looks overdue."""

from __future__ import annotations

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.console.pages.need import Need
from sync.hub.console.wording.reasons import reason_words
from sync.hub.entries.models import ReviewState
from sync.hub.entries.search import Late
from sync.hub.handover.models import Handover, HandoverState, ReceiverHealth
from sync.hub.handover.reasons import HandoverReason
from sync.hub.reports.models import CitizenWord, DefectReport
from sync.hub.reports.search import ReportQuery, find_reports
from sync.protocol.report_status import ReportState


def report_needs() -> list[Need]:
    """Every open problem about reports."""
    return [*_receiver(), *_stuck(), *_withdrawn(), *_words(), *_reviews()]


def _receiver() -> list[Need]:
    health = ReceiverHealth.objects.filter(id=1).exclude(trouble="").first()
    if health is None or health.since is None:
        return []
    since = formats.localize(timezone.localtime(health.since), use_l10n=True)
    title = _("Reports cannot be handed over since %(since)s") % {"since": since}
    return [Need(title, reason_words(health.trouble), f"{reverse('console:reports')}?handover=waiting", _see())]


def _stuck() -> list[Need]:
    needs = []
    refused = Handover.objects.filter(state=HandoverState.REFUSED).count()
    if refused:
        title = ngettext("%(n)s report was not taken by the receiver", "%(n)s reports were not taken by the receiver",
                         refused) % {"n": refused}  # fmt: skip
        advice = _("Each says why. Correct what is wrong and send it again, or keep it here.")
        needs.append(Need(title, advice, f"{reverse('console:reports')}?handover=refused", _see()))
    unwritten = Handover.objects.filter(
        state=HandoverState.INCOMPLETE, reason=HandoverReason.UNWRITTEN.kept({})
    ).count()
    if unwritten:
        title = ngettext("%(n)s report was only spoken, and waits until somebody writes it down",
                         "%(n)s reports were only spoken, and wait until somebody writes them down",
                         unwritten) % {"n": unwritten}  # fmt: skip
        advice = _("Listen to it, and write down what a crew has to know, without names of people. Then it goes.")
        needs.append(Need(title, advice, f"{reverse('console:reports')}?handover=incomplete", _see()))
    asking = (HandoverReason.SEVERAL.value, HandoverReason.CANNOT_LOOK.value)
    lost = Handover.objects.filter(state=HandoverState.ANSWER_LOST)
    open_ = sum(row.reason.partition(" ")[0] in asking for row in lost.only("reason"))
    if open_:
        title = ngettext("Of %(n)s report nobody knows whether it arrived",
                         "Of %(n)s reports nobody knows whether they arrived", open_) % {"n": open_}  # fmt: skip
        advice = _("The hub has looked and cannot tell. Look at the receiver, then say what is there.")
        needs.append(Need(title, advice, f"{reverse('console:reports')}?handover=answer_lost", _see()))
    return needs


def _withdrawn() -> list[Need]:
    there = Handover.objects.filter(state=HandoverState.ACCEPTED, report__state=ReportState.WITHDRAWN).filter(
        report__words__is_settled=False
    )
    count = there.distinct().count()
    if not count:
        return []
    title = ngettext("%(n)s report that is with the receiver was withdrawn",
                     "%(n)s reports that are with the receiver were withdrawn", count) % {"n": count}  # fmt: skip
    advice = _("Ask the receiver to delete it: only who confirmed it by mail can do that there.")
    return [Need(title, advice, f"{reverse('console:reports')}?state=withdrawn&spoken=1", _see())]


def _words() -> list[Need]:
    open_ = CitizenWord.objects.filter(is_settled=False).exclude(report__state=ReportState.WITHDRAWN)
    count = open_.values("report").distinct().count()
    if not count:
        return []
    title = ngettext("Of %(n)s report people say that it is not in order yet",
                     "Of %(n)s reports people say that they are not in order yet", count) % {"n": count}  # fmt: skip
    advice = _("Look again, and say how far it is: with that it is answered.")
    return [Need(title, advice, f"{reverse('console:reports')}?spoken=1", _see())]


def _reviews() -> list[Need]:
    late = find_reports(ReportQuery(late=Late.REVIEW), now=timezone.now(), today=timezone.localdate())
    count = late.count() if DefectReport.objects.filter(review=ReviewState.RECEIVED).exists() else 0
    if not count:
        return []
    title = ngettext("%(n)s report was not looked at in time", "%(n)s reports were not looked at in time", count) % {
        "n": count
    }
    advice = _("Somebody should look at each report within three days.")
    return [Need(title, advice, f"{reverse('console:reports')}?late=review&order=oldest", _see())]


def _see() -> str:
    return _("Open the reports")
