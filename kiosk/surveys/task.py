"""Answering a survey, as a task of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.media.state import Enclosures
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.surveys import actions, presenter
from kiosk.surveys.privacy import OVERHEARD
from kiosk.surveys.state import SurveyState, enclose
from kiosk.surveys.steps import SurveyStep
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.contributing_intents import OpenOwnWords
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Choice, View

_ANSWERS = (intents.Choose, intents.MoveUp, intents.Rate, intents.Describe)
"""What a person can do to a question."""


class Surveys(Task):
    """Answer a survey."""

    views = presenter.VIEWS
    accent = "voting"
    secret = frozenset({SurveyStep.SURVEY_QUESTION, SurveyStep.SURVEY_VOICE, SurveyStep.SURVEY_REVIEW})
    overheard = OVERHEARD
    captures = actions.MEDIA.steps

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """One for all surveys and one for each that listens, while any can be answered."""
        return tuple(presenter.tiles(scene))

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """From the home page to the thanks."""
        session = work.session
        match step, intent:
            case _, intents.OpenSurveys():
                session.path = flow.go(session.path, SurveyStep.SURVEYS)
            case _, intents.OpenSurvey(survey):
                return actions.open_survey(survey, work)
            case SurveyStep.SURVEY, intents.Continue():
                return actions.begin(work)
            case SurveyStep.SURVEY_PAUSE, intents.Continue():
                session.path = flow.back(session.path)
            case SurveyStep.SURVEY_QUESTION, intent if isinstance(intent, _ANSWERS):
                return actions.change_answer(intent, work)
            case ((SurveyStep.SURVEY_QUESTION | SurveyStep.SURVEY_HOW), intents.Continue()):
                return actions.go_on(work)
            case SurveyStep.SURVEY_HOW, OpenOwnWords():
                session.path = flow.go(session.path, SurveyStep.SURVEY_QUESTION)
            case SurveyStep.SURVEY_HOW, intents.OpenMicrophone():
                return actions.MEDIA.open(intent, session)
            case _, intents.SendSurvey() if session.of(SurveyState).has_answers:
                return actions.send(work)
            case _:
                return actions.MEDIA.answer(step, intent, work)
        return NOTHING

    def attend(self, work: Work) -> None:
        """Take over what the microphone has brought."""
        actions.MEDIA.attend(work)

    def help_at(self, step: Step, words: Texts) -> str:
        """At the microphone, the ways of saying it and the receipt what is told everywhere."""
        if step is SurveyStep.SURVEY_HOW:
            return words.text("help.at.how_to_say")
        if step is SurveyStep.SURVEY_RECEIPT:
            return words.text("help.at.contribution_receipt")
        return actions.MEDIA.help_at(step, words) or super().help_at(step, words)

    def step_back(self, step: Step, work: Work) -> bool:
        """From a question to the one before."""
        if step not in {SurveyStep.SURVEY_HOW, SurveyStep.SURVEY_QUESTION, SurveyStep.SURVEY_PAUSE}:
            return False
        if step is SurveyStep.SURVEY_QUESTION and actions.is_one_of_ways(work.session):
            return False
        actions.go_back(work)
        return True

    def first_views(self, scene: Scene) -> Iterable[View]:
        """The surveys of the district that are still to come or open."""
        return presenter.first_views(scene)

    def is_unfinished(self, session: Session) -> bool:
        """Something is answered and not sent."""
        return session.of(SurveyState).has_answers

    def forget_answers(self, session: Session) -> None:
        """The survey can be opened anew."""
        if self.is_unfinished(session):
            state = session.of(SurveyState)
            state.answers.clear()
            state.sealed.clear()
            enclose(session, Enclosures())
            if self.is_under_way(session.path) or session.step in self.secret:
                session.path = flow.HOME

    def unfinished_sentence(self, words: Texts) -> str:
        """What is not sent."""
        return words.text("unfinished.headline.survey")

    def ways_out(self, scene: Scene) -> Sequence[Choice]:
        """It can be sent as it is."""
        words = scene.texts
        if not self.is_unfinished(scene.session):
            return ()
        about = words.text("survey.send_as_it_is.about")
        return (Choice(intents.SendSurvey(), words.text("survey.send_as_it_is"), about, "check"),)

    def is_under_way(self, path: flow.Path) -> bool:
        """From the first question on."""
        return not {SurveyStep.SURVEY_HOW, SurveyStep.SURVEY_QUESTION}.isdisjoint(path)

    def resume(self, work: Work) -> flow.Path:
        """To the question that was left."""
        return actions.resumed(work)
