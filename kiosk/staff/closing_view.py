"""The views of closing the day, and the pad of digits for PINs and numbers. Values from values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kiosk.session.entry_words import key_names, room_words
from kiosk.session.session import ReceiptPaper
from kiosk.session.shared_views import paper_words
from kiosk.staff.closing import ClosingNotice, ClosingState, ClosingStep
from kiosk.staff.step_frame import back_action, step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Continue, EraseDigit, PrintReceipt, TypeDigit
from kiosk.viewmodel.views import Action, Line, StaffNumberView, StaffPinView, StaffTextView, StaffView, View
from kiosk.welcome import plain_frame
from sync.protocol.day_closure import LONGEST_NAME, LONGEST_NOTE, Balance

_LINES = {
    Balance.CODES: ("codes_issued", "codes_used", "codes_spoiled", "codes_returned"),
    Balance.BALLOTS: ("ballots_opened", "ballots_cast", "ballots_left"),
    Balance.VISITS: ("visits_begun", "visits_finished", "visits_abandoned"),
}
"""What stands in each balance, the left side first."""


def closing_view(words: Texts, state: ClosingState, *, can_print: bool) -> View:
    """The step of the closing."""
    match state.step:
        case ClosingStep.EVENING:
            return _warning_view(words, state, words.text("staff.day.evening"))
        case ClosingStep.BEGUN:
            return _warning_view(words, state, words.text("staff.day.begun", number=state.begun))
        case ClosingStep.ISSUED | ClosingStep.SPOILED | ClosingStep.RETURNED:
            return _number_view(words, state)
        case ClosingStep.NOTE:
            return _text_view(words, state, headline=_gap_words(words, state), limit=LONGEST_NOTE)
        case ClosingStep.SIGN if state.by_pin:
            return _sign_pad(words, state)
        case ClosingStep.SIGN:
            return _text_view(words, state, headline=_sign_words(words, state), limit=LONGEST_NAME)
        case ClosingStep.CHECK | ClosingStep.CLOSED:
            return _sums_view(words, state, can_print=can_print)


def _warning_view(words: Texts, state: ClosingState, headline: str) -> StaffView:
    main = Action(Continue(), words.text("common.continue"), "arrow-right")
    explanation = words.text(f"staff.day.{state.step}.explanation")
    return StaffView(step_frame(words, main=main), headline, explanation, part=str(state.step))


def pin_pad(
    words: Texts,
    *,
    headline: str,
    explanation: str,
    notice: str,
    typed: str,
    main: Action,
    back: Action,
    other: Action | None = None,
    kind: type[StaffPinView] = StaffPinView,
) -> StaffPinView:
    """Ten digits and a key that takes the last one back; they can be used while the way on can."""
    usable = main.enabled
    digits = [Action(TypeDigit(digit), digit, enabled=usable) for digit in "123456789"]
    erase = Action(EraseDigit(), words.text("staff.pin.erase"), "backspace", enabled=usable)
    return kind(
        frame=replace(plain_frame(words.language.code), back=back, main=main),
        headline=headline,
        explanation=explanation,
        notice=notice,
        keys=(*digits, erase, Action(TypeDigit("0"), "0", enabled=usable)),
        typed=typed,
        other=other,
    )


def print_action(words: Texts, paper: ReceiptPaper) -> Action | None:
    """The button that prints what is shown, also once more; None while that is on its way."""
    if paper is ReceiptPaper.COMING:
        return None
    label = words.text("receipt.print_again" if paper is ReceiptPaper.OUT else "staff.print")
    return Action(PrintReceipt(), label, "receipt")


def _number_view(words: Texts, state: ClosingState) -> StaffPinView:
    return pin_pad(
        words,
        headline=words.text(f"staff.day.how_many.{state.step}"),
        explanation=words.text("staff.day.how_many.explanation"),
        notice="",
        typed=words.text("staff.day.number", number=state.typed or "–"),
        main=Action(Continue(), words.text("common.continue"), "arrow-right", waits=not state.typed),
        back=back_action(words),
        kind=StaffNumberView,
    )


def _sign_pad(words: Texts, state: ClosingState) -> StaffPinView:
    usable = state.notice is not ClosingNotice.WAIT
    return pin_pad(
        words,
        headline=_sign_words(words, state),
        explanation=words.text("staff.day.sign.explanation"),
        notice=_notice(words, state),
        typed=words.text("staff.pin.typed", number=len(state.typed)),
        main=_sign_main(words, state, usable=usable),
        back=back_action(words),
    )


def _sign_main(words: Texts, state: ClosingState, *, usable: bool = True) -> Action:
    """With the second name the day is closed."""
    if state.names:
        return Action(Continue(), words.text("staff.day"), "check", enabled=usable, waits=not state.typed)
    return Action(Continue(), words.text("common.continue"), "arrow-right", enabled=usable, waits=not state.typed)


def _text_view(words: Texts, state: ClosingState, *, headline: str, limit: int) -> StaffTextView:
    is_note = state.step is ClosingStep.NOTE
    on = Action(Continue(), words.text("common.continue"), "arrow-right", waits=not state.typed.strip())
    return StaffTextView(
        step_frame(words, main=on if is_note else _sign_main(words, state)),
        headline,
        explanation=words.text("staff.day.note.explanation") if is_note else "",
        notice=_notice(words, state),
        part=str(state.gap or len(state.names)),
        text=state.typed,
        limit=limit,
        field_name=words.text("staff.day.note" if is_note else "staff.day.name"),
        room=room_words(words, state.typed, limit=limit),
        keys=key_names(words),
    )


def _sums_view(words: Texts, state: ClosingState, *, can_print: bool) -> StaffView:
    is_closed = state.step is ClosingStep.CLOSED
    main = None if is_closed else Action(Continue(), words.text("common.continue"), "arrow-right")
    return StaffView(
        step_frame(words, main=main),
        words.text("staff.day.closed" if is_closed else "staff.day.check"),
        _days_words(words, state),
        _notice(words, state),
        lines=tuple(_lines(words, state)),
        print_action=print_action(words, state.paper) if can_print and is_closed else None,
        print_words=paper_words(words, state.paper),
        part=str(state.step),
    )


def _days_words(words: Texts, state: ClosingState) -> str:
    since = words.date(date.fromisoformat(state.sheet.since))
    if state.closed is None:
        return words.text("staff.day.since", date=since)
    return words.text("staff.day.from_to", since=since, until=words.date(date.fromisoformat(state.closed.day)))


def _lines(words: Texts, state: ClosingState) -> Iterator[Line]:
    if state.closed and state.station:
        yield Line(words.text("staff.station"), state.station, public=True)
    if state.closed and state.closed.place:
        yield Line(words.text("staff.place"), state.closed.place, public=True)
    for balance, names in _LINES.items():
        if balance is Balance.CODES and not state.has_codes:
            continue
        yield _line(words, f"balance.{balance}", _balance_words(words, state, balance))
        if note := state.notes.get(balance):
            yield _line(words, "note", note)
        for name in names:
            yield _line(words, name, words.number(getattr(state.sums, name)))
    if state.step is ClosingStep.CLOSED:
        yield _line(words, "names", ", ".join(state.names))


def _balance_words(words: Texts, state: ClosingState, balance: Balance) -> str:
    missing = state.sums.missing(balance)
    if not missing:
        return words.text("staff.day.fits")
    return words.text("staff.day.missing" if missing > 0 else "staff.day.too_many", number=words.number(abs(missing)))


def _gap_words(words: Texts, state: ClosingState) -> str:
    assert state.gap is not None, "a note is about a gap"
    title, found = words.text(f"staff.day.balance.{state.gap}"), _balance_words(words, state, state.gap)
    return f"{title}: {found}"


def _sign_words(words: Texts, state: ClosingState) -> str:
    which = "second" if state.names else "first"
    return words.text(f"staff.day.{'pin' if state.by_pin else 'name'}.{which}", name=", ".join(state.names))


def _notice(words: Texts, state: ClosingState) -> str:
    match state.notice:
        case ClosingNotice.NOTHING:
            return ""
        case ClosingNotice.WRONG:
            return words.text("staff.pin.wrong")
        case ClosingNotice.WAIT:
            return words.text("staff.pin.wait", time=words.duration(state.seconds))
        case _:
            return words.text(f"staff.day.problem.{state.notice}")


def _line(words: Texts, name: str, value: str) -> Line:
    return Line(words.text(f"staff.day.{name}"), value, public=True)
