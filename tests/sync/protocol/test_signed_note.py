"""Signed notes: readable by other programs, and believed for exactly what their key has signed."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.ballot_log import origin_of
from sync.protocol.encoding import to_base64url
from sync.protocol.errors import Untrusted
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.merkle import root_of
from sync.protocol.signed_note import Checkpoint, key_id, open_note, sign_note, verifier_key

KEY = SigningKey.generate()
ORIGIN = origin_of(KEY.public)
CHECKPOINT = Checkpoint(ORIGIN, 3, root_of([b"a", b"b", b"c"]))
NOTE = CHECKPOINT.sign(KEY)

# The example of the library from which the format comes, https://pkg.go.dev/golang.org/x/mod/sumdb/note.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANNS_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def read_verifier_key(line: str) -> tuple[str, str, VerifyKey]:
    name, number, encoded = line.split("+", 2)
    public = base64.b64decode(encoded)[1:]
    return name, number, VerifyKey.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": to_base64url(public)})


@pytest.mark.parametrize("line", [NEUMANN, "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"])
def test_keys_have_the_numbers_other_programs_give_them(line):
    name, number, key = read_verifier_key(line)
    assert key_id(name, key).hex() == number
    assert verifier_key(name, key) == line


def test_a_note_of_another_program_is_read():
    name, _, key = read_verifier_key(NEUMANN)
    assert open_note(NEUMANNS_NOTE, name=name, key=key).endswith("your problem is.\n")
    with pytest.raises(Untrusted):
        open_note(NEUMANNS_NOTE.replace("cryptography", "a ballot box"), name=name, key=key)


def test_a_checkpoint_is_three_lines_and_a_signature():
    lines = NOTE.split("\n")
    assert lines[:2] == [ORIGIN, "3"]
    assert base64.b64decode(lines[2]) == CHECKPOINT.root
    assert (lines[3], lines[5:]) == ("", [""])
    assert lines[4].startswith(f"— {ORIGIN} ")
    assert Checkpoint.open(NOTE, origin=ORIGIN, key=KEY.public) == CHECKPOINT
    assert len(CHECKPOINT.short) == 8


def test_signatures_of_others_below_it_do_not_matter():
    witness = SigningKey.generate()
    cosigned = NOTE + sign_note("x\n", name="witness.example", key=witness).split("\n\n")[1]
    assert Checkpoint.open(cosigned, origin=ORIGIN, key=KEY.public) == CHECKPOINT


@pytest.mark.parametrize("change", ["key", "name", "log", "signature of a neighbour", "text"])
def test_nothing_else_is_believed(change):
    other = SigningKey.generate()
    note = {
        "key": CHECKPOINT.sign(other),
        "name": sign_note(NOTE.split("\n\n")[0] + "\n", name="another", key=KEY),
        "log": sign_note(NOTE.split("\n\n")[0].replace(ORIGIN, "another") + "\n", name=ORIGIN, key=KEY),
        "signature of a neighbour": NOTE.replace("\n3\n", "\n2\n"),
        "text": sign_note("no checkpoint\n", name=ORIGIN, key=KEY),
    }[change]
    with pytest.raises(Untrusted):
        Checkpoint.open(note, origin=ORIGIN, key=KEY.public)


@pytest.mark.parametrize("size", ["03", "-1", "3.0", "", "٣", "1" * 13])
def test_a_size_is_a_plain_number(size):
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(CHECKPOINT.root).decode()}\n"
    with pytest.raises(Untrusted):
        Checkpoint.open(sign_note(text, name=ORIGIN, key=KEY), origin=ORIGIN, key=KEY.public)


@given(st.data())
def test_a_note_that_was_cut_or_changed_anywhere_is_refused(data):
    place = data.draw(st.integers(0, len(NOTE) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda letter: letter != NOTE[place]))
    changed = data.draw(
        st.sampled_from(
            [NOTE[:place], NOTE[place + 1 :], NOTE[:place] + letter + NOTE[place + 1 :], NOTE[:place] + letter]
        )
    )
    with pytest.raises(Untrusted):
        found = Checkpoint.open(changed, origin=ORIGIN, key=KEY.public)
        assert found == CHECKPOINT, "it says something else"
        raise Untrusted("the same words under a signature spelt in another way")


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_no_text_at_all_is_a_note(text):
    with pytest.raises(Untrusted):
        Checkpoint.open(text, origin=ORIGIN, key=KEY.public)
