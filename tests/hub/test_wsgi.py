"""The door for batches lets in what Django would let in, and nothing else."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.signer import current_voice
from sync.hub.stations.models import HubIdentity
from sync.hub.wsgi import BATCHES, door_for_batches
from sync.protocol.messages import Acknowledgement
from tests.kits.hub import Hub


@dataclass
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes


def call(body: bytes = b"", path: str = BATCHES, **environ: Any) -> Answer:
    given: dict[str, Any] = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "HTTP_HOST": "localhost", **environ}
    setup_testing_defaults(given)
    given |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    began: list[tuple[str, dict[str, str]]] = []
    pieces = door_for_batches(get_wsgi_application())(
        given, lambda status, headers: began.append((status, dict(headers)))
    )
    return Answer(*began[0], b"".join(pieces))


def test_a_batch_is_acknowledged_at_the_door(hub: Hub) -> None:
    batch = hub.enrolled_station().batch()
    answer = call(batch.to_bytes())
    assert answer.status == "200 OK"
    assert answer.headers["Content-Type"] == "application/jose"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Acknowledgement.read(answer.body.decode(), key=current_voice().key.public).hash == batch.hash
    assert hub.post("batches", batch.to_bytes()).content == answer.body


def test_other_requests_go_the_ordinary_way(hub: Hub) -> None:
    assert call(path="/login/", REQUEST_METHOD="GET").status.startswith("200")
    assert call(REQUEST_METHOD="GET").status.startswith("405")
    assert call(b"x", CONTENT_TYPE="text/plain").status.startswith("401")


@pytest.mark.parametrize(
    ("setting", "environ", "status"),
    [
        ({}, {"HTTP_HOST": "elsewhere.example"}, "400"),
        ({"SECURE_SSL_REDIRECT": True}, {}, "301"),
        ({"SECURE_SSL_REDIRECT": True}, {"wsgi.url_scheme": "https"}, "200"),
    ],
)
def test_what_django_would_not_let_through_is_not_stored(
    hub: Hub, setting: dict[str, Any], environ: dict[str, str], status: str
) -> None:
    batch = hub.enrolled_station().batch()
    with override_settings(**setting):
        assert call(batch.to_bytes(), **environ).status.startswith(status)
    assert StoredBatch.objects.exists() == (status == "200")


def test_trouble_in_the_view_is_told_as_such(hub: Hub) -> None:
    batch = hub.enrolled_station().batch()
    HubIdentity.objects.all().delete()
    assert call(batch.to_bytes()).status.startswith("500")
