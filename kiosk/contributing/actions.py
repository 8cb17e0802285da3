"""What a person does who has something to say, done to the visit. The rules are in ``rules``.

Each act returns what to tell the person, NOTHING when it went as wished.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.contributing import rules
from kiosk.contributing.rules import ContributionProblem, ContributionRefused
from kiosk.contributing.state import ContributingState, ContributionDraft, ReadingState, draft_of
from kiosk.contributing.steps import ContributingStep
from kiosk.event_log import KioskEvent
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.session import Session, Step
from kiosk.station.catalogue import Offer
from sync.protocol.contributions import MOST_TEXT, ContributionKind


def open_contribute(session: Session, project: str, *, equipment: Equipment) -> None:
    """Ask what the person wants to say, to a project or to the city."""
    _read(session, equipment).project = project
    start = session.path if project else (VisitStep.HOME,)
    session.path = flow.go(start, ContributingStep.CONTRIBUTE)


def begin(session: Session, kind: ContributionKind, *, project: str = "", about: str = "") -> None:
    """Say something of this kind. Words that were written for the same are still there."""
    before = draft_of(session)
    aim = (kind, project, about)
    if (before.kind, before.project, before.about) != aim:
        # Whoever changes their mind about what it is finds their words again.
        draft = ContributionDraft(kind, project=project, about=about, text=before.text, district=session.district)
        _change(session, replace(draft, district="" if kind is ContributionKind.IDEA else draft.district))
    session.path = flow.go(session.path, _steps(session)[0])


def choose(session: Session, **choice: str | bool) -> Notice:
    """This topic, this receiver, this district, this way of answering; on to the next step."""
    _change(session, replace(draft_of(session), **choice))  # type: ignore[arg-type]
    session.path = flow.go(session.path, _next(session))
    return NOTHING


def choose_district(session: Session, district: str) -> Notice:
    """It is for this district; a place in another one is none any more."""
    draft = draft_of(session)
    point = draft.point if draft.district == district else None
    _change(session, replace(draft, district=district, point=point))
    session.path = flow.go(session.path, _next(session))
    return NOTHING


def point_at(session: Session, point: tuple[float, float], *, offer: Offer) -> Notice:
    """It is about this place, and for the district that is in."""
    draft = draft_of(session)
    district = offer.district_at(point, otherwise=draft.district)
    if district is None:
        return Notice("report.problem.outside")
    _change(session, replace(draft, point=point, district=district))
    return NOTHING


def write(session: Session, text: str) -> Notice:
    """This is the whole text so far."""
    _change(session, replace(draft_of(session), text=text[:MOST_TEXT]))
    return NOTHING


def go_on(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """On to the next step, if this one is done. After the words, what others have said that is like them."""
    state, step = session.of(ContributingState), session.step
    assert offer.dialogue is not None
    assert isinstance(step, ContributingStep)
    try:
        rules.check_step(step, state.draft, rules=offer.dialogue, districts=offer.districts.keys())
    except ContributionRefused as refused:
        return _notice(refused.reason)
    if step is ContributingStep.OWN_WORDS:
        found = equipment.registers.similar(state.draft.text, most=rules.MOST_SIMILAR)
        state.similar = tuple(found)
        session.of(ReadingState).released = tuple(equipment.registers.released())
    session.path = flow.go(session.path, _next(session))
    return NOTHING


def send(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """Send it. The receipt follows only when it is on disk; otherwise all is still there to try again."""
    state = session.of(ContributingState)
    assert offer.dialogue is not None
    try:
        receipt = rules.send(
            state.draft,
            rules=offer.dialogue,
            districts=offer.districts.keys(),
            seal_key=offer.seal_key(equipment.now()),
            outbox=equipment.outbox,
            dated=equipment.dated(),
            language=session.language,
            random=equipment.random,
            sealed=state.sealed,
        )
    except ContributionRefused as refused:
        if refused.sealed is not None:
            state.sealed = refused.sealed
        equipment.note(KioskEvent.NOT_STORED, refused.reason)
        return _notice(refused.reason)
    session.states[ContributingState] = ContributingState(sent=replace(state.draft, text=""))
    session.code, session.second_code = receipt.code, receipt.second_code
    session.path = flow.end(ContributingStep.CONTRIBUTION_RECEIPT)
    return NOTHING


def open_ideas(session: Session, *, project: str, equipment: Equipment) -> None:
    """What others have said, of a project or of everything."""
    _read(session, equipment).project = project
    session.path = flow.go(session.path, ContributingStep.IDEAS)


def open_idea(session: Session, name: str) -> None:
    """One of them."""
    reading = session.of(ReadingState)
    if any(one.name == name for one in reading.released):
        reading.name = name
        session.path = flow.go(session.path, ContributingStep.IDEA)


def support(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """Stand behind what is on the page. Who came here from own words that are like it, sends those no more."""
    reading = session.of(ReadingState)
    one = next((one for one in reading.released if one.name == reading.name), None)
    if one is None:
        return NOTHING
    try:
        rules.support(
            one,
            supported=reading.supported,
            seal_key=offer.seal_key(equipment.now()),
            outbox=equipment.outbox,
            dated=equipment.dated(),
        )
    except ContributionRefused as refused:
        equipment.note(KioskEvent.NOT_STORED, refused.reason)
        return _notice(refused.reason)
    reading.supported.add(one.name)
    if ContributingStep.SIMILAR in session.path:
        session.states.pop(ContributingState, None)
        session.path = (VisitStep.HOME, ContributingStep.CONTRIBUTE, ContributingStep.IDEA)
    return NOTHING


def path_to(draft: ContributionDraft, session: Session) -> flow.Path:
    """The way to where the words are written."""
    assert draft.kind is not None
    steps = rules.steps_of(draft.kind, finds_similar=bool(session.of(ContributingState).similar))
    return (VisitStep.HOME, *steps[: steps.index(ContributingStep.OWN_WORDS) + 1])


def _read(session: Session, equipment: Equipment) -> ReadingState:
    """Read anew what the station knows of others."""
    reading = session.of(ReadingState)
    reading.released = tuple(equipment.registers.released())
    return reading


def _steps(session: Session) -> tuple[ContributingStep, ...]:
    state = session.of(ContributingState)
    assert state.draft.kind is not None
    return rules.steps_of(state.draft.kind, finds_similar=bool(state.similar))


def _next(session: Session) -> Step:
    steps = _steps(session)
    return steps[steps.index(ContributingStep(session.step)) + 1]


def _change(session: Session, draft: ContributionDraft) -> None:
    state = session.of(ContributingState)
    session.states[ContributingState] = ContributingState(draft, similar=state.similar)


def _notice(problem: ContributionProblem) -> Notice:
    match problem:
        case ContributionProblem.TOO_LONG:
            return Notice("report.problem.too_long", MOST_TEXT)
        case ContributionProblem.NOT_STORED:
            return Notice("word.not_stored")
        case _:
            return Notice(f"contribution.problem.{problem.value}")
