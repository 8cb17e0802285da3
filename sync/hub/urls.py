"""Every address of the hub: what stations call, the public pages, and the console for people."""

from __future__ import annotations

from django.urls import include, path

handler400 = "sync.hub.console.pages.faults.not_like_this"
handler403 = "sync.hub.console.pages.faults.not_allowed"
handler404 = "sync.hub.console.pages.faults.not_here"
handler500 = "sync.hub.console.pages.faults.broken"

urlpatterns = [
    path("", include("sync.hub.intake.urls")),
    path("", include("sync.hub.attachments.urls")),
    path("", include("sync.hub.forwarding.urls")),
    path("", include("sync.hub.monitoring.urls")),
    path("public/", include("sync.hub.public.urls")),
    path("", include("sync.hub.console.urls")),
]
