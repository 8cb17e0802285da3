"""The microphone behind its helper process: a real sound server whose loudspeaker is heard by its microphone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.media.microphone import HelperMicrophone
from tests.hardware.media.test_audio_out import answers, without_sound_server
from tests.kits.waiting import wait_until

PROJECT = Path(__file__).parents[3]

RECORDS = """
import sys
from PySide6.QtCore import QCoreApplication
from hardware.media.audio_out import QtAudioOut
from hardware.media.microphone import HelperMicrophone
from hardware.ports import SAMPLE_RATE_HZ, SPOKEN_RATE_HZ, CaptureState
from sync.foreign_media.speech import decoded
from tests.kits.media import tone
from tests.kits.waiting import wait_until
app = QCoreApplication([])
def until(wished):
    wait_until(lambda: app.processEvents() or wished())
microphone, loudspeaker = HelperMicrophone("handset"), QtAudioOut()
assert microphone.is_there()
microphone.record()
until(lambda: microphone.state() is CaptureState.RUNNING and microphone.seconds() >= 1)
quiet = microphone.level()
microphone.stop()
until(lambda: microphone.state() is CaptureState.SILENT)
loudspeaker.set_volume(0)
loudspeaker.play(tone(60, rate=SAMPLE_RATE_HZ), print, lambda _: None)
microphone.record()
until(lambda: microphone.level() > 0.2 and microphone.seconds() >= 1)
microphone.stop()
until(lambda: microphone.state() is CaptureState.TAKEN)
said = microphone.message()
samples, rate = decoded(said.opus)
print(quiet < 0.02, said.seconds >= 1, abs(len(samples) - len(said.samples)) < rate, microphone.process_id)
import os, signal
microphone.record()
until(lambda: microphone.state() is CaptureState.RUNNING)
os.kill(microphone.process_id, signal.SIGKILL)
until(lambda: microphone.state() is CaptureState.LOST)
microphone.close(), loudspeaker.close()
print(microphone.message(), microphone.state())
"""

NO_MICROPHONE = """
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from hardware.media.microphone import HelperMicrophone
from hardware.ports import CaptureState
from tests.kits.waiting import wait_until
app = QCoreApplication([])
microphone = HelperMicrophone(listing=Path("/nowhere"))
print(microphone.is_there())
microphone = HelperMicrophone("nowhere")
microphone.record()
wait_until(lambda: app.processEvents() or microphone.state() is CaptureState.MISSING)
microphone.close()
"""


@pytest.fixture
def handset(tmp_path) -> Iterator[dict[str, str]]:
    """A sound server whose loudspeaker is heard by a microphone called handset; the surroundings it is found in."""
    pulseaudio = shutil.which("pulseaudio")
    if not pulseaudio:
        pytest.skip("pulseaudio is not installed")
    address = str(tmp_path / "sound.socket")
    remapped = (
        "module-remap-source source_name=handset master=loud.monitor source_properties=device.description=handset"
    )
    server = subprocess.Popen(
        [
            pulseaudio, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "-L", "module-null-sink sink_name=loud", "-L", remapped,
            "-L", f"module-native-protocol-unix socket={address} auth-anonymous=1",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    wait_until(lambda: server.poll() is not None or answers(address))
    yield {**os.environ, "PULSE_SERVER": f"unix:{address}"}
    server.terminate()
    server.wait()


def run(script: str, env: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=PROJECT, env=env
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_what_is_said_into_a_handset_comes_out_as_opus_and_silence_and_death_are_told(handset):
    assert run(RECORDS, handset) == ["True", "True", "True", "0", "None", "off"]


def test_a_sound_card_that_can_hear_is_a_microphone(tmp_path):
    listing = tmp_path / "pcm"
    assert not HelperMicrophone(listing=listing).is_there()
    listing.write_text("00-00: HDMI : HDMI : playback 1\n")
    assert not HelperMicrophone(listing=listing).is_there()
    listing.write_text("00-00: USB Audio : USB Audio : playback 1 : capture 1\n")
    assert HelperMicrophone(listing=listing).is_there()


def test_where_there_is_no_microphone_that_is_said(tmp_path):
    assert run(NO_MICROPHONE, without_sound_server(tmp_path)) == ["False"]
