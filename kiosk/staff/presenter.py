"""The views of the attendants' page: PIN pad, how the station is, what the stick is doing. Values from values."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from kiosk.staff.panel import AGENT_SILENT, DeskState, PinNotice, PinState
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Back, Continue, EraseDigit, ExchangeByStick, TypeDigit
from kiosk.viewmodel.views import Action, Line, StaffPinView, StaffView
from kiosk.welcome import plain_frame
from sync.protocol.connection_faults import ConnectionFault
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
}
"""The agent's events, the causes it found, and the sentence attendants read; others are shown by their names."""

_TROUBLES_TOLD = 2
"""So many, the worst first: the page holds no more, and who calls the administration needs no more."""

_COMMAND = "sudo ./mitmach staff-pin"

_MEGABYTE = 1_000_000


def staff_view(language: str, state: PinState | DeskState, *, zone: tzinfo | None = None) -> StaffPinView | StaffView:
    """What attendants see, with moments as clocks in this zone show them (None: in the machine's)."""
    words = Texts(language)
    return _pin_view(words, state) if isinstance(state, PinState) else _desk_view(words, state, zone)


def _pin_view(words: Texts, state: PinState) -> StaffPinView:
    usable = state.notice in {PinNotice.NOTHING, PinNotice.WRONG}
    digits = [Action(TypeDigit(digit), digit, enabled=usable) for digit in "123456789"]
    erase = Action(EraseDigit(), words.text("staff.pin.erase"), "backspace", enabled=usable)
    frame = plain_frame(words.language.code)
    return StaffPinView(
        frame=replace(
            frame,
            back=Action(Back(), words.text("staff.close"), "back"),
            main=Action(Continue(), words.text("common.continue"), "arrow-right", enabled=usable),
        ),
        headline=words.text("staff.headline"),
        explanation=words.text("staff.pin.explanation"),
        notice=_pin_notice(words, state),
        keys=(*digits, erase, Action(TypeDigit("0"), "0", enabled=usable)),
        typed=words.text("staff.pin.typed", number=state.typed),
    )


def _pin_notice(words: Texts, state: PinState) -> str:
    if state.notice is PinNotice.WAIT:
        return words.text("staff.pin.wait", time=words.duration(state.seconds))
    if state.notice is PinNotice.NONE_SET:
        return words.text("staff.pin.none", command=_COMMAND)
    return words.text("staff.pin.wrong") if state.notice is PinNotice.WRONG else ""


def _desk_view(words: Texts, state: DeskState, zone: tzinfo | None) -> StaffView:
    work = state.work
    frame = plain_frame(words.language.code)
    exchange = Action(ExchangeByStick(), words.text("staff.exchange"), "stick", enabled=not state.is_busy)
    return StaffView(
        frame=replace(frame, back=Action(Back(), words.text("staff.close"), "back"), main=exchange),
        headline=state.facts.name or words.text("staff.headline"),
        notice=_fault_words(words, work) if work else "",
        lines=(*(_result_lines(words, work) if work else ()), *_fact_lines(words, state, zone)),
        progress=_progress_words(words, work) if work else "",
    )


def _fact_lines(words: Texts, state: DeskState, zone: tzinfo | None) -> tuple[Line, ...]:
    facts = state.facts
    return (
        _line(words, "trouble", _trouble_words(words, facts.troubles)),
        _line(words, "ballots", words.number(facts.waiting_ballots)),
        _line(words, "reports", words.number(facts.waiting_reports)),
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
