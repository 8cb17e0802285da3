"""The views of the team's cards. Values from values."""

from __future__ import annotations

from hardware.ports import CaptureState
from kiosk.staff.closing_view import pin_pad
from kiosk.staff.step_frame import back_action, step_frame
from kiosk.staff.stock import MOST_CHARACTERS, StockNotice, StockState, StockStep
from kiosk.texts import Texts
from kiosk.viewmodel.intents import (
    ChooseBatch,
    Continue,
    CountCard,
    GiveCard,
    Intent,
    OpenScanner,
    ReturnCards,
    SwitchLight,
    TakeBackCard,
    TakeCards,
    TypeInstead,
    VoidCard,
)
from kiosk.viewmodel.views import Action, Choice, Line, ScanView, StaffCodeView, StaffNumberView, StaffView, View
from sync.protocol.encoding import group_code
from sync.station.day_sheet import CardStock

_WAYS: tuple[tuple[Intent, str, str], ...] = (
    (TakeCards(), "take", "plus"),
    (GiveCard(), "give", "contact"),
    (TakeBackCard(), "back", "back"),
    (VoidCard(), "void", "cross"),
    (ReturnCards(), "return", "minus"),
)

_GOOD = frozenset({StockNotice.NOTHING, StockNotice.GIVEN, StockNotice.VOID, StockNotice.BACK, StockNotice.COUNTED})
"""What stands beside the field, and is no warning."""

_BAD = tuple(notice for notice in StockNotice if notice not in _GOOD and notice is not StockNotice.STRANGE)

_FAULTS = (CaptureState.MISSING, CaptureState.LOST)
"""Of the camera."""


def stock_view(words: Texts, state: StockState) -> View:
    """The step of it."""
    if state.camera is not None:
        return _camera_view(words, state, state.camera)
    match state.step:
        case StockStep.LIST:
            return _list_view(words, state)
        case StockStep.WHICH:
            batches = tuple(Choice(ChooseBatch(batch), _batch(words, batch)) for batch in state.stock)
            return StaffView(step_frame(words), words.text("staff.stock.which"), choices=batches, part="which")
        case StockStep.GIVE | StockStep.VOID | StockStep.BACK:
            return _code_view(words, state)
        case StockStep.BATCH | StockStep.TAKEN | StockStep.RETURNED:
            return _number_view(words, state)


def _list_view(words: Texts, state: StockState) -> StaffView:
    return StaffView(
        step_frame(words),
        words.text("staff.stock"),
        words.text("staff.stock.explanation"),
        _notice(words, state),
        lines=tuple(
            Line(_batch(words, batch), _cards(words, cards), public=True)
            for batch, cards in sorted(state.stock.items())
        ),
        choices=tuple(
            Choice(intent, words.text(f"staff.stock.{way}"), "", sign, enabled=way == "take" or bool(state.stock))
            for intent, way, sign in _WAYS
        ),
        part="stock",
    )


def _number_view(words: Texts, state: StockState) -> StaffNumberView:
    return pin_pad(  # type: ignore[return-value]
        words,
        headline=words.text(f"staff.stock.how_many.{state.step}"),
        explanation=_batch(words, state.batch) if state.batch else words.text("staff.stock.batch.where"),
        notice=_notice(words, state),
        typed=words.text("staff.day.number", number=state.typed or "–"),
        main=Action(Continue(), words.text("common.continue"), "arrow-right", waits=not state.typed),
        back=back_action(words),
        kind=StaffNumberView,
    )


def _code_view(words: Texts, state: StockState) -> StaffCodeView:
    act = state.step.value
    main = Action(Continue(), words.text(f"staff.stock.{act}"), "check", waits=not state.typed)
    without = Action(
        CountCard(), words.text("staff.stock.without"), "plus", name=words.text(f"staff.stock.{act}.count")
    )
    return StaffCodeView(
        step_frame(words, main=main, end=without),
        words.text(f"staff.stock.{act}.headline"),
        notice="" if state.notice in _GOOD else _notice(words, state),
        may_tell=tuple(words.text(f"staff.stock.notice.{notice}") for notice in _BAD),
        text=group_code(state.typed),
        limit=MOST_CHARACTERS + MOST_CHARACTERS // 4,
        field_name=words.text("staff.stock.code"),
        room=_notice(words, state) if state.notice in _GOOD else "",
        keys={"backspace": words.text("key.backspace")},
        scan=Choice(OpenScanner(), words.text("scan.open"), pictogram="camera") if state.has_camera else None,
    )


def _camera_view(words: Texts, state: StockState, camera: CaptureState) -> ScanView:
    is_fault = camera in _FAULTS
    again = Action(OpenScanner(), words.text("photo.try_again"), "camera")
    light = Choice(SwitchLight(), words.text("scan.light.off" if state.is_lit else "scan.light.on"), pictogram="lamp")
    strange = words.text("scan.problem.strange") if state.notice is StockNotice.STRANGE else ""
    return ScanView(
        step_frame(words, main=again if is_fault else None),
        words.text(f"staff.stock.{state.step}.headline"),
        words.text("staff.stock.scan"),
        words.text(f"scan.problem.{camera}") if is_fault else strange,
        may_tell=tuple(words.text(f"scan.problem.{name}") for name in (*_FAULTS, "strange")),
        live=not is_fault,
        picture_name=words.text("photo.sees"),
        choices=(
            *((light,) if state.is_lit is not None and not is_fault else ()),
            Choice(TypeInstead(), words.text("scan.type"), pictogram="keyboard"),
        ),
    )


def _cards(words: Texts, cards: CardStock) -> str:
    numbers = {name: words.number(getattr(cards, name)) for name in ("taken", "given", "spoiled", "returned", "left")}
    return words.text("staff.stock.cards", **numbers)


def _batch(words: Texts, batch: str) -> str:
    return words.text("staff.stock.batch", batch=batch)


def _notice(words: Texts, state: StockState) -> str:
    return words.text(f"staff.stock.notice.{state.notice}") if state.notice else ""
