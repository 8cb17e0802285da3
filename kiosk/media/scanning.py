"""Reading a printed code with the camera, for whatever step asks for one: what is done to the scanner, and its view.

What a code says is judged by the task that asked for it.
"""

from __future__ import annotations

from collections.abc import Callable

from hardware.ports import CaptureState
from kiosk.media.presenter import FAULTS
from kiosk.session import flow
from kiosk.session.capture import CaptureDevices
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene, frame
from kiosk.session.session import Session
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent, OpenScanner, SwitchLight, TypeInstead
from kiosk.viewmodel.views import Action, Choice, ScanView

STRANGE = Notice("scan.problem.strange")
"""The code that was shown is none of those that are asked for."""


def scan_choice(scene: Scene) -> Choice | None:
    """The way to the camera, where there is one that reads codes."""
    if not scene.capture.has_scanner():
        return None
    return Choice(OpenScanner(), scene.texts.text("scan.open"), pictogram="camera")


def answer_scan(session: Session, intent: Intent, capture: CaptureDevices) -> Notice | None:
    """At the scanner; None when the person asked for something else."""
    match intent:
        case OpenScanner():
            capture.open_scanner()
        case SwitchLight():
            capture.switch_light()
        case TypeInstead():
            session.path = flow.back(session.path)
        case intents.LookAtDevices():
            pass
        case _:
            return None
    return NOTHING


def take_scanned(session: Session, capture: CaptureDevices, hand_in: Callable[[str], Notice]) -> Notice | None:
    """Hand in what was read just now, as if it were typed where the scanner was opened: on from there, or on with
    looking. What there is to say of it; None where nothing was read. Looks anew where the person has come back.
    """
    if capture.scanner_state() is CaptureState.OFF:
        capture.open_scanner()
    scanned = capture.scanned()
    if not scanned:
        return None
    path = session.path
    session.path = flow.back(path)
    notice = hand_in(scanned)
    if notice == NOTHING:
        capture.rest()
    else:
        session.path = path
        capture.scan_on()
    return notice


def scan_view(scene: Scene, *, asked: str, notice: Notice) -> ScanView:
    """What the camera sees. ``asked`` is what the ids of the words about this code have in the middle, ``notice`` what
    was wrong with the last one.
    """
    words, state = scene.texts, scene.capture.scanner_state()
    is_fault = state in FAULTS
    again = Action(OpenScanner(), words.text("photo.try_again"), "camera")
    light = words.text("scan.light.off" if scene.capture.is_lit else "scan.light.on")
    told = words.text(notice.msgid) if notice.msgid else scene.notice
    return ScanView(
        frame=frame(scene, main=again if is_fault else None),
        headline=words.text(f"scan.{asked}.headline"),
        explanation=words.text(f"scan.{asked}.explanation"),
        notice=words.text(f"scan.problem.{state.value}") if is_fault else told,
        may_tell=tuple(words.text(f"scan.problem.{name}") for name in ("missing", "lost", "strange")),
        live=not is_fault,
        picture=b"" if is_fault else scene.capture.picture(),
        picture_name=words.text("photo.sees"),
        choices=(
            *((Choice(SwitchLight(), light, pictogram="lamp"),) if scene.capture.has_light() else ()),
            Choice(TypeInstead(), words.text("scan.type"), pictogram="keyboard"),
        ),
    )
