"""Which step follows which, and that every way leads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.session import flow
from kiosk.session.session import Step


def test_a_visit_opens_with_language_and_aids_and_comes_home():
    path = flow.BEGIN
    assert path[-1] is Step.LANGUAGES
    path = flow.done(path)
    assert path[-1] is Step.AIDS
    assert flow.done(path) == flow.HOME


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ((Step.HOME, Step.POLLS, Step.VOTE), (Step.HOME, Step.POLLS, Step.VOTE, Step.VOTE_REVIEW)),
        ((Step.HOME, Step.POLLS, Step.VOTE, Step.VOTE_REVIEW), (Step.HOME, Step.VOTE_RECEIPT)),
        ((Step.HOME, Step.POLLS, Step.DISTRICTS), (Step.HOME, Step.POLLS)),
        ((Step.HOME, Step.DISTRICTS), (Step.HOME, Step.DISTRICTS, Step.POLLS)),
        ((Step.HOME, Step.CATEGORIES), (Step.HOME, Step.CATEGORIES, Step.REPORT_DISTRICTS)),
        ((Step.HOME, Step.VOTE_RECEIPT), flow.HOME),
    ],
)
def test_a_step_that_is_done_leads_to_the_next(path, after):
    assert flow.done(path) == after


def test_the_steps_of_a_report_in_their_order():
    path = (Step.HOME, Step.CATEGORIES)
    seen = [path[-1]]
    while path[-1] not in flow.RECEIPTS:
        path = flow.done(path)
        seen.append(path[-1])
    assert seen == [
        Step.CATEGORIES,
        Step.REPORT_DISTRICTS,
        Step.PLACE,
        Step.DESCRIPTION,
        Step.REPORT_REVIEW,
        Step.REPORT_RECEIPT,
    ]


@pytest.mark.parametrize("interlude", sorted(flow.INTERLUDES))
@pytest.mark.parametrize("where", [Step.POLLS, Step.VOTE, Step.DESCRIPTION, Step.VOTE_RECEIPT])
def test_languages_aids_and_help_return_to_where_they_were_opened(interlude, where):
    path = (Step.HOME, where)
    assert flow.done(flow.go(path, interlude)) == path
    assert flow.back(flow.go(path, interlude)) == path


def test_help_at_the_opening_returns_to_the_opening():
    assert flow.done(flow.go((Step.LANGUAGES, Step.AIDS), Step.HELP)) == (Step.LANGUAGES, Step.AIDS)


def test_there_is_no_way_back_into_a_ballot_that_is_cast():
    path = (Step.HOME, Step.VOTE_RECEIPT)
    assert not flow.can_go_back(path)
    assert flow.back(path) == path


steps = st.lists(st.sampled_from(sorted(Step)), max_size=25)


@given(steps)
def test_a_path_never_grows_beyond_its_steps_and_back_always_ends(taken):
    path = flow.BEGIN
    for step in taken:
        path = flow.go(path, step)
        assert len(path) == len(set(path))
        assert path[-1] is step
    for _ in path:
        path = flow.back(path)
    assert not flow.can_go_back(path)
