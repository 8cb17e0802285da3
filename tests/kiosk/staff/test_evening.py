"""The poll for one evening: two people open it with PINs of their own, and both together count it, offline."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.projects.board import knowledge_of, notes
from kiosk.screens import build_screen
from kiosk.staff.evening import EveningNotice, EveningState, EveningStep
from kiosk.staff.pin_brake import FREE_TRIES
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ProjectView, StaffView
from sync import key_files
from sync.counting.tally import Box, open_both, write_result
from sync.key_files import load_open_key
from sync.protocol.encoding import parse_json_object
from sync.protocol.envelope import open_evening, open_outer
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll, check_evening
from sync.protocol.poll_results import result_name
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Record
from sync.station import evening_poll
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.outbox import NotStored
from tests.kits.content import Keys
from tests.kits.kiosk_station import give_announcements
from tests.kits.looks import look
from tests.kits.team_day import ANNA, MILA, NOON, Day, make_team_station

WORDS = Texts("de")
FIRST, SECOND, OTHER = "482913", "7351904", "904417"
TEMPLATE: Mapping[str, Any] = {
    "id": "platz",
    "version": 1,
    "kind": "single",
    "secrecy": "on_the_spot",
    "decides": "informs",
    "districts": [],
    "opens": NOON.date().isoformat(),
    "closes": (NOON.date() + timedelta(days=6)).isoformat(),
    "as_of": NOON.date().isoformat(),
    "title": {"de": "Platz"},
    "question": {"de": "Was fehlt auf dem Platz?"},
    "about": {"de": "Eine kurze Frage."},
    "promise": {"waived": {"de": "Das Ergebnis steht heute Abend hier."}},
    "order": "fixed",
    "options": [{"id": one, "title": {"de": one.title()}, "about": {"de": one}} for one in ("benches", "trees")],
    "min": 1,
    "max": 1,
}


@pytest.fixture(autouse=True)
def _quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_files, "_COST", {"n": 4, "r": 8, "p": 1})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Callable[[], Day]:
    folder = tmp_path_factory.mktemp("evenings")
    pins, key = make_team_station(folder, keys, polls=[TEMPLATE])

    def make() -> Day:
        copy = tmp_path_factory.mktemp("evening") / "station"
        shutil.copytree(folder / "station", copy)
        return Day(StationConfig(data=copy, hub_url="http://127.0.0.1:1"), pins, key)

    return make


@pytest.fixture
def day(made: Callable[[], Day]) -> Iterator[Day]:
    day = made()
    yield day
    day.file.close()


def state_of(day: Day) -> EveningState:
    assert isinstance(day.staff.state, EveningState)
    return day.staff.state


def begin(day: Day) -> Poll:
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening(), wish.ChooseEvening("platz"))
    for pin in (FIRST, FIRST, SECOND, SECOND):
        day.type(pin)
    assert state_of(day).step is EveningStep.OPEN
    day.ask(wish.Back(), wish.Back())
    day.wait(1)
    poll = day.file.evening_poll()
    assert poll is not None
    return poll


def vote(day: Day, poll: Poll, option: str) -> None:
    day.visit(wish.OpenPolls(), wish.OpenPoll(poll.id), wish.Choose(option), wish.Continue(), wish.Cast())
    day.ask(wish.EndVisit())
    day.pass_greeting()


def begin_count(day: Day) -> None:
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening(), wish.CountEvening())


def records(day: Day, kind: str) -> list[Record]:
    with closing(open_database(day.config.database)) as connection:
        rows = connection.execute("SELECT id, kind, kid, sealed FROM waiting WHERE kind = ?", (kind,)).fetchall()
    return [Record(*row) for row in rows]


def told(day: Day, keys: Keys) -> list[EveningPoll]:
    events = [open_evening(record, key=keys.seal) for record in records(day, "evening")]
    return sorted(events, key=lambda event: event.result)


def test_from_two_pins_to_a_result_on_paper_that_the_hub_makes_again_byte_for_byte(day: Day, keys: Keys) -> None:
    poll = begin(day)
    for option in ("trees", "benches", "trees", "trees", "trees", "trees"):
        vote(day, poll, option)
    begin_count(day)
    day.type(SECOND)
    assert state_of(day).step is EveningStep.COUNT_SECOND, "whoever of both is there first"
    view = day.type(FIRST)
    assert isinstance(view, StaffView)
    lines = {line.label: line.value for line in view.lines}
    assert lines["Stimmen"] == "6" and "Trees" in lines
    assert "1" not in lines["Benches"], "one vote is told to nobody"
    day.ask(wish.PrintReceipt())
    assert view.headline in day.paper.slips[0].headline and "Trees" in day.paper.slips[0].next_steps

    opened, counted = told(day, keys)
    check_evening(opened.wire, TEMPLATE)
    at_hub = [open_outer(record, key=keys.seal) for record in records(day, "ballot")]
    assert {ballot.poll for ballot in at_hub} == {poll.id}
    box = Box.of([ballot.inner for ballot in at_hub])
    folder = day.config.evening_keys / poll.id
    mix, tally = load_open_key(folder / "mix.pem", FIRST.encode()), load_open_key(folder / "tally.pem", SECOND.encode())
    again = open_both(box, poll=poll, mix=mix, tally=tally)
    result = write_result(again, ballots=box.ballots, doubles=[], late=0, wire=opened.wire)
    assert counted.result.encode() == result
    assert parse_json_object(result)["tally"]["counts"] == {"benches": 1, "trees": 5}


def test_a_counted_poll_takes_no_more_votes_and_its_result_outlasts_a_power_cut(day: Day) -> None:
    poll = begin(day)
    for _ in range(5):
        vote(day, poll, "trees")
    begin_count(day)
    day.type(FIRST)
    day.type(SECOND)
    day.file.close()
    day.start()
    assert day.file.evening_poll() is None
    assert day.conductor.offer is not None and poll.id not in day.conductor.offer.polls
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening())
    assert state_of(day).step is EveningStep.RESULT
    with closing(open_database(day.config.database)) as connection:
        assert evening_poll.ballots_of_evening(connection) == [], "nothing that could be opened stays"
    day.ask(wish.OpenEvening())
    assert state_of(day).step is EveningStep.CHOOSE


def test_fewer_than_five_have_no_result_and_go_on_voting(day: Day, keys: Keys) -> None:
    poll = begin(day)
    for _ in range(4):
        vote(day, poll, "trees")
    begin_count(day)
    day.type(FIRST)
    day.type(SECOND)
    assert (state_of(day).step, state_of(day).notice) == (EveningStep.OPEN, EveningNotice.TOO_FEW)
    assert state_of(day).ballots == 4 and [event.result for event in told(day, keys)] == [""]
    day.ask(wish.Back(), wish.Back())
    vote(day, poll, "trees")
    begin_count(day)
    day.type(FIRST)
    day.type(SECOND)
    assert state_of(day).step is EveningStep.RESULT


def test_one_person_alone_opens_nothing_and_wrong_pins_are_slowed(day: Day) -> None:
    poll = begin(day)
    for _ in range(5):
        vote(day, poll, "trees")
    begin_count(day)
    day.type(FIRST)
    day.type(FIRST)
    assert (state_of(day).step, state_of(day).notice) == (EveningStep.COUNT_SECOND, EveningNotice.SAME)
    for _ in range(FREE_TRIES):
        day.type(OTHER)
    assert state_of(day).notice is EveningNotice.WAIT
    day.type(SECOND)
    assert state_of(day).step is EveningStep.COUNT_SECOND, "not before the wait is over"
    day.wait(state_of(day).seconds)
    day.type(SECOND)
    assert state_of(day).step is EveningStep.RESULT


@pytest.mark.parametrize(
    ("typed", "notice", "step"),
    [
        (["12345678"], EveningNotice.BAD, EveningStep.FIRST),
        (["555555"], EveningNotice.BAD, EveningStep.FIRST),
        (["48291"], EveningNotice.BAD, EveningStep.FIRST),
        ([FIRST, OTHER], EveningNotice.DIFFERENT, EveningStep.FIRST),
        ([FIRST, FIRST, FIRST], EveningNotice.SAME, EveningStep.FIRST),
        ([FIRST, FIRST, SECOND, OTHER], EveningNotice.DIFFERENT, EveningStep.SECOND),
    ],
)
def test_pins_that_would_protect_nothing_open_nothing(
    day: Day, typed: list[str], notice: EveningNotice, step: EveningStep
) -> None:
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening(), wish.ChooseEvening("platz"))
    for pin in typed:
        day.type(pin)
    assert (state_of(day).notice, state_of(day).step) == (notice, step)
    assert day.office.evening() is None and not day.config.evening_keys.exists()


def test_neither_pins_nor_keys_in_clear_nor_the_order_of_votes_are_on_the_disk(day: Day) -> None:
    poll = begin(day)
    for option in ("trees", "benches", "trees", "trees", "benches"):
        vote(day, poll, option)
    with closing(open_database(day.config.database)) as connection:
        ballots = evening_poll.ballots_of_evening(connection)
    assert ballots == list(Box.of(ballots).inner), "they lie in the order of their hashes"
    kept = [*day.config.evening_keys.rglob("*.pem"), *day.config.database.parent.iterdir()]
    data = b"".join(path.read_bytes() for path in kept)
    for secret in (FIRST.encode(), SECOND.encode(), b"PRIVATE KEY"):
        assert secret not in data
    assert (day.config.evening_keys / poll.id / "mix.pem").stat().st_mode & 0o077 == 0


def test_ending_it_without_a_result_leaves_nothing_that_could_be_counted(day: Day) -> None:
    poll = begin(day)
    vote(day, poll, "trees")
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening(), wish.EndEvening(), wish.Back())
    assert state_of(day).step is EveningStep.OPEN
    day.ask(wish.EndEvening(), wish.Continue())
    assert state_of(day).step is EveningStep.CHOOSE
    assert list(day.config.evening_keys.iterdir()) == []
    day.wait(1)
    assert day.file.evening_poll() is None


def test_what_was_not_counted_that_evening_can_be_counted_the_day_after(day: Day) -> None:
    poll = begin(day)
    for _ in range(5):
        vote(day, poll, "trees")
    day.wait(86_400)
    assert day.conductor.offer is not None
    assert poll.id not in {one.id for one in day.conductor.offer.open_polls("D", day.file.now().date())}
    day.ask(wish.OpenStaff())
    day.type("274913")
    day.ask(wish.OpenEvening())
    assert not state_of(day).is_today
    day.ask(wish.CountEvening())
    day.type(FIRST)
    day.type(SECOND)
    assert state_of(day).step is EveningStep.RESULT


def test_closing_the_day_warns_while_it_is_not_counted_and_it_counts_afterwards_too(day: Day) -> None:
    day.come_in(day.pins[ANNA])
    assert day.ask(wish.CloseDay()).headline == "Passt alles zusammen?", "nothing was opened"
    day.ask(wish.Back(), wish.Back())
    poll = begin(day)
    for _ in range(5):
        vote(day, poll, "trees")
    day.come_in(day.pins[ANNA])
    view = day.ask(wish.CloseDay())
    assert view.headline == "Das Stimmungsbild ist noch nicht ausgezählt"
    assert day.ask(wish.Back(), wish.CloseDay()) == view
    day.ask(wish.Continue(), wish.Continue())
    closed = day.type(day.pins[MILA])
    assert closed.headline == "Der Tag ist abgeschlossen."
    day.ask(wish.Back(), wish.OpenEvening(), wish.CountEvening())
    day.type(FIRST)
    day.type(SECOND)
    assert state_of(day).step is EveningStep.RESULT
    assert day.ask(wish.Back(), wish.CloseDay()).headline == "Passt alles zusammen?", "it is counted"


@pytest.mark.parametrize("is_open", [False, True])
def test_a_disk_that_takes_nothing_changes_nothing(
    day: Day, keys: Keys, monkeypatch: pytest.MonkeyPatch, is_open: bool
) -> None:
    poll = begin(day) if is_open else None
    for _ in range(5 if poll else 0):
        vote(day, poll, "trees")  # type: ignore[arg-type]
    before = told(day, keys)
    if poll:
        begin_count(day)
    else:
        day.come_in(day.pins[ANNA])
        day.ask(wish.OpenEvening(), wish.ChooseEvening("platz"))

    def full(*_: object, **__: object) -> None:
        raise NotStored("full")

    monkeypatch.setattr(day.file.outbox, "put", full)
    for pin in (FIRST, SECOND) if poll else (FIRST, FIRST, SECOND, SECOND):
        day.type(pin)
    assert state_of(day).notice is EveningNotice.NOT_STORED
    assert state_of(day).step is (EveningStep.OPEN if poll else EveningStep.CHOOSE)
    assert told(day, keys) == before


def test_a_key_that_is_gone_is_said(day: Day) -> None:
    poll = begin(day)
    shutil.rmtree(day.config.evening_keys / poll.id)
    begin_count(day)
    day.type(FIRST)
    assert state_of(day).notice is EveningNotice.NO_KEYS


def count(day: Day, *options: str) -> Poll:
    poll = begin(day)
    for option in options:
        vote(day, poll, option)
    begin_count(day)
    day.type(FIRST)
    day.type(SECOND)
    day.ask(wish.Back(), wish.Back())
    day.wait(1)
    return poll


def result_page(day: Day, poll: Poll) -> ProjectView:
    day.pass_greeting()
    day.visit(wish.OpenProjects())
    view = day.ask(wish.OpenOutcome(poll.id))
    assert isinstance(view, ProjectView)
    return view


def test_everybody_sees_and_hears_the_result_that_evening_and_that_the_city_counts_again(
    day: Day, qtbot: QtBot
) -> None:
    poll = count(day, *["trees"] * 6)
    offer, now = day.conductor.offer, day.file.now()
    assert offer is not None
    told = notes(WORDS, knowledge_of(offer, day.file.registers, now), district="E", now=now)
    note = [one.text for one in told]
    assert f"{WORDS.text('result.leading', options='Trees')}\n{WORDS.text('board.by_station')}" in note
    view = result_page(day, poll)
    section = view.sections[0]
    assert section.sentences[:2] == (WORDS.text("result.by_station"), WORDS.plural("result.ballots", 6))
    assert [(bar.line.label, bar.line.value) for bar in section.bars] == [
        ("Benches", WORDS.text("result.few")),
        ("Trees", WORDS.plural("result.count", 6)),
    ]
    screen = build_screen(view, look(view.frame))
    qtbot.addWidget(screen)
    said = "\n".join(screen.spoken())
    assert section.sentences[0] in said and section.bars[-1].line.value in said


def test_the_results_of_several_polls_of_one_evening_stand_beside_each_other(day: Day) -> None:
    first = count(day, *["trees"] * 5)
    day.pass_greeting()
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening(), wish.OpenEvening(), wish.ChooseEvening("platz"))
    for pin in (FIRST, FIRST, SECOND, SECOND):
        day.type(pin)
    day.ask(wish.Back(), wish.Back())
    day.wait(1)
    second = day.file.evening_poll()
    assert second is not None
    for _ in range(5):
        vote(day, second, "benches")
    assert set(day.file.registers.results()) == {first.id}
    begin_count(day)
    day.type(FIRST)
    day.type(SECOND)
    results = day.file.registers.results()
    assert set(results) == {first.id, second.id} and all(result.by_station for result in results.values())


def test_nothing_is_told_of_a_poll_that_is_still_open(day: Day) -> None:
    poll = begin(day)
    for _ in range(6):
        vote(day, poll, "trees")
    assert poll.id not in day.file.registers.results()


def test_what_the_hub_has_counted_takes_over(day: Day, tmp_path: Path) -> None:
    poll = count(day, *["trees"] * 6)
    assert day.file.registers.results()[poll.id].by_station
    here = day.file.registers.results()[poll.id]
    give_announcements(day.config, {result_name(poll.id): here.to_bytes()}, staged=tmp_path / "hub")
    assert not day.file.registers.results()[poll.id].by_station
    assert WORDS.text("result.by_station") not in result_page(day, poll).sections[0].sentences


def test_both_together_hand_the_keys_of_the_counted_poll_to_the_hub_and_none_stays(day: Day, keys: Keys) -> None:
    poll = count(day, *["trees"] * 5)
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening(), wish.HandOverKeys())
    day.type(FIRST)
    assert state_of(day).step is EveningStep.KEYS_SECOND
    day.type(FIRST)
    assert (state_of(day).step, state_of(day).notice) == (EveningStep.KEYS_SECOND, EveningNotice.SAME)
    assert not any(event.keys for event in told(day, keys)), "one of both alone gives nothing away"
    day.type(SECOND)
    assert (state_of(day).step, state_of(day).notice) == (EveningStep.RESULT, EveningNotice.HANDED_OVER)
    (handed,) = [event for event in told(day, keys) if event.keys]
    box = Box.of([open_outer(record, key=keys.seal).inner for record in records(day, "ballot")])
    again = open_both(box, poll=poll, **handed.keys)
    assert write_result(again, ballots=box.ballots, doubles=[], late=0, wire=handed.wire) == handed.result.encode()
    assert not list(day.config.evening_keys.rglob("*.pem")) and not state_of(day).has_keys
    day.ask(wish.HandOverKeys())
    assert state_of(day).step is EveningStep.RESULT, "there is nothing left to hand over"


def test_keys_of_a_poll_that_still_runs_stay_here(day: Day, keys: Keys) -> None:
    poll = begin(day)
    for _ in range(5):
        vote(day, poll, "trees")
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening(), wish.HandOverKeys())
    assert state_of(day).step is EveningStep.OPEN
    both = {step: key for pin in (FIRST, SECOND) for step, key in [day.office.unlock(pin) or ("", None)] if key}
    with pytest.raises(Refused):
        day.office.hand_over_keys(both, keys.seal.public)
    assert not any(event.keys for event in told(day, keys))
    assert len(list(day.config.evening_keys.rglob("*.pem"))) == 2


def test_keys_that_the_disk_does_not_take_stay_here(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    count(day, *["trees"] * 5)
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenEvening(), wish.HandOverKeys())

    def full(*_: object, **__: object) -> None:
        raise NotStored("full")

    monkeypatch.setattr(day.file.outbox, "put", full)
    day.type(SECOND)
    day.type(FIRST)
    assert state_of(day).notice is EveningNotice.NOT_STORED and state_of(day).has_keys
    assert len(list(day.config.evening_keys.rglob("*.pem"))) == 2
