"""Choosing and casting: what the poll's rules allow, one durable write, and nothing readable left."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from kiosk.voting.rules import VoteProblem, VoteRefused, cast_vote, check_ballot, option_order
from sync.protocol.envelope import open_mix_layer, open_outer, open_tally_layer, tracker_of
from sync.protocol.errors import Refused
from sync.protocol.polls.poll import Poll
from sync.protocol.records import RecordKind
from tests.kits.content import Keys, MemoryPackage, content_files
from tests.kits.station_twin import OutboxTwin

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def polls(keys: Keys) -> dict[str, Poll]:
    return {poll.id: poll for poll in MemoryPackage(content_files(keys)).polls()}


@pytest.fixture
def single(polls) -> Poll:
    return polls["neuer-markt"]


@pytest.fixture
def multiple(polls) -> Poll:
    return polls["garten-nordwest"]


def reason_of(act) -> VoteProblem:
    with pytest.raises(VoteRefused) as caught:
        act()
    return caught.value.reason


def test_options_are_shuffled_only_where_the_poll_asks_for_it(single, polls):
    published = tuple(option.id for option in single.options)
    orders = {option_order(single, random=Random(seed)) for seed in range(40)}
    assert len(orders) > 10
    assert all(sorted(order) == sorted(published) for order in orders)
    assert {order[0] for order in orders} == set(published)
    fixed = polls["ortsbeirat-stadtmitte"]
    assert option_order(fixed, random=Random(1)) == tuple(option.id for option in fixed.options)


# --- checking --------------------------------------------------------------------------------------------------------


def test_a_poll_can_be_answered_on_its_first_and_its_last_day_and_on_no_other(single):
    for day in (single.opens, single.closes):
        check_ballot(single, ["library"], today=day)
    for day in (single.opens - timedelta(days=1), single.closes + timedelta(days=1)):
        assert reason_of(lambda day=day: check_ballot(single, ["library"], today=day)) is VoteProblem.CLOSED


@pytest.mark.parametrize(
    ("count", "reason"), [(0, VoteProblem.TOO_FEW), (1, None), (3, None), (4, VoteProblem.TOO_MANY)]
)
def test_a_ballot_holds_as_many_options_as_the_poll_asks_for(multiple, count, reason):
    choice = [option.id for option in multiple.options][:count]
    if reason is None:
        check_ballot(multiple, choice, today=DAY)
    else:
        assert reason_of(lambda: check_ballot(multiple, choice, today=DAY)) is reason


# --- casting ---------------------------------------------------------------------------------------------------------


def test_a_cast_ballot_is_one_sealed_record_that_only_both_counting_keys_open(single, keys):
    outbox = OutboxTwin()
    receipt = cast_vote(single, ["library"], seal_key=keys.seal.public, outbox=outbox, today=DAY)
    (record,) = outbox.records
    assert record.kind == RecordKind.BALLOT
    assert b"library" not in record.sealed
    outer = open_outer(record, key=keys.seal)
    assert b"library" not in outer.inner
    assert receipt.tracker == tracker_of(outer.inner)
    for_tally = open_mix_layer(outer.inner, poll_id=single.id, key=keys.mix)
    assert open_tally_layer(for_tally, poll=single, key=keys.tally) == ["library"]


@pytest.mark.parametrize(
    ("choice", "day"), [([], DAY), (["library", "shops"], DAY), (["library"], date(2030, 1, 1))], ids=str
)
def test_what_is_not_valid_is_not_stored(single, keys, choice, day):
    outbox = OutboxTwin()
    with pytest.raises(VoteRefused):
        cast_vote(single, choice, seal_key=keys.seal.public, outbox=outbox, today=day)
    assert outbox.puts == 0


def test_a_poll_without_counting_keys_takes_no_ballot(single, keys):
    outbox = OutboxTwin()
    with pytest.raises(Refused):
        cast_vote(replace(single, mix=None), ["library"], seal_key=keys.seal.public, outbox=outbox, today=DAY)
    assert outbox.puts == 0


def test_after_a_disk_that_failed_the_very_same_record_is_put_again(single, keys):
    """The disk may have kept it although it said no: then a second record would be a second vote."""
    outbox = OutboxTwin()
    outbox.full = True
    with pytest.raises(VoteRefused) as caught:
        cast_vote(single, ["library"], seal_key=keys.seal.public, outbox=outbox, today=DAY)
    assert caught.value.reason is VoteProblem.NOT_STORED
    outbox.full = False
    sealed = caught.value.sealed
    receipt = cast_vote(single, ["library"], seal_key=keys.seal.public, outbox=outbox, today=DAY, sealed=sealed)
    assert outbox.records == [sealed.record]
    assert receipt.tracker == sealed.code
