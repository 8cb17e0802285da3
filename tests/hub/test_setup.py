"""Making a hub, its settings, and its commands as people and services call them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import RequestFactory

import sync
from sync.hub.__main__ import name_module, take_data_option
from sync.hub.accounts.roles import Role, role_of
from sync.hub.audit.models import AuditEntry
from sync.hub.bootstrap import found_hub
from sync.hub.config import HubConfig, HubConfigError, load_hub_config, write_hub_config
from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.data_folder import DATA_VARIABLE
from sync.hub.publishing.counting_keys import make_trustee_key
from sync.hub.stations.models import Device, EnrolmentCode
from sync.key_files import load_open_key
from sync.protocol.encoding import read_code
from sync.protocol.enrolment import CODE_LENGTH
from tests.kits.hub import NOW, Hub
from tests.kits.waiting import PATIENCE_S, wait_until

PROJECT = Path(sync.__file__).parents[1]


def run(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "sync.hub", "--data", str(folder), *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=check)


# --- A new hub --------------------------------------------------------------------------------------------------


def test_init_makes_a_whole_hub_and_tells_the_password_once(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    account = json.loads(run(folder, "init", "--showing", "--json").stdout)
    assert account["user"] == "admin"
    assert len(read_code(account["password"])) == 16
    assert not any(account["password"].encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not any(
        account["recovery_key"].encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file()
    )
    assert load_hub_config(folder / "hub.toml") == HubConfig(for_showing_only=True, counting_keys_here=True)
    assert not (folder / ".half-made").exists()
    again = run(folder, "init", check=False)
    assert again.returncode == 1
    assert "holds a hub already" in again.stderr
    assert "nothing is wrong" in run(folder, "content", "check").stdout


def test_every_private_key_is_readable_by_its_owner_only(hub: Hub) -> None:
    folders = [path for path in (hub.folder.keys, *hub.folder.keys.rglob("*")) if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    secret = [*hub.folder.keys.rglob("*.pem"), hub.folder.django_secret, hub.folder.database]
    assert (
        len(secret) == 16
    )  # ack, 4 of content, 2 of announcements, seal, 2 for each of 3 polls, Django's, and the reports in clear
    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}


def test_the_first_account_can_log_in_and_no_other_is_there(hub: Hub) -> None:
    request = RequestFactory().post("/login/")
    user = authenticate(request, username=hub.account.user, password=hub.account.password)
    assert user is not None
    assert role_of(user) is Role.ADMINISTRATOR
    assert not user.is_superuser
    assert authenticate(request, username=hub.account.user, password="admin") is None


def test_a_hub_that_holds_counting_keys_was_told_to_and_says_so(tmp_path: Path) -> None:
    told = run(tmp_path / "hub", "init", "--counting-keys-here").stdout
    assert "makes and holds both keys of every poll itself" in told
    assert len(list((tmp_path / "hub" / "keys" / "trustees").glob("*/*.pem"))) == 6
    both = run(tmp_path / "other", "init", "--counting-keys-here", "--trustees-elsewhere", check=False)
    assert both.returncode == 2


@pytest.mark.parametrize("was_there", [False, True])
def test_a_hub_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path, was_there: bool) -> None:
    folder, content = tmp_path / "hub", tmp_path / "content"
    if was_there:
        folder.mkdir()
        (folder / "lost+found").mkdir()
        (folder / "keys").mkdir(mode=0o750)
    shutil.copytree(DEFAULT_CONTENT, content)
    poll = json.loads((content / "polls" / "neuer-markt.json").read_bytes())
    (content / "polls" / "neuer-markt.json").write_text(json.dumps({**poll, "codes": True, "codes_at": poll["title"]}))
    tries: list[tuple[str, ...]] = [
        ("--database", "postgresql://nobody@127.0.0.1:1/none"),
        ("--database", "mysql://nobody"),
        ("--content", str(tmp_path / "nowhere")),
        ("--content", str(content), "--counting-keys-here"),
        ("--recovery-key", "age1wrong"),
    ]
    for wrong in tries if was_there else tries[:1]:
        answer = run(folder, "init", *wrong, check=False)
        assert answer.returncode == 1, wrong
        assert "Traceback" not in answer.stderr
        assert [path.name for path in tmp_path.rglob("hub/*") if path.name not in {"lost+found", "keys"}] == []
        assert folder.exists() == was_there
    assert "ready" in run(folder, "init").stdout
    assert not was_there or stat.S_IMODE((folder / "keys").stat().st_mode) == 0o750


def test_what_a_founding_left_that_was_cut_off_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    run(folder, "init")
    (folder / ".half-made").mkdir()
    first = (folder / "keys" / "web" / "ack.pem").read_bytes()
    run(folder, "init")
    assert (folder / "keys" / "web" / "ack.pem").read_bytes() != first
    assert not (folder / ".half-made").exists()


def test_a_hub_is_never_made_over_another(hub: Hub) -> None:
    key = hub.folder.ack_key.read_bytes()
    with pytest.raises(FileExistsError):
        found_hub(hub.folder, hub.config, content=DEFAULT_CONTENT, user="admin", now=NOW)
    assert hub.folder.ack_key.read_bytes() == key


def test_a_hub_founded_without_a_word_holds_no_counting_key_and_publishes_when_they_are_here(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    told = run(folder, "init", "--https", "--host", "hub.example").stdout
    assert "this hub holds none" in told
    assert "trustee-key" in told
    assert "AGE-SECRET-KEY-1" in told
    config = load_hub_config(folder / "hub.toml")
    assert (config.counting_keys_here, config.public_address) == (False, "https://hub.example")
    assert not list((folder / "keys" / "trustees").iterdir())
    refused = run(folder, "publish", check=False)
    assert refused.returncode == 1
    assert "trustee-key" in refused.stderr
    for poll in ("garten-nordwest", "neuer-markt", "ortsbeirat-stadtmitte"):
        for step in ("mix", "tally"):
            offline = tmp_path / f"{poll}-{step}.pem"
            make_trustee_key(offline, password=b"held by one person")
            place = folder / "keys" / "trustees" / poll / f"{step}.public.json"
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(offline.with_suffix(".public.json").read_bytes())
    assert "content package 1" in run(folder, "publish").stdout
    assert not list((folder / "keys" / "trustees").rglob("*.pem"))
    # these are the settings of a real installation: Django's own examination finds nothing
    examine = [sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    named = {DATA_VARIABLE: str(folder), "DJANGO_SETTINGS_MODULE": "sync.hub.settings"}
    subprocess.run(examine, cwd=PROJECT, env=os.environ | named, check=True, capture_output=True)


def test_a_hub_that_never_published_is_renewed_backed_up_and_restored(tmp_path: Path) -> None:
    account = json.loads(run(tmp_path / "hub", "init", "--trustees-elsewhere", "--json").stdout)
    (tmp_path / "key").write_text(account["recovery_key"], "ascii")
    assert "no content was published yet" in run(tmp_path / "hub", "renew").stdout
    away = tmp_path / "away"
    refused = run(tmp_path / "hub", "backup", str(away), check=False)
    assert refused.returncode == 1 and "is mounted" in refused.stderr
    assert not away.exists(), "nothing is laid where another machine's disk should be"
    away.mkdir()
    assert "same disk" in run(tmp_path / "hub", "backup", str(away)).stderr
    key = ("--recovery-key", str(tmp_path / "key"))
    assert "unchanged since it was proven" in run(tmp_path / "hub", "verify", str(tmp_path / "away")).stdout
    assert "0 batches, 0 records" in run(tmp_path / "hub", "verify", str(tmp_path / "away"), *key).stdout
    assert "there was no answer" in run(tmp_path / "again", "restore", str(tmp_path / "away"), check=False).stderr
    assert not (tmp_path / "again").exists()
    assert "restored from" in run(tmp_path / "again", "restore", str(tmp_path / "away"), *key).stdout
    assert "no content was published yet" in run(tmp_path / "again", "renew").stdout
    names = {path.name for path in (tmp_path / "again" / "repository" / "metadata").iterdir()}
    assert names == {"1.root.json"}
    assert "trustee-key" in run(tmp_path / "again", "publish", check=False).stderr


def test_a_trustee_makes_a_key_on_a_machine_without_a_hub(tmp_path: Path) -> None:
    told = run(tmp_path / "no-hub", "trustee-key", "--out", str(tmp_path / "mix.pem"), "--no-password").stdout
    assert str(tmp_path / "mix.public.json") in told
    assert json.loads((tmp_path / "mix.public.json").read_bytes()) == load_open_key(tmp_path / "mix.pem").public.jwk
    again = run(tmp_path / "no-hub", "trustee-key", "--out", str(tmp_path / "mix.pem"), "--no-password", check=False)
    assert again.returncode == 1


# --- Settings ---------------------------------------------------------------------------------------------------


def test_settings_survive_being_written(tmp_path: Path) -> None:
    config = HubConfig(
        hosts=("a.example", 'odd"name'),
        https=True,
        trusted_proxies=("10.0.0.0/8",),
        worker_pause_seconds=2.5,
        for_showing_only=True,
    )
    write_hub_config(config, tmp_path / "hub.toml")
    assert load_hub_config(tmp_path / "hub.toml") == config
    with pytest.raises(FileExistsError):
        write_hub_config(config, tmp_path / "hub.toml")
    assert load_hub_config(tmp_path / "none.toml") == HubConfig()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prot = 80", "unknown key 'prot'"),
        ("port = '80'", "'port' must be int"),
        ("port = true", "'port' must be int"),
        ("port = -1", "'port' must not be negative"),
        ("hosts = []", "'hosts' must be a list"),
        ("hosts = [1]", "'hosts' must be a list"),
        ("https = 1", "'https' must be bool"),
        ("port =", "not valid TOML"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path: Path, text: str, words: str) -> None:
    place = tmp_path / "hub.toml"
    place.write_text(text, "utf-8")
    with pytest.raises(HubConfigError, match=words) as error:
        load_hub_config(place)
    assert str(place) in str(error.value)


def test_what_only_watches_over_others_does_not_hold_what_they_hold() -> None:
    code = "import sys, sync.hub.__main__, sync.hub.supervisor, sync.hub.server; print('django' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_the_web_process_imports_no_part_of_the_worker(hub: Hub) -> None:
    code = (
        "import sys, sync.hub.wsgi, sync.hub.urls; print([m for m in sys.modules if m.startswith('sync.hub.worker')])"
    )
    environment = {"MITMACH_HUB_DATA": str(hub.folder.root), "DJANGO_SETTINGS_MODULE": "sync.hub.settings"}
    loads = "from django.urls import get_resolver; get_resolver().url_patterns; "
    result = subprocess.run(
        [sys.executable, "-c", "import sync.hub.wsgi; " + loads + code],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert result.stdout.strip() == "[]"


def test_no_setting_of_the_web_process_names_the_sealing_keys(hub: Hub) -> None:
    from django.conf import settings

    told = " ".join(str(getattr(settings, name)) for name in dir(settings) if name.isupper())
    assert "keys/worker" not in told
    assert not [name for name in dir(hub.folder) if "worker" in name or "seal" in name]


# --- Commands ---------------------------------------------------------------------------------------------------


def test_commands_are_called_as_people_write_them() -> None:
    assert take_data_option(["--data", "x", "worker", "--once"]) == ("x", ["worker", "--once"])
    assert take_data_option(["publish", "--data=y"]) == ("y", ["publish"])
    assert name_module(["enrol-code", "--name", "a-b"]) == ["enrol_code", "--name", "a-b"]
    assert name_module(["content", "import-districts", "FILE"]) == ["import_districts", "FILE"]
    assert name_module(["content", "check"]) == ["content_check"]
    assert name_module(["content", "schema", "map.json"]) == ["content_schema", "map.json"]
    assert name_module(["content"]) == []
    assert name_module(["check"]) == ["check"]
    assert name_module([]) == []
    with pytest.raises(SystemExit):
        take_data_option(["worker", "--data"])


def test_a_code_is_told_alone_on_standard_output(hub: Hub, capsys: Any) -> None:
    call_command("enrol_code", name="SBZ Toitenwinkel", district="Q")
    assert len(read_code(capsys.readouterr().out.strip())) == CODE_LENGTH


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("enrol_code", {"name": "  ", "district": "Q"}, "must not be empty"),
        ("enrol_code", {"name": "SBZ\udcff", "district": "Q"}, "readable characters"),
        ("enrol_code", {"name": "SBZ\nToitenwinkel", "district": "Q"}, "readable characters"),
        ("enrol_code", {"name": "x" * 101, "district": "Q"}, "101 characters, at most 100"),
        ("enrol_code", {"name": "SBZ", "district": "ZZ"}, "'ZZ'.*A.*Q.*U"),
        ("enrol_code", {"name": "SBZ", "district": "Q "}, "'Q '.*A.*Q.*U"),
        ("hub_code", {"name": ""}, "must not be empty"),
        ("revoke", {"device": "x", "note": " "}, "must not be empty"),
        ("make_account", {"name": "two words"}, "letters, digits and the signs"),
        ("make_account", {"name": "x" * 151}, "at most 150"),
        ("make_account", {"name": ""}, "must not be empty"),
        ("retain", {"days": "99999999"}, "from 90 to 36500"),
        ("retain", {"days": "9" * 5000}, "from 90 to 36500"),
        ("retain", {"days": "89"}, "from 90 to 36500"),
        ("retain", {"days": "many"}, "from 90 to 36500"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(hub: Hub, command: str, arguments: dict[str, str], words: str) -> None:
    before = audit_events()
    positional = [value for name, value in arguments.items() if (command, name) in POSITIONAL]
    named = [f"--{name}={value}" for name, value in arguments.items() if (command, name) not in POSITIONAL]
    with pytest.raises(CommandError, match=words):
        call_command(command, *positional, *named)
    assert audit_events() == before


POSITIONAL = {("revoke", "device"), ("make_account", "name")}


def audit_events() -> list[str]:
    return list(AuditEntry.objects.values_list("event", flat=True))


def test_names_are_taken_without_the_space_around_them(hub: Hub) -> None:
    call_command("enrol_code", "--name= SBZ Börgerhus ", "--district=Q")
    assert EnrolmentCode.objects.get().name == "SBZ Börgerhus"
    call_command("retain", "--days=36500")


def test_revoke_names_a_station_that_is_not_there(hub: Hub, capsys: Any) -> None:
    station = hub.enrolled_station()
    with pytest.raises(CommandError, match="no station"):
        call_command("revoke", "nobody", note="stolen")
    call_command("revoke", station.device, note="stolen")
    call_command("revoke", station.device, note="stolen")
    assert capsys.readouterr().out.split("\n")[:2] == ["revoked", "was revoked before"]
    assert Device.objects.get().revoked_at is not None


def test_a_file_that_is_no_list_of_districts_is_told_and_changes_nothing(hub: Hub, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", "utf-8")
    with pytest.raises(CommandError):
        call_command("import_districts", str(wrong))
    assert not (hub.folder.content / "district_shapes.json").exists()


def test_run_starts_and_ends_web_server_and_worker(hub: Hub, tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "sync.hub", "--data", str(hub.folder.root), "run", "--port=0"]
    process = subprocess.Popen(
        [*command, f"--ready-file={ready}"], cwd=PROJECT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    with process:
        wait_until(lambda: ready.exists() or process.poll() is not None)
        told = json.loads(ready.read_text("utf-8"))
        assert told["pid"] == process.pid
        with urllib.request.urlopen(f"{told['url']}health/ready") as answer:
            assert json.load(answer) == {"ready": True}
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
        assert len(children) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
        assert process.stderr is not None
        assert f"The hub is ready at {told['url']}" in process.stderr.read()
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_when_one_part_ends_by_itself_run_ends_the_other_and_says_so(hub: Hub, tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "sync.hub", "--data", str(hub.folder.root), "run", "--port=0"]
    process = subprocess.Popen(
        [*command, f"--ready-file={ready}"], cwd=PROJECT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    with process:
        wait_until(lambda: ready.exists() or process.poll() is not None)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
        os.kill(int(children[1]), signal.SIGKILL)
        _, words = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert "ended by itself" in words
    assert not any(Path(f"/proc/{child}").exists() for child in children)
