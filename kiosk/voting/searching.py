"""Finding answers in a long list by a word: the paper shows those that fit, and what is chosen stays chosen."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene
from kiosk.session.searching import MOST_SEARCHED, search_view
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.viewmodel.intents import Continue, Intent, OpenSearch, SearchFor, ShowAll
from kiosk.viewmodel.views import Action, SearchView
from kiosk.voting.state import VotingState
from kiosk.voting.steps import VotingStep
from sync.protocol.languages import DEFAULT_LANGUAGE
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Option, Poll
from sync.protocol.word_folding import closeness, folded

LONG_LIST = 9
"""Options from which on they can be searched: fewer stand on one or two pages."""


def can_search(poll: Poll) -> bool:
    """True where there are many options."""
    return kind_of(poll).traits.has_options and len(poll.options) >= LONG_LIST


def open_search(session: Session, *, offer: Offer) -> None:
    """Ask for a word."""
    if can_search(offer.polls[session.of(VotingState).poll]):
        session.path = flow.go(session.path, VotingStep.VOTE_SEARCH)


def answer(session: Session, intent: Intent, *, offer: Offer) -> Notice | None:
    """Where the word is typed; None when the person asked for something else."""
    state = session.of(VotingState)
    match intent:
        case SearchFor(text):
            state.typed_words[state.poll] = text[:MOST_SEARCHED]
            return NOTHING
        case Continue():
            return search(session, offer=offer)
    return None


def search(session: Session, *, offer: Offer) -> Notice:
    """Back to the paper with what fits, if anything does."""
    state = session.of(VotingState)
    poll, typed = offer.polls[state.poll], state.typed_words.get(state.poll, "").strip()
    if not typed:
        return Notice("search.empty")
    if not options_like(typed, poll, state.orders[poll.id], language=session.language):
        return Notice("search.nothing")
    state.searched[poll.id] = typed
    session.path = flow.back(session.path)
    return NOTHING


def show_all(session: Session) -> None:
    """All options again."""
    state = session.of(VotingState)
    state.searched.pop(state.poll, None)
    state.typed_words.pop(state.poll, None)


def options_like(typed: str, poll: Poll, order: Sequence[str], *, language: str) -> list[str]:
    """The options that fit these words, in the order in which all are shown. Small mistakes do no harm.

    Titles and descriptions count in the language of the person and in German: so things are called here.
    """
    word = folded(typed)
    return [one for one in order if closeness(word, _words_of(poll.option(one), language))]


def shown_options(scene: Scene, poll: Poll) -> Sequence[str]:
    """Those that the paper shows. Where the words of before fit nothing in another language, all of them."""
    state = scene.session.of(VotingState)
    order, typed = state.orders[poll.id], state.searched.get(poll.id, "")
    return (typed and options_like(typed, poll, order, language=scene.session.language)) or order


def words_of_search(scene: Scene, poll: Poll, shown: Sequence[str]) -> str:
    """How many of how many are shown; empty where all are."""
    words, typed = scene.texts, scene.session.of(VotingState).searched.get(poll.id, "")
    if not typed:
        return ""
    number, total = words.number(len(shown)), words.number(len(poll.options))
    return words.text("vote.search.shown", shown=number, all=total, word=typed)


def ways(scene: Scene, poll: Poll) -> tuple[Action, ...]:
    """To the search, and back from it."""
    if not can_search(poll):
        return ()
    words = scene.texts
    search_way = Action(OpenSearch(), words.text("categories.search"), "look-up")
    if poll.id not in scene.session.of(VotingState).searched:
        return (search_way,)
    return (Action(ShowAll(), words.text("vote.search.all", all=words.number(len(poll.options))), "check"), search_way)


def vote_search_view(scene: Scene) -> SearchView:
    """A word for what one is looking for."""
    words, state = scene.texts, scene.session.of(VotingState)
    return search_view(
        scene,
        state.typed_words.get(state.poll, ""),
        headline=words.text("categories.search.headline"),
        explanation=words.text("vote.search.explanation"),
        field=words.text("categories.search.field"),
    )


def _words_of(option: Option, language: str) -> str:
    told = (option.title, option.about)
    return folded(" ".join(texts.get(one, "") for texts in told for one in {language, DEFAULT_LANGUAGE}))
