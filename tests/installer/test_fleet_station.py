"""The simulated station is the real one: its parts are the same and hang together in the same way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import MethodType

import pytest
from requests.adapters import HTTPAdapter

from installer.fleet.acts import Ledger
from installer.fleet.dying import Fuse
from installer.fleet.members import HomeDistrict, make_members
from installer.fleet.simulation import Time
from installer.fleet.station import FleetStation
from installer.fleet.way import Mail, Way
from kiosk.station.station import StationFile
from sync.agent.agent import Agent
from sync.agent.assembly import assemble_courier
from sync.key_files import save_key
from sync.protocol.keys import SigningKey
from sync.station.config import StationConfig, SyncConfig
from sync.station.database import open_database, transaction
from sync.station.state import Identity, write_identity
from sync.stick import Stick

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
HUB_URL = "http://127.0.0.1:9"


MACHINE = "the machine"
"""Its clocks, its disk, and whether a program may go on: what is simulated."""


def wiring(thing: object, name: str = "parts", found: dict[int, str] | None = None) -> dict[str, str]:
    """Each part by the way to it, with its class; one that was met before, with the way to it then."""
    found = {} if found is None else found
    if isinstance(thing, sqlite3.Connection):
        return {name: "connection"}
    if isinstance(thing, MethodType) and is_ours(thing.__self__):
        return {name: thing.__name__, **wiring(thing.__self__, f"{name}()", found)}
    if callable(thing) and not is_ours(thing):
        return {name: MACHINE}
    if not is_ours(thing) or not hasattr(thing, "__dict__"):
        return {name: type(thing).__name__}
    if id(thing) in found:
        return {name: f"the same as {found[id(thing)]}"}
    found[id(thing)] = name
    told = {name: type(thing).__name__}
    for part, value in sorted(vars(thing).items()):
        told |= wiring(value, f"{name}.{part}", found)
    return told


def is_ours(thing: object) -> bool:
    return type(thing).__module__.startswith("sync.") and not isinstance(thing, Agent)


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    key, hub = SigningKey.generate(), SigningKey.generate()
    for folder in (tmp_path / "real", tmp_path / "simulated"):
        config = StationConfig(data=folder, hub_url=HUB_URL)
        config.device_key.parent.mkdir(parents=True)
        save_key(key, config.device_key)
        identity = Identity("device", key.kid, "Bus", "D", hub.public.jwk, "epoch", "0" * 64, NOW)
        connection = open_database(config.database)
        with transaction(connection):
            write_identity(connection, identity)
        connection.close()
    return identity


@pytest.fixture
def agent(tmp_path, identity) -> Iterator[Agent]:
    config = StationConfig(data=tmp_path / "real", hub_url=HUB_URL, sync=SyncConfig(ballots_together=5))
    connection = open_database(config.database)
    yield Agent(config, connection, random=Random(1), look_at_routes=set)
    connection.close()


@pytest.fixture
def simulated(tmp_path, identity) -> Iterator[FleetStation]:
    (member,) = make_members([HomeDistrict("D", "Dierkow", (12.1, 54.1))], stations=1, random=Random(1))
    fuse, random, adapter = Fuse(), Random(1), HTTPAdapter()
    station = FleetStation(
        member,
        tmp_path / "simulated",
        hub_url=HUB_URL,
        way=Way(adapter, mail=Mail(adapter), fuse=fuse, random=random, share=0.0, faults=(), stumble=print),
        fuse=fuse,
        time=Time(NOW),
        random=random,
        ledger=Ledger(),
    )
    station.start()
    yield station
    station.close()


def test_a_round_works_with_the_same_parts(agent, simulated):
    real = wiring(agent.enrolled_parts())
    assert real == wiring(simulated._agent.enrolled_parts())
    assert {"Outbox", "Chains", "ContentSets", "Blobs", "StationClock", "Reserve", MACHINE} <= set(real.values())
    assert real["parts.pieces"] == "the same as parts.client"


def test_a_stick_is_met_with_the_same_parts(tmp_path, agent, simulated):
    stick, station = Stick(tmp_path), simulated._station
    real = assemble_courier(agent._station, agent._station.identity, stick)
    assert wiring(real) == wiring(assemble_courier(station, station.identity, stick))


def test_the_screens_write_with_the_same_parts(tmp_path, simulated):
    file = StationFile(StationConfig(data=tmp_path / "real", hub_url=HUB_URL), monotonic=lambda: 0.0)
    try:
        assert wiring(file.outbox) == wiring(simulated._station.outbox)
    finally:
        file.close()
