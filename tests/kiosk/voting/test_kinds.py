"""The ballot papers of all kinds: what a touch does to the answer, and that every kind is complete."""

import json
from dataclasses import replace
from random import Random

import pytest

from kiosk.devtools.samples import DEFAULT_CONTENT
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Choose, MoveUp
from kiosk.voting.kinds import BALLOT_FORMS, form_of
from kiosk.voting.kinds.paper import BallotPaper
from kiosk.voting.rules import VoteProblem, VoteRefused
from sync.protocol.languages import LANGUAGES
from sync.protocol.polls.kinds import KINDS, kind_of
from sync.protocol.polls.poll import Poll

GARDEN = ("play", "benches", "tool-shed", "fruit-trees", "raised-beds")


def poll_of(kind: str, **rules: object) -> Poll:
    """The poll with most options of the default content, of this kind."""
    wire = json.loads((DEFAULT_CONTENT / "polls" / "garten-nordwest.json").read_text(encoding="utf-8"))
    return Poll.from_wire(wire | {"kind": kind} | rules)


def touched(poll: Poll, *intents: Choose | MoveUp):
    """The answer after these."""
    answer = None
    for intent in intents:
        answer = form_of(poll).answer_after(poll, answer, intent)
    return answer


def test_every_kind_of_poll_has_a_ballot_paper():
    assert set(BALLOT_FORMS) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_allowed_answer_can_be_touched_together_seen_and_reviewed_in_every_language(kind):
    poll = poll_of(kind, max=1) if kind == "single" else poll_of(kind)
    form, random = BALLOT_FORMS[kind], Random(1)
    for _ in range(30):
        answer = kind_of(poll).draw(poll, random)
        words = [answer] if isinstance(answer, str) else answer
        assert touched(poll, *map(Choose, words)) == answer
        for language in LANGUAGES:
            paper = BallotPaper(poll, [option.id for option in poll.options], answer, Texts(language.code))
            view = form.view(paper, {"frame": None, "headline": ""})
            assert {option.intent.option for option in view.options if option.chosen} == set(words)
            assert len(form.review(paper)) == len(words)
            assert form.rule(paper.words, poll)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_does_not_stand_on_the_paper_is_an_error_and_changes_nothing(kind):
    with pytest.raises(KeyError):
        touched(poll_of(kind), Choose("nowhere"))
    with pytest.raises(KeyError):
        touched(poll_of(kind), MoveUp("play"))


def test_where_one_may_be_chosen_the_new_one_takes_the_others_place():
    poll = poll_of("single", max=1)
    assert touched(poll, Choose("play"), Choose("benches")) == ["benches"]
    assert touched(poll, Choose("play"), Choose("play")) == []


def test_one_more_than_allowed_is_refused():
    for kind in ("multiple", "ranked"):
        poll = poll_of(kind)
        with pytest.raises(VoteRefused) as caught:
            touched(poll, *map(Choose, GARDEN[: poll.maximum + 1]))
        assert caught.value.reason is VoteProblem.TOO_MANY


def test_yes_no_and_abstention_take_each_others_place():
    poll = poll_of("yes_no")
    assert touched(poll, Choose("yes"), Choose("abstain")) == "abstain"
    assert touched(poll, Choose("no"), Choose("no")) == ""


def test_ranks_follow_the_touches_and_those_below_move_up():
    poll = poll_of("ranked")
    three = [Choose("play"), Choose("benches"), Choose("tool-shed")]
    assert touched(poll, *three) == ["play", "benches", "tool-shed"]
    assert touched(poll, *three, Choose("play")) == ["benches", "tool-shed"]
    assert touched(poll, *three, MoveUp("tool-shed")) == ["play", "tool-shed", "benches"]
    assert touched(poll, *three, MoveUp("play")) == ["play", "benches", "tool-shed"]


def test_a_rank_is_said_in_words_and_by_a_number():
    poll = poll_of("ranked")
    paper = BallotPaper(poll, GARDEN, ["benches", "play"], Texts("de"))
    view = form_of(poll).view(paper, {"frame": None, "headline": ""})
    assert [(option.state, option.badge) for option in view.options[:3]] == [
        ("Platz 2", "2"),
        ("Platz 1", "1"),
        ("Noch kein Platz", ""),
    ]
    assert [move.enabled for move in view.moves] == [True, False]
    assert [line.label for line in form_of(poll).review(paper)] == ["Platz 1", "Platz 2"]


@pytest.mark.parametrize("kind", ["multiple", "ranked"])
def test_nothing_chosen_is_said_where_it_is_an_answer(kind):
    poll = replace(poll_of(kind), minimum=0)
    assert kind_of(poll).check(poll, []) is None
    (line,) = form_of(poll).review(BallotPaper(poll, GARDEN, [], Texts("de")))
    assert line.value == "Keine davon"


# --- money ------------------------------------------------------------------------------------------------------------


def budget_paper(*answer: str, language: str = "de") -> BallotPaper:
    wire = json.loads((DEFAULT_CONTENT / "polls" / "ortsbeirat-stadtmitte.json").read_text(encoding="utf-8"))
    poll = Poll.from_wire(wire)
    return BallotPaper(poll, [option.id for option in poll.options], list(answer), Texts(language))


def told(paper: BallotPaper) -> str:
    return form_of(paper.poll).view(paper, {"frame": None, "headline": ""}).counted


def test_a_budget_says_what_is_chosen_and_what_is_left_of_it():
    assert told(budget_paper()) == "Noch nichts gewählt"
    assert told(budget_paper("benches")) == "Gewählt: 4.800\u00a0Euro von 13.000\u00a0Euro. Übrig: 8.200\u00a0Euro."


def test_a_budget_says_when_the_money_is_not_enough_and_so_does_the_review():
    whole = budget_paper(*(option.id for option in budget_paper().poll.options))
    total = sum(option.cost_euro for option in whole.poll.options)
    assert total > whole.poll.budget_euro
    assert told(whole) == "Gewählt: 17.300\u00a0Euro von 13.000\u00a0Euro. Das Geld reicht nicht für alles."
    lines = form_of(whole.poll).review(whole)
    assert (lines[-1].label, lines[-1].value) == ("Zusammen", told(whole))


@pytest.mark.parametrize("spare", [0, 1])
def test_the_very_last_euro_is_still_enough(spare):
    paper = budget_paper("benches")
    paper = replace(paper, poll=replace(paper.poll, budget_euro=4800 - spare))
    assert ("nicht für alles" in told(paper)) == bool(spare)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_in_every_language_the_three_amounts_are_there(language):
    paper = budget_paper("benches", language=language)
    amounts = [paper.words.number(euro) for euro in (4800, 13000, 8200)]
    assert all(amount in told(paper) for amount in amounts)


def test_where_no_money_is_at_stake_the_number_is_told():
    poll = poll_of("multiple")
    paper = BallotPaper(poll, GARDEN, ["play", "benches"], Texts("de"))
    assert told(paper) == "2 gewählt"
