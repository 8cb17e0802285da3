"""Everything the project is built on may be used and given on together with EUPL-1.2 code."""

import ast
import importlib.metadata
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "ZPL-2.1",
    "Zlib",
}
"""Licences that ask for no more than the EUPL already grants, or (MPL, LGPL) stay with their own files or library."""

SPELLINGS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ZPL 2.1": "ZPL-2.1",
}
"""How distributions without an SPDX expression write the same licences."""

REVIEWED = {
    # Its metadata says "Public Domain"; the LICENSE file is BSD with three clauses.
    "click-default-group": "BSD-3-Clause",
    # Its metadata names no licence; the LICENSE file is MIT, and axe-core, which it carries, is MPL 2.0.
    "axe-playwright-python": "MIT",
    # Its metadata holds the whole licence text (BSD with two clauses) and names those of two files it carries.
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    # Its metadata names no licence; the LICENSE file is MIT.
    "pyrage": "MIT",
    # Its metadata says "Dual License"; the LICENSE file gives all of it under BSD with three clauses, newer parts under
    # Apache 2.0 as well.
    "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    # Its metadata adds "Other/Proprietary" for the trademark note on the words "QR Code"; the code is BSD.
    "qrcode": "BSD-3-Clause",
    # Its metadata says "BSD license (see license.txt)"; that file is BSD with three clauses. It carries a font under
    # the GPL with the exception for documents (DarkGarden), which nothing here loads.
    "reportlab": "BSD-3-Clause",
    # Its metadata repeats a sentence of its README; the LICENSE file is BSD with three clauses.
    "pytest-django": "BSD-3-Clause",
}
"""Distributions whose metadata does not say it clearly, with what a person read in their licence file."""

TESTS_ONLY = {
    # GPL: run beside our code in a test, never given on with it.
    "pymerkle",
}
"""Distributions that only tests may use, whatever their licence."""

BUDGETS_ONLY = {
    # GPL 3, which the EUPL is compatible with: in an extra of its own, so that nothing else comes under it.
    "pabutools",
    "preflibtools",
    "prefsampling",
}
"""Distributions that are installed only where budgets are counted, and loaded by one module."""

GPL_ONLY_QT = {
    "Qt3DAnimation",
    "QtCharts",
    "QtDataVisualization",
    "QtGraphs",
    "QtGraphsWidgets",
    "QtHttpServer",
    "QtNetworkAuth",
    "QtQuick3D",
    "QtVirtualKeyboard",
}
"""Qt modules that come without the LGPL, so that using one would change the licence of the whole program."""


def locked_distributions() -> list[str]:
    text = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([a-z0-9._-]+)==", text, flags=re.MULTILINE)))


def stated_licence(name: str) -> str:
    """What a distribution's own metadata say, as an SPDX expression where they know one."""
    metadata = importlib.metadata.metadata(name)
    classifiers = [entry.split(" :: ")[-1] for entry in metadata.get_all("Classifier") or [] if "License ::" in entry]
    said = metadata.get("License-Expression") or metadata.get("License") or " AND ".join(classifiers)
    return SPELLINGS.get(said, said)


def is_allowed(expression: str) -> bool:
    """Whether one of the alternatives consists of allowed licences only."""
    alternatives = (re.split(r" AND ", alternative) for alternative in expression.split(" OR "))
    return any(all(part in ALLOWED for part in parts) for parts in alternatives)


def licence_of(name: str) -> str:
    return REVIEWED.get(name) or stated_licence(name)


@pytest.mark.parametrize("name", sorted(set(locked_distributions()) - TESTS_ONLY - BUDGETS_ONLY))
def test_every_locked_distribution_fits_the_eupl(name):
    assert is_allowed(licence_of(name)), f"{name}: {licence_of(name)!r} is not on the list; read its licence file first"


@pytest.mark.parametrize("expression", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "", "UNKNOWN"])
def test_other_licences_are_not_waved_through(expression):
    assert not is_allowed(expression)


@pytest.mark.parametrize("name", sorted(TESTS_ONLY))
def test_what_is_for_tests_only_stays_out_of_the_program(name):
    assert not re.search(rf"^{name}==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for folder in ("accessibility", "hardware", "installer", "kiosk", "sync"):
        for source in (ROOT / folder).rglob("*.py"):
            assert not re.search(rf"^\s*(import|from) {name}\b", source.read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("name", sorted(BUDGETS_ONLY))
def test_what_counts_budgets_is_in_the_extra_alone_and_in_no_other_licence(name):
    assert stated_licence(name) == "GNU General Public License v3 or later (GPLv3+)"
    assert re.search(rf"^{name}==", (ROOT / "requirements-budgets.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert not re.search(rf"^{name}==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)


def test_nothing_that_is_not_free_software_is_in_a_lock():
    for lock in ROOT.glob("requirements*.lock"):
        assert "gurobipy" not in lock.read_text(encoding="utf-8")


def test_no_reviewed_distribution_has_left_the_lock():
    assert set(REVIEWED) <= set(locked_distributions())


def test_no_qt_module_without_the_lgpl_is_imported():
    folders = ("accessibility", "hardware", "installer", "kiosk", "sync", "tests")
    sources = [source for folder in folders for source in (ROOT / folder).rglob("*.py")]
    assert sources
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
                names = {*(node.module or "").split("."), *(alias.name for alias in node.names)}
            elif isinstance(node, ast.Import):
                names = {part for alias in node.names for part in alias.name.split(".")}
            else:
                continue
            assert not names & GPL_ONLY_QT, f"{source.relative_to(ROOT)}:{node.lineno}"
