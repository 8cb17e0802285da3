"""Pictures of our own open reports at stations: only what was allowed and approved, small, and gone when that ends."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from sync.hub.announcements import selectors as announcements
from sync.hub.enclosures import known_pictures
from sync.hub.enclosures.known_pictures import PictureTelling
from sync.hub.enclosures.models import Enclosure
from sync.hub.enclosures.services import blacken, write_down
from sync.hub.entries.models import ReviewState
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import set_review
from sync.hub.reports.services import set_state
from sync.protocol.open_reports import FILE_NAME, KnownReport, OpenReportsFile, picture_name, public_name
from sync.protocol.report_status import ReportState, record_id_of
from tests.hub.enclosures.test_enclosures import BOX, PHOTO, SPOKEN, Left, left
from tests.kits.hub import NOW, on_both

__all__ = ["left"]


def approve(record_id: str, review: ReviewState = ReviewState.APPROVED) -> None:
    seen = DefectReport.objects.get(record_id=record_id).review_version
    set_review(record_id, review, note="", by="erika", now=NOW, seen=seen)


def told(record_id: str) -> KnownReport:
    reports = OpenReportsFile.from_bytes(announcements.contents([FILE_NAME])[FILE_NAME]).reports
    return next(one for one in reports if one.name == public_name(record_id))


def picture(record_id: str) -> bytes | None:
    name = picture_name(public_name(record_id))
    return announcements.contents([name]).get(name)


@on_both
def test_what_was_allowed_and_approved_is_shown_small_and_without_metadata(left: Left) -> None:
    telling, record_id = PictureTelling(), left.leave(PHOTO)
    assert telling.tell(now=NOW) == 0, "nobody of the office has looked at it"
    approve(record_id)
    assert (told(record_id).title, told(record_id).has_picture) == ("The lamp is broken.", False)
    assert telling.tell(now=NOW) == 1
    assert told(record_id).has_picture
    with Image.open(BytesIO(picture(record_id) or b"")) as small:
        assert max(small.size) == 360
        assert not small.getexif()
    assert [telling.tell(now=NOW) for _ in range(2)] == [0, 0], "once"


def test_without_a_yes_neither_words_nor_picture_are_shown(left: Left) -> None:
    record_id = left.leave(PHOTO, may_publish=False)
    approve(record_id)
    assert PictureTelling().tell(now=NOW) == 0
    assert (told(record_id).title, told(record_id).has_picture, picture(record_id)) == ("", False, None)


def test_a_photo_that_comes_after_the_look_is_shown_and_of_a_voice_what_was_written_down(left: Left) -> None:
    telling, record_id = PictureTelling(), left.leave(PHOTO, SPOKEN, description="", bring=False)
    approve(record_id)
    telling.tell(now=NOW)
    left.bring()
    assert telling.tell(now=NOW, came=2) == 1
    spoken = Enclosure.objects.get(kind="spoken")
    write_down(spoken.id, "Glas auf dem Weg.", by="erika", now=NOW, seen=0)
    assert (told(record_id).title, told(record_id).has_picture) == ("Glas auf dem Weg.", True)


def test_what_was_blackened_is_never_shown_whole(left: Left) -> None:
    telling, record_id = PictureTelling(), left.leave(PHOTO)
    approve(record_id)
    telling.tell(now=NOW)
    whole = picture(record_id)
    blacken(Enclosure.objects.get().id, [BOX], because="Gesicht", by="erika", now=NOW, seen=0)
    assert (told(record_id).has_picture, picture(record_id)) == (False, None)
    telling.tell(now=NOW)
    black = picture(record_id)
    assert black and black != whole
    with Image.open(BytesIO(black)) as small:
        assert max(small.convert("RGB").getpixel((20, 20))) < 16  # type: ignore[arg-type]


@pytest.mark.parametrize("over", ["rejected", "solved"])
def test_it_goes_with_its_report(left: Left, over: str) -> None:
    telling, record_id = PictureTelling(), left.leave(PHOTO)
    approve(record_id)
    telling.tell(now=NOW)
    if over == "rejected":
        approve(record_id, ReviewState.REJECTED)
    else:
        set_state(record_id, ReportState.SOLVED, note="", by="erika", now=NOW, seen=0)
    assert picture(record_id) is None
    assert telling.tell(now=NOW) == 0


def test_only_the_newest_are_carried(left: Left, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_pictures, "MOST_PICTURES", 1)
    telling, first = PictureTelling(), left.leave(PHOTO)
    approve(first)
    telling.tell(now=NOW)
    number = "4711181501234568"
    second = left.leave(PHOTO, number=number, record_id=record_id_of(number))
    DefectReport.objects.filter(record_id=second).update(received_at=NOW + timedelta(minutes=1))
    approve(second)
    assert telling.tell(now=NOW) == 1
    assert (told(first).has_picture, picture(first), told(second).has_picture) == (False, None, True)
