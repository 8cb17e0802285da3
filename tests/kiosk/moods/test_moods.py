"""How are you: chance asks, once at most, and nothing leads from an answer to a visit."""

from __future__ import annotations

import json
from random import Random

import pytest

from kiosk.moods.rules import ASKED_ONCE_IN
from kiosk.session.asking import PAUSE_SECONDS, SHORTEST_VISIT_SECONDS
from kiosk.viewmodel.intents import (
    ChooseDistrict,
    ChooseTheme,
    EndVisit,
    Home,
    NextSize,
    OpenDistricts,
    OpenLookUp,
    OpenPolls,
    Rate,
    Start,
)
from kiosk.viewmodel.views import AttractView, GoodbyeView, HomeView, MoodView, View
from sync.protocol.envelope import open_answer, seal_answer
from sync.protocol.records import RecordKind
from sync.protocol.surveys.answers import ANSWER_BYTES, SurveyAnswer
from sync.protocol.surveys.questions import BANK, ONLY, Asks
from tests.kits.content import Keys
from tests.kits.station_twin import Kit

LONG_ENOUGH = SHORTEST_VISIT_SECONDS
ENOUGH_BETWEEN = PAUSE_SECONDS


def end(kit: Kit, *wishes: object, seconds: float = LONG_ENOUGH) -> View:
    """A visit that looks at the polls and ends; the view after it."""
    kit.at_home()
    kit.seconds.now += seconds
    return kit.ask(*(wishes or (OpenPolls(),)), EndVisit())


def asked(kit: Kit, *wishes: object) -> MoodView:
    """Visits until somebody is asked."""
    for _ in range(60):
        kit.seconds.now += ENOUGH_BETWEEN
        if isinstance(view := end(kit, *wishes), MoodView):
            return view
    raise AssertionError("nobody was asked")


def test_chance_asks_about_one_visit_in_three_and_every_question_of_the_bank(keys: Keys) -> None:
    kit = Kit(keys=keys, seed=7)
    heard = []
    for _ in range(150):
        kit.seconds.now += ENOUGH_BETWEEN
        view = end(kit)
        heard.append(view.headline if isinstance(view, MoodView) else "")
        kit.ask(EndVisit())
    assert 150 / ASKED_ONCE_IN / 2 < sum(map(bool, heard)) < 150 / ASKED_ONCE_IN * 2
    assert len(set(heard) - {""}) == len(Asks)


def test_one_touch_answers_and_ends_the_visit(kit: Kit, keys: Keys) -> None:
    view = asked(kit)
    assert isinstance(kit.ask(view.choices[1].intent), GoodbyeView)
    (record,) = kit.outbox.records
    assert record.kind == RecordKind.ANSWER
    given = open_answer(record, key=keys.seal)
    assert (given.source, given.district, given.day) == (BANK, "D", "2026-11-22")
    assert given.answer == {ONLY: view.choices[1].intent.number}


def test_nobody_has_to_answer_and_nobody_is_asked_twice(kit: Kit) -> None:
    assert asked(kit).frame.main.intent == EndVisit()
    assert isinstance(kit.ask(EndVisit()), GoodbyeView)
    for _ in range(30):
        asked(kit)
        assert isinstance(kit.ask(Home()), HomeView)
        kit.seconds.now += ENOUGH_BETWEEN
        assert isinstance(kit.ask(OpenLookUp(), EndVisit()), GoodbyeView)
    assert kit.outbox.records == []


def test_who_presses_faces_for_fun_is_asked_no_more_often(keys: Keys) -> None:
    for seed in range(5):
        kit = Kit(keys=keys, seed=seed)
        kit.seconds.now += ENOUGH_BETWEEN
        many, times = 0, 25
        for _ in range(times):
            many += isinstance(end(kit), MoodView)
            kit.ask(Rate(ONLY, 5))
        assert many <= 1 + times * LONG_ENOUGH / PAUSE_SECONDS
    for wishes, seconds in (((), SHORTEST_VISIT_SECONDS - 1), ((NextSize(),), LONG_ENOUGH)):
        for seed in range(9):
            kit = Kit(keys=keys, seed=seed)
            assert isinstance(end(kit, *wishes, seconds=seconds), GoodbyeView), "through too soon, or did nothing"


def test_left_alone_the_question_goes_and_the_visit_was_ended_by_the_person(kit: Kit) -> None:
    asked(kit)
    assert isinstance(kit.wait(kit.idle.untouched_seconds), AttractView)
    kit.wait(0)
    assert {end.abandoned_at for _day, end in kit.station.ends} == {""}
    assert kit.outbox.records == []


def test_an_answer_is_the_same_whatever_the_visit_was_like(keys: Keys) -> None:
    told = []
    ways = ((OpenPolls(),), (NextSize(), ChooseTheme("soft"), OpenPolls(), OpenDistricts(), ChooseDistrict("N")))
    for language, wishes in (("de", ways[0]), ("ar", ways[1])):
        kit = Kit(keys=keys, seed=3)
        kit.station.time = kit.station.time.replace(hour=7 if language == "de" else 19)
        for _ in range(60):
            kit.seconds.now += ENOUGH_BETWEEN
            kit.at_home(language)
            kit.seconds.now += LONG_ENOUGH
            if isinstance(kit.ask(*wishes, EndVisit()), MoodView):
                break
        kit.ask(Rate(ONLY, 4))
        (record,) = kit.outbox.records
        told.append((record, open_answer(record, key=keys.seal).to_wire()))
    (one, wire), (other, same) = told
    slips = {wire.pop("slip"), same.pop("slip")}
    assert wire == same, "neither language, aids, chosen district nor hour"
    assert len(slips) == 2 and one.id != other.id
    assert len(one.sealed) == len(other.sealed)


def test_all_answers_to_all_questions_of_the_bank_have_one_length(kit: Kit, keys: Keys) -> None:
    assert kit.conductor.offer is not None
    lengths = set()
    for question in kit.conductor.offer.bank.values():
        for number in range(11) if question.asks is Asks.SATISFACTION else range(1, 6):
            given = SurveyAnswer(BANK, question.id, question.wording, {ONLY: number}, "D", "2026-11-22")
            lengths.add(len(seal_answer(given, question.poll, key=keys.seal.public).sealed))
    assert lengths == {ANSWER_BYTES + 48}


@pytest.mark.parametrize("intent", [Rate(ONLY, 0), Rate(ONLY, 11), Rate("other", 3), Start()])
def test_what_stands_nowhere_on_the_page_is_no_answer(kit: Kit, intent: object) -> None:
    while len(asked(kit).choices) == 11:
        kit.ask(EndVisit())
    assert isinstance(kit.ask(intent), MoodView)
    assert kit.outbox.records == []


def test_a_disk_that_takes_nothing_is_told_and_the_answer_can_be_tried_again(kit: Kit) -> None:
    view = asked(kit)
    kit.outbox.full = True
    assert kit.ask(view.choices[1].intent).notice
    kit.outbox.full = False
    assert isinstance(kit.ask(view.choices[1].intent), GoodbyeView)


def test_a_bank_that_cannot_be_read_keeps_nobody_from_voting(kit: Kit, keys: Keys) -> None:
    for spoilt in (b"{}", b"[{}]", json.dumps([{"id": "x", "asks": "more", "question": {}}]).encode()):
        kit.station.content.files["question_bank.json"] = spoilt
        kit.station.content_name = str(Random(spoilt).random())
        kit.wait(1)
        assert kit.conductor.offer is not None
        assert kit.conductor.offer.bank == {}
