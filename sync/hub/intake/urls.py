"""Addresses that stations call."""

from __future__ import annotations

from django.urls import path

from sync.hub.intake import views

urlpatterns = [
    path("api/v1/enrol", views.enrol_station),
    path("api/v1/heads", views.tell_heads),
    path("api/v1/batches", views.receive_batch),
    path("repo/<path:path>", views.serve_repository),
    path("health/ready", views.tell_ready),
]
