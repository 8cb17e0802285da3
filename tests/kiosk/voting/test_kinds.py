"""The ballot papers of all kinds: what a touch does to the answer, and that every kind is complete."""

import json
from dataclasses import replace
from random import Random

import pytest

from kiosk.devtools.sample_station import DEFAULT_CONTENT
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Choose, Describe, GivePoint, Intent, MoveUp, PointAt, Rate, TakePoint
from kiosk.viewmodel.phrases import spoken_choice, spoken_groups
from kiosk.viewmodel.views import VotePlaceView, VotePointsView, VoteScaleView, VoteTextView
from kiosk.voting.kinds import BALLOT_FORMS, form_of
from kiosk.voting.kinds.paper import BallotPaper
from kiosk.voting.rules import VoteProblem, VoteRefused
from sync.protocol.languages import LANGUAGES
from sync.protocol.polls.kinds import KINDS, kind_of
from sync.protocol.polls.poll import Poll
from tests.kits.poll_kinds import of_kind

GARDEN = ("play", "benches", "tool-shed", "fruit-trees", "raised-beds")


def poll_of(kind: str, **rules: object) -> Poll:
    """The poll with most options of the default content, of this kind."""
    wire = json.loads((DEFAULT_CONTENT / "polls" / "garten-nordwest.json").read_text(encoding="utf-8"))
    return Poll.from_wire(of_kind(wire, kind, **rules))


def ways_to(poll: Poll, answer) -> list[Intent]:
    """What a person does to give this answer. A new kind adds its way."""
    match poll.kind:
        case "points" | "budget_points":
            return [GivePoint(option) for option, points in answer.items() for _ in range(points)]
        case "scale":
            return [Rate(option, number) for option, number in answer.items()]
        case "text":
            return [Describe(answer)]
        case "place":
            return [PointAt(answer["longitude"] / 100_000, answer["latitude"] / 100_000)]
        case "yes_no":
            return [Choose(answer)]
        case _:
            return [Choose(option) for option in answer]


def shown_in(view) -> set[str]:
    """What of an answer is seen on its paper: options, a word, a text or the parts of a point."""
    if isinstance(view, VotePointsView):
        return {group.choices[0].intent.option for group in view.groups if group.choices[0].enabled}
    if isinstance(view, VoteScaleView):
        return {one.intent.option for group in view.groups for one in group.choices if one.chosen}
    if isinstance(view, VoteTextView):
        return {view.text}
    if isinstance(view, VotePlaceView):
        return {"latitude", "longitude"} if view.point else set()
    return {option.intent.option for option in view.options if option.chosen}


def touched(poll: Poll, *intents: Intent):
    """The answer after these."""
    answer = None
    for intent in intents:
        answer = form_of(poll).answer_after(poll, answer, intent)
    return answer


def test_every_kind_of_poll_has_a_ballot_paper():
    assert set(BALLOT_FORMS) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_allowed_answer_can_be_touched_together_seen_and_reviewed_in_every_language(kind):
    poll = poll_of(kind)
    form, random = BALLOT_FORMS[kind], Random(1)
    for _ in range(30):
        answer = kind_of(poll).draw(poll, random)
        assert touched(poll, *ways_to(poll, answer)) == answer
        for language in LANGUAGES:
            paper = BallotPaper(poll, [option.id for option in poll.options], answer, Texts(language.code))
            view = form.view(paper, {"frame": None, "headline": ""})
            assert shown_in(view) == (set(answer) if isinstance(answer, list | dict) else {answer})
            parts = 1 if kind in ("yes_no", "text", "place") else len(answer)
            assert len([line for line in form.review(paper) if line.pictogram]) == parts
            assert form.rule(paper.words, poll)


@pytest.mark.parametrize("kind", [word for word, kind in sorted(KINDS.items()) if kind.traits.has_options])
def test_what_the_picture_of_an_option_shows_is_read_aloud_with_it(kind):
    poll = poll_of(kind)
    paper = BallotPaper(poll, [option.id for option in poll.options], BALLOT_FORMS[kind].empty, Texts("de"))
    view = BALLOT_FORMS[kind].view(paper, {"frame": None, "headline": ""})
    said = [*map(spoken_choice, view.options), *spoken_groups(getattr(view, "groups", ()))][-len(poll.options) :]
    for option, words in zip(poll.options, said, strict=True):
        assert option.title["de"] in words and option.picture.shows["de"] in words


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_does_not_stand_on_the_paper_is_an_error_and_changes_nothing(kind):
    with pytest.raises(KeyError):
        touched(poll_of(kind), Choose("nowhere"))
    strange = [MoveUp("play"), Rate("nowhere", 3), Rate("play", 11), GivePoint("nowhere"), TakePoint("nowhere")]
    for intent in strange:
        with pytest.raises(KeyError):
            touched(poll_of(kind), intent)


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


def test_a_knapsack_takes_nothing_that_the_money_is_not_enough_for_and_drops_nothing():
    poll = poll_of("knapsack", max=6, budget_euro=100)  # 20, 30, 40, 50, 60 and 70 euros
    first, second, third, fourth = (option.id for option in poll.options[:4])
    assert refusal_of(poll, *map(Choose, (first, second, third, fourth))) is VoteProblem.TOO_DEAR
    assert touched(poll, *map(Choose, (first, second, third))) == [first, second, third]


# --- points, scales, texts --------------------------------------------------------------------------------------------


def refusal_of(poll: Poll, *intents: Intent) -> VoteProblem:
    with pytest.raises(VoteRefused) as caught:
        touched(poll, *intents)
    return caught.value.reason


def test_points_are_given_and_taken_back_one_by_one():
    poll = poll_of("points", max=5, cap=3)
    three = [GivePoint("play")] * 3
    assert touched(poll, *three, TakePoint("play")) == {"play": 2}
    assert touched(poll, GivePoint("play"), TakePoint("play"), TakePoint("play")) == {}
    assert refusal_of(poll, *three, GivePoint("play")) is VoteProblem.TOO_MUCH_FOR_ONE
    assert refusal_of(poll, *three, *[GivePoint("benches")] * 3) is VoteProblem.TOO_MANY


def test_a_number_takes_the_place_of_the_one_before_and_goes_when_touched_again():
    poll = poll_of("scale")
    assert touched(poll, Rate("play", 2), Rate("play", 5)) == {"play": 5}
    assert touched(poll, Rate("play", 2), Rate("play", 2)) == {}
    with pytest.raises(KeyError):
        touched(poll, Rate("play", 0))
    assert touched(poll_of("scale", scale="numbers"), Rate("play", 0)) == {"play": 0}, "0 is a number like the others"


def test_more_text_than_there_is_room_for_is_refused():
    poll = poll_of("text", max=5)
    assert refusal_of(poll, Describe("abcdef")) is VoteProblem.TOO_MANY
    assert touched(poll, Describe("a\u202eb")) == "ab", "what turns the line round is not kept"


# --- what is left -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "rules", "answer", "told"),
    [
        ("multiple", {}, ["play"], "Sie können noch 2 wählen."),
        ("multiple", {}, ["benches", "play", "tool-shed"], ""),
        ("ranked", {}, ["play", "benches"], "Sie können noch 1 wählen."),
        ("single", {}, [], ""),
        ("yes_no", {}, "no", ""),
        ("points", {"max": 5}, {"play": 2}, "Punkte, die Sie nicht vergeben haben: 3."),
        ("points", {"max": 2}, {"play": 2}, ""),
        ("scale", {}, {"play": 2}, "Ohne Ihre Bewertung: 5."),
        ("knapsack", {"budget_euro": 70}, ["play"], "Sie können noch 2 wählen."),  # 50 euros, and 20 for the cheapest
        ("knapsack", {"budget_euro": 69}, ["play"], ""),
        ("budget", {}, ["play"], "Sie können noch 2 wählen."),
    ],
)
def test_what_the_rules_still_allow_is_said_before_the_ballot_is_cast(kind, rules, answer, told):
    poll = poll_of(kind, **rules)
    assert form_of(poll).unused(Texts("de"), poll, answer) == told


def test_the_place_of_a_rank_is_told_when_it_is_given():
    poll = poll_of("ranked")
    paper = BallotPaper(poll, GARDEN, ["benches", "play"], Texts("de"))
    title = poll.option("play").title["de"]
    assert told(paper) == f"Platz 2: {title}. Plätze noch frei: 1"
