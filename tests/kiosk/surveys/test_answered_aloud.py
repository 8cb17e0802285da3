"""An open question of a survey that listens, answered aloud: recorded, heard again, sent with a number of its own."""

from __future__ import annotations

import json
from datetime import date

import pytest

from hardware.ports import SpokenMessage
from kiosk.devtools.sample_surveys import LISTENING
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.contributing_intents import OpenOwnWords
from kiosk.viewmodel.views import (
    ExtrasView,
    ReceiptView,
    SpokenView,
    SurveyPageView,
    UnfinishedView,
    VoteReviewView,
    VoteTextView,
)
from sync.protocol.contributions import ContributionKind, ContributionState, Released
from sync.protocol.envelope import open_answer, open_contribution
from sync.protocol.records import RecordKind
from sync.protocol.report_status import record_id_of, withdrawal_mark
from sync.station.attachment_store import BlobKind
from tests.kits.content import Keys
from tests.kits.station_twin import Kit

SAID = SpokenMessage(b"OggS", 7, b"samples")
ID = LISTENING["id"]
FOLLOW_UP = {
    **{"id": "why", "kind": "text", "question": {"de": "Warum?"}, "min": 1, "max": 300},
    "show_if": {"question": LISTENING["questions"][0]["id"], "any_of": ["*"]},
}
SPEAK = (wish.OpenMicrophone(), wish.RecordSpoken(), wish.StopRecording(), wish.Continue())
OTHERS = Released(
    "1" * 32, ContributionKind.SPOKEN_ANSWER, "Ein Café am Markt.", "de", "D", ContributionState.RECEIVED,
    date(2026, 11, 1), topic=ID,
)  # fmt: skip


@pytest.fixture
def asked(kit: Kit) -> Kit:
    """A station that listens, before the question."""
    wire = {**LISTENING, "questions": [*LISTENING["questions"], FOLLOW_UP]}
    kit.station.content.files[f"surveys/{ID}.json"] = json.dumps(wire).encode()
    kit.station.content_name = "listens"
    kit.station.registers.others = [OTHERS]
    kit.microphone.says = SAID
    kit.wait(1)
    kit.wait(1000)
    kit.at_home()
    return kit


def text(msgid: str) -> str:
    return Texts("de").text(msgid)


def to_question(kit: Kit) -> ExtrasView:
    view = kit.ask(wish.OpenSurvey(ID), wish.Continue())
    assert isinstance(view, ExtrasView)
    return view


def test_it_is_said_heard_again_sent_and_has_a_number_to_withdraw_it(asked: Kit, keys: Keys) -> None:
    page = asked.ask(wish.OpenSurvey(ID))
    assert isinstance(page, SurveyPageView)
    assert OTHERS.text in page.sentences, "what others have said can be read, and is read aloud"
    ways = to_question(asked)
    assert ways.frame.main.label == text("survey.skip")
    said = asked.ask(*SPEAK[:-1], wish.HearSpoken())
    assert isinstance(said, SpokenView)
    assert asked.loudspeaker.playing == b"samples"
    assert asked.ask(wish.Continue()).choices[1].chosen
    follow_up = asked.ask(wish.Continue())
    assert isinstance(follow_up, VoteTextView), "who said something is asked to go on"
    assert follow_up.explanation.startswith("Frage 2 von 2")
    review = asked.ask(wish.Describe("Weil es fehlt"), wish.Continue())
    assert isinstance(review, VoteReviewView)
    assert "7 Sekunden" in review.lines[0].value
    receipt = asked.ask(wish.SendSurvey())
    assert isinstance(receipt, ReceiptView)
    assert asked.station.kept == [(BlobKind.VOICE, b"OggS")]
    written, aloud = asked.outbox.records
    assert open_answer(written, key=keys.seal).answer == "Weil es fehlt"
    record = open_contribution(aloud, key=keys.seal)
    assert (record.kind, record.topic, record.text) == (ContributionKind.SPOKEN_ANSWER, ID, "")
    assert len(record.attachments) == 1
    number, code = receipt.code.replace(" ", ""), receipt.second.value.replace(" ", "")
    assert (aloud.id, record.withdrawal) == (record_id_of(number), withdrawal_mark(record_id_of(number), code))


def test_it_can_be_written_and_then_nothing_has_a_number(asked: Kit) -> None:
    to_question(asked)
    ways = asked.ask(OpenOwnWords(), wish.Describe("Licht"), wish.Continue())
    assert [choice.chosen for choice in ways.choices] == [True, False]
    sent = asked.ask(wish.Continue(), wish.Continue(), wish.SendSurvey())
    assert isinstance(sent, SurveyPageView)
    assert [record.kind for record in asked.outbox.records] == [RecordKind.ANSWER]


def test_without_a_microphone_it_is_written(asked: Kit) -> None:
    asked.microphone.unplug()
    assert isinstance(asked.ask(wish.OpenSurvey(ID), wish.Continue()), VoteTextView)


def test_what_was_said_is_asked_about_before_it_is_thrown_away_and_found_again(asked: Kit) -> None:
    to_question(asked)
    asked.ask(*SPEAK)
    assert isinstance(asked.ask(wish.EndVisit()), UnfinishedView)
    assert asked.ask(wish.KeepGoing()).choices[1].chosen
    before = asked.ask(wish.Continue(), wish.Back())
    assert isinstance(before, ExtrasView), "back from the follow-up"
    assert isinstance(asked.ask(wish.Back()), SurveyPageView)


def test_a_full_disk_loses_nothing_and_the_very_same_is_tried_again(asked: Kit) -> None:
    to_question(asked)
    asked.ask(*SPEAK, wish.Continue(), wish.Continue())
    asked.outbox.full = True
    assert asked.ask(wish.SendSurvey()).notice == text("survey.problem.not_stored")
    asked.outbox.full = False
    assert isinstance(asked.ask(wish.SendSurvey()), ReceiptView)
    assert asked.outbox.tried[0] == asked.outbox.records[0]
    assert len(asked.station.kept) == 1


def test_a_voice_that_finds_no_room_is_told_and_still_there(asked: Kit) -> None:
    to_question(asked)
    asked.ask(*SPEAK, wish.Continue(), wish.Continue())
    asked.station.no_room = True
    assert asked.ask(wish.SendSurvey()).notice == text("contribution.problem.no_room_to_speak")
    assert asked.outbox.records == []
    asked.station.no_room = False
    assert isinstance(asked.ask(wish.SendSurvey()), ReceiptView)
