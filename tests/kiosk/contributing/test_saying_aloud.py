"""Ideas and questions said aloud, and ideas with a photo: all on wish, and whatever fails is told in a sentence."""

from __future__ import annotations

import pytest

from hardware.ports import SpokenMessage
from kiosk.texts import Texts
from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import (
    ContributeView,
    ContributionReviewView,
    DescriptionView,
    ExtrasView,
    PhotoView,
    ReceiptView,
    SimilarView,
    SpokenView,
    UnfinishedView,
)
from kiosk.voice.privacy import hushed
from sync.protocol.contributions import Contribution, ContributionKind
from sync.protocol.envelope import open_contribution
from sync.station.attachment_store import BlobKind
from tests.kiosk.contributing.test_contributing import BENCH
from tests.kits.station_twin import Kit

PHOTO, SAID = b"\xff\xd8\xff photo", SpokenMessage(b"OggS", 7, b"samples")
TO_IDEA = (
    say.OpenContribute(),
    say.BeginContribution("idea"),
    say.ChooseTopic("green"),
    wish.ChooseDistrict("N"),
    wish.Continue(),
)
TO_QUESTION = (say.OpenContribute(), say.BeginContribution("question"), say.ChooseReceiver("council"))
SPEAK = (wish.OpenMicrophone(), wish.RecordSpoken(), wish.StopRecording(), wish.Continue())
SHOW = (wish.OpenCamera(), wish.TakePhoto(), wish.Continue())


@pytest.fixture
def home(kit: Kit) -> Kit:
    kit.station.registers.others = [BENCH]
    kit.camera.sees, kit.microphone.says = PHOTO, SAID
    kit.at_home()
    return kit


def text(msgid: str) -> str:
    return Texts("de").text(msgid)


def stored(kit: Kit) -> Contribution:
    return open_contribution(kit.outbox.records[-1], key=kit.keys.seal)


def offered(view: object) -> list[str]:
    assert isinstance(view, ExtrasView)
    return [type(choice.intent).__name__ for choice in view.choices]


def test_an_idea_is_said_aloud_with_a_photo_and_both_are_kept_before_it(home: Kit):
    ways = home.ask(*TO_IDEA)
    assert offered(ways) == ["OpenOwnWords", "OpenMicrophone", "OpenCamera"]
    assert home.ask(wish.Continue()).notice == text("contribution.problem.says_nothing")
    said = home.ask(wish.OpenMicrophone(), wish.RecordSpoken(), wish.StopRecording())
    assert isinstance(said, SpokenView)
    assert home.ask(wish.HearSpoken(), wish.RecordSpoken()).listening, "and once more"
    taken = home.ask(wish.StopRecording(), wish.Continue(), wish.OpenCamera(), wish.TakePhoto())
    assert isinstance(taken, PhotoView)
    both = home.ask(wish.Continue())
    assert [choice.chosen for choice in both.choices] == [False, True, True]
    review = home.ask(wish.Continue())
    assert isinstance(review, ContributionReviewView), "nothing is alike to what nobody has written down"
    assert text("extras.photo.done") in [line.value for line in review.lines]
    assert isinstance(home.ask(say.SendContribution()), ReceiptView)
    assert home.station.kept == [(BlobKind.VOICE, b"OggS"), (BlobKind.PHOTO, PHOTO)]
    assert (stored(home).text, len(stored(home).attachments)) == ("", 2)


def test_a_photo_alone_says_nothing(home: Kit):
    view = home.ask(*TO_IDEA, *SHOW, wish.Continue())
    assert view.notice == text("contribution.problem.says_nothing")
    home.ask(say.SendContribution())
    assert home.outbox.records == []


def test_a_question_is_said_aloud_and_shown_in_no_photo(home: Kit):
    assert offered(home.ask(*TO_QUESTION)) == ["OpenOwnWords", "OpenMicrophone"]
    asked = home.ask(*SPEAK, wish.Continue())
    assert isinstance(asked, ContributeView)
    home.ask(say.ChoosePublicity(is_public=True), say.SendContribution())
    assert (stored(home).kind, len(stored(home).attachments)) == (ContributionKind.QUESTION, 1)


def test_an_offer_to_help_is_written_with_how_to_be_reached(home: Kit):
    project = "neuer-markt"
    assert isinstance(home.ask(say.OpenContribute(project), say.BeginContribution("offer", project)), DescriptionView)


def test_what_is_written_comes_back_to_the_ways_of_saying_it_and_finds_what_is_alike(home: Kit):
    ways = home.ask(*TO_IDEA, say.OpenOwnWords(), wish.Describe("Mehr Bänke, bitte mit Lehne"), wish.Continue())
    assert [choice.chosen for choice in ways.choices] == [True, False, False]
    assert isinstance(home.ask(wish.Continue()), SimilarView)


@pytest.mark.parametrize("fault", ["missing", "lost", "silent"])
def test_a_microphone_that_fails_or_hears_nothing_is_told_and_it_can_be_written(home: Kit, fault: str):
    home.ask(*TO_QUESTION, wish.OpenMicrophone())
    if fault == "missing":
        home.microphone.unplug()
    home.ask(wish.RecordSpoken())
    if fault == "lost":
        home.microphone.unplug()
    home.microphone.says = None
    assert home.ask(wish.StopRecording(), wish.LookAtDevices()).notice == text(f"spoken.problem.{fault}")
    assert "OpenOwnWords" in offered(home.ask(wish.DropSpoken()))
    home.ask(say.OpenOwnWords(), wish.Describe("Wann?"), wish.Continue(), wish.Continue())
    home.ask(say.ChoosePublicity(is_public=False), say.SendContribution())
    assert (stored(home).text, stored(home).attachments) == ("Wann?", ())


def test_a_camera_that_is_pulled_out_is_told_and_the_idea_goes_on(home: Kit):
    home.ask(*TO_IDEA, *SPEAK, wish.OpenCamera())
    home.camera.unplug()
    assert home.ask(wish.LookAtDevices()).notice == text("photo.problem.lost")
    assert "OpenCamera" not in offered(home.ask(wish.DropPhoto())), "what is not there is not offered"
    assert isinstance(home.ask(wish.Continue(), say.SendContribution()), ReceiptView)


def test_what_finds_no_room_is_told_and_the_words_can_still_be_sent(home: Kit):
    home.ask(*TO_IDEA, *SHOW, say.OpenOwnWords(), wish.Describe("Ein Brunnen"), wish.Continue(), wish.Continue())
    home.station.no_room = True
    assert home.ask(say.SendContribution()).notice == text("contribution.problem.not_enclosed")
    assert home.outbox.records == []
    assert isinstance(home.ask(say.SendContribution()), ReceiptView)
    assert (stored(home).text, stored(home).attachments) == ("Ein Brunnen", ())


def test_a_voice_that_finds_no_room_is_still_there_and_can_be_written_down_instead(home: Kit):
    home.ask(*TO_IDEA, *SPEAK, wish.Continue())
    home.station.no_room = True
    review = home.ask(say.SendContribution())
    assert review.notice == text("contribution.problem.no_room_to_speak")
    assert home.outbox.records == []
    ways = home.ask(wish.Back())
    assert [choice.chosen for choice in ways.choices] == [False, True, False], "not a word is lost"
    home.station.no_room = False
    assert isinstance(home.ask(wish.Continue(), say.SendContribution()), ReceiptView)


def test_what_is_said_and_not_sent_is_asked_about_and_found_again(home: Kit):
    home.ask(*TO_IDEA, *SPEAK, wish.Home())
    assert isinstance(home.ask(wish.EndVisit()), UnfinishedView)
    assert [choice.chosen for choice in home.ask(wish.KeepGoing()).choices] == [False, True, False]


def test_who_changes_their_mind_about_what_it_is_keeps_what_can_go_with_it(home: Kit):
    home.ask(*TO_IDEA, *SPEAK, *SHOW)
    home.ask(*TO_QUESTION, wish.Continue(), say.ChoosePublicity(is_public=True), say.SendContribution())
    assert home.station.kept == [(BlobKind.VOICE, b"OggS")]


def test_camera_and_microphone_rest_wherever_nobody_uses_them_and_others_hear_nothing(home: Kit):
    ways = home.ask(*TO_IDEA, *SPEAK)
    assert not any(choice.chosen for choice in hushed(ways).choices)
    home.ask(wish.OpenCamera())
    home.ask(wish.Home())
    assert (home.camera.state().value, home.microphone.state().value) == ("off", "off")


def test_what_is_sent_is_not_kept_in_the_visit(home: Kit):
    home.ask(*TO_IDEA, *SPEAK, wish.Continue(), say.SendContribution(), wish.Home())
    ways = home.ask(*TO_IDEA)
    assert not any(choice.chosen for choice in ways.choices)
