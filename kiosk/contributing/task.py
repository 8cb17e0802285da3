"""Saying something to the city, as a task of a visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kiosk.contributing import actions, presenter
from kiosk.contributing.privacy import OVERHEARD
from kiosk.contributing.state import ContributingState, ContributionDraft, draft_of
from kiosk.contributing.steps import ContributingStep
from kiosk.media.kept import from_plain, to_plain
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Task, Work
from kiosk.texts import Texts
from kiosk.viewmodel import contributing_intents as wish
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import Choice
from sync.protocol.contributions import ContributionKind


class Contributing(Task):
    """An idea, a question, a wish to be asked, an offer to help; and standing behind what others have said."""

    views = presenter.VIEWS
    accent = "contributing"
    overheard = OVERHEARD
    captures = actions.MEDIA.steps

    def tiles(self, scene: Scene) -> Sequence[Choice]:
        """One, where the content says who answers."""
        return (presenter.home_tile(scene),) if scene.offer.dialogue else ()

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """What, about what, to whom, in words, what is alike, check, send; read and support."""
        if work.offer.dialogue is None:
            return None
        said = (answer(step, intent, work) for answer in (_open, _choose, _say, actions.MEDIA.answer))
        return next((notice for notice in said if notice is not None), None)

    def attend(self, work: Work) -> None:
        """Take over what camera or microphone have brought."""
        actions.MEDIA.attend(work)

    def help_at(self, step: Step, words: Texts) -> str:
        """At camera and microphone what is told everywhere."""
        return actions.MEDIA.help_at(step, words) or super().help_at(step, words)

    def is_unfinished(self, session: Session) -> bool:
        """Something was written, said or shown that is not sent."""
        return draft_of(session).begun

    def unfinished_sentence(self, words: Texts) -> str:
        """What is not sent."""
        return words.text("unfinished.headline.contribution")

    def put_aside(self, session: Session) -> Mapping[str, Any]:
        """The draft."""
        return to_plain(draft_of(session))

    def take_up(self, plain: Mapping[str, Any], work: Work) -> None:
        """The draft again."""
        draft = from_plain(ContributionDraft, plain)
        work.session.of(ContributingState).draft = replace(draft, kind=ContributionKind(plain["kind"]))

    def words_of_draft(self, session: Session) -> str:
        """What was written."""
        return draft_of(session).text

    def is_under_way(self, path: flow.Path) -> bool:
        """From where it is said on."""
        return not {ContributingStep.HOW_TO_SAY, ContributingStep.OWN_WORDS}.isdisjoint(path)

    def leave(self, session: Session) -> None:
        """What was sent is of no more use; what is begun stays."""
        if not draft_of(session).begun:
            session.states.pop(ContributingState, None)

    def resume(self, work: Work) -> flow.Path:
        """Where the words are written; before, where something has to be chosen that the city no longer has."""
        return actions.path_to(draft_of(work.session), work)


def _open(_step: Step, intent: Intent, work: Work) -> Notice | None:
    session, equipment = work.session, work.equipment
    match intent:
        case wish.OpenContribute(project) if equipment.takes_reports():
            actions.open_contribute(session, project, equipment=equipment)
        case wish.BeginContribution(kind, project, about) if equipment.takes_reports():
            actions.begin(session, ContributionKind(kind), equipment=equipment, project=project, about=about)
        case wish.OpenIdeas(project):
            actions.open_ideas(session, project=project, equipment=equipment)
        case wish.OpenIdea(name):
            actions.open_idea(session, name)
        case _:
            return None
    return NOTHING


def _choose(step: Step, intent: Intent, work: Work) -> Notice | None:
    offer, rules = work.offer, work.offer.dialogue
    assert rules is not None
    match step, intent:
        case ContributingStep.TOPICS, wish.ChooseTopic(topic) if topic in rules.topics:
            return actions.choose(work.session, equipment=work.equipment, topic=topic)
        case ContributingStep.RECEIVERS, wish.ChooseReceiver(receiver) if receiver in rules.receivers:
            return actions.choose(work.session, equipment=work.equipment, receiver=receiver)
        case ContributingStep.IDEA_DISTRICTS, intents.ChooseDistrict(district) if district in offer.districts:
            return actions.choose_district(work.session, district, equipment=work.equipment)
        case ContributingStep.IDEA_PLACE, intents.PointAt(longitude, latitude):
            return actions.point_at(work.session, (longitude, latitude), offer=offer)
        case ContributingStep.IDEA_PLACE, intents.LookAt(longitude, latitude):
            work.session.of(ContributingState).looked_at = (longitude, latitude)
            return NOTHING
        case ContributingStep.PUBLICITY, wish.ChoosePublicity(is_public):
            return actions.choose(work.session, equipment=work.equipment, is_public=is_public)
    return None


def _say(step: Step, intent: Intent, work: Work) -> Notice | None:
    session, offer, equipment = work.session, work.offer, work.equipment
    match step, intent:
        case ContributingStep.HOW_TO_SAY, wish.OpenOwnWords():
            session.path = flow.go(session.path, ContributingStep.OWN_WORDS)
            return NOTHING
        case ContributingStep.HOW_TO_SAY, (intents.OpenCamera() | intents.OpenMicrophone()):
            return actions.MEDIA.open(intent, session)
        case ContributingStep.OWN_WORDS, intents.Describe(text):
            return actions.write(session, text)
        case ContributingStep(), intents.Continue() if step in _ASKED:
            return actions.go_on(session, offer=offer, equipment=equipment)
        case ContributingStep.CONTRIBUTION_REVIEW, wish.SendContribution():
            return actions.send(session, offer=offer, equipment=equipment)
        case ContributingStep.IDEA, wish.SupportIdea():
            return actions.support(session, offer=offer, equipment=equipment)
    return None


_ASKED = frozenset(ContributingStep) - {
    ContributingStep.CONTRIBUTE,
    ContributingStep.OWN_VOICE,
    ContributingStep.OWN_PHOTO,
    ContributingStep.CONTRIBUTION_REVIEW,
    ContributingStep.CONTRIBUTION_RECEIPT,
    ContributingStep.IDEAS,
    ContributingStep.IDEA,
}
"""The steps that ask for something."""
