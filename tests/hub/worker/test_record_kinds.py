"""Every kind of record has all its parts: it travels, is opened and applied, and has a name people know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import gettext, override

from sync.hub.console.wording.records import KIND_NAMES, kind_name
from sync.hub.intake.models import SealedRecord
from sync.hub.polls.models import BoxedBallot
from sync.hub.reports.models import DefectReport
from sync.hub.triage.models import StationDamage
from sync.hub.worker.apply import Applied
from sync.hub.worker.record_kinds import RECORD_HANDLERS
from sync.protocol.envelope import seal_damage
from sync.protocol.records import STREAMS, Damage, Record, RecordKind
from tests.kits.hub import Hub, Station, on_both

SAMPLES: dict[str, tuple[Callable[[Hub, Station], Record], type]] = {
    RecordKind.BALLOT: (lambda hub, station: station.ballot(hub.poll())[0], BoxedBallot),
    RecordKind.REPORT: (lambda hub, station: station.report(), DefectReport),
    RecordKind.DAMAGE: (
        lambda hub, station: seal_damage(Damage("2026-11-22", 4096, 7, "damaged/1"), key=station.seal),
        StationDamage,
    ),
}
"""Of each kind, one record and the rows it becomes."""


def test_no_kind_lacks_a_part() -> None:
    assert set(RECORD_HANDLERS) == set(STREAMS) == set(KIND_NAMES) == set(SAMPLES) == set(RecordKind)


@on_both
@pytest.mark.parametrize("kind", list(RecordKind))
def test_a_record_of_every_kind_is_opened_and_applied_once(hub: Hub, kind: RecordKind) -> None:
    station = hub.enrolled_station()
    make, rows = SAMPLES[kind]
    record = make(hub, station)
    assert record.kind == kind
    hub.accept(station.batch([record], stream=STREAMS[kind]))
    assert hub.work() == Applied(applied=1)
    SealedRecord.objects.update(state="waiting")
    assert hub.work() == Applied(applied=1)
    assert rows.objects.count() == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", list(RecordKind))
def test_every_kind_has_its_name_in_both_languages(kind: RecordKind) -> None:
    with override("en"):
        english = kind_name(kind)
    with override("de"):
        assert kind_name(kind) == gettext(english) != english
    assert kind_name("survey") == "survey"
