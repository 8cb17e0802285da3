"""People at stations who mean the same: counted here, told to Klarschiff as one number a day, never as votes."""

from __future__ import annotations

import pytest

from sync.protocol.envelope import seal_word
from sync.protocol.open_reports import public_name
from sync.protocol.records import ReportWord, WordKind
from tests.hub.handover.conftest import Town
from tests.kits.hub import on_both
from tests.kits.klarschiff_twin import KEY, ApiClient


def support(town: Town, record_id: str, times: int = 1) -> None:
    words = [
        seal_word(ReportWord(public_name(record_id), WordKind.SUPPORTED, "2026-11-22"), key=town.station.seal)
        for _ in range(times)
    ]
    town.hub.accept(town.station.batch(words), now=town.now)
    town.hub.work()


@pytest.fixture
def may_write_notes(town: Town) -> None:
    town.klarschiff.clients[KEY] = ApiClient(frozenset({"create_requests", "create_notes"}))


@on_both
@pytest.mark.usefixtures("may_write_notes")
def test_the_number_goes_there_once_a_day_and_says_all_of_them(town: Town) -> None:
    record_id = town.report()
    town.run()
    support(town, record_id, 2)
    town.run()
    town.run()
    there = town.klarschiff.the_report()
    assert len(there.notes) == 1
    assert "2 weitere Menschen" in there.notes[0]
    support(town, record_id)
    town.run()
    assert len(there.notes) == 1, "not before tomorrow"
    town.later(days=1)
    town.run()
    assert "3 weitere Menschen" in there.notes[1]


@pytest.mark.usefixtures("may_write_notes")
def test_a_note_whose_answer_was_lost_is_not_written_again(town: Town) -> None:
    record_id = town.report()
    town.run()
    support(town, record_id)
    town.klarschiff.lose_next_answers = 1
    town.run()
    town.later(days=1)
    town.run()
    assert len(town.klarschiff.the_report().notes) == 1


def test_a_key_that_may_not_write_notes_holds_nothing_up(town: Town) -> None:
    record_id = town.report()
    town.run()
    support(town, record_id)
    town.run()
    asked = len(town.klarschiff.asked)
    town.run()
    assert town.klarschiff.the_report().notes == []
    assert not [path for path in town.klarschiff.asked[asked:] if "notes" in path], "not again on the same day"
    town.report("4711181501234568")
    town.run()
    assert len(town.klarschiff.reports) == 2


@pytest.mark.usefixtures("may_write_notes")
def test_after_the_power_of_the_receiver_failed_the_number_comes_the_next_day(town: Town) -> None:
    record_id = town.report()
    town.run()
    support(town, record_id)
    town.switch_off()
    town.run()
    town.switch_on()
    town.later(days=1)
    town.run()
    assert len(town.klarschiff.the_report().notes) == 1
