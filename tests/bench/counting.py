"""Opening, counting and logging the ballots of one poll at a hub, beside nothing but opening their two seals; and the
memory it takes.

The floor opens the same envelopes with the same keys and looks at nothing inside.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from sync.hub.data_folder import DATA_VARIABLE
from tests.bench.figures import rounded
from tests.bench.peaks import watched_peak
from tests.kits.real.hubs import found_hub
from tests.kits.real.programs import environment

BALLOTS = 100_000
"""More than Rostock ever had in one poll."""
AT_ONCE = 500
"""So many are sealed and put into the box at a time."""
BARS = {"over_bare_opens": 1.3, "peak_over_a_tenth": 1.1}
LATER = date(2037, 1, 1)
"""When the poll is over."""


def measure_counting(folder: Path, *, ballots: int = BALLOTS) -> dict[str, Any]:
    """Processor time of count and log over that of bare opens, and how many times the memory of a tenth of the ballots.

    ``log_s`` is the log's share of ``cpu_s``.
    """
    folder.mkdir(parents=True)
    few, many = (_run(folder / str(number), number) for number in (ballots // 10, ballots))
    return {
        "ballots": ballots,
        "cpu_s": rounded(many["count_s"] + many["log_s"]),
        "log_s": rounded(many["log_s"]),
        "over_bare_opens": rounded((many["count_s"] + many["log_s"]) / many["bare_s"]),
        "peak_mb": rounded(many["peak_mb"]),
        "peak_over_a_tenth": rounded(many["peak_mb"] / few["peak_mb"]),
        "bars": BARS,
    }


def _run(folder: Path, ballots: int) -> dict[str, Any]:
    hub = found_hub(folder)
    command = [sys.executable, "-P", "-m", "tests.bench.counting", str(hub.folder), str(ballots)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE)
    with watched_peak(process.pid) as peak:
        output, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {**json.loads(output), "peak_mb": peak[0]}


def main(data: str, ballots: int) -> dict[str, float]:
    """Fill the box of a hub, then do each of the three in turn. Processor seconds."""
    os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    import django

    django.setup()
    from django.conf import settings

    from sync.counting.tally import hash_of
    from sync.hub.ballot_log.selectors import size
    from sync.hub.ballot_log.services import append_day
    from sync.hub.content.source import DEFAULT_CONTENT
    from sync.hub.counting.services import count_poll
    from sync.hub.polls.models import BoxedBallot
    from sync.hub.polls.selectors import ballots_of
    from sync.hub.polls.services import record_publication
    from sync.key_files import load_signing_key
    from sync.protocol.envelope import open_mix_layer, seal_inner, tracker_of
    from sync.protocol.keys import OpenKey
    from sync.protocol.polls.kinds import kind_of
    from sync.protocol.polls.poll import Poll

    mix, tally, random, now = OpenKey.generate(), OpenKey.generate(), Random(1), datetime.now(UTC)
    wire = json.loads((DEFAULT_CONTENT / "polls" / "garten-nordwest.json").read_bytes())
    wire |= {"id": "counted-here", "keys": {"mix": mix.public.jwk, "tally": tally.public.jwk}}
    poll = Poll.from_wire(wire)
    record_publication(wire, by="bench", today=poll.opens, now=now)
    for begin in range(0, ballots, AT_ONCE):
        some = range(begin, min(begin + AT_ONCE, ballots))
        sealed = [seal_inner(poll, kind_of(poll).draw(poll, random)) for _ in some]
        BoxedBallot.objects.bulk_create(
            BoxedBallot(inner_hash=hash_of(one), inner=one, poll=poll.id, tracker=tracker_of(one)) for one in sealed
        )
    folder, begun = settings.HUB_FOLDER, time.process_time()
    row = count_poll(
        poll.id, mix=mix, tally=tally, smallest=5, results=folder.results, by="bench", today=LATER, now=now
    )
    counted = time.process_time()
    append_day(key=load_signing_key(folder.log_key), today=LATER, at_once=True, now=now)
    logged, info = time.process_time(), f"ck1|tally|{poll.id}".encode()
    for inner in ballots_of(poll.id).values_list("inner", flat=True).iterator(chunk_size=AT_ONCE):
        tally.open(open_mix_layer(bytes(inner), poll_id=poll.id, key=mix), info)
    bare_s = time.process_time() - logged
    if row.valid != ballots or size() != ballots:
        raise RuntimeError(f"{row.valid} ballots are valid and {size()} in the log, not {ballots}")
    return {"count_s": counted - begun, "log_s": logged - counted, "bare_s": bare_s}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
