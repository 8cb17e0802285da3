"""Photo, spoken message, contact and publication in a report: all on wish, and whatever fails is told in a sentence."""

import pytest

from hardware.ports import CaptureState, SpokenMessage
from kiosk.session.capture import tone
from kiosk.texts import Texts
from kiosk.viewmodel.intents import (
    AllowPublication,
    Back,
    Continue,
    DropPhoto,
    DropSpoken,
    EndVisit,
    FileReport,
    GiveContact,
    HearSpoken,
    Home,
    LookAtDevices,
    OpenCamera,
    OpenContact,
    OpenHelp,
    OpenMicrophone,
    RecordSpoken,
    StopRecording,
    TakePhoto,
    ThrowAway,
)
from kiosk.viewmodel.views import (
    ContactView,
    ExtrasView,
    PhotoView,
    PublicationView,
    ReceiptView,
    ReportReviewView,
    SpokenView,
)
from kiosk.voice.privacy import hushed
from sync.protocol.envelope import open_report
from sync.station.attachment_store import BlobKind
from tests.kits.visit_paths import REPORT, TO_THE_WORDS

PHOTO, SAID = b"\xff\xd8\xff photo", SpokenMessage(b"OggS", 7, b"samples")


@pytest.fixture
def kit(kit):
    kit.camera.sees, kit.microphone.says = PHOTO, SAID
    kit.at_home()
    return kit


def words(kit, msgid: str) -> str:
    return Texts("de").text(msgid)


def filed(kit):
    return open_report(kit.outbox.records[-1], key=kit.keys.seal)


def offered(view) -> list[str]:
    return [type(choice.intent).__name__ for choice in view.choices]


def test_a_photo_is_seen_before_it_goes_and_is_kept_before_the_report(kit):
    live = kit.ask(*REPORT, Continue(), OpenCamera())
    assert isinstance(live, PhotoView)
    assert live.live
    assert words(kit, "photo.hint") in live.explanation
    taken = kit.ask(TakePhoto(), LookAtDevices())
    assert (taken.picture, taken.live, kit.camera.state()) == (PHOTO, False, CaptureState.OFF)
    assert kit.ask(OpenCamera()).live, "another one"
    extras = kit.ask(TakePhoto(), Continue())
    assert isinstance(extras, ExtrasView)
    assert [choice.chosen for choice in extras.choices] == [True, False, False]
    review = kit.ask(Continue(), AllowPublication(True))
    assert words(kit, "extras.photo.done") in [line.value for line in review.lines]
    assert isinstance(kit.ask(FileReport()), ReceiptView)
    ((kind, data),) = kit.station.kept
    assert (kind, data, len(filed(kit).attachments)) == (BlobKind.PHOTO, PHOTO, 1)
    assert filed(kit).may_publish


def test_a_message_is_spoken_heard_again_and_spoken_anew(kit):
    kit.ask(*TO_THE_WORDS, Continue(), OpenMicrophone())
    assert kit.view.notice == ""
    assert kit.ask(RecordSpoken()).listening
    kit.ask(LookAtDevices(), LookAtDevices())
    assert kit.loudspeaker.heard == [tone()], "speak now, once"
    kit.microphone.heard_seconds = 30
    assert "60" in kit.ask(LookAtDevices()).counted
    heard = kit.ask(StopRecording(), HearSpoken())
    assert isinstance(heard, SpokenView)
    assert (heard.headline, kit.loudspeaker.playing) == (words(kit, "spoken.taken"), b"samples")
    assert kit.loudspeaker.volume_db is not None
    kit.loudspeaker.finish()
    assert kit.ask(LookAtDevices()).choices[0].title == words(kit, "spoken.hear")
    assert kit.ask(HearSpoken(), RecordSpoken()).listening
    assert kit.loudspeaker.playing is None, "it would hear itself"
    kit.ask(StopRecording(), Continue(), Continue(), AllowPublication(True), FileReport())
    assert kit.station.kept == [(BlobKind.VOICE, b"OggS")]
    assert (filed(kit).description, filed(kit).may_publish) == ("", True)


def test_of_a_voice_alone_it_is_asked_whether_what_is_written_down_of_it_may_be_published(kit):
    kit.ask(*TO_THE_WORDS, Continue(), OpenMicrophone(), RecordSpoken(), StopRecording(), Continue())
    asked = kit.ask(Continue())
    assert isinstance(asked, PublicationView)
    assert asked.explanation == words(kit, "publication.explanation.spoken")
    assert isinstance(kit.ask(AllowPublication(False)), ReportReviewView)
    kit.ask(FileReport())
    assert not filed(kit).may_publish


def test_with_nothing_that_could_become_public_nobody_is_asked(kit):
    kit.ask(*TO_THE_WORDS, Continue())
    assert isinstance(kit.ask(Continue()), ReportReviewView)


@pytest.mark.parametrize(("pulled_out", "fault"), [(False, "missing"), (True, "lost")])
def test_a_camera_that_is_missing_or_pulled_out_is_told_and_the_report_goes_on(kit, pulled_out, fault):
    kit.ask(*REPORT, Continue())
    if not pulled_out:
        kit.camera.unplug()
    kit.ask(OpenCamera())
    kit.camera.unplug()
    view = kit.ask(LookAtDevices())
    assert view.notice == words(kit, f"photo.problem.{fault}")
    extras = kit.ask(DropPhoto())
    assert "OpenCamera" not in offered(extras), "what is not there is not offered"
    assert isinstance(kit.ask(Continue(), AllowPublication(False), FileReport()), ReceiptView)
    assert (filed(kit).attachments, filed(kit).may_publish) == ((), False)


@pytest.mark.parametrize("fault", ["missing", "lost", "silent"])
def test_a_microphone_that_fails_or_hears_nothing_is_told_and_the_report_goes_on(kit, fault):
    kit.ask(*REPORT, Continue(), OpenMicrophone())
    if fault == "missing":
        kit.microphone.unplug()
    kit.ask(RecordSpoken())
    if fault == "lost":
        kit.microphone.unplug()
    kit.microphone.says = None
    view = kit.ask(StopRecording(), LookAtDevices())
    assert view.notice == words(kit, f"spoken.problem.{fault}")
    assert isinstance(kit.ask(DropSpoken(), Continue(), AllowPublication(True), FileReport()), ReceiptView)


def test_what_finds_no_room_is_told_and_the_words_can_still_be_sent(kit):
    kit.ask(*REPORT, Continue(), OpenCamera(), TakePhoto(), Continue(), Continue(), AllowPublication(True))
    kit.station.no_room = True
    view = kit.ask(FileReport())
    assert isinstance(view, ReportReviewView)
    assert view.notice == words(kit, "report.problem.not_enclosed")
    assert words(kit, "extras.photo.done") not in [line.value for line in view.lines]
    assert kit.outbox.records == []
    assert isinstance(kit.ask(FileReport()), ReceiptView)
    assert (filed(kit).description, filed(kit).attachments) == ("Glas auf dem Weg", ())


@pytest.mark.parametrize("left_by", [Back(), Home(), OpenHelp(), EndVisit()], ids=lambda way: type(way).__name__)
def test_camera_and_microphone_rest_wherever_nobody_uses_them(kit, left_by):
    kit.ask(*REPORT, Continue(), OpenCamera())
    assert kit.camera.state() is CaptureState.RUNNING
    kit.ask(left_by)
    assert kit.camera.state() is CaptureState.OFF
    if isinstance(left_by, OpenHelp):
        assert kit.ask(Back()).live, "and is there again"


@pytest.mark.parametrize("end", ["thrown away", "abandoned"])
def test_nothing_that_was_seen_or_said_outlives_the_visit(kit, end):
    kit.ask(*REPORT, Continue(), OpenMicrophone(), RecordSpoken())
    if end == "abandoned":
        kit.wait(kit.idle.started_seconds + 1)
        kit.wait(kit.idle.warning_seconds)
    else:
        kit.ask(EndVisit(), ThrowAway())
    assert kit.microphone.state() is CaptureState.OFF


@pytest.mark.parametrize("contact", ["frau.muster@example.org", "0381 381-0", "+49 (381) 381 0", "", "  "])
def test_a_contact_is_an_address_or_a_number_or_nothing(kit, contact):
    kit.ask(*REPORT, Continue(), OpenContact(), GiveContact(contact))
    assert isinstance(kit.ask(Continue()), ExtrasView)
    kit.ask(Continue(), AllowPublication(True), FileReport())
    assert filed(kit).contact == contact.strip()


def test_what_is_neither_is_said_and_nothing_of_it_is_lost(kit):
    kit.ask(*REPORT, Continue(), OpenContact(), GiveContact("Frau Muster, 2. Stock"))
    view = kit.ask(Continue())
    assert isinstance(view, ContactView)
    assert (view.notice, view.text) == (words(kit, "report.problem.no_contact"), "Frau Muster, 2. Stock")
    # Whoever leaves it with the way back is told before the report is sent, and loses nothing either.
    review = kit.ask(Back(), Continue(), AllowPublication(True), FileReport())
    assert review.notice == words(kit, "report.problem.no_contact")


def test_whether_it_may_be_published_has_to_be_answered(kit):
    asked = kit.ask(*REPORT, Continue(), Continue())
    assert isinstance(asked, PublicationView)
    assert kit.ask(Continue()).notice == words(kit, "publication.choose")
    kit.ask(AllowPublication(False), FileReport())
    assert not filed(kit).may_publish


def test_others_hear_nothing_of_what_was_given(kit):
    kit.ask(*REPORT, Continue(), OpenContact(), GiveContact("0381 381 0"))
    assert "0381" not in str(hushed(kit.view))
    kit.ask(Continue(), OpenCamera(), TakePhoto())
    assert hushed(kit.view).picture == b""
    assert not any(choice.chosen for choice in hushed(kit.ask(Continue())).choices)
