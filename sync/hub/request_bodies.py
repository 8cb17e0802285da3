"""The body of a request that a program sends: read whole, bounded, and never longer than it was said to be."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

_MOST_DIGITS = 12
"""Of a length that is looked at; no request of ours is a terabyte long."""


class BodyRefused(Exception):  # noqa: N818  what the sender is told
    """The body is not read. ``status`` is the HTTP status to answer with, the text says why."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def read_body(request: HttpRequest, *, most_bytes: int) -> bytes:
    """The whole body. Raises BodyRefused for one that is longer than ``most_bytes`` or was cut off.

    A proxy on the way may pass it on in chunks, without saying how long it is.
    """
    if "HTTP_TRANSFER_ENCODING" in request.META:
        body = _read_up_to(most_bytes + 1, request.META["wsgi.input"].read)
        if len(body) > most_bytes:
            raise _too_long()
        return body
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not (said.isascii() and said.isdecimal()):
        raise BodyRefused(400, "the length of the request is no number")
    if len(said) > _MOST_DIGITS or int(said) > most_bytes:
        raise _too_long()
    body = _read_up_to(int(said), request.read)
    if len(body) != int(said):
        raise BodyRefused(400, "the request was cut off")
    return body


def _too_long() -> BodyRefused:
    return BodyRefused(413, "this is longer than anything that is sent here")


def _read_up_to(length: int, read: Callable[[int], bytes]) -> bytes:
    body = b""
    while len(body) < length and (piece := read(length - len(body))):
        body += piece
    return body
