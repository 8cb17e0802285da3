"""Whatever bytes come from others: every reader answers with a value or with its documented error."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from joserfc.jwk import OKPKey
from joserfc.jws import serialize_compact

from sync.protocol import enrolment, envelope, jws, messages
from sync.protocol.batches import Batch, claimed_kid
from sync.protocol.encoding import parse_json, random_id, to_base64url
from sync.protocol.errors import Conflict, Refused, SyncError, TryLater, Untrusted
from sync.protocol.foreign import read_number
from sync.protocol.key_list import KeyList
from sync.protocol.keys import OpenKey, SigningKey
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Damage, Record, RecordKind, Report
from sync.protocol.report_status import StandingsFile

SEAL, SIGN = OpenKey.generate(), SigningKey.generate()
REPORT = {
    "number": "4711181501234567", "category": "street", "district": "D", "lon": 12.1, "lat": 54.1,
    "description": "Loch", "language": "de", "day": "2026-11-20", "attachments": [], "seen": "", "clock": "",
}  # fmt: skip
DAMAGE = {"day": "2026-11-20", "size": 4096, "saved": 3, "folder": "001"}
DEEP: Any = []
for _ in range(2500):
    DEEP = [DEEP]
ODD = [
    10**400, -(10**400), 2**63, float("inf"), float("nan"), "1" * 5000, "\ud800", "\x00", "", None, True, [], {},
    [[1]], {"a": {"b": 1}}, -1, 1e308, DEEP,
]  # fmt: skip
json_values = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=20)
    | some.sampled_from(ODD[:-1]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def sealed(kind: RecordKind, plaintext: bytes) -> Record:
    record_id = random_id()
    return Record(record_id, kind, SEAL.kid, SEAL.public.seal(plaintext, f"ck1|rec|{SEAL.kid}|{record_id}".encode()))


def signed(payload: bytes, *, typ: str) -> str:
    """As our own signer never would: with any payload."""
    header = {"alg": "Ed25519", "typ": typ, "kid": SIGN.kid}
    return serialize_compact(header, payload, OKPKey.import_key(dict(SIGN.private_jwk())), algorithms=["Ed25519"])


def answers(read: Callable[[], object]) -> bool:
    """It ends with a value, or with an error of the protocol whose words are bounded. Any other error comes out."""
    try:
        read()
    except SyncError as error:
        return len(str(error)) < 2000
    return True


@pytest.mark.parametrize("read", [Report.from_wire, Damage.from_wire], ids=["report", "damage"])
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20] if odd is not DEEP else "deep")
def test_every_member_of_a_record_may_hold_anything(read, odd):
    for wire in (REPORT, DAMAGE):
        for name in wire:
            assert answers(lambda wire=wire, name=name: read(wire | {name: odd}))


@given(value=json_values)
def test_a_sealed_record_may_hold_any_json(value):
    plaintext = json.dumps(value).encode()
    for kind, read in (
        (RecordKind.REPORT, envelope.open_report),
        (RecordKind.DAMAGE, envelope.open_damage),
        (RecordKind.BALLOT, envelope.open_outer),
    ):
        assert answers(lambda kind=kind, read=read: read(sealed(kind, plaintext), key=SEAL))


@pytest.mark.parametrize(
    "plaintext",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 3000,
        b'{"a":' * 3000,
        b'{"lon":1' + b"0" * 6000 + b"}",
        b'{"size":Infinity}',
        b'{"x":NaN}',
        b"1e999",
    ],
    ids=lambda data: repr(data[:12]),
)
def test_a_sealed_record_may_hold_any_bytes(plaintext):
    for kind, read in (
        (RecordKind.REPORT, envelope.open_report),
        (RecordKind.DAMAGE, envelope.open_damage),
        (RecordKind.BALLOT, envelope.open_outer),
    ):
        with pytest.raises(SyncError):
            read(sealed(kind, plaintext), key=SEAL)


@given(value=json_values)
def test_a_signed_message_may_hold_any_json(value):
    payload = json.dumps(value if isinstance(value, dict) else {"x": value}).encode()
    for typ, read in (
        (messages.STATUS_TYPE, messages.StationStatus.read),
        (messages.HEADS_TYPE, messages.Heads.read),
        (messages.ACK_TYPE, messages.Acknowledgement.read),
    ):
        assert answers(lambda typ=typ, read=read: read(signed(payload, typ=typ), key=SIGN.public))


@given(payload=some.binary(max_size=60) | some.sampled_from([b"[" * 2500, b'{"a":' * 1000, b'{"a":1e999}']))
def test_what_nobody_has_signed_may_hold_anything(payload):
    head, _, signature = jws.sign_message({}, typ="x", key=SIGN).split(".")
    body = to_base64url(payload)
    for message in (f"{head}.{body}.{signature}", f"{body}.{body}.{body}", payload.decode("latin-1")):
        assert answers(lambda message=message: jws.read_unproven(message))
        assert answers(lambda message=message: jws.read_kid(message))
        assert answers(lambda message=message: jws.read_own_key(message))
        assert answers(lambda message=message: jws.verify_message(message, typ="x", key=SIGN.public))
        assert answers(lambda message=message: enrolment.read_welcome(message, b"s" * 10, station_kid="k"))


@given(data=some.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_files_may_hold_anything(data):
    assert answers(lambda: StandingsFile.from_bytes(data))
    assert answers(lambda: Batch.from_bytes(data))
    assert answers(lambda: claimed_kid(Batch(data.decode("latin-1"), data)))


@given(value=json_values)
def test_definitions_may_hold_anything(value):
    assert answers(lambda: Poll.from_wire(value if isinstance(value, dict) else {"kind": value}))
    assert answers(lambda: KeyList.from_bytes(json.dumps(value).encode()))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "1" * 100_000, "", "\ufeff{}", b"\xff\xfe\x00"])
def test_json_of_others_is_a_value_or_a_value_error(text):
    with pytest.raises(ValueError):
        parse_json(text)


def test_words_about_what_came_are_not_as_long_as_what_came():
    long = "x" * 10**6
    with pytest.raises(Refused) as refused:
        Poll.from_wire({"kind": long})
    assert len(str(refused.value)) < 2000
    for fault in (Refused, TryLater, Conflict, Untrusted):
        assert len(str(fault(f"no kind {long}\nand no rule {long}"))) < 4000
    assert len(str(Refused("a line\n" * 1000))) == 7000


@pytest.mark.parametrize("odd", [10**400, float("inf"), float("nan"), "1", None, True, 181, -181, [1]])
def test_a_number_is_finite_and_within_its_bounds(odd):
    with pytest.raises(ValueError, match="within its bounds"):
        read_number(odd, least=-180, most=180)


@pytest.mark.parametrize("fine", [-180, 180, 0, 12.5])
def test_a_number_within_its_bounds_is_taken(fine):
    assert read_number(fine, least=-180, most=180) == fine
