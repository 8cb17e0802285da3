"""Signed messages between station and hub: round trips, and everything that must not be believed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.encoding import from_base64url, random_id, to_base64url
from sync.protocol.enrolment import (
    CODE_LENGTH,
    Welcome,
    code_secret,
    new_code,
    read_request,
    read_welcome,
    sign_request,
    sign_welcome,
)
from sync.protocol.errors import Refused, SyncError, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES, read_kid, read_own_key, sign_message, verify_message
from sync.protocol.key_list import KeyList, ListedKey
from sync.protocol.keys import OpenKey, SigningKey
from sync.protocol.messages import Acknowledgement, Head, Heads, Refusal, StationStatus

KEY, OTHER = SigningKey.generate(), SigningKey.generate()
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEAD = Head(3, "ab", 2)

MESSAGES = [
    Acknowledgement("dev", random_id(), 3, "hash", 2, NOW, "epoch"),
    Heads("dev", {random_id(): HEAD}, NOW, "epoch", False),
    Refusal("dev", "gap", "one is missing", NOW, "epoch", random_id(), HEAD),
    Refusal("dev", "malformed", "not a batch", NOW, "epoch"),
    StationStatus("dev", NOW, {random_id(): 4}, {"ballots": 2}, "2026-11-22", "content", "0.1"),
]
SIGNED = MESSAGES[0].sign(KEY)
each_message = pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)


@each_message
def test_what_is_signed_is_read(message):
    assert type(message).read(message.sign(KEY), key=KEY.public) == message


@each_message
def test_another_key_is_not_believed(message):
    with pytest.raises(Untrusted):
        type(message).read(message.sign(OTHER), key=KEY.public)


@each_message
def test_one_kind_of_message_never_serves_as_another(message):
    for reader in {type(other) for other in MESSAGES} - {type(message)}:
        with pytest.raises(Untrusted):
            reader.read(message.sign(KEY), key=KEY.public)


@each_message
def test_a_missing_member_is_not_believed(message):
    wire = verify_message(message.sign(KEY), typ=header_of(message.sign(KEY))["typ"], key=KEY.public)
    for name in wire:
        shorter = {key: value for key, value in wire.items() if key != name}
        signed = sign_message(shorter, typ=header_of(message.sign(KEY))["typ"], key=KEY)
        with pytest.raises(Untrusted):
            type(message).read(signed, key=KEY.public)


def header_of(message: str) -> dict[str, str]:
    return json.loads(from_base64url(message.partition(".")[0]))


@given(st.data())
def test_any_changed_character_is_noticed(data):
    message = SIGNED
    place = data.draw(st.integers(0, len(message) - 1))
    letter = data.draw(st.sampled_from("ABab01-_. \n").filter(lambda letter: letter != message[place]))
    with pytest.raises(Untrusted):
        Acknowledgement.read(message[:place] + letter + message[place + 1 :], key=KEY.public)


def test_a_signature_has_one_spelling_only():
    """The last character of a signature holds bits that mean nothing; another one would give the batch another hash."""
    with_same_meaning = [
        letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" if letter != SIGNED[-1]
    ]
    for letter in with_same_meaning:
        with pytest.raises(Untrusted):
            Acknowledgement.read(SIGNED[:-1] + letter, key=KEY.public)


@given(st.text(max_size=300))
def test_other_text_is_not_believed_and_nothing_worse(text):
    for read in (read_kid, read_own_key, lambda message: verify_message(message, typ="x", key=KEY.public)):
        with pytest.raises(SyncError):
            read(text)


def test_an_unsigned_or_foreign_algorithm_is_not_believed():
    payload = to_base64url(b"{}")
    for algorithm in ("none", "HS256", "EdDSA"):
        header = to_base64url(json.dumps({"alg": algorithm, "typ": "x", "kid": KEY.kid}).encode())
        for signature in ("", to_base64url(KEY.sign(f"{header}.{payload}".encode()))):
            with pytest.raises(Untrusted):
                verify_message(f"{header}.{payload}.{signature}", typ="x", key=KEY.public)


def test_an_endless_message_is_not_even_looked_at():
    endless = sign_message({"words": "x" * MAX_HEADER_BYTES}, typ="x", key=KEY)
    with pytest.raises(Untrusted):
        verify_message(endless, typ="x", key=KEY.public)


def test_a_message_that_names_another_key_than_it_was_signed_with_is_not_believed():
    class Misnamed(SigningKey):
        kid = OTHER.kid

    message = sign_message({}, typ="x", key=Misnamed(KEY._private))
    assert read_kid(message) == OTHER.kid
    for key in (KEY, OTHER):
        with pytest.raises(Untrusted):
            verify_message(message, typ="x", key=key.public)


class TestEnrolment:
    def welcome(self, secret, station: SigningKey, **changes) -> str:
        welcome = Welcome("dev", "Toitenwinkel", "M", OTHER.public.jwk, "epoch", "root")
        return sign_welcome(replace(welcome, **changes), secret, station_kid=station.kid, key=OTHER)

    def test_both_sides_prove_the_code_to_each_other(self):
        code = new_code()
        secret = code_secret(code)
        request = read_request(sign_request(secret, model="box", key=KEY))
        assert request.knows_code(secret) and request.public.kid == KEY.kid and request.locator == secret.locator
        welcome = read_welcome(self.welcome(secret, KEY), secret, station_kid=KEY.kid)
        assert (welcome.device, welcome.hub) == ("dev", OTHER.public.jwk)

    def test_a_code_is_read_as_people_type_it(self):
        assert code_secret(" 0o1i-abcd efgh-jkmn ") == code_secret("0011ABCDEFGHJKMN")

    @pytest.mark.parametrize("typed", ["", "ABCD", "A" * (CODE_LENGTH + 1), "ABCD-EFGH-JKMN-PQR!"])
    def test_what_cannot_be_a_code_is_refused(self, typed):
        with pytest.raises(Refused):
            code_secret(typed)

    def test_the_code_never_travels(self):
        code = new_code()
        sent = sign_request(code_secret(code), model="box", key=KEY)
        answered = self.welcome(code_secret(code), KEY)
        for message in (sent, answered):
            clear = b"".join(from_base64url(part) for part in message.split("."))
            assert code.encode() not in clear and code_secret(code).key not in clear
            assert code_secret(code).key.hex().encode() not in clear

    def test_a_station_without_the_code_is_found_out(self):
        secret = code_secret(new_code())
        guessed = replace(code_secret(new_code()), locator=secret.locator)
        assert not read_request(sign_request(guessed, model="box", key=KEY)).knows_code(secret)

    def test_a_request_taken_from_another_station_does_not_prove_ones_own_key(self):
        secret = code_secret(new_code())
        wire = verify_message(sign_request(secret, model="box", key=KEY), typ="ck1-enrol", key=KEY.public)
        stolen = sign_message(wire, typ="ck1-enrol", key=OTHER, with_key=True)
        assert not read_request(stolen).knows_code(secret)

    def test_a_hub_without_the_code_is_not_believed(self):
        with pytest.raises(Untrusted):
            read_welcome(self.welcome(code_secret(new_code()), KEY), code_secret(new_code()), station_kid=KEY.kid)

    def test_a_welcome_for_another_station_is_not_believed(self):
        secret = code_secret(new_code())
        with pytest.raises(Untrusted):
            read_welcome(self.welcome(secret, OTHER), secret, station_kid=KEY.kid)

    def test_an_incomplete_message_is_not_believed(self):
        secret = code_secret(new_code())
        requested = sign_request(secret, model="box", key=KEY)
        welcomed = self.welcome(secret, KEY)
        for message, typ, key in ((requested, "ck1-enrol", KEY), (welcomed, "ck1-welcome", OTHER)):
            wire = verify_message(message, typ=typ, key=key.public)
            for name in wire:
                shorter = {key: value for key, value in wire.items() if key != name}
                signed = sign_message(shorter, typ=typ, key=key, with_key=True)
                with pytest.raises(Untrusted):
                    read_request(signed) if typ == "ck1-enrol" else read_welcome(signed, secret, station_kid=KEY.kid)

    @pytest.mark.parametrize("message", ["", "x.y.z", MESSAGES[0].sign(KEY)])
    def test_other_messages_are_no_enrolment(self, message):
        for read in (read_request, lambda text: read_welcome(text, code_secret(new_code()), station_kid=KEY.kid)):
            with pytest.raises(Untrusted):
                read(message)


class TestKeyList:
    old, new = OpenKey.generate(), OpenKey.generate()
    listed = KeyList(
        (
            ListedKey("ack", KEY.public.jwk, NOW),
            ListedKey("seal", old.public.jwk, NOW.replace(year=2024), NOW.replace(year=2027)),
            ListedKey("seal", new.public.jwk, NOW.replace(month=12)),
        )
    )

    def test_what_is_written_is_read(self):
        assert KeyList.from_bytes(self.listed.to_bytes()) == self.listed

    def test_answers_are_proven_with_listed_keys_only(self):
        found = self.listed.answer_key(KEY.kid)
        assert found is not None and found.kid == KEY.kid
        assert self.listed.answer_key(OTHER.kid) is None
        assert self.listed.answer_key(self.old.kid) is None

    def test_sealing_takes_the_key_begun_last(self):
        assert self.listed.seal_key(NOW).kid == self.old.kid
        assert self.listed.seal_key(NOW.replace(year=2027)).kid == self.new.kid

    def test_a_wrong_clock_does_not_stop_the_station(self):
        assert self.listed.seal_key(datetime(1970, 1, 1, tzinfo=UTC)).kid == self.new.kid

    def test_no_sealing_key_is_refused(self):
        with pytest.raises(Refused):
            KeyList((ListedKey("ack", KEY.public.jwk, NOW),)).seal_key(NOW)

    @given(st.one_of(st.binary(max_size=50), st.just(b'{"keys": [{"use": "ack"}]}'), st.just(b'{"keys": 1}')))
    def test_anything_else_is_refused(self, data):
        with pytest.raises(Refused):
            KeyList.from_bytes(data)
