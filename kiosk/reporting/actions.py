"""What a person does while reporting a defect, done to the visit. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.event_log import KioskEvent
from kiosk.reporting import rules as reporting
from kiosk.reporting.rules import Allowed, ReportProblem, ReportRefused
from kiosk.reporting.state import Draft, ReportingState, draft_of
from kiosk.reporting.steps import ReportingStep, step_after
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.session import Session, Step
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts

COMPLETE_AFTER: Mapping[Step, set[ReportProblem]] = {
    ReportingStep.CATEGORIES: {ReportProblem.NO_CATEGORY},
    ReportingStep.REPORT_DISTRICTS: {ReportProblem.NO_CATEGORY, ReportProblem.NO_PLACE},
    ReportingStep.PLACE: {ReportProblem.NO_CATEGORY, ReportProblem.NO_PLACE, ReportProblem.OUTSIDE},
    ReportingStep.SENTENCES: set(ReportProblem),
    ReportingStep.DESCRIPTION: set(ReportProblem),
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


def toggle_sentence(session: Session, number: int, *, offer: Offer) -> Notice:
    """This ready sentence stands in the description from now on, or no longer."""
    draft = draft_of(session)
    sentences = offer.ready_sentences.get(draft.category, ())
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


def go_on(session: Session, *, offer: Offer) -> Notice:
    """On to the next step, if this one is done."""
    try:
        reporting.check_report(draft_of(session), allowed=_allowed(offer))
    except ReportRefused as refused:
        if refused.reason in COMPLETE_AFTER[session.step]:
            return _notice(refused.reason)
    following = step_after(session.step)
    if following is ReportingStep.SENTENCES and not offer.ready_sentences.get(draft_of(session).category):
        following = ReportingStep.DESCRIPTION
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
        )
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
    session.states[ReportingState] = ReportingState(draft)


def _allowed(offer: Offer) -> Allowed:
    return Allowed(offer.categories.keys(), offer.districts.keys(), offer.city_box)


def _notice(problem: ReportProblem) -> Notice:
    number = {
        ReportProblem.TOO_LONG: reporting.MAX_DESCRIPTION,
    }.get(problem)
    return Notice(f"report.problem.{problem.value}", number)
