"""What a person does while taking a photo or speaking, done to devices and to what they leave."""

from __future__ import annotations

from dataclasses import replace

from hardware.ports import CaptureState
from kiosk.media.state import Enclosures
from kiosk.session.capture import CaptureDevices
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.staff_intents import AnotherPhoto

MOST_PHOTOS = 4
"""In a row, of one thing."""


def answer_photo(intent: Intent, enclosed: Enclosures, capture: CaptureDevices) -> Enclosures | None:
    """What the person leaves after this, at the camera; None when it is something else they asked for."""
    match intent:
        case intents.TakePhoto():
            capture.take_photo()
        case intents.OpenCamera():
            capture.open_camera()
            return replace(enclosed, photo=b"")
        case intents.DropPhoto():
            capture.rest()
            *before, last = enclosed.before or (b"",)
            return replace(enclosed, photo=last, before=tuple(before))
        case AnotherPhoto() if enclosed.photo and len(enclosed.photos) < MOST_PHOTOS:
            capture.open_camera()
            return replace(enclosed, photo=b"", before=enclosed.photos)
        case intents.LookAtDevices():
            return attend_camera(enclosed, capture)
        case _:
            return None
    return enclosed


def answer_spoken(
    intent: Intent, enclosed: Enclosures, capture: CaptureDevices, *, volume_db: int
) -> Enclosures | None:
    """The same at the microphone. ``volume_db`` is how loud the person wants to hear it."""
    match intent:
        case intents.RecordSpoken():
            capture.record()
            return replace(enclosed, spoken=None)
        case intents.StopRecording():
            capture.stop_recording()
        case intents.HearSpoken() if enclosed.spoken:
            capture.hear_or_hush(enclosed.spoken, volume_db=volume_db)
        case intents.DropSpoken():
            capture.rest()
            return replace(enclosed, spoken=None)
        case intents.LookAtDevices():
            capture.say_begun(volume_db=volume_db)
            return attend_microphone(enclosed, capture)
        case _:
            return None
    return enclosed


def attend_camera(enclosed: Enclosures, capture: CaptureDevices) -> Enclosures:
    """Take over the photo once it is there; look again where the person has come back without one."""
    state = capture.camera_state()
    if state is CaptureState.TAKEN:
        enclosed = replace(enclosed, photo=capture.photo())
        capture.rest()
    elif state is CaptureState.OFF and not enclosed.photo:
        capture.open_camera()
    return enclosed


def attend_microphone(enclosed: Enclosures, capture: CaptureDevices) -> Enclosures:
    """Take over what was said once it is there."""
    if capture.microphone_state() is CaptureState.TAKEN:
        enclosed = replace(enclosed, spoken=capture.message())
        capture.rest()
    return enclosed
