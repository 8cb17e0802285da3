"""The hub's word on a station's chains answers this station's question of now, and has room for all of its chains."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sync.protocol.messages import MOST_HEADS, LeftChain, StationStatus
from sync.protocol.records import RecordKind, Stream
from sync.station.database import transaction
from sync.station.events import Event
from sync.station.journal import release_everything
from tests.kits.hub_twin import Answer, instead
from tests.kits.station import Station


def recorded(station: Station) -> list[Answer]:
    """From here on the twin's answers about heads are kept."""
    answers: list[Answer] = []
    tell = station.twin._heads

    def tell_and_keep(message: str) -> Answer:
        answers.append(tell(message))
        return answers[-1]

    station.twin._heads = tell_and_keep  # type: ignore[method-assign]
    return answers


def test_an_old_answer_played_again_ends_no_revocation_and_sends_nothing_again(station: Station) -> None:
    answers = recorded(station)
    station.put()
    station.round()
    old = answers[0]
    station.twin.revoked = True
    station.round()
    assert station.state.is_revoked
    station.twin._heads = lambda _message: old  # type: ignore[method-assign]
    sent = len(station.twin.batches)
    result = station.round()
    assert station.state.is_revoked
    assert [note.event for note in result.notes] == [Event.HUB_UNKNOWN]
    assert len(station.twin.batches) == sent
    assert not result.complete


@pytest.mark.parametrize("reason", ["revoked", "body", "malformed", "gap"])
def test_an_old_refusal_played_again_says_nothing_of_another_batch(station: Station, reason: str) -> None:
    twin = station.twin
    old: list[Answer] = []

    def refuse(_take: Callable[[], Answer]) -> Answer:
        old.append(twin.refuse({"revoked": 403, "body": 422, "gap": 409}.get(reason, 400), reason))
        return old[0]

    station.put()
    twin.faults = [refuse]
    station.round()
    station.state.note_revoked(False)
    station.round()
    station.put()
    twin.faults = [instead(old[0])]
    result = station.round()
    assert not station.state.is_revoked
    assert [note.event for note in result.notes] == [Event.HUB_UNKNOWN]
    lost = len(twin.memory.lost)
    assert station.round().complete
    assert len(twin.memory.lost) == lost


def test_every_status_has_a_higher_number(station: Station) -> None:
    for _ in range(3):
        station.put()
        station.round()
    station.restart()
    station.round()
    counts = [status.count for status in station.twin.statuses]
    assert counts == sorted(set(counts))
    assert counts[0] > 0


def test_the_status_says_with_which_chains_it_goes_on(station: Station) -> None:
    station.put()
    station.put(3, RecordKind.BALLOT)
    station.round()
    station.round()
    current = station.twin.statuses[-1].current
    assert current.keys() == {"reports", "ballots"}
    for chain in station.chains.all():
        assert (current[chain.stream].inc, current[chain.stream].hash) == (chain.inc, chain.hash)


def test_the_status_says_which_chain_was_left_and_how_far_it_had_come(station: Station) -> None:
    station.put()
    station.round()
    station.round()
    assert station.twin.statuses[-1].left == {}, "it goes on with its first"
    for _ in range(2):
        (before,) = [chain for chain in station.chains.all() if chain.current]
        station.chains.end_chain(before, proven=0)
        station.put()
        station.round()
        station.round()
        assert station.twin.statuses[-1].left == {Stream.REPORTS: LeftChain(before.inc, before.seq, before.hash)}
    with transaction(station.connection):
        release_everything(station.connection)
    assert station.chains.left() == {}, "enrolled anew, it has left nothing"


@pytest.mark.parametrize("chains", [MOST_HEADS - 1, MOST_HEADS, MOST_HEADS + 1, 3 * MOST_HEADS])
def test_more_chains_than_one_answer_has_room_for_are_no_restored_hub(station: Station, chains: int) -> None:
    twin = station.twin
    tell = twin._heads

    def only_some(message: str) -> Answer:
        """As the hub does: those that were named, then others, as many as there is room for."""
        named = StationStatus.read(message, key=station.key.public).chains
        kept = dict(twin.memory.chains)
        order = sorted(kept, key=lambda inc: inc not in named)[:MOST_HEADS]
        twin.memory.chains = {inc: kept[inc] for inc in order}
        try:
            return tell(message)
        finally:
            twin.memory.chains = kept

    twin._heads = only_some  # type: ignore[method-assign]
    for _ in range(chains):
        station.put()
        station.round()
        (current,) = [chain for chain in station.chains.all() if chain.current]
        station.chains.end_chain(current, proven=current.acked)
    sent = len(twin.batches)
    for _ in range(2):
        result = station.round()
        assert (result.notes, result.complete) == ([], True)
    assert len(twin.batches) == sent
    station.put()
    twin.statuses.clear()
    assert station.round().complete
    assert len(twin.batches) == sent + 1
    asked = {inc for status in twin.statuses for inc in status.chains}
    assert len(asked) >= chains, "about every one"


def test_an_ended_chain_of_which_nothing_is_kept_is_forgotten(station: Station) -> None:
    station.twin.safe = 99
    station.put()
    station.round()
    (chain,) = station.chains.all()
    station.chains.end_chain(chain, proven=chain.acked)
    station.put()
    station.round()
    assert len(station.chains.all()) == 2
    station.clock.pass_days(31)
    station.twin.clock = station.clock
    station.round()
    (left,) = station.chains.all()
    assert left.current
    assert left.stream is Stream.REPORTS
