"""Addresses of the console."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path
from django.views.i18n import set_language

from sync.hub.console import views

app_name = "console"
urlpatterns = [
    path("", views.home, name="home"),
    path("login/", LoginView.as_view(template_name="console/login.html"), name="login"),
    path("logout/", LogoutView.as_view(next_page="console:login"), name="logout"),
    path("language/", login_not_required(set_language), name="language"),
    path("stations/", views.stations, name="stations"),
    path("stations/<str:device>/", views.station, name="station"),
    path("batches/", views.batches, name="batches"),
    path("reports/", views.reports, name="reports"),
    path("reports/<str:record_id>/", views.report, name="report"),
    path("polls/", views.polls, name="polls"),
    path("polls/<str:poll>/", views.poll, name="poll"),
    path("log/", views.log, name="log"),
]
