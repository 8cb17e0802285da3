"""Fills a hub and times its pages: ``python -m tests.bench.page_times DATA SHARE`` prints milliseconds as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sync.hub.data_folder import DATA_VARIABLE
from tests.bench.page_fill import POLL, WORKER, fill
from tests.bench.serving import cpu_s

TIMES = 5

_ENTRIES = {
    "words": "text=laterne+bank", "no-such-word": "text=giraffe", "review": "review=received", "district": "district=K",
    "unseen": "late=review", "overdue": "late=due", "mine": f"assigned={WORKER}", "nobodys": "assigned=-",
}  # fmt: skip
"""What is looked for among entries of all kinds."""

_ASKED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "stations": ("/stations/", {
        "name": "order=name", "heard": "order=heard", "text": "text=0012", "health": "health=in_sync",
        "district": "district=K",
    }),
    "batches": ("/batches/", {
        "oldest": "order=oldest", "text": "text=Station+00012", "hash": "text=abc", "stored": "state=stored",
        "aside": "state=aside", "let-in": "state=let-in", "stays-out": "state=stays-out",
    }),
    "aside": ("/aside/", {"text": "text=Station+0001"}),
    "incidents": ("/incidents/", {}),
    "reports": ("/reports/", {
        **_ENTRIES, "open": "state=open", "solved": "state=solved", "category": "category=street",
        "handover": "handover=refused", "handed-over": "handover=accepted", "spoken": "spoken=1",
        "area": "area=12.09,54.1,12.1,54.11", "oldest": "order=oldest", "by-due": "order=due",
        "by-district": "order=district", "by-category": "order=category",
        "open-district-by-due": "state=open&district=K&order=due",
    }),
    "contributions": ("/contributions/", {
        **_ENTRIES, "kind": "kind=question", "received": "state=received", "answered": "state=answered",
        "receiver": "receiver=council", "oldest": "order=oldest", "by-due": "order=due",
        "by-supports": "order=supports",
    }),
    "log": ("/log/", {
        "oldest": "order=oldest", "event": "event=report-handed-over", "usual": "event=report-read",
        "station": "station={device}", "text": "text=bench", "nothing": "text=giraffe",
    }),
    "claims": ("/polls/missing/", {}),
}  # fmt: skip
"""Lists, and what they are asked for. Of each, the first page and the last."""

LAST = 1_000_000
"""A page beyond the end: the last there is is shown."""


def main(data: str, share: float) -> None:
    """Fill, then time."""
    os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    import django

    django.setup()
    fill(share, now=datetime.now(UTC))
    json.dump(time_pages(), sys.stdout)


def time_pages() -> Mapping[str, float]:
    """Milliseconds of each page."""
    client = signed_in()
    found = {name: _least_ms(lambda address=address: _get(client, address)) for name, address in pages()}  # type: ignore[misc]
    return {**found, **{name: _least_ms(deed) for name, deed in decisions(client)}}


def signed_in() -> Any:
    """The browser of the administrator."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(headers={"Accept-Language": "de", "Host": "localhost"})
    client.force_login(User.objects.order_by("id")[0], backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages() -> Iterator[tuple[str, str]]:
    """The pages whose rows grow, with what people do on them: each filter, each order, words, the last page."""
    from sync.hub.contributions.models import CitizenContribution
    from sync.hub.intake.models import Batch, Incident, SealedRecord
    from sync.hub.reports.models import DefectReport
    from sync.hub.stations.models import Device

    device, report = Device.objects.order_by("id")[0].id, DefectReport.objects.latest("id")
    yield from _of_lists(device)
    yield "reports-number", f"/reports/?text={report.number}"
    yield "report", f"/reports/{report.record_id}/"
    yield "contribution", f"/contributions/{CitizenContribution.objects.latest('id').record_id}/"
    yield "station", f"/stations/{device}/"
    yield "batch", f"/batches/{Batch.objects.latest('id').hash}/"
    yield "record", f"/aside/{SealedRecord.objects.filter(state='quarantined').latest('id').pk}/"
    yield "incident", f"/incidents/{Incident.objects.latest('id').pk}/"
    yield "station-together", f"/aside/stations/{device}/"
    yield from {
        "home": "/", "map": "/reports/map/", "map-words": "/reports/map/?text=laterne+bank",
        "ideas-map": "/contributions/map/", "ideas-map-words": "/contributions/map/?text=laterne+bank",
        "reports-together": "/reports/together/", "contributions-together": "/contributions/together/",
        "polls": "/polls/", "poll": f"/polls/{POLL}/", "poll-last": f"/polls/{POLL}/?page={LAST}",
        "count": f"/polls/{POLL}/count/", "codes": "/codes/", "figures": "/figures/", "reach": "/reach/",
        "hub": "/hub/", "data-kept": "/hub/data/", "health": "/health", "metrics": "/metrics",
        "public": "/public/de/", "public-poll": f"/public/de/polls/{POLL}/", "public-code": "/public/de/code/",
        "public-stored": "/public/de/stored/", "public-data": "/public/de/data/", "public-feed": "/public/de/feed.atom",
    }.items()  # fmt: skip


def decisions(client: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Deciding about a hundred entries at once, each time about the next hundred."""
    from django.contrib.auth.models import User

    from sync.hub.contributions.models import CitizenContribution
    from sync.hub.reports.models import DefectReport

    somebody = User.objects.order_by("id")[0].username
    for kind, model in {"reports": DefectReport, "contributions": CitizenContribution}.items():
        deeds = {"review": "review:rejected", "say": "state:in_progress", "assign": f"assign:{somebody}"}
        for name, deed in deeds.items():
            hundreds = count()

            def decide(
                kind: str = kind, model: Any = model, deed: str = deed, hundreds: Iterator[int] = hundreds
            ) -> None:
                first = 100 * next(hundreds)
                rows = model.objects.order_by("id")[first : first + 100]
                shown = [f"{row.record_id}.{row.version}.{row.review_version}" for row in rows]
                answer = client.post(f"/{kind}/together/", {"deed": deed, "note": "Wir sehen nach.", "entry": shown})
                if answer.status_code != 302:
                    raise RuntimeError(f"{kind} {deed}: {answer.status_code}")

            yield f"decide-{kind}-{name}", decide


def _of_lists(device: str) -> Iterator[tuple[str, str]]:
    for name, (address, asked) in _ASKED.items():
        for more, query in {"": "", **asked}.items():
            full = f"{address}?{query.format(device=device)}"
            whole = f"{name}-{more}" if more else name
            yield whole, full
            yield f"{whole}-last", f"{full}&page={LAST}"


def _get(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code not in (200, 302):
        raise RuntimeError(f"{address}: {answer.status_code}")
    answer.close()


def _least_ms(deed: Callable[[], Any]) -> float:
    """Of processor time, that of the database's own process included: what nothing else on the machine changes much."""
    deed()  # what a process learns once is no cost of a page
    times, server = [], _database_process()
    before = cpu_s(server)
    for _ in range(TIMES):
        started = time.process_time()
        deed()
        times.append((time.process_time() - started) * 1000)
    return min(times) + (cpu_s(server) - before) * 1000 / TIMES


def _database_process() -> int | None:
    """The process at PostgreSQL that answers us; None for the embedded database, which is in this one."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
