"""Addresses where stations ask for pieces of attachments and hand them over."""

from __future__ import annotations

from django.urls import path

from sync.hub.attachments import views

urlpatterns = [
    path("api/v1/missing", views.tell_missing),
    path("api/v1/blobs/<str:name>", views.take_piece),
]
