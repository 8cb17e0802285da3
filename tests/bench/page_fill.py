"""Fills a hub's tables to the size of a large city.

Rows are laid into the tables as they are after their way through the hub: what that way costs is measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

SIZES = {"stations": 2_000, "entries": 100_000, "batches": 10_000, "ballots": 20_000, "events": 20_000}
"""At full size; ``share`` takes a part of each."""

POLL = "neuer-markt"
WORKER = "bench-officer"
_FIRST_DIGIT = {"report": 4, "said": 5}
WORDS = ("Laterne", "Gehweg", "Papierkorb", "Bank", "Ampel", "Hecke", "Radweg", "Spielplatz")


def fill(share: float, *, now: datetime, reports: float = 0.5) -> None:
    """So much of everything; of the entries such a part are reports."""
    from django.db import connection, transaction

    number = {name: max(1, round(size * share)) for name, size in SIZES.items()}
    draw = Random(1)
    with transaction.atomic():
        devices = _stations(number["stations"], now)
        _batches(number["batches"], devices, now)
        _entries(number["entries"], devices, now, draw, reports=reports)
        _ballots(number["ballots"], now)
    _events(number["events"], devices, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_entries(number: int, *, now: datetime) -> None:
    """So many reports, and as many ideas and questions; what everybody may read of them is ready to be published."""
    from django.db import transaction

    from sync.hub.contributions.telling import tell_contributions
    from sync.hub.reports.models import DefectReport
    from sync.hub.reports.supporting import tell_open_reports

    with transaction.atomic():
        _entries(2 * number, _stations(10, now), now, Random(1), reports=0.5)
        tell_contributions(now=now)
        tell_open_reports(DefectReport.objects.filter(state="open").values_list("record_id", flat=True), now=now)


def _stations(number: int, now: datetime) -> list[str]:
    from sync.hub.intake.models import ChainHead
    from sync.hub.stations.models import Device, DeviceSeen

    ids = [_name("device", each) for each in range(number)]
    since = {"enrolled_at": now - timedelta(days=90), "model": "bench", "public_key": {}}
    _lay(Device, (Device(id=one, name=f"Station {at:05}", district="KNPES"[at % 5], kid=_name("kid", at) * 2, **since)
                  for at, one in enumerate(ids)))  # fmt: skip
    _lay(DeviceSeen, (DeviceSeen(device_id=one, last_contact=now, last_success=now) for one in ids))
    _lay(ChainHead, (ChainHead(device=one, inc=_name("inc", at), stream="reports", seq=5, hash=_name("head", at) * 2)
                     for at, one in enumerate(ids)))  # fmt: skip
    return ids


def _batches(number: int, devices: list[str], now: datetime) -> None:
    """Of ten records each; every 250th lies aside and has an incident, every other of these was decided about."""
    from sync.hub.intake.models import Batch, Incident, RecordState, SealedRecord, WorkTurn
    from sync.hub.triage.models import Decision

    def is_aside(at: int) -> bool:
        return at % 250 == 0

    _lay(Batch, (
        Batch(device=devices[at % len(devices)], inc=_name("inc", at % len(devices)), seq=at // len(devices) + 1,
              hash=_name("batch", at) * 2, stream="reports" if at % 3 else "ballots", line="{}", body=b"x" * 400,
              count=10, taken="2026-11-22",
              received_at=now - timedelta(minutes=number - at), state="aside" if is_aside(at) else "stored",
              reason="fork" if is_aside(at) else "")
        for at in range(number)
    ))  # fmt: skip
    ids = list(Batch.objects.order_by("id").values_list("id", "hash", "device", "inc", "seq"))
    state = {0: RecordState.QUARANTINED, 1: RecordState.WAITING}
    _lay(SealedRecord, (
        SealedRecord(record_id=_name("record", at * 10 + place), kind="defect_report" if at % 3 else "ballot",
                     kid="k" * 43, digest=b"d" * 32, batch_id=row[0], place=place,
                     state=state.get((at * 10 + place) % 250, RecordState.APPLIED),
                     turn=WorkTurn.TOGETHER if (at * 10 + place) % 250 == 1 else WorkTurn.FIRST,
                     reason="unreadable" if (at * 10 + place) % 250 == 0 else "")
        for at, row in enumerate(ids) for place in range(10) if not is_aside(at)
    ))  # fmt: skip
    beside = [row for at, row in enumerate(ids) if is_aside(at)]
    _lay(Incident, (
        Incident(kind="fork", device=device, inc=inc, seq=seq, hash=name, at=now, is_open=at % 2 == 0)
        for at, (_id, name, device, inc, seq) in enumerate(beside)
    ))  # fmt: skip
    _lay(Decision, (
        Decision(subject="batch", key=row[1], verdict="released" if at % 4 else "rejected", note="-", by="-", at=now)
        for at, row in enumerate(beside) if at % 2
    ))  # fmt: skip


def _entries(number: int, devices: list[str], now: datetime, draw: Random, *, reports: float) -> None:
    from sync.hub.contributions.models import CitizenContribution, ContributionStatement
    from sync.hub.enclosures.models import Enclosure, EnclosureList, ReportTerms
    from sync.hub.handover.models import Handover
    from sync.hub.reports.models import CitizenWord, DefectReport, ReportStatement

    def common(at: int, of: int, kind: str) -> dict[str, Any]:
        moment = now - timedelta(minutes=of - at)
        return {
            "record_id": _name(kind, at), "device": devices[at % len(devices)],
            "number": f"{_FIRST_DIGIT[kind]}{at:015}", "district": "KNPES"[at % 5],
            "description": " ".join(draw.choice(WORDS) for _ in range(6)), "language": "de", "day": moment.date(),
            "received_at": moment, "review": "approved" if at % 20 else "received",
            "assigned_to": "" if at % 50 else WORKER, "due": None if at % 40 else now.date() - timedelta(days=5),
        }  # fmt: skip

    of = round(number * reports)
    _lay(DefectReport, (
        DefectReport(category=("street", "litter", "green")[at % 3], longitude=round(draw.uniform(12.0, 12.2), 5),
                     latitude=round(draw.uniform(54.06, 54.18), 5), version=1,
                     merged_into="" if at % 100 != 7 else _name("report", at - 7),
                     state="solved" if at % 10 else "open", public_name=_name("shown", at), **common(at, of, "report"))
        for at in range(of)
    ))  # fmt: skip
    ids = list(DefectReport.objects.order_by("id").values_list("id", flat=True))
    _lay(ReportStatement, (ReportStatement(report_id=one, number=1, state="open", by="bench", at=now) for one in ids))
    states = ("accepted", "accepted", "waiting", "refused")
    _lay(Handover, (Handover(report_id=one, state=states[at % 4], request_id=f"{at}") for at, one in enumerate(ids)))
    some = ids[::50]
    _lay(CitizenWord, (CitizenWord(report_id=one, kind="still_there", day=now.date(),
                                   received_at=now, record_id=_name("word", one), is_settled=at % 4 > 0)
                       for at, one in enumerate(some)))  # fmt: skip
    _lay(
        ReportTerms, (ReportTerms(report_id=one, contact="0381 381 0" if at % 2 else "") for at, one in enumerate(some))
    )
    _lay(EnclosureList, (EnclosureList(report_id=one, pieces=[["p"]]) for one in some))
    lists = EnclosureList.objects.values_list("id", flat=True)
    _lay(Enclosure, (Enclosure(enclosed_id=one, position=0, kind="spoken", state="ready", opened_at=now,
                               transcript=" ".join(draw.choice(WORDS) for _ in range(6)))
                     for one in lists))  # fmt: skip
    of = number - of
    _lay(CitizenContribution, (
        CitizenContribution(kind=("idea", "question")[at % 5 == 0], name=_name("idea", at), supports=at * 7919 % 200,
                            state="answered" if at % 10 else "received", version=1, topic="traffic",
                            receiver=("council", "parks")[at % 2],
                            longitude=round(draw.uniform(12.0, 12.2), 5), latitude=round(draw.uniform(54.06, 54.18), 5),
                            **common(at, of, "said"))
        for at in range(of)
    ))  # fmt: skip
    said = CitizenContribution.objects.values_list("id", flat=True)
    _lay(ContributionStatement, (
        ContributionStatement(contribution_id=one, number=1, state="answered", by="bench", at=now) for one in said
    ))  # fmt: skip


def _ballots(number: int, now: datetime) -> None:
    """Of a hundred one is a double and one too late; every tenth of a thousand codes is missed by somebody."""
    from sync.hub.claims.models import MissingBallot
    from sync.hub.polls.models import BallotStanding, BoxedBallot, CodeMark

    standing = {0: BallotStanding.DOUBLE, 1: BallotStanding.LATE}
    _lay(BoxedBallot, (
        BoxedBallot(inner_hash=_name("ballot", at) * 2, poll=POLL, tracker=_name("tracker", at)[:20],
                    inner=b"x" * 300, standing=standing.get(at % 100, BallotStanding.COUNTS))
        for at in range(number)
    ))  # fmt: skip
    _lay(CodeMark, (CodeMark(mark=_name("mark", at) * 2, poll=POLL, spent_for="s" * 64 if at % 3 else "")
                    for at in range(number)))  # fmt: skip
    _lay(MissingBallot, (MissingBallot(tracker=_name("tracker", at)[:20], came_on=now.date(), answer="Da." * (at % 2))
                         for at in range(0, number, 100)))  # fmt: skip


def _events(number: int, devices: Sequence[str], now: datetime) -> None:
    """What an office does all day: looks at lists and single entries, a stick now and then."""
    from django.db import transaction

    from sync.hub.audit import services as audit
    from sync.hub.audit.checks import check_whole_log
    from sync.hub.audit.events import AuditEvent

    with transaction.atomic():
        for at in range(number):
            if at % 4 == 0:
                audit.append(AuditEvent.REPORTS_LISTED, "bench", at=now, reports=50)
            elif at % 100 == 1:
                audit.append(AuditEvent.BATCH_SET_ASIDE, "hub", at=now, device=devices[0], seq=at, reason="fork")
            elif at % 100 == 2:
                audit.append(
                    AuditEvent.REPORT_HANDED_OVER, "hub", at=now, record=_name("report", at), handover="accepted"
                )
            elif at % 100 == 3:
                audit.append(AuditEvent.REPORT_TEXTS_ERASED, "hub", at=now, reports=3, days=90)
            else:
                audit.append(AuditEvent.REPORT_READ, "bench", at=now, record=_name("report", at))
    check_whole_log(by="bench", now=now)


def _lay(model: Any, rows: Iterable[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=1_000)


def _name(kind: str, number: int) -> str:
    return sha256(f"{kind} {number}".encode()).hexdigest()[:32]
