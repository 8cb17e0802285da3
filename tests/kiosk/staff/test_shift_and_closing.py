"""The day of a team: in with a PIN or its stick, the place, visits, and a closure that adds up or says why not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.staff.panel import SILENCE_SECONDS
from kiosk.staff.pin_brake import FREE_TRIES
from kiosk.staff.states import PinNotice, PinState
from kiosk.station.warning import TURN_SECONDS
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.staff_intents import OpenCare, OpenStationReport
from kiosk.viewmodel.views import (
    AttractView,
    DistrictsView,
    OutOfOrderView,
    StaffNumberView,
    StaffPinView,
    StaffTextView,
    StaffView,
    View,
)
from kiosk.welcome import waiting_words
from sync.protocol.day_closure import Balance
from sync.protocol.encoding import random_id
from sync.protocol.records import Record, RecordKind
from sync.protocol.shifts import STICK_FILE
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.pause import Pause
from sync.station.place_today import PlaceToday
from sync.station.position_wish import position_wish, tell_position
from sync.station.round_wish import round_wish
from sync.station.waiting_time import HOLDS
from sync.stick import Stick
from tests.kits.content import Keys
from tests.kits.team_day import ANNA, MILA, STATION_PIN, WRONG, Day, make_team_station, meet_stick
from tests.kits.visit_paths import GARDEN, TO_THE_DISTRICTS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Callable[..., Day]:
    """Makes stations, all of which are copies of a few that are made once."""
    folder, plans = tmp_path_factory.mktemp("days"), {}

    def make(*, people: tuple[str, ...] = (ANNA, MILA), second: bool = False) -> Day:
        kind = f"{len(people)}{second}"
        if kind not in plans:
            plans[kind] = make_team_station(folder / kind, keys, people=people, second=second)
        copy = tmp_path_factory.mktemp("day") / "station"
        shutil.copytree(folder / kind / "station", copy)
        return Day(StationConfig(data=copy, hub_url="http://127.0.0.1:1"), *plans[kind])

    return make


@pytest.fixture
def day(made: Callable[..., Day]) -> Iterator[Day]:
    day = made()
    yield day
    day.file.close()


def values(view: View) -> dict[str, str]:
    assert isinstance(view, StaffView)
    return {line.label: line.value for line in view.lines}


def test_each_of_the_shift_comes_in_and_the_station_stands_where_the_shift_is(day: Day) -> None:
    assert day.file.district == "D"
    for pin in (day.pins[ANNA], day.pins[MILA], STATION_PIN):
        view = day.come_in(pin)
        assert isinstance(view, StaffView)
        assert (view.explanation, view.lines) == ("Störung: keine\nBereit: Ja, es kann losgehen.", ())
        report = values(day.ask(OpenCare(), OpenStationReport()))
        assert (report["Im Dienst"], report["Bereit"]) == (f"{ANNA}, {MILA}", "Ja, es kann losgehen.")
        day.ask(wish.PrintReceipt())
        assert f"Im Dienst: {ANNA}, {MILA}" in day.paper.slips[-1].next_steps
        day.ask(wish.Back(), wish.Back(), wish.Back())
    assert day.file.district == "E", "whose polls are shown there"
    day.seconds += 86_400
    assert day.file.district == "D", "for that day alone"


def test_the_pins_of_a_shift_end_with_it(day: Day) -> None:
    day.wait(12 * 3600)
    assert isinstance(day.come_in(day.pins[ANNA]), StaffPinView)


def test_a_place_in_the_teams_own_words(day: Day) -> None:
    day.come_in(day.pins[ANNA])
    view = day.ask(wish.OpenPlaces())
    assert [choice.title for choice in view.choices] == ["Markt", "An einem anderen Ort"]  # type: ignore[attr-defined]
    assert isinstance(day.ask(wish.OtherPlace()), StaffTextView)
    assert isinstance(day.ask(wish.Continue()), StaffTextView), "a place has a name"
    assert isinstance(day.ask(wish.Describe("Hinter der Halle"), wish.Continue()), DistrictsView)
    view = day.ask(wish.ChooseDistrict("N"))
    assert view.choices[0].about == "Hinter der Halle"  # type: ignore[attr-defined]
    assert day.file.district == "N"


def located(day: Day, point: tuple[float, float] | None) -> None:
    """The agent answers where the station is."""
    connection = day.file.parts.connection
    tell_position(connection, position_wish(connection).name, point)


def test_the_district_of_a_place_is_found_by_gps_and_reports_begin_from_there(day: Day) -> None:
    day.come_in(day.pins[ANNA])
    view = day.ask(wish.OpenPlaces(), wish.OtherPlace(), wish.Describe("Am Markt"), wish.Continue())
    assert not view.explanation, "nobody waits for it"
    offer = day.conductor.offer
    west, south, east, north = offer.districts["N"].bbox
    point = ((west + east) / 2, (south + north) / 2)
    located(day, point)
    view = day.wait(1)
    assert [choice.intent.district for choice in view.choices if choice.chosen] == ["N"]
    assert view.explanation == Texts("de").text("staff.place.found", district=offer.districts["N"].name)
    day.ask(wish.ChooseDistrict("N"))
    assert day.office.place() == PlaceToday("Am Markt", "N", point)
    view = day.ask(wish.Back(), wish.Start(), wish.ChooseLanguage("de"), wish.Continue(), *TO_THE_DISTRICTS)
    assert [(act.intent, act.label) for act in view.others][1:2] == [(wish.PointAround(*point, 100), "Hier: Am Markt")]


@pytest.mark.parametrize("point", [None, (0.0, 0.0)], ids=["no fix", "not in the city"])
def test_without_a_position_in_its_district_a_place_has_none(day: Day, point: tuple[float, float] | None) -> None:
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenPlaces())
    located(day, point)
    day.ask(wish.TakePlace(0))
    assert day.office.place() == PlaceToday("Markt", "E")


def test_who_has_two_shifts_to_choose_from_is_asked(made: Callable[..., Day]) -> None:
    day = made(second=True)
    view = day.come_in(day.pins[MILA])
    assert {choice.title for choice in view.choices} == {"Halle", "Markt", "An einem anderen Ort"}  # type: ignore[attr-defined]
    day.ask(wish.TakePlace(0))
    place = day.office.place()
    assert place is not None and place.name == "Halle"
    day.file.close()


# --- the second way in -----------------------------------------------------------------------------------------------


def test_a_visitor_cannot_lock_the_team_out(day: Day, tmp_path: Path) -> None:
    day.ask(wish.OpenStaff())
    for _ in range(FREE_TRIES):
        day.type(WRONG)
    assert isinstance(day.type(day.pins[ANNA]), StaffPinView), "the right PIN has to wait, too"
    stick = tmp_path / "stick"
    stick.mkdir()
    Stick(stick).write(STICK_FILE, f"{day.stick_key}\n".encode())
    day.ask(wish.UseTeamStick())
    meet_stick(day, stick)
    assert isinstance(day.conductor._view(), StaffView)
    assert day.office.wrong_pins() == 0


@pytest.mark.parametrize("key", [None, b"f" * 64, b"", b"\xff" * 100])
def test_no_other_stick_opens_it(day: Day, tmp_path: Path, key: bytes | None) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    if key is not None:
        Stick(stick).write(STICK_FILE, key)
    day.ask(wish.OpenStaff(), wish.UseTeamStick())
    meet_stick(day, stick)
    assert day.staff.state == PinState(0, PinNotice.WRONG_STICK, takes_stick=True)


# --- closing the day -------------------------------------------------------------------------------------------------


def test_a_day_that_adds_up_is_closed_by_two_people_and_printed(day: Day, keys: Keys) -> None:
    day.vote()
    day.leave()
    day.visit(wish.EndVisit())
    day.pass_greeting()
    day.come_in(day.pins[ANNA])
    shown = values(day.ask(wish.CloseDay()))
    assert (shown["Stimmzettel abgegeben"], shown["Stimmzettel nicht abgegeben"]) == ("1", "1")
    assert {shown[f"Ergebnis bei den {of}"] for of in ("Stimmzetteln", "Besuchen")} == {"passt zusammen"}
    pad = day.ask(wish.Continue())
    assert isinstance(pad, StaffPinView) and ANNA in pad.headline, "who came in with a PIN has signed"
    assert "dieselbe" in day.type(day.pins[ANNA]).notice
    assert day.closures(keys) == []
    closed = day.type(day.pins[MILA])
    assert values(closed)["Bestätigt von"] == f"{ANNA}, {MILA}"
    (closure,) = day.closures(keys)
    assert (closure.place, closure.district, closure.by_pin, closure.stored) == ("Markt", "E", True, 1)
    assert (closure.sums.visits_begun, closure.sums.visits_abandoned, closure.sums.gaps) == (3, 1, {})
    day.ask(wish.PrintReceipt())
    (slip,) = day.paper.slips
    assert f"Bestätigt von: {ANNA}, {MILA}" in slip.next_steps
    assert slip.next_steps.startswith("Station: SBZ\nStandort: Markt\n")
    until = Texts("de").date(date.fromisoformat(closure.day))
    assert slip.stored.endswith(f"bis zum {until}")
    day.ask(wish.Continue(), wish.Describe("more"), wish.Back(), wish.CloseDay())
    assert values(day.conductor._view())["Besuche begonnen"] == "0", "what comes now belongs to the next closure"
    assert day.closures(keys) == [closure], "and this one is frozen"


def test_a_gap_needs_a_note(day: Day, keys: Keys) -> None:
    day.lose_power()
    day.come_in(day.pins[ANNA])
    shown = values(day.ask(wish.CloseDay()))
    assert shown["Ergebnis bei den Stimmzetteln"] == "zu viel: 1", "cast and never counted as opened"
    assert shown["Ergebnis bei den Besuchen"] == "es fehlen: 1"
    view = day.ask(wish.Continue())
    for _ in range(2):
        assert isinstance(view, StaffTextView)
        assert isinstance(day.ask(wish.Continue(), wish.Describe("  "), wish.Continue()), StaffTextView)
        view = day.ask(wish.Describe("14:10: Strom weg"), wish.Continue())
    day.type(day.pins[MILA])
    (closure,) = day.closures(keys)
    assert closure.notes == dict.fromkeys((Balance.BALLOTS, Balance.VISITS), "14:10: Strom weg")


def test_wrong_pins_are_slowed_where_the_day_is_signed_too(day: Day) -> None:
    day.come_in(day.pins[ANNA])
    day.ask(wish.CloseDay(), wish.Continue())
    for _ in range(FREE_TRIES):
        view = day.type(WRONG)
    assert "Bitte warten Sie noch" in view.notice
    assert "Bitte warten Sie noch" in day.type(day.pins[MILA]).notice
    view = day.wait(31)
    assert view is not None and view.notice == ""
    assert values(day.type(day.pins[MILA]))["Bestätigt von"] == f"{ANNA}, {MILA}"


def test_without_a_shift_two_names_are_written_and_the_hub_is_told_so(made: Callable[..., Day], keys: Keys) -> None:
    day = made(people=(ANNA,))
    day.come_in(STATION_PIN)
    day.ask(wish.CloseDay(), wish.Continue(), wish.Describe("Anna"), wish.Continue())
    assert "dieselbe" in day.ask(wish.Describe(" anna "), wish.Continue()).notice
    day.ask(wish.Describe("Mila"), wish.Continue())
    (closure,) = day.closures(keys)
    assert (closure.names, closure.by_pin) == (("Anna", "Mila"), False)
    day.file.close()


def test_a_full_disk_loses_nothing_and_can_be_tried_again(day: Day, keys: Keys) -> None:
    day.vote()
    day.come_in(day.pins[ANNA])
    day.ask(wish.CloseDay(), wish.Continue())
    assert day.file.parts is not None
    full = "CREATE TEMP TRIGGER full BEFORE INSERT ON main.waiting BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    day.file.parts.connection.execute(full)
    assert "nichts verloren" in day.type(day.pins[MILA]).notice
    assert day.office.day().sums.ballots_cast == 1
    day.file.parts.connection.execute("DROP TRIGGER full")
    day.type(day.pins[MILA])
    assert len(day.closures(keys)) == 1


def test_what_was_counted_since_is_shown_before_anybody_signs_it(day: Day, keys: Keys) -> None:
    day.come_in(day.pins[ANNA])
    day.ask(wish.CloseDay(), wish.Continue())
    assert day.file.parts is not None
    day.file.parts.outbox.put(Record(random_id(), RecordKind.BALLOT, "kid", b"sealed"))
    view = day.type(day.pins[MILA])
    assert "noch einmal an" in view.notice
    assert values(view)["Stimmzettel abgegeben"] == "1"
    assert day.closures(keys) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(visits=st.lists(st.sampled_from(["vote", "leave", "lose_power"]), max_size=4))
def test_whatever_a_day_brings_it_adds_up_or_has_its_notes(
    made: Callable[..., Day], keys: Keys, visits: list[str]
) -> None:
    day = made()
    for act in visits:
        getattr(day, act)()
    sums = day.office.day().sums
    cut = visits.count("lose_power")
    assert sums.ballots_cast == visits.count("vote") + cut
    assert (sums.missing(Balance.BALLOTS), sums.missing(Balance.VISITS)) == (-cut, cut)
    day.come_in(day.pins[ANNA])
    view = day.ask(wish.CloseDay())
    assert not isinstance(view, StaffNumberView), "no poll here takes codes"
    view = day.ask(wish.Continue())
    while isinstance(view, StaffTextView):
        view = day.ask(wish.Describe("Strom weg"), wish.Continue())
    day.type(day.pins[MILA])
    (closure,) = day.closures(keys)
    assert closure.sums == sums
    assert set(closure.notes) == set(sums.gaps)
    day.file.close()


def test_cards_are_counted_once_and_the_balance_of_them_is_told(made: Callable[..., Day], keys: Keys) -> None:
    day = made()
    assert day.file.parts is not None
    day.file.parts.outbox.put(Record(random_id(), RecordKind.BALLOT, "kid", b"sealed"), spent="ab" * 32)
    day.come_in(day.pins[ANNA])
    assert isinstance(day.ask(wish.CloseDay()), StaffNumberView)
    day.type("6")
    day.type("2")
    assert isinstance(day.wait(SILENCE_SECONDS), AttractView), "they were counting for so long"
    day.come_in(day.pins[ANNA])
    view = day.ask(wish.CloseDay())
    assert isinstance(view, StaffNumberView) and view.typed.endswith(": 6")
    day.ask(wish.Continue(), wish.Continue())
    shown = values(day.type("1"))
    assert [shown[f"Karten {what}"] for what in ("mitgenommen", "benutzt", "unbrauchbar", "übrig")] == list("6121")
    assert shown["Ergebnis bei den Karten"] == "es fehlen: 2"
    day.file.close()


# --- what has not arrived --------------------------------------------------------------------------------------------


def test_what_waits_is_told_with_its_reason_and_can_be_sent_now(day: Day) -> None:
    day.come_in(day.pins[ANNA])
    with closing(open_database(day.config.database)) as agent:
        before = round_wish(agent)
        view = day.ask(OpenCare(), wish.OpenQueue())
        assert isinstance(view, StaffView) and view.explanation == "Nichts wartet. Alles ist angekommen."
        day.ask(wish.Back(), wish.Back(), wish.Back())
        day.vote()
        day.come_in(day.pins[ANNA])
        view = day.ask(OpenCare(), wish.OpenQueue())
        assert values(view)["Stimmzettel"] == "hier gespeichert: 1\nunterwegs: 0"
        view = day.ask(wish.SendNow())
        assert view.notice == "Die Station versucht es jetzt."
        assert round_wish(agent) != before
    view = day.wait(20)
    assert view is not None and view.notice == ""
    view = day.ask(wish.ExchangeByStick())
    assert isinstance(view, StaffView) and view.progress == "Der Stick wird gesucht."


# --- people who wait -------------------------------------------------------------------------------------------------


def test_how_long_people_wait_is_greeted_in_every_language_until_it_is_said_or_over(day: Day) -> None:
    def greeted() -> AttractView:
        day.wait(1)
        view = day.conductor._view()
        assert isinstance(view, AttractView)
        return view

    before = greeted()
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenWaiting(), wish.SayWaitingTime(7), wish.SayWaitingTime(10))
    desk = day.conductor._view()
    assert isinstance(desk, StaffView) and "noch etwa 10 Minuten" in {choice.about for choice in desk.choices}
    day.ask(wish.Back())
    assert greeted().waiting == "Wartezeit an der Station: noch etwa 10 Minuten"
    day.file.close()
    day.start()
    told = set()
    for _ in before.greetings:
        told.add(greeted().waiting)
        day.wait(TURN_SECONDS - 1)
    languages = [Texts(code) for code, _ in before.greetings]
    assert told == {words.text("attract.waiting", time=waiting_words(words, 10)) for words in languages}
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenWaiting(), wish.SayWaitingTime(), wish.Back())
    assert greeted().waiting == "", "nobody waits any more"


def test_a_waiting_time_that_nobody_renews_is_told_no_longer(day: Day) -> None:
    day.office.say_waiting_time(5)
    day.seconds += HOLDS.seconds - 1
    assert day.office.waiting_time() == 5
    day.seconds += 1
    assert day.office.waiting_time() == 0
    day.office.say_waiting_time(5)
    day.seconds -= 3600
    assert day.office.waiting_time() == 0, "the clock was set back"


# --- a pause ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pause", Pause)
def test_a_pause_tells_people_why_and_ends_when_the_team_says_so(day: Day, pause: Pause) -> None:
    day.come_in(day.pins[ANNA])
    day.ask(wish.OpenPauses(), wish.MakePause("for ever"), wish.OpenPauses(), wish.MakePause(pause.value))
    view = day.ask(wish.Back())
    day.wait(1)
    view = day.conductor._view()
    assert isinstance(view, OutOfOrderView) and view.explanation == Texts("de").text(f"trouble.{pause}")
    assert isinstance(day.ask(wish.Start(), *GARDEN), OutOfOrderView), "a touch that wipes changes nothing"
    day.file.close()
    day.start()
    assert isinstance(day.conductor._view(), OutOfOrderView), "also after a restart"
    desk = day.come_in(day.pins[ANNA])
    assert "Bereit: Nein, die Station macht Pause." in desk.explanation
    assert "Bereit: Ja" in day.ask(wish.MakePause()).explanation
    day.ask(wish.Back())
    assert isinstance(day.wait(1) or day.conductor._view(), AttractView)


def test_a_pause_is_over_with_its_day_but_a_defect_is_not(day: Day) -> None:
    for pause in Pause:
        day.office.make_pause(pause)
        assert day.file.pause() is pause
        day.seconds += 86_400
        assert day.file.pause() is (Pause.REPAIR if pause is Pause.REPAIR else None)
