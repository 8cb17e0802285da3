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
from kiosk.media.rules import NotEnclosed
from kiosk.media.state import Enclosures
from kiosk.media.steps import MediaSteps
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Session, Step
from kiosk.session.task import Work
from kiosk.station.catalogue import Offer
from sync.protocol.contributions import MOST_TEXT, ContributionKind


def open_contribute(session: Session, project: str, *, equipment: Equipment) -> None:
    """Ask what the person wants to say, to a project or to the city."""
    _read(session, equipment).project = project
    start = session.path if project else (VisitStep.HOME,)
    session.path = flow.go(start, ContributingStep.CONTRIBUTE)


def begin(
    session: Session, kind: ContributionKind, *, equipment: Equipment, project: str = "", about: str = ""
) -> None:
    """Say something of this kind. Words that were written for the same are still there."""
    before = draft_of(session)
    aim = (kind, project, about)
    if (before.kind, before.project, before.about) != aim:
        # Whoever changes their mind about what it is finds their words again.
        draft = ContributionDraft(
            kind,
            project=project,
            about=about,
            text=before.text,
            enclosed=rules.taken_with(kind, before.enclosed),
            district="" if kind is ContributionKind.IDEA else session.district,
        )
        _change(session, draft)
    session.path = flow.go(session.path, _steps(session, equipment)[0])


def choose(session: Session, *, equipment: Equipment, **choice: str | bool) -> Notice:
    """This topic, this receiver, this district, this way of answering; on to the next step."""
    _change(session, replace(draft_of(session), **choice))  # type: ignore[arg-type]
    session.path = flow.go(session.path, _next(session, equipment))
    return NOTHING


def choose_district(session: Session, district: str, *, equipment: Equipment) -> Notice:
    """It is for this district; a place in another one is none any more."""
    draft = draft_of(session)
    point = draft.point if draft.district == district else None
    _change(session, replace(draft, district=district, point=point))
    session.path = flow.go(session.path, _next(session, equipment))
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
    """On to the next step, if this one is done; from the words back to the ways of saying it, where there are more.

    After what is said comes what others have said that is like it.
    """
    state, step = session.of(ContributingState), session.step
    assert offer.dialogue is not None
    assert isinstance(step, ContributingStep)
    try:
        rules.check_step(step, state.draft, rules=offer.dialogue, districts=offer.districts.keys())
    except ContributionRefused as refused:
        return _notice(refused.reason)
    if step is ContributingStep.OWN_WORDS and state.draft.kind is not ContributionKind.OFFER:
        asked = state.details.ask(state.draft.text)  # whoever offers something is asked to say how to reach them
        if asked != NOTHING:
            return asked
    if step is ContributingStep.OWN_WORDS and ContributingStep.HOW_TO_SAY in session.path:
        session.path = flow.back(session.path)
        return NOTHING
    if step in {ContributingStep.OWN_WORDS, ContributingStep.HOW_TO_SAY}:
        text = state.draft.text.strip()
        state.similar = tuple(equipment.registers.similar(text, most=rules.MOST_SIMILAR)) if text else ()
        session.of(ReadingState).released = tuple(equipment.registers.released())
    session.path = flow.go(session.path, _next(session, equipment))
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
            by_team=session.by_team,
            sealed=state.sealed,
            keep=equipment.keep_attachment,
        )
    except NotEnclosed as error:
        equipment.note(KioskEvent.NOT_STORED, error)
        return _without_enclosures(session)
    except ContributionRefused as refused:
        if refused.sealed is not None:
            state.sealed = refused.sealed
        equipment.note(KioskEvent.NOT_STORED, refused.reason)
        return _notice(refused.reason)
    session.states[ContributingState] = ContributingState(sent=replace(state.draft, text="", enclosed=Enclosures()))
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


def path_to(draft: ContributionDraft, work: Work) -> flow.Path:
    """The way to where the words are written; without words, to where it is said; or to what has to be chosen first."""
    asked, ways, words = work.offer.dialogue, ContributingStep.HOW_TO_SAY, ContributingStep.OWN_WORDS
    assert asked is not None
    steps = _steps(work.session, work.equipment)
    to_words = steps[: steps.index(ways if ways in steps else words) + 1]
    for place, step in enumerate(to_words[:-1]):
        try:
            rules.check_step(step, draft, rules=asked, districts=work.offer.districts.keys())
        except ContributionRefused:
            return (VisitStep.HOME, *to_words[: place + 1])
    path = (VisitStep.HOME, *to_words)
    return (*path, words) if ways in steps and draft.text.strip() else path


def _read(session: Session, equipment: Equipment) -> ReadingState:
    """Read anew what the station knows of others."""
    reading = session.of(ReadingState)
    reading.released = tuple(equipment.registers.released())
    return reading


def _steps(session: Session, equipment: Equipment) -> tuple[ContributingStep, ...]:
    state = session.of(ContributingState)
    kind, capture = state.draft.kind, equipment.capture
    assert kind is not None
    can_speak = kind in rules.SPOKEN_KINDS and capture.has_microphone()
    can_show = kind in rules.SHOWN_KINDS and capture.has_camera()
    # Whoever was asked how to say it stays on that way, even if somebody pulls a device out meanwhile.
    is_asked = ContributingStep.HOW_TO_SAY in session.path or not state.draft.enclosed.is_empty
    return rules.steps_of(kind, finds_similar=bool(state.similar), in_many_ways=can_speak or can_show or is_asked)


def _next(session: Session, equipment: Equipment) -> Step:
    steps = _steps(session, equipment)
    return steps[steps.index(ContributingStep(session.step)) + 1]


def _change(session: Session, draft: ContributionDraft) -> None:
    state = session.of(ContributingState)
    asked = DetailsAsked(state.details.kinds)
    session.states[ContributingState] = ContributingState(draft, similar=state.similar, details=asked)


def _enclose(session: Session, enclosed: Enclosures) -> None:
    _change(session, replace(draft_of(session), enclosed=enclosed))


def _without_enclosures(session: Session) -> Notice:
    """They find no room: what was written goes without them. Where nothing was, what was said is still there."""
    if not draft_of(session).text.strip():
        return _notice(ContributionProblem.NO_ROOM_TO_SPEAK)
    _enclose(session, Enclosures())
    return _notice(ContributionProblem.NOT_ENCLOSED)


MEDIA = MediaSteps(
    enclosed_in=lambda session: draft_of(session).enclosed,
    enclose=_enclose,
    photo=ContributingStep.OWN_PHOTO,
    spoken=ContributingStep.OWN_VOICE,
)
"""Photo and spoken message of what is said to the city."""


def _notice(problem: ContributionProblem) -> Notice:
    match problem:
        case ContributionProblem.TOO_LONG:
            return Notice("report.problem.too_long", MOST_TEXT)
        case ContributionProblem.NOT_STORED:
            return Notice("word.not_stored")
        case _:
            return Notice(f"contribution.problem.{problem.value}")
