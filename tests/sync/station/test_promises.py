"""What was promised stays in the station's database, whatever later content says or leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.errors import Refused
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.promises import KeptPromise, Promise
from sync.station.database import open_database, transaction
from sync.station.promises import KEY, PromiseBook, promises_of
from tests.kits.content import SOURCE

DAY = date(2027, 3, 1)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with closing(open_database(tmp_path / "station.sqlite")) as connection:
        yield connection


def promised(by: date = DAY, *, answered_on: date | None = None, poll: str = "linden") -> KeptPromise:
    return KeptPromise(poll, {"de": "Linden"}, Promise({"de": "Der Ortsbeirat"}, by), by, answered_on)


def test_a_promise_outlives_the_content_it_came_with(connection: Connection) -> None:
    PromiseBook(connection).hear([promised(), promised(poll="other")])
    PromiseBook(connection).hear([promised(poll="other", answered_on=DAY)])
    assert PromiseBook(connection).all() == [promised(), promised(poll="other", answered_on=DAY)]


def test_only_what_has_changed_is_written(connection: Connection) -> None:
    PromiseBook(connection).hear([promised()])
    before = connection.total_changes
    PromiseBook(connection).hear([promised()])
    assert connection.total_changes == before


def test_a_row_that_cannot_be_read_hides_no_other(connection: Connection) -> None:
    PromiseBook(connection).hear([promised()])
    with transaction(connection):
        connection.executemany("INSERT INTO state VALUES (?, ?)", [(f"{KEY}a", "{"), (f"{KEY}b", '{"poll": 1}')])
    assert PromiseBook(connection).all() == [promised()]


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1, max_size=5))
def test_the_first_day_and_an_answer_stay_and_the_newest_day_counts(heard: list[tuple[date, date | None]]) -> None:
    kept, *later = [promised(by, answered_on=answered) for by, answered in heard]
    for newer in later:
        kept = kept.heard_again(newer)
    assert kept.first_by == min(by for by, _ in heard)
    assert kept.promise.by == heard[-1][0]
    assert (kept.answered_on is None) == all(answered is None for _, answered in heard)


def test_whoever_has_promised_cannot_waive_it_later() -> None:
    waived = KeptPromise("linden", {}, Promise(waived={"de": "Keine Zeit."}), DAY)
    after = promised().heard_again(waived)
    assert after.promise.by == DAY
    assert after.promise.waived == {"de": "Keine Zeit."}
    assert after.is_overdue(today=DAY + timedelta(days=9), as_of=DAY + timedelta(days=9))


@given(DAYS, DAYS)
def test_it_is_overdue_only_after_the_day_and_by_what_was_heard_after_it(today: date, as_of: date) -> None:
    assert promised().is_overdue(today=today, as_of=as_of) == (today > DAY and as_of > DAY)
    assert not promised(answered_on=DAY).is_overdue(today=today, as_of=as_of)


def test_content_promises_by_its_polls_and_answers_by_its_projects() -> None:
    polls = [Poll.from_wire(json.loads(path.read_bytes())) for path in sorted((SOURCE / "polls").glob("*.json"))]
    wires = [json.loads(path.read_bytes()) for path in sorted((SOURCE / "projects").glob("*.json"))]
    found = {kept.poll: kept for kept in promises_of(polls, map(Project.from_wire, wires))}
    assert found.keys() == {poll.id for poll in polls}
    assert all(kept.answered_on is None for kept in found.values())
    answer = {"day": "2027-09-01", "text": {"de": "Ja."}, "answers": ["garten-nordwest"]}
    wires[0]["updates"] = [answer, answer | {"day": "2027-08-01"}]
    found = {kept.poll: kept for kept in promises_of(polls, map(Project.from_wire, wires))}
    assert found["garten-nordwest"].answered_on == date(2027, 8, 1), "the first answer"
    silent = Poll.from_wire({name: value for name, value in _wire(polls[0]).items() if name != "promise"})
    assert list(promises_of([silent], [])) == []


def _wire(poll: Poll) -> dict[str, object]:
    wire: dict[str, object] = json.loads((SOURCE / "polls" / f"{poll.id}.json").read_bytes())
    return wire


@pytest.mark.parametrize("wire", [{}, {"who": {}}, {"by": "2027-03-01"}, {"who": {}, "by": "soon"}, {"waived": 3}, []])
def test_what_is_no_promise_is_refused(wire: object) -> None:
    with pytest.raises(Refused):
        Promise.from_wire(wire)  # type: ignore[arg-type]
