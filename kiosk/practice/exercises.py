"""The tasks as they are practised: the same pages and the same rules, and where something would be made, praise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from kiosk.practice.presenter import practice_done_view
from kiosk.practice.state import Exercise, PracticeState
from kiosk.practice.steps import PracticeStep
from kiosk.reporting.presenter import report_review_view
from kiosk.reporting.steps import ReportingStep
from kiosk.reporting.task import Reporting
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene
from kiosk.session.session import Step
from kiosk.session.task import Task, Work
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import ReviewView, View
from kiosk.voting.presenter import vote_review_view
from kiosk.voting.steps import VotingStep
from kiosk.voting.task import Voting

ACCENT = "practice"

Views = Mapping[Step, Callable[[Scene], View]]


def _said_not_to_count(review: Callable[[Scene], ReviewView]) -> Callable[[Scene], View]:
    def show(scene: Scene) -> View:
        view = review(scene)
        # The button of a real ballot is read aloud with a warning that would be untrue here.
        main = replace(view.frame.main, name="") if view.frame.main else None
        return replace(view, frame=replace(view.frame, main=main), explanation=scene.texts.text("practice.review"))

    return show


class PracticeVoting(Voting):
    """Answer a poll that is in no content. No ballot is ever made."""

    accent = ACCENT
    is_counted = False
    views: ClassVar[Views] = {
        **Voting.views,
        VotingStep.VOTE_REVIEW: _said_not_to_count(vote_review_view),
        PracticeStep.PRACTICE_DONE: practice_done_view,
    }

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """As in earnest, but for the last step."""
        if step is VotingStep.VOTE_REVIEW and isinstance(intent, intents.Cast):
            work.session.of(PracticeState).exercise = Exercise.VOTE
            work.session.path = flow.end(PracticeStep.PRACTICE_DONE)
            return NOTHING
        return super().answer(step, intent, work)


class PracticeReporting(Reporting):
    """Write a report that nobody gets. None is ever made."""

    accent = ACCENT
    is_counted = False
    views: ClassVar[Views] = {**Reporting.views, ReportingStep.REPORT_REVIEW: _said_not_to_count(report_review_view)}

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """As in earnest, but for the last step."""
        if step is ReportingStep.REPORT_REVIEW and isinstance(intent, intents.FileReport):
            work.session.of(PracticeState).exercise = Exercise.REPORT
            work.session.path = flow.end(PracticeStep.PRACTICE_DONE)
            return NOTHING
        return super().answer(step, intent, work)


EXERCISES: tuple[Task, ...] = (PracticeVoting(), PracticeReporting())
