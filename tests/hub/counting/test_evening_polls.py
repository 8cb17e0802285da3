"""Polls for one evening at the hub: only what was published is taken, and only from the station that opened it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from sync.counting.files import read_result
from sync.counting.tally import Box, count_answers, open_both, write_result
from sync.hub.announcements.models import Announcement
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.console.queries import poll_rows
from sync.hub.counting.ceremony import publish_result
from sync.hub.counting.evenings import comparison_of, receive_evening, take_result
from sync.hub.counting.models import EveningCount
from sync.hub.counting.services import recount_kept
from sync.hub.intake.models import RecordState, SealedRecord
from sync.hub.paper.services import poll_on_paper
from sync.hub.polls.models import BoxedBallot, Tally
from sync.hub.polls.selectors import newest_version, result_of
from sync.hub.polls.services import put_in_box
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.recounting import recount_evenings
from sync.key_files import save_key
from sync.protocol.envelope import seal_evening, seal_inner
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.keys import OpenKey
from sync.protocol.poll_results import PollResult, result_name
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


@dataclass
class CountedEvening:
    """Five ballots at the hub, one of them not yet, and the result of all of them."""

    wire: Mapping[str, Any]
    keys: tuple[OpenKey, OpenKey]
    result: str
    late: Callable[[], None]


@pytest.fixture
def evening(hub: Hub) -> CountedEvening:
    wire, mix, tally = opened_evening()
    poll, station = Poll.from_wire(wire), hub.enrolled_station()
    inner = [seal_inner(poll, [option]) for option in ("a1", "a1", "a2", "a1", "a1")]
    box = Box.of(inner)
    count = open_both(box, poll=poll, mix=mix, tally=tally)
    result = write_result(count, ballots=box.ballots, doubles=[], late=0, wire=wire).decode()
    receive_evening(EveningPoll(wire, result), device=station.device, received_at=NOW)
    for one in inner[1:]:
        put_in_box(BallotEnvelope(poll.id, one), received_on=NOW.date())
    late = partial(put_in_box, BallotEnvelope(poll.id, inner[0]), received_on=NOW.date())
    return CountedEvening(wire, (mix, tally), result, late)


def test_a_result_is_taken_over_only_with_exactly_its_ballots(hub: Hub, evening: CountedEvening) -> None:
    poll_id = evening.wire["id"]
    take = partial(take_result, poll_id, smallest=5, results=hub.folder.results, by="erika", now=NOW)
    found = comparison_of(poll_id)
    assert found is not None and (found.here, found.counted, found.missing, found.fits) == (4, 5, 1, False)
    with pytest.raises(Refused):
        take()
    evening.late()
    assert result_of(take().poll) == evening.result.encode(), "byte by byte"
    assert recount_kept(poll_id) == []
    with pytest.raises(Refused):
        take()


def test_a_ballot_that_the_station_does_not_name_stops_it(hub: Hub, evening: CountedEvening) -> None:
    evening.late()
    poll = Poll.from_wire(evening.wire)
    put_in_box(BallotEnvelope(poll.id, seal_inner(poll, ["a2"])), received_on=NOW.date())
    found = comparison_of(poll.id)
    assert found is not None and (found.strange, found.fits) == (1, False)
    with pytest.raises(Refused):
        take_result(poll.id, smallest=5, results=hub.folder.results, by="erika", now=NOW)


def test_figures_that_do_not_follow_from_the_answers_are_not_taken_over(hub: Hub, evening: CountedEvening) -> None:
    evening.late()
    changed = evening.result.replace('"a1":4', '"a1":5')
    assert changed != evening.result
    EveningCount.objects.update(result=changed)
    found = comparison_of(evening.wire["id"])
    assert found is not None and not found.is_same
    with pytest.raises(Refused):
        take_result(evening.wire["id"], smallest=5, results=hub.folder.results, by="erika", now=NOW)


def test_the_command_opens_the_ballots_with_both_keys_and_finds_answers_that_were_changed(
    hub: Hub, evening: CountedEvening, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poll_id, files = evening.wire["id"], (tmp_path / "mix.pem", tmp_path / "tally.pem")
    for key, file in zip(evening.keys, files, strict=True):
        save_key(key, file)
    with pytest.raises(CommandError, match="1 ballots of the result are not here"):
        call_command("recount_evening", poll_id)
    evening.late()
    with pytest.raises(CommandError, match="one key alone"):
        call_command("recount_evening", poll_id, mix_key=files[0])
    call_command("recount_evening", poll_id)
    call_command("recount_evening", poll_id, mix_key=files[0], tally_key=files[1])
    assert "opened and counted" in capsys.readouterr().out
    poll = Poll.from_wire(evening.wire)
    count = count_answers([["a2"]] * 5, poll=poll, reasons={})
    names = read_result(evening.result.encode()).ballots
    lie = write_result(count, ballots=names, doubles=[], late=0, wire=evening.wire).decode()
    EveningCount.objects.update(result=lie)
    call_command("recount_evening", poll_id)
    with pytest.raises(CommandError, match="something else"):
        call_command("recount_evening", poll_id, mix_key=files[0], tally_key=files[1])


def test_the_console_compares_and_takes_over(hub: Hub, evening: CountedEvening) -> None:
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    hub.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    address = f"/polls/{evening.wire['id']}/count/"
    shown = hub.client.get(address).content.decode()
    assert "Counted, and not here yet</dt><dd>1</dd>" in shown and "take-evening" not in shown
    assert hub.client.post(address, {"deed": "take-evening"}).status_code == 409
    evening.late()
    assert "take-evening" in hub.client.get(address).content.decode()
    assert "was counted at its station" in hub.client.get("/").content.decode()
    assert hub.client.post(address, {"deed": "take-evening"}).status_code == 302
    assert result_of(Tally.objects.get().poll) == evening.result.encode()
    assert "was counted at its station" not in hub.client.get("/").content.decode()


def test_paper_would_be_counted_by_nobody(hub: Hub, evening: CountedEvening) -> None:
    for poll_id in (TEMPLATE, evening.wire["id"]):
        with pytest.raises(Refused, match="not answered on paper"):
            poll_on_paper(poll_id, today=NOW.date())


def test_the_list_of_polls_tells_a_template_from_what_became_of_it(hub: Hub, evening: CountedEvening) -> None:
    rows = {row.published.poll: row.is_template for row in poll_rows(NOW.date())}
    assert rows[TEMPLATE] and not rows[evening.wire["id"]]


def test_stations_are_told_the_result_once_it_was_taken_over_and_published(hub: Hub, evening: CountedEvening) -> None:
    evening.late()
    poll_id = evening.wire["id"]
    take_result(poll_id, smallest=5, results=hub.folder.results, by="erika", now=NOW)
    publish_result(poll_id, by="otto", now=NOW)
    told = PollResult.from_bytes(bytes(Announcement.objects.get(name=result_name(poll_id)).data))
    here = EveningPoll(evening.wire, evening.result).tellable()
    assert here is not None and (told.poll.id, told.figures) == (poll_id, here.figures)


def both(evening: CountedEvening) -> Mapping[str, OpenKey]:
    return dict(zip(("mix", "tally"), evening.keys, strict=True))


def hand_over(hub: Hub, evening: CountedEvening, result: str = "") -> None:
    """The station that has counted it sends the keys, in a batch as any other."""
    station = hub.enrolled_station(name="same")
    EveningCount.objects.update(device=station.device)
    told = EveningPoll(evening.wire, result or evening.result, both(evening))
    hub.accept(station.batch([seal_evening(told, key=station.seal)]))
    hub.work()


def recount_of(evening: CountedEvening) -> bool | None:
    found = comparison_of(evening.wire["id"])
    assert found is not None and found.has_keys
    return found.recount_is_same


def test_with_the_keys_of_both_the_hub_counts_again_by_itself_once_all_ballots_are_here(
    hub: Hub, evening: CountedEvening
) -> None:
    hand_over(hub, evening)
    assert recount_of(evening) is None, "one ballot is still on its way"
    evening.late()
    recount_evenings(Keyring.load(hub.folder.root), now=NOW)
    assert recount_of(evening) is True
    assert AuditEntry.objects.filter(event=AuditEvent.EVENING_SAME).count() == 1
    recount_evenings(Keyring.load(hub.folder.root), now=NOW)
    assert AuditEntry.objects.filter(event=AuditEvent.EVENING_SAME).count() == 1, "once is enough"


def test_a_result_whose_ballots_say_otherwise_is_never_taken_over(hub: Hub, evening: CountedEvening) -> None:
    evening.late()
    poll = Poll.from_wire(evening.wire)
    count = count_answers([["a2"]] * 5, poll=poll, reasons={})
    names = read_result(evening.result.encode()).ballots
    lie = write_result(count, ballots=names, doubles=[], late=0, wire=evening.wire).decode()
    EveningCount.objects.update(result=lie)
    found = comparison_of(poll.id)
    assert found is not None and found.fits, "its figures add up"
    hand_over(hub, evening, lie)
    assert recount_of(evening) is False
    with pytest.raises(Refused):
        take_result(poll.id, smallest=5, results=hub.folder.results, by="erika", now=NOW)
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    hub.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "take-evening" not in hub.client.get(f"/polls/{poll.id}/count/").content.decode()
    assert "say something else than its station" in hub.client.get("/").content.decode()


def test_keys_are_kept_nowhere_but_in_their_sealed_record(hub: Hub, evening: CountedEvening) -> None:
    evening.late()
    hand_over(hub, evening)
    assert recount_of(evening) is True
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert all(b"PRIVATE KEY" not in repr(row).encode() for row in cursor.fetchall()), table
    assert not (hub.folder.trustee_keys / evening.wire["id"]).exists()


def test_keys_of_a_poll_that_is_not_counted_cannot_be_told(hub: Hub, evening: CountedEvening) -> None:
    with pytest.raises(Refused, match="open"):
        EveningPoll(evening.wire, "", both(evening))
    sent = EveningPoll(evening.wire, evening.result, both(evening)).to_wire()
    del sent["result"]
    with pytest.raises(Refused, match="open"):
        EveningPoll.from_wire(sent)


def test_keys_of_another_poll_and_one_key_alone_are_refused(hub: Hub, evening: CountedEvening) -> None:
    mix, tally = evening.keys
    for keys in ({"mix": mix, "tally": mix}, {"mix": tally, "tally": mix}, {"mix": mix}):
        with pytest.raises(Refused, match="keys"):
            EveningPoll(evening.wire, evening.result, keys)
