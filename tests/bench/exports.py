"""What files of many rows take in memory: all that the console and the open data give away, of 100,000 reports and as
many ideas beside a tenth of them.

The floor is the tenth: a file is sent as it is read, so it may take no more. What everybody reads is cut off where it
is published (the newest ideas and open reports), so its ZIP does not grow with what the hub keeps.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.figures import rounded
from tests.kits.real.hubs import found_hub
from tests.kits.real.postgres import running_postgres
from tests.kits.real.programs import run_python

FEW, MANY = 10_000, 100_000
FILES = {
    "reports-csv": "/reports/reports.csv", "reports-geojson": "/reports/reports.geojson",
    "contributions-csv": "/contributions/contributions.csv",
    "contributions-geojson": "/contributions/contributions.geojson",
    "open-data-zip": "/public/data/open-data.zip",
}  # fmt: skip
BARS = {"growth": 1.1}


def measure_exports(folder: Path) -> Mapping[str, Any]:
    """Of each file its size and how long it took, the peak of memory, and that peak beside the tenth's."""
    folder.mkdir(parents=True)
    with running_postgres(is_durable=False) as server:
        return {
            name: _compare(folder / name, [server.url(server.new_database()) if is_server else "" for _ in range(2)])
            for name, is_server in (("sqlite", False), ("postgresql", True))
        }


def _compare(folder: Path, databases: list[str]) -> Mapping[str, Any]:
    folder.mkdir()
    few, many = (
        _files(folder / str(number), number, address) for number, address in zip((FEW, MANY), databases, strict=True)
    )
    return {
        **{
            name: {
                **{what: rounded(value) for what, value in figures.items()},
                "growth": rounded(figures["peak_mb"] / few[name]["peak_mb"]),
            }
            for name, figures in many.items()
        },
        "bars": BARS,
    }


def _files(folder: Path, number: int, database: str) -> Mapping[str, Mapping[str, float]]:
    hub = found_hub(folder, database=database)
    run_python("-m", "tests.bench.export_file", str(hub.folder), "fill", str(number))
    hub.command("announce")
    return {
        name: json.loads(run_python("-m", "tests.bench.export_file", str(hub.folder), "take", address))
        for name, address in FILES.items()
    }
