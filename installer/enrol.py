"""Makes this machine a station of a hub: settings if there are none, then key and identity. Installs nothing."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from installer.check import STATION_CONFIG
from sync.agent.enrol import enrol_station, rotate_key
from sync.agent.hub_client import Enroller, HttpHubClient
from sync.protocol.errors import SyncError
from sync.station.config import ConfigError, StationConfig, load_config
from sync.station.database import DatabaseUnfit
from sync.station.state import Identity

STATION_DATA = Path("/var/lib/mitmachstation")
"""Where an installed station keeps its data."""


def write_settings(path: Path, *, hub_url: str, data: Path) -> None:
    """Write the settings of a new station. Raises FileExistsError rather than change any that are there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A TOML basic string escapes like JSON does.
    values = {"hub_url": hub_url, "data": str(data)}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items()]
    with path.open("x", encoding="utf-8") as file:
        file.writelines(["# Settings of this station. An unknown key stops the start.\n", *lines])
    # Screens and agent read it, whatever root's habits are; it holds no secret.
    path.chmod(0o644)


def settle_settings(path: Path, *, hub_url: str | None, data: Path) -> StationConfig:
    """The settings of this station, written first if there are none.

    Raises ConfigError when they cannot be used, and when they name another hub than the one asked for.
    """
    if not path.exists():
        if not hub_url:
            raise ConfigError(f"{path} is not there yet; say --hub with the address of the hub")
        write_settings(path, hub_url=hub_url, data=data)
    config = load_config(path)
    if hub_url and config.hub_url.rstrip("/") != hub_url.rstrip("/"):
        raise ConfigError(f"{path} names the hub {config.hub_url}; change it there if it should be {hub_url}")
    return config


def become_owner_of(folder: Path) -> None:
    """Go on as the user a folder belongs to: what root writes there, the agent could not read afterwards."""
    if os.geteuid() != 0 or not folder.exists() or folder.stat().st_uid == 0:
        return
    owner = folder.stat()
    os.umask(0o027)
    os.setgroups([])
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)


def describe_machine() -> str:
    """A short description of this machine for the administrator's list."""
    try:
        model = Path("/sys/class/dmi/id/product_name").read_text(encoding="utf-8").strip()
    except OSError:
        model = ""
    return f"{model or platform.machine()}, {platform.node()}"


def enrol(
    config: StationConfig, code: str, *, client: Enroller, clock: Callable[[], datetime], again: bool = False
) -> Identity:
    """Enrol this machine, described for the administrator. Raises what ``enrol_station`` raises."""
    return enrol_station(config, code, client=client, model=describe_machine(), clock=clock, again=again)


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="mitmach enrol", description="Make this machine a station of a hub, with a code the hub has given out."
    )
    parser.add_argument("--config", type=Path, default=STATION_CONFIG, help=f"its settings (default: {STATION_CONFIG})")
    parser.add_argument("--hub", metavar="ADDRESS", help="address of the hub, for settings that are not there yet")
    parser.add_argument("--data", type=Path, default=STATION_DATA, help=f"data folder for them ({STATION_DATA})")
    parser.add_argument("--code", help="the enrolment code (asked for if not given)")
    parser.add_argument("--rotate", action="store_true", help="give an enrolled station a new key, as who it is")
    parser.add_argument("--again", action="store_true", help="give an enrolled station a new key and identity")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Enrol this station; 0 when the hub has welcomed it, 1 with a sentence on standard error when not."""
    options = read_arguments(arguments)
    try:
        config = settle_settings(options.config, hub_url=options.hub, data=options.data)
        if options.rotate:
            become_owner_of(config.device_key.parent)
            rotate_key(config, clock=lambda: datetime.now(UTC))
            print("This station has a new key. The hub learns of it with the next exchange.")
            return 0
        code = options.code or input("Enrolment code: ")
        become_owner_of(config.device_key.parent)
        client = HttpHubClient(config.hub_url, find_key=lambda _kid: None)
        identity = enrol(config, code, client=client, clock=lambda: datetime.now(UTC), again=options.again)
    except (ConfigError, SyncError, DatabaseUnfit, OSError, EOFError) as error:
        print(f"This station was not enrolled: {error or 'no code was given'}", file=sys.stderr)
        return 1
    print(f"This station is now {identity.name}, district {identity.district or '-'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
