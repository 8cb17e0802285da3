"""A shift is planned by one command: published with what proves its PINs, which are told once and kept nowhere."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sync.hub.audit.models import AuditEntry
from sync.hub.publishing.models import ShiftPlan
from sync.protocol.encoding import canonical_json
from sync.protocol.shifts import STICK_FILE, Shift, plan_shift, stick_proof
from sync.stick import Stick
from tests.kits.hub import Hub

LONG_AGO = datetime(2020, 1, 1, 10)  # noqa: DTZ001  on the wall
PAST, _, _ = plan_shift(
    name="2020-01-01-abc",
    begins=LONG_AGO,
    ends=LONG_AGO + timedelta(hours=1),
    place="Markt",
    district="E",
    people=["Somebody"],
)
WHEN = ("--begins", "2096-12-01T10:00", "--ends", "2096-12-01T16:00")
WHERE = ("--place", "Markt", "--district", "E")


def test_it_is_published_and_its_pins_are_told_once(hub: Hub, tmp_path: Path) -> None:
    past = hub.folder.content / "shifts" / "2020-01-01-abc.json"
    past.parent.mkdir()
    past.write_bytes(canonical_json(PAST.to_wire()))
    stick, told = tmp_path / "stick", io.StringIO()
    stick.mkdir()
    people = ("--person", "A. Behrens", "--person", "M. Kruse")
    call_command("plan_shift", *WHEN, *WHERE, *people, "--stick", str(stick), stdout=told)
    assert not past.exists()
    (file,) = hub.folder.repository.rglob("shifts/*.json")
    shift = Shift.from_wire(json.loads(file.read_bytes()))
    pins = dict(line.split(": ") for line in told.getvalue().splitlines())
    assert {name: shift.whose(pin.replace(" ", "")) for name, pin in pins.items()} == {name: name for name in pins}
    key = Stick(stick).read(STICK_FILE)
    assert key is not None and stick_proof(key.decode()) == shift.stick
    entry = AuditEntry.objects.get(event="shift-planned")
    assert not any(pin.replace(" ", "") in str(entry.__dict__) for pin in pins.values())


@pytest.mark.parametrize(
    "wrong",
    [
        (*WHEN, "--place", "Markt", "--district", "nowhere", "--person", "A"),
        (*WHERE, "--begins", "2096-12-01T10:00", "--ends", "2096-12-01T09:00", "--person", "A"),
        (*WHERE, "--begins", "2020-12-01T10:00", "--ends", "2020-12-01T11:00", "--person", "A"),
        (*WHEN, *WHERE, "--person", "A", "--person", "A"),
        (*WHEN, *WHERE, "--person", ""),
        (*WHERE, "--begins", "tomorrow", "--ends", "2026-12-01T09:00", "--person", "A"),
    ],
)
def test_a_bad_one_is_refused_in_words_and_leaves_nothing(hub: Hub, wrong: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("plan_shift", *wrong)
    assert not ShiftPlan.objects.exists()
