"""The description of the station API, attacked: schemathesis draws requests from it, also such as it forbids.

Whatever comes, the hub gives one of the described answers in the described form, and keeps nothing of it.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from sync.hub.intake.models import Batch
from sync.hub.stations.models import Device
from tests.kits.hub import Hub


@schemathesis.serializer("application/jose")
def as_it_is(_: Any, value: object) -> bytes:
    """A drawn message is sent as its own letters."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_drawn_from_the_description_gets_a_described_answer(
    hub: Hub, mode: GenerationMode, full: bool
) -> None:
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in api.get_all_operations() if isinstance(found, Ok)]
    assert {operation.path for operation in operations} == set(api.raw_schema["paths"])
    for operation in operations:

        @settings(max_examples=1000 if full else 10, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(mode))
        def draw(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        draw()
    assert not Device.objects.exists()
    assert not Batch.objects.exists()
