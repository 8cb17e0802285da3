"""From an act to the first sample of speech, and to silence; beside the engine called directly, which plays nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import percentile, rounded
from tests.kits.real.programs import run_python

SENTENCES = 40
TEXT = "Der Garten in Groß Klein bekommt {number} neue Bäume."


def measure_speech(folder: Path) -> dict[str, float]:
    """Milliseconds. ``sound_server`` is 1 where a sound server with a null sink took the samples, else 0: memory did.

    ``engine_p50_ms`` and ``engine_p99_ms``: espeak-ng started for the same sentence until its first byte.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with sound_server(folder) as environment:
        said = run_python("-m", "tests.bench.speech_kiosk", str(folder), **environment)
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    engine = [engine_ms(TEXT.format(number=number)) for number in range(SENTENCES)]
    figures |= {"engine_p50_ms": rounded(percentile(engine, 0.5)), "engine_p99_ms": rounded(percentile(engine, 0.99))}
    return figures


def engine_ms(text: str) -> float:
    """From starting espeak-ng to the first byte of sound."""
    begun = time.perf_counter()
    command = ["espeak-ng", "-v", "de", "--stdout", text]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.read(1)
        taken = (time.perf_counter() - begun) * 1000
        process.stdout.read()
    return taken


@contextmanager
def sound_server(folder: Path) -> Iterator[Mapping[str, str]]:
    """A sound server of its own whose loudspeaker is nowhere; what a program needs in its environment to find it."""
    if shutil.which("pulseaudio") is None:
        yield {}
        return
    socket = folder / "pulse.socket"
    modules = ("module-null-sink", f"module-native-protocol-unix socket={socket} auth-anonymous=1")
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
    environment = {**os.environ, "HOME": str(folder), "PULSE_RUNTIME_PATH": str(folder)}
    server = subprocess.Popen(
        [*command, *(f"--load={module}" for module in modules)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 10
        while not socket.exists() and server.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        yield {"PULSE_SERVER": f"unix:{socket}"} if socket.exists() else {}
    finally:
        server.terminate()
        server.wait()
