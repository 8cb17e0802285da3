"""A report from one visit to the next: what somebody left here, and the office has approved, is known near its place at
this station and at another one, with its words, and is joined there in place of the same once more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import KnownReportsView, KnownReportView, ReceiptView, View
from sync.hub.entries.models import ReviewState
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import set_review
from sync.protocol.open_reports import public_name
from sync.protocol.report_status import record_id_of
from tests.hub.test_idea_journey import House, houses
from tests.hub.test_promise_journey import WORDS, City
from tests.kits.hub import Hub
from tests.kits.visit_paths import TO_THE_DISTRICTS, TO_THE_REVIEW

__all__ = ["houses"]

HERE = (12.1365, 54.0893)
AT_THE_PLACE = (*TO_THE_DISTRICTS, wish.ChooseDistrict("N"), wish.PointAt(*HERE), wish.Continue())


@pytest.fixture
def city(hub: Hub) -> City:
    made = City(hub, datetime.now(UTC))
    made.publish(0)
    return made


def asked_at_the_place(house: House, day: int) -> View:
    return house.ask(day, *AT_THE_PLACE)


def test_what_was_left_here_is_known_here_and_elsewhere_once_it_is_approved(
    city: City, houses: tuple[House, House]
) -> None:
    one, other = houses
    words = (wish.Continue(), wish.Describe("Glas auf dem Weg"), *TO_THE_REVIEW, wish.FileReport())
    receipt = one.ask(1, *AT_THE_PLACE, *words)
    assert isinstance(receipt, ReceiptView)
    record_id = record_id_of(receipt.code.replace(" ", ""))
    one.bring(1)
    city.tell(1)
    one.hear(1)
    assert not isinstance(asked_at_the_place(one, 1), KnownReportsView), "nobody of the office has looked at it"

    set_review(record_id, ReviewState.APPROVED, note="", by="amt", now=city.on(2), seen=0)
    city.tell(2)
    for house in houses:
        house.hear(2)
        known = asked_at_the_place(house, 3)
        assert isinstance(known, KnownReportsView)
        assert WORDS.text("known.as_of.yesterday") in known.explanation
        (choice,) = known.choices
        assert choice.intent == wish.OpenKnownReport(public_name(record_id))
        assert choice.about.endswith("Glas auf dem Weg")
    page = other.ask(3, *AT_THE_PLACE, choice.intent)
    assert isinstance(page, KnownReportView)
    other.ask(3, *AT_THE_PLACE, choice.intent, wish.SupportReport())
    other.bring(3)
    assert DefectReport.objects.get().supports.count() == 1
