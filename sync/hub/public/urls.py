"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from sync.hub.public import code_page, data_pages, handouts, pages

app_name = "public"

urlpatterns = [
    path("", pages.start, name="start"),
    path("code/", pages.code_start, name="code-start"),
    path("pictures/<str:name>", pages.picture, name="picture"),
    path("data/", pages.data_start, name="files"),
    path("data/open-data.zip", data_pages.whole_zip, name="whole-zip"),
    path("data/catalogue.jsonld", data_pages.catalogue, name="catalogue"),
    path("data/ballot-log/<str:name>", data_pages.log_file, name="log-file"),
    path("data/polls/<str:poll>.zip", data_pages.poll_zip, name="poll-zip"),
    path("data/polls/<str:poll>/<str:name>", data_pages.poll_file, name="poll-file"),
    path("data/<str:name>", data_pages.general_file, name="file"),
    path("<str:language>/", pages.home, name="home"),
    path("<str:language>/code/", code_page.code, name="code"),
    path("<str:language>/code/proof/", code_page.proof, name="proof"),
    path("<str:language>/code/checker.html", code_page.checker, name="checker"),
    path("<str:language>/projects/<str:project>/", pages.project, name="project"),
    path("<str:language>/projects/<str:project>/poster/", handouts.project_poster, name="project-poster"),
    path("<str:language>/projects/<str:project>/gazette.txt", handouts.project_gazette, name="project-gazette"),
    path("<str:language>/polls/<str:poll>/", pages.poll, name="poll"),
    path("<str:language>/polls/<str:poll>/poster/", handouts.poll_poster, name="poll-poster"),
    path("<str:language>/polls/<str:poll>/gazette.txt", handouts.poll_gazette, name="poll-gazette"),
    path("<str:language>/stored/", pages.stored, name="stored"),
    path("<str:language>/data/", data_pages.data, name="data"),
    path("<str:language>/feed.atom", data_pages.feed, name="feed"),
]
