"""Addresses of the console."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path, re_path
from django.views.i18n import set_language

from sync.hub.console.pages import (
    accounts,
    audit_log,
    batches,
    claims,
    drafts,
    enclosures,
    figures,
    home,
    hub,
    polls,
    report_work,
    reports,
    second_factor,
    set_aside,
    sign_in,
    stations,
    stick,
    together,
)

app_name = "console"
_ENCLOSURE = r"^reports/(?P<record_id>[0-9a-f]{32})/attachments/(?P<position>[0-9]{1,3})/"

urlpatterns = [
    path("", home.home, name="home"),
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("login/code/", sign_in.code, name="code"),
    path("login/key/", sign_in.key, name="key"),
    path("logout/", LogoutView.as_view(next_page="console:login"), name="logout"),
    path("language/", login_not_required(set_language), name="language"),
    path("password/", accounts.password, name="password"),
    path("second/", second_factor.second, name="second"),
    path("second/app/", second_factor.app, name="app"),
    path("second/keys/add/", second_factor.add_key, name="add-key"),
    path("second/keys/<int:key_id>/remove/", second_factor.remove_key, name="remove-key"),
    path("stations/", stations.stations, name="stations"),
    path("stations/enrol/", stations.enrol, name="enrol"),
    path("stations/codes/<str:locator>/withdraw/", stations.withdraw, name="withdraw"),
    path("stations/<str:device>/", stations.station, name="station"),
    path("stations/<str:device>/expect/", stations.expect, name="expect"),
    path("stations/<str:device>/rekey/", stations.rekey, name="rekey"),
    path("stations/<str:device>/revoke/", stations.revoke, name="revoke"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<str:batch_hash>/", set_aside.batch, name="batch"),
    path("aside/", set_aside.aside, name="aside"),
    path("aside/<int:row_id>/", set_aside.record, name="record"),
    path("aside/stations/<str:device>/", together.together, name="together"),
    path("incidents/", set_aside.incidents, name="incidents"),
    path("incidents/<int:incident_id>/", set_aside.incident, name="incident"),
    path("stick/", stick.stick, name="stick"),
    path("stick/take/", stick.take_stick, name="take-stick"),
    path("reports/", reports.reports, name="reports"),
    re_path(r"^reports/reports\.(?P<form>csv|geojson)$", reports.export_reports, name="export-reports"),
    path("reports/<str:record_id>/", reports.report, name="report"),
    path("reports/<str:record_id>/contact/", enclosures.report_contact, name="report-contact"),
    re_path(_ENCLOSURE + r"(?P<form>whole|passed-on)$", enclosures.enclosure_bytes, name="enclosure"),
    re_path(_ENCLOSURE + r"blacken/$", enclosures.photo_blacken, name="photo-blacken"),
    re_path(_ENCLOSURE + r"words/$", enclosures.spoken_transcript, name="spoken-transcript"),
    path("reports/<str:record_id>/state/", report_work.report_state, name="report-state"),
    path("reports/<str:record_id>/review/", report_work.report_review, name="report-review"),
    path("reports/<str:record_id>/text/", report_work.report_text, name="report-text"),
    path("reports/<str:record_id>/handover/", report_work.report_handover, name="report-handover"),
    path("polls/", polls.polls, name="polls"),
    path("polls/missing/", claims.claims, name="claims"),
    path("polls/missing/<str:tracker>/", claims.claim, name="claim"),
    path("polls/new/", drafts.new, name="new-poll"),
    path("polls/drafts/<str:poll>/", drafts.draft, name="draft"),
    path("polls/drafts/<str:poll>/write/", drafts.write, name="write-draft"),
    path("polls/drafts/<str:poll>/take-up/", drafts.take_up, name="take-up"),
    path("polls/drafts/<str:poll>/<str:language>/", drafts.translate, name="translate-draft"),
    path("polls/<str:poll>/", polls.poll, name="poll"),
    path("figures/", figures.figures, name="figures"),
    path("hub/", hub.hub, name="hub"),
    path("log/", audit_log.log, name="log"),
    re_path(r"^log/audit-log\.(?P<form>csv|json)$", audit_log.export_log, name="export-log"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<str:name>/", accounts.account, name="account"),
]
