"""A hub whose clock jumped signs nothing and says why; what it signed wrongly can be taken back, and costs no vote."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sync.boot_clock import Anchor, Tick
from sync.hub.audit.models import AuditEntry
from sync.hub.console.pages.station_rows import station_rows
from sync.hub.console.pages.todo import open_needs
from sync.hub.intake.models import Batch, Incident, RecordState, SealedRecord
from sync.hub.intake.signer import current_voice
from sync.hub.intake.views import CLOCK
from sync.hub.polls.models import BoxedBallot
from sync.hub.stations.hub_clock import MOST_JUMP, MOST_PAUSE, ClockDoubted, has_jumped
from sync.hub.stations.models import HubClock
from sync.hub.triage.services import release_record
from sync.hub.worker.announce import tell_stations
from sync.protocol.attachment_messages import sign_ask, sign_bring
from sync.protocol.messages import Heads
from sync.protocol.records import Stream
from tests.hub.polls.test_codes import ballot, codes, standings  # noqa: F401  (a fixture)
from tests.hub.publishing.test_publishing import publish_again
from tests.kits.hub import Hub, on_both

THEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
START = Tick("first", 1000)
A_SECOND = timedelta(seconds=1)


class TestRule:
    """Values in, a value out."""

    @pytest.mark.parametrize("counted", [Tick("first", 1000 + 3600), None, Tick("second", 5)])
    def test_time_that_passes_is_no_jump(self, counted: Tick | None) -> None:
        assert not has_jumped(THEN + timedelta(hours=1), counted, signed=Anchor(THEN, START))

    def test_while_the_machine_runs_it_is_measured_by_what_was_counted(self) -> None:
        for seconds, now, jumped in (
            (0, MOST_JUMP, False),
            (0, MOST_JUMP + A_SECOND, True),
            (0, -MOST_JUMP - A_SECOND, True),
            (86400 * 30, timedelta(days=30), False),
            (86400 * 30, timedelta(days=29), True),
        ):
            counted = Tick("first", 1000 + seconds)
            assert has_jumped(THEN + now, counted, signed=Anchor(THEN, START)) is jumped

    def test_a_machine_that_was_off_may_have_been_so_for_a_week(self) -> None:
        for now, jumped in ((MOST_PAUSE, False), (MOST_PAUSE + A_SECOND, True), (-MOST_JUMP - A_SECOND, True)):
            assert has_jumped(THEN + now, Tick("second", 1), signed=Anchor(THEN, START)) is jumped


def status(hub: Hub, station: Any, now: datetime) -> Any:
    return hub.post("heads", station.status().encode(), **{CLOCK: now})


@on_both
@pytest.mark.parametrize("jump", [timedelta(days=210), timedelta(days=5000), timedelta(days=-400), -2 * MOST_JUMP])
def test_by_a_clock_that_jumped_nothing_is_signed_or_stored(hub: Hub, jump: timedelta) -> None:
    station = hub.enrolled_station()
    now = datetime.now(UTC)
    assert status(hub, station, now).status_code == 200
    proof = {"Authorization": f"ck1 {sign_bring(station.device, '0' * 64, key=station.key)}"}
    answers = [
        status(hub, station, now + jump),
        hub.post("batches", station.batch(keep=False).to_bytes(), **{CLOCK: now + jump}),
        hub.post("missing", sign_ask(station.device, ["0" * 64], key=station.key).encode(), **{CLOCK: now + jump}),
        hub.client.put(f"/api/v1/blobs/{'0' * 64}", b"x", headers=proof, **{CLOCK: now + jump}),
    ]
    for answer in answers:
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert Batch.objects.count() == 0
    with pytest.raises(ClockDoubted, match="hub clock right"):
        tell_stations(hub.folder, log_at_once=True, now=now + jump)
    assert status(hub, station, now + A_SECOND).status_code == 200, "as soon as it is right again"


def test_by_a_clock_that_jumped_no_content_is_signed(hub: Hub) -> None:
    """A station takes the moment at which its content was signed for a witness of the time."""
    HubClock.objects.update(signed_at=datetime.now(UTC) - timedelta(days=30))
    before = published_bytes(hub)
    for command in ("publish", "renew", "announce"):
        with pytest.raises(CommandError, match="hub clock right"):
            call_command(command)
    with pytest.raises(ClockDoubted):
        publish_again(hub, now=datetime.now(UTC))
    assert published_bytes(hub) == before
    call_command("clock", "right", "--note", "it was off for a month")
    call_command("publish")
    assert published_bytes(hub) != before


def published_bytes(hub: Hub) -> dict[str, bytes]:
    folder = hub.folder.repository / "metadata"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_console_says_why_and_a_person_can_say_that_it_is_right(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.post("heads", station.status().encode())
    HubClock.objects.update(signed_at=datetime.now(UTC) - timedelta(days=30))
    assert hub.post("heads", station.status().encode()).status_code == 503
    assert hub.client.get("/health/ready").status_code == 503
    with override("en"):
        assert open_needs(station_rows(datetime.now(UTC)))[0].title == "The clock of this hub has jumped"
    with pytest.raises(CommandError):
        call_command("announce")
    with pytest.raises(CommandError, match="note"):
        call_command("clock", "right")
    call_command("clock", "right", "--note", "it was off for a month")
    assert hub.post("heads", station.status().encode()).status_code == 200
    assert "off for a month" in AuditEntry.objects.get(event="clock-trusted").facts


def test_the_signed_way_back_is_in_the_next_word_to_a_station(hub: Hub) -> None:
    station = hub.enrolled_station()

    def word() -> Heads:
        answer = hub.post("heads", station.status().encode())
        return Heads.read(answer.content.decode(), key=current_voice().key.public)

    assert word().correction == 0
    call_command("clock", "was-wrong", "--note", "the battery was flat")
    assert word().correction == 1
    assert "battery" in AuditEntry.objects.get(event="clock-was-wrong").facts


@pytest.fixture
def ahead(hub: Hub, codes: Any) -> dict[str, str]:  # noqa: F811
    """Two ballots: one that came in time, and one, not yet worked, that came when the clock was in another year."""
    station = hub.enrolled_station()
    now = datetime.now(UTC)
    in_time, late, unlisted = (ballot(hub, station, code) for code in codes[:3])
    hub.accept(station.batch([in_time[0]], stream=Stream.BALLOTS), now=now)
    hub.accept(station.batch([late[0]], stream=Stream.BALLOTS), now=now + timedelta(days=5000))
    hub.work()
    hub.accept(station.batch([unlisted[0]], stream=Stream.BALLOTS), now=now + timedelta(days=5000))
    return {"in time": in_time[1], "late": late[1], "unlisted": unlisted[1]}


def test_ballots_that_such_a_clock_took_for_late_wait_for_a_person_and_then_count(
    hub: Hub, ahead: dict[str, str]
) -> None:
    poll_takes_ballots_today = standings()[ahead["in time"]] == "counts"
    assert standings()[ahead["late"]] == "late"
    call_command("clock", "was-wrong", "--note", "a typing error")
    hub.work()
    assert Incident.objects.get().kind == "clock-wrong"
    assert not Batch.objects.filter(received_at__gt=datetime.now(UTC)).exists()
    aside = SealedRecord.objects.filter(state=RecordState.QUARANTINED)
    assert set(aside.values_list("reason", flat=True)) == {"clock"}
    assert aside.count() == (1 if poll_takes_ballots_today else 2)
    for row in aside:
        release_record(row.id, note="it came in time", by="test", now=datetime.now(UTC))
    hub.work()
    assert standings()[ahead["late"]] == standings()[ahead["unlisted"]] == "counts"
    assert BoxedBallot.objects.count() == 3
    assert not SealedRecord.objects.exclude(state=RecordState.APPLIED).exists()
