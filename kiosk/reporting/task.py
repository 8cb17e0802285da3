"""Reporting a defect, as a task of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kiosk.reporting import actions, presenter
from kiosk.reporting.privacy import OVERHEARD
from kiosk.reporting.state import ReportingState, draft_of
from kiosk.reporting.steps import ReportingStep
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Choice, View


class Reporting(Task):
    """Tell the city of a defect."""

    views = presenter.VIEWS
    accent = "reporting"
    overheard = OVERHEARD

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """One, always."""
        return (presenter.home_tile(scene),)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """What, where, in words, check, send."""
        session, offer = work.session, work.offer
        match step, intent:
            case _, intents.OpenReport() if work.equipment.takes_reports():
                session.path = (VisitStep.HOME, ReportingStep.CATEGORIES)
                return NOTHING
            case step, intents.Continue() if step in actions.COMPLETE_AFTER:
                return actions.go_on(session, offer=offer)
            case ReportingStep.CATEGORIES, intents.ChooseCategory(category):
                return actions.choose_category(session, category, offer=offer)
            case ReportingStep.REPORT_DISTRICTS, intents.ChooseDistrict(district):
                return actions.choose_district(session, district, offer=offer)
            case ReportingStep.PLACE, intents.LookAt(longitude, latitude):
                work.session.of(ReportingState).looked_at = (longitude, latitude)
                return NOTHING
            case ReportingStep.PLACE, intents.PointAt(longitude, latitude):
                return actions.point_at(session, (longitude, latitude), offer=offer)
            case ReportingStep.SENTENCES, intents.ToggleSentence(number):
                return actions.toggle_sentence(session, number, offer=offer)
            case ReportingStep.DESCRIPTION, intents.Describe(text):
                return actions.describe(session, text)
            case ReportingStep.REPORT_REVIEW, intents.FileReport():
                return actions.file(session, offer=offer, equipment=work.equipment)
        return None

    def sign_video(self, step: Step, scene: Scene) -> Mapping[str, str]:
        """That of the category which is chosen, where categories are."""
        category = scene.offer.categories.get(draft_of(scene.session).category)
        return category.sign_video if category and step is ReportingStep.CATEGORIES else {}

    def first_views(self, scene: Scene) -> Iterable[View]:
        """The categories."""
        return (presenter.categories_view(scene),)

    def is_unfinished(self, session: Session) -> bool:
        """Something was said for a report that is not sent."""
        return draft_of(session).begun

    def unfinished_sentence(self, words: Texts) -> str:
        """What is not sent."""
        return words.text("unfinished.headline.report")

    def is_under_way(self, path: flow.Path) -> bool:
        """From the first question on."""
        return ReportingStep.CATEGORIES in path

    def resume(self, work: Work) -> flow.Path:
        """As far as the draft is known."""
        draft = draft_of(work.session)
        known = (ReportingStep.CATEGORIES, ReportingStep.REPORT_DISTRICTS)[: 1 + bool(draft.category)]
        path: flow.Path = (VisitStep.HOME, *known)
        if not draft.point:
            return path
        path = (*path, ReportingStep.PLACE)
        has_sentences = bool(work.offer.ready_sentences.get(draft.category))
        path = (*path, ReportingStep.SENTENCES) if has_sentences else path
        return (*path, ReportingStep.DESCRIPTION) if draft.description or not has_sentences else path
