"""A station without a sound device does not sell silence as speech: its pages, the team and its log are told."""

from __future__ import annotations

import pytest

from accessibility.profile import Profile
from accessibility.speech import SilentSpeaker
from accessibility.station_speaker import make_speaker
from hardware.fakes import MemoryAudioOut
from kiosk.app import Kiosk
from kiosk.devtools.samples import sample_views
from kiosk.event_log import KioskEvent
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AidsView, SpeechView
from tests.kits.catalogues import CODES
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station
from tests.kits.station_twin import Kit


@pytest.mark.parametrize("code", CODES)
def test_where_speech_is_offered_it_is_said_that_there_is_no_sound(kit: Kit, code: str):
    kit.conductor.note_sound(False)
    view = kit.at_home(code)
    button = view.frame.aids[1]
    words = Texts(code)
    assert (button.intent, button.pictogram, button.name) == (
        wish.OpenSpeech(),
        "speech-off",
        words.text("aids.speech.silent"),
    )
    page = kit.ask(button.intent)
    assert isinstance(page, SpeechView)
    assert page.explanation == words.text("speech.silent")
    assert not page.switch.enabled
    kit.ask(wish.Back())
    aids = kit.ask(wish.OpenAids())
    assert isinstance(aids, AidsView)
    switch, exploring = aids.speech
    assert (switch.enabled, exploring.enabled, switch.chosen) == (False, False, False)
    assert switch.title == words.text("aids.speech.silent")


def test_who_asked_for_speech_before_has_it_again_when_the_sound_comes_back(kit: Kit):
    kit.ask(wish.UseMeans("keypad"), wish.ChooseLanguage("de"))
    assert kit.view.frame.aids[1].pictogram == "speech"
    assert kit.conductor.note_sound(False).frame.aids[1].pictogram == "speech-off", "silence is not sold as speech"
    assert kit.conductor.note_sound(True).frame.aids[1].pictogram == "speech"


def test_it_is_told_once_when_it_goes_and_once_when_it_comes(kit: Kit):
    for there in (True, True, False, False, True):
        kit.conductor.note_sound(there)
    assert [event for event, _ in kit.events if "SOUND" in event.name] == [KioskEvent.NO_SOUND, KioskEvent.SOUND]
    assert kit.station.silent is False


def test_with_sound_nothing_is_said_of_it():
    assert Texts("de").text("aids.speech.silent") not in repr(sample_views("de", Profile()))


def test_the_speaker_knows_by_its_device_whether_it_can_be_heard(tmp_path):
    audio = MemoryAudioOut(available=False)
    speaker = make_speaker(tmp_path, audio=audio)
    assert not speaker.can_be_heard()
    audio.available = True
    assert speaker.can_be_heard()
    speaker.close()


def test_a_real_station_remembers_it_for_the_team_and_the_agent(qtbot, tmp_path, keys: Keys):
    speaker = SilentSpeaker()
    speaker.audible = False
    kiosk = Kiosk(make_station(tmp_path, keys), with_voice=False, speaker=speaker)
    kiosk.begin()
    kiosk._wake_voice()
    state = kiosk.machinery().station.parts.state
    for audible in (False, True):
        speaker.audible = audible
        kiosk.tick()
        assert state.is_silent is not audible
        assert ("no-sound" in kiosk.machinery().conductor._staff._office.facts().troubles) is not audible
    kiosk.close()
