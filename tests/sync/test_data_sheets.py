"""Each kind of record has a data sheet, which names every member of what is in it, and what erases goes by it."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from sync.protocol.data_sheets import DATA_SHEETS, STATION_DAYS, DataSheet
from sync.protocol.data_use import FEWEST, DataUse, DataUseKind
from sync.protocol.errors import Refused
from sync.protocol.records import STREAMS, RecordKind
from sync.station.journal_rules import KEEP_DAYS
from tests.kits.hub import NOW


def test_every_kind_of_record_has_one_sheet():
    assert Counter(sheet.kind for sheet in DATA_SHEETS) == dict.fromkeys(RecordKind, 1)
    assert {sheet.kind for sheet in DATA_SHEETS} == set(STREAMS)


@pytest.mark.parametrize("sheet", DATA_SHEETS, ids=lambda sheet: sheet.kind)
def test_a_sheet_names_every_member_of_its_record_once(sheet: DataSheet):
    named = [member for members in sheet.parts.values() for member in members]
    assert sorted(named) == sorted(member.name for member in fields(sheet.content))
    assert sheet.readers
    assert sheet.to_wire()["parts"].keys() == sheet.parts.keys()


def test_what_a_station_forgets_goes_by_the_sheet():
    assert KEEP_DAYS == STATION_DAYS


def test_small_numbers_are_not_told():
    use = DataUse.of(2026, NOW.date(), {DataUseKind.READ: FEWEST, DataUseKind.WITHDRAWN: FEWEST - 1})
    assert (use.times[DataUseKind.READ], use.times[DataUseKind.WITHDRAWN]) == (FEWEST, None)
    assert use.times[DataUseKind.LISTED] == 0
    assert DataUse.from_bytes(use.to_bytes()) == use


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"as_of":"2026-01-01","times":{},"year":2026}', b'{"as_of":"x","times":{},"year":"x"}'],
)
def test_what_is_no_report_is_refused(data: bytes):
    with pytest.raises(Refused):
        DataUse.from_bytes(data)


def test_a_number_below_nothing_is_refused():
    wire = DataUse.of(2026, NOW.date(), {DataUseKind.READ: 7}).to_bytes().replace(b'"read":7', b'"read":-7')
    with pytest.raises(Refused):
        DataUse.from_bytes(wire)
