"""The composition root: light until the first picture, then a whole station; ends when asked, falls without a word."""

import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest

from kiosk.app import FirstPaint, Kiosk, forbid_core_dumps
from kiosk.event_log import LOG_NAME
from kiosk.services import LOG_FOLDER
from kiosk.station.display import px_per_mm
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AttractView, HomeView, OutOfOrderView, StaffPinView, StaffView
from sync.station.config import ScreenConfig, StationConfig
from sync.station.staff_pin import write_pin
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station
from tests.kits.waiting import PATIENCE_MS, PATIENCE_S, wait_until

ROOT = Path(__file__).resolve().parents[2]

HEAVY = ["numpy", "cv2", "escpos", "PIL", "PySide6.QtMultimedia", "requests", "qrcode", "pyttsx3", "tuf", "joserfc"]
HEAVY += ["django", "babel", "cryptography", "sqlite3", "kiosk.conductor"]
"""What may not be loaded before the first picture."""

SECRET = "Kanarienvogel"


@pytest.fixture
def config(tmp_path: Path, keys: Keys) -> StationConfig:
    return make_station(tmp_path, keys)


@pytest.fixture
def kiosk(config: StationConfig, qtbot):
    kiosk = Kiosk(config, with_voice=False)
    kiosk.open_on(QRect(0, 0, 1080, 1920))
    yield kiosk
    kiosk.close()


def test_nothing_heavy_is_loaded_before_the_first_picture():
    code = f"import sys, kiosk.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_greeting_is_there_before_the_station_is_looked_at(config, kiosk):
    assert isinstance(kiosk.view, AttractView)
    assert not (config.data / LOG_FOLDER).exists()
    kiosk.begin()
    assert "Groß Klein" in kiosk.view.place
    assert "STARTED" in (config.data / LOG_FOLDER / LOG_NAME).read_text(encoding="utf-8")


def test_a_touch_before_everything_is_loaded_is_answered(kiosk):
    kiosk.ask(wish.Start())
    kiosk.ask(wish.Home())
    assert isinstance(kiosk.view, HomeView)


def test_what_a_screen_asks_for_reaches_the_conductor_and_its_view_the_window(kiosk):
    kiosk.begin()
    kiosk.window.asked.emit(wish.Start())
    kiosk.window.asked.emit(wish.ChooseLanguage("en"))
    assert kiosk.window.screen_shown.view == kiosk.view
    assert kiosk.view.frame.language == "en"


def test_attendants_come_in_by_holding_a_key_and_see_how_the_station_is(kiosk, config, qtbot):
    write_pin(config.data, "274913")
    kiosk.begin()
    kiosk.staff_sign.hold_ms = 1
    handle = kiosk.window.windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: isinstance(kiosk.view, StaffPinView), timeout=PATIENCE_MS)
    QTest.keyRelease(handle, Qt.Key.Key_F10)
    for digit in "274913":
        kiosk.window.asked.emit(wish.TypeDigit(digit))
    kiosk.window.asked.emit(wish.Continue())
    assert isinstance(kiosk.view, StaffView)
    kiosk.window.asked.emit(wish.Back())
    assert isinstance(kiosk.view, AttractView)
    log = (config.data / LOG_FOLDER / LOG_NAME).read_text(encoding="utf-8")
    assert "STAFF_CAME" in log
    assert "274913" not in log
    kiosk.window.asked.emit(wish.Start())
    QTest.keyPress(handle, Qt.Key.Key_F10)
    assert not kiosk.staff_sign.is_held, "somebody is visiting"
    assert not isinstance(kiosk.view, StaffPinView)


def test_the_first_paint_is_told_once(qapp, qtbot):
    from PySide6.QtWidgets import QWidget

    widget, told = QWidget(), []
    qtbot.addWidget(widget)
    FirstPaint(qapp, lambda: told.append(1))
    widget.show()
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    widget.repaint()
    over: list[bool] = []
    QTimer.singleShot(0, lambda: over.append(True))  # comes after whatever the second paint could have asked for
    qtbot.waitUntil(lambda: bool(over), timeout=PATIENCE_MS)
    assert told == [1]


def test_a_station_that_is_not_enrolled_says_so(tmp_path, qtbot):
    kiosk = Kiosk(StationConfig(data=tmp_path / "new", hub_url="http://127.0.0.1:1"), with_voice=False)
    kiosk.open_on(QRect(0, 0, 1080, 1920))
    kiosk.begin()
    assert isinstance(kiosk.view, OutOfOrderView)
    kiosk.close()


def test_a_fall_says_where_and_never_what_and_ends_the_program(kiosk, config, capsys, qapp):
    def fall():
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            kiosk.fall(type(error), error, error.__traceback__)

    kiosk.begin()
    QTimer.singleShot(0, fall)
    assert qapp.exec() == 1  # in a loop of its own: an exit outside of one would end the loops of later tests
    said = capsys.readouterr().err
    log = (config.data / LOG_FOLDER / LOG_NAME).read_text(encoding="utf-8")
    assert "ValueError" in said
    assert "FAILED something unexpected happened (ValueError)" in log
    assert SECRET not in said.replace(f'"{SECRET}"', "") + log


def test_core_dumps_are_off():
    before = resource.getrlimit(resource.RLIMIT_CORE)
    code = "import kiosk.app, resource; kiosk.app.forbid_core_dumps(); print(resource.getrlimit(resource.RLIMIT_CORE))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "(0, 0)"
    assert resource.getrlimit(resource.RLIMIT_CORE) == before
    assert forbid_core_dumps.__name__ in (ROOT / "kiosk" / "app.py").read_text(encoding="utf-8").split("def run")[1]


def test_the_program_says_that_it_is_ready_and_ends_when_asked(config, tmp_path):
    settings = tmp_path / "station.toml"
    settings.write_text(f'data = "{config.data}"\nhub_url = "http://127.0.0.1:1"\n', encoding="utf-8")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(PATIENCE_S)
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "--config", str(settings)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "NOTIFY_SOCKET": str(tmp_path / "notify")},
        )
        try:
            assert ear.recv(100) == b"READY=1"
            log = config.data / LOG_FOLDER / LOG_NAME
            wait_until(lambda: log.exists() and "CONTENT_CHANGED" in log.read_text(encoding="utf-8"))
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE_S) == 0
        finally:
            process.kill()
            process.wait()
        assert ear.recv(100) == b"STOPPING=1"
    assert "STOPPED" in log.read_text(encoding="utf-8")


def test_settings_that_cannot_be_used_stop_the_start_with_their_name(tmp_path):
    settings = tmp_path / "station.toml"
    settings.write_text('data = "d"\nhub_url = "x"\ncolour = "red"\n', encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk", "--config", str(settings)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "colour" in ran.stderr
    assert str(settings) in ran.stderr


def test_pixels_per_millimetre_come_from_calibration_else_from_the_diagonal():
    assert px_per_mm(ScreenConfig()) == pytest.approx(4.03, abs=0.01)
    assert px_per_mm(ScreenConfig(px_per_mm=5.5)) == 5.5
