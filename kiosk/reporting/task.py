"""Reporting a defect, as a task of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kiosk.reporting import actions, presenter
from kiosk.reporting.privacy import OVERHEARD
from kiosk.reporting.state import ReportingState, draft_of
from kiosk.reporting.steps import ASIDE, ORDER, ReportingStep
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
    captures = frozenset({ReportingStep.PHOTO, ReportingStep.SPOKEN})

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
            case ReportingStep.DESCRIPTION, intents.Describe(text):
                return actions.describe(session, text)
            case ReportingStep.REPORT_REVIEW, intents.FileReport():
                return actions.file(session, offer=offer, equipment=work.equipment)
        return self._answer_on_wish(step, intent, work)

    def _answer_on_wish(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """What nobody has to give: photo, spoken message, contact; and whether it may become public."""
        session = work.session
        match step, intent:
            case step, intents.Continue() if step in ASIDE:
                return actions.close_aside(session)
            case ((ReportingStep.PHOTO | ReportingStep.SPOKEN), _):
                return actions.answer_media(session, intent, capture=work.equipment.capture)
            case ReportingStep.EXTRAS, intents.OpenCamera():
                return actions.open_aside(session, ReportingStep.PHOTO)
            case ReportingStep.EXTRAS, intents.OpenMicrophone():
                return actions.open_aside(session, ReportingStep.SPOKEN)
            case ReportingStep.EXTRAS, intents.OpenContact():
                return actions.open_aside(session, ReportingStep.CONTACT)
            case ReportingStep.CONTACT, intents.GiveContact(text):
                return actions.give_contact(session, text)
            case ReportingStep.PUBLICATION, intents.AllowPublication(allowed):
                return actions.allow_publication(session, allowed=allowed)
        return None

    def attend(self, work: Work) -> None:
        """Take over what camera or microphone have brought."""
        actions.attend(work.session, capture=work.equipment.capture)

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
        path, draft = (VisitStep.HOME, *ORDER), draft_of(work.session)
        return path[: 2 + bool(draft.category) + 2 * bool(draft.point)]
