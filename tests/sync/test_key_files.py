"""Private keys in files: for their owner alone, never written over another, never taken for one of the other kind."""

import stat

import pytest

from sync.key_files import load_open_key, load_signing_key, save_key
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
