"""Counting visits: numbers of a day, each by itself, out of which no visit can be found again."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.station.station import StationFile
from kiosk.viewmodel.intents import Choose, EndVisit, NextSize, OpenHelp, Start, SwitchSpeech
from sync.protocol.envelope import open_visits, seal_visits
from sync.protocol.records import Record, RecordKind
from sync.protocol.visit_counts import VisitCounts
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.place_today import PlaceToday
from sync.station.visit_book import KEY, VisitBook, VisitEnd, with_begun, with_end
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station
from tests.kits.station_twin import Kit, Seconds
from tests.kits.visit_paths import GARDEN

DAY = date(2026, 11, 22)
VISITS = (
    VisitEnd("de", frozenset({"size"}), frozenset({"voting"})),
    VisitEnd("ar", frozenset({"speech", "keys"}), frozenset({"reporting"}), helped=True),
    VisitEnd("de", abandoned_at="vote"),
    VisitEnd("uk", frozenset({"size"}), frozenset({"voting", "lookup"}), abandoned_at="vote_review"),
)
ENDS = st.builds(
    VisitEnd,
    st.sampled_from(["de", "de-leicht", "uk", "ar"]),
    st.frozensets(st.sampled_from(["speech", "size", "keys", "curtain"])),
    st.frozensets(st.sampled_from(["voting", "reporting", "lookup"])),
    helped=st.booleans(),
    abandoned_at=st.sampled_from(["", "", "vote", "languages"]),
)


def counted(ends: list[VisitEnd], path: Path) -> tuple[str, VisitCounts]:
    """What is on the disk of a station that had these visits in this order, and what it says."""
    with closing(open_database(path)) as connection:
        book = VisitBook(connection)
        for end in ends:
            book.count_begun(DAY)
            book.count_end(DAY, end)
            journal = path.with_name(path.name + "-wal")
            assert not journal.exists() or journal.stat().st_size == 0, "older counts would tell the last visit"
        row = connection.execute("SELECT value FROM state WHERE key = ?", (KEY + DAY.isoformat(),)).fetchone()
        return str(row[0]), book.of(DAY)


def test_whatever_the_order_of_visits_the_same_is_on_the_disk(tmp_path: Path) -> None:
    texts = set()
    for number, order in enumerate(list(permutations(VISITS))[::4]):
        text, counts = counted(list(order), tmp_path / f"{number}.sqlite")
        texts.add(text)
    assert len(texts) == 1
    assert counts == VisitCounts(
        "2026-11-22",
        begun=4,
        finished=2,
        abandoned={"vote": 1, "vote_review": 1},
        helped=1,
        languages={"de": 2, "ar": 1, "uk": 1},
        aids={"size": 2, "speech": 1, "keys": 1},
        tasks={"voting": 2, "reporting": 1, "lookup": 1},
        abandoned_languages={"de": 1, "uk": 1},
        abandoned_aids={"size": 1},
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(ends=st.lists(ENDS, max_size=12))
def test_a_sealed_count_has_one_length_and_an_id_of_chance(keys: Keys, ends: list[VisitEnd]) -> None:
    counts = VisitCounts(DAY.isoformat())
    for end in ends:
        counts = with_end(with_begun(counts), end)
    none = seal_visits(VisitCounts(DAY.isoformat()), key=keys.seal.public)
    one, other = (seal_visits(counts, key=keys.seal.public) for _ in range(2))
    assert len(one.sealed) == len(none.sealed)
    assert one.id != other.id and one.sealed != other.sealed
    assert open_visits(one, key=keys.seal) == counts


def test_a_visit_is_counted_with_what_was_used_in_it_and_not_while_somebody_waits(kit: Kit) -> None:
    kit.at_home("en")
    kit.ask(NextSize(), SwitchSpeech(), SwitchSpeech(), OpenHelp(), *GARDEN, EndVisit())
    assert (kit.station.begun, kit.station.ends) == ([], [])
    kit.wait(1)
    assert kit.station.begun == [DAY]
    aids = frozenset({"size", "speech"})
    assert kit.station.ends == [
        (DAY, VisitEnd("en", aids, frozenset({"voting"}), helped=True, ballots_opened=1, ballots_left=1))
    ]


def test_a_visit_counts_on_the_day_it_began_and_its_day_goes_to_the_hub_only_when_it_is_over(kit: Kit) -> None:
    kit.wait(1)
    assert kit.station.handed_over == [DAY]
    kit.ask(Start())
    kit.station.time += timedelta(days=1)
    kit.wait(1)
    kit.ask(NextSize())
    kit.wait(1)
    assert kit.station.handed_over == [DAY], "the visit of yesterday is still going on"
    kit.ask(EndVisit())
    kit.wait(1)
    assert [day for day, _end in kit.station.ends] == [DAY]
    assert kit.station.handed_over == [DAY, DAY + timedelta(days=1)]


def test_where_it_was_abandoned_is_counted_and_nothing_of_what_was_entered(kit: Kit) -> None:
    kit.at_home()
    kit.ask(*GARDEN, Choose("play"))
    kit.wait(kit.idle.started_seconds + kit.idle.warning_seconds)
    kit.wait(1)
    assert kit.station.ends == [
        (DAY, VisitEnd("de", tasks=frozenset({"voting"}), abandoned_at="vote", ballots_opened=1, ballots_left=1))
    ]


def test_a_visit_that_the_end_of_the_station_cuts_off_is_counted(kit: Kit) -> None:
    kit.at_home()
    kit.ask(*GARDEN)
    kit.conductor.close()
    assert kit.station.begun == [DAY]
    assert [(day, end.abandoned_at, end.ballots_opened) for day, end in kit.station.ends] == [(DAY, "vote", 1)]


def test_the_end_of_a_station_that_nobody_visits_counts_nothing(kit: Kit) -> None:
    kit.at_home()
    kit.ask(EndVisit())
    kit.wait(60)
    before = list(kit.station.ends)
    kit.conductor.close()
    assert kit.station.ends == before


@pytest.fixture
def config(tmp_path: Path, keys: Keys) -> StationConfig:
    return make_station(tmp_path, keys)


def waiting(config: StationConfig) -> list[Record]:
    with closing(open_database(config.database)) as connection:
        rows = connection.execute("SELECT id, kind, kid, sealed FROM waiting WHERE kind = 'visits'").fetchall()
        kept = connection.execute("SELECT count(*) FROM state WHERE key LIKE 'visits %'").fetchone()[0]
    assert kept == 1, "the day that is not over"
    return [Record(*row) for row in rows]


def test_a_day_that_is_over_becomes_one_sealed_record_that_takes_its_place(config: StationConfig, keys: Keys) -> None:
    station = StationFile(config, monotonic=Seconds(), clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    for day in (DAY, DAY + timedelta(days=1)):
        station.count_begun(day)
        station.count_end(day, VISITS[1])
    for _ in range(2):
        assert station.hand_over_counts(DAY + timedelta(days=1))
    station.close()
    (record,) = waiting(config)
    assert record.kind == RecordKind.VISITS
    counts = open_visits(record, key=keys.seal)
    assert (counts.day, counts.begun, counts.languages) == ("2026-11-22", 1, {"ar": 1})


def test_the_count_of_a_day_says_where_the_team_stood_and_only_of_that_day(config: StationConfig, keys: Keys) -> None:
    station = StationFile(config, monotonic=Seconds(), clock=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC))
    station.count_begun(DAY)
    station.stand_at(PlaceToday("Wochenmarkt Dierkow", "P"))
    station.count_end(DAY, VISITS[0])
    station.count_begun(DAY + timedelta(days=1))
    assert station.hand_over_counts(DAY + timedelta(days=1))
    station.close()
    (record,) = waiting(config)
    counts = open_visits(record, key=keys.seal)
    assert (counts.place, counts.district, counts.finished) == ("Wochenmarkt Dierkow", "P", 1)
    with closing(open_database(config.database)) as connection:
        assert VisitBook(connection).of(DAY + timedelta(days=1)).place == ""


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"day": "2026-11-22", "begun": -1}'])
def test_a_spoilt_count_begins_anew(tmp_path: Path, kept: str) -> None:
    with closing(open_database(tmp_path / "station.sqlite")) as connection:
        connection.execute("INSERT INTO state VALUES (?, ?)", (KEY + DAY.isoformat(), kept))
        VisitBook(connection).count_begun(DAY)
        assert VisitBook(connection).of(DAY) == VisitCounts("2026-11-22", begun=1)
