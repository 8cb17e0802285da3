"""Sealed records, ballots in their three envelopes, and the rules of a poll that station and hub share."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.encoding import (
    canonical_json,
    from_base64,
    from_base64url,
    from_timestamp,
    group_code,
    parse_json_object,
    random_code,
    read_code,
    to_base64,
    to_base64url,
    to_timestamp,
)
from sync.protocol.envelope import (
    open_mix_layer,
    open_outer,
    open_report,
    open_tally_layer,
    seal_ballot,
    seal_report,
    tracker_of,
)
from sync.protocol.errors import Refused
from sync.protocol.keys import SEAL_OVERHEAD_BYTES, OpenKey, SealKey, SigningKey, VerifyKey
from sync.protocol.participation_codes import new_code
from sync.protocol.polls.poll import GRACE, Poll
from sync.protocol.records import MAX_PLAINTEXT_BYTES, Record, RecordKind, Report, Stream, stream_of

HUB, MIX, TALLY = OpenKey.generate(), OpenKey.generate(), OpenKey.generate()
REPORT = Report("K7-4M2", "street", "E", 12.06, 54.14, "Ein Loch, größer als ein Eimer", "de", "2026-11-22")


def wire(**changes):
    option = {"title": {"de": "x"}, "about": {}}
    return {
        "id": "garden", "version": 1, "kind": "multiple", "districts": ["E"], "decides": "advises",
        "opens": "2026-10-01", "closes": "2027-06-30", "as_of": "2026-11-15", "min": 1, "max": 2, "order": "random",
        "title": {"de": "Garten"}, "question": {"de": "Was?"}, "about": {"de": "..."},
        "options": [{"id": name, **option} for name in ("a", "a-very-long-name-of-an-option", "c")],
        "keys": {"mix": MIX.public.jwk, "tally": TALLY.public.jwk},
    } | changes  # fmt: skip


POLL = Poll.from_wire(wire())


def sealed_ballot(answer=("a",), poll=POLL):
    return seal_ballot(poll, list(answer), key=HUB.public)


class TestReports:
    def test_only_the_worker_can_open_it(self):
        record = seal_report(REPORT, key=HUB.public)
        assert open_report(record, key=HUB) == REPORT
        with pytest.raises(Refused):
            open_report(record, key=MIX)
        assert REPORT.description.encode() not in record.sealed

    def test_a_seal_belongs_to_its_record(self):
        one, two = seal_report(REPORT, key=HUB.public), seal_report(REPORT, key=HUB.public)
        with pytest.raises(Refused):
            open_report(replace(one, sealed=two.sealed), key=HUB)

    @given(st.integers(0, 500), st.integers(1, 255))
    def test_any_changed_byte_is_noticed(self, place, change):
        record = seal_report(REPORT, key=HUB.public)
        sealed = bytearray(record.sealed)
        sealed[place % len(sealed)] ^= change
        with pytest.raises(Refused):
            open_report(replace(record, sealed=bytes(sealed)), key=HUB)

    @pytest.mark.parametrize("plaintext", [b"", b"[]", b"{}", b"\xff", b"[" * 5000, b" " * (MAX_PLAINTEXT_BYTES + 1)])
    def test_what_is_no_report_is_refused(self, plaintext):
        record = seal_report(REPORT, key=HUB.public)
        sealed = HUB.public.seal(plaintext, f"ck1|rec|{HUB.kid}|{record.id}".encode())
        with pytest.raises(Refused):
            open_report(replace(record, sealed=sealed), key=HUB)


class TestBallots:
    def open_all(self, record: Record, poll=POLL):
        outer = open_outer(record, key=HUB)
        return open_tally_layer(open_mix_layer(outer.inner, poll_id=outer.poll, key=MIX), poll=poll, key=TALLY)

    def test_three_keys_open_it_in_their_order(self):
        record, tracker = sealed_ballot(("a", "c"))
        assert self.open_all(record) == ["a", "c"]
        assert tracker == tracker_of(open_outer(record, key=HUB).inner)

    def test_neither_the_hub_nor_one_trustee_can_read_it(self):
        record, _ = sealed_ballot()
        inner = open_outer(record, key=HUB).inner
        for key in (HUB, TALLY):
            with pytest.raises(Refused):
                open_mix_layer(inner, poll_id=POLL.id, key=key)
        with pytest.raises(Refused):
            open_tally_layer(inner, poll=POLL, key=TALLY)
        with pytest.raises(Refused):
            open_tally_layer(open_mix_layer(inner, poll_id=POLL.id, key=MIX), poll=POLL, key=MIX)

    def test_the_same_choice_never_looks_the_same(self):
        assert len({sealed_ballot()[1] for _ in range(20)}) == 20

    def test_innermost_lies_a_random_number_that_nobody_can_guess(self):
        def salt() -> str:
            outer = open_outer(sealed_ballot()[0], key=HUB)
            layer = open_mix_layer(outer.inner, poll_id=POLL.id, key=MIX)
            return json.loads(TALLY.open(layer, b"ck1|tally|" + POLL.id.encode()))["salt"]

        salts = {salt() for _ in range(10)}
        assert len(salts) == 10 and all(len(from_base64(one)) == 16 for one in salts)

    def test_nothing_outside_tells_the_choice(self):
        record, _ = sealed_ballot(("a-very-long-name-of-an-option",))
        assert b"long-name" not in record.sealed
        assert b"long-name" not in open_outer(record, key=HUB).inner

    @pytest.mark.parametrize(
        "choice", [(), ("a", "a"), ("x",), ("c", "a"), ("a", "a-very-long-name-of-an-option", "c")]
    )
    def test_a_forbidden_choice_is_never_sealed(self, choice):
        with pytest.raises(Refused):
            sealed_ballot(choice)

    def test_a_poll_without_counting_keys_is_never_voted_on(self):
        with pytest.raises(Refused):
            sealed_ballot(poll=Poll.from_wire(wire(keys=None)))

    def test_a_ballot_of_another_version_of_the_poll_does_not_count(self):
        record, _ = sealed_ballot()
        with pytest.raises(Refused, match="another version"):
            self.open_all(record, poll=Poll.from_wire(wire(version=2)))

    @pytest.mark.parametrize("choice", ["a", [1], ["x"], ["a", "a"], ["c", "a"], None])
    def test_a_choice_the_rules_forbid_does_not_count(self, choice):
        forged = canonical_json({"format": 2, "poll": POLL.id, "poll_hash": POLL.hash, "answer": choice})
        layer = TALLY.public.seal(forged, f"ck1|tally|{POLL.id}".encode())
        with pytest.raises(Refused):
            open_tally_layer(layer, poll=POLL, key=TALLY)

    @pytest.mark.parametrize("changes", [{"format": 1}, {"format": None}, {"format": 3, "answer": ["a"]}])
    def test_a_ballot_of_another_format_does_not_count(self, changes):
        wire = {"format": 2, "poll": POLL.id, "poll_hash": POLL.hash, "answer": ["a"]}
        layer = TALLY.public.seal(canonical_json(wire | changes), f"ck1|tally|{POLL.id}".encode())
        with pytest.raises(Refused, match="another format"):
            open_tally_layer(layer, poll=POLL, key=TALLY)

    def test_the_mark_of_a_code_lies_in_the_outer_envelope_alone(self):
        poll, code = Poll.from_wire(wire(codes=True)), new_code()
        record, _ = seal_ballot(poll, ["a"], key=HUB.public, spent=code.mark(poll.id))
        assert open_outer(record, key=HUB).spent == code.mark(poll.id)
        assert self.open_all(record, poll=poll) == ["a"]
        assert open_outer(sealed_ballot()[0], key=HUB).spent == ""

    def test_a_mark_is_asked_for_exactly_where_the_poll_takes_codes(self):
        with_codes = Poll.from_wire(wire(codes=True))
        with pytest.raises(Refused, match="without one"):
            seal_ballot(with_codes, ["a"], key=HUB.public)
        with pytest.raises(Refused, match="without one"):
            seal_ballot(with_codes, ["a"], key=HUB.public, spent=new_code().typed())
        with pytest.raises(Refused, match="no participation codes"):
            seal_ballot(POLL, ["a"], key=HUB.public, spent=new_code().mark(POLL.id))

    def test_an_outer_envelope_with_a_strange_mark_is_refused(self):
        record, _ = sealed_ballot()
        inner = to_base64(open_outer(record, key=HUB).inner)
        forged = canonical_json({"poll": POLL.id, "inner": inner, "spent": "x"})
        sealed = HUB.public.seal(forged, f"ck1|rec|{HUB.kid}|{record.id}".encode())
        with pytest.raises(Refused, match="mark"):
            open_outer(replace(record, sealed=sealed), key=HUB)

    def test_a_report_is_no_ballot(self):
        with pytest.raises(Refused):
            open_outer(seal_report(REPORT, key=HUB.public), key=HUB)


class TestPolls:
    def test_its_hash_is_what_was_on_offer(self):
        assert Poll.from_wire(json.loads(json.dumps(wire()))).hash == POLL.hash
        assert Poll.from_wire(wire(title={"de": "Anders"})).hash != POLL.hash

    @pytest.mark.parametrize("name", sorted(set(wire()) - {"keys"}))
    def test_a_missing_member_is_named(self, name):
        shorter = {key: value for key, value in wire().items() if key != name}
        with pytest.raises(Refused, match=name):
            Poll.from_wire(shorter)

    @pytest.mark.parametrize("changes", [{"kind": "ranked-of-tomorrow"}, {"opens": "soon"}, {"options": 7}])
    def test_what_cannot_be_read_is_refused(self, changes):
        with pytest.raises(Refused):
            Poll.from_wire(wire(**changes))

    def test_first_and_last_day_count(self):
        days = [date(2026, 9, 30), date(2026, 10, 1), date(2027, 6, 30), date(2027, 7, 1)]
        assert [POLL.is_open(day) for day in days] == [False, True, True, False]

    def test_ballots_are_waited_for_until_the_day_of_grace(self):
        named = Poll.from_wire(wire(grace="2027-07-03"))
        assert [named.takes_ballots(date(2027, 7, day)) for day in (1, 3, 4)] == [True, True, False]
        assert not named.is_open(date(2027, 7, 1))
        assert POLL.grace == POLL.closes + GRACE

    @pytest.mark.parametrize("changes", [{"codes": "no"}, {"codes": 1}, {"grace": "later"}, {"grace": None}])
    def test_codes_and_grace_that_cannot_be_read_are_refused(self, changes):
        with pytest.raises(Refused):
            Poll.from_wire(wire(**changes))

    def test_districts(self):
        assert POLL.is_for("E") and not POLL.is_for("F")
        assert Poll.from_wire(wire(districts=[])).is_for("F")

    def test_an_option_is_found_by_its_id(self):
        assert POLL.option("c").id == "c"
        with pytest.raises(KeyError):
            POLL.option("x")


class TestKeys:
    @pytest.mark.parametrize("kind", [SigningKey, OpenKey])
    def test_a_private_key_is_written_as_pem_and_read_again(self, kind):
        key = kind.generate()
        assert kind.from_pem(key.to_pem()).kid == key.kid

    def test_a_seal_is_48_bytes_longer(self):
        assert len(HUB.public.seal(b"x" * 100, b"info")) == 100 + SEAL_OVERHEAD_BYTES

    def test_a_thumbprint_is_that_of_rfc_8037(self):
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
        assert VerifyKey.from_jwk(jwk).kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

    def test_a_signature_is_for_one_message(self):
        key = SigningKey.generate()
        assert key.public.verifies(key.sign(b"one"), b"one")
        assert not key.public.verifies(key.sign(b"one"), b"two")
        assert not SigningKey.generate().public.verifies(key.sign(b"one"), b"one")

    @pytest.mark.parametrize(
        "jwk",
        [
            {},
            {"kty": "OKP", "crv": "P-256", "x": "AA"},
            {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
            {"kty": "OKP", "crv": "X25519", "x": "*"},
            {"kty": "OKP", "crv": "Ed25519", "x": "*"},
        ],
    )
    def test_what_is_no_key_is_refused(self, jwk):
        for kind in (VerifyKey, SealKey):
            with pytest.raises(Refused):
                kind.from_jwk(jwk)


class TestEncoding:
    @given(st.binary(max_size=100))
    def test_bytes_come_back(self, data):
        assert from_base64(to_base64(data)) == data == from_base64url(to_base64url(data))

    @given(st.dictionaries(st.text(), st.one_of(st.integers(), st.text())))
    def test_equal_values_give_equal_bytes(self, value):
        assert canonical_json(dict(reversed(list(value.items())))) == canonical_json(value)
        assert parse_json_object(canonical_json(value)) == value

    @pytest.mark.parametrize("text", ["a", "ab c", "ab=c", "a*=="])
    def test_loose_base_64_is_refused(self, text):
        with pytest.raises(ValueError):
            from_base64(text)

    def test_codes_survive_being_read_aloud(self):
        code = random_code(16)
        assert read_code(group_code(code).lower()) == code

    def test_moments_come_back(self):
        assert to_timestamp(from_timestamp("2026-11-22T07:05:09Z")) == "2026-11-22T07:05:09Z"
        with pytest.raises(ValueError):
            to_timestamp(from_timestamp("2026-11-22T07:05:09Z").replace(tzinfo=None))


def test_every_kind_has_its_stream():
    assert stream_of(RecordKind.BALLOT) is Stream.BALLOTS
    assert stream_of(RecordKind.REPORT) is stream_of("idea") is Stream.REPORTS


def test_no_record_carries_a_time_or_a_person():
    assert set(REPORT.to_wire()) == {"number", "category", "district", "lon", "lat", "description", "language", "day"}
    assert Report.from_wire(REPORT.to_wire()) == REPORT
    assert set(Record.__dataclass_fields__) == {"id", "kind", "kid", "sealed"}
