"""Hub of hubs: everything stored reaches the parent once, signed by the stations, whatever is lost on the way."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from sync.hub.data_folder import HubFolder
from sync.hub.forwarding import services
from sync.hub.forwarding.messages import StationEntry
from sync.hub.forwarding.models import ChildHub, ForwardedStation
from sync.hub.forwarding.sending import HttpLine, Parent, forward_all, join_parent
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import BatchState, ChainHead, SealedRecord
from sync.hub.intake.services import Outcome
from sync.hub.intake.signer import current_voice
from sync.hub.stations.models import Device
from sync.hub.stations.services import CODE_TRIES, wish_rekey
from sync.key_files import load_signing_key
from sync.protocol.batches import freeze_batch, sign_rekey
from sync.protocol.enrolment import code_secret, sign_request
from sync.protocol.errors import Refused, TryLater, Untrusted
from sync.protocol.keys import SigningKey
from sync.protocol.messages import Heads
from sync.protocol.records import Stream
from tests.hub.conftest import CONFIG, use_folder
from tests.kits.hub import NOW, Hub, Station, list_all
from tests.kits.real.hubs import HubFiles, RunningHub, running_hub
from tests.kits.waiting import wait_until


def join(hub: Hub, above: RunningHub) -> Parent:
    with use_folder(HubFolder(above.folder), CONFIG):
        code = services.make_hub_code(name="Rostock", by="test", now=timezone.now())
    return join_parent(HttpLine(above.url), code=code, key=load_signing_key(hub.folder.ack_key))


def forward(hub: Hub, above: RunningHub, parent: Parent) -> tuple[int, tuple[str, ...]]:
    done = forward_all(HttpLine(above.url), parent, key=load_signing_key(hub.folder.ack_key))
    return done.batches, tuple(done.troubles)


def stored_above(above: RunningHub) -> set[tuple[object, ...]]:
    return set(above.ask("SELECT hash, line, body FROM intake_batch WHERE state != 'aside'"))


def stored_here() -> set[tuple[object, ...]]:
    rows = StoredBatch.objects.exclude(state=BatchState.ASIDE)
    return {(row.hash, row.line, bytes(row.body)) for row in rows}


def busy_stations(hub: Hub) -> list[Station]:
    stations = [hub.enrolled_station(name) for name in ("one", "two")]
    for station in stations:
        for _ in range(3):
            hub.accept(station.batch())
        hub.accept(station.batch([station.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    return stations


def test_everything_reaches_the_parent_once_byte_for_byte(hub: Hub, above: RunningHub) -> None:
    stations = busy_stations(hub)
    parent = join(hub, above)
    assert forward(hub, above, parent) == (8, ())
    assert stored_above(above) == stored_here()
    assert forward(hub, above, parent) == (0, ())
    hub.accept(stations[0].batch())
    assert forward(hub, above, parent) == (1, ())
    assert above.ask("SELECT sum(count) FROM intake_batch") == [(9,)]
    # the parent lost some of it, as after a restore: it gets just that again
    inc = stations[1].chains[Stream.REPORTS].inc
    with closing(sqlite3.connect(above.folder / "db" / "hub.sqlite")) as database, database:
        (first,) = database.execute("SELECT hash FROM intake_batch WHERE inc = ? AND seq = 1", (inc,)).fetchone()
        database.execute("DELETE FROM intake_batch WHERE inc = ? AND seq > 1", (inc,))
        database.execute("UPDATE intake_chainhead SET seq = 1, hash = ? WHERE inc = ?", (first, inc))
    assert forward(hub, above, parent) == (2, ())
    assert stored_above(above) == stored_here()


def test_trouble_with_one_station_does_not_hold_up_the_others(hub: Hub, above: RunningHub) -> None:
    one, _ = busy_stations(hub)
    parent = join(hub, above)
    # this hub's copy of a batch is not what the station signed: the parent proves it anew
    StoredBatch.objects.filter(device=one.device, seq=2, stream="reports").update(body=b"changed")
    batches, troubles = forward(hub, above, parent)
    assert batches == 1 + 1 + 4
    assert len(troubles) == 1
    assert "body" in troubles[0]


def test_a_revocation_travels_after_the_batches_that_came_before_it(hub: Hub, above: RunningHub) -> None:
    one, two = busy_stations(hub)
    Device.objects.filter(id=one.device).update(revoked_at=NOW)
    assert forward(hub, above, join(hub, above)) == (8, ())
    revoked = above.ask("SELECT id FROM stations_device WHERE revoked_at IS NOT NULL")
    assert revoked == [(one.device,)]
    assert above.ask("SELECT count(*) FROM intake_batch WHERE state = 'aside'") == [(0,)]
    assert two.device != one.device


def change_key(hub: Hub, station: Station) -> None:
    """As a station does it: named in both chains by the old key, then signed by the new one."""
    old, new = station.key, SigningKey.generate()
    for stream, chain in station.chains.items():
        batch = freeze_batch(
            [], stream=stream, device=station.device, inc=chain.inc, seq=chain.seq + 1, prev=chain.last,
            taken="2026-11-22", key=old, rekey=sign_rekey(station.device, old_kid=old.kid, new=new),
        )  # fmt: skip
        assert hub.accept(batch).outcome is Outcome.ACKNOWLEDGED
        chain.seq, chain.last = chain.seq + 1, batch.hash
    station.key = new


def test_what_was_signed_before_a_change_of_key_arrives_too(hub: Hub, above: RunningHub) -> None:
    one, two = busy_stations(hub)
    change_key(hub, one)  # before anything of it was forwarded
    hub.accept(one.batch())
    change_key(hub, one)
    hub.accept(one.batch([one.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    parent = join(hub, above)
    assert forward(hub, above, parent) == (8 + 3 + 1 + 3 + 1, ())
    hub.accept(two.batch(stream=Stream.BALLOTS))
    change_key(hub, two)  # between two passes, with a batch of the old key still lacking in one chain
    hub.accept(two.batch())
    assert forward(hub, above, parent) == (1 + 3 + 1, ())
    assert stored_above(above) == stored_here()
    assert above.ask("SELECT count(*) FROM intake_incident") == [(0,)]
    assert set(above.ask("SELECT kid FROM stations_device")) == {(one.key.kid,), (two.key.kid,)}


def test_another_parent_or_one_made_anew_gets_nothing(hub: Hub, above: RunningHub) -> None:
    busy_stations(hub)
    parent = join(hub, above)
    for change in ({"epoch": "0" * 32}, {"key": SigningKey.generate().public}):
        wrong = dataclasses.replace(parent, **change)  # type: ignore[arg-type]
        batches, troubles = forward(hub, above, wrong)
        assert (batches, len(troubles)) == (0, 2)
    assert not stored_above(above)
    with pytest.raises(TryLater):
        forward_all(HttpLine("http://127.0.0.1:9"), parent, key=load_signing_key(hub.folder.ack_key))


# --- The parent's side, in this process ---


def joined(name: str = "below") -> tuple[ChildHub, SigningKey]:
    key = SigningKey.generate()
    code = services.make_hub_code(name=name, by="test", now=NOW)

    class Direct:
        def post(self, path: str, data: bytes) -> tuple[int, str]:
            return 200, services.join(data.decode(), voice=current_voice(), now=NOW)

    parent = join_parent(Direct(), code=code, key=key)
    assert parent.key.kid == current_voice().key.kid
    return ChildHub.objects.get(id=parent.child), key


def entry(child: ChildHub, station: SigningKey, **changes: object) -> StationEntry:
    values: dict[str, object] = {
        "child": child.id, "device": "d" * 32, "name": "SBZ", "district": "K", "model": "twin",
        "public": station.public.jwk, "enrolled_at": NOW, "revoked_at": None, "chains": (),
    }  # fmt: skip
    return StationEntry(**values | changes)  # type: ignore[arg-type]


def take(message: str) -> Heads:
    answer = services.take_entry(message, voice=current_voice(), now=NOW)
    return Heads.read(answer, key=current_voice().key.public)


def test_a_forwarded_stations_batches_need_its_own_signature(hub: Hub) -> None:
    child, key = joined()
    station = Station("d" * 32, SigningKey.generate(), hub.keylist().seal_key(NOW))
    assert hub.accept(station.batch(keep=False)).outcome is Outcome.UNKNOWN
    take(entry(child, station.key).sign(key))
    assert hub.accept(station.batch()).outcome is Outcome.ACKNOWLEDGED
    forged = dataclasses.replace(station, key=key)  # the hub below signs in place of its station
    assert hub.accept(forged.batch(keep=False)).outcome is Outcome.UNKNOWN
    inc = station.chains[Stream.REPORTS].inc
    assert take(entry(child, station.key, chains=(inc,)).sign(key)).heads[inc].seq == 1
    list_all()
    assert (SealedRecord.objects.count(), ChainHead.objects.count()) == (1, 1)


def test_a_hub_speaks_for_its_own_stations_only(hub: Hub) -> None:
    (one, one_key), (other, other_key) = joined("one"), joined("other")
    own = hub.enrolled_station()
    station = SigningKey.generate()
    take(entry(one, station).sign(one_key))
    for message in (
        entry(other, station, name="taken over").sign(other_key),  # another hub's station
        entry(one, own.key, device=own.device, revoked_at=NOW).sign(one_key),  # the parent's own
        entry(one, own.key, device="e" * 32).sign(one_key),  # its key under another name
        entry(other, station, device="f" * 32).sign(one_key),  # signed by one, spoken for the other
    ):
        with pytest.raises(Refused):
            take(message)
    with pytest.raises(Untrusted):
        take(entry(one, station).sign(SigningKey.generate()))
    assert not Device.objects.exclude(revoked_at=None).exists()
    assert ForwardedStation.objects.get().child == one
    assert Device.objects.get(id="d" * 32).name == "SBZ"


def test_of_another_hubs_station_no_new_key_is_wished(hub: Hub) -> None:
    child, key = joined()
    take(entry(child, SigningKey.generate()).sign(key))
    assert not wish_rekey("d" * 32, by="test", now=NOW)
    assert wish_rekey(hub.enrolled_station().device, by="test", now=NOW)
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    assert b"rekey/" not in hub.client.get(f"/stations/{'d' * 32}/").content


def test_an_old_message_replayed_ends_no_revocation_and_changes_no_key(hub: Hub) -> None:
    child, key = joined()
    station = SigningKey.generate()
    old = entry(child, station).sign(key)
    take(old)
    take(entry(child, station, revoked_at=NOW).sign(key))
    take(old)
    take(entry(child, SigningKey.generate()).sign(key))
    device = Device.objects.get(id="d" * 32)
    assert (device.revoked_at, device.kid) == (NOW, station.kid)


def test_a_code_serves_one_hub_for_a_while_and_a_few_tries(hub: Hub) -> None:
    def ask(code: str, key: SigningKey, now: object = NOW) -> str:
        return services.join(sign_request(code_secret(code), model="hub", key=key), voice=current_voice(), now=now)  # type: ignore[arg-type]

    code, key = services.make_hub_code(name="x", by="test", now=NOW), SigningKey.generate()
    assert ask(code, key)
    assert ask(code, key)  # its answer was lost: the same again
    with pytest.raises(Refused):
        ask(code, SigningKey.generate())
    late = services.make_hub_code(name="late", by="test", now=NOW)
    with pytest.raises(Refused):
        ask(late, key, NOW + timedelta(days=4))
    guessed = services.make_hub_code(name="guessed", by="test", now=NOW)
    ChildHub.objects.filter(name="guessed").update(key=b"another")
    for _ in range(CODE_TRIES + 2):
        with pytest.raises(Refused):
            ask(guessed, SigningKey.generate())
    assert ChildHub.objects.get(name="guessed").tries_left == 0


def test_the_views_tell_strangers_and_hubs_apart(hub: Hub) -> None:
    child, key = joined()
    assert hub.post("hubs/stations", b"nonsense").status_code == 401
    assert hub.post("hubs/join", b"\xff").status_code == 401
    right = entry(child, SigningKey.generate())
    wrong = dataclasses.replace(right, child="0" * 32)
    assert hub.post("hubs/stations", wrong.sign(key).encode()).status_code == 403
    assert hub.post("hubs/stations", right.sign(key).encode()).status_code == 200


def test_the_commands_join_and_forward(hub: Hub, above: RunningHub) -> None:
    one, _ = busy_stations(hub)
    text = hub.folder.config.read_text().replace('parent = ""', f'parent = "{above.url}"')
    hub.folder.config.write_text(text)
    below = HubFiles(hub.folder.root)
    below.command("join-parent", "--code", above.command("hub-code", "--name", "Rostock").strip())
    assert "8 batches" in below.command("forward", "--once")
    assert stored_above(above) == stored_here()
    hub.accept(one.batch())
    with running_hub(hub.folder.root):  # which forwards by itself
        wait_until(lambda: len(stored_above(above)) >= 9)
    assert stored_above(above) == stored_here()
