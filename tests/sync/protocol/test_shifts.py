"""A shift opens its station for its people, in its hours, and nobody else at no other time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sync.protocol.errors import Refused
from sync.protocol.shifts import AFTER, BEFORE, PIN_DIGITS, Shift, plan_shift, stick_proof

TEN = datetime(2026, 11, 22, 10)  # noqa: DTZ001  on the wall
FOUR = TEN + timedelta(hours=6)


def shift(**more: object) -> tuple[Shift, dict[str, str], str]:
    people = ("A. Behrens", "M. Kruse")
    values = {"name": "s", "begins": TEN, "ends": FOUR, "place": "Markt", "district": "E", "people": people}
    found, pins, key = plan_shift(**values | more)  # type: ignore[arg-type]
    return found, dict(pins), key


def test_each_has_a_pin_of_their_own_and_nothing_published_holds_it() -> None:
    found, pins, key = shift()
    assert {name: found.whose(pin) for name, pin in pins.items()} == {name: name for name in pins}
    assert all(len(pin) == PIN_DIGITS for pin in pins.values())
    assert found.whose("00000000") == ""
    published = str(found.to_wire())
    assert not any(secret in published for secret in (*pins.values(), key))
    assert found.stick == stick_proof(f"{key}\n") != stick_proof(key[:-1])
    assert Shift.from_wire(found.to_wire()) == found


def test_it_opens_its_station_in_its_hours_alone() -> None:
    found, _pins, _key = shift(stations=("Mobil 1",))
    moment = timedelta(minutes=1)
    assert found.is_on(TEN - BEFORE, station="Mobil 1") and found.is_on(FOUR + AFTER, station="Mobil 1")
    assert not found.is_on(TEN - BEFORE - moment, station="Mobil 1")
    assert not found.is_on(FOUR + AFTER + moment, station="Mobil 1")
    assert not found.is_on(TEN, station="Mobil 2")
    assert shift()[0].is_on(TEN, station="any")


@pytest.mark.parametrize("change", [{"people": []}, {"ends": "2026-11-22T09:00"}, {"salt": ""}, {"people": [{}]}])
def test_what_is_no_shift_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refused):
        Shift.from_wire(shift()[0].to_wire() | change)
