"""Speech under the finger: sliding names, lifting offers, and only a second tap on the same control chooses."""

from hypothesis import given
from hypothesis import strategies as st

from accessibility.exploring import Exploring, Said


def run(state: Exploring, *moves: object) -> tuple[Exploring, list[Said]]:
    """``("press", x)``, ``("slide", x)`` and ``"lift"`` one after the other."""
    said = []
    for move in moves:
        state, what = state.lift() if move == "lift" else getattr(state, move[0])(move[1])
        said.append(what)
    return state, said


def test_the_first_tap_names_and_offers_the_second_chooses():
    state, said = run(Exploring(), ("press", "yes"), "lift")
    assert said == [Said.NAME, Said.OFFER]
    _, said = run(state, ("press", "yes"), "lift")
    assert said == [Said.NOTHING, Said.CHOOSE]


def test_sliding_names_what_is_under_the_finger_once_each():
    _, said = run(Exploring(), ("press", "yes"), ("slide", "yes"), ("slide", None), ("slide", "no"), "lift")
    assert said == [Said.NAME, Said.NOTHING, Said.NOTHING, Said.NAME, Said.OFFER]


def test_a_tap_elsewhere_offers_that_one_instead():
    state, _ = run(Exploring(), ("press", "yes"), "lift")
    state, said = run(state, ("press", "no"), "lift")
    assert said == [Said.NAME, Said.OFFER]
    assert state.offered == "no"


def test_a_finger_that_slides_back_onto_the_offered_one_only_explores():
    state, _ = run(Exploring(), ("press", "yes"), "lift")
    _, said = run(state, ("press", "no"), ("slide", "yes"), "lift")
    assert said[-1] is Said.OFFER
    _, said = run(state, ("press", None), ("slide", "yes"), "lift")
    assert said[-1] is Said.OFFER
    _, said = run(state, ("press", "yes"), ("slide", "no"), ("slide", "yes"), "lift")
    assert said[-1] is Said.OFFER


def test_lifting_beside_all_controls_keeps_the_offer():
    state, _ = run(Exploring(), ("press", "yes"), "lift")
    state, said = run(state, ("press", None), "lift")
    assert said == [Said.NOTHING, Said.NOTHING]
    assert run(state, ("press", "yes"), "lift")[1][-1] is Said.CHOOSE


def test_on_another_page_nothing_is_offered_and_a_finger_still_down_acts_on_nothing():
    state, _ = run(Exploring(), ("press", "yes"), "lift", ("press", "yes"))
    assert state.away().lift() == (Exploring(), Said.NOTHING)
    assert run(state.away(), ("press", "yes"), "lift")[1][-1] is Said.OFFER


moves = st.one_of(st.tuples(st.sampled_from(["press", "slide"]), st.sampled_from(["a", "b", None])), st.just("lift"))


@given(st.lists(moves, max_size=30))
def test_nothing_is_chosen_that_was_not_offered_before(story):
    state = Exploring()
    for move in story:
        before = state
        state, (said,) = run(state, move)
        if said is Said.CHOOSE:
            assert before.offered == before.under is not None
