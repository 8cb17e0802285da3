"""Private keys in files: for their owner alone, never written over another, never taken for one of the other kind."""

import base64
import hmac
import json
import secrets
import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sync import key_files
from sync.key_files import change_password, is_locked, load_open_key, load_signing_key, save_key
from sync.protocol.encoding import from_base64url, to_base64url
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey, SigningKey


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What locks a file costs little, as it is of no matter here how much."""
    monkeypatch.setitem(key_files._COST, "n", 2**10)


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize(("kind", "load"), [(SigningKey, load_signing_key), (OpenKey, load_open_key)])
@pytest.mark.parametrize("password", [None, b"a long sentence"])
def test_a_key_is_kept_in_a_file_for_its_owner(tmp_path, kind, load, password):
    path, key = tmp_path / "key.pem", kind.generate()
    save_key(key, path, password)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load(path, password).kid == key.kid
    with pytest.raises(FileExistsError):
        save_key(kind.generate(), path)
    assert load(path, password).kid == key.kid


def test_a_file_without_the_right_key_is_refused_by_its_name(tmp_path):
    path = tmp_path / "key.pem"
    save_key(OpenKey.generate(), path)
    with pytest.raises(Refused, match=r"key\.pem"):
        load_signing_key(path)
    save_key(SigningKey.generate(), tmp_path / "other.pem")
    with pytest.raises(Refused, match=r"other\.pem"):
        load_open_key(tmp_path / "other.pem")
    path.write_text("nothing")
    with pytest.raises(Refused):
        load_open_key(path)
    with pytest.raises(FileNotFoundError):
        load_open_key(tmp_path / "none.pem")


def weakly_locked(key, password):
    """As earlier versions wrote a key under a password: 2,048 rounds of PBKDF2."""
    plain = serialization.load_pem_private_key(key.to_pem(), None)
    protection = serialization.BestAvailableEncryption(password)
    return plain.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)


def header_of(path):
    return json.loads(from_base64url(path.read_text("ascii").split(".")[0]))


def assert_locked_anew(path):
    """As files are locked from now on."""
    header = header_of(path)
    assert header["kdf"] == "scrypt"
    assert {name: header[name] for name in key_files._COST} == key_files._COST
    assert len(from_base64url(header["salt"])) >= 16
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("kind", "load"), [(OpenKey, load_open_key)])
def test_a_password_is_stretched_and_only_that_one_opens_the_key(tmp_path, kind, load):
    path = tmp_path / "key.pem"
    save_key(kind.generate(), path, b"a long sentence")
    assert is_locked(path)
    assert_locked_anew(path)
    header = header_of(path)
    assert 128 * header["n"] * header["r"] >= 128 * 2**20, "bytes for each guess, whatever machine the file was made on"
    for wrong in (None, b"another sentence", b"\xff"):
        with pytest.raises(Refused, match=r"key\.pem"):
            load(path, wrong)


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize(("kind", "load"), [(SigningKey, load_signing_key), (OpenKey, load_open_key)])
def test_a_key_that_was_locked_too_weakly_is_locked_anew_when_it_is_used(tmp_path, kind, load):
    path, key = tmp_path / "key.pem", kind.generate()
    path.write_bytes(weakly_locked(key, b"a long sentence"))
    with pytest.raises(Refused):
        load(path, b"another sentence")
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in path.read_bytes()
    assert is_locked(path)
    assert load(path, b"a long sentence").kid == key.kid
    assert_locked_anew(path)
    assert load(path, b"a long sentence").kid == key.kid
    assert [found.name for found in tmp_path.iterdir()] == ["key.pem"]


def in_an_age_file(key, password, *, work=2):
    """As earlier versions wrote a key under a password; ``work`` is the exponent of what scrypt costs."""
    salt, file_key = secrets.token_bytes(16), secrets.token_bytes(16)
    scrypt = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=2**work, r=8, p=1)
    wrapped = ChaCha20Poly1305(scrypt.derive(password)).encrypt(bytes(12), file_key, None)
    head = f"age-encryption.org/v1\n-> scrypt {bare_base64(salt)} {work}\n{bare_base64(wrapped)}\n---"
    proof = hmac.digest(stretched(file_key, b"", b"header"), head.encode(), "sha256")
    nonce = secrets.token_bytes(16)
    body = ChaCha20Poly1305(stretched(file_key, nonce, b"payload")).encrypt(bytes(11) + b"\1", key.to_pem(), None)
    return head.encode() + f" {bare_base64(proof)}\n".encode() + nonce + body


def bare_base64(data):
    return base64.b64encode(data).rstrip(b"=").decode()


def stretched(key, salt, purpose):
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize(("kind", "load"), [(SigningKey, load_signing_key), (OpenKey, load_open_key)])
def test_an_age_file_of_an_earlier_version_is_read_and_written_anew(tmp_path, kind, load):
    path, key = tmp_path / "key.pem", kind.generate()
    path.write_bytes(in_an_age_file(key, b"a long sentence"))
    assert is_locked(path)
    with pytest.raises(Refused, match="the password is wrong"):
        load(path, b"another sentence")
    assert path.read_bytes().startswith(b"age-encryption.org")
    assert load(path, b"a long sentence").kid == key.kid
    assert_locked_anew(path)
    assert load(path, b"a long sentence").kid == key.kid


def test_an_age_file_that_a_slower_machine_refuses_is_not_called_damaged(tmp_path):
    """What such a file costs was measured where it was written."""
    whole = in_an_age_file(OpenKey.generate(), b"a long sentence")
    (tmp_path / "key.pem").write_bytes(whole.replace(b" 2\n", b" 40\n", 1))
    with pytest.raises(Refused, match="too slow, or too busy"):
        load_open_key(tmp_path / "key.pem", b"a long sentence")


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize(
    "change", [{"n": 2**21}, {"n": 0}, {"n": 3}, {"n": "x"}, {"kdf": "none"}, {"r": 2**20}, {"salt": 5}, {"p": 9}]
)
def test_a_file_that_names_other_costs_is_refused_before_they_are_paid(tmp_path, change):
    path = tmp_path / "key.pem"
    save_key(OpenKey.generate(), path, b"a long sentence")
    _head, rest = path.read_bytes().split(b".", 1)
    path.write_bytes(to_base64url(json.dumps(header_of(path) | change).encode()).encode() + b"." + rest)
    with pytest.raises(Refused, match=r"key\.pem"):
        load_open_key(path, b"a long sentence")


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize(("kind", "load"), [(SigningKey, load_signing_key), (OpenKey, load_open_key)])
def test_a_key_is_given_a_password_and_another(tmp_path, kind, load):
    path, key = tmp_path / "key.pem", kind.generate()
    save_key(key, path)
    assert not is_locked(path)
    change_password(path, None, b"a long sentence")
    change_password(path, b"a long sentence", b"a longer sentence")
    assert_locked_anew(path)
    with pytest.raises(Refused):
        change_password(path, b"a long sentence", b"x")
    assert load(path, b"a longer sentence").kid == key.kid


@pytest.mark.usefixtures("quickly")
def test_a_damaged_file_under_a_password_is_refused(tmp_path):
    path = tmp_path / "key.pem"
    save_key(OpenKey.generate(), path, b"a long sentence")
    whole = path.read_bytes()
    for damaged in (whole[:80], whole[:-60], b"age-encryption.org/v1\n", b"eyJ", b"eyJ.a.b.c.d"):
        path.write_bytes(damaged)
        with pytest.raises(Refused, match=r"key\.pem"):
            load_open_key(path, b"a long sentence")
