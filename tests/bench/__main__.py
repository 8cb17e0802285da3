"""``./mitmach bench``: everything measured in one run, as one JSON object on standard output.

Each entry stands beside its floor. A machine under other load says little in seconds and much in ratios.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.backlog import measure_backlog, measure_log_proofs
from tests.bench.counting import measure_counting
from tests.bench.cuts import measure_cuts
from tests.bench.exchange import PHOTOS, measure_exchange
from tests.bench.exports import measure_exports
from tests.bench.ingest import measure_ingest
from tests.bench.map_frames import measure_map_frames
from tests.bench.memory import measure_memory
from tests.bench.pages import measure_pages
from tests.bench.painting import measure_painting, measure_ranking
from tests.bench.peer import measure_peer
from tests.bench.public import measure_public
from tests.bench.relayout import measure_relayout
from tests.bench.speech import measure_speech
from tests.bench.storing import measure_storing
from tests.bench.windows import measure_cold_start
from tests.kits.real.station import make_station

Measurement = Callable[[Path, Path], Mapping[str, Any]]

MEASUREMENTS: Mapping[str, Measurement] = {
    "cold_start": lambda config, _folder: measure_cold_start(config),
    "tap_to_paint": lambda config, _folder: measure_painting(config),
    "rank_to_paint": lambda config, _folder: measure_ranking(config),
    "cast_to_stored": measure_storing,
    "outbox_to_acknowledged": lambda _config, folder: measure_exchange(folder),
    "outbox_to_acknowledged_with_photos": lambda _config, folder: measure_exchange(folder, photos=PHOTOS),
    "outbox_to_acknowledged_peer": lambda _config, folder: measure_peer(folder),
    "outbox_to_acknowledged_peer_with_photos": lambda _config, folder: measure_peer(folder, photos=PHOTOS),
    "cuts": lambda _config, folder: measure_cuts(folder),
    "ingest": lambda _config, folder: measure_ingest(folder),
    "backlog": lambda _config, folder: measure_backlog(folder),
    "ballot_log_proofs": lambda _config, folder: measure_log_proofs(folder),
    "counting": lambda _config, folder: measure_counting(folder),
    "pages": lambda _config, folder: measure_pages(folder),
    "exports": lambda _config, folder: measure_exports(folder),
    "public": lambda _config, folder: measure_public(folder),
    "memory_mb": measure_memory,
    "speech": lambda _config, folder: measure_speech(folder),
    "map_frames": lambda _config, folder: measure_map_frames(folder),
    "relayout": lambda config, _folder: measure_relayout(config),
}
"""Name of the entry to what measures it, given a station's settings and a folder of its own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="mitmach bench", description="Measurements against their lower bounds.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(MEASUREMENTS)}")
    chosen = parser.parse_args(arguments).names or list(MEASUREMENTS)
    if unknown := set(chosen) - set(MEASUREMENTS):
        parser.error(f"there is no measurement {sorted(unknown)[0]!r}")
    results = {}
    with tempfile.TemporaryDirectory(prefix="mitmach-bench-") as folder:
        config = make_station(Path(folder) / "station").config
        for name in chosen:
            print(f"measuring {name} ...", file=sys.stderr)
            results[name] = dict(MEASUREMENTS[name](config, Path(folder) / name))
    print(json.dumps(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
