"""The views of looking up a code: the code, and the answer. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kiosk.lookup.rules import (
    can_be_missed,
    can_speak_to,
    can_withdraw,
    grouped,
    is_about_ballot,
)
from kiosk.lookup.state import LookupState
from kiosk.lookup.steps import LookupStep
from kiosk.media.scanning import scan_choice, scan_view
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
from kiosk.session.shared_views import paper_words, slip_action
from kiosk.session.typed_code import NUMBER_GROUP, grouped_second_code
from kiosk.texts import Texts
from kiosk.viewmodel.contributing_intents import OpenContribute
from kiosk.viewmodel.intents import (
    Continue,
    Intent,
    LookUp,
    OpenLookUp,
    OpenOutcome,
    OpenProject,
    OpenReport,
    OpenWithdraw,
    SayMissing,
    SayNotInOrder,
    Withdraw,
)
from kiosk.viewmodel.views import Action, AnswerView, Choice, Line, LookUpView, ReceiptView, ScanView, Tone, View
from sync.protocol.contributions import SUPPORTED, ContributionState
from sync.protocol.lookup_codes import MOST_CHARACTERS, LookupCodeProblem
from sync.protocol.records import WordKind
from sync.protocol.report_status import CODE_DIGITS, Standing


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
        scan=scan_choice(scene),
    )


def scan_slip_view(scene: Scene) -> ScanView:
    """The slip, shown to the camera."""
    return scan_view(scene, asked="slip", notice=scene.session.of(LookupState).scan_fault)


def answer_view(scene: Scene) -> AnswerView:
    """What is known about it, and what comes next."""
    words, finding = scene.texts, scene.session.of(LookupState).finding
    assert finding is not None
    answer, tone, next_steps = _answer(scene, finding)
    lines = _about(scene, finding)
    on_paper = isinstance(finding, ReportStands)
    return AnswerView(
        frame=frame(scene, main=Action(Continue(), words.text("answer.done"), "check")),
        headline=words.text("answer.headline"),
        notice=scene.notice,
        lines=lines,
        answer=answer,
        tone=tone,
        next_steps=next_steps,
        outcome=Action(_outcome_of(scene, finding), words.text("answer.outcome"), "project"),
        deeds=_deeds(scene, finding),
        print_action=slip_action(scene, words.text("project.print")) if on_paper else None,
        print_words=paper_words(words, scene.session.paper) if on_paper else "",
        slip=_slip(scene, answer, lines) if on_paper else None,
    )


def withdraw_view(scene: Scene) -> LookUpView:
    """Which second code."""
    words = scene.texts
    return LookUpView(
        frame=frame(scene, main=Action(Withdraw(), words.text("withdraw.go"), "check")),
        headline=words.text("withdraw.headline"),
        explanation=words.text("withdraw.explanation"),
        notice=scene.notice,
        text=grouped_second_code(scene.session.of(LookupState).second_code),
        limit=CODE_DIGITS + 1,
        field_name=words.text("withdraw.field"),
        may_tell=(words.text("withdraw.problem"), words.text("word.not_stored")),
        keys={"backspace": words.text("key.backspace")},
    )


def word_kept_view(scene: Scene) -> AnswerView:
    """What was said to the report is stored."""
    words, kept, finding = scene.texts, scene.session.of(LookupState).kept, scene.session.of(LookupState).finding
    said = kept.value if kept else "missing"
    return AnswerView(
        frame=frame(scene, main=Action(Continue(), words.text("answer.done"), "check")),
        headline=words.text("word_kept.headline"),
        lines=(_code_line(scene, words.text("report_receipt.code" if kept else "vote_receipt.code")),),
        answer=words.text(f"word_kept.{said}"),
        tone=Tone.STORED,
        next_steps=words.text(f"word_kept.{said}.next"),
        deeds=(_anew(words, finding),) if kept is WordKind.WITHDRAWN and finding else (),
    )


def _anew(words: Texts, finding: LookupFinding) -> Action:
    """Whoever wanted to change what they have withdrawn says it once more."""
    begin = OpenContribute() if _is_contribution(finding) else OpenReport()
    return Action(begin, words.text("word_kept.anew"), "pencil")


def _slip(scene: Scene, answer: str, lines: tuple[Line, ...]) -> ReceiptView:
    """What the city has said, for paper."""
    said = "\n\n".join(f"{line.label}: {line.value}" for line in lines)
    return ReceiptView(
        frame=frame(scene, ways=False), headline=scene.texts.text("answer.headline"), stored=answer, next_steps=said
    )


def _deeds(scene: Scene, finding: LookupFinding) -> tuple[Action, ...]:
    words, deeds = scene.texts, []
    if can_speak_to(finding):
        deeds.append(Action(SayNotInOrder(), words.text("answer.not_in_order"), "report"))
    if can_withdraw(finding):
        label = words.text(f"answer.withdraw{'.contribution' if _is_contribution(finding) else ''}")
        deeds.append(Action(OpenWithdraw(), label, "pencil"))
    if is_about_ballot(finding):  # also where it is there: nobody else can tell by the buttons
        deeds.append(Action(SayMissing(), words.text("answer.missing"), "help"))
    return tuple(deeds)


def _outcome_of(scene: Scene, finding: LookupFinding) -> Intent:
    """The way to the project that came of it, or that it was said to."""
    if isinstance(finding, ReportStands):
        became = scene.offer.project_of_entry(finding.name)
        if project := became.id if became else finding.standing.project:
            return OpenProject(project)
    return OpenOutcome(finding.poll if isinstance(finding, BallotInBox | BallotSpent) else "")


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
        case ReportStands(standing, _):
            answer = words.text(f"answer.{_what(standing)}.{standing.state.value}", date=words.date(standing.day))
            return _with_promise(scene, answer, standing), Tone.NEWS, _after(scene, standing)
        case ReportWaits(is_contribution, _):
            said = words.text("answer.contribution.waits" if is_contribution else "answer.report.waits")
            return said, Tone.STORED, words.text("answer.report.next")
        case ReportHandedOver(is_contribution):
            said = words.text("answer.contribution.handed_over" if is_contribution else "answer.report.handed_over")
            return said, Tone.STORED, words.text("answer.report.next")
        case _:
            return words.text("answer.report.unknown"), Tone.CHECK, words.text("answer.report.unknown.next")


def _with_promise(scene: Scene, answer: str, standing: Standing) -> str:
    """The sentence, and until when it is meant to be done; openly, when that day has gone by."""
    if standing.due is None or standing.is_over:
        return answer
    told = "overdue" if standing.is_overdue(scene.today) else "due"
    return f"{answer} {scene.texts.text(f'answer.{_what(standing)}.{told}', date=scene.texts.date(standing.due))}"


def _after(scene: Scene, standing: Standing) -> str:
    if standing.kind is not None and standing.is_over and standing.state is not ContributionState.WITHDRAWN:
        return scene.texts.text("answer.contribution.over.next")
    if standing.is_over:
        return scene.texts.text(f"answer.report.{standing.state.value}.next")
    return scene.texts.text("answer.report.next")


def _is_contribution(finding: LookupFinding) -> bool:
    if isinstance(finding, ReportStands):
        return finding.standing.kind is not None
    return isinstance(finding, ReportWaits | ReportHandedOver) and finding.is_contribution


def _what(standing: Standing) -> str:
    return "report" if standing.kind is None else "contribution"


def _about(scene: Scene, finding: LookupFinding) -> tuple[Line, ...]:
    """The poll, or what the city says; and the code, for comparing."""
    words = scene.texts
    about: list[Line] = []
    if isinstance(finding, BallotInBox | BallotSpent) and (poll := scene.offer.polls.get(finding.poll)):
        about.append(Line(words.text("answer.poll"), words.content(poll.title), "vote"))
        if poll.void:
            void = words.text("polls.void", reason=words.content(poll.void))
            about.append(Line(words.text("answer.poll.void"), void, "warning"))
    if isinstance(finding, ReportStands):
        standing = finding.standing
        said = (
            (words.text("answer.responsible"), standing.responsible),
            (words.text("answer.note"), standing.note),
            (words.text("answer.hidden"), standing.hidden),
        )
        about += [Line(title, value, "pencil") for title, value in said if value]
        if finding.released is not None and finding.released.kind in SUPPORTED:
            supports = words.plural("idea.supports", finding.released.supports)
            about.append(Line(words.text("idea.standing"), supports, "idea"))
    if where := _where(finding):
        about.append(Line(words.text("where"), words.text(f"where.{where}"), "stored"))
    about += _claim_lines(scene, finding)
    title = words.text("vote_receipt.code") if is_about_ballot(finding) else words.text("report_receipt.code")
    return (*about, _code_line(scene, title))


def _where(finding: LookupFinding) -> str:
    """Where it is, as far as this station knows; empty where the city itself has spoken."""
    match finding:
        case ReportWaits(_, is_on_its_way):
            return "on_its_way" if is_on_its_way else "here"
        case ReportHandedOver():
            return "arrived"
        case _:
            return ""


def _claim_lines(scene: Scene, finding: LookupFinding) -> Iterator[Line]:
    """That the ballot was missed, and what the city found; nothing once it is there."""
    words, claim = scene.texts, scene.session.of(LookupState).claim
    if claim is None or not can_be_missed(finding):
        return
    yield Line(words.text("answer.claim"), words.text("answer.claim.came", date=words.date(claim.came_on)), "report")
    if claim.answered_on:
        yield Line(words.text("answer.claim.answer", date=words.date(claim.answered_on)), claim.answer, "pencil")


def _code_line(scene: Scene, title: str) -> Line:
    return Line(title, grouped(scene.session.of(LookupState).typed_code), "receipt")


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    LookupStep.LOOK_UP: look_up_view,
    LookupStep.SCAN_SLIP: scan_slip_view,
    LookupStep.ANSWER: answer_view,
    LookupStep.WITHDRAW: withdraw_view,
    LookupStep.WORD_KEPT: word_kept_view,
}
"""What shows each step."""
