"""From sealed ballots to published files at a hub: every counted ballot has its proof, and every proof its ballot."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sync.hub.ballot_log import selectors as ballot_log
from sync.hub.ballot_log.services import append_day
from sync.hub.counting.recount import main
from sync.hub.polls.models import BoxedBallot, Participation
from sync.key_files import load_signing_key
from sync.protocol import merkle
from sync.protocol.ballot_log import origin_of
from sync.protocol.encoding import to_base64
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Stream
from sync.protocol.signed_note import Checkpoint
from tests.hub.counting.test_counting import forged_inner
from tests.kits.hub import Hub
from tests.kits.poll_kinds import of_kind

LAST_DAY = datetime(2026, 2, 1, 12, tzinfo=UTC)


def publish(hub: Hub, word: str, **changes: Any) -> Poll:
    source = hub.folder.content / "polls" / "neuer-markt.json"
    wire = of_kind(json.loads(source.read_text("utf-8")), word, **changes)
    wire |= {"id": "over", "opens": "2026-01-01", "closes": "2026-02-01"}
    (source.parent / "over.json").write_text(json.dumps(wire), "utf-8")
    call_command("publish")
    return hub.poll("over")


def cast(hub: Hub, poll: Poll, answers: list[Any]) -> None:
    station = hub.enrolled_station()
    records = [station.ballot(poll, answer)[0] for answer in answers]
    hub.accept(station.batch(records, stream=Stream.BALLOTS), now=LAST_DAY)
    hub.work()


def count(hub: Hub) -> None:
    keys = hub.folder.trustee_keys / "over"
    call_command("count", "over", f"--mix-key={keys / 'mix.pem'}", f"--tally-key={keys / 'tally.pem'}")


def log(hub: Hub) -> None:
    key = load_signing_key(hub.folder.log_key)
    append_day(key=key, today=datetime.now(UTC).date(), at_once=True, now=datetime.now(UTC))


def is_proven(hub: Hub, tracker: str, leaf: bytes) -> bool:
    """By the text of the proof alone, with the public key of the log."""
    key = load_signing_key(hub.folder.log_key).public
    head, note = ballot_log.prove_ballot(tracker, origin=origin_of(key)).split("\n\n", 1)
    lines = head.split("\n")
    checkpoint = Checkpoint.open(note, origin=origin_of(key), key=key)

    steps = [base64.b64decode(step) for step in lines[2:]]
    return merkle.is_included(
        leaf, int(lines[1].removeprefix("index ")), checkpoint.size, proof=steps, root=checkpoint.root
    )


@pytest.mark.parametrize(
    ("word", "changes", "answers"),
    [
        ("budget", {"rule": "equal_shares"}, lambda a, b, c: [[a, b]] * 6 + [[c]] * 5),
        ("ranked", {}, lambda a, b, c: [[a, b], [b], [c, a], [b, c], [a], [c]]),
        ("scale", {"scale": "numbers", "rule": "least_resistance"}, lambda a, b, c: [{a: 3, b: 0}] * 5 + [{c: 10}]),
        ("text", {}, lambda a, b, c: ["Bänke", "Bäume", "Licht", "Ruhe", "Wasser"]),
    ],
)
def test_from_the_box_to_the_recount(hub: Hub, tmp_path: Path, word: str, changes: Any, answers: Any) -> None:
    poll = publish(hub, word, **changes)
    ids = [option.id for option in poll.options[:3]] or ["", "", ""]
    cast(hub, poll, answers(*ids))
    folder = tmp_path / "published"
    log(hub)
    with pytest.raises(CommandError, match="not counted yet"):
        call_command("publish_result", "over", f"--out={folder}")
    count(hub)
    log(hub)
    call_command("publish_result", "over", f"--out={folder}")
    assert main([str(folder)]) == 0
    told = json.loads((folder / "result.json").read_bytes())
    assert told["valid"] == len(answers(*ids))
    ballots = {row.inner_hash: row for row in BoxedBallot.objects.filter(poll="over")}
    assert set(told["ballots"]) == set(ballots), "each counted ballot is named"
    leaves = {entry.inner_hash: entry.leaf for entry in ballot_log.entries() if entry.poll == "over"}
    assert set(leaves) == set(ballots), "and each line of the log is a ballot"
    assert all(is_proven(hub, row.tracker, leaves[name]) for name, row in ballots.items())
    assert to_base64(ballots[told["ballots"][0]].inner) not in (folder / "result.json").read_text("utf-8")


def test_nothing_is_published_before_every_ballot_is_in_the_log(hub: Hub, tmp_path: Path) -> None:
    poll = publish(hub, "single")
    log(hub)
    cast(hub, poll, [[poll.options[0].id]] * 6)
    count(hub)
    with pytest.raises(CommandError, match="6 counted ballots are not in the ballot log yet"):
        call_command("publish_result", "over", f"--out={tmp_path / 'x'}")
    log(hub)
    call_command("publish_result", "over", f"--out={tmp_path / 'x'}")
    with pytest.raises(CommandError):  # nothing that was published is written over
        call_command("publish_result", "over", f"--out={tmp_path / 'x'}")


def test_why_ballots_are_invalid_is_told_and_how_many_came_from_where(hub: Hub, tmp_path: Path) -> None:
    from sync.hub.polls.services import put_in_box
    from sync.protocol.records import BallotEnvelope

    poll = publish(hub, "single")
    first, second = (option.id for option in poll.options[:2])
    cast(hub, poll, [[first]] * 6)
    good: dict[str, Any] = {"poll": poll.id, "format": 2, "poll_hash": poll.hash, "answer": [first], "salt": "x"}
    for wire in (
        good | {"answer": [first, second]}, good | {"answer": ["x"]}, good | {"answer": 7}, good | {"poll_hash": "0"},
    ):  # fmt: skip
        put_in_box(BallotEnvelope(poll.id, forged_inner(poll, wire)), received_on=LAST_DAY.date())
    put_in_box(BallotEnvelope(poll.id, b"no envelope at all" * 10), received_on=LAST_DAY.date())
    count(hub)
    log(hub)
    call_command("publish_result", "over", f"--out={tmp_path / 'x'}")
    told = json.loads((tmp_path / "x" / "result.json").read_bytes())
    assert told["invalid_reasons"] == {
        "other_poll": 1, "too_many": 1, "unknown_option": 1, "unreadable": 1, "wrong_shape": 1,
    }  # fmt: skip
    assert Participation.objects.get(poll="over").ballots == 6
    assert ["K", "station", 6] in told["participation"]
