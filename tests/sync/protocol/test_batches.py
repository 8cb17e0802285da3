"""The batch format: what is written is read, what is changed is noticed, what is anything else is refused."""

from __future__ import annotations

import contextlib
import hashlib
import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.batches import (
    FIRST_HASH,
    MAX_BATCH_BYTES,
    MAX_BODY_BYTES,
    MAX_RECORDS,
    Batch,
    BatchHeader,
    body_is_whole,
    claimed_kid,
    declare_lost,
    freeze_batch,
    is_declared_lost,
    read_header,
    read_records,
)
from sync.protocol.encoding import random_id
from sync.protocol.errors import Refused, SyncError, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES, sign_message
from sync.protocol.keys import SigningKey
from sync.protocol.records import Record, Stream

KEY = SigningKey.generate()
INC = random_id()

hex_ids = st.text("0123456789abcdef", min_size=32, max_size=32)
records = st.builds(
    Record,
    id=hex_ids,
    kind=st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=32),
    kid=st.text("abcXYZ012-_", min_size=1, max_size=43),
    sealed=st.binary(max_size=300),
)


def freeze(some: list[Record], **changes) -> Batch:
    given = {"stream": Stream.REPORTS, "device": "dev", "inc": INC, "seq": 1, "prev": FIRST_HASH, "taken": "2026-11-22"}
    return freeze_batch(some, **(given | changes), key=KEY)


def one() -> Record:
    return Record(random_id(), "report", "k", b"sealed")


@given(st.lists(records, min_size=1, max_size=20, unique_by=lambda r: r.id))
def test_what_is_frozen_is_read_sorted_by_id(some):
    batch = Batch.from_bytes(freeze(some).to_bytes())
    header = read_header(batch, key=KEY.public)
    assert read_records(batch, header) == sorted(some, key=lambda r: r.id)
    assert (header.count, header.inc, claimed_kid(batch)) == (len(some), INC, KEY.kid)


@given(st.data())
def test_any_changed_byte_is_noticed(data):
    whole = freeze([one()]).to_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SyncError):
        batch = Batch.from_bytes(bytes(changed))
        read_records(batch, read_header(batch, key=KEY.public))


@given(st.binary(max_size=500))
def test_other_bytes_are_refused_and_nothing_worse(data):
    with pytest.raises(SyncError):
        batch = Batch.from_bytes(data)
        claimed_kid(batch)
        read_header(batch, key=KEY.public)


def test_a_cut_off_batch_is_noticed():
    whole = freeze([one()]).to_bytes()
    for length in range(len(whole)):
        with pytest.raises(SyncError):
            batch = Batch.from_bytes(whole[:length])
            read_records(batch, read_header(batch, key=KEY.public))


def test_a_batch_that_is_too_long_is_refused_unread():
    with pytest.raises(Refused):
        Batch.from_bytes(b"x\n" + b"x" * (MAX_BATCH_BYTES + MAX_HEADER_BYTES))


def test_the_signature_of_another_key_is_not_believed():
    with pytest.raises(Untrusted):
        read_header(freeze([one()]), key=SigningKey.generate().public)


def test_a_message_of_another_type_is_no_batch():
    header = read_header(freeze([one()]), key=KEY.public)
    line = sign_message(header.to_wire(), typ="ck1-status", key=KEY)
    with pytest.raises(Untrusted):
        read_header(Batch(line, b""), key=KEY.public)


WIRE = read_header(freeze([one()]), key=KEY.public).to_wire()

members = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=300))


@given(
    st.dictionaries(
        st.sampled_from(["v", "dev", "stream", "inc", "seq", "prev", "n", "body", "len", "z", "ct"]), members
    )
)
def test_a_header_with_any_other_members_is_refused_and_nothing_worse(changes):
    wire = WIRE | changes
    with contextlib.suppress(Refused):
        assert BatchHeader.from_wire(wire).to_wire() == wire


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2}, {"z": "gzip"}, {"seq": 0}, {"seq": 2**53}, {"n": 0}, {"n": MAX_RECORDS + 1}, {"n": True},
        {"len": MAX_BODY_BYTES + 1}, {"len": -1}, {"inc": "short"}, {"inc": "X" * 32}, {"stream": "others"}, {"dev": 7},
        {"ct": "x" * 201}, {"seq": "1"},
    ],
)  # fmt: skip
def test_a_header_beyond_its_bounds_is_refused(changes):
    wire = read_header(freeze([one()]), key=KEY.public).to_wire() | changes
    with pytest.raises(Refused):
        BatchHeader.from_wire(wire)


def with_body(plain: bytes, *, count: int, length: int | None = None) -> tuple[Batch, BatchHeader]:
    body = zstandard.compress(plain)
    digest = hashlib.sha256(body).hexdigest()
    size = len(plain) if length is None else length
    header = BatchHeader("dev", Stream.REPORTS, INC, 1, FIRST_HASH, count, digest, size, "2026-11-22")
    return Batch("line", body), header


@given(st.binary(max_size=200))
def test_a_body_of_anything_is_refused_and_nothing_worse(plain):
    batch, header = with_body(plain, count=1)
    with pytest.raises(Refused):
        read_records(batch, header)


def test_a_bomb_takes_no_more_memory_than_was_signed():
    batch, header = with_body(bytes(50 * 1024 * 1024), count=1, length=1000)
    assert len(batch.body) < 100_000
    tracemalloc.start()
    with pytest.raises(Refused, match="does not hold"):
        read_records(batch, header)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000


def test_a_body_that_is_not_compressed_is_refused():
    header = BatchHeader("dev", Stream.REPORTS, INC, 1, "", 1, hashlib.sha256(b"plain").hexdigest(), 5, "2026-11-22")
    with pytest.raises(Refused, match="decompressed"):
        read_records(Batch("line", b"plain"), header)


@pytest.mark.parametrize("count", [1, 3])
def test_another_number_of_records_than_signed_is_refused(count):
    lines = b"".join(f"{random_id()} report k c2VhbGVk\n".encode() for _ in range(2))
    with pytest.raises(Refused):
        read_records(*with_body(lines, count=count))


@pytest.mark.parametrize(
    "line",
    [
        "short report k c2VhbGVk",
        "Z" * 32 + " report k c2VhbGVk",
        "0" * 32 + " re%port k c2VhbGVk",
        "0" * 32 + f" {'x' * 33} k c2VhbGVk",
        "0" * 32 + f" report {'k' * 65} c2VhbGVk",
        "0" * 32 + " report k not base 64",
        "0" * 32 + " report k c2Vh\x00bGVk",
        "0" * 32 + " report k",
    ],
)
def test_a_line_that_is_no_record_is_refused(line):
    with pytest.raises(Refused):
        read_records(*with_body(line.encode() + b"\n", count=1))


def test_a_body_is_lost_only_by_the_stations_own_word_about_this_batch():
    batch, other = freeze([one()]), freeze([one()], seq=2)
    declared = declare_lost(batch, key=KEY)
    header = read_header(declared, key=KEY.public)
    assert declared.hash == batch.hash
    assert is_declared_lost(declared, key=KEY.public)
    assert not body_is_whole(declared, header)
    assert not is_declared_lost(batch, key=KEY.public)
    assert not is_declared_lost(Batch(batch.line, declare_lost(other, key=KEY).body), key=KEY.public)
    assert not is_declared_lost(Batch(batch.line, b"\xff"), key=KEY.public)
    stranger = SigningKey.generate()
    assert not is_declared_lost(Batch(batch.line, declare_lost(batch, key=stranger).body), key=KEY.public)
