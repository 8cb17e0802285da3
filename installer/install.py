"""Makes a Debian machine start into the station, or serve as a hub. Enrols nothing and creates no keys.

Everything it leaves behind is a file below ``installer/units`` put into its place, so that reading those is reading
what a machine was given. Repeating the installation changes nothing that is already right.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from pathlib import Path

from installer.ownership import ADVICE, ROOT, find_weak_spot
from installer.steps import InstallStep, PointTo, PutFile, RunCommand, Runner

CHECKOUT = Path(__file__).resolve().parent.parent
UNITS = CHECKOUT / "installer" / "units"
PACKAGES = CHECKOUT / "installer" / "packages"

CODE = Path("/opt/mitmachstation")
"""Where all units expect the project; a link to the checkout unless it stands there itself."""

STARTED = {
    "station": ("mitmach-kiosk.service", "mitmach-agent.service"),
    "hub": (
        "mitmach-hub.service",
        "mitmach-hub-worker.service",
        "mitmach-hub-forward.service",
        "mitmach-hub-renew.timer",
        "mitmach-hub-announce.timer",
        "mitmach-hub-alarm.timer",
    ),
}
"""What starts with the machine, by role."""
HIDDEN_FOLDERS = ("/home", "/root", "/tmp", "/run")  # noqa: S108  nothing is written there
"""Where services are not allowed to look, so neither the checkout nor its Python may lie there."""


def steps_for(role: str, *, live: bool) -> list[InstallStep]:
    """All steps that make a machine a ``station`` or a ``hub``, in order.

    ``live`` adds what only makes sense on the running machine: Debian packages, font cache, compiled sources, reload.
    """
    steps: list[InstallStep] = []
    if live:
        steps.extend(_install_packages(role))
    steps.append(PointTo(CODE, CHECKOUT))
    steps.extend(PutFile(source, place) for source, place in files_for(role))
    steps.extend(_prepare_system(role))
    if live:
        steps.extend(_prepare_running_machine())
    return steps


def files_for(role: str) -> list[tuple[Path, Path]]:
    """Each file of ``installer/units/<role>`` with its place in the system."""
    system = Path("/etc/systemd/system")
    places = {
        "sysusers.conf": Path(f"/etc/sysusers.d/mitmach-{role}.conf"),
        "tmpfiles.conf": Path(f"/etc/tmpfiles.d/mitmach-{role}.conf"),
        "sysctl.conf": Path(f"/etc/sysctl.d/60-mitmach-{role}.conf"),
        "mitmach-stick.rules": Path("/etc/udev/rules.d/90-mitmach-stick.rules"),
        "mitmach-power.rules": Path("/etc/polkit-1/rules.d/50-mitmach-power.rules"),
        "sleep.conf": Path(f"/etc/systemd/sleep.conf.d/mitmach-{role}.conf"),
        "logind.conf": Path(f"/etc/systemd/logind.conf.d/mitmach-{role}.conf"),
    }
    return [(source, places.get(source.name, system / source.name)) for source in sorted((UNITS / role).iterdir())]


def _prepare_system(role: str) -> Iterable[InstallStep]:
    name = f"mitmach-{role}.conf"
    yield RunCommand("make the users", ("systemd-sysusers", "--root={root}", name))
    yield RunCommand("make the folders, with owners and modes", ("systemd-tmpfiles", "--root={root}", "--create", name))
    yield RunCommand("start the services with the machine", ("systemctl", "--root={root}", "enable", *STARTED[role]))
    if role == "station":
        # Start into the screens, and never restart because somebody pressed Ctrl-Alt-Del.
        yield PointTo(Path("/etc/systemd/system/default.target"), Path("/usr/lib/systemd/system/graphical.target"))
        yield PointTo(Path("/etc/systemd/system/ctrl-alt-del.target"), Path("/dev/null"))


def _prepare_running_machine() -> Iterable[InstallStep]:
    sources = [str(CHECKOUT / name) for name in ("accessibility", "hardware", "installer", "kiosk", "sync")]
    yield RunCommand("list the fonts once", ("fc-cache",))
    yield RunCommand("compile the sources once", (sys.executable, "-m", "compileall", "-q", *sources))
    if Path("/run/systemd/system").is_dir():
        yield RunCommand("let systemd read its units again", ("systemctl", "daemon-reload"))


def _install_packages(role: str) -> Iterable[InstallStep]:
    lines = (PACKAGES / role).read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if (name := line.partition("#")[0].strip())]
    apt = ("sh", str(CHECKOUT / "installer" / "apt-get"))
    yield RunCommand("ask for the newest Debian packages", (*apt, "update", "-q"))
    command = (*apt, "install", "-q", "-y", "--no-install-recommends", *names)
    yield RunCommand(f"install the Debian packages of a {role}", command)


def find_hindrance(*, checkout: Path, python: Path, hidden: Sequence[str] = HIDDEN_FOLDERS) -> str | None:
    """Why services could not run from this checkout, in words; None when nothing is in the way."""
    for what, place in (("the checkout", checkout), ("its Python", python)):
        if any(place.is_relative_to(folder) for folder in hidden):
            return (
                f"{what} lies in {place}, where services may not look. Clone the project to {CODE} and let "
                "MITMACH_PYTHON=/usr/bin/python3 ./mitmach install make its environment there."
            )
        for folder in (place, *place.parents):
            if not folder.stat().st_mode & 0o001:
                return f"{what} lies in {place}, but other users may not enter {folder} (chmod o+x it)."
    return None


def find_foreign_hands(*, checkout: Path, python: Path, owner: int = ROOT) -> str | None:
    """Who else could change what root and the services run from this checkout, in words; None when nobody could."""
    for place in (checkout, python, Path(sysconfig.get_path("stdlib"))):
        if weak := find_weak_spot(place, owner=owner):
            return f"{weak}. {ADVICE}"
    return None


def install(steps: Iterable[InstallStep], *, root: Path, run: Runner) -> None:
    """Do every step that is not done yet, and say so line by line on standard output."""
    for step in steps:
        if step.is_done(root):
            print(f"already so: {step.says()}")
        else:
            step.do(root, run)
            print(f"done: {step.says()}")


def run_command(command: Sequence[str]) -> None:
    """Run one command, its output on our standard error."""
    subprocess.run(command, check=True, stdout=sys.stderr, stdin=subprocess.DEVNULL)


def what_comes_next(role: str) -> str:
    """What a person does after the installation, in words."""
    if role == "hub":
        return (
            "Next: sudo ./mitmach hub --data /var/lib/mitmachhub init, then sudo ./mitmach install hub once more "
            "(it gives the new keys their owners), then systemctl start mitmach-hub mitmach-hub-worker, then "
            "sudo ./mitmach check-hub."
        )
    return (
        "Next: sudo ./mitmach enrol --hub ADDRESS with a code from the hub, then sudo ./mitmach staff-pin for the "
        "attendants' page, then sudo ./mitmach check-station, then restart the machine: it starts into the screens."
    )


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="mitmach install", description="Make a Debian machine a station or a hub.")
    parser.add_argument("role", nargs="?", choices=sorted(STARTED), default="station", help="default: station")
    parser.add_argument("--root", type=Path, default=Path("/"), help="install below this folder (to try it out)")
    parser.add_argument("--dry-run", action="store_true", help="say the steps and do none")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Install; 0 when everything is in place, 1 with a sentence on standard error when it is not."""
    options = read_arguments(arguments)
    root = options.root.resolve()
    live = root == Path("/")
    steps = steps_for(options.role, live=live)
    if options.dry_run:
        for step in steps:
            print(step.says())
        return 0
    if os.geteuid() != 0:
        print(f"An installation needs root: sudo ./mitmach install {options.role}", file=sys.stderr)
        return 1
    python = Path(sys.executable)
    hindrance = find_hindrance(checkout=CHECKOUT, python=python.resolve()) if live else None
    hindrance = hindrance or (find_foreign_hands(checkout=CHECKOUT, python=python) if live else None)
    if hindrance:
        print(hindrance, file=sys.stderr)
        return 1
    try:
        install(steps, root=root, run=run_command)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The installation stopped: {error}. Mend that and start it again; what is done stays.", file=sys.stderr)
        return 1
    print(what_comes_next(options.role))
    return 0


if __name__ == "__main__":
    sys.exit(main())
