"""One file of a hub, taken whole: ``python -m tests.bench.export_file DATA take ADDRESS`` prints its figures as JSON;
``fill NUMBER`` lays so many entries of each kind into the hub before.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sync.hub.data_folder import DATA_VARIABLE
from tests.bench.page_fill import fill_entries
from tests.bench.page_times import signed_in


def main(data: str, what: str, which: str) -> None:
    """Fill, or take."""
    os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    import django

    django.setup()
    if what == "fill":
        fill_entries(int(which), now=datetime.now(UTC))
    else:
        json.dump(take(which), sys.stdout)


def take(address: str) -> dict[str, float]:
    """The size in MB, seconds of processor time, and the peak of this process's memory in MB."""
    started = time.process_time()
    answer = signed_in().get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    size = sum(len(part) for part in answer)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"mb": size / 1_000_000, "cpu_s": time.process_time() - started, "peak_mb": peak}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])
