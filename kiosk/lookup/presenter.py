"""The views of looking up a code: the code, and the answer. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.lookup.rules import MOST_CHARACTERS, NUMBER_GROUP, LookupCodeProblem, grouped
from kiosk.lookup.state import LookupState
from kiosk.lookup.steps import LookupStep
from kiosk.session.findings import (
    BallotInBox,
    BallotNotListed,
    BallotSpent,
    LookupFinding,
    NoBallotList,
    ReportHandedOver,
    ReportStands,
    ReportWaits,
)
from kiosk.session.frame import Scene, frame
from kiosk.session.session import Step
from kiosk.viewmodel.intents import Continue, LookUp, OpenLookUp
from kiosk.viewmodel.views import Action, AnswerView, Choice, Line, LookUpView, Tone, View
from sync.protocol.report_status import ReportState, Standing

LAST_STATES = {ReportState.SOLVED, ReportState.NOT_SOLVABLE}
"""After these nothing more is to be expected."""


def home_tile(scene: Scene) -> Choice:
    """The way to a code."""
    words = scene.texts
    return Choice(OpenLookUp(), words.text("home.look_up"), words.text("home.look_up.about"), "look-up")


def look_up_view(scene: Scene) -> LookUpView:
    """Which code."""
    words, typed = scene.texts, scene.session.of(LookupState).typed_code
    return LookUpView(
        frame=frame(scene, main=Action(LookUp(), words.text("look_up.go"), "look-up", waits=not typed)),
        headline=words.text("look_up.headline"),
        explanation=words.text("look_up.explanation"),
        notice=scene.notice,
        text=grouped(typed),
        limit=MOST_CHARACTERS + MOST_CHARACTERS // NUMBER_GROUP,
        field_name=words.text("look_up.field"),
        may_tell=tuple(words.text(f"look_up.problem.{problem.value}") for problem in LookupCodeProblem),
        keys={"backspace": words.text("key.backspace")},
    )


def answer_view(scene: Scene) -> AnswerView:
    """What is known about it, and what comes next."""
    words, finding = scene.texts, scene.session.of(LookupState).finding
    assert finding is not None
    answer, tone, next_steps = _answer(scene, finding)
    return AnswerView(
        frame=frame(scene, main=Action(Continue(), words.text("answer.done"), "check")),
        headline=words.text("answer.headline"),
        lines=_about(scene, finding),
        answer=answer,
        tone=tone,
        next_steps=next_steps,
    )


def _answer(scene: Scene, finding: LookupFinding) -> tuple[str, Tone, str]:
    """The sentence, how it is meant, and what comes next."""
    words = scene.texts
    match finding:
        case BallotInBox(_, as_of):
            answer = words.text("answer.ballot.in_box", date=words.date(as_of))
            return answer, Tone.STORED, words.text("answer.ballot.in_box.next")
        case BallotSpent(_, as_of):
            answer = words.text("answer.ballot.spent", date=words.date(as_of))
            return answer, Tone.NEWS, words.text("answer.ballot.spent.next")
        case BallotNotListed(as_of, again):
            answer = words.text("answer.ballot.not_listed", date=words.date(as_of))
            return answer, Tone.CHECK, words.text("answer.ballot.not_listed.next", date=words.date(again))
        case NoBallotList():
            return words.text("answer.ballot.no_list"), Tone.NEWS, words.text("answer.ballot.no_list.next")
        case ReportStands(standing):
            answer = words.text(f"answer.report.{standing.state.value}", date=words.date(standing.day))
            return answer, Tone.NEWS, _after(scene, standing)
        case ReportWaits():
            return words.text("answer.report.waits"), Tone.STORED, words.text("answer.report.next")
        case ReportHandedOver():
            return words.text("answer.report.handed_over"), Tone.STORED, words.text("answer.report.next")
        case _:
            return words.text("answer.report.unknown"), Tone.CHECK, words.text("answer.report.unknown.next")


def _after(scene: Scene, standing: Standing) -> str:
    if standing.state in LAST_STATES:
        return scene.texts.text(f"answer.report.{standing.state.value}.next")
    return scene.texts.text("answer.report.next")


def _about(scene: Scene, finding: LookupFinding) -> tuple[Line, ...]:
    """The poll, or what the city says; and the code, for comparing."""
    words, code = scene.texts, grouped(scene.session.of(LookupState).typed_code)
    about: list[Line] = []
    if isinstance(finding, BallotInBox | BallotSpent) and (poll := scene.offer.polls.get(finding.poll)):
        about.append(Line(words.text("answer.poll"), words.content(poll.title), "vote"))
    if isinstance(finding, ReportStands) and finding.standing.note:
        about.append(Line(words.text("answer.note"), finding.standing.note, "pencil"))
    is_ballot = isinstance(finding, BallotInBox | BallotSpent | BallotNotListed | NoBallotList)
    title = words.text("vote_receipt.code" if is_ballot else "report_receipt.code")
    return (*about, Line(title, code, "receipt"))


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    LookupStep.LOOK_UP: look_up_view,
    LookupStep.ANSWER: answer_view,
}
"""What shows each step."""
