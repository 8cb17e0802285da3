"""The voice beside the screens: what is recorded beforehand, what is read when keys move, and that it ends."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from hardware.fakes import MemoryHeadphones
from kiosk.viewmodel.intents import SwitchSpeech
from kiosk.voice.voice import VoiceOfScreens
from sync.protocol.languages import LANGUAGES


class SilentSpeaker:
    """A station's speaker without a sound."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.prepared: dict[str, list[str]] = {}
        self.awake = self.closed = False

    def warm(self) -> None:
        self.awake = True

    def know(self, names) -> None:
        pass

    def prepare(self, texts) -> None:
        self.prepared = {language: list(entries) for language, entries in texts.items()}

    def speak(self, sentences, language) -> None:
        self.said += sentences

    def stop(self) -> None:
        pass

    def speaking(self) -> bool:
        return bool(self.said)

    def forget(self) -> None:
        self.said.clear()

    def follow(self, heard) -> None:
        pass

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def speaker() -> SilentSpeaker:
    return SilentSpeaker()


@pytest.fixture
def voice(kit, speaker, qapp):
    voice = VoiceOfScreens(speaker, headphones=MemoryHeadphones())
    view = kit.at_home("en")
    voice.show(view, lambda seen: [seen.headline])
    view = kit.ask(SwitchSpeech())
    voice.show(view, lambda seen: [seen.headline])
    speaker.said.clear()
    voice.acted()
    yield voice
    voice.close()


@pytest.fixture
def page(qtbot) -> QWidget:
    """Two controls: a plain button, and one that is chosen."""
    page = QWidget()
    qtbot.addWidget(page)
    for name, checkable in (("Vote", False), ("Play", True)):
        button = QPushButton(page)
        button.setObjectName(name)
        button.setAccessibleName(name)
        button.setCheckable(checkable)
        button.setChecked(checkable)
    return page


def move_focus(qapp, page: QWidget, name: str) -> None:
    """As Qt tells it when a key moves the focus."""
    qapp.focusChanged.emit(None, page.findChild(QPushButton, name))


def test_a_voice_that_is_closed_follows_the_focus_no_more(kit, speaker, qapp, page):
    voice = VoiceOfScreens(speaker, headphones=MemoryHeadphones())
    voice.show(kit.at_home("en"), lambda seen: [seen.headline])
    voice.show(kit.ask(SwitchSpeech()), lambda seen: [seen.headline])
    speaker.said.clear()
    move_focus(qapp, page, "Vote")
    assert speaker.said
    speaker.said.clear()
    voice.close()
    move_focus(qapp, page, "Vote")
    assert not speaker.said


def test_only_texts_that_are_the_same_for_everybody_are_recorded_beforehand(voice, speaker):
    assert speaker.awake
    voice.record({})
    assert set(speaker.prepared) == {language.code for language in LANGUAGES}
    assert "Your vote is stored" in speaker.prepared["en"]
    assert not [text for texts in speaker.prepared.values() for text in texts if "{" in text]


def test_what_keys_move_to_is_named_with_its_state(voice, speaker, page, qapp):
    move_focus(qapp, page, "Vote")
    move_focus(qapp, page, "Play")
    assert speaker.said[-2:] == ["Play", "chosen"]
    assert voice.speaking()


def test_focus_that_the_page_moves_is_not_read(voice, speaker, page, qapp):
    with voice.page_changes():
        move_focus(qapp, page, "Play")
    assert speaker.said == []


def test_the_voice_ends_with_the_station(kit, speaker, qapp):
    VoiceOfScreens(speaker, headphones=MemoryHeadphones()).close()
    assert speaker.closed
