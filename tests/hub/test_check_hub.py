"""``check-hub`` on real hubs, on a machine described in a folder: keys, disk, backups, and what the hub says itself."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

import sync
from installer.check_hub import check_hub
from installer.machine import Machine
from installer.readiness import Finding, Grade
from sync.hub.config import write_hub_config
from sync.hub.monitoring.heartbeat import Pulse
from sync.key_files import change_password
from tests.installer.test_disks import lay_disk
from tests.kits.hub import Hub

PROJECT = Path(sync.__file__).parents[1]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    lay_disk(tmp_path / "machine")
    return Machine(root=tmp_path / "machine", environment={})


def findings(hub: Hub, machine: Machine) -> dict[str, Finding]:
    return {found.check: found for found in check_hub(hub.folder, machine=machine, now=timezone.now())}


def test_a_hub_in_order_is_well_in_every_point(hub: Hub, machine: Machine) -> None:
    Pulse(timezone.now)()
    for path in hub.folder.trustee_keys.glob("*/*.pem"):
        path.unlink()
    hub.folder.config.unlink()
    write_hub_config(dataclasses.replace(hub.config, counting_keys_here=False), hub.folder.config)
    found = findings(hub, machine)
    assert {name for name, finding in found.items() if finding.grade is not Grade.FIT} == set()
    assert set(found) == {
        *("settings", "database", "disk", "worker", "unopened", "audit_log", "content", "backup"),
        *("keys", "counting keys", "recovery key", "disk encryption", "swap"),
    }


@pytest.mark.parametrize("hub", ["postgresql"], indirect=True)
def test_a_server_that_does_not_wait_for_its_disk_is_named(hub: Hub, machine: Machine) -> None:
    """The server of these tests is such a one."""
    found = findings(hub, machine)["database server"]
    assert found.grade is Grade.UNFIT and found.seen.startswith("fsync off")


def test_counting_keys_that_are_here_are_told_until_each_has_a_password(hub: Hub, machine: Machine) -> None:
    config = dataclasses.replace(hub.config, counting_keys_here=False)
    hub.folder.config.unlink()
    write_hub_config(config, hub.folder.config)
    told = findings(hub, machine)["counting keys"]
    assert (told.grade, "neuer-markt" in told.seen) == (Grade.NOTICE, True)
    keys = sorted(hub.folder.trustee_keys.glob("*/*.pem"))
    for path in keys[1:]:
        path.unlink()
    assert findings(hub, machine)["counting keys"].grade is Grade.NOTICE
    change_password(keys[0], None, b"held by one person")
    assert findings(hub, machine)["counting keys"].grade is Grade.FIT


def test_what_is_wrong_is_named(hub: Hub, machine: Machine) -> None:
    Pulse(timezone.now)()
    hub.folder.ack_key.chmod(0o640)
    hub.folder.recovery_keys.unlink()
    (machine.root / "proc/swaps").write_text("Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n")
    (machine.root / "proc/self/mountinfo").write_text("29 1 8:1 / / rw - ext4 /dev/sda1 rw\n")
    found = findings(hub, machine)
    assert {name for name, finding in found.items() if finding.grade is Grade.UNFIT} == {"keys", "recovery key"}
    notices = {name for name, finding in found.items() if finding.grade is Grade.NOTICE}
    assert notices == {"counting keys", "disk encryption", "swap"}
    assert str(hub.folder.ack_key) in found["keys"].seen


def test_the_command_says_it_as_a_table_and_as_json(hub: Hub, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "installer.check_hub", "--data"]
    for place, status in ((hub.folder.root, 0), (tmp_path / "none", 1)):
        said = subprocess.run([*command, str(place)], cwd=PROJECT, capture_output=True, text=True, check=False)
        assert said.returncode == status, said.stderr + said.stdout
        assert ("Nothing is wrong" in said.stdout) == (status == 0)
    said = subprocess.run([*command, str(hub.folder.root), "--json"], cwd=PROJECT, capture_output=True, check=True)
    assert json.loads(said.stdout)["fit"] is True
