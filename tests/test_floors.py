"""The import floors hold, cover every module, and would notice a step in the wrong direction."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("accessibility", "hardware", "installer", "kiosk", "sync")
CONTRACTS = {
    contract["name"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo"]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory) -> Path:
    """The sources alone, in a folder where they may be spoilt."""
    folder = tmp_path_factory.mktemp("floors")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=lambda _, names: [n for n in names if "." in n and n[-3:] != ".py"]
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_floor_is_kept():
    ran = lint(ROOT)
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert f"{len(CONTRACTS)} kept, 0 broken" in ran.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("sync/protocol/records.py", "import kiosk.viewmodel.views", "the floors of the station"),
        ("installer/check.py", "import kiosk.viewmodel.views", "the floors of the station"),
        ("kiosk/voting/rules.py", "import kiosk.conductor", "inside the kiosk"),
        ("kiosk/voting/rules.py", "import kiosk.reporting.rules", "inside the kiosk"),
        ("kiosk/station/station.py", "import kiosk.devtools.samples", "inside the kiosk"),
        ("sync/station/outbox.py", "import sync.agent.hub_client", "inside sync"),
        ("sync/protocol/records.py", "import sync.station.outbox", "inside sync"),
        ("sync/protocol/records.py", "import sync.files", "inside sync"),
        ("sync/agent/exchange.py", "import sync.hub.config", "inside sync"),
        ("sync/protocol/records.py", "import sqlite3", "what travels opens no file"),
        ("sync/protocol/keys.py", "import os", "what travels opens no file"),
        ("sync/protocol/participation_codes.py", "from pathlib import Path", "what travels opens no file"),
        ("sync/hub/polls/services.py", "import sync.hub.reports.models", "inside the hub"),
        ("sync/agent/hub_client.py", "import django.db", "station and hub meet in what travels"),
        ("kiosk/station/catalogue.py", "import sync.hub.data_folder", "station and hub meet in what travels"),
        ("sync/hub/intake/services.py", "import sync.station.outbox", "the hub is reached over the network or a stick"),
        ("sync/hub/intake/services.py", "import sync.agent.exchange", "the hub is reached over the network or a stick"),
        ("kiosk/services.py", "import sync.agent.exchange", "the screens have no network"),
        ("kiosk/station/station.py", "import requests", "the screens have no network"),
        ("hardware/printer.py", "import urllib3", "the screens have no network"),
        ("kiosk/lookup/rules.py", "from http import client", "the screens have no network"),
        ("kiosk/voice/voice.py", "import tuf.api", "the screens have no network"),
        ("kiosk/voting/rules.py", "import PySide6.QtCore", "Qt is seen where something is painted, heard or run"),
        ("sync/station/outbox.py", "import PySide6.QtCore", "Qt is seen where something is painted, heard or run"),
        ("kiosk/home/aids.py", "import accessibility.voice", "Qt is seen where something is painted, heard or run"),
        ("installer/readiness.py", "from PySide6 import QtGui", "Qt is seen where something is painted, heard or run"),
        (
            "accessibility/station_speaker.py",
            "import hardware.media.audio_out",
            "loudspeaker, microphone and camera are met through their Protocols",
        ),
        ("kiosk/screens/vote.py", "import hardware.media.film_player", "screens draw and ask"),
        ("kiosk/widgets/tiles/tile.py", "import sync.station.outbox", "screens draw and ask"),
        ("kiosk/screens/vote.py", "import kiosk.voting.rules", "screens draw and ask"),
        ("sync/hub/console/pages/home.py", "import sync.hub.worker.keyring", "the web process opens no seal"),
        ("sync/hub/intake/views.py", "import sync.hub.worker.keyring", "the web process opens no seal"),
    ],
)
def test_a_step_in_the_wrong_direction_is_noticed(copied, module, line, contract):
    place = copied / module
    before = place.read_bytes()
    place.write_bytes(before + f"\n{line}\n".encode())
    try:
        ran = lint(copied)
    finally:
        place.write_bytes(before)
    assert ran.returncode == 1
    assert f"{contract} BROKEN" in ran.stdout


@pytest.mark.parametrize("package", ["kiosk", "sync", "sync/hub"])
def test_a_folder_nobody_gave_a_floor_is_noticed(copied, package):
    place = copied / package / "newcomer.py"
    place.write_text('"""New."""\n', encoding="utf-8")
    try:
        ran = lint(copied)
    finally:
        place.unlink()
    assert ran.returncode == 1
    assert f"- {package.replace('/', '.')}.newcomer" in ran.stdout


@pytest.mark.parametrize("module", ["kiosk/newcomer/rules.py", "kiosk/newcomer/presenter.py"])
def test_what_decides_in_a_new_folder_sees_no_qt_and_is_not_reached_by_screens(copied, module):
    place = copied / module
    place.parent.mkdir()
    place.parent.joinpath("__init__.py").write_text('"""New."""\n', encoding="utf-8")
    place.write_text('"""New."""\n\nimport PySide6.QtCore\n', encoding="utf-8")
    screen = copied / "kiosk/screens/vote.py"
    before = screen.read_bytes()
    screen.write_bytes(before + f"\nimport {module[:-3].replace('/', '.')}\n".encode())
    try:
        ran = lint(copied)
    finally:
        shutil.rmtree(place.parent)
        screen.write_bytes(before)
    assert "Qt is seen where something is painted, heard or run BROKEN" in ran.stdout
    assert "screens draw and ask BROKEN" in ran.stdout


def test_durable_files_are_written_in_one_place():
    sources = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    syncing = [path.relative_to(ROOT).as_posix() for path in sources if "os.fsync" in path.read_text(encoding="utf-8")]
    assert syncing == ["sync/files.py"]


def test_json_of_others_is_read_in_one_place():
    """``json.loads`` ends with a RecursionError where lists lie in lists; ``parse_json`` with a ValueError, always."""
    border = {"sync/protocol/encoding.py", "sync/hub/content/source.py"}
    sources = (path for package in ("sync", "kiosk") for path in (ROOT / package).rglob("*.py"))
    found = {
        str(path.relative_to(ROOT))
        for path in sources
        if "devtools" not in path.parts and "json.load" in path.read_text("utf-8")
    }
    assert found == border


def test_files_get_another_name_in_one_place():
    """A new name that is not on the disk when a function ends may be gone, or stand for half a file, after a cut."""
    syncing_themselves = {"sync/station/content_store.py", "sync/station/recovery/salvage.py"}  # whole folders
    may_be_lost = {"kiosk/event_log.py"}  # how many visits a day had; a person waits while it is written
    found = set()
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="rename" | "renames"), args=[_]):
                    found.add(path.relative_to(ROOT).as_posix())
                case ast.Call(func=ast.Attribute(attr="replace"), args=[_], keywords=[]):
                    found.add(path.relative_to(ROOT).as_posix())
                case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr="replace" | "rename")):
                    found.add(path.relative_to(ROOT).as_posix())
    assert found == {"sync/files.py", *syncing_themselves, *may_be_lost}


@pytest.mark.parametrize(
    "line",
    ["import PySide6.QtMultimedia", "from PySide6.QtMultimedia import QCamera", "from PySide6 import QtMultimedia"],
)
@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("kiosk/widgets/newcomer.py", False),
        ("accessibility/newcomer.py", False),
        ("hardware/newcomer.py", False),
        ("hardware/media/camera.py", True),
    ],
)
def test_the_media_library_is_loaded_in_one_folder(module, line, allowed):
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--select",
        "TID251",
        "--no-cache",
        "--stdin-filename",
        module,
        "-",
    ]
    ran = subprocess.run(command, input=f"{line}\n", cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode == 0) is allowed, ran.stdout
    assert ("TID251" in ran.stdout) is not allowed


ONE_THING_SEEN_TWICE = {
    "Batch": "as it travels, and the row that keeps it",
    "CentreCalendar": "as the content names it, and as it travels",
    "CentreDate": "as the content names it, and as it travels",
    "CurrentChain": "as a station tells of it, and the row that keeps it",
    "Category": "as the content names it, and as the station reads it",
    "Centre": "as the content names it, and as the station reads it",
    "Signpost": "as the content names it, and as the station reads it",
    "Subcategory": "as the content names it, and as the station reads it",
    "Landmark": "as the content names it, and as the station reads it",
    "Option": "as the content names it, and as it travels",
    "Outbox": "the station's, and the part of it that each user needs",
    "PhaseStart": "as the content names it, and as it travels",
    "Poll": "as the content names it, and as it travels",
    "Project": "as the content names it, and as it travels",
    "AnsweringBody": "as the content names it, and as it travels",
    "Dialogue": "as the content names it, and as it travels",
    "IdeaTopic": "as the content names it, and as it travels",
    "Promise": "as the content names it, and as it travels",
    "Attendant": "as the content names it, and as it travels",
    "Shift": "as the content names it, and as it travels",
    "Survey": "as the content names it, and as it travels",
    "Update": "as the content names it, and as it travels",
    "Weekly": "as the content names it, and as it travels",
    "Command": "Django looks for a command by this name",
    "Migration": "Django looks for a migration by this name",
}
"""Public classes of one name that mean one thing."""


def test_a_class_name_means_one_thing():
    where = defaultdict(set)
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    where[node.name].add(str(file.relative_to(ROOT)))
    twice = {name: files for name, files in where.items() if len(files) > 1}
    assert {name: files for name, files in twice.items() if name not in ONE_THING_SEEN_TWICE} == {}
    assert ONE_THING_SEEN_TWICE.keys() <= twice.keys()
