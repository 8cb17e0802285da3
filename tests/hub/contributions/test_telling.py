"""What stations are told of contributions: made anew of what has changed alone, and always what all of them give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from sync.hub.announcements import selectors as announced
from sync.hub.contributions import telling
from sync.hub.contributions.merging import merge_contributions
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.services import redact_contribution, review_contribution, set_contribution_state
from sync.hub.contributions.telling import TOLD_DAYS, tell_contributions, tell_new_contributions
from sync.hub.entries.models import ReviewState
from sync.protocol import report_status
from sync.protocol.contributions import RELEASED_FILE, STATES_FILE, ContributionState
from sync.protocol.report_status import StandingsFile
from tests.hub.contributions.test_merging_ideas import NOW, SAID, idea, support
from tests.kits.hub import Hub, on_both


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The record ids whose standing was made since the test looked last."""
    made: list[str] = []
    seal = report_status._seal

    def noting(record_id: str, standing: report_status.Standing) -> str:
        made.append(record_id)
        return seal(record_id, standing)

    monkeypatch.setattr(report_status, "_seal", noting)
    return made


def told() -> tuple[bytes, bytes]:
    found = announced.contents([STATES_FILE, RELEASED_FILE])
    return bytes(found[STATES_FILE]), bytes(found[RELEASED_FILE])


def fresh(row: CitizenContribution) -> CitizenContribution:
    return CitizenContribution.objects.get(pk=row.pk)


@on_both
def test_after_every_deed_stations_are_told_what_all_contributions_give(hub: Hub) -> None:
    first, second, third = (idea(text) for text in ("Bänke", "Mehr Bänke", "Ein Brunnen"))
    tell_contributions(now=NOW)
    deeds = (
        lambda: set_contribution_state(third.record_id, ContributionState.IN_PROGRESS, note="Bald.", seen=0, **SAID),
        lambda: merge_contributions(second.record_id, first.record_id, seen=1, **SAID),
        lambda: set_contribution_state(
            first.record_id, ContributionState.TAKEN_UP, note="Ja.", seen=fresh(first).version, **SAID
        ),
        lambda: redact_contribution(third.record_id, "Ein …", because="Name", seen=1, **SAID),
        lambda: review_contribution(third.record_id, ReviewState.REJECTED, note="", seen=2, **SAID),
        lambda: merge_contributions(second.record_id, "", seen=fresh(second).review_version, **SAID),
        lambda: (support(third, 100), tell_new_contributions(now=NOW)),
        lambda: (idea("Ein Baum"), tell_new_contributions(now=NOW)),
    )
    for deed in deeds:
        deed()
        now_told = told()
        tell_contributions(now=NOW)
        assert now_told == told()


def test_what_one_answer_costs_does_not_hang_on_how_many_there_are(hub: Hub, sealed: list[str]) -> None:
    rows = [idea(f"Idee {number}") for number in range(5)]
    tell_new_contributions(now=NOW)
    sealed.clear()
    set_contribution_state(rows[2].record_id, ContributionState.IN_PROGRESS, note="Bald.", seen=0, **SAID)
    assert sealed == [rows[2].record_id]
    sealed.clear()
    newest = idea("Noch eine")
    sealed.clear()
    tell_new_contributions(now=NOW)
    assert sealed == [newest.record_id]
    tell_new_contributions(now=NOW)
    assert sealed == [newest.record_id], "nothing came"


def test_what_came_while_nobody_told_is_told_at_the_next_turn(hub: Hub) -> None:
    tell_new_contributions(now=NOW)
    row = {"record_id": "a" * 32, "name": "b", "number": "4711", "device": "d", "language": "de", "day": NOW.date()}
    CitizenContribution.objects.create(kind="idea", received_at=NOW, **row)
    tell_new_contributions(now=NOW)
    assert StandingsFile.from_bytes(told()[0]).find("a" * 32)


def test_a_settled_one_goes_when_it_is_too_old_and_an_open_one_stays(hub: Hub) -> None:
    settled, waiting = idea("Bänke"), idea("Ein Brunnen")
    set_contribution_state(settled.record_id, ContributionState.TAKEN_UP, note="Ja.", seen=0, **SAID)
    tell_new_contributions(now=NOW)
    assert StandingsFile.from_bytes(told()[0]).find(settled.record_id)
    tell_new_contributions(now=NOW + timedelta(days=TOLD_DAYS + 1))
    after = StandingsFile.from_bytes(told()[0])
    assert after.find(settled.record_id) is None
    assert after.find(waiting.record_id)


def test_of_more_than_are_shown_the_newest_are_read_and_no_others(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST_RELEASED", 2)
    rows = [idea(f"Idee {number}") for number in range(4)]
    tell_contributions(now=NOW)
    names = [row.name for row in rows]
    assert [name.encode() in told()[1] for name in names] == [False, False, True, True]
