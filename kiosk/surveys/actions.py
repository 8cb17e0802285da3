"""What a person does to a survey, done to the visit. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from kiosk.event_log import KioskEvent
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.session import Session
from kiosk.session.task import Work
from kiosk.station.catalogue import Offer
from kiosk.surveys import rules
from kiosk.surveys.state import SurveyState
from kiosk.surveys.steps import SurveyStep
from kiosk.viewmodel.intents import Intent
from kiosk.voting.actions import notice_of
from kiosk.voting.kinds import form_of
from kiosk.voting.rules import VoteRefused, check_ballot, option_order
from sync.protocol.surveys.survey import Survey, SurveyQuestion


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
        session.states[SurveyState] = SurveyState(survey_id, sent=state.sent)
    session.path = flow.go(session.path, SurveyStep.SURVEY)
    return NOTHING


def begin(work: Work) -> Notice:
    """To the question where the person was, else to the first."""
    state, survey = work.session.of(SurveyState), survey_of(work.session, work.offer)
    shown = survey.shown(state.answers)
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
    return NOTHING


def go_on(work: Work) -> Notice:
    """To the next question, or to the review; with an answer that its rules do not allow, nowhere."""
    session, state = work.session, work.session.of(SurveyState)
    question = question_of(session, work.offer)
    if answer := state.answers.get(question.id):
        try:
            check_ballot(question.poll, answer, today=work.equipment.today())
        except VoteRefused as refused:
            return notice_of(refused.reason, question.poll)
    following = rules.neighbour(survey_of(session, work.offer), state.answers, question.id, by=1)
    if following is None:
        session.path = flow.go(session.path, SurveyStep.SURVEY_REVIEW)
        return NOTHING
    return _show(following, work)


def go_back(work: Work) -> None:
    """To the question before; from the first to the first page."""
    session, state = work.session, work.session.of(SurveyState)
    before = rules.neighbour(survey_of(session, work.offer), state.answers, state.at, by=-1)
    if before is None:
        session.path = flow.go(session.path, SurveyStep.SURVEY)
    else:
        state.at = before.id
        session.path = flow.go(session.path, SurveyStep.SURVEY_QUESTION)


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
            district=work.here,
            day=equipment.dated().day,
            key=work.offer.seal_key(equipment.now()),
        )
    if not state.sealed:
        return Notice("survey.problem.nothing")
    if not rules.store_all(state.sealed, outbox=equipment.outbox):
        equipment.note(KioskEvent.NOT_STORED)
        return Notice("survey.problem.not_stored")
    session.states[SurveyState] = SurveyState(survey.id, sent=state.sent | {survey.id})
    session.path = flow.end(SurveyStep.SURVEY_SENT)
    return NOTHING


def resumed(session: Session) -> flow.Path:
    """The path to the question that was left; where none was, to the first page."""
    if not session.of(SurveyState).at:
        return (VisitStep.HOME, SurveyStep.SURVEYS, SurveyStep.SURVEY)
    return (VisitStep.HOME, SurveyStep.SURVEYS, SurveyStep.SURVEY, SurveyStep.SURVEY_QUESTION)


def _show(question: SurveyQuestion, work: Work) -> Notice:
    session, state = work.session, work.session.of(SurveyState)
    state.at = question.id
    if question.id not in state.orders:
        state.orders[question.id] = option_order(question.poll, random=work.equipment.random)
    session.path = flow.go(session.path, SurveyStep.SURVEY_QUESTION)
    if question.pause and question.id not in state.paused:
        state.paused |= {question.id}
        session.path = flow.go(session.path, SurveyStep.SURVEY_PAUSE)
    return NOTHING
