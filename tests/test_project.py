"""The project's own papers agree with each other: version, licence, lock files, Debian packages, commands."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from sync.protocol.languages import LANGUAGES
from sync.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PUBLICCODE = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
LICENCE = "EUPL-1.2"


def pinned(lock: str) -> set[tuple[str, str]]:
    """The distributions a lock file names, each with its version (or versions, for different Pythons)."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE))


def names_in(lock: str) -> set[str]:
    return {name for name, _ in pinned(lock)}


def normal(requirement: str) -> str:
    """The name of a requirement as lock files spell it."""
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", requirement)[0]).lower()


# --- version and licence ---------------------------------------------------------------------------------------


def test_the_version_stands_in_one_place_and_publiccode_follows_it():
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert "version" not in PYPROJECT["project"]
    assert PYPROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "sync.version.VERSION"}
    assert PUBLICCODE["softwareVersion"] == VERSION


def test_the_licence_is_the_same_everywhere_and_its_text_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PYPROJECT["project"]["license"] == LICENCE
    assert PUBLICCODE["legal"]["license"] == LICENCE
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    articles = [int(number) for number in re.findall(r"^(\d+)\.\s?[A-Z]", text, flags=re.MULTILINE)]
    assert articles == list(range(1, 16))
    assert "Appendix" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


# --- publiccode.yml, standard 0.4 ------------------------------------------------------------------------------


def test_publiccode_has_every_mandatory_key():
    assert PUBLICCODE["publiccodeYmlVersion"] == "0.4"
    for key in ("name", "url", "platforms", "categories"):
        assert PUBLICCODE[key], key
    assert PUBLICCODE["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    kinds = {"mobile", "iot", "desktop", "web", "backend", "other"}
    assert PUBLICCODE["softwareType"] in {f"standalone/{kind}" for kind in kinds}
    assert PUBLICCODE["maintenance"]["type"] in {"internal", "community"}
    assert all(contact["name"] for contact in PUBLICCODE["maintenance"]["contacts"])
    assert PUBLICCODE["localisation"]["localisationReady"] is True


@pytest.mark.parametrize("language", sorted(PUBLICCODE["description"]))
def test_publiccode_descriptions_have_the_length_the_standard_asks_for(language):
    described = PUBLICCODE["description"][language]
    assert 0 < len(described["shortDescription"]) <= 150
    assert 150 <= len(described["longDescription"]) <= 10_000
    assert described["features"]


def test_publiccode_lists_the_languages_of_the_station():
    # BCP 47 has no tag for Leichte Sprache; "simple" is its registered variant for simplified language.
    tags = ["de-simple" if language.code == "de-leicht" else language.code for language in LANGUAGES]
    assert PUBLICCODE["localisation"]["availableLanguages"] == tags


# --- lock files ------------------------------------------------------------------------------------------------


def test_the_locks_hold_every_direct_dependency():
    assert {normal(name) for name in PYPROJECT["project"]["dependencies"]} <= names_in("requirements.lock")
    assert {normal(name) for name in PYPROJECT["dependency-groups"]["dev"]} <= names_in("requirements-dev.lock")


def test_the_development_lock_holds_the_runtime_lock_version_by_version():
    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_line_of_a_lock_carries_a_hash_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pinned(lock))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_no_foreign_distribution_takes_one_of_our_import_names(lock):
    ours = set(PYPROJECT["tool"]["setuptools"]["packages"])
    assert {"installer", "kiosk", "sync"} <= ours
    assert not ours & names_in(lock)


# --- Qt --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there they never die, and their counts mean nothing")
def test_qt_calls_lose_no_references_to_none_true_and_false(qapp):
    """PySide6 6.12.0 on Python 3.11 loses one per call, and the process dies within minutes."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    singletons = (None, True, False)
    before = [sys.getrefcount(value) for value in singletons]
    for _ in range(200):
        label.setText("a")
        label.setEnabled(True)
        label.isEnabled()
        label.isHidden()
        label.property("none")
        qapp.processEvents()
    drift = [after - count for after, count in zip(map(sys.getrefcount, singletons), before, strict=True)]
    assert min(drift) >= -20


# --- the one command -------------------------------------------------------------------------------------------


def run_shell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def test_the_start_script_is_plain_posix_shell():
    assert run_shell("dash", "-n", str(ROOT / "mitmach")).returncode == 0
    assert (ROOT / "mitmach").read_text(encoding="utf-8").startswith("#!/bin/sh\n")


def test_help_goes_to_standard_output_and_an_unknown_command_is_an_error():
    helped = run_shell("sh", str(ROOT / "mitmach"))
    assert helped.returncode == 0
    assert "demo" in helped.stdout
    assert not helped.stderr
    unknown = run_shell("sh", str(ROOT / "mitmach"), "fly")
    assert unknown.returncode == 1
    assert not unknown.stdout
    assert "there is no command fly" in unknown.stderr


def test_every_command_of_the_start_script_names_a_module_that_exists():
    modules = set(re.findall(r"; start ([a-z_.]+)", (ROOT / "mitmach").read_text(encoding="utf-8")))
    assert len(modules) >= 9
    for module in modules:
        path = ROOT.joinpath(*module.split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


@pytest.mark.parametrize("listed", ["runtime", "tests", "station", "hub"])
def test_debian_package_lists_are_names_without_doubles(listed):
    lines = (ROOT / "installer" / "packages" / listed).read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if (name := line.partition("#")[0].strip())]
    assert names
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name) for name in names)


def test_every_path_the_contributors_are_told_of_exists():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:md|toml|yml))`", text)
    assert len(paths) >= 10
    assert not [path for path in paths if not (ROOT / path).exists()]
