"""Opening and counting the ballots of one poll, beside nothing but opening their two seals; and the memory it takes.

The floor opens the same envelopes with the same keys and looks at nothing inside.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from sync.counting.tally import Box, Repeated, open_both
from sync.hub.content.source import DEFAULT_CONTENT
from sync.protocol.envelope import open_mix_layer, open_outer, seal_ballot
from sync.protocol.keys import OpenKey
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from tests.bench.figures import rounded
from tests.bench.peaks import watched_peak

BALLOTS = 100_000
"""More than Rostock ever had in one poll."""
SEALED = 500
"""So many different ballots are sealed; the others are the same envelopes again: sealing is not measured."""


def measure_counting(_folder: Path) -> dict[str, float]:
    """Processor time of the count over that of bare opens, and how many times the memory of a tenth of the ballots."""
    few, many = _run(BALLOTS // 10), _run(BALLOTS)
    return {
        "ballots": BALLOTS,
        "cpu_s": rounded(many["count_s"]),
        "over_bare_opens": rounded(many["count_s"] / many["bare_s"]),
        "peak_mb": rounded(many["peak_mb"]),
        "peak_over_a_tenth": rounded(many["peak_mb"] / few["peak_mb"]),
    }


def _run(ballots: int) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "tests.bench.counting", str(ballots)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    with watched_peak(process.pid) as peak:
        output, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {**json.loads(output), "peak_mb": peak[0]}


class _Boxed:
    """So many envelopes, read one after the other as from a database."""

    def __init__(self, sealed: Sequence[bytes], ballots: int) -> None:
        self._sealed, self._ballots = sealed, ballots

    def __iter__(self) -> Iterator[bytes]:
        return islice(cycle(self._sealed), self._ballots)


def _child(ballots: int) -> dict[str, float]:
    """Count so many, then open as many."""
    wire = json.loads((DEFAULT_CONTENT / "polls" / "garten-nordwest.json").read_bytes())
    mix, tally, hub = OpenKey.generate(), OpenKey.generate(), OpenKey.generate()
    poll = Poll.from_wire({**wire, "keys": {"mix": mix.public.jwk, "tally": tally.public.jwk}})
    random = Random(1)
    inner = [
        open_outer(seal_ballot(poll, kind_of(poll).draw(poll, random), key=hub.public)[0], key=hub).inner
        for _ in range(min(ballots, SEALED))
    ]
    box = Box(_Boxed(inner, ballots), Repeated([("0" * 64, ballots)]))
    begun = time.process_time()
    count = open_both(box, poll=poll, mix=mix, tally=tally)
    counted = time.process_time()
    info = f"ck1|tally|{poll.id}".encode()
    for envelope in box.inner:
        tally.open(open_mix_layer(envelope, poll_id=poll.id, key=mix), info)
    bare = time.process_time() - counted
    if count.valid != ballots:
        raise AssertionError(f"only {count.valid} of {ballots} ballots are valid")
    return {"count_s": counted - begun, "bare_s": bare}


if __name__ == "__main__":
    print(json.dumps(_child(int(sys.argv[1]))))
