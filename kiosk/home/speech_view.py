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


def speech_switch(scene: Scene) -> Choice:
    """Reading aloud on or off; while there is no sound device it says so and does nothing."""
    words, heard = scene.texts, scene.session.profile.speech and not scene.is_silent
    act = "silent" if scene.is_silent else "stop" if heard else "start"
    return Choice(
        SwitchSpeech(),
        words.text(f"aids.speech.{act}"),
        pictogram="speech" if heard else "speech-off",
        chosen=heard,
        enabled=not scene.is_silent,
    )


def speech_view(scene: Scene) -> SpeechView:
    """Everything about the voice, in force at once and for this visit only."""
    words, profile = scene.texts, scene.session.profile
    common = frame(scene, main=go_on(words))
    return SpeechView(
        frame=common,
        headline=words.text("speech.headline"),
        explanation=words.text("speech.silent" if scene.is_silent else "speech.explanation"),
        switch=speech_switch(scene),
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
