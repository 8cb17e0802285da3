"""Addresses of the console."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path, re_path
from django.views.i18n import set_language

from sync.hub.console import (
    views,
    views_accounts,
    views_decisions,
    views_hub,
    views_log,
    views_second_step,
    views_sign_in,
    views_stations,
    views_stick,
)

app_name = "console"
urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views_sign_in.SignIn.as_view(), name="login"),
    path("login/code/", views_sign_in.code, name="code"),
    path("login/key/", views_sign_in.key, name="key"),
    path("logout/", LogoutView.as_view(next_page="console:login"), name="logout"),
    path("language/", login_not_required(set_language), name="language"),
    path("password/", views_accounts.password, name="password"),
    path("second/", views_second_step.second, name="second"),
    path("second/app/", views_second_step.app, name="app"),
    path("second/keys/add/", views_second_step.add_key, name="add-key"),
    path("second/keys/<int:key_id>/remove/", views_second_step.remove_key, name="remove-key"),
    path("stations/", views_stations.stations, name="stations"),
    path("stations/enrol/", views_stations.enrol, name="enrol"),
    path("stations/codes/<str:locator>/withdraw/", views_stations.withdraw, name="withdraw"),
    path("stations/<str:device>/", views_stations.station, name="station"),
    path("stations/<str:device>/expect/", views_stations.expect, name="expect"),
    path("stations/<str:device>/rekey/", views_stations.rekey, name="rekey"),
    path("stations/<str:device>/revoke/", views_stations.revoke, name="revoke"),
    path("batches/", views.batches, name="batches"),
    path("batches/<str:batch_hash>/", views_decisions.batch, name="batch"),
    path("aside/", views_decisions.aside, name="aside"),
    path("aside/<int:row_id>/", views_decisions.record, name="record"),
    path("incidents/", views_decisions.incidents, name="incidents"),
    path("incidents/<int:incident_id>/", views_decisions.incident, name="incident"),
    path("stick/", views_stick.stick, name="stick"),
    path("stick/take/", views_stick.take_stick, name="take-stick"),
    path("reports/", views.reports, name="reports"),
    path("reports/<str:record_id>/", views.report, name="report"),
    path("reports/<str:record_id>/state/", views.report_state, name="report-state"),
    path("polls/", views.polls, name="polls"),
    path("polls/<str:poll>/", views.poll, name="poll"),
    path("hub/", views_hub.hub, name="hub"),
    path("log/", views_log.log, name="log"),
    re_path(r"^log/audit-log\.(?P<form>csv|json)$", views_log.export_log, name="export-log"),
    path("accounts/", views_accounts.accounts, name="accounts"),
    path("accounts/<str:name>/password/", views_accounts.renew_password, name="renew-password"),
    path("accounts/<str:name>/close/", views_accounts.close_account, name="close-account"),
]
