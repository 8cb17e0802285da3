"""Reports told to the conductor without a window: whoever cannot write reports as well as anybody."""

import json

import pytest

from kiosk.devtools.sample_station import read_content
from kiosk.reporting.rules import MAX_DESCRIPTION, has_sentence, with_sentence_toggled
from kiosk.viewmodel.intents import Back, Continue, Describe, EndVisit, FileReport, Home, KeepGoing, ToggleSentence
from kiosk.viewmodel.views import DescriptionView, ReceiptView, ReportReviewView, SentencesView
from sync.protocol.envelope import open_report
from sync.protocol.languages import LANGUAGE_CODES
from tests.kits.content import MemoryPackage
from tests.kits.visit_paths import TO_THE_REVIEW, TO_THE_SENTENCES, TO_THE_WORDS


@pytest.mark.parametrize(
    "typed", [(), (Describe("  "),), (Describe("a"), Describe(""))], ids=["none", "blank", "erased"]
)
def test_a_report_is_sent_with_nothing_typed(kit, typed):
    kit.at_home()
    assert isinstance(kit.ask(*TO_THE_WORDS, *typed), DescriptionView)
    review = kit.ask(Continue(), Continue())
    assert isinstance(review, ReportReviewView)
    assert review.lines[-1].value == "Keine"
    assert isinstance(kit.ask(FileReport()), ReceiptView)
    report = open_report(kit.outbox.records[0], key=kit.keys.seal)
    assert (report.category, report.district, report.description) == ("litter", "N", "")


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_language_says_that_the_field_may_stay_empty(kit, language):
    kit.at_home(language)
    said = kit.ask(*TO_THE_WORDS).explanation.splitlines()
    assert len(said) >= 2


def test_a_report_is_sent_with_ready_sentences_and_what_is_typed_stays(kit):
    kit.at_home()
    view = kit.ask(*TO_THE_SENTENCES)
    assert isinstance(view, SentencesView)
    assert 3 <= len(view.choices) <= 5
    full, furniture = (choice.title for choice in view.choices[:2])
    view = kit.ask(ToggleSentence(0), ToggleSentence(1), ToggleSentence(0))
    assert [choice.chosen for choice in view.choices[:2]] == [False, True]
    written = kit.ask(Continue())
    assert isinstance(written, DescriptionView)
    assert written.text == furniture
    kit.ask(Describe(f"{furniture} Ein Sofa"), Back(), ToggleSentence(0))
    kit.ask(Continue(), *TO_THE_REVIEW, FileReport())
    report = open_report(kit.outbox.records[0], key=kit.keys.seal)
    assert report.description == f"{furniture} Ein Sofa {full}"


def test_sentences_never_make_a_report_too_long(kit):
    kit.at_home()
    typed = "a" * (MAX_DESCRIPTION - 3)
    view = kit.ask(*TO_THE_WORDS, Describe(typed), Back(), ToggleSentence(0))
    assert view.notice
    assert not view.choices[0].chosen
    assert kit.ask(Continue()).text == typed


def test_a_category_without_sentences_leads_on_to_the_words(kit):
    files = {path: data for path, data in kit.station.content.files.items() if path != "ready_sentences.json"}
    kit.station.content, kit.station.content_name = MemoryPackage(files), "without"
    kit.wait(1)
    kit.at_home()
    assert isinstance(kit.ask(*TO_THE_SENTENCES), DescriptionView)
    assert isinstance(kit.ask(Home(), EndVisit(), KeepGoing()), DescriptionView), "as far as it was"


def test_a_sentence_comes_and_goes_and_nothing_else_changes():
    assert with_sentence_toggled("", "Ein Loch im Geh\u00adweg.") == "Ein Loch im Gehweg."
    assert with_sentence_toggled("Hier. Ein Loch. Dort.", "Ein Loch.") == "Hier. Dort."
    assert with_sentence_toggled("Hier.", "Ein Loch.") == "Hier. Ein Loch."
    assert has_sentence("Hier. Ein Loch.", "Ein Loch.") and not has_sentence("Hier.", "Ein Loch.")


def test_every_category_has_three_to_five_ready_sentences():
    categories = {entry["id"] for entry in json.loads(read_content("categories.json"))}
    sentences = {entry["category"]: entry["sentences"] for entry in json.loads(read_content("ready_sentences.json"))}
    assert categories == sentences.keys()
    for entry in sentences.values():
        assert 3 <= len(entry) <= 5
        for language in LANGUAGE_CODES:
            assert len({sentence[language] for sentence in entry}) == len(entry)
