"""Stations, days, and everything that goes wrong: what was shown as stored is at the hub, once."""

from __future__ import annotations

import dataclasses
import logging
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from installer.fleet.acts import GivenOut, make_act, open_to_people
from installer.fleet.hub_here import HubHere
from installer.fleet.members import HomeDistrict, make_members
from installer.fleet.runs import FAST_DISK, run_fleet
from installer.fleet.simulation import Plan, Time
from installer.fleet.way import Fault
from sync.protocol.records import RecordKind

UNTIL = datetime(2026, 11, 22, tzinfo=UTC)
SEEDS, SEEDS_IN_FULL = 2, 50
SMALL, LARGE = (10, 4), (20, 7)
"""Stations and days."""


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """The hub lies in memory too: thousands of commits, and no power is cut here."""
    with tempfile.TemporaryDirectory(dir=FAST_DISK if FAST_DISK.is_dir() else None) as folder:
        yield Path(folder)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(1, 1 + (SEEDS_IN_FULL if metafunc.config.getoption("--full") else SEEDS)))


@pytest.mark.timeout(600)
def test_what_was_shown_as_stored_is_at_the_hub_once(hub, seed, full, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    caplog.set_level(logging.CRITICAL, "sync.hub.intake.views")  # its clock is wrong now and then
    time, (stations, days) = Time(UNTIL), LARGE if full else SMALL
    run = run_fleet(
        Plan(stations=stations, days=days, seed=seed, until=UNTIL), HubHere(time, may_forget=True), time, settle=True
    )
    assert run.settled, f"something still waits; again: {run.replay}"
    assert run.findings.is_true, f"{run.findings}; again: {run.replay}"
    assert run.is_true, f"{run.summary()}; again: {run.replay}"
    story = run.story
    assert run.pieces and run.key_changes and run.codes_used and story.copied, "days with too little trouble"
    assert run.kills and story.hub_put_back and story.sticks_brought, "days with too little trouble"
    assert story.wrong_clocks and story.hub_clock_wrong, "days with too little trouble"
    assert len(run.faults) == len(Fault), "days with too little trouble"


def test_a_poll_with_participation_codes_is_passed_over(hub):
    free, seal = hub.poll("garten-nordwest"), hub.keylist().seal_key(UNTIL)
    coded = dataclasses.replace(hub.poll(), codes=True)
    assert open_to_people([coded, free], GivenOut()) == [free]
    member = make_members([HomeDistrict("K", "Kröpeliner-Tor-Vorstadt", (12.1, 54.1))], stations=1, random=Random(1))[0]
    people = [Random(seed) for seed in range(20)]
    acts = [
        make_act(
            member,
            polls=open_to_people([coded], GivenOut()),
            given_out=GivenOut(),
            key=seal,
            day=UNTIL.date(),
            random=random,
            attach=lambda _photo: (),
        )
        for random in people
    ]
    assert {act.record.kind for act in acts} == {RecordKind.REPORT}
