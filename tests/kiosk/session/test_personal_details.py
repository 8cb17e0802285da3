"""Words in which a telephone number, an e-mail address or a name seems to stand are shown once before they are kept."""

import json

import pytest

from kiosk.session.personal_details import PersonalDetail, details_in
from kiosk.viewmodel.intents import Back, Cast, Continue, Describe, OpenPoll, OpenPolls
from kiosk.viewmodel.views import (
    DescriptionView,
    ExtrasView,
    ReceiptView,
    ReportReviewView,
    VoteReviewView,
    VoteTextView,
)
from tests.kits.content import MemoryPackage, content_files
from tests.kits.poll_kinds import of_kind
from tests.kits.visit_paths import REPORT, TO_THE_REVIEW

PHONE, EMAIL, NAME = PersonalDetail


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rufen Sie an: 0381 1234567", [PHONE]),
        ("+49 (0)381 / 12 34 56", [PHONE]),
        ("Tel. 123 456", [PHONE]),
        ("телефон: 0381\u00a01234567", [PHONE]),
        ("هاتف ٠٣٨١١٢٣٤٥٦٧", [PHONE]),
        ("an erika.muster@example.org schreiben", [EMAIL]),
        ("erika (at) example.org", [EMAIL]),
        ("Frau Müller weiß Bescheid", [NAME]),
        ("ich heiße erika", [NAME]),
        ("Меня зовут Анна", [NAME]),
        ("nazywam się Anna", [NAME]),
        ("Ich heiße Erika, 0171 1234567, e@example.org", [PHONE, EMAIL, NAME]),
        ("Die Laterne Nr. 12 in der Langen Straße 104 a, 18055 Rostock, ist aus", []),
        ("Seit dem 01.05.2026, 08:15 Uhr, und am 2026-05-01", []),
        ("13.000.000 Euro, 2,50 Euro, 10-12 Uhr, 3 x 4 Meter", []),
        ("Meldung 4711 1815 0123 4567", []),
        ("Eine Frau saß dort, ein Herr auch; Frau und Kind", []),
        ("@home ist kein Wort", []),
        ("", []),
    ],
)
def test_what_is_found_in_words(text, found):
    assert list(details_in(text)) == found


def test_a_description_is_asked_about_once_and_left_as_it_is(kit):
    kit.at_home()
    kit.ask(*REPORT[:-1])
    told = kit.ask(Describe("Bitte anrufen: 0381 1234567"), Continue())
    assert (
        isinstance(told, DescriptionView)
        and told.notice == "Das sieht aus wie eine Telefonnummer. Möchten Sie es so lassen?"
    )
    assert told.frame.main.label == "So lassen" and told.notice in told.may_tell
    assert isinstance(kit.ask(*TO_THE_REVIEW), ReportReviewView)
    assert "Bitte anrufen: 0381 1234567" in [line.value for line in kit.view.lines]
    again = kit.ask(Back(), Back(), Back(), Describe("Bitte anrufen: 0381 7654321"))
    assert again.frame.main.label == "Weiter"
    assert isinstance(kit.ask(Continue()), ExtrasView), "asked a second time"


def test_an_open_answer_is_asked_about_before_it_can_be_cast(kit, keys):
    files = content_files(keys)
    wire = of_kind(json.loads(files["polls/garten-nordwest.json"]), "text")
    kit.station.content = MemoryPackage(files | {"polls/garten-nordwest.json": json.dumps(wire).encode()})
    kit.station.content_name = "text"
    kit.wait(1)
    kit.at_home()
    told = kit.ask(OpenPolls(), OpenPoll("garten-nordwest"), Describe("Fragen Sie Frau Müller"), Continue())
    assert isinstance(told, VoteTextView) and "Name" in told.notice
    kit.ask(Cast())
    assert kit.outbox.puts == 0
    assert kit.ask(Describe("Fragen Sie mich")).frame.main.label == "Weiter"
    assert isinstance(kit.ask(Continue()), VoteReviewView)
    assert isinstance(kit.ask(Cast()), ReceiptView)
