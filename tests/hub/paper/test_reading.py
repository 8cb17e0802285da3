"""Forms read from pictures: what people draw into boxes is read right or asked, whatever the sheet went through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle
from pathlib import Path
from random import Random

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from sync.foreign_media import MediaFault, MediaUnfit
from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.paper.form_page import make_form, row_codes
from sync.hub.paper.reading import Mark, read_picture
from sync.hub.paper.reading.boxes import boxes_on
from sync.hub.paper.row_codes import RowCode, read_row_code
from sync.protocol.polls.poll import Poll
from tests.kits.filled_forms import (
    HANDWRITINGS,
    SCALE,
    TAKEN_BACK,
    PrintedForm,
    as_png,
    draw_form,
    fill_in,
    photograph,
    print_form,
)
from tests.kits.poll_kinds import of_kind

pytestmark = pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Debian's chromium is not installed")

GARDEN = Poll.from_wire(
    of_kind(json.loads((DEFAULT_CONTENT / "polls" / "garten-nordwest.json").read_bytes()), "multiple")
)
PRINTED = (("de", False), ("ar", True))


@pytest.fixture(scope="module")
def forms() -> Iterator[list[PrintedForm]]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = chromium.new_page(device_scale_factor=SCALE)
        yield [print_form(page, make_form(GARDEN, language=language, large=large)) for language, large in PRINTED]
        chromium.close()


@pytest.mark.timeout(3600)  # a thousand forms, with --full
def test_what_is_drawn_into_boxes_is_read_right_or_asked(forms: list[PrintedForm], full: bool) -> None:
    """Ten hands, each with some marks that were taken back, flat, folded, slanted and in bad light."""
    read = marked = 0
    for seed in range(1000 if full else 5):
        random = Random(seed)
        form, hands = forms[seed % len(forms)], cycle(HANDWRITINGS[seed % len(HANDWRITINGS) :])
        marks = [random.choices([None, next(hands), random.choice(TAKEN_BACK)], (5, 4, 1))[0] for _ in form.boxes]
        folded, slanted, dim = (random.random() < 0.5 for _ in range(3))
        picture = photograph(fill_in(form, marks, random), random, folded=folded, slanted=slanted, dim=dim)
        for box in boxes_on(picture):
            mark = marks[box.code.row - 1]
            assert box.mark is not (Mark.EMPTY if mark else Mark.CROSSED), (seed, box.code.row, mark)
            assert box.mark is Mark.UNSURE or mark not in TAKEN_BACK, (seed, box.code.row, mark)
            read += box.mark is not Mark.UNSURE
            marked += box.mark is Mark.CROSSED
    assert read >= (3000 if full else 10) and marked >= (500 if full else 3)


def test_a_sheet_that_lies_flat_in_good_light_asks_nothing(forms: list[PrintedForm]) -> None:
    random = Random(1)
    for (language, _), form in zip(PRINTED, forms, strict=True):
        marks = [HANDWRITINGS[0] if number % 2 else None for number in range(len(form.boxes))]
        found = boxes_on(fill_in(form, marks, random))
        assert {box.code for box in found} == set(row_codes(GARDEN, language))
        for box in found:
            assert box.mark is (Mark.CROSSED if marks[box.code.row - 1] else Mark.EMPTY)


def test_what_nobody_can_be_sure_of_is_always_asked() -> None:
    for seed in range(5):
        form = draw_form([RowCode("004711", row, False, row % 2 == 0) for row in range(1, len(TAKEN_BACK) + 1)])
        found = boxes_on(fill_in(form, TAKEN_BACK, Random(seed)))
        assert [box.mark for box in found] == [Mark.UNSURE] * len(TAKEN_BACK)


def test_a_picture_is_read_in_a_process_of_its_own_and_only_pictures_are(forms: list[PrintedForm]) -> None:
    png = as_png(fill_in(forms[0], [HANDWRITINGS[0]] + [None] * 5, Random(2)))
    found = {box.code.row: box for box in read_picture(png)}
    assert [found[row].mark for row in sorted(found)] == [Mark.CROSSED] + [Mark.EMPTY] * 5
    assert Image.open(BytesIO(found[1].cutting)).format == "JPEG"
    for data, fault in ((b"", MediaFault.UNKNOWN_KIND), (png[:5000], MediaFault.BROKEN)):
        with pytest.raises(MediaUnfit) as caught:
            read_picture(data)
        assert caught.value.fault is fault


@pytest.mark.parametrize("code", [RowCode("004711", 12, True, False), RowCode("999999", 1, False, True)])
def test_a_pattern_says_which_line_it_is_and_where_its_box_lies(code: RowCode) -> None:
    assert read_row_code(code.digits) == code
    assert (code.left > 1) is not code.is_leftward
    for other in ("", "mitmach:form:a:1:de", "4" + code.digits[1:], code.digits + "0", "٠" * 10):
        assert read_row_code(other) is None
