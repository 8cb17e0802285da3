"""Enrolment and revocation: one code, one station, and the code never travels."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from sync.hub.audit.models import AuditEntry
from sync.hub.intake.signer import current_voice
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.stations import selectors, services
from sync.hub.stations.models import Device, DeviceSeen, EnrolmentCode
from sync.hub.stations.services import CODE_LIFETIME, CODE_TRIES, EnrolmentFault, EnrolmentRefused
from sync.protocol.enrolment import CodeSecret, code_secret, new_code, read_welcome, sign_request
from sync.protocol.errors import Untrusted
from sync.protocol.jws import sign_message
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.messages import Heads
from sync.protocol.records import Stream
from tests.kits.hub import NOW, Chain, Hub, claims_of, on_both, words_of

ROOT = "0" * 64


def enrol(code: str, key: SigningKey, *, now: datetime = NOW) -> str:
    request = sign_request(code_secret(code), model="twin", key=key)
    return services.enrol(request, root_sha256=ROOT, key=current_voice().key, now=now)


def fault_of(code: str, key: SigningKey, *, now: datetime = NOW) -> EnrolmentFault:
    with pytest.raises(EnrolmentRefused) as refused:
        enrol(code, key, now=now)
    return refused.value.fault


def test_a_station_is_enrolled_over_http_and_both_sides_are_proven(hub: Hub) -> None:
    key, code = SigningKey.generate(), hub.code(now=datetime.now(UTC))
    answer = hub.post("enrol", sign_request(code_secret(code), model="twin", key=key).encode())
    welcome = read_welcome(answer.content.decode(), code_secret(code), station_kid=key.kid)
    device = Device.objects.get(id=welcome.device)
    assert (device.name, device.district, device.kid, device.model) == ("SBZ Test", "K", key.kid, "twin")
    assert welcome.root_sha256 == pinned_root_hash(hub.folder.repository)
    assert welcome.epoch == selectors.epoch()
    assert hub.keylist().answer_key(VerifyKey.from_jwk(welcome.hub).kid) is not None
    with pytest.raises(Untrusted):
        read_welcome(answer.content.decode(), code_secret(new_code()), station_kid=key.kid)


def test_the_code_itself_is_kept_nowhere(hub: Hub) -> None:
    code = hub.code()
    connections.close_all()
    files = [path for path in hub.folder.root.rglob("*") if path.is_file()]
    assert any(code_secret(code).locator.encode() in path.read_bytes() for path in files)
    assert not any(code.encode() in path.read_bytes() for path in files)


def test_a_code_is_good_for_one_station(hub: Hub) -> None:
    code = hub.code()
    enrol(code, SigningKey.generate())
    assert fault_of(code, SigningKey.generate()) is EnrolmentFault.USED
    assert Device.objects.count() == 1


def test_the_same_station_asking_again_gets_the_same_welcome(hub: Hub) -> None:
    code, key = hub.code(), SigningKey.generate()
    assert enrol(code, key) == enrol(code, key)
    assert Device.objects.count() == 1


def test_of_stations_coming_together_one_is_enrolled(hub: Hub) -> None:
    code = hub.code()
    start, outcomes = threading.Barrier(6), []

    def come() -> None:
        start.wait()
        try:
            outcomes.append(enrol(code, SigningKey.generate()))
        except EnrolmentRefused as error:
            outcomes.append(error.fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=come) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(EnrolmentFault.USED) == 5
    assert Device.objects.count() == 1


def test_an_expired_code_is_refused(hub: Hub) -> None:
    code = hub.code()
    assert fault_of(code, SigningKey.generate(), now=NOW + CODE_LIFETIME) is EnrolmentFault.EXPIRED
    assert not Device.objects.exists()
    enrol(code, SigningKey.generate(), now=NOW + CODE_LIFETIME - timedelta(seconds=1))


def test_a_code_is_tried_five_times_and_then_no_more(hub: Hub) -> None:
    code = hub.code()
    secret = code_secret(code)
    other = code_secret(new_code())
    for _ in range(CODE_TRIES):
        forged = sign_request(CodeSecret(secret.locator, other.key), model="thief", key=SigningKey.generate())
        with pytest.raises(EnrolmentRefused) as refused:
            services.enrol(forged, root_sha256=ROOT, key=current_voice().key, now=NOW)
        assert refused.value.fault is EnrolmentFault.WRONG_CODE
    assert fault_of(code, SigningKey.generate()) is EnrolmentFault.WRONG_CODE
    assert EnrolmentCode.objects.get().tries_left == 0


def test_a_key_cannot_be_enrolled_twice(hub: Hub) -> None:
    key = SigningKey.generate()
    enrol(hub.code(), key)
    assert fault_of(hub.code(), key) is EnrolmentFault.KEY_TAKEN


@pytest.mark.parametrize(("fault", "status"), [("unknown", 403), ("used", 409), ("expired", 410)])
def test_refusals_have_words_and_a_status_of_their_own(hub: Hub, fault: str, status: int) -> None:
    now = datetime.now(UTC)
    code = new_code() if fault == "unknown" else hub.code(now=now - CODE_LIFETIME * (fault == "expired"))
    if fault == "used":
        enrol(code, SigningKey.generate(), now=now)
    answer = hub.post("enrol", sign_request(code_secret(code), model="twin", key=SigningKey.generate()).encode())
    assert answer.status_code == status
    assert words_of(answer)


@pytest.mark.parametrize("body", [b"", b"x", b"a.b.c", b"\xff\xfe", b"e30.e30.e30"])
def test_what_is_no_enrolment_is_refused(hub: Hub, body: bytes) -> None:
    assert hub.post("enrol", body).status_code == 400


def test_the_status_of_a_station_is_kept_and_answered_with_the_heads(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    hub.accept(batch)
    answer = hub.post("heads", station.status().encode())
    heads = Heads.read(answer.content.decode(), key=current_voice().key.public)
    (inc,) = heads.heads
    assert (heads.heads[inc].seq, heads.heads[inc].hash, heads.revoked) == (1, batch.hash, False)
    seen = DeviceSeen.objects.get()
    assert (seen.waiting_reports, seen.waiting_ballots, str(seen.oldest_waiting)) == (3, 12, "2026-11-20")
    assert seen.chains == {chain.inc: chain.seq for chain in station.chains.values()}
    assert seen.clock_difference_seconds is not None


def test_a_station_of_many_incarnations_still_gets_an_answer_it_can_read(hub: Hub) -> None:
    station = hub.enrolled_station()
    for _ in range(60):
        station.chains = {stream: Chain() for stream in Stream}
        hub.accept(station.batch())
    batch = station.batch()
    hub.accept(batch)
    answer = hub.post("heads", station.status().encode())
    heads = Heads.read(answer.content.decode(), key=current_voice().key.public)
    assert batch.hash in {head.hash for head in heads.heads.values()}


def test_a_status_of_another_station_is_refused(hub: Hub) -> None:
    one, other = hub.enrolled_station("one"), hub.enrolled_station("other")
    assert hub.post("heads", one.status(device=other.device).encode()).status_code == 400
    stranger = SigningKey.generate()
    one.key = stranger
    assert hub.post("heads", one.status().encode()).status_code == 401


def test_revoking_is_told_and_logged_once(hub: Hub) -> None:
    station = hub.enrolled_station()
    assert services.revoke(station.device, note="stolen", by="test", now=NOW)
    assert not services.revoke(station.device, note="stolen", by="test", now=NOW + timedelta(days=1))
    assert Device.objects.get().revoked_at == NOW
    assert AuditEntry.objects.filter(event="station-revoked").count() == 1
    heads = Heads.read(hub.post("heads", station.status().encode()).content.decode(), key=current_voice().key.public)
    assert heads.revoked


def test_a_wild_clock_does_not_disturb(hub: Hub) -> None:
    station = hub.enrolled_station()
    status = station.status(time=datetime(9999, 1, 1, tzinfo=UTC), waiting={"reports": 2**70, "ballots": -4})
    assert hub.post("heads", status.encode()).status_code == 200
    seen = DeviceSeen.objects.get()
    assert seen.waiting_reports == 2**31 - 1
    assert seen.waiting_ballots == 0


@on_both
def test_what_no_database_takes_as_text_does_not_bring_the_hub_down(hub: Hub) -> None:
    station = hub.enrolled_station()
    status = station.status(content="a\0b", software="c\x07d", chains={"e\0": 1, "f" * 32: 2**70})
    assert hub.post("heads", status.encode()).status_code == 200
    seen = DeviceSeen.objects.get()
    assert (seen.content, seen.software, seen.chains) == ("ab", "cd", {"f" * 32: 2**31 - 1})
    line = sign_message(claims_of(station.batch().line) | {"ct": "2026\0"}, typ="ck1-batch", key=station.key)
    assert hub.post("batches", line.encode() + b"\n").status_code == 400
