"""The views of taking a photo and of speaking, for whatever task they belong to. Makes values from values."""

from __future__ import annotations

from hardware.ports import MOST_SPOKEN_SECONDS, CaptureState
from kiosk.media.actions import MOST_PHOTOS
from kiosk.media.state import Enclosures
from kiosk.session.frame import Scene, frame
from kiosk.texts import Texts
from kiosk.viewmodel.contributing_intents import OpenOwnWords
from kiosk.viewmodel.intents import (
    Continue,
    DropPhoto,
    DropSpoken,
    HearSpoken,
    Intent,
    OpenCamera,
    OpenMicrophone,
    RecordSpoken,
    StopRecording,
    TakePhoto,
)
from kiosk.viewmodel.staff_intents import AnotherPhoto
from kiosk.viewmodel.views import Action, Choice, PhotoView, SpokenView

FAULTS = {CaptureState.MISSING, CaptureState.LOST, CaptureState.SILENT}
LISTENING = {CaptureState.WAKING, CaptureState.RUNNING}


def media_tiles(scene: Scene, enclosed: Enclosures) -> tuple[Choice, ...]:
    """The ways to photo and spoken message, as far as this station has a camera and a microphone."""
    return (*photo_tile(scene, enclosed), *spoken_tile(scene, enclosed))


def photo_tile(scene: Scene, enclosed: Enclosures) -> tuple[Choice, ...]:
    """The way to the camera; none where there is no camera."""
    if not scene.capture.has_camera() and not enclosed.photos:
        return ()
    return (_tile(scene.texts, "photo", OpenCamera(), "camera", is_done=bool(enclosed.photos)),)


def written_tile(scene: Scene, *, is_done: bool) -> Choice:
    """The way to the keyboard, beside that to the microphone."""
    words = scene.texts
    about = words.text("how_to_say.write.done" if is_done else "how_to_say.write.about")
    return Choice(OpenOwnWords(), words.text("how_to_say.write"), about, "keyboard", chosen=is_done)


def spoken_tile(scene: Scene, enclosed: Enclosures) -> tuple[Choice, ...]:
    """The way to the microphone; none where there is no microphone."""
    if not scene.capture.has_microphone() and not enclosed.spoken:
        return ()
    return (_tile(scene.texts, "spoken", OpenMicrophone(), "microphone", is_done=enclosed.spoken is not None),)


def photo_view(scene: Scene, enclosed: Enclosures) -> PhotoView:
    """What the camera sees, or the photo that was taken."""
    words, state = scene.texts, scene.capture.camera_state()
    if enclosed.photo:
        return PhotoView(
            frame=frame(scene, main=Action(Continue(), words.text("photo.keep"), "check")),
            headline=words.text("photo.taken"),
            part="taken",
            explanation=words.text("photo.hint"),
            picture=enclosed.photo,
            picture_name=words.text("photo.picture"),
            choices=(
                *_another(scene, enclosed),
                Choice(OpenCamera(), words.text("photo.again"), pictogram="camera"),
                Choice(DropPhoto(), words.text("photo.none"), pictogram="cross"),
            ),
        )
    is_fault = state in FAULTS
    take = Action(TakePhoto(), words.text("photo.take"), "camera", waits=state is not CaptureState.RUNNING)
    again = Action(OpenCamera(), words.text("photo.try_again"), "camera")
    return PhotoView(
        frame=frame(scene, main=again if is_fault else take),
        headline=words.text("photo.headline"),
        explanation=f"{words.text('photo.explanation')}\n{words.text('photo.hint')}",
        notice=words.text(f"photo.problem.{state.value}") if is_fault else "",
        may_tell=tuple(
            words.text(f"photo.problem.{fault.value}") for fault in (CaptureState.MISSING, CaptureState.LOST)
        ),
        live=not is_fault,
        picture=b"" if is_fault else scene.capture.picture(),
        picture_name=words.text("photo.sees"),
        choices=(Choice(DropPhoto(), words.text("photo.none"), pictogram="cross"),),
    )


def _another(scene: Scene, enclosed: Enclosures) -> tuple[Choice, ...]:
    """The team takes several in a row for somebody else."""
    if not scene.session.by_team or len(enclosed.photos) >= MOST_PHOTOS:
        return ()
    return (Choice(AnotherPhoto(), scene.texts.text("photo.another"), pictogram="plus"),)


def spoken_view(scene: Scene, enclosed: Enclosures) -> SpokenView:
    """Speaking, hearing it again, speaking anew."""
    words, state = scene.texts, scene.capture.microphone_state()
    without = Choice(DropSpoken(), words.text("spoken.none"), pictogram="cross")
    if enclosed.spoken:
        heard = scene.capture.is_heard
        return SpokenView(
            frame=frame(scene, main=Action(Continue(), words.text("spoken.keep"), "check")),
            headline=words.text("spoken.taken"),
            explanation=words.text("spoken.hear_first"),
            counted=words.plural("spoken.long", enclosed.spoken.seconds),
            part="taken",
            choices=(
                Choice(HearSpoken(), words.text("spoken.hush" if heard else "spoken.hear"), pictogram="speech"),
                Choice(RecordSpoken(), words.text("spoken.again"), pictogram="microphone"),
                without,
            ),
        )
    listens, is_fault = state in LISTENING, state in FAULTS
    left = MOST_SPOKEN_SECONDS - scene.capture.seconds() if listens else MOST_SPOKEN_SECONDS
    stop = Action(StopRecording(), words.text("spoken.stop"), "check")
    start = Action(RecordSpoken(), words.text("spoken.start"), "microphone")
    return SpokenView(
        frame=frame(scene, main=stop if listens else start),
        headline=words.text("spoken.headline"),
        # Whoever speaks looks at the bars: in the largest letters there is room for them or for what comes before.
        explanation="" if listens else f"{words.text('spoken.explanation')}\n{words.text('spoken.only_city')}",
        notice=words.text(f"spoken.problem.{state.value}") if is_fault else "",
        may_tell=tuple(words.text(f"spoken.problem.{fault.value}") for fault in sorted(FAULTS)),
        counted=words.plural("spoken.left", left),
        listening=listens,
        level_name=words.text("spoken.level"),
        choices=(without,),
    )


def enclosed_lines(words: Texts, enclosed: Enclosures) -> tuple[tuple[str, str, str], ...]:
    """Of each enclosure for a review: what it is called, how it is told, its pictogram."""
    lines = []
    if enclosed.photos:
        several = len(enclosed.photos) > 1
        value = words.number(len(enclosed.photos)) if several else words.text("extras.photo.done")
        lines.append((words.text("extras.photo"), value, "camera"))
    if enclosed.spoken:
        long = words.plural("spoken.long", enclosed.spoken.seconds)
        lines.append((words.text("extras.spoken"), long, "microphone"))
    return tuple(lines)


def _tile(words: Texts, kind: str, intent: Intent, pictogram: str, *, is_done: bool) -> Choice:
    about = words.text(f"extras.{kind}.done" if is_done else f"extras.{kind}.about")
    return Choice(intent, words.text(f"extras.{kind}"), about, pictogram, chosen=is_done)
