"""The page of the station itself: the sound is heard step by step and what was found is kept; it starts anew."""

from __future__ import annotations

import pytest

from accessibility.speech import DEFAULT_VOLUME_DB, VOLUMES_DB
from kiosk.staff.store import StaffOffice
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.staff_intents import (
    CheckSound,
    OpenCare,
    OpenRestart,
    OpenStationReport,
    ProbeDisplay,
    ProbeTouch,
    Restart,
    SayChecked,
    TouchAt,
)
from kiosk.viewmodel.views import StaffProbeView, StaffView
from tests.kits.content import Keys
from tests.kits.staff import AT_THE_DESK
from tests.kits.station_twin import Kit


@pytest.fixture
def team(keys: Keys, office: StaffOffice) -> Kit:
    """A team that looks after the station."""
    kit = Kit(keys=keys, office=office)
    kit.ask(*AT_THE_DESK, OpenCare())
    return kit


def shown(kit: Kit) -> StaffView:
    assert isinstance(kit.view, StaffView)
    return kit.view


def test_each_step_is_read_aloud_as_loud_as_it_is_and_the_start_says_how_to_set_the_loudspeaker(team: Kit):
    team.ask(CheckSound())
    profile = shown(team).frame.profile
    assert (profile.speech, profile.volume_db) == (True, DEFAULT_VOLUME_DB)
    assert "wie ein Gespräch" in shown(team).explanation
    heard = {shown(team).headline}
    for _ in VOLUMES_DB:
        heard.add(team.ask(wish.Louder()).headline)
    assert shown(team).frame.profile.volume_db == max(VOLUMES_DB), "never louder than a person can make it"
    for _ in VOLUMES_DB:
        heard.add(team.ask(wish.Softer()).headline)
    assert len(heard) == len(VOLUMES_DB), "another headline: it is read anew"
    assert not team.ask(wish.Back()).frame.profile.speech


@pytest.mark.parametrize(("is_fine", "told"), [(True, "in Ordnung"), (False, "nicht in Ordnung")])
def test_what_was_found_stands_in_the_report(team: Kit, office: StaffOffice, is_fine: bool, told: str):
    team.ask(CheckSound(), SayChecked(not is_fine), CheckSound(), SayChecked(is_fine), OpenStationReport())
    values = {line.label: line.value for line in shown(team).lines}
    assert values["Ton"].startswith(f"{told}, geprüft am ")


def test_what_was_never_tried_out_is_not_told(team: Kit):
    team.ask(OpenStationReport())
    assert "Ton" not in {line.label for line in shown(team).lines}


@pytest.mark.parametrize(("last", "told"), [((3, 4), "in Ordnung"), ((3, 5), "nicht in Ordnung")])
def test_four_corners_say_how_far_off_a_finger_is_felt(team: Kit, last: tuple[int, int], told: str):
    view = team.ask(ProbeTouch())
    for number, felt in enumerate([(0, 0), (-1, 0), (2, -2), last]):
        assert isinstance(view, StaffProbeView) and view.target == number
        view = team.ask(TouchAt(*felt))
    assert [line.value for line in shown(team).lines[:3]] == ["0 mm daneben", "1 mm daneben", "3 mm daneben"]
    team.ask(wish.Back(), OpenStationReport())
    assert {line.label: line.value for line in shown(team).lines}["Berühren"].startswith(told)


def test_who_leaves_the_corners_has_found_nothing(team: Kit):
    team.ask(ProbeTouch(), TouchAt(0, 0), wish.Back(), OpenStationReport())
    assert "Berühren" not in {line.label for line in shown(team).lines}


def test_each_touch_shows_the_next_colours_and_then_it_is_asked_how_they_were(team: Kit):
    view, seen = team.ask(ProbeDisplay()), []
    while isinstance(view, StaffProbeView):
        seen.append(view.colours)
        view = team.ask(TouchAt(40, 40))
    assert len(seen) == len(set(seen)) == 6 and len(seen[-1]) == 16
    team.ask(SayChecked(False), OpenStationReport())
    assert {line.label: line.value for line in shown(team).lines}["Anzeige"].startswith("nicht in Ordnung")


def test_it_starts_anew_only_where_somebody_starts_it_and_only_when_asked_twice(
    team: Kit, monkeypatch: pytest.MonkeyPatch
):
    assert OpenRestart() not in {choice.intent for choice in shown(team).choices}
    team.ask(OpenRestart(), Restart())
    assert not team.conductor.restarts
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere")
    team.ask(wish.Back(), OpenCare())
    assert OpenRestart() in {choice.intent for choice in shown(team).choices}
    team.ask(OpenRestart())
    assert not team.conductor.restarts
    team.ask(Restart())
    assert team.conductor.restarts
