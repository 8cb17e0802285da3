"""Makes this machine a station of a hub: settings if there are none, then key and identity. Installs nothing."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from installer.check import STATION_CONFIG
from sync.agent.enrol import enrol_station, rotate_key
from sync.agent.hub_client import Enroller, HttpHubClient
from sync.files import make_folders, move_durably, sync_file
from sync.protocol.errors import SyncError
from sync.station.config import ConfigError, StationConfig, load_config, parse_config
from sync.station.database import DatabaseUnfit, open_database
from sync.station.state import Identity, read_identity

STATION_DATA = Path("/var/lib/mitmachstation")
"""Where an installed station keeps its data."""


class Settings:
    """The settings of this station: those that are there, or new ones, which count only once the hub has answered.

    Until then new ones lie beside their place: an address with a slip in it must not be in the way of the right one.
    """

    def __init__(self, path: Path, *, hub_url: str | None, data: Path) -> None:
        """Raises ConfigError when they cannot be used, and when they name another hub than the one asked for."""
        self._path = path
        self._new = path.with_name(f"{path.name}.new")
        self.are_new = not path.exists()
        if self.are_new and not hub_url:
            raise ConfigError(f"{path} is not there yet; say --hub with the address of the hub")
        if self.are_new:
            text = _written(hub_url=hub_url or "", data=data)
            self.config = parse_config(text, path)
            self.were_tried = self._new.exists() and self._new.read_text(encoding="utf-8", errors="replace") == text
            self._lay_beside(text)
        else:
            self.config, self.were_tried = load_config(path), False
        if hub_url and self.config.hub_url.rstrip("/") != hub_url.rstrip("/"):
            raise ConfigError(f"{path} names the hub {self.config.hub_url}; change it there if it should be {hub_url}")

    def keep(self) -> None:
        """They have proven right: from now on they are the station's."""
        if self.are_new:
            sync_file(self._new)
            move_durably(self._new, self._path)

    def _lay_beside(self, text: str) -> None:
        make_folders(self._path.parent)
        self._new.write_text(text, encoding="utf-8")
        # Screens and agent read it, whatever root's habits are; it holds no secret.
        self._new.chmod(0o644)


def _written(*, hub_url: str, data: Path) -> str:
    # A TOML basic string escapes like JSON does.
    values = {"hub_url": hub_url, "data": str(data)}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items()]
    return "".join(["# Settings of this station. An unknown key stops the start.\n", *lines])


def become_owner_of(folder: Path) -> None:
    """Go on as the user a folder belongs to: what root writes there, the agent could not read afterwards."""
    if os.geteuid() != 0 or not folder.exists() or folder.stat().st_uid == 0:
        return
    owner = folder.stat()
    os.umask(0o027)
    os.setgroups([])
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)


@contextmanager
def as_owner_of(folder: Path) -> Iterator[None]:
    """For a while as the user a folder belongs to, like :func:`become_owner_of`."""
    if os.geteuid() != 0 or not folder.exists() or folder.stat().st_uid == 0:
        yield
        return
    owner, groups, group, umask = folder.stat(), os.getgroups(), os.getegid(), os.umask(0o027)
    os.setgroups([])
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)
        os.setgroups(groups)
        os.umask(umask)


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


def _enrolled_before(config: StationConfig) -> Identity | None:
    """Who this station became by a command that was interrupted just before it kept the settings."""
    if not config.database.exists():
        return None
    with closing(open_database(config.database)) as connection:
        return read_identity(connection)


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
        settings = Settings(options.config, hub_url=options.hub, data=options.data)
        config = settings.config
        if options.rotate:
            become_owner_of(config.device_key.parent)
            rotate_key(config, clock=lambda: datetime.now(UTC))
            print("This station has a new key. The hub learns of it with the next exchange.")
            return 0
        with as_owner_of(config.device_key.parent):
            identity = _enrolled_before(config) if settings.were_tried and not options.again else None
        if identity is None:
            code = options.code or input("Enrolment code: ")
            with as_owner_of(config.device_key.parent):
                client = HttpHubClient(config.hub_url, find_key=lambda _kid: None)
                identity = enrol(config, code, client=client, clock=lambda: datetime.now(UTC), again=options.again)
        settings.keep()
    except (ConfigError, SyncError, DatabaseUnfit, OSError, EOFError) as error:
        print(f"This station was not enrolled: {error or 'no code was given'}", file=sys.stderr)
        return 1
    print(f"This station is now {identity.name}, district {identity.district or '-'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
