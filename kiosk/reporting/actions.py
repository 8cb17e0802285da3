"""What a person does while reporting a defect, done to the visit. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.event_log import KioskEvent
from kiosk.media import actions as media
from kiosk.media.rules import NotEnclosed
from kiosk.media.state import Enclosures
from kiosk.reporting import rules as reporting
from kiosk.reporting.rules import Allowed, ReportProblem, ReportRefused
from kiosk.reporting.state import Draft, ReportingState, draft_of
from kiosk.reporting.steps import ReportingStep, step_after
from kiosk.session import flow
from kiosk.session.capture import CaptureDevices
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Session, Step
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import DropPhoto, DropSpoken, Intent

COMPLETE_AFTER: Mapping[Step, set[ReportProblem]] = {
    ReportingStep.CATEGORIES: {ReportProblem.NO_CATEGORY},
    ReportingStep.REPORT_DISTRICTS: {ReportProblem.NO_CATEGORY, ReportProblem.NO_PLACE},
    ReportingStep.PLACE: {ReportProblem.NO_CATEGORY, ReportProblem.NO_PLACE, ReportProblem.OUTSIDE},
    ReportingStep.DESCRIPTION: set(ReportProblem) - {ReportProblem.NO_CONTACT},
    ReportingStep.EXTRAS: set(ReportProblem) - {ReportProblem.NO_CONTACT},
    ReportingStep.PUBLICATION: set(ReportProblem) - {ReportProblem.NO_CONTACT},
}
"""What must not be wrong any more when a step is left."""


def choose_category(session: Session, category: str, *, offer: Offer) -> Notice:
    """The defect is of this category; on to the next step."""
    if category in offer.categories:
        _change(session, replace(draft_of(session), category=category))
        session.path = flow.go(session.path, step_after(session.step))
    return NOTHING


def choose_district(session: Session, district: str, *, offer: Offer) -> Notice:
    """The defect is in this district; on to the next step."""
    if district in offer.districts:
        chosen = offer.districts[district]
        draft = reporting.move_to_district(draft_of(session), district, chosen.centre, bbox=chosen.bbox)
        _change(session, draft)
        session.path = flow.go(session.path, step_after(session.step))
    return NOTHING


def point_at(session: Session, point: tuple[float, float], *, offer: Offer) -> Notice:
    """The defect is here."""
    try:
        draft = draft_of(session)
        district = offer.district_at(point, otherwise=draft.district)
        _change(session, reporting.point_at(draft, point, district=district))
    except ReportRefused as refused:
        return _notice(refused.reason)
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


def answer_media(session: Session, intent: Intent, *, capture: CaptureDevices) -> Notice | None:
    """Photo and spoken message; None when the person asked for something else."""
    draft, at_camera = draft_of(session), session.step is ReportingStep.PHOTO
    if at_camera:
        enclosed = media.answer_photo(intent, draft.enclosed, capture)
    else:
        volume = session.profile.volume_db
        enclosed = media.answer_spoken(intent, draft.enclosed, capture, volume_db=volume)
    if enclosed is None:
        return None
    _enclose(session, enclosed)
    if isinstance(intent, DropPhoto | DropSpoken):
        session.path = flow.back(session.path)
    return NOTHING


def attend(session: Session, *, capture: CaptureDevices) -> None:
    """Take over what camera or microphone have brought."""
    attending = media.attend_camera if session.step is ReportingStep.PHOTO else media.attend_microphone
    _enclose(session, attending(draft_of(session).enclosed, capture))


def open_aside(session: Session, step: ReportingStep) -> Notice:
    """On to something nobody is asked who does not wish it."""
    session.path = flow.go(session.path, step)
    return NOTHING


def close_aside(session: Session) -> Notice:
    """Back to where it was wished for, if what was typed can be used."""
    if session.step is ReportingStep.CONTACT:
        try:
            reporting.check_contact(draft_of(session).contact)
        except ReportRefused as refused:
            return _notice(refused.reason)
    session.path = flow.back(session.path)
    return NOTHING


def go_on(session: Session, *, offer: Offer) -> Notice:
    """On to the next step, if this one is done."""
    try:
        reporting.check_report(draft_of(session), allowed=_allowed(offer))
    except ReportRefused as refused:
        if refused.reason in COMPLETE_AFTER[session.step]:
            return _notice(refused.reason)
    if session.step is ReportingStep.DESCRIPTION:
        asked = session.of(ReportingState).details.ask(draft_of(session).description)
        if asked != NOTHING:
            return asked
    if session.step is ReportingStep.PUBLICATION and draft_of(session).may_publish is None:
        return Notice("publication.choose")
    following = step_after(session.step, may_become_public=draft_of(session).may_become_public)
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
        equipment.note(KioskEvent.NOT_STORED, refused.reason)
        return _notice(refused.reason)
    session.states.pop(ReportingState)
    session.code, session.second_code = receipt.number, receipt.second_code
    session.path = flow.end(ReportingStep.REPORT_RECEIPT)
    return NOTHING


def _change(session: Session, draft: Draft) -> None:
    asked = session.of(ReportingState).details
    session.states[ReportingState] = ReportingState(draft, details=DetailsAsked(asked.kinds))


def _enclose(session: Session, enclosed: Enclosures) -> None:
    if enclosed != draft_of(session).enclosed:
        _change(session, replace(draft_of(session), enclosed=enclosed))


def _allowed(offer: Offer) -> Allowed:
    return Allowed(offer.categories.keys(), offer.districts.keys(), offer.city_box)


def _notice(problem: ReportProblem) -> Notice:
    number = {
        ReportProblem.TOO_LONG: reporting.MAX_DESCRIPTION,
    }.get(problem)
    return Notice(f"report.problem.{problem.value}", number)
