"""Polls for one evening at the hub: only what was published is taken, and only from the station that opened it."""

from __future__ import annotations

from typing import Any

import pytest

from sync.counting.tally import Box, open_both, write_result
from sync.hub.counting.evenings import receive_evening
from sync.hub.counting.models import EveningCount
from sync.hub.intake.models import RecordState, SealedRecord
from sync.hub.polls.models import BoxedBallot
from sync.hub.polls.selectors import newest_version
from sync.hub.polls.services import put_in_box
from sync.protocol.envelope import seal_evening
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.keys import OpenKey
from sync.protocol.polls.poll import Poll
from sync.protocol.records import BallotEnvelope, Stream
from tests.kits.evening_polls import TEMPLATE, opened_evening, published_template
from tests.kits.hub import NOW, Hub


def test_a_template_is_published_without_keys_and_takes_no_ballots(hub: Hub) -> None:
    assert "keys" not in published_template()
    with pytest.raises(Refused):
        put_in_box(BallotEnvelope(TEMPLATE, b"inner"), received_on=NOW.date())


def test_ballots_that_come_before_word_of_their_poll_wait_for_it(hub: Hub) -> None:
    wire, _mix, _tally = opened_evening()
    station = hub.enrolled_station()
    ballots = [station.ballot(Poll.from_wire(wire), ["a1"])[0] for _ in range(3)]
    hub.accept(station.batch(ballots, stream=Stream.BALLOTS))
    for _ in range(4):
        hub.work()
    assert not BoxedBallot.objects.exists()
    hub.accept(station.batch([seal_evening(EveningPoll(wire), key=station.seal)]))
    hub.work()
    hub.work()
    assert BoxedBallot.objects.filter(poll=wire["id"]).count() == 3
    assert not SealedRecord.objects.exclude(state=RecordState.APPLIED).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"question": {"de": "Etwas anderes?"}},
        {"decides": "decides"},
        {"id": "neuer-markt-0a1b2c3d"},
        {"id": TEMPLATE},
        {"id": f"{TEMPLATE}-../../../x"},
        {"closes": "2027-01-01"},
        {"grace": "2030-01-01"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_was_not_published_is_refused(hub: Hub, change: dict[str, Any]) -> None:
    wire, _mix, _tally = opened_evening()
    with pytest.raises(Refused):
        receive_evening(EveningPoll({**wire, **change}), device="a", received_at=NOW)
    assert not EveningCount.objects.exists() and newest_version(wire["id"]) is None


def test_one_key_for_both_steps_is_refused(hub: Hub) -> None:
    wire, mix, _tally = opened_evening()
    keys = {"mix": mix.public.jwk, "tally": mix.public.jwk}
    with pytest.raises(Refused):
        receive_evening(EveningPoll({**wire, "keys": keys}), device="a", received_at=NOW)


def result_of_nobody(wire: Any, mix: OpenKey, tally: OpenKey) -> str:
    count = open_both(Box.of([]), poll=Poll.from_wire(wire), mix=mix, tally=tally)
    return write_result(count, ballots=[], doubles=[], late=0, wire=wire).decode()


def test_the_first_result_of_the_station_that_opened_it_stays(hub: Hub) -> None:
    wire, mix, tally = opened_evening()
    other = opened_evening(name="99999999")
    receive_evening(EveningPoll(wire), device="a", received_at=NOW)
    result = result_of_nobody(wire, mix, tally)
    for device, foreign in (("b", result), ("a", result_of_nobody(*other)), ("a", "{}")):
        with pytest.raises(Refused):
            receive_evening(EveningPoll(wire, foreign), device=device, received_at=NOW)
    for _ in range(2):
        receive_evening(EveningPoll(wire, result), device="a", received_at=NOW)
    assert EveningCount.objects.get().result == result
    with pytest.raises(Refused):
        receive_evening(EveningPoll(wire, result.replace('"late":0', '"late":1')), device="a", received_at=NOW)
