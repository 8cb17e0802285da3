"""``python -m kiosk --config FILE``: the station's screens. With ``--tour DIR`` a scripted visit walks through them."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from sync.station.config import ConfigError, load_config


def main(arguments: Sequence[str] | None = None) -> int:
    """The program. Returns its exit code: 2 for settings that cannot be used."""
    parser = argparse.ArgumentParser(prog="mitmach kiosk", description="The screens of a station.")
    parser.add_argument("--config", type=Path, required=True, help="the station's TOML file")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="walk through a visit and save each screen here")
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    gc.disable()  # until the first picture: what is being loaded now is no garbage
    if options.tour is not None:
        from kiosk.devtools.tour import run_tour

        return run_tour(config, options.tour)
    from kiosk.app import run

    return run(config)


if __name__ == "__main__":
    sys.exit(main())
