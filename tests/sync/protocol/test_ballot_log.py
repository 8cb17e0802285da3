"""The ballot log as files: read as it was written or not at all, and searched by trackers."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.ballot_log import (
    CHECKPOINT,
    LEAVES_PER_FILE,
    LogEntry,
    find_ballot,
    read_files,
    read_leaf,
    write_files,
)
from sync.protocol.envelope import tracker_of
from sync.protocol.errors import Refused


def entry(number: int, mark: str = "", poll: str = "garden") -> LogEntry:
    return LogEntry(poll, mark and hashlib.sha256(mark.encode()).hexdigest(), inner_hash(number))


def inner_hash(number: int) -> str:
    return hashlib.sha256(b"inner %d" % number).hexdigest()


MANY = [entry(number).leaf for number in range(LEAVES_PER_FILE + 3)]


def test_a_leaf_names_poll_mark_and_envelope():
    assert entry(1).leaf == f"garden||{inner_hash(1)}".encode()
    assert read_leaf(entry(1, "code").leaf) == entry(1, "code")


@pytest.mark.parametrize(
    "leaf", [b"", b"garden|x|y", b"|" + entry(1).leaf, entry(1).leaf + b"\n", b"\xff||" + b"0" * 64]
)
def test_nothing_else_is_a_leaf(leaf):
    with pytest.raises(Refused):
        read_leaf(leaf)


@pytest.mark.parametrize("count", [0, 1, LEAVES_PER_FILE - 1, LEAVES_PER_FILE, LEAVES_PER_FILE + 1])
def test_written_is_read(count):
    files = write_files(MANY[:count], "note")
    assert len(files) == 1 + -(-count // LEAVES_PER_FILE)
    assert read_files(files | {"reports.json": b"{}"}) == ("note", MANY[:count])


@pytest.mark.parametrize(
    "change",
    [
        {CHECKPOINT: None},
        {"log.00000": None},
        {"log.00002": MANY[0] + b"\n"},
        {"log.00000": MANY[0] + b"\n"},
        {"log.00001": b""},
        {"log.00001": MANY[0]},
        {"log.00001": b"\n"},
        {"log.extra": MANY[0] + b"\n"},
        {CHECKPOINT: b"\xff"},
    ],
    ids=str,
)
def test_what_is_not_whole_is_refused(change):
    files = {name: data for name, data in (write_files(MANY, "note") | change).items() if data is not None}
    with pytest.raises(Refused):
        read_files(files)


@given(st.dictionaries(st.sampled_from([CHECKPOINT, "log.00000", "log.00001"]), st.binary(max_size=300)))
def test_any_bytes_are_refused_or_read(files):
    try:
        note, leaves = read_files(files)
    except Refused:
        return
    assert write_files(leaves, note) == files


def test_a_tracker_finds_its_ballot():
    files = write_files(MANY, "note")
    for number in (0, 5, LEAVES_PER_FILE - 1, LEAVES_PER_FILE, LEAVES_PER_FILE + 2):
        found = find_ballot(files.items(), tracker_of(b"inner %d" % number))
        assert found is not None
        assert (found.entry, found.index, found.counts) == (entry(number), number, True)
        assert found.entry.tracker == tracker_of(b"inner %d" % number)


@pytest.mark.parametrize(
    "tracker", ["", "A" * 20, "a" * 20, tracker_of(b"another"), tracker_of(b"inner 0")[:19], "|" * 20]
)
def test_what_is_no_tracker_of_a_ballot_finds_none(tracker):
    assert find_ballot(write_files(MANY, "note").items(), tracker) is None
    assert find_ballot([], tracker) is None


def test_of_two_ballots_with_one_code_the_first_counts_in_its_poll():
    leaves = [entry(1, "x").leaf, entry(2, "y").leaf, entry(3, "x").leaf, entry(4, "x", poll="other").leaf]
    files = write_files(leaves, "note")
    counts = [found.counts for n in (1, 2, 3, 4) if (found := find_ballot(files.items(), tracker_of(b"inner %d" % n)))]
    assert counts == [True, True, False, True]


def test_a_mark_that_begins_like_a_tracker_is_not_taken_for_a_ballot():
    tracker = entry(1).tracker
    leaves = [f"garden|{inner_hash(1)}|{inner_hash(2)}".encode()]
    assert find_ballot(write_files(leaves, "note").items(), tracker) is None
    found = find_ballot(write_files([*leaves, entry(1).leaf], "note").items(), tracker)
    assert found is not None
    assert found.index == 1
