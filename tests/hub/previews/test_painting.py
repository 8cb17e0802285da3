"""What is being written, painted by the station's own screens: seen and heard, in any language and size."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.previews import painting
from sync.hub.previews.painting import PaintingFault, PreviewChoice, paint
from sync.protocol.errors import Refused

POLL = json.loads((DEFAULT_CONTENT / "polls/neuer-markt.json").read_bytes())
NEW = POLL | {"id": "hafen", "question": POLL["question"] | {"pl": "Co ma powstać w porcie?"}}


def painted(choice: PreviewChoice, **changes: object) -> painting.Painted:
    return paint("polls/hafen.json", NEW | changes, content=DEFAULT_CONTENT, choice=choice)


def test_a_draft_is_seen_and_heard_as_a_station_shows_it(tmp_path: Path) -> None:
    page = painted(PreviewChoice(language="pl", size="extra", orientation="landscape"))
    picture = tmp_path / "page.png"
    picture.write_bytes(page.png)
    with Image.open(picture) as image:
        assert image.size == (1920, 1080)
        assert len(image.getcolors(maxcolors=100_000) or ()) > 10, "nothing is on it"
    assert page.spoken[0] == "Co ma powstać w porcie?"
    assert page.steps == ["list", "question", "one", "about", "review"]


def test_every_page_of_it_can_be_asked_for_and_a_long_one_has_parts() -> None:
    code = painted(PreviewChoice(step="code"), codes=True, codes_at={"de": "Karten gibt es im Börgerhus."})
    assert any("Börgerhus" in sentence for sentence in code.spoken) and "code" in code.steps
    second = painted(
        PreviewChoice(step="review", page=2), codes=True, codes_at={"de": "Im Börgerhus."}, keys_at_hub=True
    )
    assert second.page == second.pages and "Bibliothek" in " ".join(second.spoken)


def test_what_no_station_could_show_is_said_to_be_unfinished() -> None:
    with pytest.raises(Refused) as refused:
        painted(PreviewChoice(), options=[{"id": "a"}])
    assert refused.value.reason is PaintingFault.UNFINISHED


def test_a_list_in_which_nothing_stands_yet_is_said_to_be_unfinished() -> None:
    with pytest.raises(Refused) as refused:
        paint("ready_sentences.json", [], content=DEFAULT_CONTENT, choice=PreviewChoice())
    assert refused.value.reason is PaintingFault.UNFINISHED


def test_a_program_that_ends_without_a_word_is_told_as_a_fault() -> None:
    with pytest.raises(Refused) as refused:
        painted(PreviewChoice(theme="no such theme"))
    assert refused.value.reason is PaintingFault.BROKEN


@pytest.mark.parametrize(
    ("path", "step", "heard"),
    [
        ("question_bank.json", "happiness", "Wie glücklich sind Sie zurzeit, alles in allem?"),
        ("places.json", "home", ""),
        ("categories.json", "list", "Müll und Schmutz"),
        ("categories.json", "litter", "Sperrmüll oder alte Möbel"),
        ("ready_sentences.json", "litter", "Der Papierkorb ist voll."),
    ],
)
def test_what_one_file_holds_is_seen_where_people_meet_it(path: str, step: str, heard: str) -> None:
    value = json.loads((DEFAULT_CONTENT / path).read_bytes())
    page = paint(path, value, content=DEFAULT_CONTENT, choice=PreviewChoice(step=step))
    assert page.step == step and heard in " ".join(page.spoken)
