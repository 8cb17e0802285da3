"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from sync.hub.public import code_page, pages

app_name = "public"

urlpatterns = [
    path("", pages.start, name="start"),
    path("code/", pages.code_start, name="code-start"),
    path("pictures/<str:name>", pages.picture, name="picture"),
    path("<str:language>/", pages.home, name="home"),
    path("<str:language>/code/", code_page.code, name="code"),
    path("<str:language>/code/proof/", code_page.proof, name="proof"),
    path("<str:language>/projects/<str:project>/", pages.project, name="project"),
    path("<str:language>/polls/<str:poll>/", pages.poll, name="poll"),
    path("<str:language>/stored/", pages.stored, name="stored"),
]
