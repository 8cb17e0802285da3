"""Fills a hub without its web process: ``python -m tests.bench.hub_fill DATA backlog|log NUMBER``.

``backlog``: so many records of one station wait for the worker, reports and ballots in turn, really sealed. ``log``:
ballots enter the ballot log until it has so many lines, then how long proofs take is printed, in milliseconds as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from sync.hub.data_folder import DATA_VARIABLE

RECORDS, PROOFS = 500, 21
"""Records of one batch; proofs of which the median is told."""


def main(data: str, what: str, number: int) -> None:
    """Fill the hub in this folder."""
    os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    import django

    django.setup()
    if what == "backlog":
        fill_backlog(number)
    else:
        grow_log(number)
        json.dump(prove(number), sys.stdout)


def fill_backlog(waiting: int) -> None:
    """Batches by the way of every batch, in which so many records come."""
    from django.conf import settings

    from sync.hub.intake.services import Outcome, accept_batch
    from sync.hub.intake.signer import current_voice
    from sync.hub.polls.selectors import newest_version
    from sync.hub.publishing.selectors import pinned_root_hash
    from sync.hub.stations.services import enrol, make_code
    from sync.protocol.enrolment import code_secret, read_welcome, sign_request
    from sync.protocol.key_list import KeyList
    from sync.protocol.keys import SigningKey
    from sync.protocol.polls.poll import Poll
    from sync.protocol.records import Stream
    from tests.kits.hub import Station

    now, key, folder = datetime.now(UTC), SigningKey.generate(), settings.HUB_FOLDER
    secret = code_secret(make_code(name="bench", district="N", by="bench", now=now))
    root, voice = pinned_root_hash(folder.repository), current_voice()
    wish = sign_request(secret, model="bench", key=key)
    welcome = read_welcome(enrol(wish, root_sha256=root, key=voice.key, now=now), secret, station_kid=key.kid)
    seal = KeyList.from_bytes(folder.public_keys.read_bytes()).seal_key(now)
    published = newest_version("neuer-markt")
    assert published is not None
    station, poll = Station(welcome.device, key, seal), Poll.from_wire(published.definition)
    for number, start in enumerate(range(0, waiting, RECORDS)):
        some = range(min(RECORDS, waiting - start))
        if number % 2:
            batch = station.batch([station.ballot(poll)[0] for _ in some], stream=Stream.BALLOTS)
        else:
            batch = station.batch([station.report() for _ in some])
        if accept_batch(batch.to_bytes(), voice=voice, now=now).outcome is not Outcome.ACKNOWLEDGED:
            raise RuntimeError("a batch was refused")


def grow_log(size: int) -> None:
    """Ballots that nobody could open, into the box and from there into the log."""
    from django.conf import settings
    from django.utils import timezone

    from sync.hub.ballot_log import selectors
    from sync.hub.ballot_log.services import append_day
    from sync.hub.polls.models import BallotStanding, BoxedBallot
    from sync.key_files import load_signing_key
    from sync.protocol.envelope import tracker_of

    inner = [b"%d" % number for number in range(selectors.size(), size)]
    rows = (
        BoxedBallot(
            inner_hash=sha256(each).hexdigest(), poll="neuer-markt", tracker=tracker_of(each), inner=each,
            standing=BallotStanding.COUNTS,
        )
        for each in inner
    )  # fmt: skip
    BoxedBallot.objects.bulk_create(rows, batch_size=1000)
    key = load_signing_key(settings.HUB_FOLDER.log_key)
    append_day(key=key, today=timezone.localdate(), at_once=True, now=datetime.now(UTC))


def prove(size: int) -> dict[str, float]:
    """Median milliseconds of a proof that a ballot is in the log, and that an earlier log is its beginning."""
    from django.conf import settings

    from sync.hub.ballot_log import selectors
    from sync.key_files import load_signing_key
    from sync.protocol.ballot_log import origin_of
    from sync.protocol.envelope import tracker_of

    if selectors.size() != size:
        raise RuntimeError(f"the log has {selectors.size()} lines")
    origin = origin_of(load_signing_key(settings.HUB_FOLDER.log_key).public)
    tracker = tracker_of(b"%d" % (size // 2))
    return {
        "ballot_ms": _median_ms(lambda: selectors.prove_ballot(tracker, origin=origin)),
        "growth_ms": _median_ms(lambda: selectors.prove_growth(size // 2, origin=origin)),
    }


def _median_ms(deed: Callable[[], Any]) -> float:
    times = []
    for _ in range(PROOFS):
        begun = time.perf_counter()
        deed()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
