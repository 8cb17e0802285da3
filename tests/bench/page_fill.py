"""Fills a hub's tables and times its pages: ``python -m tests.bench.page_fill DATA SHARE`` prints milliseconds as JSON.

Rows are laid into the tables as they are after their way through the hub: here what pages cost is measured, and that
way is measured elsewhere.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from sync.hub.data_folder import DATA_VARIABLE
from tests.bench.serving import cpu_s

SIZES = {"stations": 2_000, "entries": 100_000, "batches": 10_000, "ballots": 20_000, "events": 20_000}
"""At full size; ``share`` takes a part of each."""

TIMES = 5
EXPORTS = {
    "export-reports": "/reports/reports.csv", "export-contributions": "/contributions/contributions.geojson",
    "export-log": "/log/audit-log.csv",
}  # fmt: skip
_FIRST_DIGIT = {"report": 4, "said": 5}
WORDS = ("Laterne", "Gehweg", "Papierkorb", "Bank", "Ampel", "Hecke", "Radweg", "Spielplatz")


def main(data: str, share: float) -> None:
    """Fill, then time."""
    os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    import django

    django.setup()
    fill(share)
    json.dump(time_pages(), sys.stdout)


def fill(share: float) -> None:
    """So much of everything."""
    from django.db import connection, transaction

    number = {name: max(1, round(size * share)) for name, size in SIZES.items()}
    now, draw = datetime.now(UTC), Random(1)
    with transaction.atomic():
        devices = _stations(number["stations"], now)
        _batches(number["batches"], devices, now)
        _entries(number["entries"] // 2, devices, now, draw)
        _ballots(number["ballots"])
    _events(number["events"], now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _stations(number: int, now: datetime) -> list[str]:
    from sync.hub.stations.models import Device, DeviceSeen

    ids = [_name("device", each) for each in range(number)]
    since = {"enrolled_at": now - timedelta(days=90), "model": "bench", "public_key": {}}
    _lay(Device, (Device(id=one, name=f"Station {at:05}", district="KNPES"[at % 5], kid=_name("kid", at) * 2, **since)
                  for at, one in enumerate(ids)))  # fmt: skip
    _lay(DeviceSeen, (DeviceSeen(device_id=one, last_contact=now, last_success=now) for one in ids))
    return ids


def _batches(number: int, devices: list[str], now: datetime) -> None:
    from sync.hub.intake.models import Batch

    _lay(Batch, (
        Batch(device=devices[at % len(devices)], inc=_name("inc", at % len(devices)), seq=at // len(devices) + 1,
              hash=_name("batch", at) * 2, stream="reports", line="{}", body=b"x" * 400, count=10, taken="2026-11-22",
              received_at=now - timedelta(minutes=number - at), state="stored" if at % 500 else "aside",
              reason="" if at % 500 else "fork")
        for at in range(number)
    ))  # fmt: skip


def _entries(number: int, devices: list[str], now: datetime, draw: Random) -> None:
    from sync.hub.contributions.models import CitizenContribution
    from sync.hub.reports.models import DefectReport

    def common(at: int, kind: str) -> dict[str, Any]:
        text = " ".join(draw.choice(WORDS) for _ in range(6))
        moment = now - timedelta(minutes=number - at)
        return {
            "record_id": _name(kind, at), "device": devices[at % len(devices)],
            "number": f"{_FIRST_DIGIT[kind]}{at:015}", "district": "KNPES"[at % 5], "description": text,
            "language": "de", "day": moment.date(),
            "received_at": moment, "review": "approved" if at % 20 else "received",
        }  # fmt: skip

    _lay(DefectReport, (
        DefectReport(category=("street", "litter", "green")[at % 3], longitude=round(draw.uniform(12.0, 12.2), 5),
                     latitude=round(draw.uniform(54.06, 54.18), 5),
                     state="solved" if at % 10 else "open", public_name=_name("shown", at), **common(at, "report"))
        for at in range(number)
    ))  # fmt: skip
    _lay(CitizenContribution, (
        CitizenContribution(kind="idea", name=_name("idea", at), state="answered" if at % 10 else "received",
                            **common(at, "said"))
        for at in range(number)
    ))  # fmt: skip


def _ballots(number: int) -> None:
    from sync.hub.polls.models import BoxedBallot

    _lay(BoxedBallot, (
        BoxedBallot(inner_hash=_name("ballot", at) * 2, poll="neuer-markt", tracker=_name("tracker", at)[:20],
                    inner=b"x" * 300)
        for at in range(number)
    ))  # fmt: skip


def _events(number: int, now: datetime) -> None:
    from django.db import transaction

    from sync.hub.audit import services as audit
    from sync.hub.audit.events import AuditEvent

    with transaction.atomic():
        for _ in range(number):
            audit.append(AuditEvent.STICK_BROUGHT, "bench", at=now, batches=1, again=0, refused=0)


def _lay(model: Any, rows: Iterator[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=1_000)


def _name(kind: str, number: int) -> str:
    return sha256(f"{kind} {number}".encode()).hexdigest()[:32]


def time_pages() -> Mapping[str, float]:
    """Milliseconds of each page; of each export also how much more memory it took, in MB."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(headers={"Accept-Language": "de", "Host": "localhost"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    found = {name: _least_ms(lambda address=address: _get(client, address)) for name, address in pages().items()}  # type: ignore[misc]
    for name, address in EXPORTS.items():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.perf_counter()
        for _part in client.get(address).streaming_content:  # type: ignore[attr-defined]
            pass
        found[f"{name}_whole"] = (time.perf_counter() - started) * 1000
        found[f"{name}_more_mb"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return found


def pages() -> Mapping[str, str]:
    """The pages whose rows grow, with what people do on them: filters, words, the last page."""
    from sync.hub.contributions.models import CitizenContribution
    from sync.hub.intake.models import Batch
    from sync.hub.reports.models import DefectReport
    from sync.hub.stations.models import Device

    last = {"reports": -(-DefectReport.objects.count() // 50), "batches": -(-Batch.objects.count() // 50)}
    report, said = DefectReport.objects.latest("id"), CitizenContribution.objects.latest("id")
    return {
        "home": "/", "stations": "/stations/", "station": f"/stations/{Device.objects.order_by('id')[0].id}/",
        "batches": "/batches/", "batches-last": f"/batches/?page={last['batches']}", "aside": "/aside/",
        "reports": "/reports/", "reports-last": f"/reports/?page={last['reports']}",
        "reports-words": "/reports/?text=laterne+bank", "reports-open": "/reports/?state=open",
        "reports-number": f"/reports/?text={report.number}", "report": f"/reports/{report.record_id}/",
        "map": "/reports/map/", "ideas-map": "/contributions/map/",
        "contributions": "/contributions/", "contribution": f"/contributions/{said.record_id}/",
        "polls": "/polls/", "poll": "/polls/neuer-markt/", "count": "/polls/neuer-markt/count/",
        "figures": "/figures/", "reach": "/reach/", "hub": "/hub/", "log": "/log/", "log-check": "/log/?check=1",
        "health": "/health", "metrics": "/metrics", "public": "/public/de/", "public-data": "/public/de/data/",
    }  # fmt: skip


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
