"""The whole thing on one machine: a hub on SQLite, an agent and a station, in a data folder of its own.

With a display the station is shown full screen. Without one a scripted visit walks through the real screens and the
last line of standard output is one JSON object with what arrived. Starts programs and compares their two databases;
imports neither.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from installer.demo_figures import add_up, read_figures
from installer.programs import Failed, end_at_exit, run, start
from sync.files import write_new
from sync.station.staff_pin import read_pin, write_pin

PROJECT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 120.0
"""How long any part of the demonstration may take before it is given up with a message."""

STATION_NAME = "Vorführ-Station"
DISTRICT = "N"
STAFF_PIN = "274913"
"""For showing only: a real station gets one of its own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demonstration; 0 when all went as it should."""
    options = read_arguments(arguments)
    data: Path = options.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    try:
        with ExitStack() as stack:
            return _demonstrate(data, headless=options.headless or not has_display(os.environ), stack=stack)
    except Failed as failed:
        print(f"The demonstration stopped: {failed}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="mitmach demo", description="Hub, agent and station on this machine.")
    parser.add_argument("--data", type=Path, default=PROJECT / "demo-data", help="where everything is kept")
    parser.add_argument(
        "--headless", action="store_true", help="no display: a scripted visit, pictures, a JSON summary"
    )
    return parser.parse_args(arguments)


def has_display(environment: os._Environ[str]) -> bool:
    """True when a window could be shown here."""
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _demonstrate(data: Path, *, headless: bool, stack: ExitStack) -> int:
    login = _found_hub(data / "hub")
    url = _start_hub(data, stack)
    config = _write_station_settings(data, url)
    _enrol(config, data)
    _set_staff_pin(data / "station")
    agent = start(["-m", "sync.agent", "--config", str(config)], log=data / "agent.log")
    stack.enter_context(end_at_exit(agent))
    _wait_for(lambda: read_figures(data).content, "the first content package", programs=[agent])
    print(f"Console: {url}  Login: {login['user']}  Password: {login['password']}", file=sys.stderr)
    print(f"Attendants' page: hold a finger on the upper left corner, PIN {STAFF_PIN}", file=sys.stderr)
    if headless:
        return _visit(config, data, agent)
    return start(["-m", "kiosk", "--config", str(config)], log=None).wait()


def _found_hub(hub: Path) -> dict[str, str]:
    kept = hub / "console-login.json"
    if not kept.exists():
        _tell("Setting up the hub ...")
        answer = run(["-m", "sync.hub", "--data", str(hub), "init", "--showing", "--json"])
        write_new(kept, answer.encode())
    login: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    return login


def _start_hub(data: Path, stack: ExitStack) -> str:
    _tell("Starting the hub ...")
    ready = data / "hub-ready.json"
    ready.unlink(missing_ok=True)
    command = ["-m", "sync.hub", "--data", str(data / "hub"), "run", "--port", "0", "--ready-file", str(ready)]
    hub = start(command, log=data / "hub.log")
    stack.enter_context(end_at_exit(hub))
    _wait_for(ready.exists, "the hub", programs=[hub])
    return str(json.loads(ready.read_text(encoding="utf-8"))["url"])


def _write_station_settings(data: Path, url: str) -> Path:
    config = data / "station.toml"
    config.write_text(
        "# Settings of the demonstration, written anew at every start.\n"
        f"data = {json.dumps(str(data / 'station'))}\n"
        f"hub_url = {json.dumps(url)}\n"
        "[sync]\n"
        "interval_seconds = 5\n"
        "ballots_together = 1  # for showing only: a real station lets ballots wait for company\n",
        encoding="utf-8",
    )
    return config


def _enrol(config: Path, data: Path) -> None:
    if read_figures(data).enrolled:
        return
    _tell("Enrolling the station ...")
    hub = str(data / "hub")
    code = run(["-m", "sync.hub", "--data", hub, "enrol-code", "--name", STATION_NAME, "--district", DISTRICT]).strip()
    run(["-m", "installer.enrol", "--config", str(config), "--code", code])


def _set_staff_pin(station: Path) -> None:
    if read_pin(station) is None:
        write_pin(station, STAFF_PIN)


def _visit(config: Path, data: Path, agent: subprocess.Popen[bytes]) -> int:
    before = read_figures(data)
    _tell("A visit through the screens ...")
    said = run(["-m", "kiosk", "--config", str(config), "--tour", str(data / "screens")], offscreen=True)
    tour = json.loads(said.splitlines()[-1])
    wanted = tour["votes_cast"] + tour["reports_filed"]

    def arrived() -> bool:
        now = read_figures(data)
        return min(now.acknowledged - before.acknowledged, now.applied - before.applied) >= int(wanted)

    _wait_for(arrived, "the hub's acknowledgement", programs=[agent])
    summary, is_true = add_up(tour, before=before, after=read_figures(data))
    print(json.dumps(summary, ensure_ascii=False))
    return 0 if is_true else 1


def _wait_for(condition: Callable[[], object], what: str, *, programs: Sequence[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if any(program.poll() is not None for program in programs):
            raise Failed(f"a program ended while we waited for {what}; see its log in the data folder")
        if time.monotonic() > deadline:
            raise Failed(f"{what} did not come within {PATIENCE_SECONDS:.0f} seconds; see the logs in the data folder")
        time.sleep(0.1)


def _tell(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
