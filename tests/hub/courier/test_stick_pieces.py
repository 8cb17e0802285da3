"""Pieces of attachments at a station that sees nothing but sticks: carried once, and let go when they are safe."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from sync.agent.stick_exchange import Carried
from sync.hub.attachments.store import PieceStore, note_safe
from sync.hub.courier.archives import Archives
from sync.hub.courier.desk import Delivery
from sync.hub.courier.faults import FileFault
from sync.hub.courier.files import MOST_FILES, parcels_in
from sync.protocol.keys import OpenKey
from sync.station.attachment_store import BlobKind, Blobs
from sync.station.journal_rules import KEEP_DAYS
from sync.stick import TOP, Stick, ask_path, told_path
from tests.hub.courier.test_courier import Place, at_hub, desk_of, enrolled, now, stick  # noqa: F401  (a fixture)
from tests.hub.courier.test_courier import place as one_place  # noqa: F401  (a fixture)
from tests.kits.hub import Hub

KEY = OpenKey.generate().public


@pytest.fixture
def place(one_place: Place) -> Place:  # noqa: F811
    return one_place


@pytest.fixture
def blobs(place: Place) -> Blobs:
    return Blobs(place.config.blobs)


def put(blobs: Blobs, *, days_ago: int = 0) -> str:
    (name,) = blobs.put(os.urandom(50_000), kind=BlobKind.PHOTO, key=KEY)
    then = (now() - timedelta(days=days_ago)).timestamp()
    path = next(piece.path for piece in blobs.kept() if piece.name == name)
    os.utime(path, (then, then))
    return name


def names(blobs: Blobs) -> set[str]:
    return {piece.name for piece in blobs.kept()}


def test_what_is_at_the_hub_is_not_carried_again(hub: Hub, place: Place, blobs: Blobs, stick: Path) -> None:  # noqa: F811
    first, second = put(blobs), put(blobs)
    assert place.meet(stick).pieces == 2
    assert at_hub(hub, stick).pieces == 2
    assert place.meet(stick).remarks == []
    assert blobs.unsent() == []
    shutil.rmtree(stick / TOP / "blobs")
    third = put(blobs)
    assert place.meet(stick).pieces == 1
    assert {path.name for path in (stick / TOP / "blobs").rglob("*") if path.is_file()} == {third}
    assert names(blobs) == {first, second, third}


def test_what_is_safe_and_old_need_not_stay(hub: Hub, place: Place, blobs: Blobs, stick: Path) -> None:  # noqa: F811
    old, other, young = put(blobs, days_ago=KEEP_DAYS + 1), put(blobs, days_ago=KEEP_DAYS + 1), put(blobs)
    place.meet(stick)
    note_safe([old, young])
    at_hub(hub, stick)
    place.meet(stick)
    assert names(blobs) == {other, young}


def test_what_the_hub_has_lost_is_carried_again(hub: Hub, place: Place, blobs: Blobs, stick: Path) -> None:  # noqa: F811
    put(blobs)
    place.meet(stick)
    at_hub(hub, stick)
    place.meet(stick)
    shutil.rmtree(hub.folder.blobs)
    shutil.rmtree(stick / TOP / "blobs")
    at_hub(hub, stick)
    assert place.meet(stick).pieces == 1


def test_an_answer_to_an_earlier_question_is_passed_over(
    hub: Hub, place: Place, blobs: Blobs, stick: Path  # noqa: F811
) -> None:  # fmt: skip
    """Else a piece that the hub was not asked about would count as being there."""
    put(blobs)
    place.meet(stick)
    at_hub(hub, stick)
    later = put(blobs)
    place.meet(stick)  # asks for both, beside the answer about one
    trip = place.meet(stick)
    assert trip.remarks == []
    assert [piece.name for piece in blobs.unsent()] == [later]


def test_an_answer_that_was_changed_is_not_believed(
    hub: Hub, place: Place, blobs: Blobs, stick: Path  # noqa: F811
) -> None:  # fmt: skip
    name = put(blobs, days_ago=KEEP_DAYS + 1)
    place.meet(stick)
    note_safe([name])
    at_hub(hub, stick)
    answer = stick / TOP / told_path(place.device, 0)
    answer.write_text(answer.read_text()[:-8] + "AAAAAAAA")
    assert [remark for remark, _ in place.meet(stick).remarks] == [Carried.TAMPERED]
    assert names(blobs) == {name}


def test_more_pieces_than_one_question_holds(hub: Hub, place: Place, blobs: Blobs, stick: Path) -> None:  # noqa: F811
    for _ in range(83):
        put(blobs)
    place.meet(stick)
    at_hub(hub, stick)
    place.meet(stick)
    assert blobs.unsent() == []
    assert Stick(stick).names("asks", ".ask") == [f"{place.device}-{number}.ask" for number in (0, 1)]


def test_a_question_under_another_stations_name_is_not_answered(
    hub: Hub, place: Place, blobs: Blobs, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]  # noqa: F811
) -> None:  # fmt: skip
    put(blobs)
    place.meet(stick)
    (tmp_path / "second").mkdir()
    other = enrolled(hub, tmp_path / "other", tmp_path / "second")
    question = stick / TOP / ask_path(place.device, 0)
    question.rename(stick / TOP / ask_path(other.device, 0))
    delivery = at_hub(hub, stick)
    assert [left.reason for left in delivery.not_taken] == [FileFault.NO_REQUEST]
    assert not list((stick / TOP).rglob("*.pieces"))


def test_a_browser_brings_questions_too(hub: Hub, place: Place, blobs: Blobs, stick: Path) -> None:  # noqa: F811
    """It hands files over without their folders."""
    put(blobs)
    place.meet(stick)
    files = [(path.name, path) for path in stick.rglob("*") if path.is_file()]
    delivery = Delivery()
    with Archives(most_files=MOST_FILES) as archives:
        desk_of(hub).take_in(parcels_in(files, archives), delivery, now=now())
    for path, data in delivery.answers.items():
        Stick(stick).write(path, data)
    place.meet(stick)
    assert blobs.unsent() == []
    assert PieceStore(hub.folder.blobs).missing(names(blobs)) == []
