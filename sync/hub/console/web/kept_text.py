"""What somebody typed survives a session that has ended: it travels with the sign-in and stands in its form again.

Until the sign-in it is in the page alone, signed: the hub keeps nothing a stranger sends. Afterwards it is in the
session of who signed in, until the form is sent. Nothing is done with it by itself: a person looks and presses again.
Passwords, codes and files are never kept, nor anything of a page that is not for a role.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.http import HttpRequest, QueryDict

FIELD = "kept"
"""The field of the sign-in form that carries it."""
MOST_CHARACTERS = 32_000
GOOD_FOR_SECONDS = 24 * 3600
_SECRETS = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "again", "code", "answer", FIELD})
_SALT = "typed before a session ended"
_PLACE = "kept-text"


def mark_as_keeping(view: Callable[..., Any]) -> None:
    """What is typed on this page may be kept."""
    view.keeps_text = True  # type: ignore[attr-defined]


def seal_typed(request: HttpRequest, view: Callable[..., Any]) -> str:
    """What was sent to this page, signed for the way through the sign-in. Empty when there is nothing to keep."""
    if request.method != "POST" or not getattr(view, "keeps_text", False):
        return ""
    typed = {name: values for name, values in request.POST.lists() if name not in _SECRETS}
    if (
        not any(any(values) for values in typed.values())
        or sum(len(v) for vs in typed.values() for v in vs) > MOST_CHARACTERS
    ):
        return ""
    return signing.dumps({"page": request.path, "typed": typed}, salt=_SALT, compress=True)


def take_over(request: HttpRequest, sealed: str) -> str | None:
    """Whoever has just signed in goes on with it. Returns the page it was typed on; None when nothing was kept."""
    try:
        kept = signing.loads(sealed, salt=_SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature:
        return None
    request.session[_PLACE] = kept
    return str(kept["page"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What this page's form is filled with: what was sent just now, or else what was kept for it."""
    kept = request.session.get(_PLACE)
    is_here = kept is not None and kept["page"] == request.path
    if is_here and (request.method == "POST" or "discard" in request.GET):
        del request.session[_PLACE]
    if request.method == "POST":
        return request.POST
    if kept is None or not is_here or "discard" in request.GET:
        return None
    request.is_text_kept = True  # type: ignore[attr-defined]
    data = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        data.setlist(name, values)
    return data


def is_text_kept(request: HttpRequest) -> bool:
    """True on a page that shows again what was typed before."""
    return bool(getattr(request, "is_text_kept", False))
