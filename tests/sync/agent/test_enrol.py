"""Enrolment from the station's side: the real client against a hub that knows one code."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from sync.agent.enrol import enrol_station, load_device_key
from sync.agent.hub_client import HttpHubClient
from sync.boot_clock import Anchor, Tick
from sync.key_files import load_signing_key, save_key
from sync.protocol.enrolment import CodeSecret, Welcome, code_secret, read_request, sign_welcome
from sync.protocol.errors import Refused, TryLater, Untrusted
from sync.protocol.keys import SigningKey
from sync.protocol.records import Stream
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.outbox import Outbox
from sync.station.state import StationState, read_identity
from tests.kits.hub_twin import HUB_URL, Answer, HubTwin, session_to
from tests.kits.station import NOON, Station

CODE = "0123-4567-89AB-CDEF"


@pytest.fixture
def config(tmp_path: Path) -> StationConfig:
    return StationConfig(data=tmp_path / "station", hub_url=HUB_URL)


def enrol(config: StationConfig, twin: HubTwin, code: str = CODE, **options):
    client = HttpHubClient(HUB_URL, find_key=lambda kid: None, session=session_to(twin))
    return enrol_station(config, code, client=client, model="test box", clock=lambda: NOON, **options)


def stored(config: StationConfig):
    with closing(open_database(config.database)) as connection:
        return read_identity(connection)


def test_a_station_becomes_one_of_the_hubs(config, twin):
    twin.code = code_secret(CODE)
    identity = enrol(config, twin)
    assert stored(config) == identity
    assert (identity.device, identity.hub, identity.district) == (twin.device, twin.key.public.jwk, "E")
    assert load_device_key(config, identity).kid == twin.station.kid == identity.kid
    assert config.device_key.stat().st_mode & 0o777 == 0o600
    assert config.device_key.parent.stat().st_mode & 0o777 == 0o700


def test_a_wrong_code_leaves_nothing_but_a_key_that_is_used_again(config, twin):
    twin.code = code_secret(CODE)
    with pytest.raises(Refused, match="not known"):
        enrol(config, twin, "FFFF-FFFF-FFFF-FFFF")
    assert stored(config) is None
    waiting = load_signing_key(config.device_key.with_name("device-next.pem")).kid
    assert enrol(config, twin).kid == waiting


def test_a_hub_that_does_not_know_the_code_is_not_believed(config, twin):
    guessed = CodeSecret(code_secret(CODE).locator, b"guessed" * 4)
    welcome = Welcome("dev", "x", "E", twin.key.public.jwk, twin.epoch, "")

    def impostor(method, path, body):
        station = read_request(body.decode()).public.kid
        return Answer(200, sign_welcome(welcome, guessed, station_kid=station, key=twin.key).encode())

    twin.answer = impostor
    with pytest.raises(Untrusted):
        enrol(config, twin)
    assert stored(config) is None


@pytest.mark.parametrize("answer", [Answer(404, b"<html>"), Answer(302, b""), Answer(200, b"<html>")])
def test_a_portal_is_not_taken_for_the_hub(config, twin, answer):
    twin.answer = lambda *_: answer
    with pytest.raises(Untrusted):
        enrol(config, twin)


def test_no_network_is_said_as_such(config, twin):
    def silent(*_args):
        raise requests.ConnectionError("no network")

    twin.answer = silent
    with pytest.raises(TryLater):
        enrol(config, twin)


def test_an_enrolled_station_is_not_enrolled_by_mistake(config, twin):
    twin.code = code_secret(CODE)
    first = enrol(config, twin)
    twin.code = code_secret(CODE)
    with pytest.raises(Refused, match="again"):
        enrol(config, twin)
    assert stored(config) == first


def test_a_mistyped_code_does_not_cost_a_working_identity(config, twin):
    twin.code = code_secret(CODE)
    first = enrol(config, twin)
    with pytest.raises(Refused):
        enrol(config, twin, again=True)
    assert stored(config) == first
    assert load_device_key(config, first).kid == first.kid


def test_a_power_cut_between_the_row_and_the_key_is_mended(config, twin):
    twin.code = code_secret(CODE)
    identity = enrol(config, twin)
    config.device_key.rename(config.device_key.with_name("device-next.pem"))
    save_key(SigningKey.generate(), config.device_key)
    assert load_device_key(config, identity).kid == identity.kid
    assert load_signing_key(config.device_key).kid == identity.kid


def test_a_key_that_is_gone_is_said(config, twin):
    twin.code = code_secret(CODE)
    identity = enrol(config, twin)
    config.device_key.unlink()
    with pytest.raises(Refused, match="enrol it again"):
        load_device_key(config, identity)


def test_a_half_written_key_is_made_anew(config, twin):
    twin.code = code_secret(CODE)
    config.device_key.parent.mkdir(parents=True)
    config.device_key.with_name("device-next.pem").write_text("-----BEGIN")
    assert enrol(config, twin).kid == twin.station.kid


def test_enrolled_anew_nothing_is_left_of_what_a_hub_said_of_the_time(config, twin, clock):
    """Its clock may have been wrong, and another hub counts its corrections from the beginning."""
    twin.code = code_secret(CODE)
    enrol(config, twin)
    with closing(open_database(config.database)) as connection:
        state = StationState(connection)
        state.note_clock_correction(7, Anchor(datetime(2040, 1, 1, tzinfo=UTC), Tick("boot", 1)))
    twin.code = code_secret(CODE)
    enrol(config, twin, again=True)
    with closing(open_database(config.database)) as connection:
        state = StationState(connection)
        assert (state.hub_time, state.anchor, state.clock_correction) == (None, None, 0)


def test_enrolled_anew_at_another_hub_everything_kept_is_sent_there(config, twin, clock):
    twin.code = code_secret(CODE)
    identity = enrol(config, twin)
    station = Station(config.database.parent, twin, clock, key=load_device_key(config, identity))
    records = station.put(2)
    station.round()
    records += station.put(1)
    station.chains.freeze_due(clock(), together=3)
    station.state.note_revoked(True)
    station.connection.close()

    other = HubTwin(clock)
    other.code = code_secret(CODE)
    again = enrol(config, other, again=True)
    assert again.kid != identity.kid
    with closing(open_database(config.database)) as connection:
        assert not StationState(connection).is_revoked
        assert Outbox(connection, clock=clock).counts(Stream.REPORTS).waiting == 3
    moved = Station(config.database.parent, other, clock, key=load_device_key(config, again))
    assert moved.round().complete
    assert {record.id for record in records} == set(other.memory.records)
    moved.connection.close()
