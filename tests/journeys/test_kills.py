"""Everything killed at random steps, connections cut, answers lost: what was thanked for is there once."""

from __future__ import annotations

import multiprocessing
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.kits import visitor
from tests.kits.acts import BY_PEOPLE, waiting_acts
from tests.kits.real.hubs import HubFiles, running_hub
from tests.kits.real.station import StationFiles, make_station
from tests.kits.real.storm import Storm
from tests.kits.real.weather import Weather, bad_weather

VISITS, VISITS_IN_FULL = 60, 200
MOST_STATEMENTS, MOST_SCREENS = 120, 60
"""A station lives at most for so many of one of them between two kills: a few visits."""
KILLS = 10
"""Of the station at least; and of hub and agent at least ``OTHER_KILLS``."""
OTHER_KILLS = 3


@dataclass
class Shown:
    """What people were told is stored."""

    trackers: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    visits: int = 0
    kills: int = 0


@pytest.fixture(scope="module")
def processes() -> Iterator[multiprocessing.context.ForkServerContext]:
    """Children are forked from a server that has everything imported: a killed station is back in no time."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.kits.visitor"])
    yield context


def visit_and_kill(
    processes: multiprocessing.context.ForkServerContext, config: Path, storm: Storm, random: Random, *, visits: int
) -> Shown:
    """Visits until there were enough of them and of kills, the station killed again and again at a random step."""
    shown = Shown()
    while shown.visits < visits or shown.kills < KILLS or min(storm.hub_kills, storm.agent_kills) < OTHER_KILLS:
        by_statement = random.random() < 0.5
        left = random.randint(1, MOST_STATEMENTS if by_statement else MOST_SCREENS)
        ours, theirs = processes.Pipe(duplex=False)
        arguments = (config, theirs, random.randrange(2**32), left, by_statement)
        station = processes.Process(target=visitor.visit_until_killed, args=arguments, daemon=True)
        station.start()
        theirs.close()
        assert ours.recv() == (visitor.READY, "")
        with ours, suppress(EOFError):
            while True:  # what it says until its end
                _note(ours.recv(), shown)
        station.join()
        assert station.exitcode == -signal.SIGKILL, "the station ended by itself"
        shown.kills += 1
    return shown


def _note(message: tuple[str, str], shown: Shown) -> None:
    kind, code = message
    shown.visits += kind == visitor.BEGUN
    if kind == visitor.VOTED:
        shown.trackers.append(code)
    elif kind == visitor.REPORTED:
        shown.numbers.append(code)


@pytest.mark.timeout(600)
def test_every_thanked_act_is_at_the_hub_once(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext, full: bool
) -> None:
    random = Random(20261122)
    station, hub = make_station(tmp_path), HubFiles(tmp_path / "hub")
    weather = Weather(random, cut_share=0.25, swallow_share=0.25)
    with bad_weather(weather):
        station.settle(weather.url, ballots_together=3)
        with Storm(station, hub, weather) as storm:
            shown = visit_and_kill(processes, station.config, storm, random, visits=VISITS_IN_FULL if full else VISITS)
    deliver_everything(station, hub)
    assert min(weather.cut, weather.swallowed) > 0
    compare(shown, station.database, hub)


def deliver_everything(station: StationFiles, hub: HubFiles) -> None:
    """Rounds in good weather until the hub has acknowledged everything and opened it."""
    with running_hub(hub.folder) as running:
        station.settle(running.url, ballots_together=1)
        if not any(station.exchange()["complete"] for _round in range(20)):
            pytest.fail("the station could not hand over everything in good weather")
    hub.see_to_all()


def compare(shown: Shown, station: Path, hub: HubFiles) -> None:
    """The acts shown as stored are at the hub, each once; and nothing is there that the station did not save."""
    boxed = [str(row[0]) for row in hub.ask("SELECT tracker FROM polls_boxedballot")]
    filed = ["".join(filter(str.isalnum, str(row[0]))) for row in hub.ask("SELECT number FROM reports_defectreport")]
    assert set(shown.trackers) <= set(boxed), "a vote that was thanked for is not at the hub"
    assert set(shown.numbers) <= set(filed), "a report that was thanked for is not at the hub"
    assert len(boxed) == len(set(boxed))
    assert len(filed) == len(set(filed))
    assert len(boxed) + len(filed) == _saved_at(station)
    killed_before_the_thanks = len(boxed) + len(filed) - len(shown.trackers) - len(shown.numbers)
    assert 0 <= killed_before_the_thanks <= shown.kills
    assert hub.ask("SELECT count(*) FROM intake_incident") == [(0,)], "a kill must not look like a fork"
    assert hub.ask("SELECT count(*) FROM intake_sealedrecord WHERE state = 'quarantined'") == [(0,)]


def _saved_at(station: Path) -> int:
    with closing(sqlite3.connect(station)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = connection.execute(f"SELECT count(DISTINCT id) FROM kept WHERE {BY_PEOPLE}").fetchone()[0]
        return int(kept) + len(waiting_acts(connection))
