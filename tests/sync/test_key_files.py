"""Private keys in files: for their owner alone, never written over another, never taken for one of the other kind."""

import re
import stat

import pytest
from cryptography.hazmat.primitives import serialization

from sync.key_files import change_password, is_locked, load_open_key, load_signing_key, save_key
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey, SigningKey


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


def assert_costs_much(path):
    """The key lies in an age file, and scrypt has to be run 2^14 times over 1 KB or more for each guess."""
    import base64

    armour = path.read_text("ascii").splitlines()
    assert armour[0] == "-----BEGIN AGE ENCRYPTED FILE-----"
    header = base64.b64decode("".join(armour[1:-1])).split(b"---")[0].decode("ascii")
    assert int(re.search(r"-> scrypt \S+ (\d+)", header)[1]) >= 14
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("kind", "load"), [(OpenKey, load_open_key)])
def test_a_password_is_stretched_and_only_that_one_opens_the_key(tmp_path, kind, load):
    path = tmp_path / "key.pem"
    save_key(kind.generate(), path, b"a long sentence")
    assert is_locked(path)
    assert_costs_much(path)
    for wrong in (None, b"another sentence", b"\xff"):
        with pytest.raises(Refused, match=r"key\.pem"):
            load(path, wrong)


@pytest.mark.parametrize(("kind", "load"), [(SigningKey, load_signing_key), (OpenKey, load_open_key)])
def test_a_key_that_was_locked_too_weakly_is_locked_anew_when_it_is_used(tmp_path, kind, load):
    path, key = tmp_path / "key.pem", kind.generate()
    path.write_bytes(weakly_locked(key, b"a long sentence"))
    with pytest.raises(Refused):
        load(path, b"another sentence")
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in path.read_bytes()
    assert is_locked(path)
    assert load(path, b"a long sentence").kid == key.kid
    assert_costs_much(path)
    assert load(path, b"a long sentence").kid == key.kid
    assert [found.name for found in tmp_path.iterdir()] == ["key.pem"]


@pytest.mark.parametrize(("kind", "load"), [(SigningKey, load_signing_key), (OpenKey, load_open_key)])
def test_a_key_is_given_a_password_and_another(tmp_path, kind, load):
    path, key = tmp_path / "key.pem", kind.generate()
    save_key(key, path)
    assert not is_locked(path)
    change_password(path, None, b"a long sentence")
    change_password(path, b"a long sentence", b"a longer sentence")
    assert_costs_much(path)
    with pytest.raises(Refused):
        change_password(path, b"a long sentence", b"x")
    assert load(path, b"a longer sentence").kid == key.kid


def test_a_damaged_file_under_a_password_is_refused(tmp_path):
    path = tmp_path / "key.pem"
    save_key(OpenKey.generate(), path, b"a long sentence")
    whole = path.read_bytes()
    for damaged in (whole[:80], whole[:-60], b"age-encryption.org/v1\n"):
        path.write_bytes(damaged)
        with pytest.raises(Refused, match=r"key\.pem"):
            load_open_key(path, b"a long sentence")
