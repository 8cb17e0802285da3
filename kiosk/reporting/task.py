"""Reporting a defect, as a task of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kiosk.media import scanning
from kiosk.media.kept import from_plain, to_plain
from kiosk.reporting import actions, known, presenter
from kiosk.reporting.privacy import OVERHEARD
from kiosk.reporting.state import Draft, ReportingState, draft_of
from kiosk.reporting.steps import ReportingAside, ReportingStep
from kiosk.reporting.what import categories_view
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.searching import MOST_SEARCHED
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.staff_intents import LeavePlaceOpen
from kiosk.viewmodel.views import Choice, View
from sync.protocol.place_lists import typed_object_number

CATEGORIES_CHOSEN_AT = {ReportingStep.CATEGORIES, ReportingStep.SUBCATEGORIES, ReportingAside.CATEGORIES_FOUND}
PLACES_CHOSEN_AT = {ReportingStep.REPORT_DISTRICTS, ReportingAside.PLACES_FOUND}

ASIDES: Mapping[tuple[Step, type[Intent]], ReportingAside | ReportingStep] = {
    (ReportingStep.CATEGORIES, intents.OpenSearch): ReportingAside.CATEGORY_SEARCH,
    (ReportingStep.CATEGORIES, intents.OpenDanger): ReportingAside.DANGER,
    (ReportingStep.CATEGORIES, intents.OpenSignposts): ReportingAside.SIGNPOSTS,
    (ReportingStep.SUBCATEGORIES, intents.OpenSignposts): ReportingAside.SIGNPOSTS,
    (ReportingStep.REPORT_DISTRICTS, intents.OpenPlaceSearch): ReportingAside.PLACE_SEARCH,
    (ReportingStep.REPORT_DISTRICTS, intents.OpenObjectNumber): ReportingAside.OBJECT_NUMBER,
    (ReportingAside.OBJECT_NUMBER, intents.OpenScanner): ReportingAside.SCAN_NUMBER,
    (ReportingStep.EXTRAS, intents.OpenContact): ReportingStep.CONTACT,
}
"""Where something beside the way is asked for, and where that leads."""


class Reporting(Task):
    """Tell the city of a defect."""

    views = presenter.VIEWS
    accent = "reporting"
    overheard = OVERHEARD
    captures = actions.MEDIA.steps | {ReportingAside.SCAN_NUMBER}

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """One, always."""
        return (presenter.home_tile(scene),)

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """What, where, in words, check, send."""
        session = work.session
        if isinstance(intent, intents.OpenReport) and work.equipment.takes_reports():
            session.path = (VisitStep.HOME, ReportingStep.CATEGORIES)
            return NOTHING
        if step is ReportingAside.SCAN_NUMBER:
            return scanning.answer_scan(session, intent, work.equipment.capture)
        if aside := ASIDES.get((step, type(intent))):
            session.of(ReportingState).scan_fault = NOTHING
            return actions.open_aside(session, aside)
        if isinstance(intent, intents.Continue) and step in actions.COMPLETE_AFTER:
            return actions.go_on(session, offer=work.offer, equipment=work.equipment)
        said = (answer(step, intent, work) for answer in _ANSWERS)
        return next((notice for notice in said if notice is not None), None)

    def help_at(self, step: Step, words: Texts) -> str:
        """At camera and microphone what is told everywhere."""
        return actions.MEDIA.help_at(step, words) or super().help_at(step, words)

    def attend(self, work: Work) -> None:
        """Take over what camera, scanner or microphone have brought."""
        if work.session.step is ReportingAside.SCAN_NUMBER:
            actions.take_scanned(work.session, offer=work.offer, capture=work.equipment.capture)
            return
        actions.MEDIA.attend(work)

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

    def put_aside(self, session: Session) -> Mapping[str, Any]:
        """The draft."""
        return to_plain(draft_of(session))

    def take_up(self, plain: Mapping[str, Any], work: Work) -> None:
        """The draft again, without a category or a district that the city no longer has."""
        draft, offer = from_plain(Draft, plain), work.offer
        if offer.category_of(draft.category or draft.group) is None:
            draft = replace(draft, category="", group="")
        if draft.district not in offer.districts:
            draft = replace(draft, district="", point=None, radius_metres=0)
        work.session.of(ReportingState).draft = draft

    def words_of_draft(self, session: Session) -> str:
        """The description."""
        return draft_of(session).description

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
        if not draft.point:
            return path
        path = (*path, ReportingStep.PLACE)
        has_sentences = bool(work.offer.sentences_for(draft.category))
        path = (*path, ReportingStep.SENTENCES) if has_sentences else path
        return (*path, ReportingStep.DESCRIPTION) if draft.description or not has_sentences else path


def _answer_what(step: Step, intent: Intent, work: Work) -> Notice | None:
    """What it is about."""
    session, offer, state = work.session, work.offer, work.session.of(ReportingState)
    match step, intent:
        case ReportingStep.CATEGORIES, intents.Continue():
            return actions.go_on_from_categories(session, offer=offer)
        case step, intents.ChooseCategory(category) if step in CATEGORIES_CHOSEN_AT:
            return actions.choose_category(session, category, offer=offer)
        case ReportingStep.SUBCATEGORIES, intents.ChooseSomethingElse():
            return actions.choose_category(session, state.draft.group, offer=offer)
        case ReportingAside.CATEGORY_SEARCH, intents.SearchFor(text):
            state.searched = text[:MOST_SEARCHED]
            return NOTHING
        case ReportingAside.CATEGORY_SEARCH, intents.Continue():
            return actions.search_category(session, offer=offer)
        case ReportingAside.SIGNPOSTS, intents.OpenSignpost(signpost):
            state.signpost = signpost
            return actions.open_aside(session, ReportingAside.SIGNPOST)
    return None


def _answer_where(step: Step, intent: Intent, work: Work) -> Notice | None:
    """Where it is."""
    session, offer, state = work.session, work.offer, work.session.of(ReportingState)
    match step, intent:
        case ReportingStep.REPORT_DISTRICTS, intents.ChooseDistrict(district):
            return actions.choose_district(session, district, offer=offer)
        case ReportingStep.REPORT_DISTRICTS, LeavePlaceOpen() if session.by_team:
            return actions.leave_place_open(session, offer=offer)
        case ReportingStep.PLACE, intents.LookAt(longitude, latitude):
            state.looked_at = (longitude, latitude)
            return NOTHING
        case ReportingStep.PLACE, intents.PointAt(longitude, latitude):
            return actions.point_at(session, (longitude, latitude), offer=offer)
        case step, intents.PointAround(longitude, latitude, metres) if step in PLACES_CHOSEN_AT:
            return actions.point_around(session, (longitude, latitude), metres, offer=offer)
        case ReportingAside.PLACES_FOUND, intents.PointAt(longitude, latitude):
            return actions.point_at_found(session, (longitude, latitude), offer=offer)
        case ReportingAside.PLACE_SEARCH, intents.SearchFor(text):
            state.searched_place = text[:MOST_SEARCHED]
            return NOTHING
        case ReportingAside.PLACE_SEARCH, intents.Continue():
            return actions.search_place(session, offer=offer)
        case ReportingAside.OBJECT_NUMBER, intents.TypeCode(text):
            state.typed_number = typed_object_number(text)
            return NOTHING
        case ReportingAside.OBJECT_NUMBER, intents.Continue():
            return actions.take_number(session, offer=offer)
    return None


def _answer_known(step: Step, intent: Intent, work: Work) -> Notice | None:
    """What is reported there already."""
    session = work.session
    match step, intent:
        case ReportingAside.KNOWN_NEARBY, intents.OpenKnownReport(name):
            return known.open_known(session, name, registers=work.equipment.registers)
        case ReportingAside.KNOWN_NEARBY, intents.Continue():
            return known.something_new(session, offer=work.offer)
        case ReportingAside.KNOWN_REPORT, intents.SupportReport():
            return known.support(session, offer=work.offer, equipment=work.equipment)
        case ReportingAside.SUPPORT_KEPT, intents.Continue():
            session.path = flow.HOME
            return NOTHING
    return None


def _answer_in_words(step: Step, intent: Intent, work: Work) -> Notice | None:
    """In ready sentences, in own words; and that it is to be sent."""
    session, offer = work.session, work.offer
    match step, intent:
        case ReportingStep.SENTENCES, intents.ToggleSentence(number):
            return actions.toggle_sentence(session, number, offer=offer)
        case ReportingStep.DESCRIPTION, intents.Describe(text):
            return actions.describe(session, text)
        case ReportingStep.REPORT_REVIEW, intents.FileReport():
            return actions.file(session, offer=offer, equipment=work.equipment)
    return None


def _answer_on_wish(step: Step, intent: Intent, work: Work) -> Notice | None:
    """What nobody has to give: photo, spoken message, contact; and whether it may become public."""
    session = work.session
    match step, intent:
        case ReportingStep.EXTRAS, (intents.OpenCamera() | intents.OpenMicrophone()):
            return actions.MEDIA.open(intent, session)
        case ReportingStep.CONTACT, intents.Continue():
            return actions.close_contact(session)
        case ReportingStep.CONTACT, intents.GiveContact(text):
            return actions.give_contact(session, text)
        case ReportingStep.PUBLICATION, intents.AllowPublication(allowed):
            return actions.allow_publication(session, allowed=allowed)
    return None


_ANSWERS = (_answer_what, _answer_where, _answer_known, _answer_in_words, _answer_on_wish, actions.MEDIA.answer)
"""What the steps answer, part by part: each intent at each step is for one of them at most."""
