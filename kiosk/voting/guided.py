"""The guided ballot: one option after the other, for whoever sees nothing or is here for the first time.

It is another way to the same answer: what is said to an option goes through the same ballot paper as on the page with
all of them, and into the same envelope.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.frame import Scene, frame, go_on
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import ShowAll, ShowOption
from kiosk.viewmodel.views import Action, VoteGuidedView
from kiosk.voting import actions
from kiosk.voting.kinds import form_of
from kiosk.voting.kinds.paper import BallotPaper, about_of, cost_words, joined
from kiosk.voting.state import VotingState
from kiosk.voting.steps import VotingStep
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll

FEWEST_OPTIONS = 2
"""With fewer there is nothing to go through."""


def can_guide(poll: Poll) -> bool:
    """True for a poll with options to go through."""
    return kind_of(poll).traits.has_options and len(poll.options) >= FEWEST_OPTIONS


def begin(session: Session, *, offer: Offer) -> None:
    """Show one option alone: the first, or the one that was shown last. So it goes on at the next question."""
    state = session.of(VotingState)
    if can_guide(offer.polls[state.poll]):
        state.one_by_one = True
        session.path = flow.go(session.path, VotingStep.VOTE_GUIDED)


def go_on_if_chosen(session: Session, *, offer: Offer) -> None:
    """Whoever sees one option after the other sees the next question in the same way."""
    if session.step is VotingStep.VOTE and session.of(VotingState).one_by_one:
        begin(session, offer=offer)


def show_all(session: Session) -> None:
    """Back to the page with all options. So it stays at the next question."""
    session.of(VotingState).one_by_one = False
    session.path = flow.go(session.path, VotingStep.VOTE)


def show_option(session: Session, number: int, *, offer: Offer) -> None:
    """The option at this place."""
    state = session.of(VotingState)
    if 0 <= number < len(offer.polls[state.poll].options):
        state.shown[state.poll] = number


def next_option(session: Session, *, offer: Offer, equipment: Equipment) -> Notice:
    """On to the next option; from the last one to the review."""
    state = session.of(VotingState)
    poll, shown = offer.polls[state.poll], state.shown.get(state.poll, 0)
    if _lacks_word(poll, state.orders[poll.id][shown], state):
        return Notice("vote.guided.missing")
    if shown + 1 == len(poll.options):
        return actions.review(session, offer=offer, equipment=equipment)
    state.shown[poll.id] = shown + 1
    return NOTHING


def guided_view(scene: Scene, paper: BallotPaper) -> VoteGuidedView:
    """One option, and what can be said to it."""
    words, poll, shown = scene.texts, paper.poll, scene.session.of(VotingState).shown.get(paper.poll.id, 0)
    option = poll.option(paper.order[shown])
    asked = form_of(poll).alone(paper, option)
    assert asked is not None
    waits = _lacks_word(poll, option.id, scene.session.of(VotingState))
    framed = frame(scene, main=go_on(words, waits=waits))
    if shown and framed.back:
        framed = replace(framed, back=replace(framed.back, intent=ShowOption(shown - 1)))
    place = words.text("vote.guided.place", number=shown + 1, total=len(poll.options))
    return VoteGuidedView(
        frame=framed,
        headline=words.content(option.title),
        explanation=joined(
            words, about_of(words, option, poll), cost_words(words, option), words.content(poll.question)
        ),
        notice=scene.notice,
        may_tell=(words.text("vote.guided.missing"),),
        part=option.id,
        rule=joined(words, place, asked.question),
        counted=asked.counted,
        options=tuple(asked.answers),
        ways=(Action(ShowAll(), words.text("vote.guided.all"), "vote"),),
        asks=asked.asks,
    )


def _lacks_word(poll: Poll, option: str, state: VotingState) -> bool:
    """Yes, no or a rank has to be said; a number may be left out."""
    answer = state.answers.get(poll.id, form_of(poll).empty)
    return form_of(poll).counts == "answers" and option not in answer and option not in state.told.get(poll.id, ())
