"""Samples are heard and silenced at once: the twin, a machine without sound, a real sound server if there is one."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.fakes import MemoryAudioOut
from hardware.media.audio_out import gain
from hardware.ports import AudioOut
from tests.kits.waiting import PATIENCE_S, wait_until

NOTHING = list[int]().append

PROJECT = Path(__file__).parents[3]


def test_gain_is_a_factor_of_amplitude():
    assert gain(0) == 1.0
    assert gain(-20) == pytest.approx(0.1)


def test_the_twin_plays_one_clip_at_a_time_and_tells_when_it_was_heard():
    twin = MemoryAudioOut()
    audio: AudioOut = twin
    ends: list[str] = []
    assert audio.play(b"ab", lambda: ends.append("ab"), NOTHING)
    assert audio.play(b"cd", lambda: ends.append("cd"), NOTHING)
    assert (twin.heard, twin.playing) == ([b"ab", b"cd"], b"cd")
    twin.finish()
    assert (ends, twin.playing) == (["cd"], None)
    audio.play(b"ef", lambda: ends.append("ef"), NOTHING)
    audio.stop()
    twin.finish()
    assert ends == ["cd"]


def test_sound_is_loaded_only_when_something_is_to_be_heard():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pathlib, accessibility.station_speaker as s; from hardware.media.audio_out import QtAudioOut;"
            "s.make_speaker(pathlib.Path('x'), audio=QtAudioOut());"
            "print(*sorted({'PySide6.QtMultimedia', 'pyttsx3', 'numpy', 'PySide6.QtWidgets'} & set(sys.modules)))",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
    )
    assert loaded.stdout.strip() == ""


def without_sound_server(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PULSE_SERVER": f"unix:{tmp_path}/none", "PULSE_RUNTIME_PATH": str(tmp_path)}


NO_SOUND = """
import logging
logging.basicConfig(format="%(message)s")
from PySide6.QtCore import QCoreApplication
from hardware.media.audio_out import QtAudioOut
app = QCoreApplication([])
audio = QtAudioOut()
audio.set_volume(0)
print([audio.open(), audio.play(b"ab" * 100, print, print), audio.play(b"ab" * 100, print, print)])
audio.pause(), audio.resume(), audio.stop(), audio.close()
"""


def test_no_sound_device_is_a_normal_state_with_one_line_in_the_log(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", NO_SOUND],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        env=without_sound_server(tmp_path),
    )
    assert done.stdout.strip() == "[False, False, False]"
    assert done.stderr.count("no sound device") == 1


# --- a real sound server ---------------------------------------------------------------------------------------

WITH_SOUND = """
import time
from PySide6.QtCore import QCoreApplication, QTimer
from hardware.media.audio_out import QtAudioOut
from hardware.ports import SAMPLE_RATE_HZ
app = QCoreApplication([])
audio, other = QtAudioOut(), QtAudioOut()
second = b"ab" * SAMPLE_RATE_HZ
begun, ended, whole, stopped = time.monotonic(), [], [], []
def heard():
    ended.append(time.monotonic() - begun)
    audio.play(second, lambda: ended.append("though stopped"), in_the_middle)
def in_the_middle(frames):
    if frames > SAMPLE_RATE_HZ // 5 and not stopped:
        stopped.append(frames)
        QTimer.singleShot(0, stop)
def stop():
    audio.pause(), audio.resume(), audio.stop()
    other.play(second, app.quit, lambda _: None)  # what is left of the stopped one would be over before this is
assert audio.open() and audio.play(second, heard, whole.append)
app.exec()
still_open = audio.play(second, app.quit, lambda _: None)
audio.close(), other.close()
grows = whole == sorted(whole) and 0 <= whole[0] < 4000 and SAMPLE_RATE_HZ * 0.8 < whole[-1] <= SAMPLE_RATE_HZ
print(ended[0] > 0.8, len(ended), still_open, grows)
"""


def answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(address) == 0


@pytest.fixture
def sound_server(tmp_path) -> Iterator[dict[str, str]]:
    """A sound server of our own whose loudspeaker is nothing; the surroundings in which it is found."""
    pulseaudio = shutil.which("pulseaudio")
    if not pulseaudio:
        pytest.skip("pulseaudio is not installed")
    address = str(tmp_path / "sound.socket")
    own = {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    server = subprocess.Popen(
        [
            pulseaudio, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-L", "module-null-sink",
            "-L", f"module-native-protocol-unix socket={address} auth-anonymous=1",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=own,
    )  # fmt: skip
    wait_until(lambda: server.poll() is not None or answers(address))
    yield {**os.environ, "PULSE_SERVER": f"unix:{address}"}
    server.terminate()
    server.wait()


def test_a_clip_is_heard_for_its_whole_length_and_a_stopped_one_never_ends(sound_server):
    done = subprocess.run(
        [sys.executable, "-c", WITH_SOUND],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
        cwd=PROJECT,
        env=sound_server,
    )
    assert done.stdout.strip() == "True 1 True True", done.stderr
