"""Reporting a defect, as a task of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kiosk.reporting import actions, presenter
from kiosk.reporting.privacy import OVERHEARD
from kiosk.reporting.state import ReportingState, draft_of
from kiosk.reporting.steps import ReportingAside, ReportingStep
from kiosk.reporting.what import MOST_SEARCHED, categories_view
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

CATEGORIES_CHOSEN_AT = {ReportingStep.CATEGORIES, ReportingStep.SUBCATEGORIES, ReportingAside.CATEGORIES_FOUND}

ASIDES: Mapping[tuple[Step, type[Intent]], ReportingAside] = {
    (ReportingStep.CATEGORIES, intents.OpenSearch): ReportingAside.CATEGORY_SEARCH,
    (ReportingStep.CATEGORIES, intents.OpenDanger): ReportingAside.DANGER,
    (ReportingStep.CATEGORIES, intents.OpenSignposts): ReportingAside.SIGNPOSTS,
    (ReportingStep.SUBCATEGORIES, intents.OpenSignposts): ReportingAside.SIGNPOSTS,
}
"""Where something beside the way is asked for, and where that leads."""


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
            case ReportingStep.CATEGORIES, intents.Continue():
                return actions.go_on_from_categories(session, offer=offer)
            case ReportingAside.CATEGORY_SEARCH, intents.Continue():
                return actions.search_category(session, offer=offer)
            case ReportingAside.CATEGORY_SEARCH, intents.SearchFor(text):
                session.of(ReportingState).searched = text[:MOST_SEARCHED]
                return NOTHING
            case step, intents.Continue() if step in actions.COMPLETE_AFTER:
                return actions.go_on(session, offer=offer)
            case step, intent if aside := ASIDES.get((step, type(intent))):
                return actions.open_aside(session, aside)
            case ReportingAside.SIGNPOSTS, intents.OpenSignpost(signpost):
                session.of(ReportingState).signpost = signpost
                return actions.open_aside(session, ReportingAside.SIGNPOST)
            case step, intents.ChooseCategory(category) if step in CATEGORIES_CHOSEN_AT:
                return actions.choose_category(session, category, offer=offer)
            case ReportingStep.REPORT_DISTRICTS, intents.ChooseDistrict(district):
                return actions.choose_district(session, district, offer=offer)
            case ReportingStep.PLACE, intents.LookAt(longitude, latitude):
                work.session.of(ReportingState).looked_at = (longitude, latitude)
                return NOTHING
            case ReportingStep.PLACE, intents.PointAt(longitude, latitude):
                return actions.point_at(session, (longitude, latitude), offer=offer)
            case ReportingStep.DESCRIPTION, intents.Describe(text):
                return actions.describe(session, text)
            case ReportingStep.REPORT_REVIEW, intents.FileReport():
                return actions.file(session, offer=offer, equipment=work.equipment)
        return None

    def sign_video(self, step: Step, scene: Scene) -> Mapping[str, str]:
        """That of the category which is chosen, where categories are."""
        category = scene.offer.categories.get(draft_of(scene.session).group)
        return category.sign_video if category and step is ReportingStep.CATEGORIES else {}

    def first_views(self, scene: Scene) -> Iterable[View]:
        """The categories."""
        return (categories_view(scene),)

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
        found = work.offer.category_of(draft.category or draft.group)
        path: flow.Path = (VisitStep.HOME, ReportingStep.CATEGORIES)
        if found and found[0].subcategories:
            path = (*path, ReportingStep.SUBCATEGORIES)
        if draft.category:
            path = (*path, ReportingStep.REPORT_DISTRICTS)
        return (*path, ReportingStep.PLACE, ReportingStep.DESCRIPTION) if draft.point else path
