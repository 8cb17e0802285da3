"""The pages that show on a map where the entries are that are looked for: reports, and ideas that have a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sync.hub.console import queries
from sync.hub.console.entry_map import WIDTH, map_of
from sync.hub.console.web.paging import kept_query
from sync.hub.entries.search import read_area


@dataclass(frozen=True)
class MapWords:
    """What the page of a map says in the language of who looks. ``shown`` and ``here`` are asked with a number."""

    title: str
    list_title: str
    lead: str
    by_district: str
    column: str
    shown: Callable[[int], str]
    here: Callable[[int], str]


def show_map(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    is_filtered: bool,
    area: str,
    district: str,
    list_page: str,
    words: MapWords,
    note: Callable[[int], None],
) -> HttpResponse:
    """The entries that are looked for, without regard to the ``area``, as far as they lie in it, else in the city.

    ``is_filtered``: they are not simply all there are. ``list_page`` is the name of the page of their list. ``note``
    keeps in the log that so many were looked at: a look at the map is a look at the list. Raises Http404 where the
    content has no city.
    """
    box = read_area(area) or queries.city_box()
    if box is None:
        raise Http404
    outlines, attribution = queries.district_outlines()
    names = queries.district_names()
    drawn = map_of(rows, is_filtered=is_filtered, box=box, outlines=outlines, names=names)
    if drawn.shown:
        note(drawn.shown)
    context = {
        "map": drawn,
        "dots": [(dot, words.here(dot.count)) for dot in drawn.dots],
        "shown": words.shown(drawn.shown),
        "words": words,
        "list_page": list_page,
        "width": WIDTH,
        "attribution": attribution,
        "district": district,
        "is_closer": read_area(area) is not None,
        "kept": kept_query(request),
        "kept_elsewhere": kept_query(request, without=("page", "area")),
        "kept_district": kept_query(request, without=("page", "district", "area")),
    }
    return render(request, "console/entry_map.html", context)
