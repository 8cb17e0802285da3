"""Reports told to the conductor without a window: whoever cannot write reports as well as anybody."""

import pytest

from kiosk.viewmodel.intents import ChooseCategory, ChooseDistrict, Continue, Describe, FileReport, OpenReport
from kiosk.viewmodel.views import DescriptionView, ReceiptView, ReportReviewView
from sync.protocol.envelope import open_report
from sync.protocol.languages import LANGUAGE_CODES

TO_THE_WORDS = (OpenReport(), ChooseCategory("litter"), ChooseCategory("litter"), ChooseDistrict("N"), Continue())


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
