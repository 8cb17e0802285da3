"""Addresses for whoever watches the hub, or builds something that talks to it."""

from __future__ import annotations

from django.urls import path

from sync.hub.monitoring import views

urlpatterns = [
    path("health", views.tell_health),
    path("metrics", views.tell_metrics),
    path("api/v1/openapi.json", views.tell_api),
]
