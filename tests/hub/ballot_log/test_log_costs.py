"""What a proof and a day of the ballot log cost does not grow with what is in it."""

from __future__ import annotations

from datetime import UTC, datetime

from sync.hub.ballot_log import selectors
from sync.hub.ballot_log.models import LogTile
from sync.hub.ballot_log.services import append_day
from sync.protocol import merkle
from sync.protocol.ballot_log import LEAVES_PER_FILE, LogEntry, read_files
from sync.protocol.signed_note import Checkpoint
from tests.hub.ballot_log.test_ballot_log import TODAY, box, key_of, origin, published
from tests.kits.hub import Hub
from tests.kits.sqlite_steps import steps_of


def grow(hub: Hub, *inner: bytes) -> None:
    box(*inner)
    append_day(key=key_of(hub), today=TODAY, at_once=True, now=datetime.now(UTC))


def test_a_proof_reads_a_file_of_the_log_and_not_all_of_it(hub: Hub) -> None:
    steps = []
    for times in (3, 12):
        grow(hub, *(b"%d %d" % (times, number) for number in range(times * LEAVES_PER_FILE - selectors.size())))
        entries = selectors.entries()
        tracker = entries[LEAVES_PER_FILE + 7].tracker
        proofs = (
            lambda tracker=tracker: selectors.prove_ballot(tracker, origin=origin(hub)),
            lambda: selectors.prove_growth(LEAVES_PER_FILE + 5, origin=origin(hub)),
            selectors.size,
        )
        steps.append([steps_of(proof) for proof in proofs])
    for few, many in zip(*steps, strict=True):
        assert many < few * 1.15 + 20


def test_what_is_proven_from_tiles_is_what_all_leaves_say(hub: Hub) -> None:
    for number in range(5):
        grow(hub, *(b"%d %d" % (number, other) for other in range(700)))
    leaves = selectors.leaves()
    note, told = read_files(published())
    checkpoint = Checkpoint.open(note, origin=origin(hub), key=key_of(hub).public)
    assert told == leaves
    assert (checkpoint.size, checkpoint.root) == (3500, merkle.root_of(leaves))
    assert LogTile.objects.count() == 3500 // LEAVES_PER_FILE
    for before in (0, 1, 1023, 1024, 1025, 3072, 3499, 3500):
        assert selectors.prove_growth(before, origin=origin(hub)) == merkle.prove_consistency(leaves, before)
    for index in (0, 1023, 1024, 3071, 3072, 3499):
        assert selectors.tree(3500).prove_inclusion(index) == merkle.prove_inclusion(leaves, index)


def test_a_log_from_before_there_were_tiles_is_proven_all_the_same(hub: Hub) -> None:
    from sync.hub.ballot_log.models import LogLine

    lines = [LogLine(number=number, poll="p", inner_hash=f"{number:064x}") for number in range(1500)]
    LogLine.objects.bulk_create(lines)
    leaves = [LogEntry("p", "", f"{number:064x}").leaf for number in range(1500)]
    assert selectors.tree(1500).root == merkle.root_of(leaves)
    grow(hub, *(b"%d" % number for number in range(600)))
    assert list(LogTile.objects.values_list("number", flat=True)) == [1]
    assert (
        read_files(published() | {"log.00000": b"".join(leaf + b"\n" for leaf in leaves[:1024])})[1]
        == selectors.leaves()
    )
