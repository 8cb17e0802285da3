"""Reporting a defect: what belongs into a report, what is kept out, one durable write."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from kiosk.reporting.rules import (
    MAX_DESCRIPTION,
    Allowed,
    ReportProblem,
    ReportRefused,
    check_report,
    file_report,
    move_to_district,
    new_number,
    point_at,
)
from kiosk.reporting.state import Draft
from kiosk.session.numbers import clean_words
from sync.protocol.envelope import open_report
from sync.protocol.records import Dated, RecordKind
from sync.protocol.report_status import NUMBER_DIGITS, record_id_of, withdrawal_mark
from tests.kits.station_twin import OutboxTwin

DAY = date(2026, 11, 22)
CITY = (11.9983, 54.0508, 12.2955, 54.2446)
ALLOWED = Allowed(categories={"litter"}, districts={"N"}, city=CITY)
DRAFT = Draft("litter", "N", (12.1402, 54.0887), "Glas auf dem Weg")


def reason_of(draft: Draft) -> ReportProblem | None:
    try:
        check_report(draft, allowed=ALLOWED)
    except ReportRefused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"category": ""}, ReportProblem.NO_CATEGORY),
        ({"category": "weather"}, ReportProblem.NO_CATEGORY),
        ({"district": ""}, ReportProblem.NO_PLACE),
        ({"district": "Z"}, ReportProblem.NO_PLACE),
        ({"point": None}, ReportProblem.NO_PLACE),
        ({"point": (13.4, 52.5)}, ReportProblem.OUTSIDE),
        ({"description": ""}, None),
        ({"description": "  \n\t"}, None),
        ({"description": "a"}, None),
        ({"description": "a" * MAX_DESCRIPTION}, None),
        ({"description": "a" * (MAX_DESCRIPTION + 1)}, ReportProblem.TOO_LONG),
    ],
    ids=str,
)
def test_what_a_report_must_say(change, reason):
    assert reason_of(replace(DRAFT, **change)) is reason


def test_the_words_are_sent_as_written_without_what_nobody_can_see():
    assert clean_words("  A\u0308pfel\u200b und\x07 Birnen\nam Tor  ") == "Äpfel und Birnen\nam Tor"


@pytest.mark.parametrize("sign", ["👩‍👩‍👧", "🇩🇪", "🏴\U000e0067\U000e0062\U000e007f", "🫨", "می‌خواهم", "❤️"])
def test_a_sign_put_together_of_several_characters_stays_whole(sign):
    assert clean_words(f"Danke {sign}!") == f"Danke {sign}!"


def test_every_kind_of_space_keeps_words_apart():
    assert clean_words("am\u00a0Tor\u202fund\tHof\u2003da") == "am Tor und Hof da"


def test_the_point_decides_the_district():
    moved = point_at(DRAFT, (12.0, 54.2), district="D")
    assert (moved.point, moved.district) == ((12.0, 54.2), "D")


def test_no_place_outside_the_city_can_be_pointed_at():
    with pytest.raises(ReportRefused) as caught:
        point_at(DRAFT, (12.0, 54.2), district=None)
    assert caught.value.reason is ReportProblem.OUTSIDE


def test_a_district_begins_at_its_centre_and_keeps_a_point_that_was_set():
    centre = (12.0602, 54.1703)
    box = (12.03, 54.15, 12.09, 54.18)
    begun = move_to_district(Draft("litter"), "A", centre, bbox=box)
    assert (begun.point, begun.radius_metres) == (centre, 3000)
    assert point_at(begun, (12.06, 54.16), district="A").radius_metres == 0
    assert move_to_district(DRAFT, "N", centre, bbox=box) == DRAFT
    assert move_to_district(DRAFT, "A", centre, bbox=box).point == centre


def test_numbers_are_digits_and_random():
    numbers = [new_number(Random(seed)) for seed in range(50)]
    assert all(len(number) == NUMBER_DIGITS and number.isdecimal() for number in numbers)
    assert len(set(numbers)) == 50


def test_whoever_tries_one_number_a_second_finds_none_of_a_hundred_thousand_in_a_lifetime():
    tries = 100 * 365 * 86_400
    assert tries * 100_000 / 10**NUMBER_DIGITS < 0.05


def filed(outbox: OutboxTwin, keys, draft: Draft = DRAFT, **more):
    return file_report(
        draft,
        allowed=ALLOWED,
        seal_key=keys.seal.public,
        outbox=outbox,
        dated=Dated(DAY.isoformat()),
        language="de-leicht",
        random=Random(4),
        **more,
    )


def test_a_filed_report_is_one_sealed_record_with_all_that_was_said_and_only_that(keys):
    outbox = OutboxTwin()
    receipt = filed(outbox, keys, replace(DRAFT, point=(12.14019999, 54.08870001)))
    (record,) = outbox.records
    assert record.kind == RecordKind.REPORT
    assert b"Glas" not in record.sealed
    assert open_report(record, key=keys.seal).to_wire() == {
        "number": receipt.number,
        "category": "litter",
        "district": "N",
        "lon": 12.1402,
        "lat": 54.0887,
        "description": "Glas auf dem Weg",
        "language": "de-leicht",
        "day": "2026-11-22",
        "withdrawal": withdrawal_mark(record_id_of(receipt.number), receipt.second_code),
    }


def test_what_is_not_complete_is_not_stored(keys):
    outbox = OutboxTwin()
    with pytest.raises(ReportRefused):
        filed(outbox, keys, replace(DRAFT, point=None))
    assert outbox.puts == 0


def test_after_a_disk_that_failed_the_very_same_record_is_put_again(keys):
    outbox = OutboxTwin()
    outbox.full = True
    with pytest.raises(ReportRefused) as caught:
        filed(outbox, keys)
    assert caught.value.reason is ReportProblem.NOT_STORED
    outbox.full = False
    receipt = filed(outbox, keys, sealed=caught.value.sealed)
    assert outbox.records == [caught.value.sealed.record]
    assert receipt.number == caught.value.sealed.code
