"""A machine becomes a station: settings once, a real key and the real exchange of proofs, nothing left to root."""

import os
import pwd
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installer import enrol
from sync.key_files import load_signing_key
from sync.protocol.enrolment import Welcome, code_secret, new_code, read_request, sign_welcome
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.keys import SigningKey
from sync.station.config import ConfigError, load_config
from sync.station.database import open_database
from sync.station.state import read_identity

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
HUB = "https://hub.example"


class HubTwin:
    """A hub that knows one code and welcomes whoever proves to know it too."""

    def __init__(self, code: str) -> None:
        self._secret = code_secret(code)
        self._key = SigningKey.generate()

    def enrol(self, message: str) -> str:
        request = read_request(message)
        if not request.knows_code(self._secret):
            raise Refused("this code is not known")
        welcome = Welcome(
            device="station-1",
            name="SBZ Toitenwinkel",
            district="N",
            hub=self._key.public.jwk,
            epoch="e1",
            root_sha256="0" * 64,
        )
        return sign_welcome(welcome, self._secret, station_kid=request.public.kid, key=self._key)


def settle(tmp_path: Path, *, hub_url: str | None = HUB):
    settings = enrol.Settings(tmp_path / "etc/station.toml", hub_url=hub_url, data=tmp_path / "data")
    settings.keep()
    return settings.config


def test_settings_are_written_for_a_machine_without_any(tmp_path):
    config = settle(tmp_path)
    assert (config.hub_url, config.data) == (HUB, tmp_path / "data")
    assert load_config(tmp_path / "etc/station.toml") == config
    assert stat.S_IMODE((tmp_path / "etc/station.toml").stat().st_mode) == 0o644


def test_settings_are_kept_only_once_they_have_proven_right(tmp_path):
    path = tmp_path / "etc/station.toml"
    wrong = enrol.Settings(path, hub_url="https://hub.exmaple", data=tmp_path / "data")
    assert wrong.are_new and not path.exists()
    assert settle(tmp_path).hub_url == HUB
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("slip", ["hub.example", "hub.example:8443", "//hub.example", "ftp://hub.example", "https://"])
def test_an_address_without_its_beginning_is_refused_before_anything_is_kept(tmp_path, capsys, slip):
    path = tmp_path / "etc/station.toml"
    arguments = ["--config", str(path), "--data", str(tmp_path / "data"), "--code", new_code()]
    assert enrol.main([*arguments, "--hub", slip]) == 1
    assert "begins with https://" in capsys.readouterr().err
    assert not path.parent.exists() and not (tmp_path / "data").exists()


def test_settings_that_are_there_are_not_changed(tmp_path):
    settle(tmp_path)
    path = tmp_path / "etc/station.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'language = "en"\n', encoding="utf-8")
    before = path.read_bytes()
    assert settle(tmp_path, hub_url=None).language == "en"
    assert settle(tmp_path, hub_url=HUB + "/").language == "en"
    assert path.read_bytes() == before


def test_without_settings_the_hub_must_be_said(tmp_path):
    with pytest.raises(ConfigError, match="--hub"):
        settle(tmp_path, hub_url=None)


def test_settings_of_another_hub_are_not_taken_for_this_one(tmp_path):
    settle(tmp_path)
    with pytest.raises(ConfigError, match=r"hub\.example"):
        settle(tmp_path, hub_url="https://other.example")


@pytest.mark.parametrize("strange", ['https://hub.example/"x', "https://hub.example/\\", "https://hüb.example"])
def test_any_address_survives_being_written_down(tmp_path, strange):
    assert settle(tmp_path, hub_url=strange).hub_url == strange


def test_a_station_knows_who_it_is_after_the_right_code(tmp_path):
    code = new_code()
    config = settle(tmp_path)
    identity = enrol.enrol(config, code, client=HubTwin(code), clock=lambda: NOW)
    assert (identity.name, identity.district) == ("SBZ Toitenwinkel", "N")
    with closing(open_database(config.database)) as connection:
        assert read_identity(connection) == identity
    assert load_signing_key(config.device_key).kid == identity.kid
    assert stat.S_IMODE(config.device_key.stat().st_mode) == 0o600


def test_a_wrong_code_makes_no_station(tmp_path):
    config = settle(tmp_path)
    with pytest.raises(Refused):
        enrol.enrol(config, new_code(), client=HubTwin(new_code()), clock=lambda: NOW)
    with closing(open_database(config.database)) as connection:
        assert read_identity(connection) is None


def test_a_hub_that_does_not_know_the_code_is_not_trusted(tmp_path):
    class Impostor(HubTwin):
        def enrol(self, message: str) -> str:
            self._secret = code_secret(new_code())
            welcome = Welcome("d", "n", "A", self._key.public.jwk, "e", "0" * 64)
            return sign_welcome(welcome, self._secret, station_kid=read_request(message).public.kid, key=self._key)

    code = new_code()
    with pytest.raises(Untrusted):
        enrol.enrol(settle(tmp_path), code, client=Impostor(code), clock=lambda: NOW)


def test_the_command_says_in_words_why_it_failed(tmp_path, capsys):
    unreachable = ["--hub", "http://127.0.0.1:9", "--data", str(tmp_path / "data"), "--code", new_code()]
    assert enrol.main(["--config", str(tmp_path / "station.toml"), *unreachable]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("This station was not enrolled: the machine 127.0.0.1:9 is there, but no hub is running")
    assert not said.out
    assert not (tmp_path / "station.toml").exists()


def test_a_command_that_was_cut_off_just_before_it_kept_the_settings_is_simply_repeated(tmp_path, capsys):
    path, data, code = tmp_path / "etc/station.toml", tmp_path / "data", new_code()
    begun = enrol.Settings(path, hub_url=HUB, data=data)
    enrol.enrol(begun.config, code, client=HubTwin(code), clock=lambda: NOW)
    assert not path.exists()
    assert enrol.main(["--config", str(path), "--data", str(data), "--hub", HUB, "--code", code]) == 0
    assert "SBZ Toitenwinkel" in capsys.readouterr().out
    assert load_config(path).hub_url == HUB


def test_an_enrolled_station_does_not_believe_an_address_nobody_has_tried(tmp_path, capsys):
    path, data, code = tmp_path / "etc/station.toml", tmp_path / "data", new_code()
    enrol.enrol(enrol.Settings(path, hub_url=HUB, data=data).config, code, client=HubTwin(code), clock=lambda: NOW)
    other = ["--config", str(path), "--data", str(data), "--hub", "http://127.0.0.1:9", "--code", code]
    assert enrol.main(other) == 1
    assert "enrolled already" in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand its rights over")
def test_root_leaves_nothing_of_its_own_in_the_stations_folder():
    station = pwd.getpwnam("nobody").pw_uid
    program = (
        "import sys, pathlib; from installer.enrol import become_owner_of; data = pathlib.Path(sys.argv[1]);"
        "become_owner_of(data); (data / 'file').touch(); (data.parent / 'outside').touch()"
    )
    with tempfile.TemporaryDirectory() as folder:
        # others may enter it, but it stays root's: writing beside the station's folder must fail
        Path(folder).chmod(0o755)
        data = Path(folder, "data")
        data.mkdir()
        os.chown(data, station, station)
        ran = subprocess.run([sys.executable, "-c", program, str(data)], capture_output=True, text=True, check=False)
        assert "PermissionError" in ran.stderr
        assert (data / "file").stat().st_uid == station
        assert stat.S_IMODE((data / "file").stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend its rights")
def test_root_works_as_the_owner_for_a_while_and_is_itself_again():
    station = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = Path(folder, "data")
        data.mkdir()
        os.chown(data, station.pw_uid, station.pw_gid)
        before = (os.getgroups(), os.getegid(), os.umask(0o022))
        with enrol.as_owner_of(data):
            (data / "file").touch()
            with pytest.raises(PermissionError):
                (data.parent / "outside").touch()
        assert (data / "file").stat().st_uid == station.pw_uid
        assert stat.S_IMODE((data / "file").stat().st_mode) == 0o640
        assert (os.geteuid(), os.getgroups(), os.getegid(), os.umask(before[2])) == (0, *before[:2], 0o022)


def test_a_folder_that_is_not_there_changes_no_rights(tmp_path):
    enrol.become_owner_of(tmp_path / "none")
    assert os.geteuid() == os.getuid()
