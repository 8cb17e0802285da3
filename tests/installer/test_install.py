"""A machine is given exactly our files, in their places, twice without a difference, and systemd accepts the units."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from installer import install
from installer.steps import PointTo, PutFile, RunCommand

ROLES = sorted(install.STARTED)
SERVICES = [(role, path.name) for role in ROLES for path in sorted((install.UNITS / role).glob("*.service"))]
"""Every service, those that a timer starts too."""
MOST_EXPOSED = {"mitmach-kiosk.service": 40}
"""What systemd may say of a unit's exposure, in tenths; of any other 20. The screens need a session on the display."""


def not_run(command):
    """Stands for the operating system where only files matter."""


def install_files(role: str, root: Path) -> None:
    install.install(install.steps_for(role, live=False), root=root, run=not_run)


@pytest.mark.parametrize("role", ROLES)
def test_every_file_of_a_role_reaches_its_place_unchanged(role, tmp_path):
    install_files(role, tmp_path)
    for source, place in install.files_for(role):
        target = tmp_path / place.relative_to("/")
        assert target.read_bytes() == source.read_bytes()
        assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert (tmp_path / "opt/mitmachstation").resolve() == install.CHECKOUT


def test_a_station_starts_into_the_screens_and_not_by_ctrl_alt_del(tmp_path):
    install_files("station", tmp_path)
    system = tmp_path / "etc/systemd/system"
    assert (system / "default.target").readlink() == Path("/usr/lib/systemd/system/graphical.target")
    assert (system / "ctrl-alt-del.target").readlink() == Path("/dev/null")


@pytest.mark.parametrize("role", ROLES)
def test_a_second_installation_changes_no_file(role, tmp_path, capsys):
    install_files(role, tmp_path)
    capsys.readouterr()
    install_files(role, tmp_path)
    assert not [
        step
        for step in install.steps_for(role, live=False)
        if not isinstance(step, RunCommand) and not step.is_done(tmp_path)
    ]
    assert "done: write" not in capsys.readouterr().out


def test_a_changed_file_is_put_right_again(tmp_path):
    install_files("station", tmp_path)
    unit = tmp_path / "etc/systemd/system/mitmach-kiosk.service"
    unit.write_text("[Service]\nExecStart=/bin/sh\n", encoding="utf-8")
    install_files("station", tmp_path)
    assert "/usr/bin/cage" in unit.read_text(encoding="utf-8")


def test_something_that_is_no_link_is_not_replaced(tmp_path):
    (tmp_path / "opt/mitmachstation").mkdir(parents=True)
    with pytest.raises(FileExistsError):
        PointTo(Path("/opt/mitmachstation"), Path("/elsewhere")).do(tmp_path, not_run)


def test_commands_get_the_root_folder_and_fail_loudly(tmp_path):
    seen = []
    RunCommand("say", ("echo", "--root={root}")).do(tmp_path, seen.append)
    assert seen == [["echo", f"--root={tmp_path}"]]
    with pytest.raises(subprocess.CalledProcessError):
        RunCommand("fail", ("false",)).do(tmp_path, install.run_command)


@pytest.mark.parametrize("role", ROLES)
def test_a_dry_run_says_every_step_and_touches_nothing(role, tmp_path, capsys):
    assert install.main([role, "--root", str(tmp_path), "--dry-run"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(install.steps_for(role, live=False))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("role", "package"), [("station", "cage"), ("hub", "systemd")])
def test_packages_of_a_role_are_installed_on_the_running_machine_only(role, package):
    def packages(*, live: bool) -> list[str]:
        return [step.says() for step in install.steps_for(role, live=live) if "apt-get install " in step.says()]

    (said,) = packages(live=True)
    assert f" {package}" in said
    assert not packages(live=False)


@pytest.mark.parametrize("hidden", ["/home/anna/mitmachstation", "/root/mitmachstation", "/tmp/mitmachstation"])
def test_a_checkout_where_services_may_not_look_is_refused(hidden):
    said = install.find_hindrance(checkout=Path(hidden), python=Path("/usr/bin/python3"))
    assert said is not None
    assert hidden in said


def test_a_checkout_others_may_not_enter_is_refused(tmp_path):
    closed = tmp_path / "closed"
    (closed / "checkout").mkdir(parents=True)
    closed.chmod(0o700)
    said = install.find_hindrance(checkout=closed / "checkout", python=Path("/usr"), hidden=())
    assert said is not None
    assert f"may not enter {closed} " in said


def test_a_checkout_everyone_may_enter_is_taken():
    assert install.find_hindrance(checkout=Path("/usr/lib"), python=Path("/usr/bin")) is None


# --- what systemd itself says ----------------------------------------------------------------------------------


def make_verifiable(root: Path) -> None:
    """Give an installed root what units refer to: systemd's own units and the two programs."""
    shutil.copytree("/usr/lib/systemd/system", root / "usr/lib/systemd/system", symlinks=True)
    (root / "opt/mitmachstation").unlink()
    for program in ("usr/bin/cage", "opt/mitmachstation/.venv/bin/python"):
        path = root / program
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n", encoding="utf-8")
        path.chmod(0o755)


def verify(root: Path, role: str) -> subprocess.CompletedProcess[str]:
    units = [str(path) for path in sorted((root / "etc/systemd/system").glob("mitmach-*.*"))]
    assert len(units) >= len(install.STARTED[role])
    command = ["systemd-analyze", "verify", "--man=no", f"--root={root}", *units]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("role", ROLES)
def test_systemd_accepts_the_installed_units(role, tmp_path):
    install_files(role, tmp_path)
    make_verifiable(tmp_path)
    verified = verify(tmp_path, role)
    assert verified.returncode == 0, verified.stderr
    assert "mitmach" not in verified.stderr


def test_systemd_would_see_a_misspelt_unit(tmp_path):
    install_files("station", tmp_path)
    make_verifiable(tmp_path)
    unit = tmp_path / "etc/systemd/system/mitmach-agent.service"
    unit.write_text(unit.read_text(encoding="utf-8").replace("Restart=", "Restrat="), encoding="utf-8")
    assert "Restrat" in verify(tmp_path, "station").stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="making users and owners needs root")
def test_users_and_folders_are_made_as_written(tmp_path):
    for role in ROLES:
        assert install.main([role, "--root", str(tmp_path)]) == 0
    accounts = {
        line.split(":")[0]: int(line.split(":")[2]) for line in (tmp_path / "etc/passwd").read_text().splitlines()
    }
    assert {"mitmach-kiosk", "mitmach-agent", "mitmach-hub", "mitmach-hub-worker", "mitmach-hub-announcer"} <= set(
        accounts
    )
    data = tmp_path / "var/lib/mitmachstation"
    assert stat.S_IMODE(data.stat().st_mode) == 0o750
    assert stat.S_IMODE((data / "db").stat().st_mode) == 0o2770
    assert stat.S_IMODE((data / "keys").stat().st_mode) == 0o700
    assert data.stat().st_uid == 0
    assert (data / "keys").stat().st_uid == accounts["mitmach-agent"]
    assert stat.S_IMODE((data / "db/station.sqlite").stat().st_mode) == 0o660
    enabled = {path.name for path in (tmp_path / "etc/systemd/system").glob("*.wants/*")}
    assert enabled == {name for services in install.STARTED.values() for name in services}


# --- what the units promise ------------------------------------------------------------------------------------


def settings_of(role: str, unit: str) -> list[str]:
    return (install.UNITS / role / unit).read_text(encoding="utf-8").splitlines()


def test_the_screens_have_no_network_and_not_the_stations_key():
    unit = settings_of("station", "mitmach-kiosk.service")
    assert "RestrictAddressFamilies=AF_UNIX AF_NETLINK" in unit
    assert any(line.startswith("InaccessiblePaths=") and "/var/lib/mitmachstation/keys" in line for line in unit)


@pytest.mark.parametrize(("role", "unit"), SERVICES)
def test_every_service_is_an_own_user_without_rights_and_leaves_no_core_dump(role, unit):
    settings = settings_of(role, unit)
    users = [line for line in settings if line.startswith("User=")]
    assert len(users) == 1
    assert users[0].startswith("User=mitmach-")
    assert {"NoNewPrivileges=yes", "CapabilityBoundingSet=", "LimitCORE=0"} <= set(settings)
    assert any(line.startswith("TasksMax=") for line in settings)
    assert any(line.startswith("MemoryMax=") for line in settings)
    assert ("Restart=always" in settings) != ("Type=oneshot" in settings)


@pytest.mark.parametrize(("role", "unit"), SERVICES)
def test_a_service_writes_in_named_folders_of_its_data_only(role, unit):
    writes = [line.removeprefix("ReadWritePaths=") for line in settings_of(role, unit) if "ReadWritePaths=" in line]
    places = " ".join(writes).split()
    assert not {"/var/lib/mitmachhub", "/var/lib/mitmachstation", "/var/lib"} & {place.lstrip("-") for place in places}


@pytest.mark.parametrize(("role", "unit"), SERVICES)
def test_systemd_calls_no_service_exposed(role, unit):
    most = MOST_EXPOSED.get(unit, 20)
    command = ["systemd-analyze", "security", "--offline=yes", f"--threshold={most}", install.UNITS / role / unit]
    rated = subprocess.run(command, capture_output=True, text=True, check=False)
    assert rated.returncode == 0, rated.stdout.splitlines()[-1:] + rated.stderr.splitlines()


def test_no_two_services_share_a_user_but_where_they_hold_the_same_key():
    shared = {"mitmach-hub-forward.service": "mitmach-hub.service"}  # signed with the key of answers
    shared |= {"mitmach-hub-renew.service": "mitmach-hub-announce.service"}  # with those of announcing
    shared |= {"mitmach-hub@.service": "mitmach-hub.service"}
    shared |= {"mitmach-hub-alarm.service": "mitmach-hub.service"}  # with none: it opens and signs nothing
    users = {unit: line for role, unit in SERVICES for line in settings_of(role, unit) if line.startswith("User=")}
    own = [user for unit, user in users.items() if unit not in shared]
    assert len(own) == len(set(own))
    assert all(users[unit] == users[other] for unit, other in shared.items())


def test_a_put_file_is_whole_or_not_there(tmp_path):
    source = tmp_path / "source"
    source.write_text("new", encoding="utf-8")
    step = PutFile(source, Path("/etc/thing.conf"))
    assert not step.is_done(tmp_path)
    step.do(tmp_path, not_run)
    assert step.is_done(tmp_path)
    assert [path.name for path in (tmp_path / "etc").iterdir()] == ["thing.conf"]
