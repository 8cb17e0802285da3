"""How a public page is made: in the language of its address, with a tag by which caches know it again.

The frame of a page is in every language the hub has a catalogue of; what the city has published is shown in every
language it has been written in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from sync.hub.data_folder import HubFolder
from sync.hub.public.edition import Edition, current_edition
from sync.protocol.languages import DEFAULT_LANGUAGE, OFFERED_CODES, languages_of_codes

_GERMAN = frozenset({"de", "de-leicht", "nds"})
_CATALOGUES = Path(__file__).parents[1] / "locale"
_FRAMES = frozenset({"en", *(code for code in OFFERED_CODES if (_CATALOGUES / translation.to_locale(code)).is_dir())})
"""English is the language of the code."""
SHORT = "public, max-age=5"
"""For a page that says something is not there: soon it may be."""
NOT_KEPT = "no-store"


def edition_now() -> Edition:
    """What everybody is told now."""
    folder: HubFolder = settings.HUB_FOLDER
    return current_edition(folder.repository)


def frame_language(language: str) -> str:
    """In which language everything is said that the city has not written itself."""
    return language if language in _FRAMES else instead_of(language)


def instead_of(language: str) -> str:
    """What people with this language rather read where it is missing: German or English."""
    return "de" if language in _GERMAN else "en"


def language_wished(request: HttpRequest) -> str:
    """The language of the address; without one, the first the browser names that stations have."""
    named = request.path_info.split("/")[2:3]
    if named and named[0] in OFFERED_CODES:
        return named[0]
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := code.split("-")[0]) in OFFERED_CODES:
            return short
    return DEFAULT_LANGUAGE


def show(
    template: str,
    language: str,
    context: Mapping[str, Any],
    *,
    way: str = "",
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
) -> HttpResponse:
    """A page. ``way`` is its address below that of the language, for the same page in other languages."""
    edition: Edition | None = context.get("edition")
    frame = frame_language(language)
    languages = languages_of_codes(edition.languages if edition else (DEFAULT_LANGUAGE, "en"))
    with translation.override(frame):
        text = render_to_string(
            f"public/{template}",
            {
                "language": language,
                "frame": frame.split("-")[0],
                "languages": languages,
                "way": way,
                "for_training": settings.HUB_CONFIG.for_training,
                "for_showing_only": settings.HUB_CONFIG.for_showing_only,
                **context,
            },
        )
    response = HttpResponse(text, status=status, content_type=kind)
    response.headers["Content-Language"] = frame.split("-")[0]
    response.headers["ETag"] = tag_of(response.content)
    return response


def tag_of(data: bytes) -> str:
    """What names exactly these bytes to a cache."""
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def no_page(language: str) -> HttpResponse:
    """404, with a way on."""
    try:
        edition: Edition | None = edition_now()
    except OSError:  # nothing is published, or the disk does not answer: the page is shown all the same
        edition = None
    response = show("missing.html", language, {"edition": edition}, status=404)
    response.headers["Cache-Control"] = SHORT
    return response


def out_of_order(language: str) -> HttpResponse:
    """503, with a way on."""
    response = show("broken.html", language, {}, status=503)
    response.headers["Cache-Control"] = NOT_KEPT
    response.headers["Retry-After"] = "30"
    return response
