"""What the hub does for one station, one record, one look costs the same however much it has done before.

Counted in steps of SQLite's machine, on a hub with some history and on the same one with ten times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from sync.hub.audit import services as audit
from sync.hub.audit.checks import check_whole_log
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.enclosures.selectors import waiting_for_attachments
from sync.hub.entries.models import ReviewState
from sync.hub.entries.search import that_are_the_same_as, worked_on_by
from sync.hub.intake.models import SafePiece
from sync.hub.polls.selectors import names_of
from sync.hub.reports.models import DefectReport
from sync.hub.reports.search import ReportQuery, find_reports
from sync.hub.reports.services import set_state
from sync.hub.stations import hub_clock
from sync.protocol.attachment_messages import sign_ask
from sync.protocol.encoding import random_id
from sync.protocol.records import Stream
from sync.protocol.report_status import ReportState
from tests.kits.hub import NOW, Hub, Station
from tests.kits.sqlite_steps import steps_of

SOME, MANY = 40, 400
MOST_GROWTH, SLACK = 1.15, 4
"""In tens of steps: an index of ten times as many rows is one level deeper."""

Deed = Callable[[Hub, Station], Callable[[], Any]]
"""Makes everything ready, and returns what is to be measured."""


def give_history(hub: Hub, station: Station, much: int) -> None:
    """So many more of everything a hub keeps: batches, records (reports looked at), entries of the log, safe pieces."""
    ballots = [station.ballot(hub.poll())[0] for _ in range(much)]
    for start in range(0, much, 10):
        hub.accept(station.batch([station.report() for _ in range(10)]))
        hub.accept(station.batch(ballots[start : start + 10], stream=Stream.BALLOTS))
    hub.work()
    DefectReport.objects.update(review=ReviewState.APPROVED)
    SafePiece.objects.bulk_create(SafePiece(name=random_id() * 2) for _ in range(much * 10))
    for number in range(much):
        audit.append(AuditEvent.STICK_BROUGHT, "test", at=NOW, batches=number, again=0, refused=0)


def a_batch(hub: Hub, station: Station) -> Callable[[], Any]:
    batch = station.batch()
    return lambda: hub.accept(batch)


def a_batch_again(hub: Hub, station: Station) -> Callable[[], Any]:
    batch = station.batch()
    hub.accept(batch)
    return lambda: hub.accept(batch)


def heads(hub: Hub, station: Station) -> Callable[[], Any]:
    status = station.status(count=AuditEntry.objects.count() + 10).encode()
    return lambda: hub.post("heads", status)


def missing_pieces(hub: Hub, station: Station) -> Callable[[], Any]:
    question = sign_ask(station.device, ["0" * 64], key=station.key).encode()
    return lambda: hub.post("missing", question)


def an_idle_pass(hub: Hub, _station: Station) -> Callable[[], Any]:
    hub.work()
    return hub.work


def a_ballot_opened(hub: Hub, station: Station) -> Callable[[], Any]:
    hub.work()
    hub.accept(station.batch([station.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    return hub.work


def a_report_opened_and_told(hub: Hub, station: Station) -> Callable[[], Any]:
    hub.work()
    hub.accept(station.batch())
    return hub.work


def a_word_of_the_city(hub: Hub, station: Station) -> Callable[[], Any]:
    report = station.report()
    hub.accept(station.batch([report]))
    hub.work()
    return lambda: set_state(report.id, ReportState.OPEN, note="Bald.", by="test", now=NOW)


def a_report_found_by_its_number(hub: Hub, station: Station) -> Callable[[], Any]:
    number = f"4711{DefectReport.objects.count():012}"
    hub.accept(station.batch([station.report(number=number)]))
    hub.work()
    query = ReportQuery(text=number)
    return lambda: list(find_reports(query, now=NOW, today=NOW.date()))


def what_is_given_to_somebody(_hub: Hub, _station: Station) -> Callable[[], Any]:
    return DefectReport.objects.filter(worked_on_by("anna")).count


def what_is_the_same_as_a_report(_hub: Hub, _station: Station) -> Callable[[], Any]:
    return DefectReport.objects.filter(that_are_the_same_as([random_id()])).count


def a_page_of_trackers(hub: Hub, _station: Station) -> Callable[[], Any]:
    return lambda: list(names_of(hub.poll().id)[:20])


def attachments_on_their_way(_hub: Hub, station: Station) -> Callable[[], Any]:
    return lambda: waiting_for_attachments(station.device, is_here=bool)


def a_code_for_a_station(hub: Hub, _station: Station) -> Callable[[], Any]:
    return hub.code


def the_first_page(hub: Hub, _station: Station) -> Callable[[], Any]:
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    hub.client.get("/")  # what a process learns once is no cost of a page
    return lambda: hub.client.get("/")


def the_log_and_whether_it_is_whole(hub: Hub, _station: Station) -> Callable[[], Any]:
    check_whole_log(by="test", now=NOW)
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    hub.client.get("/log/")
    return lambda: hub.client.get("/log/")


def health(hub: Hub, _station: Station) -> Callable[[], Any]:
    return lambda: hub.client.get("/health")


DEEDS: Mapping[str, Deed] = {
    deed.__name__: deed
    for deed in (
        a_batch, a_batch_again, heads, missing_pieces, an_idle_pass, a_ballot_opened, a_report_opened_and_told,
        a_word_of_the_city, a_report_found_by_its_number, a_code_for_a_station, the_first_page,
        attachments_on_their_way, what_is_given_to_somebody, what_is_the_same_as_a_report, a_page_of_trackers,
        the_log_and_whether_it_is_whole, health,
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def grown(
    use_copy: Callable[[Path], AbstractContextManager[Hub]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, tuple[int, int]]]:
    """Each deed's steps, with some history and with much."""
    with use_copy(tmp_path_factory.mktemp("grown") / "hub") as hub, pytest.MonkeyPatch.context() as patch:
        patch.setattr(hub_clock, "NOTED_EVERY", timedelta(days=1))  # no minute that begins meanwhile costs a step
        station = hub.enrolled_station()
        found: dict[str, list[int]] = {name: [] for name in DEEDS}
        for more in (SOME, MANY - SOME):
            give_history(hub, station, more)
            for name, deed in DEEDS.items():
                found[name].append(steps_of(deed(hub, station)))
        yield {name: (some, many) for name, (some, many) in found.items()}


@pytest.mark.parametrize("name", DEEDS)
def test_it_costs_the_same_however_much_was_done_before(grown: Mapping[str, tuple[int, int]], name: str) -> None:
    some, many = grown[name]
    assert 0 < many <= some * MOST_GROWTH + SLACK
