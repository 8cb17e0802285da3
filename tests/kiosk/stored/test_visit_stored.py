"""What is stored can be read from the home page, in every language, by the same sheets that erase it."""

from __future__ import annotations

import pytest

from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import LookUpView, StoredAboutView
from sync.protocol.data_sheets import DATA_SHEETS, SETTLED_DAYS, STATION_DAYS
from sync.protocol.data_use import DataUse, DataUseKind
from sync.protocol.languages import LANGUAGES
from tests.kits.station_twin import NOON, Kit

USED = DataUse.of(2025, NOON.date(), {DataUseKind.READ: 1240, DataUseKind.WITHDRAWN: 3})


def told(kit: Kit) -> dict[str, str]:
    """Of every topic, all that is told about it."""
    pages = {}
    for choice in kit.ask(wish.OpenStored()).choices:
        view = kit.ask(wish.OpenStored(), choice.intent)
        assert isinstance(view, StoredAboutView)
        lines = (f"{line.label}: {line.value}" for line in view.section.lines)
        pages[choice.intent.topic] = "\n".join((*view.section.sentences, *lines))
    return pages


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_every_kind_is_told_in_every_language(kit: Kit, language: str):
    kit.at_home(language)
    pages = told(kit)
    assert pages.keys() == {"visit", "use", *(sheet.kind.value for sheet in DATA_SHEETS)}
    for sheet in DATA_SHEETS:
        assert str(STATION_DAYS) in pages[sheet.kind]
        assert (str(SETTLED_DAYS) in pages[sheet.kind]) is bool(sheet.days)


def test_the_newest_report_on_the_use_of_data_is_shown(kit: Kit):
    kit.at_home()
    assert "noch nicht hier" in told(kit)["use"]
    kit.station.registers.use = USED
    page = told(kit)["use"]
    assert "Jahr 2025" in page
    assert "Einzeln gelesen: 1.240" in page
    assert "zurückgenommen: weniger als 5" in page


def test_from_there_one_withdraws_ones_own(kit: Kit):
    kit.at_home()
    view = kit.ask(wish.OpenStored())
    assert isinstance(kit.ask(view.other.intent), LookUpView)
