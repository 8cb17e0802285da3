"""The readiness report on whole stations: real database, key and content, on a machine described in a folder."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accessibility.calibration_file import FILE, Calibration, write_calibration
from installer import check
from installer.machine import Machine
from installer.readiness import Grade, is_fit
from sync.key_files import save_key
from sync.protocol.connection_faults import ConnectionFault
from sync.protocol.keys import SigningKey
from sync.station.config import load_config
from sync.station.content_store import ContentSets
from sync.station.database import open_database, transaction
from sync.station.events import Event, Note
from sync.station.recovery.salvage import salvage_if_damaged
from sync.station.staff_pin import write_pin
from sync.station.state import Identity, StationState, write_identity

from .test_disks import lay_disk
from .test_machine import SOUND_CARDS, TOUCH_SCREEN, connect, write

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

SETTINGS = 'data = "data"\nhub_url = "https://hub.example"\n\n[screen]\nlower_edge_mm = 840\n'


@pytest.fixture
def machine(tmp_path) -> Machine:
    root = tmp_path / "machine"
    connect(root, "card0-HDMI-A-1")
    write(root, "proc/bus/input/devices", TOUCH_SCREEN)
    write(root, "proc/asound/cards", SOUND_CARDS)
    write(root, "run/systemd/timesync/synchronized", "")
    lay_disk(root)
    return Machine(root=root, environment={})


@pytest.fixture
def station(tmp_path) -> Path:
    """The settings of a station with everything in order."""
    path = tmp_path / "station.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    config = load_config(path)
    config.data.mkdir()
    write_pin(config.data, "274913")
    config.device_key.parent.mkdir(parents=True)
    write_calibration(Calibration(4.1, 1080, 1920), config.data)
    key = SigningKey.generate()
    save_key(key, config.device_key)
    with closing(open_database(config.database)) as connection:
        with transaction(connection):
            write_identity(
                connection,
                Identity("d1", key.kid, "SBZ Toitenwinkel", "N", key.public.jwk, "e", "0" * 64, NOW),
            )
        staged = tmp_path / "staged"
        staged.mkdir()
        (staged / "places.json").write_text("{}", encoding="utf-8")
        ContentSets(connection, config.content).activate(staged, as_of=NOW.date())
    return path


def findings(station: Path, machine: Machine, *, now: datetime = NOW, look: check.LookAtHub = lambda _: None) -> dict:
    found = check.check_station(station, machine=machine, clock=lambda: now, look=look, find_position=lambda: None)
    return {one.check: one for one in found}


def unfit(station: Path, machine: Machine, *, now: datetime = NOW) -> set[str]:
    return {name for name, found in findings(station, machine, now=now).items() if found.grade is Grade.UNFIT}


def test_a_station_in_order_is_fit_in_every_point(station, machine):
    found = findings(station, machine)
    assert set(found) == {
        *("settings", "database", "enrolment", "keys", "content", "hub", "connection"),
        *("clock", "disk", "display", "size", "height", "touch", "sound", "keypad", "switches", "printer", "battery"),
        *("camera", "microphone", "staff PIN", "disk encryption", "swap", "position", "lamp", "brightness"),
    }
    assert is_fit(list(found.values()))
    assert {found[name].grade for name in set(found) - {"disk"}} == {Grade.FIT}


def test_a_program_others_can_change_is_unfit(station, machine):
    code = machine.root / "opt/mitmachstation"
    code.mkdir(parents=True)
    for path in (code, code.parent, load_config(station).data):
        path.chmod(0o755)
    assert not unfit(station, machine)
    assert {"program", "folders"} <= set(findings(station, machine))
    code.parent.chmod(0o757)
    load_config(station).data.chmod(0o775)
    assert unfit(station, machine) == {"program", "folders"}


def test_a_broken_setting_is_named_with_its_file(station, machine):
    station.write_text('data = "data"\nhub_url = "x"\ncolour = "red"\n', encoding="utf-8")
    found = findings(station, machine)["settings"]
    assert found.grade is Grade.UNFIT
    assert "colour" in found.seen
    assert str(station) in found.seen


@pytest.mark.parametrize(
    "line", ["px_per_mm = 400.0", "px_per_mm = 0.5", "px_per_mm = nan", "diagonal_inch = 0.0", "width_px = 10"]
)
def test_a_display_that_cannot_be_is_refused_in_words(station, machine, line):
    station.write_text(SETTINGS + line + "\n", encoding="utf-8")
    found = findings(station, machine)["settings"]
    assert found.grade is Grade.UNFIT
    assert f"screen.{line.split()[0]}' must be between" in found.seen and str(station) in found.seen


def test_looking_for_a_missing_database_does_not_make_one(station, machine):
    database = load_config(station).database
    database.unlink()
    assert unfit(station, machine) == {"database"}
    assert not database.exists()


def test_a_damaged_database_is_found_and_left_as_it_is(station, machine):
    database = load_config(station).database
    damaged = bytearray(database.read_bytes())
    damaged[4096:8192] = b"\xff" * 4096
    database.write_bytes(damaged)
    assert "database" in unfit(station, machine)
    assert database.read_bytes() == damaged


def test_a_salvage_is_told_until_somebody_takes_the_damaged_file_away(station, machine):
    path = load_config(station).database
    path.write_bytes(b"no database" * 20 + path.read_bytes()[220:])
    salvage_if_damaged(path)
    found = findings(station, machine)
    assert "damaged" in found["salvage"].seen


def test_a_key_others_can_read_is_unfit(station, machine):
    load_config(station).device_key.chmod(0o640)
    assert unfit(station, machine) == {"keys"}


def test_a_missing_key_is_unfit(station, machine):
    load_config(station).device_key.unlink()
    assert unfit(station, machine) == {"keys"}


def test_a_file_that_holds_no_key_is_unfit(station, machine):
    load_config(station).device_key.write_text("no key", encoding="ascii")
    assert unfit(station, machine) == {"keys"}


def test_another_stations_key_is_unfit(station, machine):
    path = load_config(station).device_key
    path.unlink()
    save_key(SigningKey.generate(), path)
    assert unfit(station, machine) == {"keys"}


def test_damaged_content_is_unfit(station, machine):
    (place,) = load_config(station).content.glob("sets/*/places.json")
    place.write_text("[]", encoding="utf-8")
    assert unfit(station, machine) == {"content"}


def test_a_station_that_is_not_enrolled_is_unfit(station, machine):
    with closing(open_database(load_config(station).database)) as connection, transaction(connection):
        connection.execute("DELETE FROM identity")
    assert unfit(station, machine) == {"enrolment"}


def test_a_revoked_station_is_unfit(station, machine):
    with closing(open_database(load_config(station).database)) as connection:
        StationState(connection).note_revoked(True)
    assert unfit(station, machine) == {"hub"}


@pytest.mark.parametrize(
    ("event", "grade"), [(Event.CONTENT_NEW, Grade.FIT), (Event.HUB_SILENT, Grade.NOTICE), (Event.DISK, Grade.NOTICE)]
)
def test_what_the_last_exchange_reported_is_told_when_it_is_trouble(station, machine, event, grade):
    with closing(open_database(load_config(station).database)) as connection:
        StationState(connection).note_round(NOW, notes=[Note(event)], success=True)
    found = findings(station, machine)["hub"]
    assert found.grade is grade
    assert (event.sentence in found.seen) == (grade is Grade.NOTICE)


def test_why_the_hub_was_not_reached_is_told_and_the_worst_first(station, machine):
    cause = ConnectionFault.EXPIRED
    why = cause.sentence({"host": "hub.example", "clock": "2026-06-01 11:00 CEST"})
    notes = [Note(Event.CONTENT_UNREACHABLE), Note(Event.HUB_SILENT, why, cause), Note(Event.DISK)]
    with closing(open_database(load_config(station).database)) as connection:
        StationState(connection).note_round(NOW, notes=notes, success=False)
    seen = findings(station, machine)["hub"].seen
    assert why in seen
    assert seen.index(Event.DISK.sentence) < seen.index(Event.HUB_SILENT.sentence)
    assert Event.CONTENT_UNREACHABLE.sentence not in seen


def test_an_agent_that_does_not_work_is_told_and_not_what_it_last_said(station, machine):
    with closing(open_database(load_config(station).database)) as connection:
        StationState(connection).note_round(NOW, notes=[], success=True)
    assert findings(station, machine, now=NOW + timedelta(minutes=20))["hub"].grade is Grade.FIT
    found = findings(station, machine, now=NOW + timedelta(hours=2))["hub"]
    assert found.grade is Grade.NOTICE and "agent does not work" in found.seen
    write(machine.root, "proc/uptime", "61.05 123.4\n")
    assert findings(station, machine, now=NOW + timedelta(hours=2))["hub"].grade is Grade.FIT, "it was off meanwhile"


def test_a_hub_that_is_not_reached_just_now_is_told_with_its_cause(station, machine):
    settings = station.read_text(encoding="utf-8").replace("https://hub.example", "http://127.0.0.1:9")
    station.write_text(settings, encoding="utf-8")
    found = findings(station, machine, look=check.look_over_network)["connection"]
    assert found.grade is Grade.NOTICE
    assert "no hub is running at this port" in found.seen


def test_a_clock_behind_the_hubs_signed_time_is_unfit(station, machine):
    with closing(open_database(load_config(station).database)) as connection:
        StationState(connection).note_hub_time(NOW + timedelta(days=1))
    assert unfit(station, machine) == {"clock"}


def test_a_clock_before_the_enrolment_is_unfit(station, machine):
    assert unfit(station, machine, now=NOW - timedelta(days=400)) == {"clock"}


def test_a_machine_without_display_and_touch_is_unfit(station, tmp_path):
    assert unfit(station, Machine(root=tmp_path / "bare", environment={})) == {"display", "touch"}


@pytest.mark.parametrize(
    ("printer", "grade"),
    [("none", Grade.FIT), ("/dev/null", Grade.FIT), ("/dev/usb/lp-not-there", Grade.UNFIT)],
)
def test_a_printer_that_is_set_up_must_be_there(station, machine, printer, grade):
    station.write_text(f'printer = "{printer}"\n{station.read_text(encoding="utf-8")}', encoding="utf-8")
    assert findings(station, machine)["printer"].grade is grade


def test_a_display_that_was_never_measured_is_told_and_what_to_do(station, machine):
    (load_config(station).data / FILE).unlink()
    found = findings(station, machine)["size"]
    assert found.grade is Grade.NOTICE and "never measured" in found.seen and "mitmach calibrate" in found.advice


@pytest.mark.parametrize(("inches", "is_fit"), [(10.1, True), (9.1, False), (7.9, False)])
@pytest.mark.parametrize(("width_px", "height_px"), [(1280, 800), (800, 1280)])
def test_a_tablet_is_taken_and_a_smaller_one_refused_and_told_why(
    station, machine, width_px, height_px, inches, is_fit
):
    size = f"width_px = {width_px}\nheight_px = {height_px}\ndiagonal_inch = {inches}\n"
    station.write_text(SETTINGS + size, encoding="utf-8")
    found = findings(station, machine)["size"]
    assert ("size" not in unfit(station, machine)) is is_fit
    if not is_fit:
        assert "too small" in found.seen and "10.1 inch" in found.seen and "larger display" in found.advice


def test_a_small_display_that_hangs_too_high_is_told(station, machine):
    station.write_text(SETTINGS + "diagonal_inch = 15.6\n", encoding="utf-8")
    found = findings(station, machine)
    assert found["height"].grade is Grade.NOTICE and "754 mm" in found["height"].advice
    assert found["size"].grade is Grade.NOTICE, "what was measured cannot be true of this display"


def test_keypad_and_switches_are_found_or_not(station, machine, tmp_path):
    keypad = tmp_path / "event0"
    keypad.touch()
    keys = f'\n[keys]\nkeypad = "{keypad}"\nswitches = "{tmp_path / "event1"}"\n'
    station.write_text(SETTINGS + keys, encoding="utf-8")
    found = findings(station, machine)
    assert (found["keypad"].grade, found["switches"].grade) == (Grade.FIT, Grade.NOTICE)
    assert "was found" in found["keypad"].seen and "not found" in found["switches"].seen


def test_the_table_says_everything_and_the_verdict_last(station, machine):
    load_config(station).device_key.chmod(0o644)
    found = list(findings(station, machine).values())
    table = check.as_table(found)
    assert all(finding.seen in table and finding.advice in table for finding in found)
    assert table.splitlines()[-1] == "Not ready to open: keys."


def test_json_holds_the_same_and_is_one_line(station, machine):
    found = list(findings(station, machine).values())
    told = json.loads(check.as_json(found))
    assert told["fit"] is True
    assert [entry["check"] for entry in told["findings"]] == [finding.check for finding in found]
    assert "\n" not in check.as_json(found)


def test_the_command_ends_with_1_when_the_station_is_unfit(tmp_path, capsys):
    assert check.main(["--config", str(tmp_path / "none.toml"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["fit"] is False


def test_content_grows_old(station, machine):
    assert findings(station, machine, now=NOW + timedelta(days=120))["content"].grade is Grade.NOTICE
