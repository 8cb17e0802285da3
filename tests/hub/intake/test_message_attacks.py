"""Messages that are forged, changed on the way, replayed, or meant for somebody else: none has an effect."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sync.hub.forwarding.models import ChildHub
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.services import Outcome
from sync.hub.intake.signer import current_voice
from sync.hub.stations.models import Device, DeviceSeen, EnrolmentCode
from sync.protocol.batches import declare_lost
from sync.protocol.encoding import to_base64url
from sync.protocol.enrolment import REQUEST_TYPE, code_secret, new_code, read_welcome, sign_request
from sync.protocol.errors import Untrusted
from sync.protocol.jws import sign_message
from sync.protocol.keys import SigningKey
from sync.protocol.messages import Acknowledgement, Heads, Refusal
from sync.station.journal_rules import check_acknowledgement
from tests.kits.examples import examples
from tests.kits.hub import NOW, Hub, claims_of, on_both

_CODES: dict[Path, str] = {}
_ANY_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=40),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def code_of(hub: Hub) -> str:
    """One good code for all examples of a test."""
    if hub.folder.root not in _CODES:
        _CODES[hub.folder.root] = hub.code(now=datetime.now(UTC) + timedelta(days=1))
    return _CODES[hub.folder.root]


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.binary(max_size=300) | some.text(max_size=100).map(str.encode))
def test_any_bytes_are_answered_and_enrol_nobody(hub: Hub, data: bytes) -> None:
    for path in ("enrol", "hubs/join", "hubs/stations", "heads"):
        assert hub.post(path, data).status_code in {400, 401}
    assert not Device.objects.exists()


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=some.floats(0, 1, exclude_max=True), flip=some.integers(1, 255), cut=some.booleans())
def test_a_request_with_one_wrong_byte_enrols_nobody(hub: Hub, place: float, flip: int, cut: bool) -> None:
    data = bytearray(sign_request(code_secret(code_of(hub)), model="twin", key=SigningKey.generate()).encode())
    position = int(place * len(data))
    if cut:
        del data[position:]
    else:
        data[position] ^= flip
    assert hub.post("enrol", bytes(data)).status_code in {400, 403}
    assert not Device.objects.exists()


@on_both
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims=some.dictionaries(some.sampled_from(["locator", "model", "mac", "x"]), _ANY_JSON))
def test_any_signed_request_is_answered_and_enrols_nobody(hub: Hub, claims: dict[str, Any]) -> None:
    message = sign_message(claims, typ=REQUEST_TYPE, key=SigningKey.generate(), with_key=True)
    assert hub.post("enrol", message.encode()).status_code in {400, 403, 413}
    assert hub.post("hubs/join", message.encode()).status_code in {401, 403}
    assert not Device.objects.exists()


def test_a_request_caught_on_the_way_is_of_no_use_to_another(hub: Hub) -> None:
    code, station, thief = code_of(hub), SigningKey.generate(), SigningKey.generate()
    request = sign_request(code_secret(code), model="twin", key=station)
    stolen = sign_message(claims_of(request), typ=REQUEST_TYPE, key=thief, with_key=True)
    assert hub.post("enrol", stolen.encode()).status_code == 403
    first, again = (hub.post("enrol", request.encode()) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert Device.objects.get().kid == station.kid
    assert hub.post("enrol", stolen.encode()).status_code in {403, 409}
    secret = code_secret(code)
    assert read_welcome(first.content.decode(), secret, station_kid=station.kid)
    with pytest.raises(Untrusted):  # the welcome is for that station alone
        read_welcome(first.content.decode(), secret, station_kid=thief.kid)
    with pytest.raises(Untrusted):  # and from the hub that made the code
        read_welcome(first.content.decode(), code_secret(new_code()), station_kid=station.kid)


def test_a_stations_code_makes_no_hub_and_a_hubs_code_no_station(hub: Hub) -> None:
    request = sign_request(code_secret(code_of(hub)), model="hub", key=SigningKey.generate())
    assert hub.post("hubs/join", request.encode()).status_code == 403
    assert not ChildHub.objects.exists()
    assert EnrolmentCode.objects.get().used_at is None


def test_every_message_is_good_for_its_own_purpose_only(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    ack = hub.accept(batch).message
    lost = declare_lost(batch, key=station.key).body
    mine = {
        "batches": [station.status().encode(), ack.encode(), lost],
        "heads": [batch.line.encode(), ack.encode(), lost],
        "enrol": [batch.line.encode(), station.status().encode(), ack.encode()],
        "hubs/stations": [batch.line.encode(), station.status().encode(), ack.encode()],
    }
    for path, messages in mine.items():
        for message in messages:
            assert hub.post(path, message + b"\n" if path == "batches" else message).status_code in {400, 401}
    assert (StoredBatch.objects.count(), Device.objects.count()) == (1, 1)
    key = current_voice().key.public
    with pytest.raises(Untrusted):
        Heads.read(ack, key=key)
    with pytest.raises(Untrusted):
        Refusal.read(ack, key=key)


def test_a_station_cannot_ask_or_speak_as_another(hub: Hub) -> None:
    one, other = hub.enrolled_station("one"), hub.enrolled_station("other")
    assert hub.post("heads", one.status(device=other.device, content="forged").encode()).status_code == 400
    assert DeviceSeen.objects.get(device=other.device).content == ""
    secret_inc = other.chains
    hub.accept(other.batch())
    answer = hub.post("heads", one.status(chains={chain.inc: 1 for chain in secret_inc.values()}).encode())
    assert not Heads.read(answer.content.decode(), key=current_voice().key.public).heads


def test_an_acknowledgement_serves_one_batch_of_one_station_at_one_hub(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    message = hub.accept(batch).message
    voice = current_voice()
    inc = next(chain.inc for chain in station.chains.values() if chain.seq)
    right: dict[str, Any] = {"device": station.device, "epoch": voice.epoch, "inc": inc, "seq": 1, "hash_": batch.hash}
    ack = Acknowledgement.read(message, key=voice.key.public)
    assert check_acknowledgement(ack, **right) == ack
    for name, value in (("device", "d" * 32), ("epoch", "e" * 32), ("inc", "1" * 32), ("seq", 2), ("hash_", "0" * 64)):
        with pytest.raises(Untrusted):
            check_acknowledgement(ack, **right | {name: value})
    with pytest.raises(Untrusted):  # another hub's
        Acknowledgement.read(message, key=SigningKey.generate().public)
    forged = dataclasses.replace(ack, safe=99).sign(SigningKey.generate())
    with pytest.raises(Untrusted):
        Acknowledgement.read(forged, key=voice.key.public)


def test_another_hubs_station_is_a_stranger_here(hub: Hub) -> None:
    station = hub.enrolled_station()
    stranger = dataclasses.replace(station, key=SigningKey.generate())
    assert hub.accept(stranger.batch(keep=False)).outcome is Outcome.UNKNOWN
    assert hub.post("heads", stranger.status().encode()).status_code == 401
    assert not StoredBatch.objects.exists()
    assert hub.accept(station.batch(), now=NOW).outcome is Outcome.ACKNOWLEDGED


@on_both
@pytest.mark.parametrize("kid", ["a\0b", "x" * 5000, 7, None, ["k"], "\ud800"])
def test_a_key_id_that_is_none_is_a_stranger(hub: Hub, kid: object) -> None:
    header = to_base64url(json.dumps({"alg": "Ed25519", "typ": "ck1-batch", "kid": kid}).encode())
    message = f"{header}.e30.AAAA".encode()
    for path in ("batches", "heads", "hubs/stations"):
        assert hub.post(path, message + b"\n" if path == "batches" else message).status_code == 401
