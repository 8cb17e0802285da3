"""The views of the attendants' page: PIN pad, how the station is, what the stick is doing. Values from values."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from kiosk.session.entry_words import key_names, room_words
from kiosk.session.session import ReceiptPaper
from kiosk.staff.care_view import care_view, report_view
from kiosk.staff.closing import ClosingState
from kiosk.staff.closing_view import closing_view, pin_pad
from kiosk.staff.device_check import DeviceCheckState
from kiosk.staff.device_check_view import device_check_view
from kiosk.staff.evening import EveningState
from kiosk.staff.evening_view import evening_view
from kiosk.staff.for_another_view import for_another_view
from kiosk.staff.power_words import power_words
from kiosk.staff.queue_view import queue_view
from kiosk.staff.screen_probes import DisplayState, TouchState
from kiosk.staff.states import (
    AGENT_SILENT,
    POWER_LOW,
    CareState,
    DeskState,
    ForAnotherState,
    PauseState,
    PinNotice,
    PinState,
    PlaceState,
    PlaceStep,
    QueueState,
    RestartState,
    SoundState,
    StaffFacts,
    StaffState,
    StationReport,
)
from kiosk.staff.step_frame import step_frame
from kiosk.staff.stock import StockState
from kiosk.staff.stock_view import stock_view
from kiosk.staff.waiting import WaitingState, waiting_view
from kiosk.texts import Texts
from kiosk.viewmodel.intents import (
    Back,
    ChooseDistrict,
    CloseDay,
    Continue,
    ExchangeByStick,
    MakePause,
    OpenEvening,
    OpenPauses,
    OpenPlaces,
    OpenStock,
    OpenWaiting,
    OtherPlace,
    TakePlace,
    UseTeamStick,
)
from kiosk.viewmodel.staff_intents import OpenCare, OpenForAnother
from kiosk.viewmodel.views import (
    Action,
    Choice,
    DistrictsView,
    Line,
    ReceiptView,
    StaffPinView,
    StaffTextView,
    StaffView,
    View,
)
from kiosk.welcome import plain_frame, waiting_words
from sync.protocol.connection_faults import ConnectionFault
from sync.protocol.day_closure import LONGEST_PLACE
from sync.station.pause import Pause
from sync.station.stick_requests import Phase, StickWork

_TROUBLES = {
    "hub-silent": "trouble.silent",
    "hub-unknown": "trouble.unknown",
    "hub-other-memory": "trouble.unknown",
    "disk": "trouble.disk",
    "nearly-full": "trouble.disk",
    "revoked": "trouble.revoked",
    "batch-refused": "trouble.refused",
    "piece-refused": "trouble.refused",
    "no-agreement": "trouble.refused",
    "content-unreachable": "trouble.content",
    "content-expired": "trouble.content",
    "content-refused": "trouble.content",
    "content-too-new": "trouble.content",
    "clock-wrong": "trouble.clock",
    "no-sound": "trouble.silent_speech",
    ConnectionFault.NO_ADDRESS: "trouble.no-name",
    ConnectionFault.NO_NETWORK: "trouble.no-network",
    ConnectionFault.NO_NAME: "trouble.no-name",
    ConnectionFault.SILENT: "trouble.silent",
    ConnectionFault.CLOSED: "trouble.silent",
    ConnectionFault.BROKEN: "trouble.silent",
    ConnectionFault.HUB_DOWN: "trouble.silent",
    ConnectionFault.PROXY: "trouble.proxy",
    ConnectionFault.NO_TLS: "trouble.unproven",
    ConnectionFault.EXPIRED: "trouble.expired",
    ConnectionFault.CLOCK: "trouble.clock",
    ConnectionFault.AUTHORITY: "trouble.unproven",
    ConnectionFault.OTHER_NAME: "trouble.unproven",
    ConnectionFault.REDIRECT: "trouble.redirect",
    AGENT_SILENT: "fault.silent",
    POWER_LOW: "trouble.power",
}
"""The agent's events, the causes it found, and the sentence attendants read; others are shown by their names."""

_TROUBLES_TOLD = 2
"""So many, the worst first: the page holds no more, and who calls the administration needs no more."""

_COMMAND = "sudo ./mitmach staff-pin"

_MEGABYTE = 1_000_000


def staff_view(language: str, state: StaffState, *, zone: tzinfo | None = None, can_print: bool = False) -> View:
    """What attendants see, with moments as clocks in this zone show them (None: in the machine's)."""
    words = Texts(language)
    match state:
        case PinState():
            return _pin_view(words, state)
        case DeskState():
            return _desk_view(words, state)
        case CareState() | SoundState() | TouchState() | DisplayState() | RestartState():
            return care_view(words, state)
        case StationReport():
            lines, work = _fact_lines(words, state, zone), state.work
            progress, fault = (_progress_words(words, work), _fault_words(words, work)) if work else ("", "")
            moment = _moment(words, state.at, zone)
            return report_view(words, state, lines, moment=moment, can_print=can_print, progress=progress, fault=fault)
        case QueueState(facts):
            troubles, success = _trouble_words(words, facts.troubles), _moment(words, facts.last_success, zone)
            return queue_view(words, state, troubles=troubles, success=success)
        case PauseState() | ForAnotherState() | PlaceState() | WaitingState() | StockState():
            return _choosing_view(words, state)
        case DeviceCheckState(at=at):
            return device_check_view(words, state, tried=_moment(words, at, zone), can_print=can_print)
        case ClosingState():
            return closing_view(words, state, can_print=can_print)
        case EveningState():
            return evening_view(words, state, can_print=can_print)


def _choosing_view(words: Texts, state: PauseState | ForAnotherState | PlaceState | WaitingState | StockState) -> View:
    """A page on which something is picked or typed, and nothing is told that this module words."""
    match state:
        case PauseState():
            return _pause_view(words)
        case ForAnotherState():
            return for_another_view(words, state)
        case PlaceState():
            return _place_view(words, state)
        case WaitingState():
            return waiting_view(words, state)
        case StockState():
            return stock_view(words, state)


def staff_slip(language: str, state: StaffState, *, zone: tzinfo | None = None) -> ReceiptView | None:
    """What is shown, for paper: how the station is, the closed day, a result; None for what is not printed."""
    printed = StationReport | ClosingState | EveningState | DeviceCheckState
    if not isinstance(state, printed) or state.paper is ReceiptPaper.COMING:
        return None
    view = staff_view(language, state, zone=zone)
    if not isinstance(view, StaffView):
        return None
    lines = "\n".join(f"{line.label}: {line.value}" for line in view.lines)
    return ReceiptView(view.frame, headline=view.headline, stored=view.explanation, next_steps=lines)


def _pin_view(words: Texts, state: PinState) -> StaffPinView:
    usable = state.notice not in {PinNotice.NONE_SET, PinNotice.WAIT}
    stick = Action(UseTeamStick(), words.text("staff.team_stick"), "stick") if state.takes_stick else None
    progress = _progress_words(words, state.work) if state.work and state.work.phase is not Phase.DONE else ""
    return pin_pad(
        words,
        headline=words.text("staff.headline"),
        explanation=words.text("staff.pin.explanation"),
        notice=_fault_words(words, state.work) if state.work and state.work.fault else _pin_notice(words, state),
        typed=progress or words.text("staff.pin.typed", number=state.typed),
        main=Action(Continue(), words.text("common.continue"), "arrow-right", enabled=usable),
        back=Action(Back(), words.text("staff.close"), "back"),
        other=stick,
    )


def _pin_notice(words: Texts, state: PinState) -> str:
    if state.notice is PinNotice.WAIT:
        return words.text("staff.pin.wait", time=words.duration(state.seconds))
    if state.notice is PinNotice.NONE_SET:
        return words.text("staff.pin.none", command=_COMMAND)
    if state.notice is PinNotice.WRONG_STICK:
        return words.text("staff.team_stick.wrong")
    return words.text("staff.pin.wrong") if state.notice is PinNotice.WRONG else ""


def _desk_view(words: Texts, state: DeskState) -> StaffView:
    work = state.work
    frame = plain_frame(words.language.code)
    exchange = Action(ExchangeByStick(), words.text("staff.exchange"), "stick", enabled=not state.is_busy)
    place = state.place.name if state.place else words.text("staff.place.none")
    waiting = waiting_words(words, state.waiting) if state.waiting else ""
    return StaffView(
        frame=replace(frame, back=Action(Back(), words.text("staff.close"), "back"), main=exchange),
        headline=state.facts.name or words.text("staff.headline"),
        explanation="\n".join(f"{line.label}: {line.value}" for line in _first_lines(words, state.facts)),
        notice=_fault_words(words, work) if work else "",
        lines=_result_lines(words, work) if work else (),
        progress=_progress_words(words, work) if work else "",
        choices=(
            Choice(OpenPlaces(), words.text("staff.place"), place, "place", enabled=not state.is_busy),
            Choice(OpenForAnother(), words.text("staff.for_another"), "", "report", enabled=not state.is_busy),
            *((Choice(OpenStock(), words.text("staff.stock"), "", "receipt"),) if state.has_codes else ()),
            *((Choice(OpenEvening(), words.text("staff.evening"), "", "vote"),) if state.has_evening else ()),
            Choice(OpenWaiting(), words.text("staff.waiting"), waiting, "touch", enabled=not state.is_busy),
            _pause_choice(words, state),
            Choice(CloseDay(), words.text("staff.day"), "", "check", enabled=not state.is_busy),
            Choice(OpenCare(), words.text("staff.care"), "", "more", enabled=not state.is_busy),
        ),
    )


def _pause_choice(words: Texts, state: DeskState) -> Choice:
    """The way to a pause; while there is one, the way out of it."""
    if state.facts.pause is None:
        return Choice(OpenPauses(), words.text("staff.pause"), "", "out-of-order", enabled=not state.is_busy)
    about = words.text(f"staff.pause.{state.facts.pause}")
    return Choice(MakePause(), words.text("staff.pause.end"), about, "arrow-right", enabled=not state.is_busy)


def _pause_view(words: Texts) -> StaffView:
    frame = step_frame(words)
    reasons = tuple(
        Choice(MakePause(pause.value), words.text(f"staff.pause.{pause}"), words.text(f"trouble.{pause}"))
        for pause in Pause
    )
    return StaffView(frame, words.text("staff.pause.question"), choices=reasons, part="pause")


def _place_view(words: Texts, state: PlaceState) -> View:
    frame = step_frame(words)
    if state.step is PlaceStep.DISTRICT:
        districts = state.districts
        choices = tuple(Choice(ChooseDistrict(code), name, chosen=code == state.found) for code, name in districts)
        found = dict(districts).get(state.found, "")
        told = words.text("staff.place.found", district=found) if found else ""
        return DistrictsView(frame, words.text("staff.place.district"), told, choices=choices)
    if state.step is PlaceStep.NAME:
        main = Action(Continue(), words.text("common.continue"), "arrow-right", waits=not state.typed.strip())
        return StaffTextView(
            replace(frame, main=main),
            words.text("staff.place.question"),
            text=state.typed,
            limit=LONGEST_PLACE,
            field_name=words.text("staff.place"),
            room=room_words(words, state.typed, limit=LONGEST_PLACE),
            keys=key_names(words),
        )
    known = tuple(Choice(TakePlace(number), place.name, "", "place") for number, place in enumerate(state.known))
    other = Choice(OtherPlace(), words.text("staff.place.other"), "", "pencil")
    return StaffView(frame, words.text("staff.place.question"), choices=(*known, other))


def _first_lines(words: Texts, facts: StaffFacts) -> tuple[Line, ...]:
    """What everybody who comes in has to know: what is wrong, and whether it can begin."""
    power = (_line(words, "power", power_words(words, facts.power)),) if facts.power else ()
    return (
        _line(words, "trouble", _trouble_words(words, facts.troubles)),
        _line(words, "ready", words.text(f"staff.ready.{_readiness(facts)}")),
        *power,
    )


def _readiness(facts: StaffFacts) -> str:
    if not facts.is_ready:
        return "no"
    return "paused" if facts.pause else "yes"


def _fact_lines(words: Texts, state: StationReport, zone: tzinfo | None) -> tuple[Line, ...]:
    facts = state.facts
    on_shift = (_line(words, "people", ", ".join(state.people)),) if state.people else ()
    oldest = (_line(words, "oldest", words.date(facts.oldest_day)),) if facts.oldest_day else ()
    place = (_line(words, "place", state.place.name),) if state.place else ()
    return (
        *_first_lines(words, facts),
        *place,
        *on_shift,
        _line(words, "ballots", words.number(facts.waiting_ballots)),
        _line(words, "reports", words.number(facts.waiting_reports)),
        *oldest,
        _line(words, "success", _moment(words, facts.last_success, zone)),
        _line(words, "content", words.date(facts.content) if facts.content else words.text("staff.never")),
        _line(words, "space", _megabytes(words, facts.free_bytes // _MEGABYTE)),
        _line(words, "version", facts.version),
    )


def _line(words: Texts, name: str, value: str) -> Line:
    return Line(words.text(f"staff.{name}"), value, public=True)


def _megabytes(words: Texts, number: int) -> str:
    return words.plural("staff.megabytes", number, amount=words.number(number))


def _moment(words: Texts, moment: datetime | None, zone: tzinfo | None) -> str:
    if moment is None:
        return words.text("staff.never")
    here = moment.astimezone(zone)
    return words.text("staff.moment", date=words.date(here.date()), time=f"{here:%H:%M}")


def _trouble_words(words: Texts, troubles: tuple[str, ...]) -> str:
    if not troubles:
        return words.text("staff.trouble.none")
    told = [
        words.text(f"staff.{_TROUBLES[name]}") if name in _TROUBLES else words.text("staff.trouble.other", name=name)
        for name in troubles[:_TROUBLES_TOLD]
    ]
    return "\n".join(dict.fromkeys(told))


def _result_lines(words: Texts, work: StickWork) -> tuple[Line, ...]:
    if work.phase is not Phase.DONE or (work.fault and not work.of):
        return ()
    laid = words.text("staff.stick.of", done=words.number(work.done), of=words.number(work.of))
    brought = _line(words, "stick.acknowledged", words.number(work.acknowledged))
    return (_line(words, "stick.laid", laid), brought)


def _progress_words(words: Texts, work: StickWork) -> str:
    if work.phase is Phase.LAYING:
        return words.text("staff.stick.laying", done=words.number(work.done), of=words.number(work.of))
    if work.phase is not Phase.DONE:
        return words.text(f"staff.stick.{work.phase.value}")
    if work.fault:
        return ""
    news = [words.text("staff.stick.content")] if work.content else []
    return "\n".join([words.text("staff.stick.done"), *news])


def _fault_words(words: Texts, work: StickWork) -> str:
    """What was wrong, and with whom; that the stick may be pulled out too, where it may."""
    found = [words.text(f"staff.fault.{work.fault}")] if work.fault else []
    found += [words.text(f"staff.remark.{remark}") for remark in work.remarks]
    if found and not work.fault:
        found.append(words.text("staff.stick.done"))
    return "\n".join(found)
