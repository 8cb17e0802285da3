"""Surveys: an order with conditions and breaks, skipping always, and answers that nobody can put together again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kiosk.devtools.sample_surveys import SURVEY
from kiosk.viewmodel.intents import (
    Back,
    Choose,
    Continue,
    Describe,
    EndVisit,
    Home,
    KeepGoing,
    OpenSurvey,
    OpenSurveys,
    SendSurvey,
    ThrowAway,
)
from kiosk.viewmodel.views import (
    GoodbyeView,
    HomeView,
    PollsView,
    SurveyPageView,
    UnfinishedView,
    VoteReviewView,
    VoteTextView,
    VoteYesNoView,
)
from sync.protocol.envelope import open_answer
from sync.protocol.records import RecordKind
from sync.protocol.surveys.survey import Survey
from tests.kits.content import Keys
from tests.kits.station_twin import Kit

ID = SURVEY["id"]


def offer(kit: Kit, wire: dict[str, Any]) -> None:
    kit.station.content.files[f"surveys/{wire['id']}.json"] = json.dumps(wire).encode()
    kit.station.content_name = f"with {wire['id']}"
    kit.wait(1)
    kit.wait(1000)


@pytest.fixture
def asking(kit: Kit) -> Kit:
    """A station that has a survey, at the first question of it."""
    offer(kit, dict(SURVEY))
    kit.at_home()
    kit.ask(OpenSurveys(), OpenSurvey(ID), Continue())
    return kit


def sent(kit: Kit, keys: Keys) -> dict[str, object]:
    """Question to answer, out of the records that were stored."""
    assert {record.kind for record in kit.outbox.records} <= {RecordKind.ANSWER}
    opened = [open_answer(record, key=keys.seal) for record in kit.outbox.records]
    return {given.question: given.answer for given in opened}


def test_without_a_survey_there_is_no_tile_and_with_one_its_pages_follow_each_other(kit: Kit) -> None:
    titles = [tile.title for tile in kit.at_home().tiles]
    kit.ask(EndVisit())
    offer(kit, dict(SURVEY))
    assert len(kit.at_home().tiles) == len(titles) + 1
    listed = kit.ask(OpenSurveys())
    assert isinstance(listed, PollsView)
    assert isinstance(kit.ask(listed.choices[0].intent), SurveyPageView)
    assert isinstance(kit.ask(Continue()), VoteYesNoView)


def test_a_question_is_asked_only_where_its_condition_holds_and_is_counted_so(asking: Kit) -> None:
    assert asking.ask(Choose("no")).explanation.startswith("Frage 1 von 3")
    assert asking.ask(Continue()).headline == "Was hindert Sie?"
    assert asking.ask(Back(), Choose("yes")).explanation.startswith("Frage 1 von 2")
    pause = asking.ask(Continue())
    assert isinstance(pause, SurveyPageView), "the break before the last question"
    last = asking.ask(Continue())
    assert isinstance(last, VoteTextView)
    assert last.explanation.startswith("Frage 2 von 2")
    assert isinstance(asking.ask(Back()), VoteYesNoView)
    assert isinstance(asking.ask(Continue()), VoteTextView), "a break is made once"


def test_an_answer_to_a_question_that_is_not_shown_any_more_is_not_sent(asking: Kit, keys: Keys) -> None:
    asking.ask(Choose("no"), Continue(), Choose("kerbs"), Back(), Choose("yes"), Continue(), Continue())
    review = asking.ask(Continue())
    assert isinstance(review, VoteReviewView)
    assert len(review.lines) == 2
    asking.ask(SendSurvey())
    assert sent(asking, keys) == {"on-foot": "yes"}


def test_every_question_can_be_skipped_and_nothing_at_all_is_never_sent(asking: Kit) -> None:
    view = asking.ask(Continue(), Continue(), Continue())
    assert isinstance(view, VoteReviewView)
    assert view.frame.main.waits
    asking.ask(SendSurvey())
    assert asking.outbox.records == []
    assert isinstance(asking.ask(EndVisit()), GoodbyeView), "nothing would be lost"


def test_each_answer_is_a_record_of_its_own_and_nothing_ties_them_together(asking: Kit, keys: Keys) -> None:
    asking.ask(Choose("no"), Continue(), Choose("kerbs"), Choose("benches"), Continue(), Continue())
    asking.ask(Describe("Mehr Licht"), Continue())
    thanks = asking.ask(SendSurvey())
    assert isinstance(thanks, SurveyPageView)
    assert "Mehr Bänke auf dem Weg zum Markt." in thanks.sentences, "what others said"
    assert sent(asking, keys) == {"on-foot": "no", "hindrance": ["kerbs", "benches"], "wish": "Mehr Licht"}
    opened = [open_answer(record, key=keys.seal) for record in asking.outbox.records]
    assert {frozenset(given.to_wire()) for given in opened} == {
        frozenset({"source", "question", "wording", "answer", "district", "day", "slip"})
    }
    assert len({given.slip for given in opened}) == len({record.id for record in asking.outbox.records}) == 3


def test_stopped_it_goes_on_is_thrown_away_or_sent_as_it_is(asking: Kit, keys: Keys) -> None:
    asking.ask(Choose("no"), Continue())
    stopped = asking.ask(EndVisit())
    assert isinstance(stopped, UnfinishedView)
    assert [choice.intent for choice in stopped.choices] == [KeepGoing(), SendSurvey(), ThrowAway()]
    assert asking.ask(KeepGoing()).headline == "Was hindert Sie?"
    asking.ask(EndVisit(), SendSurvey())
    assert sent(asking, keys) == {"on-foot": "no"}
    assert isinstance(asking.ask(EndVisit()), GoodbyeView)
    asking.at_home()
    asking.ask(OpenSurveys(), OpenSurvey(ID), Continue(), Choose("yes"))
    assert isinstance(asking.ask(EndVisit(), ThrowAway()), GoodbyeView)
    assert len(asking.outbox.records) == 1


def test_from_the_home_page_one_comes_back_to_the_question_that_was_left(asking: Kit) -> None:
    asking.ask(Choose("no"), Continue())
    assert isinstance(asking.ask(Home()), HomeView)
    assert asking.ask(OpenSurveys(), OpenSurvey(ID), Continue()).headline == "Was hindert Sie?"
    assert asking.ask(Home(), EndVisit(), KeepGoing()).headline == "Was hindert Sie?"


def test_a_survey_is_sent_once_in_a_visit_and_not_when_it_is_over(asking: Kit) -> None:
    asking.ask(Choose("no"), EndVisit(), SendSurvey(), Home())
    assert asking.ask(OpenSurveys(), OpenSurvey(ID)).notice
    asking.ask(EndVisit())
    asking.at_home()
    asking.ask(OpenSurveys(), OpenSurvey(ID), Continue(), Choose("no"))
    asking.station.time = asking.station.time.replace(year=2028)
    assert asking.ask(EndVisit(), SendSurvey()).notice
    assert len(asking.outbox.records) == 1


def test_a_disk_that_takes_nothing_loses_no_answer(asking: Kit, keys: Keys) -> None:
    asking.ask(Choose("no"), Continue(), Continue(), Continue(), Describe("Licht"), Continue())
    asking.outbox.full = True
    assert asking.ask(SendSurvey()).notice
    asking.outbox.full = False
    tried = list(asking.outbox.tried)
    asking.ask(SendSurvey())
    assert asking.outbox.records[0] in tried, "the very same records"
    assert sent(asking, keys) == {"on-foot": "no", "wish": "Licht"}


def test_what_looks_like_a_name_is_asked_about_once_before_it_is_kept(asking: Kit, keys: Keys) -> None:
    told = asking.ask(Choose("no"), Continue(), Continue(), Continue(), Describe("Fragen Sie Frau Müller"), Continue())
    assert isinstance(told, VoteTextView) and "Name" in told.notice and told.notice in told.may_tell
    assert told.frame.main.label == "So lassen"
    asking.ask(Continue(), SendSurvey())
    assert sent(asking, keys) == {"on-foot": "no", "wish": "Fragen Sie Frau Müller"}


def test_one_that_listens_has_a_tile_of_its_own_and_asks_to_go_on(kit: Kit, keys: Keys) -> None:
    words = {"de": "Was wünschen Sie sich hier?"}
    questions = [
        {"id": "wish", "kind": "text", "question": words, "min": 1, "max": 300},
        {"id": "why", "kind": "text", "question": {"de": "Warum?"}, "min": 1, "max": 300,
         "show_if": {"question": "wish", "any_of": ["*"]}},
    ]  # fmt: skip
    offer(kit, {**SURVEY, "id": "listening", "listens": True, "questions": questions, "title": words})
    kit.microphone.unplug()
    assert words["de"] in kit.view.note, "the greeting asks it"
    (tile,) = [tile for tile in kit.at_home().tiles if tile.title == words["de"]]
    kit.ask(tile.intent, Continue())
    assert isinstance(kit.ask(Describe("Ein Café"), Continue()), VoteTextView), "the follow-up"
    kit.ask(Continue(), SendSurvey())
    assert sent(kit, keys) == {"wish": "Ein Café"}


def test_conditions_follow_from_what_is_shown_alone() -> None:
    survey = Survey.from_wire(SURVEY)
    assert [one.id for one in survey.shown({})] == ["on-foot", "wish"]
    assert [one.id for one in survey.shown({"on-foot": "no"})] == ["on-foot", "hindrance", "wish"]
    chained = [*SURVEY["questions"]]
    chained[2] = {**chained[2], "show_if": {"question": "hindrance", "any_of": ["kerbs"]}}
    survey = Survey.from_wire({**SURVEY, "questions": chained})
    assert [one.id for one in survey.shown({"on-foot": "yes", "hindrance": ["kerbs"]})] == ["on-foot"]
