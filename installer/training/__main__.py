"""``./mitmach hub training``: a new hub full of made-up life, for courses.

    ./mitmach hub training --data DIR
    ./mitmach hub run --data DIR

Every page of it says that it is for training, and it exchanges nothing with any station or hub. Made-up people,
stations, polls and entries come in by the same ways as real ones. The last line of standard output is one JSON object
with the logins; all of them have one password, which is told only now.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from installer.programs import Failed, run
from sync.hub.data_folder import DATA_VARIABLE
from sync.protocol.encoding import group_code, random_code


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="mitmach hub training", description="A new hub full of made-up life, for courses."
    )
    parser.add_argument("--data", type=Path, default=Path("hub-training"), help="its new folder")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", action="append", default=[], help="a name under which the hub is called")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same people")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make it; 0 when it is whole. What was cut off in the middle is taken away again."""
    options = read_arguments(arguments)
    data: Path = options.data.resolve()
    if data.exists():
        print(f"There is something in {data} already; a hub for training needs a new folder.", file=sys.stderr)
        return 1
    try:
        logins = _make(data, options)
    except Failed as failed:
        shutil.rmtree(data, ignore_errors=True)
        print(f"No hub was made: {failed}", file=sys.stderr)
        return 1
    except BaseException:
        shutil.rmtree(data, ignore_errors=True)
        raise
    print(f"The hub for training is in {data}. Start it: ./mitmach hub run --data {data}", file=sys.stderr)
    print(json.dumps(logins, ensure_ascii=False))
    return 0


def _make(data: Path, options: argparse.Namespace) -> dict[str, object]:
    hosts = [f"--host={name}" for name in ("127.0.0.1", "localhost", *options.host)]
    run(["-m", "sync.hub", "--data", str(data), "init", "--training", f"--port={options.port}", *hosts, "--json"])
    os.environ[DATA_VARIABLE] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    import django
    from django.utils import timezone

    django.setup()
    logging.getLogger("sync.hub").setLevel(logging.ERROR)
    from installer.training.life import ACCOUNTS, fill

    password = group_code(random_code(16))
    fill(Random(options.seed), now=timezone.now(), password=password)  # noqa: S311  made-up people, no secret
    return {"data": str(data), "password": password, "accounts": {name: role.value for name, role in ACCOUNTS}}


if __name__ == "__main__":
    sys.exit(main())
