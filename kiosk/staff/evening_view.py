"""The views of the poll for one evening. Values from values."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.session.shared_views import figure_line, paper_words
from kiosk.staff.closing_view import pin_pad, print_action
from kiosk.staff.evening import EveningNotice, EveningState, EveningStep
from kiosk.staff.step_frame import back_action, step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import ChooseEvening, Continue, CountEvening, EndEvening, HandOverKeys, OpenEvening
from kiosk.viewmodel.views import Action, Choice, Line, StaffPinView, StaffView, View
from sync.protocol.poll_results import PollResult


def evening_view(words: Texts, state: EveningState, *, can_print: bool) -> View:
    """The step of it."""
    match state.step:
        case EveningStep.CHOOSE:
            return _choose_view(words, state)
        case EveningStep.OPEN:
            return _open_view(words, state)
        case EveningStep.END:
            return _end_view(words)
        case EveningStep.RESULT:
            return _result_view(words, state, can_print=can_print)
        case _:
            return _pin_view(words, state)


def _choose_view(words: Texts, state: EveningState) -> StaffView:
    return StaffView(
        step_frame(words),
        words.text("staff.evening.choose"),
        words.text("staff.evening.choose.explanation" if state.choices else "staff.evening.none"),
        _notice(words, state),
        choices=tuple(
            Choice(ChooseEvening(poll), words.content(question), "", "vote") for poll, question in state.choices
        ),
        part="evening",
    )


def _pin_view(words: Texts, state: EveningState) -> StaffPinView:
    return pin_pad(
        words,
        headline=words.text(f"staff.evening.pin.{state.step}"),
        explanation=_pin_words(words, state.step),
        notice=_notice(words, state),
        typed=words.text("staff.pin.typed", number=state.typed),
        main=Action(
            Continue(),
            words.text("common.continue"),
            "arrow-right",
            enabled=state.notice is not EveningNotice.WAIT,
            waits=not state.typed,
        ),
        back=back_action(words),
    )


def _pin_words(words: Texts, step: EveningStep) -> str:
    match step:
        case EveningStep.COUNT_FIRST | EveningStep.COUNT_SECOND:
            return words.text("staff.evening.pin.use")
        case EveningStep.KEYS_FIRST | EveningStep.KEYS_SECOND:
            return words.text("staff.evening.pin.hand_over")
        case _:
            return words.text("staff.evening.pin.make")


def _open_view(words: Texts, state: EveningState) -> StaffView:
    return StaffView(
        step_frame(words),
        words.text("staff.evening.open" if state.is_today else "staff.evening.over"),
        words.text("staff.evening.open.explanation"),
        _notice(words, state),
        lines=(*_question(words, state), _line(words, "ballots", words.number(state.ballots))),
        choices=(
            Choice(CountEvening(), words.text("staff.evening.count"), "", "check"),
            Choice(EndEvening(), words.text("staff.evening.end"), "", "cross"),
        ),
        part="evening",
    )


def _end_view(words: Texts) -> StaffView:
    main = Action(Continue(), words.text("staff.evening.end"), "cross")
    return StaffView(
        step_frame(words, main=main),
        words.text("staff.evening.end.question"),
        words.text("staff.evening.end.explanation"),
        part="evening-end",
    )


def _result_view(words: Texts, state: EveningState, *, can_print: bool) -> StaffView:
    assert state.result is not None, "a result is shown"
    return StaffView(
        step_frame(words),
        words.text("staff.evening.result"),
        words.text("staff.evening.result.explanation"),
        _notice(words, state),
        lines=(*_question(words, state), *_figures(words, state.result)),
        choices=(
            *((_hand_over(words),) if state.has_keys else ()),
            Choice(OpenEvening(), words.text("staff.evening.another"), "", "plus"),
        ),
        print_action=print_action(words, state.paper) if can_print else None,
        print_words=paper_words(words, state.paper),
        part="evening-result",
    )


def _hand_over(words: Texts) -> Choice:
    return Choice(
        HandOverKeys(), words.text("staff.evening.hand_over"), words.text("staff.evening.hand_over.about"), "lock"
    )


def _figures(words: Texts, result: PollResult) -> Iterator[Line]:
    yield _line(words, "ballots", words.number(result.ballots))
    for figure in result.figures:
        yield figure_line(words, result.poll, figure)


def _question(words: Texts, state: EveningState) -> Iterator[Line]:
    if state.question is not None:
        yield _line(words, "question", words.content(state.question))


def _notice(words: Texts, state: EveningState) -> str:
    match state.notice:
        case EveningNotice.NOTHING:
            return ""
        case EveningNotice.WRONG:
            return words.text("staff.pin.wrong")
        case EveningNotice.HANDED_OVER:
            return words.text("staff.evening.handed_over")
        case EveningNotice.WAIT:
            return words.text("staff.pin.wait", time=words.duration(state.seconds))
        case _:
            return words.text(f"staff.evening.problem.{state.notice}")


def _line(words: Texts, name: str, value: str) -> Line:
    return Line(words.text(f"staff.evening.{name}"), value, public=True)
