"""A poll for children: pictures, few words, read aloud; who asks and what it is about stands where others look."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from kiosk.texts import FOR_CHILDREN, Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ReceiptView, VoteReviewView, VoteView
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from tests.hub.content.test_source import complaints
from tests.kits.catalogues import CODES, catalogue
from tests.kits.content import MemoryPackage, content_files
from tests.kits.station_twin import Kit

GARDEN, MARKET = "garten-nordwest", "neuer-markt"


@pytest.fixture
def kit(keys) -> Kit:
    """The poll of the garden is one for children."""
    kit = Kit(keys=keys)
    files = content_files(keys)
    path = f"polls/{GARDEN}.json"
    wire = json.loads(files[path]) | {"audience": "6-13", "kind": "single", "min": 1, "max": 1}
    kit.station.content = MemoryPackage(files | {path: json.dumps(wire).encode()})
    kit.station.content_name = "for children"
    kit.wait(1)
    kit.at_home()
    kit.ask(wish.OpenPolls())
    return kit


def test_it_is_pictures_and_few_words_read_aloud_from_the_question_to_the_receipt(kit: Kit):
    paper = kit.ask(wish.OpenPoll(GARDEN))
    assert isinstance(paper, VoteView)
    assert paper.in_pictures
    assert all(option.picture and not option.about for option in paper.options)
    assert (paper.explanation, paper.rule) == ("", "Wähle ein Bild.")
    assert paper.frame.profile.speech
    assert kit.ask(wish.Continue()).notice == "Wähle zuerst etwas aus."
    review = kit.ask(wish.Choose("play"), wish.Continue())
    assert isinstance(review, VoteReviewView)
    assert review.headline == "Stimmt das so?"
    assert [picture.file for picture in review.pictures] == ["pictures/play.svg"]
    assert [line.label for line in review.lines] == ["Frage", "Du wählst"]
    receipt = kit.ask(wish.Cast())
    assert isinstance(receipt, ReceiptView)
    assert receipt.headline == "Deine Stimme ist gespeichert"
    assert len(kit.outbox.records) == 1


def test_what_is_left_out_stands_on_the_page_about_the_poll(kit: Kit):
    kit.ask(wish.OpenPoll(GARDEN))
    about = kit.ask(wish.OpenPollAbout())
    assert "Im Nordwesten soll ein Garten entstehen" in about.explanation


def test_whoever_silences_it_is_not_read_to_again_and_an_adult_is_not_at_all(kit: Kit):
    paper = kit.ask(wish.OpenPoll(GARDEN), wish.SwitchSpeech())
    assert not paper.frame.profile.speech
    assert not kit.ask(wish.Back(), wish.OpenPoll(GARDEN)).frame.profile.speech
    other = kit.ask(wish.Back(), wish.OpenPoll(MARKET))
    assert not other.frame.profile.speech
    assert not other.in_pictures
    assert other.explanation
    assert other.rule == "Bitte wählen Sie eine Antwort."


@pytest.mark.parametrize("code", CODES)
def test_every_form_for_children_has_one_for_others_and_is_the_one_that_is_taken(code: str):
    here = catalogue(code)
    own = [msgid for msgid in here if msgid.endswith(FOR_CHILDREN)]
    assert len(own) > 10
    assert {msgid.removesuffix(FOR_CHILDREN) for msgid in own} <= here.keys()
    words = Texts(code, by_touch=False, for_children=True)
    assert words.text("vote_review.headline") == Texts(code).text("vote_review.headline.for_children")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda poll: poll["options"][1].pop("picture"), "options[1].picture: children choose among pictures"),
        (lambda poll: poll["question"].update(de="W" * 81), "children read few words: 81 characters, at most 80"),
        (lambda poll: poll["options"][0]["title"].update(de="W" * 33), "33 characters, at most 32"),
    ],
)
def test_one_that_is_no_paper_for_children_is_not_published(tmp_path: Path, change, complaint: str):
    folder = Path(copytree(DEFAULT_CONTENT, tmp_path / "content"))
    path = folder / f"polls/{GARDEN}.json"
    poll = json.loads(path.read_text("utf-8"))
    change(poll)
    path.write_text(json.dumps(poll), "utf-8")
    load_source(folder)
    path.write_text(json.dumps(poll | {"audience": "6-13"}), "utf-8")
    assert any(complaint in one for one in complaints(folder))
