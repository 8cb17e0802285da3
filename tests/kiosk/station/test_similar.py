"""What others have said is found by what it means to people: other endings, other word order, parts of long words."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from kiosk.station.similar import find_similar
from sync.protocol.contributions import ContributionKind, ContributionState, Released

SAID = (
    "Mehr Parkbänke mit Lehne am Stadthafen",
    "Ein Trinkbrunnen auf dem Spielplatz in der Gartenstraße",
    "Längere Öffnungszeiten der Stadtteilbibliothek",
    "Fahrradständer vor dem Ärztehaus",
    "Bitte weniger Laub auf den Gehwegen",
    "Безпечний перехід біля школи",
    "ممر مشاة آمن أمام المدرسة",
    "Thêm ghế ngồi ở công viên gần chợ",
)


def released(texts: tuple[str, ...]) -> list[Released]:
    idea = Released("", ContributionKind.IDEA, "", "de", "E", ContributionState.RECEIVED, date(2026, 11, 1))
    return [replace(idea, name=f"{number:032x}", text=text) for number, text in enumerate(texts)]


def found(text: str) -> list[str]:
    return [one.text for one in find_similar(text, released(SAID), most=3)]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("Ich wünsche mir eine Bank mit Lehne am Hafen", SAID[0]),
        ("Bänke fehlen am Stadthafen!", SAID[0]),
        ("Auf Spielplätzen sollte man trinken können: Brunnen", SAID[1]),
        ("Die Bibliothek soll länger öffnen", SAID[2]),
        ("Ständer für Fahrräder am Ärztehaus", SAID[3]),
        ("LAUB AUF DEM GEHWEG", SAID[4]),
        ("Перехід до школи небезпечний", SAID[5]),
        ("نريد ممراً آمناً أمام المدرسة", SAID[6]),
        ("ghế ngồi ở công viên", SAID[7]),
    ],
)
def test_it_is_found_however_it_is_put(written: str, first: str) -> None:
    assert found(written)[:1] == [first]


@pytest.mark.parametrize("written", ["", "ja", "Der Bus kommt immer zu spät", '"* OR ( NEAR', "🙂🙂🙂"])
def test_what_is_unlike_is_not_shown(written: str) -> None:
    assert found(written) == []


def test_a_word_that_is_everywhere_makes_nothing_alike() -> None:
    many = released(tuple(f"Rostock braucht Nummer{number}" for number in range(40)))
    assert find_similar("Rostock wünscht sich einen Zoo", many, most=3) == []


def test_among_thousands_it_is_found_while_a_person_waits() -> None:
    many = released(tuple(f"{text} {number}" for number in range(250) for text in SAID))
    began = time.process_time()
    assert len(find_similar("Bänke mit Lehne am Stadthafen", many, most=4)) == 4
    assert time.process_time() - began < 2  # of a processor, whatever else the machine does
