"""Saying something to the city, from what is chosen to what is on disk; and standing behind what others have said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import (
    AnswerView,
    ContributeView,
    ContributionReviewView,
    DescriptionView,
    GoodbyeView,
    HomeView,
    IdeasView,
    IdeaView,
    PlaceView,
    ProjectView,
    ReceiptView,
    SimilarView,
    UnfinishedView,
)
from sync.protocol.contributions import (
    Contribution,
    ContributionKind,
    ContributionState,
    Released,
    public_name_of,
)
from sync.protocol.dialogue import FILE
from sync.protocol.envelope import open_contribution, open_support, open_word
from sync.protocol.records import RecordKind, WordKind
from sync.protocol.report_status import Standing, StandingsFile, record_id_of, withdrawal_mark
from sync.station.outbox import Whereabouts
from tests.kits.content import MemoryPackage, content_files
from tests.kits.station_twin import Kit

BENCH = Released(
    "1" * 32, ContributionKind.IDEA, "Parkbänke mit Lehne für ältere Menschen", "de", "E", ContributionState.RECEIVED,
    date(2026, 11, 1), topic="green", project="neuer-markt", supports=3,
)  # fmt: skip
DECIDED = replace(BENCH, name="2" * 32, state=ContributionState.NOT_TAKEN_UP, answer="Zu teuer.", supports=50)
IDEA = (
    say.OpenContribute(),
    say.BeginContribution("idea"),
    say.ChooseTopic("green"),
    wish.ChooseDistrict("N"),
    wish.Continue(),
)
DUE = "17.\u00a0Januar\u00a02027"
"""56 days later."""
QUESTION = (say.OpenContribute(), say.BeginContribution("question"), say.ChooseReceiver("council"))


@pytest.fixture
def home(kit: Kit) -> Kit:
    kit.station.registers.others = [BENCH, DECIDED]
    kit.camera.unplug()
    kit.microphone.unplug()
    kit.at_home()
    return kit


def stored(kit: Kit) -> Contribution:
    record = kit.outbox.records[-1]
    return open_contribution(record, key=kit.keys.seal)


def test_an_idea_is_on_disk_before_the_thanks_and_its_number_and_second_code_lead_to_it(home: Kit):
    review = home.ask(*IDEA, wish.Describe("Ein Trinkbrunnen\u200b am Hafen "), wish.Continue())
    assert isinstance(review, ContributionReviewView)
    assert "Die Idee nützt vielen Menschen." in review.lines[-2].value  # the criteria are seen before it is sent
    view = home.ask(say.SendContribution())
    assert isinstance(view, ReceiptView)
    said = stored(home)
    assert (said.kind, said.topic, said.district, said.text) == (
        ContributionKind.IDEA, "green", "N", "Ein Trinkbrunnen am Hafen",
    )  # fmt: skip
    number, code = view.code.replace(" ", ""), view.second.value.replace(" ", "")
    record_id = record_id_of(number)
    assert home.outbox.records[-1].id == record_id
    assert said.withdrawal == withdrawal_mark(record_id, code)


def test_a_question_goes_to_whom_it_is_for_and_says_who_may_read_the_answer(home: Kit):
    view = home.ask(*QUESTION, wish.Describe("Wann kommt der Weg?"), wish.Continue())
    assert isinstance(view, ContributeView)
    review = home.ask(say.ChoosePublicity(is_public=False))
    assert any(DUE in line.value for line in review.lines)
    receipt = home.ask(say.SendContribution())
    assert DUE in receipt.stored
    assert (stored(home).receiver, stored(home).is_public) == ("council", False)


def test_what_looks_like_a_telephone_number_is_asked_about_once_before_it_is_kept(home: Kit):
    told = home.ask(*IDEA, wish.Describe("Ein Brunnen, rufen Sie an: 0381 1234567"), wish.Continue())
    assert isinstance(told, DescriptionView) and "Telefonnummer" in told.notice and told.notice in told.may_tell
    assert told.frame.main.label == "So lassen"
    assert home.ask(wish.Describe("Ein Brunnen: 0381 1234567")).frame.main.label == "Weiter"
    assert isinstance(home.ask(wish.Continue()), ContributionReviewView), "asked a second time"


def test_who_points_at_the_map_says_where_and_nobody_has_to(home: Kit):
    words = home.ask(*IDEA[:-1], wish.PointAt(12.1365, 54.08931234), wish.Continue())
    assert isinstance(words, DescriptionView)
    home.ask(wish.Describe("Ein Brunnen"), wish.Continue(), say.SendContribution())
    assert stored(home).place == (12.1365, 54.08931)
    place = home.ask(wish.Home(), *IDEA[:-1])
    assert home.ask(wish.PointAt(2.0, 48.0)).notice  # in Paris
    assert isinstance(place, PlaceView)
    home.ask(wish.Continue(), wish.Describe("Noch ein Brunnen"), wish.Continue(), say.SendContribution())
    assert (stored(home).place, stored(home).district) == (None, "N")


def test_nothing_is_sent_before_everything_is_said(home: Kit):
    topics = home.ask(say.OpenContribute(), say.BeginContribution("idea"))
    assert topics.frame.main is None
    assert home.ask(wish.Continue()).notice
    empty = home.ask(*IDEA, wish.Describe("  "), wish.Continue())
    assert isinstance(empty, DescriptionView)
    assert empty.notice
    home.ask(say.SendContribution())
    assert home.outbox.records == []


def test_what_is_alike_comes_first_and_can_be_supported_instead(home: Kit):
    alike = home.ask(*IDEA, wish.Describe("Mehr Bänke, bitte mit Lehne"), wish.Continue())
    assert isinstance(alike, SimilarView)
    assert [choice.intent for choice in alike.choices] == [say.OpenIdea(BENCH.name)]
    page = home.ask(say.OpenIdea(BENCH.name), say.SupportIdea())
    assert isinstance(page, IdeaView)
    assert open_support(home.outbox.records[-1], key=home.keys.seal).name == BENCH.name
    assert [record.kind for record in home.outbox.records] == [RecordKind.SUPPORT]
    assert isinstance(home.ask(wish.EndVisit()), GoodbyeView)  # nothing is left unfinished


def test_who_means_something_else_goes_on(home: Kit):
    home.ask(*IDEA, wish.Describe("Mehr Bänke, bitte mit Lehne"), wish.Continue())
    assert isinstance(home.ask(wish.Continue()), ContributionReviewView)


def test_an_idea_is_supported_once_in_a_visit_and_again_in_the_next(home: Kit):
    page = home.ask(say.OpenContribute(), say.OpenIdeas(), say.OpenIdea(BENCH.name))
    assert [choice.intent for choice in page.choices][:1] == [say.SupportIdea()]
    home.ask(say.SupportIdea(), say.SupportIdea(), wish.Home(), say.OpenContribute(), say.OpenIdeas())
    again = home.ask(say.OpenIdea(BENCH.name), say.SupportIdea())
    assert again.choices[0].chosen
    assert len(home.outbox.records) == 1
    home.ask(wish.EndVisit())
    home.at_home()
    home.ask(say.OpenContribute(), say.OpenIdeas(), say.OpenIdea(BENCH.name), say.SupportIdea())
    assert len(home.outbox.records) == 2


def test_what_is_decided_is_shown_last_with_its_reason_and_supported_no_more(home: Kit):
    ideas = home.ask(say.OpenContribute(), say.OpenIdeas())
    assert isinstance(ideas, IdeasView)
    assert [choice.intent.name for choice in ideas.choices] == [BENCH.name, DECIDED.name]
    page = home.ask(say.OpenIdea(DECIDED.name), say.SupportIdea())
    assert "Zu teuer." in [line.value for line in page.sections[0].lines]
    assert home.outbox.records == []


def test_who_changes_their_mind_about_what_it_is_finds_their_words_again(home: Kit):
    home.ask(*IDEA, wish.Describe("Mehr Bänke"))
    words = home.ask(*QUESTION)
    assert words.text == "Mehr Bänke"


def test_what_is_not_sent_is_asked_about_and_found_again(home: Kit):
    home.ask(*IDEA, wish.Describe("Mehr Bänke"), wish.Home())
    assert isinstance(home.ask(wish.EndVisit()), UnfinishedView)
    back = home.ask(wish.KeepGoing())
    assert isinstance(back, DescriptionView)
    assert back.text == "Mehr Bänke"


def test_a_full_disk_takes_nothing_and_loses_nothing_and_the_same_record_is_tried_again(home: Kit):
    home.ask(*QUESTION, wish.Describe("Wann?"), wish.Continue(), say.ChoosePublicity(is_public=True))
    home.outbox.full = True
    refused = home.ask(say.SendContribution())
    assert isinstance(refused, ContributionReviewView)
    assert refused.notice
    home.outbox.full = False
    assert isinstance(home.ask(say.SendContribution()), ReceiptView)
    assert home.outbox.tried[0] == home.outbox.tried[1]


def test_from_the_page_of_a_project_people_ask_help_and_read_what_others_have_said(home: Kit):
    asked = replace(
        BENCH, name="3" * 32, kind=ContributionKind.QUESTION, text="Warum?", answer="Darum.",
        state=ContributionState.ANSWERED,
    )  # fmt: skip
    home.station.registers.others.append(asked)
    page = home.ask(wish.OpenProjects(), wish.OpenProject("neuer-markt"))
    assert isinstance(page, ProjectView)
    assert ("Warum?", "Darum.") in [(line.label, line.value) for part in page.sections for line in part.lines]
    (way,) = (choice.intent for choice in page.choices if isinstance(choice.intent, say.OpenContribute))
    assert say.OpenIdeas("neuer-markt") in [choice.intent for choice in home.ask(way).choices]
    home.ask(say.BeginContribution("offer", project="neuer-markt"), wish.Describe("Anna, 0381 4711"))
    home.ask(wish.Continue(), say.SendContribution())
    assert (stored(home).kind, stored(home).project) == (ContributionKind.OFFER, "neuer-markt")


def test_the_number_tells_how_it_stands_leads_to_the_project_and_withdraws_it(home: Kit):
    number = "4711181501234567"
    record_id = record_id_of(number)
    standing = Standing(
        ContributionState.BEFORE_COUNCIL, date(2026, 11, 20), kind=ContributionKind.IDEA, project="neuer-markt",
        due=date(2026, 11, 21),
    )  # fmt: skip
    registers = home.station.registers
    registers.standings = StandingsFile.of([(record_id, standing)])
    registers.others.append(replace(BENCH, name=public_name_of(record_id), supports=21))
    look_up = (wish.OpenLookUp(), wish.TypeCode(number), wish.LookUp())
    answer = home.ask(*look_up)
    assert isinstance(answer, AnswerView)
    assert "21.\u00a0November\u00a02026" in answer.answer  # overdue, and it is said
    assert answer.outcome.intent == wish.OpenProject("neuer-markt")
    assert "21 Menschen" in [line.value for line in answer.lines]
    assert [deed.intent for deed in answer.deeds] == [wish.OpenWithdraw()]
    assert answer.print_action is not None
    home.ask(wish.PrintReceipt())
    assert home.printer is not None
    assert home.printer.printed[-1].stored == answer.answer  # on paper, too
    home.ask(wish.OpenWithdraw(), wish.TypeCode("123456"), wish.Withdraw())
    word = open_word(home.outbox.records[-1], key=home.keys.seal)
    assert (word.report, word.kind, word.code) == (record_id, WordKind.WITHDRAWN, "123456")


def test_what_waits_here_is_called_what_it_is(home: Kit):
    number = "4711181501234567"
    record_id = record_id_of(number)
    home.station.registers.own[record_id] = Whereabouts.HERE
    home.station.registers.left[record_id] = RecordKind.CONTRIBUTION
    answer = home.ask(wish.OpenLookUp(), wish.TypeCode(number), wish.LookUp())
    assert "Meldung" not in answer.answer


def test_a_city_that_says_nothing_of_who_answers_takes_nothing(kit: Kit):
    kit.station.content = MemoryPackage({name: data for name, data in content_files(kit.keys).items() if name != FILE})
    kit.station.content_name = "second"
    kit.wait(1)
    view = kit.at_home()
    assert isinstance(view, HomeView)
    assert say.OpenContribute() not in [tile.intent for tile in view.tiles]
    assert isinstance(kit.ask(say.OpenContribute()), HomeView)
