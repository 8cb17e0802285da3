"""Counting: only after the close, only with both keys, never of too few, and always the same result."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sync.counting.faults import CountingFault
from sync.counting.files import MixedFile, read_mixed, write_mixed
from sync.counting.tally import Box, open_mix, open_tally
from sync.hub.audit.models import AuditEntry
from sync.hub.config import HubConfig
from sync.hub.counting.services import count_poll, give_box, keep_result
from sync.hub.polls import selectors
from sync.hub.polls.models import BallotStanding, BoxedBallot, Tally
from sync.hub.polls.services import keep_tally, put_in_box
from sync.hub.worker.keyring import Keyring
from sync.protocol.encoding import canonical_json
from sync.protocol.envelope import open_outer
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey
from sync.protocol.polls.poll import Poll
from sync.protocol.records import BallotEnvelope, Stream
from tests.kits.hub import NOW, Hub

SMALLEST = HubConfig().smallest_tally


def cast(hub: Hub, poll: Poll, choices: Sequence[Sequence[str]], *, received_at: datetime = NOW) -> list[str]:
    station = hub.enrolled_station()
    ballots = [station.ballot(poll, choice) for choice in choices]
    for start in range(0, len(ballots), 500):
        batch = [record for record, _ in ballots[start : start + 500]]
        hub.accept(station.batch(batch, stream=Stream.BALLOTS), now=received_at)
    hub.work()
    return [tracker for _, tracker in ballots]


def count(hub: Hub, poll_id: str = "neuer-markt", **changes: Any) -> Tally:
    wanted: dict[str, Any] = {
        "mix": hub.trustee_key("mix", poll_id),
        "tally": hub.trustee_key("tally", poll_id),
        "smallest": SMALLEST,
        "results": hub.folder.results,
        "by": "test",
        "today": hub.poll(poll_id).grace + timedelta(days=1),
        "now": NOW,
    }
    return count_poll(poll_id, **wanted | changes)


def box(poll_id: str, inner: bytes) -> None:
    put_in_box(BallotEnvelope(poll_id, inner), received_on=NOW.date())


def choices_for(poll: Poll, number: int) -> list[list[str]]:
    return [[poll.options[index % 3].id] for index in range(number)]


def test_the_figures_are_those_that_were_cast(hub: Hub) -> None:
    poll = hub.poll()
    choices = choices_for(poll, 10)
    trackers = cast(hub, poll, choices)
    tally = count(hub)
    expected = Counter(choice[0] for choice in choices)
    assert tally.figures["counts"] == {option.id: expected[option.id] for option in poll.options}
    assert (tally.total, tally.valid, tally.invalid) == (10, 10, 0)
    assert json.loads(selectors.result_of(poll.id))["answers"] == sorted(choices)
    assert tally.poll_hash == poll.hash
    assert sorted(selectors.trackers(selectors.names_of(poll.id))) == sorted(trackers)
    assert AuditEntry.objects.filter(event="poll-counted").count() == 1


def test_several_choices_on_one_ballot_are_counted_one_by_one(hub: Hub) -> None:
    poll = hub.poll("garten-nordwest")
    first, second, third = (option.id for option in poll.options[:3])
    cast(hub, poll, [[first, second, third], [first, second], [first], [second], [second]])
    tally = count(hub, poll.id)
    assert [tally.figures["counts"][option] for option in (first, second, third)] == [3, 4, 1]
    assert tally.valid == 5


def test_the_result_file_can_be_counted_again_and_is_the_same_every_time(hub: Hub) -> None:
    poll = hub.poll()
    trackers = cast(hub, poll, choices_for(poll, 7))
    tally = count(hub)
    data = (hub.folder.results / "neuer-markt.json").read_bytes()
    assert data == selectors.result_of(poll.id)
    result = json.loads(data)
    assert Counter(option for choice in result["answers"] for option in choice) == {
        option: number for option, number in result["tally"]["counts"].items() if number
    }
    assert Poll.from_wire(result["poll"]).hash == result["poll_hash"] == poll.hash
    assert hashlib.sha256(canonical_json(result["ballots"])).hexdigest() == result["box_hash"] == tally.box_hash
    assert len(result["ballots"]) == len(trackers)
    Tally.objects.all().delete()
    count(hub)
    assert selectors.result_of(poll.id) == data


@pytest.mark.parametrize("days", [-200, -1, 0])
def test_an_open_poll_is_not_counted(hub: Hub, days: int) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 6))
    with pytest.raises(Refused, match="open until"):
        count(hub, today=poll.closes + timedelta(days=days))
    assert not Tally.objects.exists()
    assert not hub.folder.results.exists()


@pytest.mark.parametrize("days", [1, 14])
def test_a_closed_poll_is_not_counted_while_ballots_are_waited_for(hub: Hub, days: int) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 6))
    with pytest.raises(Refused, match=f"waited for until {poll.grace.isoformat()}; it can be counted from the day"):
        count(hub, today=poll.closes + timedelta(days=days))
    assert not Tally.objects.exists()
    assert poll.grace == poll.closes + timedelta(days=14)


def test_a_box_of_too_few_ballots_is_not_counted(hub: Hub) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, SMALLEST - 1))
    with pytest.raises(Refused, match=f"has {SMALLEST - 1} ballots; with fewer than {SMALLEST}"):
        count(hub)
    assert not Tally.objects.exists()


def test_too_few_valid_ballots_give_no_result_either(hub: Hub) -> None:
    """Otherwise a few void ballots thrown in would lay bare the single real one."""
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 2))
    for number in range(10):
        box(poll.id, bytes([number]) * 200)
    with pytest.raises(Refused, match="only 2 ballots are valid"):
        count(hub)
    assert not Tally.objects.exists()


@pytest.mark.parametrize("step", ["mix", "tally"])
def test_a_wrong_key_is_named_and_nothing_is_counted(hub: Hub, step: str) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 6))
    for wrong in (OpenKey.generate(), hub.trustee_key(step, "garten-nordwest")):
        with pytest.raises(Refused, match=f"not the {step} key"):
            count(hub, **{step: wrong})
    assert not Tally.objects.exists()


def test_a_poll_is_counted_once(hub: Hub) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 6))
    count(hub)
    with pytest.raises(Refused, match="counted already"):
        count(hub)
    cast(hub, poll, choices_for(poll, 2))
    tally = selectors.tally_of(poll.id)
    assert tally is not None
    with pytest.raises(Refused, match="counted already"):
        keep_tally(tally, [], by="test", now=NOW)  # even if two people count at the same moment
    assert selectors.count_ballots()[BallotStanding.LATE] == {poll.id: 2}


def forged_inner(poll: Poll, wire: dict[str, Any]) -> bytes:
    """What a manipulated station could seal: the right keys, another content."""
    assert poll.mix is not None
    assert poll.tally is not None
    for_tally = poll.tally.seal(canonical_json(wire), f"ck1|tally|{poll.id}".encode())
    return poll.mix.seal(for_tally, f"ck1|mix|{poll.id}".encode())


def test_ballots_against_the_rules_are_counted_as_invalid_and_change_nothing(hub: Hub) -> None:
    poll, other = hub.poll(), hub.poll("garten-nordwest")
    option = poll.options[0].id
    cast(hub, poll, [[option]] * 5)
    good: dict[str, Any] = {"poll": poll.id, "format": 2, "poll_hash": poll.hash, "answer": [option], "salt": "x"}
    void = [
        good | {"answer": [option, poll.options[1].id]},
        good | {"answer": []},
        good | {"answer": ["no such option"]},
        good | {"answer": option},
        good | {"poll": other.id},
        good | {"poll_hash": "0" * 64},
    ]
    for wire in void:
        box(poll.id, forged_inner(poll, wire))
    box(poll.id, forged_inner(other, good))  # sealed to the keys of another poll
    box(poll.id, b"no envelope at all" * 10)
    tally = count(hub)
    assert (tally.total, tally.valid, tally.invalid) == (13, 5, 8)
    assert tally.figures["counts"][option] == 5


def test_steps_need_no_hub(hub: Hub) -> None:
    """Two people on two machines: the box, then the mixed envelopes, are all that is handed on."""
    poll = hub.poll()
    station = hub.enrolled_station()
    keyring = Keyring.load(hub.folder.root)
    inner = [keyring.open(station.ballot(poll, [poll.options[0].id])[0], open_outer).inner for _ in range(6)]
    box = Box.of(inner + inner[:2])
    assert box == Box.of(list(reversed(inner)))
    mixed = open_mix(box, poll=poll, key=hub.trustee_key("mix"))
    assert open_tally(mixed, poll=poll, key=hub.trustee_key("tally")).tally["counts"][poll.options[0].id] == 6


def test_the_command_counts_and_tells_the_figures(hub: Hub, capsys: Any) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 6))
    keys = hub.folder.trustee_keys / poll.id
    arguments = ["count", poll.id, f"--mix-key={keys / 'mix.pem'}", f"--tally-key={keys / 'tally.pem'}"]
    with pytest.raises(CommandError, match="open until"):
        call_command(*arguments)
    with pytest.raises(CommandError, match="never published"):
        call_command("count", "unknown", *arguments[2:])
    with pytest.raises(CommandError, match="No such file"):
        call_command(*arguments[:3], f"--tally-key={keys / 'none.pem'}")


def hold_a_poll_that_is_over(hub: Hub, name: str = "over") -> Poll:
    source = hub.folder.content / "polls" / "neuer-markt.json"
    over = json.loads(source.read_text("utf-8")) | {"id": name, "opens": "2026-01-01", "closes": "2026-02-01"}
    (source.parent / f"{name}.json").write_text(json.dumps(over), "utf-8")
    call_command("publish")
    poll = hub.poll(name)
    cast(hub, poll, [[poll.options[0].id]] * 6, received_at=datetime(2026, 2, 1, 12, tzinfo=UTC))
    return poll


def test_the_command_counts_a_poll_that_is_over(hub: Hub, capsys: Any) -> None:
    poll = hold_a_poll_that_is_over(hub)
    keys = hub.folder.trustee_keys / "over"
    held = (keys / "tally.pem").rename(keys / "elsewhere.pem")
    with pytest.raises(CommandError, match="--tally-key"):  # a trustee has it
        call_command("count", "over")
    held.rename(keys / "tally.pem")
    call_command("count", "over")
    told = capsys.readouterr().out
    assert "6 ballots, 6 valid, 0 invalid" in told
    assert f"6  {poll.options[0].id}" in told
    assert json.loads((hub.folder.results / "over.json").read_bytes())["valid"] == 6


def test_two_people_count_on_two_machines_with_the_same_result(hub: Hub, tmp_path: Path) -> None:
    poll = hold_a_poll_that_is_over(hub)
    keys = hub.folder.trustee_keys / "over"
    box, mixed, result = (tmp_path / name for name in ("box.json", "mixed.json", "result.json"))
    call_command("count_box", "over", f"--out={box}")
    call_command("count_mix", f"--box={box}", f"--mix-key={keys / 'mix.pem'}", f"--out={mixed}")
    call_command("count_tally", f"--mixed={mixed}", f"--tally-key={keys / 'tally.pem'}", f"--out={result}")
    call_command("count_keep", "over", f"--result={result}")
    tally = selectors.tally_of("over")
    assert tally is not None
    assert (tally.valid, tally.figures["counts"][poll.options[0].id]) == (6, 6)
    Tally.objects.all().delete()
    count(hub, "over")
    assert selectors.result_of("over") == result.read_bytes()
    with pytest.raises(CommandError):  # nothing that was handed over is written over
        call_command("count_mix", f"--box={box}", f"--mix-key={keys / 'mix.pem'}", f"--out={mixed}")


def test_the_step_of_one_holder_cannot_be_done_with_the_key_of_the_other(hub: Hub, tmp_path: Path) -> None:
    hold_a_poll_that_is_over(hub)
    keys = hub.folder.trustee_keys / "over"
    call_command("count_box", "over", f"--out={tmp_path / 'box'}")
    with pytest.raises(CommandError, match="not the mix key"):
        call_command("count_mix", f"--box={tmp_path / 'box'}", f"--mix-key={keys / 'tally.pem'}", "--out=x")
    with pytest.raises(CommandError, match="no file of the form"):
        call_command("count_tally", f"--mixed={tmp_path / 'box'}", f"--tally-key={keys / 'tally.pem'}", "--out=x")


def keep(hub: Hub, poll: Poll, result: dict[str, Any]) -> Tally:
    return keep_result(
        poll.id,
        canonical_json(result) + b"\n",
        smallest=SMALLEST,
        results=hub.folder.results,
        by="test",
        today=poll.grace + timedelta(days=1),
        now=NOW,
    )


def with_two_options_on_one_ballot(good: dict[str, Any], second: str) -> dict[str, Any]:
    """Adds up in every figure, and breaks the rules of the poll."""
    taken = next(index for index, answer in enumerate(good["answers"]) if answer != [second])
    answers = [*good["answers"][:taken], sorted([*good["answers"][taken], second]), *good["answers"][taken + 1 :]]
    return {"answers": sorted(answers), "tally": more_votes(good, second, 1)}


def more_votes(good: dict[str, Any], option: str, number: int) -> dict[str, Any]:
    counts = good["tally"]["counts"]
    return good["tally"] | {"counts": counts | {option: counts[option] + number}}


def test_a_result_that_was_tampered_with_is_not_kept(hub: Hub) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 8))
    count(hub)
    good = json.loads(selectors.result_of(poll.id))
    Tally.objects.all().delete()
    first, second = (option.id for option in poll.options[:2])
    tampered: list[dict[str, Any]] = [
        good | {"tally": more_votes(good, first, 99)},
        good | {"tally": {}},
        good | {"answers": ["x" * 100_000, *good["answers"][1:]]},
        good | {"answers": 7},
        good | {"answers": [{}, *good["answers"][1:]]},
        good | {"valid": 7},
        good | {"total": 9},
        good | {"answers": [*good["answers"], [first]]},
        good | with_two_options_on_one_ballot(good, second),
        good | {"answers": good["answers"][:4]},
        good | {"ballots": good["ballots"][1:]},
        good | {"doubles": ["0" * 64]},
        good | {"poll_hash": "0" * 64},
        good | {"box_hash": "0" * 64},
        good | {"poll": good["poll"] | {"max": 9}},
        good | {"remark": "one member more"},
        {},
    ]
    for result in tampered:
        with pytest.raises(Refused):
            keep(hub, poll, result)
    assert not Tally.objects.exists()
    assert keep(hub, poll, good).valid == 8


def test_a_ballot_that_comes_between_box_and_result_is_noticed(hub: Hub) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 6))
    count(hub)
    good = json.loads(selectors.result_of(poll.id))
    Tally.objects.all().delete()
    cast(hub, poll, choices_for(poll, 1))
    with pytest.raises(Refused, match="another box"):
        keep(hub, poll, good)


@pytest.mark.parametrize(
    "change", [{"for_tally": []}, {"unreadable": 1}, {"format": "x"}, {"poll": {}}, {"ballots": 7}]
)
def test_mixed_envelopes_that_do_not_fit_are_refused(hub: Hub, change: dict[str, Any]) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 6))
    given = give_box(poll.id, smallest=SMALLEST, today=poll.grace + timedelta(days=1))
    mixed = open_mix(given.box, poll=poll, key=hub.trustee_key("mix"))
    data = b"".join(write_mixed(MixedFile(given.wire, given.box.ballots, mixed)))
    assert read_mixed(data).mixed == mixed
    with pytest.raises(Refused):
        read_mixed(canonical_json(json.loads(data) | change))


def test_an_unknown_poll_has_no_box(hub: Hub) -> None:
    with pytest.raises(Refused, match="never published"):
        box("unknown", b"x" * 100)
    assert not BoxedBallot.objects.exists()


class DisturbedKey:
    """A counting key; while it is used for the first time, something happens."""

    def __init__(self, key: OpenKey, deed: Callable[[], None]) -> None:
        self._key, self._deed, self.kid = key, deed, key.kid
        self._is_done = False

    def open(self, *arguments: Any, **named: Any) -> bytes:
        if not self._is_done:
            self._is_done = True
            self._deed()
        return self._key.open(*arguments, **named)


def test_a_box_that_changes_while_it_is_counted_gives_no_result(hub: Hub) -> None:
    poll = hub.poll()
    cast(hub, poll, choices_for(poll, 8))

    def exchange_one() -> None:
        row = BoxedBallot.objects.order_by("-inner_hash").first()
        assert row is not None
        box(poll.id, row.inner + b"x")
        row.delete()

    mix: Any = DisturbedKey(hub.trustee_key("mix", poll.id), exchange_one)
    assert BoxedBallot.objects.count() == 8
    with pytest.raises(Refused) as caught:
        count(hub, mix=mix)
    assert caught.value.reason is CountingFault.OTHER_BOX and not Tally.objects.exists()
