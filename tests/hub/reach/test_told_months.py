"""What the hub tells of whole months: no number of one to four people, none that follows from all the others, and
nothing a second time.
"""

from __future__ import annotations

from datetime import date
from random import Random

import numpy
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sync.hub.indicators.models import ToldMonth
from sync.hub.indicators.selectors import ALL, Channel, Column, Indicator, told_months
from sync.hub.reach.month import CountedMonth, tables_of
from sync.hub.reach.next_week import proposed, reached
from sync.hub.reach.services import tell_months
from sync.hub.reach.warnings import FEWEST_VISITS, finishing_less
from sync.hub.visits.models import VisitDay
from sync.hub.visits.services import receive_counts
from sync.protocol.encoding import random_id
from sync.protocol.errors import Refused
from sync.protocol.visit_counts import VisitCounts
from tests.kits.hub import NOW, Hub, on_both

TODAY = date(2026, 11, 22)


def count(device: str, day: str = "2026-10-03", **counts: object) -> None:
    receive_counts(random_id(), VisitCounts(day, **counts), device=device)  # type: ignore[arg-type]


def tell(today: date = TODAY) -> list[str]:
    return tell_months(today=today, now=NOW)


@on_both
def test_a_month_is_told_once_a_week_after_it_is_over(hub: Hub) -> None:
    device = hub.enrolled_station().device
    for day in ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"):
        count(device, day, begun=9, finished=9, languages={"de": 9})
    assert tell(date(2026, 11, 7)) == ["2026-09"]
    assert tell(date(2026, 11, 8)) == ["2026-10"]
    count(device, "2026-10-30", begun=2, finished=2, languages={"ar": 2})
    assert tell() == [], "the difference would be two people"
    (october, _) = told_months()
    assert october.tables[Indicator.ALL].number(ALL, Column.BEGUN) == 18
    assert "ar" not in october.tables[Indicator.LANGUAGES].rows


def test_of_months_before_anything_was_nothing_is_asked(hub: Hub) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert tell() == []
    assert len(asked) <= 4
    count(hub.enrolled_station().device, "2026-10-31", begun=9, finished=9, languages={"de": 9})
    with CaptureQueriesContext(connection) as asked:
        assert tell() == ["2026-10"]
    assert len(asked) < 20


def test_each_day_counts_where_it_was(hub: Hub) -> None:
    device = hub.enrolled_station().device
    count(device, begun=9, finished=9, languages={"de": 9})
    count(device, begun=7, finished=7, languages={"de": 7}, place="Wochenmarkt Dierkow", district="P")
    assert device not in str([vars(row) for row in VisitDay.objects.all()])
    tell()
    (month,) = told_months()
    begun = {
        indicator: {row: month.tables[indicator].number(row, Column.BEGUN) for row in month.tables[indicator].rows}
        for indicator in (Indicator.DISTRICTS, Indicator.PLACES, Indicator.CHANNELS)
    }
    assert begun[Indicator.DISTRICTS] == {"K": 9, "P": 7}
    assert begun[Indicator.PLACES] == {"K/house/SBZ Test": 9, "P/road/Wochenmarkt Dierkow": 7}
    assert begun[Indicator.CHANNELS] == {Channel.HOUSE: 9, Channel.ROAD: 7}


def some_visits(draw: Random) -> VisitCounts:
    """A day with few visits, as a station would have counted them."""
    counts = VisitCounts("2026-10-03")
    from sync.station.visit_book import VisitEnd, with_begun, with_end

    for _ in range(draw.randrange(9)):
        counts = with_begun(counts)
        if draw.random() < 0.9:
            aids = frozenset(draw.sample(["size", "speech", "keys"], draw.randrange(3)))
            at = draw.choice(["", "", "vote", "languages"])
            language = draw.choice(["de", "de", "uk", "ar"])
            end = VisitEnd(language, aids, frozenset({"voting"}), helped=draw.random() < 0.2, abandoned_at=at)
            counts = with_end(counts, end)
    return counts


Cell = tuple[str, str, str]
"""Table (``no`` before it: the visits that are not in this row), row, column."""


def what_adds_up(shown: dict[Cell, int | None]) -> list[tuple[Cell, list[Cell]]]:
    """Whatever a reader of all tables of a month can add up, by what the words on the page mean."""
    rows = {table: sorted({row for one, row, _ in shown if one == table}) for table in {cell[0] for cell in shown}}
    sums: list[tuple[Cell, list[Cell]]] = [
        (("all", "", "begun"), [("all", "", "finished"), ("all", "", "not_finished")]),
        (("all", "", "ended"), [("all", "", "finished"), ("all", "", "abandoned")]),
        (("all", "", "not_finished"), [("all", "", "abandoned"), ("all", "", "cut_off")]),
    ]
    for table, ends in (("districts", True), ("channels", True), ("places", True), ("languages", False)):
        columns = ("finished", "not_finished" if ends else "abandoned", "begun" if ends else "ended")
        for row in rows.get(table, ()):
            sums.append(((table, row, columns[2]), [(table, row, columns[0]), (table, row, columns[1])]))
        for column in columns:
            sums.append((("all", "", column), [(table, row, column) for row in rows.get(table, ())]))
    for at, table in enumerate(("districts", "channels")):
        for row in rows.get(table, ()):
            own = [place for place in rows["places"] if place.split("/")[at] == row]
            for column in ("finished", "not_finished", "begun"):
                sums.append(((table, row, column), [("places", place, column) for place in own]))
    sums.append((("all", "", "abandoned"), [("steps", row, "abandoned") for row in rows.get("steps", ())]))
    for table, columns in (("aids", ("finished", "abandoned", "ended")), ("help", ("finished", "abandoned", "ended")),
                           ("tasks", ("ended",))):  # fmt: skip
        for row in rows.get(table, ()):
            for column in columns:
                sums.append((("all", "", column), [(table, row, column), (f"no {table}", row, column)]))
            if len(columns) == 3:
                for one in (table, f"no {table}"):
                    sums.append(((one, row, "ended"), [(one, row, "finished"), (one, row, "abandoned")]))
    for row in rows.get("entries", ()):
        sums.append((("entries", row, "entries"), [("entries", row, one) for one in ("reports", "contributions")]))
    for column in ("reports", "contributions", "entries"):
        own = [("entries", row, column) for row in rows.get("entries", ()) if row]
        sums += [(("entries", "", column), own)] if own else []
    return sums


def solved(shown: dict[Cell, int | None]) -> dict[Cell, float]:
    """The numbers that are not told, as far as somebody who adds up can work them out."""
    sums = what_adds_up(shown)
    cells = {cell for total, parts in sums for cell in (total, *parts)}
    unknown = sorted(cell for cell in cells if shown.get(cell) is None)
    lines = [[float((cell in parts) - (cell == total)) for cell in unknown] for total, parts in sums]
    known = [(shown.get(total) or 0) - sum(shown.get(part) or 0 for part in parts) for total, parts in sums]
    matrix = numpy.array(lines)
    values, *_ = numpy.linalg.lstsq(matrix, numpy.array(known, dtype=float), rcond=None)
    rank = numpy.linalg.matrix_rank(matrix)
    return {
        cell: values[at]
        for at, cell in enumerate(unknown)
        if numpy.linalg.matrix_rank(numpy.delete(matrix, at, axis=1)) == rank - 1
    }


@pytest.mark.parametrize("seed", range(12))
def test_nobody_who_adds_up_all_tables_of_a_month_finds_a_small_number(seed: int) -> None:
    draw = Random(seed)
    counted = CountedMonth()
    for _ in range(draw.randrange(3, 40)):
        place = draw.choice([("K", "Haus", Channel.HOUSE), ("P", "Markt", Channel.ROAD), ("E", "Haus", Channel.HOUSE)])
        counted.days.append((*place, some_visits(draw)))
        counted.entries[draw.choice("KPEA"), draw.choice([Column.REPORTS, Column.CONTRIBUTIONS])] += draw.randrange(4)
    shown: dict[Cell, int | None] = {}
    for table in tables_of(counted):
        for row in table.rows:
            shown |= {(table.indicator.value, row, one.value): table.number(row, one) for one in table.columns}
    assert not [number for number in shown.values() if number is not None and 0 < number < 5]
    found = {cell: number for cell, number in solved(shown).items() if 0.5 < number < 4.5}
    assert not found


def test_a_language_in_which_visits_are_finished_less_often_is_told(hub: Hub) -> None:
    device, few = hub.enrolled_station().device, FEWEST_VISITS - 5
    count(
        device, begun=200, finished=160, abandoned={"vote": 40}, languages={"de": 160, "ar": 25, "uk": few},
        abandoned_languages={"de": 17, "ar": 14, "uk": 9}, aids={"size": 50}, abandoned_aids={"size": 12},
    )  # fmt: skip
    tell()
    (month,) = told_months()
    (found,) = finishing_less(month)
    assert (found.indicator, found.row, found.share, found.share_of_all) == (Indicator.LANGUAGES, "ar", 44, 80)


def test_the_station_on_the_road_goes_where_the_fewest_came_for_those_who_live_there(hub: Hub) -> None:
    device = hub.enrolled_station().device
    for district, begun in (("K", 90), ("P", 30), ("E", 10)):
        count(device, begun=begun, finished=begun, languages={"de": begun}, place="Markt", district=district)
    tell()
    people = {"K": 9000, "P": 1000, "E": 1000, "A": 500, "B": 2000, "M": 0}
    districts = reached(told_months(), people)
    assert [(one.district, one.per_thousand) for one in districts] == [
        ("B", 0.0), ("A", 0.0), ("E", 10.0), ("K", 10.0), ("P", 30.0)
    ] or [one.district for one in districts][:2] == ["B", "A"]  # fmt: skip
    assert [one.district for one in proposed(districts, planned={"B"})] == ["A", "K", "E"]


@pytest.mark.parametrize(
    "change",
    [
        {"begun": 1}, {"finished": -1}, {"helped": 3}, {"languages": {"de": 3}}, {"aids": {"a b": 1}}, {"tasks": []},
        {"left": {"languages": {"de": 1}, "aids": {}, "helped": 0}}, {"left": {}}, {"place": "a\n"},
        {"place": "a" * 81},
    ],
)  # fmt: skip
def test_numbers_that_do_not_go_together_are_no_count(change: dict[str, object]) -> None:
    wire = VisitCounts("2026-10-31", begun=2, finished=2, helped=2, languages={"de": 2}).to_wire()
    assert VisitCounts.from_wire(wire).begun == 2
    with pytest.raises(Refused):
        VisitCounts.from_wire(wire | change)


def test_a_count_is_kept_once(hub: Hub) -> None:
    device, record = hub.enrolled_station().device, random_id()
    for _ in range(2):
        receive_counts(record, VisitCounts("2026-10-31", begun=1), device=device)
    assert VisitDay.objects.count() == 1
    assert not ToldMonth.objects.exists()
