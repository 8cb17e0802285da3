"""What a person does to a survey, done to the visit. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from kiosk.event_log import KioskEvent
from kiosk.media.rules import NotEnclosed, keep_enclosures
from kiosk.media.state import Enclosures
from kiosk.media.steps import MediaSteps
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Session
from kiosk.session.task import Work
from kiosk.station.catalogue import Offer
from kiosk.surveys import rules
from kiosk.surveys.state import SurveyState, enclose, enclosed_in
from kiosk.surveys.steps import SurveyStep
from kiosk.viewmodel.intents import Intent
from kiosk.voting.actions import notice_of
from kiosk.voting.kinds import form_of
from kiosk.voting.rules import VoteRefused, check_ballot, option_order
from sync.protocol.surveys.survey import Survey, SurveyQuestion

MEDIA = MediaSteps(enclosed_in=enclosed_in, enclose=enclose, spoken=SurveyStep.SURVEY_VOICE)
"""What is said aloud to an open question."""


def survey_of(session: Session, offer: Offer) -> Survey:
    """The survey being answered."""
    return offer.surveys[session.of(SurveyState).survey]


def question_of(session: Session, offer: Offer) -> SurveyQuestion:
    """The question being shown."""
    at = session.of(SurveyState).at
    return next(question for question in survey_of(session, offer).questions if question.id == at)


def open_survey(survey_id: str, work: Work) -> Notice:
    """To its first page. Answers to another survey are let go: whoever wanted to send them was asked."""
    session, state = work.session, work.session.of(SurveyState)
    if survey_id in state.sent:
        return Notice("survey.problem.sent")
    if survey_id not in {one.id for one in work.offer.open_surveys(session.district, work.equipment.today())}:
        return Notice("survey.problem.closed")
    if survey_id != state.survey:
        if state.has_answers:
            return Notice("survey.problem.other")
        survey = work.offer.surveys[survey_id]
        session.states[SurveyState] = SurveyState(
            survey_id,
            sent=state.sent,
            aloud=rules.question_said_aloud(survey),
            voices=rules.voices_of(survey, work.equipment.registers.released()),
        )
    session.path = flow.go(session.path, SurveyStep.SURVEY)
    return NOTHING


def begin(work: Work) -> Notice:
    """To the question where the person was, else to the first."""
    state, survey = work.session.of(SurveyState), survey_of(work.session, work.offer)
    shown = survey.shown(state.given)
    here = next((question for question in shown if question.id == state.at), shown[0])
    return _show(here, work)


def change_answer(intent: Intent, work: Work) -> Notice:
    """Change the answer by what the person touched."""
    state, question = work.session.of(SurveyState), question_of(work.session, work.offer)
    try:
        state.answers[question.id] = form_of(question.poll).answer_after(
            question.poll, state.answers.get(question.id), intent
        )
    except VoteRefused as refused:
        return notice_of(refused.reason, question.poll)
    except KeyError:
        return NOTHING
    state.sealed = []
    if question.id in state.details:
        state.details[question.id].now = None
    return NOTHING


def go_on(work: Work) -> Notice:
    """To the next question, or to the review; with an answer that its rules do not allow, nowhere.

    From what was written back to the ways of saying it, where it can be said aloud, too.
    """
    session, state = work.session, work.session.of(SurveyState)
    question = question_of(session, work.offer)
    if answer := state.answers.get(question.id):
        try:
            check_ballot(question.poll, answer, today=work.equipment.today())
        except VoteRefused as refused:
            return notice_of(refused.reason, question.poll)
        if form_of(question.poll).counts == "text":
            asked = state.details.setdefault(question.id, DetailsAsked()).ask(str(answer))
            if asked != NOTHING:
                return asked
    if session.step is SurveyStep.SURVEY_QUESTION and is_one_of_ways(session):
        session.path = flow.back(session.path)
        return NOTHING
    following = rules.neighbour(survey_of(session, work.offer), state.given, question.id, by=1)
    if following is None:
        session.path = flow.go(session.path, SurveyStep.SURVEY_REVIEW)
        return NOTHING
    return _show(following, work)


def go_back(work: Work) -> None:
    """To the question before; from the first to the first page."""
    session, state = work.session, work.session.of(SurveyState)
    before = rules.neighbour(survey_of(session, work.offer), state.given, state.at, by=-1)
    session.path = flow.go(session.path, SurveyStep.SURVEY)
    if before is not None:
        state.at = before.id
        session.path = flow.go(session.path, _step_of(before, work))


def is_one_of_ways(session: Session) -> bool:
    """True where the question is written that can also be said aloud: back from it is to the choice of the way."""
    return SurveyStep.SURVEY_HOW in session.path and session.of(SurveyState).at == session.of(SurveyState).aloud


def send(work: Work) -> Notice:
    """Send what was answered, as it is. The thanks follow only when all of it is on disk."""
    session, state, equipment = work.session, work.session.of(SurveyState), work.equipment
    survey = survey_of(session, work.offer)
    if not survey.is_open(equipment.today()):
        return Notice("survey.problem.closed")
    if not state.sealed:
        state.sealed = rules.seal_answers(
            survey,
            state.answers,
            given=state.given,
            district=work.here,
            day=equipment.dated().day,
            key=work.offer.seal_key(equipment.now()),
        )
    try:
        _seal_spoken(survey.id, work)
    except NotEnclosed as error:
        equipment.note(KioskEvent.NOT_STORED, error)
        return _without_spoken(session)
    aloud = state.sealed_aloud
    records = [*state.sealed, *([aloud.record] if aloud else [])]
    if not records:
        return Notice("survey.problem.nothing")
    if not rules.store_all(records, outbox=equipment.outbox):
        equipment.note(KioskEvent.NOT_STORED)
        return Notice("survey.problem.not_stored")
    session.states[SurveyState] = SurveyState(survey.id, sent=state.sent | {survey.id}, voices=state.voices)
    if aloud is not None:
        session.code, session.second_code = aloud.code, aloud.second_code
    session.path = flow.end(SurveyStep.SURVEY_RECEIPT if aloud else SurveyStep.SURVEY_SENT)
    return NOTHING


def _seal_spoken(survey: str, work: Work) -> None:
    """Raises NotEnclosed when it finds no room."""
    state, equipment = work.session.of(SurveyState), work.equipment
    if state.enclosed.spoken is None or state.sealed_aloud is not None:
        return
    key = work.offer.seal_key(equipment.now())
    state.sealed_aloud = rules.seal_spoken(
        survey,
        keep_enclosures(state.enclosed, keep=equipment.keep_attachment, key=key),
        district=work.here,
        language=work.session.language,
        dated=equipment.dated(),
        key=key,
        random=equipment.random,
    )


def _without_spoken(session: Session) -> Notice:
    """It finds no room: what was written goes without it. Where nothing was, what was said is still there."""
    if not session.of(SurveyState).sealed:
        return Notice("contribution.problem.no_room_to_speak")
    enclose(session, Enclosures())
    return Notice("contribution.problem.not_enclosed")


def resumed(work: Work) -> flow.Path:
    """The path to the question that was left; where none was, to the first page."""
    session, state = work.session, work.session.of(SurveyState)
    path: flow.Path = (VisitStep.HOME, SurveyStep.SURVEYS, SurveyStep.SURVEY)
    if not state.at:
        return path
    return (*path, _step_of(question_of(session, work.offer), work))


def _show(question: SurveyQuestion, work: Work) -> Notice:
    session, state = work.session, work.session.of(SurveyState)
    state.at = question.id
    if question.id not in state.orders:
        state.orders[question.id] = option_order(question.poll, random=work.equipment.random)
    session.path = flow.go(flow.go(session.path, SurveyStep.SURVEY), _step_of(question, work))
    if question.pause and question.id not in state.paused:
        state.paused |= {question.id}
        session.path = flow.go(session.path, SurveyStep.SURVEY_PAUSE)
    return NOTHING


def _step_of(question: SurveyQuestion, work: Work) -> SurveyStep:
    """Where it is asked: first how to answer, where it can be answered aloud here."""
    state = work.session.of(SurveyState)
    can_speak = work.equipment.capture.has_microphone() or not state.enclosed.is_empty
    return SurveyStep.SURVEY_HOW if can_speak and question.id == state.aloud else SurveyStep.SURVEY_QUESTION
