"""A code, a marked answer and a marked description leave no trace in clear: not in the station's data, log or temp
folder."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sync.hub.content.source import DEFAULT_CONTENT
from tests.kits.acts import waiting_acts
from tests.kits.marked_visit import MARKED_OPTION, MARKED_POLL, MARKED_WORD
from tests.kits.real.hubs import found_hub
from tests.kits.real.programs import environment
from tests.kits.real.station import StationFiles, make_station

SPEECH_ON = "[speech]\non_at_start = true\n"


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> StationFiles:
    """A station whose first poll has a marked option and takes the code that lies beside the station."""
    tmp_path = tmp_path_factory.mktemp("enrolled")
    content = tmp_path / "content"
    shutil.copytree(DEFAULT_CONTENT, content)
    poll_file = content / "polls" / f"{MARKED_POLL}.json"
    poll = json.loads(poll_file.read_text(encoding="utf-8"))
    poll_file.unlink()
    shutil.rmtree(content / "projects")  # one of them is about this poll
    hub = found_hub(tmp_path / "home" / "hub", content=content)
    poll["options"][0]["id"] = MARKED_OPTION
    poll |= {"codes": True, "codes_at": poll["title"]}
    (hub.folder / "content" / "polls" / poll_file.name).write_text(json.dumps(poll), encoding="utf-8")
    hub.command("content", "codes", "--poll", MARKED_POLL, "--count", "5", "--out", str(tmp_path / "home" / "codes"))
    hub.command("content", "publish")
    station = make_station(tmp_path / "home")
    station.config.write_text(station.config.read_text(encoding="utf-8") + SPEECH_ON, encoding="utf-8")
    return station


@pytest.fixture
def station(enrolled: StationFiles, tmp_path: Path) -> StationFiles:
    """A copy of it for each visit."""
    return StationFiles(Path(shutil.copytree(enrolled.folder, tmp_path / "home")))


def code_of(station: StationFiles) -> str:
    """The code that is typed."""
    return (station.folder / "codes").read_text(encoding="utf-8").split()[0]


def visit(station: StationFiles, folder: Path, how: str) -> int:
    """A visit in a process whose every other place to write is below ``folder``; its exit code."""
    places = {name: str(folder / name) for name in ("TMPDIR", "HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME")}
    for place in places.values():
        Path(place).mkdir(mode=0o700, parents=True)
    command = [sys.executable, "-m", "tests.kits.marked_visit", str(station.config), how, code_of(station)]
    return subprocess.run(command, env={**environment(), **places}, check=False).returncode


def traces(*folders: Path, code: str = "") -> list[str]:
    """Files that hold a marked word in clear, or are named after one. The published poll is no trace."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if "sets" in path.parts and path.name == f"{MARKED_POLL}.json":
            continue
        held = path.read_bytes().lower() + path.name.lower().encode()
        # Of a code, any two groups would do.
        halves = {half.lower() for half in (code[:9], code[10:], code[:9].replace("-", ""), code[10:].replace("-", ""))}
        for word in (MARKED_OPTION, MARKED_WORD, *halves - {""}):
            found += [f"{word} in {path}" for form in ("utf-8", "utf-16-le", "utf-32-le") if word.encode(form) in held]
    return found


def test_nothing_a_person_enters_is_left_in_clear(station: StationFiles, tmp_path: Path) -> None:
    """Neither by a visit that was cut off, nor by the next one."""
    for how, exit_code, waiting, spent in (("kill", -signal.SIGKILL, 0, 0), ("end", 0, 2, 1)):
        elsewhere = tmp_path / how
        assert visit(station, elsewhere, how) == exit_code
        assert traces(station.folder / "station", elsewhere, code=code_of(station)) == []
        with station.connect() as connection:
            assert len(waiting_acts(connection)) == waiting
            assert connection.execute("SELECT count(*) FROM spent_lately").fetchone() == (spent,)


def test_the_search_would_find_a_trace(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(f"chosen: {MARKED_OPTION.upper()}", encoding="utf-8")
    (tmp_path / "wide").write_bytes(MARKED_WORD.encode("utf-16-le"))
    (tmp_path / MARKED_WORD).touch()
    (tmp_path / "log").write_text("typed: 7m4kq2xv", encoding="utf-8")
    assert len(traces(tmp_path, code="7M4K-Q2XV-9TAB-CDEFG")) == 4
