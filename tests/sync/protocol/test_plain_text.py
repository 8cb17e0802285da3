"""Characters that show nothing, or turn what follows round, are in no text for people; all writing of people passes."""

from __future__ import annotations

import json
import shutil
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from kiosk.texts import Texts
from sync.hub.console.forms import check_readable
from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.hub.management.arguments import one_line
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.plain_text import name_of_character, unfit_character

RLO, PDF, RLI, PDI, LRM, ALM = "\u202e", "\u202c", "\u2067", "\u2069", "\u200e", "\u061c"


@pytest.mark.parametrize(
    "sign",
    [
        "\0",
        "\x0b",
        "\t",
        "\r",
        "\x1b",
        "\x7f",
        "\x85",
        "\ud83d",
        "\ue000",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffd",
        "\uffff",
    ],
)
def test_what_no_screen_shows_is_found_wherever_it_stands(sign: str) -> None:
    for text in (sign, f"Parkbank{sign}", f"{sign}Parkbank", f"Park{sign}bank", f"مقعد{sign}"):
        assert unfit_character(text) == sign
        assert unfit_character(text, lines=True) == sign


@pytest.mark.parametrize(
    "text", [RLO, f"a{RLO}b", f"{RLI}a", f"a{PDI}", f"a{PDF}", f"{RLO}a{PDI}", f"{RLI}{RLO}a{PDI}{PDF}"]
)
def test_a_mark_of_direction_without_its_other_half_is_found(text: str) -> None:
    assert unfit_character(text) in text
    assert unfit_character(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{RLI}a{PDI}",
        f"{RLI}{RLO}a{PDF}{PDI}",
        f"{LRM}12{ALM}",
        "👩‍👩‍👧",
        "🇩🇪",
        "می‌خواهم",
        "Café",
        "e\u0301",
        "Fuß\u00adweg",
    ],
)
def test_what_writings_need_passes(text: str) -> None:
    assert not unfit_character(text)


def test_lines_are_only_where_they_may_be() -> None:
    assert unfit_character("a\nb") == "\n"
    assert not unfit_character("a\nb", lines=True)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)


def test_everything_we_say_ourselves_passes() -> None:
    targets = load_source(DEFAULT_CONTENT).targets()
    ours = [text for path, data in targets.items() if path.endswith(".json") for text in _texts(json.loads(data))]
    assert len(ours) > 500
    assert not [text for text in ours if unfit_character(text, lines=True)]
    greetings = [Texts(code).text("staff.trouble.clock") for code in LANGUAGE_CODES]
    assert not [text for text in greetings if unfit_character(text, lines=True)]


def test_a_character_is_told_by_what_it_is_called() -> None:
    assert name_of_character(RLO) == "U+202E RIGHT-TO-LEFT OVERRIDE"
    assert name_of_character("\x0b") == "U+000B"


@pytest.mark.parametrize("sign", ["\x0b", "\0", "\u202e", "\ufffd"])
def test_content_and_forms_refuse_it_by_its_name(tmp_path: Path, sign: str) -> None:
    folder = Path(shutil.copytree(DEFAULT_CONTENT, tmp_path / "content"))
    file = folder / "polls/neuer-markt.json"
    poll = json.loads(file.read_text(encoding="utf-8"))
    poll["title"]["de"] += f"{sign}!"
    file.write_text(json.dumps(poll), encoding="utf-8")
    with pytest.raises(ContentProblems, match=rf"title\.de: the text holds U\+{ord(sign):04X}"):
        load_source(folder)
    with pytest.raises(ArgumentTypeError):
        one_line(80)(f"SBZ {sign}Toitenwinkel")
    with pytest.raises(ValidationError):
        check_readable(f"SBZ {sign}Toitenwinkel")
