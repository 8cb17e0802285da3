"""Ideas and questions at the hub: answered, released, supported, brought before the council, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sync.hub.announcements import selectors as announcements
from sync.hub.audit.models import AuditEntry
from sync.hub.contributions.models import CitizenContribution, ContributionSupport
from sync.hub.contributions.services import (
    redact_contribution,
    review_contribution,
    set_contribution_state,
)
from sync.hub.contributions.source import read_rules
from sync.hub.entries.hearing import MOST_WRONG_CODES
from sync.hub.entries.models import ReviewState
from sync.hub.intake.models import SealedRecord
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.contributions import (
    RELEASED_FILE,
    STATES_FILE,
    ContributionKind,
    ContributionState,
    Released,
    Support,
    public_name_of,
    read_released,
)
from sync.protocol.envelope import seal_support, seal_word
from sync.protocol.errors import Refused
from sync.protocol.records import Record, ReportWord, WordKind
from sync.protocol.report_status import Standing, StandingsFile, record_id_of, withdrawal_mark
from tests.kits.hub import NOW, Hub, Station, on_both

NUMBER = "4711181501234567"
ID = record_id_of(NUMBER)
NAME = public_name_of(ID)
CODE = "123456"


@pytest.fixture
def station(hub: Hub) -> Station:
    return hub.enrolled_station()


def bring(hub: Hub, station: Station, *records: Record) -> None:
    hub.accept(station.batch(list(records)))
    hub.work()


def idea(station: Station, **changes: Any) -> Record:
    return station.contribution(NUMBER, topic="green", withdrawal=withdrawal_mark(ID, CODE), **changes)


def question(station: Station, **changes: Any) -> Record:
    return station.contribution(NUMBER, ContributionKind.QUESTION, receiver="council", **changes)


def support(station: Station, name: str = NAME) -> Record:
    return seal_support(Support(name, "2026-11-22"), key=station.seal)


def release(**changes: Any) -> None:
    values = {"note": "", "by": "erika", "now": NOW, "seen": CitizenContribution.objects.get().review_version}
    review_contribution(ID, ReviewState.APPROVED, **values | changes)


def answer(state: ContributionState, note: str = "", **changes: Any) -> None:
    values = {"by": "erika", "now": NOW, "seen": CitizenContribution.objects.get().version}
    set_contribution_state(ID, state, note=note, **values | changes)


def standing() -> Standing | None:
    return StandingsFile.from_bytes(announcements.contents([STATES_FILE])[STATES_FILE]).find(ID)


def released() -> list[Released]:
    return read_released(announcements.contents([RELEASED_FILE])[RELEASED_FILE])


@on_both
def test_a_question_is_answered_by_the_promised_day_for_whoever_has_its_number(hub: Hub, station: Station) -> None:
    bring(hub, station, question(station, project="neuer-markt"))
    rules = read_rules()
    assert rules is not None
    by = timezone.localdate(NOW) + timedelta(days=rules.receivers["council"].answer_days)
    told = standing()
    assert told is not None
    assert (told.kind, told.state, told.project) == (
        ContributionKind.QUESTION,
        ContributionState.RECEIVED,
        "neuer-markt",
    )
    assert (told.due, told.responsible) == (by, "Ortsbeirat")
    answer(ContributionState.ANSWERED, "Der Weg wird im Mai gebaut.\nWir laden Sie ein.", due=by)
    told = standing()
    assert told is not None
    assert (told.state, told.note) == (ContributionState.ANSWERED, "Der Weg wird im Mai gebaut.\nWir laden Sie ein.")
    with pytest.raises(ChangedMeanwhile):
        answer(ContributionState.IN_PROGRESS, "Nein.", seen=0)


@pytest.mark.parametrize(("is_public", "approved", "shown"), [(True, True, 1), (False, True, 0), (True, False, 0)])
def test_only_a_released_question_that_was_asked_in_public_is_shown_with_its_answer(
    hub: Hub, station: Station, is_public: bool, approved: bool, shown: int
) -> None:
    bring(hub, station, question(station, is_public=is_public))
    if approved:
        release()
        assert released() == []  # without an answer there is nothing to show
    answer(ContributionState.ANSWERED, "Ja.")
    assert len(released()) == shown


def test_an_answer_or_a_decision_without_words_is_not_taken(hub: Hub, station: Station) -> None:
    bring(hub, station, idea(station))
    for state in (ContributionState.ANSWERED, ContributionState.TAKEN_UP, ContributionState.NOT_TAKEN_UP):
        with pytest.raises(Refused):
            answer(state, "  ")
    assert CitizenContribution.objects.get().state == "received"


def test_an_idea_is_shown_to_everybody_only_once_released_and_without_what_was_hidden(
    hub: Hub, station: Station
) -> None:
    bring(hub, station, idea(station, text="Herr Meier soll Bänke bauen"))
    assert released() == []
    redact_contribution(ID, "[…] soll Bänke bauen", because="ein Name", by="erika", now=NOW, seen=0)
    release()
    (shown,) = released()
    assert (shown.name, shown.text, shown.topic) == (NAME, "[…] soll Bänke bauen", "green")
    file = announcements.contents([RELEASED_FILE])[RELEASED_FILE]
    assert not any(secret.encode() in file for secret in ("Meier", NUMBER, ID, station.device))


def test_an_offer_to_help_is_never_shown(hub: Hub, station: Station) -> None:
    bring(hub, station, station.contribution(NUMBER, ContributionKind.OFFER, text="Anna, Telefon 0381 4711"))
    release()
    answer(ContributionState.ANSWERED, "Wir rufen an.")
    assert released() == []
    assert CitizenContribution.objects.get().due is None


@on_both
def test_with_enough_supports_an_idea_comes_before_the_council_and_each_counts_once(hub: Hub, station: Station) -> None:
    bring(hub, station, idea(station))
    release()
    rules = read_rules()
    assert rules is not None
    first = support(station)
    bring(hub, station, first, *(support(station) for _ in range(rules.supports_needed - 2)))
    SealedRecord.objects.update(state="waiting")
    hub.work()
    assert (CitizenContribution.objects.get().supports, released()[0].supports) == (rules.supports_needed - 1,) * 2
    assert CitizenContribution.objects.get().state == "received"
    bring(hub, station, support(station))
    row = CitizenContribution.objects.get()
    assert (row.state, row.responsible) == ("before_council", "Ortsbeirat")
    assert released()[0].state is ContributionState.BEFORE_COUNCIL
    assert AuditEntry.objects.filter(event="contribution-state-set", by="supports").count() == 1
    answer(ContributionState.TAKEN_UP, "Fünf Bänke kommen.")
    bring(hub, station, support(station))
    assert CitizenContribution.objects.get().supports == rules.supports_needed  # it is decided


def test_what_is_not_shown_cannot_be_supported_into_being(hub: Hub, station: Station) -> None:
    bring(hub, station, support(station, "f" * 32), question(station))
    bring(hub, station, support(station))
    assert not ContributionSupport.objects.exists()


def test_a_support_keeps_neither_station_nor_hour(hub: Hub, station: Station) -> None:
    bring(hub, station, idea(station), support(station))
    assert {field.name for field in ContributionSupport._meta.get_fields()} == {
        "id",
        "record_id",
        "contribution",
        "day",
    }


@on_both
def test_the_second_code_withdraws_an_idea_and_it_is_gone_everywhere(hub: Hub, station: Station) -> None:
    bring(hub, station, idea(station, place=(12.1, 54.1)))
    release()
    wrong = seal_word(ReportWord(ID, WordKind.WITHDRAWN, "2026-11-22", "000000"), key=station.seal)
    bring(hub, station, wrong)
    assert len(released()) == 1
    bring(hub, station, seal_word(ReportWord(ID, WordKind.WITHDRAWN, "2026-11-22", CODE), key=station.seal))
    row = CitizenContribution.objects.get()
    assert (row.description, row.longitude, row.latitude, row.topic) == ("", None, None, "")
    assert released() == []
    told = standing()
    assert told is not None
    assert told.state is ContributionState.WITHDRAWN
    release()  # what was withdrawn stays so, whatever the office says
    assert released() == []


def test_a_few_wrong_codes_and_no_code_is_right_any_more(hub: Hub, station: Station) -> None:
    bring(hub, station, idea(station))
    codes = [*(f"{number:06d}" for number in range(MOST_WRONG_CODES)), CODE]
    for code in codes:
        bring(hub, station, seal_word(ReportWord(ID, WordKind.WITHDRAWN, "2026-11-22", code), key=station.seal))
    assert CitizenContribution.objects.get().description == "Mehr Bänke im Park"


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "x" * 1001},
        {"topic": "x" * 61},
        {"text": "a\x00b"},
        {"attachments": (("no name",),)},
        {"seen": "today"},
    ],
)
def test_what_no_station_sends_waits_for_a_person(hub: Hub, station: Station, changes: dict[str, Any]) -> None:
    bring(hub, station, station.contribution(NUMBER, **changes))
    assert not CitizenContribution.objects.exists()
    assert SealedRecord.objects.get().reason
