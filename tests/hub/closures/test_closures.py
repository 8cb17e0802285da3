"""Closed days at the hub: kept once, told with what does not fit, and without people when their time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from sync.hub.closures.models import ClosedDay
from sync.hub.closures.selectors import closed_days, read_closures
from sync.hub.worker.retention import keep_time
from sync.protocol.data_sheets import SETTLED_DAYS
from sync.protocol.day_closure import Balance, DayClosure, DaySums
from sync.protocol.envelope import seal_closure
from sync.protocol.records import Stream
from tests.kits.hub import NOW, Hub, Station

SUMS = DaySums(10, 2, 1, 6, 3, 2, 1, 5, 4, 1)
NAMES = ("A. Behrens", "M. Kruse")


def close_day(hub: Hub, station: Station, *, stored: int, sums: DaySums = SUMS) -> None:
    notes = {Balance.CODES: "eine Karte <b>verweht</b>"}
    closure = DayClosure("2026-11-21", "2026-11-22", "Markt", "E", sums, stored, NAMES, by_pin=True, notes=notes)
    hub.accept(station.batch([seal_closure(closure, key=station.seal)]))
    hub.work()


def test_what_has_not_arrived_is_told_until_it_has(hub: Hub) -> None:
    station, other = hub.enrolled_station(), hub.enrolled_station("SBZ Other")
    hub.accept(other.batch([other.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    ballots = [station.ballot(hub.poll())[0] for _ in range(2)]
    hub.accept(station.batch(ballots[:1], stream=Stream.BALLOTS))
    close_day(hub, station, stored=2, sums=SUMS.plus(codes_returned=1))
    (read,) = read_closures(list(closed_days()))
    assert (read.missing_ballots, read.gaps, read.fits) == (1, {}, False), "the ballot of another station is not it"
    hub.accept(station.batch(ballots, stream=Stream.BALLOTS))
    hub.work()
    (read,) = read_closures(list(closed_days(station.device)))
    assert read.fits


def test_the_console_tells_what_does_not_fit_in_words(hub: Hub) -> None:
    station = hub.enrolled_station()
    close_day(hub, station, stored=3)
    hub.client.force_login(User.objects.get(username=hub.account.user))
    shown = hub.client.get(reverse("console:closures"), headers={"Accept-Language": "de"}).content.decode()
    for words in ("es fehlt 1", "3 Stimmzettel, die", "jede Person mit eigener PIN", "alles seit dem", *NAMES):
        assert words in shown
    assert "&lt;b&gt;verweht" in shown, "what a team writes is text"
    assert "Karten benutzt: 2" in shown
    nothing = hub.client.get(reverse("console:closures"), {"station": "0" * 32}).content.decode()
    assert NAMES[0] not in nothing


@pytest.mark.parametrize(("days", "is_erased"), [(SETTLED_DAYS, False), (SETTLED_DAYS + 1, True)])
def test_people_and_words_go_in_time_and_the_numbers_stay(hub: Hub, days: int, is_erased: bool) -> None:
    close_day(hub, hub.enrolled_station(), stored=0)
    ClosedDay.objects.update(received_at=NOW)
    keep_time(by="test", now=NOW + timedelta(days=days))
    row = ClosedDay.objects.get()
    kept = str(row.closure)
    assert (NAMES[0] in kept, "verweht" in kept) == (not is_erased, not is_erased)
    assert read_closures([row])[0].sums == SUMS
    hub.client.force_login(User.objects.get(username=hub.account.user))
    assert hub.client.get(reverse("console:closures")).status_code == 200
