"""Addresses that hubs below this one call."""

from __future__ import annotations

from django.urls import path

from sync.hub.forwarding import views

urlpatterns = [
    path("api/v1/hubs/join", views.join),
    path("api/v1/hubs/stations", views.take_entry),
]
