"""What a report is about: chosen in two steps, found by a word however it is spelt, and what is none of it."""

import pytest

from kiosk.reporting.finding import categories_like
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.contributing_intents import OpenContribute
from kiosk.viewmodel.views import (
    ContributeView,
    DangerView,
    DistrictsView,
    FoundView,
    SearchView,
    SignpostsView,
    SignpostView,
    SubcategoriesView,
)
from sync.protocol.envelope import open_report
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.word_folding import closeness, folded, mistakes_between
from tests.kits.visit_paths import WITHOUT_WORDS


def test_the_second_question_follows_from_the_first_and_what_exactly_is_what_travels(kit):
    kit.at_home()
    view = kit.ask(wish.OpenReport(), wish.ChooseCategory("lights-and-signs"))
    assert isinstance(view, SubcategoriesView)
    assert [choice.intent for choice in view.choices][-1] == wish.ChooseSomethingElse()
    assert isinstance(kit.ask(wish.ChooseCategory("lights-and-signs-street-light")), DistrictsView)
    review = kit.ask(wish.ChooseDistrict("N"), *WITHOUT_WORDS)
    assert review.lines[0].value == "Licht, Ampel, Schild: Laterne oder Lampe ist aus oder kaputt"
    kit.ask(wish.FileReport())
    assert open_report(kit.outbox.records[0], key=kit.keys.seal).category == "lights-and-signs-street-light"


def test_whoever_means_something_else_of_it_goes_on_with_the_category_alone(kit):
    kit.at_home()
    kit.ask(wish.OpenReport(), wish.ChooseCategory("water"), wish.ChooseSomethingElse(), wish.ChooseDistrict("N"))
    kit.ask(*WITHOUT_WORDS, wish.FileReport())
    assert open_report(kit.outbox.records[0], key=kit.keys.seal).category == "water"


def test_another_category_takes_back_what_exactly_it_was(kit):
    kit.at_home()
    kit.ask(wish.OpenReport(), wish.ChooseCategory("street"), wish.ChooseCategory("street-hole"))
    view = kit.ask(wish.Back(), wish.Back(), wish.ChooseCategory("water"))
    assert not any(choice.chosen for choice in view.choices)
    view = kit.ask(wish.Continue())
    assert isinstance(view, SubcategoriesView)
    assert view.notice == "Bitte wählen Sie zuerst aus, was nicht in Ordnung ist."


def test_going_on_with_what_is_unfinished_comes_back_to_the_second_question(kit):
    kit.at_home()
    kit.ask(wish.OpenReport(), wish.ChooseCategory("street"), wish.Home())
    assert isinstance(kit.ask(wish.EndVisit(), wish.KeepGoing()), SubcategoriesView)


@pytest.mark.parametrize(
    "typed",
    ["Laterne", "laterne", "Latern", "Laterene", "Latrene", "Lanterne", "Strassenlaterne", "  LATERNE "],
)
def test_a_street_light_is_found_however_it_is_spelt(kit, typed):
    kit.at_home()
    found = categories_like(typed, kit.conductor.offer, language="de", district="D")
    assert found[0] == "lights-and-signs-street-light"


@pytest.mark.parametrize(("typed", "wanted"), [("Hundekod", "litter-dog-mess"), ("Sofa", "litter-bulky")])
def test_words_lead_to_what_they_mean(kit, typed, wanted):
    kit.at_home()
    assert categories_like(typed, kit.conductor.offer, language="de", district="D")[0] == wanted


@pytest.mark.parametrize("typed", ["", "  ", "xqzkw", "."])
def test_nothing_is_found_by_what_means_nothing(kit, typed):
    kit.at_home()
    assert categories_like(typed, kit.conductor.offer, language="de", district="D") == []


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_title_finds_itself(kit, language):
    kit.at_home(language)
    offer = kit.conductor.offer
    for category in offer.categories.values():
        for part in category.subcategories:
            assert part.id in categories_like(part.title[language], offer, language=language, district="D")


def test_a_word_leads_past_both_questions(kit):
    kit.at_home()
    view = kit.ask(wish.OpenReport(), wish.OpenSearch())
    assert isinstance(view, SearchView)
    assert kit.ask(wish.Continue()).notice == "Bitte schreiben Sie zuerst ein Wort."
    assert "nichts gefunden" in kit.ask(wish.SearchFor("xqzkw"), wish.Continue()).notice
    found = kit.ask(wish.SearchFor("Latrene"), wish.Continue())
    assert isinstance(found, FoundView)
    assert found.choices[0].about == "Licht, Ampel, Schild"
    assert isinstance(kit.ask(found.choices[0].intent), DistrictsView)


def test_danger_and_whom_to_turn_to_are_one_touch_away(kit):
    kit.at_home()
    danger = kit.ask(wish.OpenReport(), wish.OpenDanger())
    assert isinstance(danger, DangerView)
    assert danger.sentences[0].startswith("112")
    posts = kit.ask(wish.Back(), wish.OpenSignposts())
    assert isinstance(posts, SignpostsView)
    post = kit.ask(wish.OpenSignpost("talk"))
    assert isinstance(post, SignpostView)
    assert "0800 111 0 111" in [line.value for line in post.sections[0].lines]
    assert "0800 111 0 111" in post.slip.next_steps


def test_umlauts_have_one_spelling_and_mistakes_are_counted():
    assert folded("Kröpeliner Str.") == folded("kroepeliner Straße") == "kropeliner strasse"
    assert mistakes_between("laterne", "latrene") == 1
    assert mistakes_between("", "abc") == 3


@pytest.mark.parametrize(
    ("typed", "how_close"),
    [("laterme", 0.7), ("latrenen", 0.7), ("latxxrne", 0.6), ("lxtxrxe", 0.0), ("latern", 0.95), ("lat", 0.95)],
)
def test_mistakes_are_counted_against_the_beginning_of_a_word_that_has_the_fewest(typed, how_close):
    assert closeness(typed, "pfahl laternenmast") == pytest.approx(how_close)


def test_mistakes_to_a_word_are_the_fewest_to_any_of_its_beginnings():
    typed, word = "strasenlatrene", "strassenlaternenmast"
    fewest = min(mistakes_between(typed, word[:length]) for length in range(len(word) + 1))
    assert closeness(typed, word) == pytest.approx(0.8 - 0.1 * fewest)


def test_what_is_no_report_may_be_a_question_to_the_city_where_somebody_answers(kit):
    kit.at_home()
    posts = kit.ask(wish.OpenReport(), wish.OpenSignposts())
    assert isinstance(posts, SignpostsView)
    question = posts.choices[0]
    assert question.intent == OpenContribute() and question.enabled
    assert isinstance(kit.ask(question.intent), ContributeView)
