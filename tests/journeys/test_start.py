"""The station's program as the service manager starts it: it says that it is ready, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.kits.real.programs import environment


def test_the_kiosk_says_when_its_first_screen_is_there_and_ends_when_told(tmp_path: Path) -> None:
    config = tmp_path / "station.toml"
    config.write_text('data = "station"\nhub_url = "http://127.0.0.1:9/"\n', encoding="utf-8")
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(str(address))
        notify.settimeout(60)
        surroundings = {**environment(), "NOTIFY_SOCKET": str(address), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "kiosk", "--config", str(config)]
        process = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL)
        try:
            assert notify.recv(100) == b"READY=1"
            os.kill(process.pid, signal.SIGTERM)
            assert notify.recv(100) == b"STOPPING=1"
            assert process.wait(60) == 0
        finally:
            process.kill()
            process.wait()
