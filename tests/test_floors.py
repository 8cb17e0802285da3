"""The import floors hold, cover every module, and would notice a step in the wrong direction."""

import shutil
import subprocess
import sys
import tomllib
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
SHARED = {
    *("ballot_log", "merkle", "signed_note"),
    *("announced", "answers", "batches", "encoding", "enrolment", "envelope", "errors", "jws", "keylist", "keys"),
    *("files", "participation", "pieces", "polls", "records", "report_states", "stick", "systemd", "version"),
}
"""What goes over the wire, and the few small things that belong to station and hub alike."""


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
        ("sync/records.py", "import kiosk.views", "the floors of the station"),
        ("installer/check.py", "import kiosk.views", "the floors of the station"),
        ("kiosk/voting.py", "import kiosk.conductor", "inside the kiosk"),
        ("kiosk/voting.py", "import kiosk.reporting", "inside the kiosk"),
        ("sync/outbox.py", "import sync.client", "inside sync"),
        ("sync/hub/polls/services.py", "import sync.hub.reports.models", "inside the hub"),
        ("sync/client.py", "import django.db", "no Django and no hub at the station"),
        ("kiosk/offer.py", "import sync.hub.folder", "no Django and no hub at the station"),
        ("sync/hub/intake/services.py", "import sync.outbox", "the hub is reached over HTTP only"),
        ("kiosk/voting.py", "import PySide6.QtCore", "decisions never see Qt"),
        ("installer/readiness.py", "from PySide6 import QtGui", "decisions never see Qt"),
        ("kiosk/widgets/tile.py", "import sync.outbox", "screens draw and ask"),
        ("sync/hub/console/views.py", "import sync.hub.worker.opening", "the web process opens no seal"),
        ("sync/hub/intake/views.py", "import sync.hub.worker.opening", "the web process opens no seal"),
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
def test_a_module_nobody_gave_a_floor_is_noticed(copied, package):
    place = copied / package / "newcomer.py"
    place.write_text('"""New."""\n', encoding="utf-8")
    try:
        ran = lint(copied)
    finally:
        place.unlink()
    assert ran.returncode == 1
    assert f"- {package.replace('/', '.')}.newcomer" in ran.stdout


def modules_of(package: str) -> set[str]:
    found = {path.stem for path in (ROOT / package).glob("*.py")} - {"__init__"}
    return found | {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}


def test_no_module_of_sync_is_left_out_of_the_contracts_that_name_them():
    station = {f"sync.{name}" for name in modules_of("sync") - {"hub"}}
    no_django = CONTRACTS["no Django and no hub at the station"]
    assert {*no_django["source_modules"]} == station | {"accessibility", "hardware", "kiosk"}
    http_only = CONTRACTS["the hub is reached over HTTP only"]
    own = {name for name in station if name.removeprefix("sync.") not in SHARED}
    assert {*http_only["forbidden_modules"]} == own | {"accessibility", "hardware", "installer", "kiosk"}


def test_qt_is_seen_only_where_something_is_painted_heard_or_run():
    painted = {
        "app",
        "audit_matrix",
        "audit_runs",
        "auditing",
        "calibrating",
        "foreign_words",
        "gallery",
        "hands",
        "samples",
        "screens",
        "shots",
        "tour",
    }
    painted |= {"voice_of_screens", "widgets", "window"}
    no_qt = set(CONTRACTS["decisions never see Qt"]["source_modules"])
    assert {f"kiosk.{name}" for name in modules_of("kiosk") - painted - {"__main__"}} <= no_qt
    assert {"hardware", "installer", "sync"} <= no_qt
