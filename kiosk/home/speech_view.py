"""The view of everything about the voice: on or off, speed, volume, and what others may hear and see."""

from __future__ import annotations

from kiosk.session.frame import Scene, frame, go_on
from kiosk.viewmodel.intents import (
    Faster,
    Louder,
    PauseSpeech,
    ReadAgain,
    Slower,
    Softer,
    SwitchCurtain,
    SwitchPrivateSpeech,
    SwitchSpeech,
)
from kiosk.viewmodel.views import Action, Choice, SpeechView


def speech_view(scene: Scene) -> SpeechView:
    """Everything about the voice, in force at once and for this visit only."""
    words, profile = scene.texts, scene.session.profile
    common = frame(scene, main=go_on(words))
    return SpeechView(
        frame=common,
        headline=words.text("speech.headline"),
        explanation=words.text("speech.explanation"),
        switch=Choice(
            SwitchSpeech(),
            words.text("aids.speech.stop" if profile.speech else "aids.speech.start"),
            pictogram="speech" if profile.speech else "speech-off",
            chosen=profile.speech,
        ),
        speed_title=common.words.speed,
        speed=(
            Action(Slower(), words.text("speech.slower"), "minus"),
            Action(Faster(), words.text("speech.faster"), "plus"),
        ),
        volume_title=common.words.volume,
        volume=(
            Action(Softer(), words.text("speech.softer"), "minus"),
            Action(Louder(), words.text("speech.louder"), "plus"),
        ),
        reading=(
            Action(PauseSpeech(), words.text("speech.pause"), "clock"),
            Action(ReadAgain(), words.text("speech.again"), "speech"),
        ),
        privacy_title=words.text("speech.privacy"),
        privacy=(
            Choice(
                SwitchPrivateSpeech(),
                words.text("speech.private"),
                words.text("speech.private.about"),
                chosen=profile.private_aloud,
            ),
            Choice(
                SwitchCurtain(),
                words.text("speech.curtain"),
                words.text("speech.curtain.about"),
                chosen=profile.curtain,
            ),
        ),
    )
