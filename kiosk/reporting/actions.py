"""What a person does while reporting a defect, done to the visit. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.event_log import KioskEvent
from kiosk.media import scanning
from kiosk.media.rules import NotEnclosed
from kiosk.media.scanning import STRANGE
from kiosk.media.state import Enclosures
from kiosk.media.steps import MediaSteps
from kiosk.reporting import rules as reporting
from kiosk.reporting.finding import categories_like
from kiosk.reporting.known import look_around
from kiosk.reporting.places import found_places
from kiosk.reporting.rules import Allowed, ReportProblem, ReportRefused
from kiosk.reporting.state import Draft, ReportingState, draft_of
from kiosk.reporting.steps import ReportingAside, ReportingStep, step_after
from kiosk.session import flow
from kiosk.session.capture import CaptureDevices
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Session, Step
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from sync.protocol.place_lists import object_number, scanned_object_number

COMPLETE_AFTER: Mapping[Step, set[ReportProblem]] = {
    ReportingStep.SUBCATEGORIES: {ReportProblem.NO_CATEGORY},
    ReportingStep.REPORT_DISTRICTS: {ReportProblem.NO_CATEGORY, ReportProblem.NO_PLACE},
    ReportingStep.PLACE: {ReportProblem.NO_CATEGORY, ReportProblem.NO_PLACE, ReportProblem.OUTSIDE},
    ReportingStep.SENTENCES: set(ReportProblem) - {ReportProblem.NO_CONTACT},
    ReportingStep.DESCRIPTION: set(ReportProblem) - {ReportProblem.NO_CONTACT},
    ReportingStep.EXTRAS: set(ReportProblem) - {ReportProblem.NO_CONTACT},
    ReportingStep.PUBLICATION: set(ReportProblem) - {ReportProblem.NO_CONTACT},
}
"""What must not be wrong any more when a step is left."""

LEFT_OPEN_AT = frozenset(COMPLETE_AFTER) - {ReportingStep.REPORT_DISTRICTS, ReportingStep.PLACE}
"""The steps that the team can leave without knowing where it is."""


def choose_category(session: Session, category: str, *, offer: Offer) -> Notice:
    """It is about this; on to what exactly, where that is asked, else to the place."""
    found = offer.category_of(category)
    if found is None:
        return NOTHING
    group, part = found
    draft = draft_of(session)
    asked_further = part is None and group.subcategories and session.step is not ReportingStep.SUBCATEGORIES
    if not asked_further:
        _change(session, replace(draft, category=category, group=group.id))
    elif draft.group != group.id:
        _change(session, replace(draft, category="", group=group.id))
    step = ReportingStep.SUBCATEGORIES if asked_further else ReportingStep.REPORT_DISTRICTS
    session.path = flow.go(session.path, step)
    return NOTHING


def go_on_from_categories(session: Session, *, offer: Offer) -> Notice:
    """On with the category that was chosen before."""
    group = draft_of(session).group
    if group not in offer.categories:
        return _notice(ReportProblem.NO_CATEGORY)
    return choose_category(session, group, offer=offer)


def search_category(session: Session, *, offer: Offer) -> Notice:
    """Show what the word may mean."""
    searched = session.of(ReportingState).searched
    if not searched.strip():
        return Notice("search.empty")
    if not categories_like(searched, offer, language=session.language, district=session.district):
        return Notice("search.nothing")
    session.path = flow.go(session.path, ReportingAside.CATEGORIES_FOUND)
    return NOTHING


def open_aside(session: Session, step: ReportingAside | ReportingStep) -> Notice:
    """To something beside the way."""
    session.path = flow.go(session.path, step)
    return NOTHING


def choose_district(session: Session, district: str, *, offer: Offer) -> Notice:
    """The defect is in this district; on to the next step."""
    if district in offer.districts:
        chosen = offer.districts[district]
        draft = reporting.move_to_district(draft_of(session), district, chosen.centre, bbox=chosen.bbox)
        _change(session, draft)
        session.path = flow.go(session.path, step_after(session.step))
    return NOTHING


def leave_place_open(session: Session, *, offer: Offer) -> Notice:
    """Where it is, the team says before it is sent."""
    has_sentences = bool(offer.sentences_for(draft_of(session).category))
    session.path = flow.go(session.path, step_after(ReportingStep.PLACE, has_sentences=has_sentences))
    return NOTHING


def point_at(session: Session, point: tuple[float, float], *, offer: Offer) -> Notice:
    """The defect is here."""
    try:
        draft = draft_of(session)
        district = offer.district_at(point, otherwise=draft.district)
        elsewhere = replace(draft, object_number="")
        _change(session, reporting.point_at(elsewhere, point, district=district))
    except ReportRefused as refused:
        return _notice(refused.reason)
    return NOTHING


def point_around(session: Session, point: tuple[float, float], metres: int, *, offer: Offer) -> Notice:
    """It is somewhere around here; to the map, where it can be shown exactly."""
    try:
        district = offer.district_at(point, otherwise=session.district)
        _change(session, reporting.point_around(draft_of(session), point, metres=metres, district=district))
    except ReportRefused as refused:
        return _notice(refused.reason)
    session.path = flow.go(session.path, ReportingStep.PLACE)
    return NOTHING


def point_at_found(session: Session, point: tuple[float, float], *, offer: Offer) -> Notice:
    """It is at this address; to the map, where that is seen."""
    notice = point_at(session, point, offer=offer)
    if notice == NOTHING:
        session.path = flow.go(session.path, ReportingStep.PLACE)
    return notice


def search_place(session: Session, *, offer: Offer) -> Notice:
    """Show the places that may be meant."""
    searched = session.of(ReportingState).searched_place
    if not searched.strip():
        return Notice("search.empty")
    if not found_places(searched, offer, language=session.language):
        return Notice("place_search.nothing")
    session.path = flow.go(session.path, ReportingAside.PLACES_FOUND)
    return NOTHING


def take_number(session: Session, *, offer: Offer) -> Notice:
    """It is the object with this number, and where that stands."""
    typed = session.of(ReportingState).typed_number
    if not object_number(typed):
        return Notice("object_number.empty")
    found = offer.objects.find(typed) if offer.objects else None
    if found is None:
        return Notice("object_number.unknown")
    notice = point_at_found(session, found.point, offer=offer)
    if notice == NOTHING:
        _change(session, replace(draft_of(session), object_number=found.number))
    return notice


def take_scanned(session: Session, *, offer: Offer, capture: CaptureDevices) -> None:
    """Take over what the scanner has brought: the object with this number, or what is wrong with the code."""
    state = session.of(ReportingState)

    def hand_in(scanned: str) -> Notice:
        state.typed_number = scanned_object_number(scanned)
        return take_number(session, offer=offer) if state.typed_number else STRANGE

    notice = scanning.take_scanned(session, capture, hand_in)
    if notice is not None:
        state.scan_fault = notice
        if notice != NOTHING:
            state.typed_number = ""


def toggle_sentence(session: Session, number: int, *, offer: Offer) -> Notice:
    """This ready sentence stands in the description from now on, or no longer."""
    draft = draft_of(session)
    sentences = offer.sentences_for(draft.category)
    if not 0 <= number < len(sentences):
        return NOTHING
    texts = Texts(session.language)
    changed = reporting.with_sentence_toggled(draft.description, texts.content(sentences[number]))
    if len(changed) > reporting.MAX_DESCRIPTION:
        return _notice(ReportProblem.TOO_LONG)
    _change(session, replace(draft, description=changed))
    return NOTHING


def describe(session: Session, text: str) -> Notice:
    """This is the whole description so far."""
    _change(session, replace(draft_of(session), description=text[: reporting.MAX_DESCRIPTION]))
    return NOTHING


def give_contact(session: Session, text: str) -> Notice:
    """This is the whole address or number so far."""
    _change(session, replace(draft_of(session), contact=text[: reporting.MAX_CONTACT]))
    return NOTHING


def allow_publication(session: Session, *, allowed: bool) -> Notice:
    """What was left may become public, or not; on to the next step."""
    _change(session, replace(draft_of(session), may_publish=allowed))
    session.path = flow.go(session.path, step_after(session.step))
    return NOTHING


def close_contact(session: Session) -> Notice:
    """Back to where it was wished for, if what was typed can be used."""
    try:
        reporting.check_contact(draft_of(session).contact)
    except ReportRefused as refused:
        return _notice(refused.reason)
    session.path = flow.back(session.path)
    return NOTHING


def go_on(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """On to the next step, if this one is done; from the place past what is reported there already."""
    try:
        reporting.check_report(draft_of(session), allowed=_allowed(offer))
    except ReportRefused as refused:
        is_left_open = session.by_team and refused.reason is ReportProblem.NO_PLACE and session.step in LEFT_OPEN_AT
        if refused.reason in COMPLETE_AFTER[session.step] and not is_left_open:
            return _notice(refused.reason)
    if session.step is ReportingStep.DESCRIPTION:
        asked = session.of(ReportingState).details.ask(draft_of(session).description)
        if asked != NOTHING:
            return asked
    if session.step is ReportingStep.PUBLICATION and draft_of(session).may_publish is None:
        return Notice("publication.choose")
    if session.step is ReportingStep.PLACE and look_around(session, offer=offer, registers=equipment.registers):
        session.path = flow.go(session.path, ReportingAside.KNOWN_NEARBY)
        return NOTHING
    draft = draft_of(session)
    following = step_after(
        session.step,
        has_sentences=bool(offer.sentences_for(draft.category)),
        may_become_public=draft.may_become_public,
    )
    session.path = flow.go(session.path, following)
    return NOTHING


def file(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """Send the report. The receipt follows only when it is on disk; otherwise all is still there to try again."""
    state = session.of(ReportingState)
    try:
        receipt = reporting.file_report(
            state.draft,
            allowed=_allowed(offer),
            seal_key=offer.seal_key(equipment.now()),
            outbox=equipment.outbox,
            dated=equipment.dated(),
            language=session.language,
            random=equipment.random,
            by_team=session.by_team,
            sealed=state.sealed,
            keep=equipment.keep_attachment,
        )
    except NotEnclosed as error:
        equipment.note(KioskEvent.NOT_STORED, error)
        _enclose(session, Enclosures())
        return Notice("report.problem.not_enclosed")
    except ReportRefused as refused:
        if refused.sealed is not None:
            state.sealed = refused.sealed
        if refused.reason is ReportProblem.NO_PLACE:
            session.path = flow.go(session.path, ReportingStep.REPORT_DISTRICTS)
            return _notice(refused.reason)
        equipment.note(KioskEvent.NOT_STORED, refused.reason)
        return _notice(refused.reason)
    session.states.pop(ReportingState)
    session.code, session.second_code = receipt.number, receipt.second_code
    session.path = flow.end(ReportingStep.REPORT_RECEIPT)
    return NOTHING


def _change(session: Session, draft: Draft) -> None:
    state = session.of(ReportingState)
    state.draft, state.looked_at, state.sealed = draft, None, None
    state.details = DetailsAsked(state.details.kinds)


def _enclose(session: Session, enclosed: Enclosures) -> None:
    _change(session, replace(draft_of(session), enclosed=enclosed))


MEDIA = MediaSteps(
    enclosed_in=lambda session: draft_of(session).enclosed,
    enclose=_enclose,
    photo=ReportingStep.PHOTO,
    spoken=ReportingStep.SPOKEN,
)
"""Photo and spoken message of a report."""


def _allowed(offer: Offer) -> Allowed:
    return Allowed(offer.reportable, offer.districts.keys(), offer.city_box)


def _notice(problem: ReportProblem) -> Notice:
    number = {
        ReportProblem.TOO_LONG: reporting.MAX_DESCRIPTION,
    }.get(problem)
    return Notice(f"report.problem.{problem.value}", number)
