"""Samples are complete and real: one for every screen, in every language, with the aids that were asked for."""

import pytest

from accessibility.profile import Profile, TextSize, Theme
from kiosk.devtools.sample_station import DEFAULT_CONTENT, numbers_of_nobody, read_content
from kiosk.devtools.samples import sample_views
from kiosk.screens import registered_screens, screen_name
from kiosk.viewmodel.views import DescriptionView, VoteView
from sync.protocol.report_status import SCRYPT

PROFILE = Profile(size=TextSize.EXTRA, theme=Theme.WHITE_ON_BLACK, speech=True)


@pytest.fixture(scope="module")
def views():
    return sample_views("en", PROFILE)


def test_there_is_a_sample_of_every_screen_under_its_name(views):
    more = {"budget": "vote", "budget_review": "vote_review"}
    more |= {"yes_no_review": "vote_review", "ranked_review": "vote_review"}
    more |= {"project_open": "project", "project_done": "project", "project_tonight": "project"}
    more |= {"stored_use": "stored_about", "practice_vote": "vote", "practice_review": "vote_review"}
    more |= {
        "report_answer": "answer",
        "word_kept": "answer",
        "support_kept": "answer",
        "report_districts": "districts",
        "withdraw": "look_up",
    }
    more |= {"report_receipt": "receipt", "place_roughly": "place"}
    more |= {"vote_children": "vote", "children_review": "vote_review", "vote_search": "search", "vote_found": "vote"}
    more |= {"scale_review": "vote_review", "points_review": "vote_review", "knapsack_review": "vote_review"}
    more |= {"vote_resistance": "vote_scale", "knapsack": "vote"}
    more |= {f"guided_{kind}": "vote_guided" for kind in ("rank", "scale", "points")}
    more |= {"mood_numbers": "mood", "home_surveys": "home", "surveys": "polls", "survey_text": "vote_text"}
    more |= {"survey_question": "vote", "survey_review": "vote_review", "survey_unfinished": "unfinished"}
    more |= {"survey_pause": "survey_page", "survey_sent": "survey_page"}
    more |= {"survey_how": "extras", "survey_receipt": "receipt"}
    more |= dict.fromkeys(("topics", "receivers", "publicity"), "contribute")
    more |= {"idea_districts": "districts", "idea_place": "place", "idea_instead": "idea", "own_words": "description"}
    more |= {"contribution_receipt": "receipt", "question_review": "contribution_review", "how_to_say": "extras"}
    more |= {"staff_sums": "staff", "staff_place": "staff", "staff_sign": "staff_pin", "staff_stock": "staff"}
    more |= {"staff_queue": "staff", "staff_pause": "staff", "staff_waiting": "staff"}
    more |= dict.fromkeys(("staff_for_another", "staff_begun", "staff_care", "staff_report"), "staff")
    more |= dict.fromkeys(("staff_sound", "staff_restart", "staff_touched", "staff_displayed"), "staff")
    more |= {"staff_devices": "staff", "staff_open_evening": "staff"}
    more |= {"staff_evening": "staff", "staff_evening_result": "staff", "staff_evening_pin": "staff_pin"}
    more |= {"staff_scan": "scan"}
    more |= {"extras_before": "extras", "photo_taken": "photo", "spoken_taken": "spoken"}
    assert set(views) == set(registered_screens()) | set(more)
    assert {name: screen_name(type(view)) for name, view in views.items()} == {name: name for name in views} | more


def test_samples_have_the_language_and_the_aids_that_were_asked_for(views):
    assert {view.frame.language for view in views.values()} == {"en"}
    assert {view.frame.profile for name, view in views.items() if name != "attract"} == {PROFILE}
    assert views["attract"].frame.profile == Profile()  # nobody is there who could have chosen


def test_samples_show_screens_at_work(views):
    assert isinstance(views["vote"], VoteView)
    assert sum(option.chosen for option in views["vote"].options) == 3
    assert views["vote"].notice
    assert isinstance(views["description"], DescriptionView)
    assert views["description"].text
    assert len(views["vote_review"].lines) == 5


def test_samples_are_the_same_every_time(views):
    assert sample_views.__wrapped__("en", PROFILE) == views


def test_a_number_of_nobody_costs_nothing_and_others_cost_what_they_did_whatever_happens():
    before = dict(SCRYPT)
    with pytest.raises(KeyError), numbers_of_nobody():
        assert SCRYPT["n"] == 2
        raise KeyError
    assert before == SCRYPT


def test_pictograms_of_the_default_content_can_be_read():
    assert read_content("pictograms/litter.svg").startswith(b"<svg")
    with pytest.raises(OSError, match="none"):
        read_content("pictograms/none.svg")
    assert DEFAULT_CONTENT.is_dir()
