"""Settings of the whole suite: no display is needed, property tests draw the same examples on every run (and many
others with ``--full``), folders of tests lie in memory, and whoever leaves a database connection open is told.
"""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.kits.examples import TIMES, ask_for_all
from tests.kits.left_open import take_left_open, watch_connections
from tests.kits.memory_folder import memory_folder
from tests.kits.stretching import stretch_once

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if folder := memory_folder():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))  # all of ``tmp_path``; TMPDIR stays what it is

settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.register_profile("full", deadline=None, database=None, max_examples=100 * TIMES)

_LONGEST_WITH_ALL_S = 2 * 60 * 60
"""One test may take so long where everything is asked for: it draws thirty times as many examples."""

watch_connections()
stretch_once()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="everything: more visits, seeds and combinations, for longer")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples property tests draw, whether the same ones each time, and how long one test may take."""
    if config.getoption("--full"):
        ask_for_all()
        config.option.timeout = config.option.timeout or _LONGEST_WITH_ALL_S
    settings.load_profile("full" if config.getoption("--full") else "suite")


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """True when the whole suite was asked for, not the part that runs on every commit."""
    return bool(pytestconfig.getoption("--full"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """What a test leaves for the event loop to delete goes now: no loop runs between tests, and memory would fill.

    Then no connection may be left open.
    """
    yield
    if (qt := sys.modules.get("PySide6.QtCore")) and (application := qt.QCoreApplication.instance()):
        application.sendPostedEvents(None, qt.QEvent.Type.DeferredDelete)
    if left_open := take_left_open(at_the_end=nextitem is None):
        pytest.fail(
            "\n".join(["a database connection was never closed; it was opened here:", *left_open]), pytrace=False
        )
