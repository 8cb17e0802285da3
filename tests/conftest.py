"""Settings of the whole suite: no display is needed, and property tests draw the same examples on every run."""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="everything: more visits, seeds and combinations, for longer")


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """True when the whole suite was asked for, not the part that runs on every commit."""
    return bool(pytestconfig.getoption("--full"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """What a test leaves for the event loop to delete goes now: no loop runs between tests, and memory would fill."""
    yield
    if (qt := sys.modules.get("PySide6.QtCore")) and (application := qt.QCoreApplication.instance()):
        application.sendPostedEvents(None, qt.QEvent.Type.DeferredDelete)
