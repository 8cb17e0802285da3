"""The views of a survey. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kiosk.media.presenter import enclosed_lines, spoken_tile, written_tile
from kiosk.session.frame import Scene, frame, go_on
from kiosk.session.session import Step
from kiosk.session.shared_views import receipt_view
from kiosk.session.typed_code import grouped_number, grouped_second_code
from kiosk.surveys import rules
from kiosk.surveys.actions import MEDIA, question_of, survey_of
from kiosk.surveys.state import SurveyState
from kiosk.surveys.steps import SurveyStep
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Continue, EndVisit, OpenSurvey, OpenSurveys, SendSurvey
from kiosk.viewmodel.views import (
    Action,
    Choice,
    ExtrasView,
    Line,
    PollsView,
    ReceiptView,
    SurveyPageView,
    View,
    VotePlaceView,
    VoteReviewView,
    VoteTextView,
    VoteView,
)
from kiosk.voting.kinds import form_of
from kiosk.voting.kinds.paper import BallotPaper, joined
from sync.protocol.polls.kinds import Answer
from sync.protocol.surveys.survey import Survey, SurveyQuestion


def tiles(scene: Scene) -> Iterator[Choice]:
    """The way to the surveys, and to each that listens; none when nothing is asked."""
    words, begun = scene.texts, scene.session.of(SurveyState)
    surveys = scene.offer.open_surveys(scene.session.district, scene.today)
    started = words.text("home.started") if begun.has_answers else ""
    if any(not survey.listens for survey in surveys):
        yield Choice(
            OpenSurveys(), words.text("home.surveys"), words.text("home.surveys.about"), "pencil", note=started
        )
    for survey in surveys:
        if survey.listens:
            yield Choice(OpenSurvey(survey.id), words.content(survey.title), words.content(survey.about), "idea")


def surveys_view(scene: Scene) -> PollsView:
    """The surveys of the chosen district."""
    words, state = scene.texts, scene.session.of(SurveyState)
    surveys = scene.offer.open_surveys(scene.session.district, scene.today)
    return PollsView(
        frame=frame(scene),
        headline=words.text("surveys.headline"),
        explanation=words.text("surveys.explanation" if surveys else "surveys.none"),
        notice=scene.notice,
        choices=tuple(
            Choice(
                OpenSurvey(survey.id),
                words.content(survey.title),
                words.text("survey.length", number=len(survey.questions)),
                "check" if survey.id in state.sent else "pencil",
                note=words.text("polls.done") if survey.id in state.sent else _until(words, survey),
                chosen=survey.id in state.sent,
            )
            for survey in surveys
        ),
    )


def _until(words: Texts, survey: Survey) -> str:
    return words.text("polls.until", date=words.date(survey.closes))


def survey_view(scene: Scene) -> SurveyPageView:
    """What it is about, how long it is, and what becomes of the answers."""
    words, survey = scene.texts, survey_of(scene.session, scene.offer)
    length = "" if survey.listens else words.text("survey.length", number=len(survey.questions))
    return SurveyPageView(
        frame=frame(scene, main=Action(Continue(), words.text("survey.begin"), "arrow-right")),
        headline=words.content(survey.title),
        explanation="\n".join(part for part in (words.content(survey.about), length) if part),
        notice=scene.notice,
        sentences=(words.text("survey.skipping"), words.text("survey.privacy"), *_voices(scene, survey)),
    )


def survey_question_view(scene: Scene) -> VoteView | VoteTextView | VotePlaceView:
    """One question, and which of how many it is. The way on skips it as long as nothing is answered."""
    words, paper = scene.texts, _paper(scene)
    form = form_of(paper.poll)
    skips = not paper.answer
    main = Action(Continue(), words.text("survey.skip"), "arrow-right") if skips else go_on(words)
    asked = scene.session.of(SurveyState).details.get(paper.poll.id)
    if asked and asked.now:
        main = replace(main, label=asked.word_of_main(words))
    common = {
        "frame": frame(scene, main=main),
        "headline": words.content(paper.poll.question),
        "explanation": _position(scene),
        "notice": scene.notice,
        "rule": form.rule(words, paper.poll),
        "part": paper.poll.id,
    }
    return form.view(paper, common)


def survey_how_view(scene: Scene) -> ExtrasView:
    """An open question, and the ways of answering it: writing, speaking, or going on without."""
    words, paper, enclosed = scene.texts, _paper(scene), scene.session.of(SurveyState).enclosed
    skips = not paper.answer and enclosed.spoken is None
    write = written_tile(scene, is_done=bool(paper.answer))
    skip = Action(Continue(), words.text("survey.skip"), "arrow-right")
    return ExtrasView(
        frame=frame(scene, main=skip if skips else go_on(words)),
        headline=words.content(paper.poll.question),
        explanation=words.text("survey_how.explanation"),
        notice=scene.notice,
        choices=(write, *spoken_tile(scene, enclosed)),
    )


def survey_pause_view(scene: Scene) -> SurveyPageView:
    """A break before the next question."""
    words = scene.texts
    return SurveyPageView(
        frame=frame(scene, main=go_on(words)),
        headline=words.text("survey.pause"),
        explanation=_position(scene),
        sentences=(words.content(question_of(scene.session, scene.offer).pause),),
    )


def survey_review_view(scene: Scene) -> VoteReviewView:
    """Every answer once more before they are sent."""
    words, state = scene.texts, scene.session.of(SurveyState)
    survey = survey_of(scene.session, scene.offer)
    has_any = bool(rules.counted_answers(survey, state.answers, given=state.given)) or state.enclosed.spoken is not None
    send = Action(SendSurvey(), words.text("survey.send"), "check", waits=not has_any)
    return VoteReviewView(
        frame=frame(scene, main=send),
        headline=words.text("survey.review"),
        explanation=words.text("survey.review.explanation"),
        notice=scene.notice,
        lines=tuple(line for question in survey.shown(state.given) for line in _lines(scene, question)),
    )


def survey_sent_view(scene: Scene) -> SurveyPageView:
    """It is stored; what others said, where that was released."""
    words, survey = scene.texts, survey_of(scene.session, scene.offer)
    main = Action(EndVisit(), words.text("receipt.done"), "check", name=words.text("common.end.name"))
    return SurveyPageView(
        frame=replace(frame(scene, main=main), end=None),
        headline=words.text("survey.sent"),
        explanation=words.text("survey.sent.explanation"),
        notice=scene.notice,
        sentences=_voices(scene, survey),
    )


def survey_receipt_view(scene: Scene) -> ReceiptView:
    """It is stored, with what was said aloud; by its number that can be withdrawn."""
    words = scene.texts
    return receipt_view(
        scene,
        headline=words.text("contribution_receipt.headline"),
        stored=words.text("contribution_receipt.stored"),
        code_title=words.text("contribution_receipt.code"),
        code=grouped_number(scene.session.code),
        second=Line(words.text("report_receipt.second"), grouped_second_code(scene.session.second_code)),
        next_steps=words.text("survey_receipt.next"),
        write_down=words.text("receipt.write_both"),
    )


def first_views(scene: Scene) -> Iterator[View]:
    """Each survey that is still to come or open: its first page, its breaks and its questions as published."""
    for survey in scene.offer.surveys.values():
        if survey.is_for(scene.session.district) and survey.closes >= scene.today:
            orders = {one.id: tuple(option.id for option in one.poll.options) for one in survey.questions}
            scene.session.states[SurveyState] = SurveyState(survey.id, orders=orders)
            yield survey_view(scene)
            for question in survey.questions:
                scene.session.of(SurveyState).at = question.id
                yield survey_question_view(scene)


def _voices(scene: Scene, survey: Survey) -> tuple[str, ...]:
    words = scene.texts
    aloud = tuple(one.text for one in scene.session.of(SurveyState).voices)
    said = (*(words.content(voice) for voice in survey.voices), *aloud)
    return (words.text("survey.voices"), *said) if said else ()


def _position(scene: Scene) -> str:
    state = scene.session.of(SurveyState)
    number, total = rules.place_of(survey_of(scene.session, scene.offer), state.given, state.at)
    return scene.texts.text("survey.position", number=number, total=total)


def _paper(scene: Scene) -> BallotPaper:
    question = question_of(scene.session, scene.offer)
    return _paper_of(scene, question)


def _paper_of(scene: Scene, question: SurveyQuestion) -> BallotPaper:
    state = scene.session.of(SurveyState)
    order = state.orders.get(question.id) or tuple(option.id for option in question.poll.options)
    answer: Answer = state.answers.get(question.id, form_of(question.poll).empty)
    return BallotPaper(question.poll, order, answer, scene.texts)


def _lines(scene: Scene, question: SurveyQuestion) -> Iterator[Line]:
    words, paper = scene.texts, _paper_of(scene, question)
    label, state = words.content(question.poll.question), scene.session.of(SurveyState)
    aloud = enclosed_lines(words, state.enclosed) if question.id == state.aloud else ()
    for _title, long, pictogram in aloud:
        yield Line(label, long, pictogram)
    if not paper.answer and aloud:
        return
    if not paper.answer:
        yield Line(label, words.text("survey.skipped"))
        return
    said = [line.value for line in form_of(question.poll).review(paper)]
    yield Line(label, joined(words, *said) if len(said) == 1 else "\n".join(said), "check")


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    SurveyStep.SURVEYS: surveys_view,
    SurveyStep.SURVEY: survey_view,
    SurveyStep.SURVEY_HOW: survey_how_view,
    SurveyStep.SURVEY_QUESTION: survey_question_view,
    **MEDIA.views,
    SurveyStep.SURVEY_PAUSE: survey_pause_view,
    SurveyStep.SURVEY_REVIEW: survey_review_view,
    SurveyStep.SURVEY_SENT: survey_sent_view,
    SurveyStep.SURVEY_RECEIPT: survey_receipt_view,
}
"""What shows each step."""
