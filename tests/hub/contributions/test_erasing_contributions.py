"""What a person said to the city goes when its time is over, by the figure people are told; what is counted stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sync.hub.announcements import selectors as announcements
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.contributions.models import CitizenContribution, ContributionSupport
from sync.hub.contributions.services import redact_contribution, review_contribution, set_contribution_state
from sync.hub.entries.models import ReviewState
from sync.hub.worker.retention import keep_time
from sync.protocol.contributions import (
    RELEASED_FILE,
    STATES_FILE,
    ContributionState,
    Support,
    public_name_of,
    read_released,
)
from sync.protocol.data_sheets import SETTLED_DAYS
from sync.protocol.envelope import seal_support, seal_word
from sync.protocol.records import ReportWord, WordKind
from sync.protocol.report_status import StandingsFile, record_id_of, withdrawal_mark
from tests.kits.hub import NOW, Hub, on_both

NUMBER = "4711181501234567"
ID = record_id_of(NUMBER)
DUE = NOW + timedelta(days=SETTLED_DAYS + 1)


@pytest.fixture
def idea(hub: Hub) -> CitizenContribution:
    station, day = hub.enrolled_station(), "2026-11-22"
    mark = withdrawal_mark(ID, "123456")
    left = station.contribution(NUMBER, text="Herr Meier: Bänke", topic="green", place=(12.1, 54.1), withdrawal=mark)
    for record in (
        left,
        seal_support(Support(public_name_of(ID), day), key=station.seal),
        seal_word(ReportWord(ID, WordKind.NOT_IN_ORDER, day), key=station.seal),
    ):
        hub.accept(station.batch([record]))
        hub.work()
    redact_contribution(ID, "[…]: Bänke", because="Meier genannt", by="erika", now=NOW, seen=0)
    review_contribution(ID, ReviewState.APPROVED, note="Meier kennt man", by="erika", now=NOW, seen=1)
    return CitizenContribution.objects.get()


def decide(idea: CitizenContribution, state: ContributionState) -> None:
    note = "Frau Schulz baut sie"
    set_contribution_state(
        ID, state, note=note, responsible="Frau Schulz", by="erika", now=NOW, seen=idea.version, due=DUE.date()
    )


@pytest.mark.parametrize(("state", "at", "erased"), [
    (ContributionState.TAKEN_UP, DUE - timedelta(days=2), 0),
    (ContributionState.BEFORE_COUNCIL, DUE + timedelta(days=4000), 0),
])  # fmt: skip
def test_what_is_not_settled_long_enough_stays(
    hub: Hub, idea: CitizenContribution, state: ContributionState, at: datetime, erased: int
) -> None:
    decide(idea, state)
    assert keep_time(by="test", now=at) == erased
    assert CitizenContribution.objects.get().description == "Herr Meier: Bänke"


@on_both
def test_nothing_a_person_wrote_is_left_and_what_is_counted_stays(hub: Hub, idea: CitizenContribution) -> None:
    assert (idea.supports, idea.words.count()) == (1, 1)
    decide(idea, ContributionState.TAKEN_UP)
    assert keep_time(by="test", now=DUE) == 1
    row = CitizenContribution.objects.get()
    told = announcements.contents([RELEASED_FILE, STATES_FILE])
    left = str({**vars(row), "statements": list(row.statements.values()), "reviews": list(row.reviews.values())})
    for words in ("Meier", "Schulz", "Bänke", NUMBER, idea.withdrawal):
        assert words not in left + told[STATES_FILE].decode()
    assert (row.longitude, row.latitude, row.due, row.language) == (None, None, None, "")
    assert read_released(told[RELEASED_FILE]) == []
    assert not row.words.exists()
    assert not ContributionSupport.objects.exists()
    standing = StandingsFile.from_bytes(told[STATES_FILE]).find(ID)
    assert standing is not None
    assert (standing.state, standing.note) == (ContributionState.TAKEN_UP, "")
    assert (row.kind, row.topic, row.district, row.day, row.state, row.supports) == (
        idea.kind,
        "green",
        idea.district,
        idea.day,
        ContributionState.TAKEN_UP,
        1,
    )
    assert keep_time(by="test", now=DUE) == 0
    assert f'"days":{SETTLED_DAYS}' in AuditEntry.objects.get(event=AuditEvent.CONTRIBUTION_TEXTS_ERASED).facts
