"""Every way of a visit leads on and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reporting.steps import ReportingStep, step_after
from kiosk.session import flow
from kiosk.session.flow import VisitStep
from kiosk.tasks import TASKS
from kiosk.voting.steps import VotingStep


def test_a_visit_opens_with_language_and_aids_and_comes_home():
    path = flow.BEGIN
    assert path[-1] is VisitStep.LANGUAGES
    path = flow.done(path)
    assert path[-1] is VisitStep.AIDS
    assert flow.done(path) == flow.HOME
    assert flow.done(flow.go(flow.go(flow.BEGIN, VisitStep.HELP), VisitStep.AIDS)) == flow.HOME


@pytest.mark.parametrize(
    ("path", "step", "after"),
    [
        ((*flow.HOME, VotingStep.VOTE), VotingStep.VOTE_REVIEW, (*flow.HOME, VotingStep.VOTE, VotingStep.VOTE_REVIEW)),
        ((*flow.HOME, VotingStep.POLLS, VotingStep.DISTRICTS), VotingStep.POLLS, (*flow.HOME, VotingStep.POLLS)),
        ((*flow.HOME, VotingStep.POLLS, VotingStep.VOTE), VisitStep.HOME, flow.HOME),
    ],
)
def test_going_on_makes_the_path_longer_and_going_where_one_was_shortens_it(path, step, after):
    assert flow.go(path, step) == after


def test_a_report_is_asked_step_by_step():
    assert step_after(ReportingStep.DESCRIPTION) is ReportingStep.EXTRAS
    assert step_after(ReportingStep.EXTRAS) is ReportingStep.PUBLICATION
    assert step_after(ReportingStep.EXTRAS, may_become_public=False) is ReportingStep.REPORT_REVIEW
    assert step_after(ReportingStep.SUBCATEGORIES) is ReportingStep.REPORT_DISTRICTS


@pytest.mark.parametrize("interlude", sorted(flow.INTERLUDES))
@pytest.mark.parametrize(
    "path",
    [(*flow.HOME, VotingStep.POLLS), (*flow.HOME, VotingStep.VOTE), flow.end(VotingStep.VOTE_RECEIPT)],
)
def test_languages_aids_and_help_return_to_where_they_were_opened(interlude, path):
    assert flow.done(flow.go(path, interlude)) == path
    assert flow.back(flow.go(path, interlude)) == path


def test_help_at_the_opening_returns_to_the_opening():
    opening = (VisitStep.LANGUAGES, VisitStep.AIDS)
    assert flow.done(flow.go(opening, VisitStep.HELP)) == opening


def test_there_is_no_way_back_into_a_ballot_that_is_cast():
    path = flow.end(VotingStep.VOTE_RECEIPT)
    assert flow.has_ended(path)
    assert flow.has_ended(flow.go(path, VisitStep.HELP))
    assert not flow.can_go_back(path)
    assert flow.back(path) == path
    assert not flow.has_ended(flow.HOME)
    assert not flow.has_ended(flow.BEGIN)


STEPS = [*VisitStep, *(step for task in TASKS for step in task.views)]


@given(st.lists(st.sampled_from(STEPS), max_size=25))
def test_a_path_never_grows_beyond_its_steps_and_back_always_ends(taken):
    path = flow.BEGIN
    for step in taken:
        path = flow.go(path, step)
        assert len(path) == len(set(path))
        assert path[-1] is step
    for _ in path:
        path = flow.back(path)
    assert not flow.can_go_back(path)
