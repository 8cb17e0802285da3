"""The page of the station itself: what can be looked at, and how it is in full. Values from values."""

from __future__ import annotations

from dataclasses import replace

from accessibility.speech import DEFAULT_VOLUME_DB, VOLUMES_DB
from kiosk.session.shared_views import paper_words
from kiosk.staff.closing_view import print_action
from kiosk.staff.screen_probes import DisplayState, TouchState, probe_view
from kiosk.staff.states import CareState, RestartState, SoundState, StationReport
from kiosk.staff.step_frame import step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Louder, OpenDevices, OpenQueue, Softer
from kiosk.viewmodel.staff_intents import (
    CheckSound,
    LayReport,
    Learn,
    OpenRestart,
    OpenStationReport,
    ProbeDisplay,
    ProbeTouch,
    Restart,
    SayChecked,
)
from kiosk.viewmodel.views import Action, Choice, Line, StaffProbeView, StaffView
from sync.station.hand_checks import Checked

_COUNTED = ("visits_begun", "visits_finished", "visits_abandoned", "ballots_cast")
"""What the report tells of the day."""


def care_view(
    words: Texts, state: CareState | SoundState | TouchState | DisplayState | RestartState
) -> StaffView | StaffProbeView:
    """What can be looked at and tried out, or one of it."""
    match state:
        case SoundState():
            return _sound_view(words, state)
        case TouchState() | DisplayState():
            return probe_view(words, state)
        case RestartState():
            return _restart_view(words, state)
        case CareState():
            return _menu_view(words, state)


def _menu_view(words: Texts, state: CareState) -> StaffView:
    return StaffView(
        step_frame(words),
        words.text("staff.care"),
        choices=(
            Choice(OpenStationReport(), words.text("staff.report"), "", "check"),
            Choice(OpenQueue(), words.text("staff.queue"), "", "clock"),
            *((Choice(OpenDevices(), words.text("staff.devices"), "", "keyboard"),) if state.has_devices else ()),
            Choice(CheckSound(), words.text("staff.sound"), "", "speech"),
            Choice(ProbeTouch(), words.text("staff.touch"), "", "touch"),
            Choice(ProbeDisplay(), words.text("staff.display"), words.text("staff.display.about"), "contrast"),
            Choice(Learn(), words.text("staff.learn"), words.text("staff.learn.about"), "vote"),
            *((Choice(OpenRestart(), words.text("staff.restart"), "", "back"),) if state.can_restart else ()),
        ),
        part="care",
    )


def report_view(
    words: Texts,
    state: StationReport,
    lines: tuple[Line, ...],
    *,
    moment: str,
    can_print: bool,
    progress: str,
    fault: str,
) -> StaffView:
    """How it is, in these lines, and when; what the stick is doing, and what was wrong with it."""
    on_stick = Action(LayReport(), words.text("staff.report.stick"), "stick", enabled=not state.is_busy)
    counted = (
        Line(words.text(f"staff.day.{name}"), words.number(getattr(state.sums, name)), public=True) for name in _COUNTED
    )
    checked = (
        Line(words.text(f"staff.check.{check}"), _found(words, found), public=True)
        for check, found in state.checks.items()
    )
    return StaffView(
        step_frame(words, main=on_stick),
        state.facts.name or words.text("staff.report"),
        moment,
        notice=fault,
        progress=progress,
        lines=(*lines, *checked, *counted),
        print_action=print_action(words, state.paper) if can_print else None,
        print_words=paper_words(words, state.paper),
        part="report",
    )


def _sound_view(words: Texts, state: SoundState) -> StaffView:
    """Read aloud as loud as a person would hear it: each step is a page of its own, so that each is heard whole."""
    step = words.text("speech.volume", number=VOLUMES_DB.index(state.volume_db) + 1, steps=len(VOLUMES_DB))
    frame = step_frame(words)
    profile = replace(frame.profile, speech=True, volume_db=state.volume_db)
    is_start = state.volume_db == DEFAULT_VOLUME_DB
    return StaffView(
        replace(frame, profile=profile, main=Action(SayChecked(True), words.text("staff.sound.fine"), "check")),
        step,
        words.text("staff.sound.start" if is_start else "staff.sound.explanation"),
        words.text("staff.trouble.silent_speech") if state.is_silent else "",
        choices=(
            Choice(Softer(), words.text("speech.softer"), "", "minus"),
            Choice(Louder(), words.text("speech.louder"), "", "plus"),
            Choice(SayChecked(False), words.text("staff.sound.bad"), "", "speech-off"),
        ),
        part="sound",
    )


def _restart_view(words: Texts, state: RestartState) -> StaffView:
    """Whether it is to start anew."""
    main = Action(Restart(), words.text("staff.restart"), "check", enabled=not state.is_asked)
    about = words.text("staff.restart.explanation")
    return StaffView(step_frame(words, main=main), words.text("staff.restart.question"), about, part="restart")


def _found(words: Texts, found: Checked) -> str:
    return words.text(f"staff.check.{'fine' if found.is_fine else 'bad'}", date=words.date(found.on))
