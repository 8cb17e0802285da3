"""What the tests of the kiosk share: compiled catalogues, keys, a conductor with a station in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from installer.catalogues import compile_all
from kiosk.devtools.sample_station import numbers_of_nobody
from kiosk.texts import FOLDER
from tests.kits.content import Keys
from tests.kits.station_twin import Kit, Printer


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    compile_all((FOLDER,))


@pytest.fixture(scope="module", autouse=True)
def quick_numbers() -> Iterator[None]:
    """What makes guessing a report number slow would make every report here slow."""
    with numbers_of_nobody():
        yield


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys()


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def kit(keys: Keys, printer: Printer) -> Kit:
    return Kit(keys=keys, printer=printer)
