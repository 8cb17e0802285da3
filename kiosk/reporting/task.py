"""Reporting a defect, as a task of a visit."""

from __future__ import annotations

from kiosk.reporting import actions, presenter
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent


class Reporting(Task):
    """Tell the city of a defect."""

    views = {  # noqa: RUF012
        Step.CATEGORIES: presenter.categories_view,
        Step.REPORT_DISTRICTS: presenter.report_districts_view,
        Step.PLACE: presenter.place_view,
        Step.DESCRIPTION: presenter.description_view,
        Step.REPORT_REVIEW: presenter.report_review_view,
        Step.REPORT_RECEIPT: presenter.report_receipt_view,
    }

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """What, where, in words, check, send."""
        session, offer = work.session, work.offer
        match step, intent:
            case _, intents.OpenReport() if work.equipment.takes_reports():
                session.path = (Step.HOME, Step.CATEGORIES)
                return NOTHING
            case ((Step.CATEGORIES | Step.REPORT_DISTRICTS | Step.PLACE | Step.DESCRIPTION), intents.Continue()):
                return actions.go_on(session, offer=offer)
            case Step.CATEGORIES, intents.ChooseCategory(category):
                return actions.choose_category(session, category, offer=offer)
            case Step.REPORT_DISTRICTS, intents.ChooseDistrict(district):
                return actions.choose_district(session, district, offer=offer)
            case Step.PLACE, intents.PointAt(longitude, latitude):
                return actions.point_at(session, (longitude, latitude), offer=offer)
            case Step.DESCRIPTION, intents.Describe(text):
                return actions.describe(session, text)
            case Step.REPORT_REVIEW, intents.FileReport():
                return actions.file(session, offer=offer, equipment=work.equipment)
        return None

    def is_unfinished(self, session: Session) -> bool:
        """Something was said for a report that is not sent."""
        return session.draft.begun

    def unfinished_sentence(self, words: Texts) -> str:
        """What is not sent."""
        return words.text("unfinished.headline.report")

    def is_under_way(self, path: flow.Path) -> bool:
        """From the first question on."""
        return Step.CATEGORIES in path

    def resume(self, session: Session, offer: Offer) -> flow.Path:  # noqa: ARG002
        """As far as the draft is known."""
        path = (Step.HOME, Step.CATEGORIES, Step.REPORT_DISTRICTS, Step.PLACE, Step.DESCRIPTION)
        return path[: 2 + bool(session.draft.category) + 2 * bool(session.draft.point)]
