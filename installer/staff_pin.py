"""Sets the attendants' PIN of a station. Asks for it twice, so that it stands in no history of commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

from installer.check import STATION_CONFIG
from sync.protocol.errors import Refused
from sync.station.config import ConfigError, load_config
from sync.station.staff_pin import LEAST_DIGITS, MOST_DIGITS, write_pin


def reader_of(data: Path) -> tuple[int, int] | None:
    """User and group of the screens, who alone read the hash; None where one user does everything."""
    home = data / "home"
    if os.geteuid() != 0 or not home.exists():
        return None
    found = home.stat()
    return found.st_uid, found.st_gid


def ask_twice() -> str:
    """The PIN as typed. Raises Refused when the two are not alike."""
    pin = getpass(f"New PIN for attendants ({LEAST_DIGITS} to {MOST_DIGITS} digits): ")
    if getpass("The same PIN again: ") != pin:
        raise Refused("the two are not alike")
    return pin


def main(arguments: Sequence[str] | None = None) -> int:
    """Set the PIN; 0 when it is set, 1 with a sentence on standard error when not."""
    parser = argparse.ArgumentParser(prog="mitmach staff-pin", description="Set the attendants' PIN of this station.")
    parser.add_argument("--config", type=Path, default=STATION_CONFIG, help=f"its settings (default: {STATION_CONFIG})")
    parser.add_argument("--stdin", action="store_true", help="read the PIN as one line from standard input")
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config)
        pin = sys.stdin.readline().strip() if options.stdin else ask_twice()
        config.data.mkdir(parents=True, exist_ok=True)
        write_pin(config.data, pin, owner=reader_of(config.data))
    except (ConfigError, Refused, OSError, EOFError) as error:
        print(f"No PIN was set: {error or 'none was typed'}", file=sys.stderr)
        return 1
    print("The PIN is set. It is asked for when a finger rests on the upper left corner of the screen for 3 seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
