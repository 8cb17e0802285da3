"""Sticks of other file systems: whatever stands in the place of a file or folder, nothing outside them is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.agent.stick_exchange import Carried
from sync.stick import TOP, NotOurs, Stick, StickFault, ack_path, ask_path, heads_path, told_path
from tests.hub.courier.test_courier import Place, at_hub
from tests.kits.hostile import NO_FILES, NO_FOLDERS, SECRET, lay, untouched
from tests.kits.hub import Hub


@pytest.mark.parametrize("how", NO_FILES)
def test_a_stick_says_what_is_none_of_our_files_and_writes_its_own_in_its_place(
    stick: Path, tmp_path: Path, how: str
) -> None:
    with untouched(tmp_path / "outside") as outside:
        lay(NO_FILES[how], stick / TOP / "acks/1.jws", outside)
        ours = Stick(stick)
        assert ours.names("acks", ".jws") == ["1.jws"], "it is listed, and refused by its name"
        with pytest.raises(NotOurs) as refused:
            ours.read("acks/1.jws")
        assert refused.value.fault is StickFault.UNREADABLE
        with pytest.raises(NotOurs):
            ours.open("acks/1.jws")
        assert ours.size("acks/1.jws") == 0
        assert ours.write("acks/1.jws", b"ours")
        assert ours.read("acks/1.jws") == b"ours"


@pytest.mark.parametrize("how", NO_FOLDERS)
@pytest.mark.parametrize("where", [TOP, f"{TOP}/acks"])
def test_a_stick_goes_through_no_folder_that_is_none(stick: Path, tmp_path: Path, how: str, where: str) -> None:
    with untouched(tmp_path / "outside") as outside:
        lay(NO_FOLDERS[how], stick / where, outside)
        ours = Stick(stick)
        for act in (
            lambda: ours.write("acks/secret", b"changed"),
            lambda: ours.read("acks/secret"),
            lambda: ours.names("acks", ""),
            lambda: ours.folders("acks"),
        ):
            with pytest.raises(NotOurs):
                act()
        assert ours.is_ours == (where != TOP)


@pytest.mark.parametrize("how", NO_FILES)
def test_a_station_believes_no_link_says_so_and_lays_down_what_waits(
    place: Place, stick: Path, tmp_path: Path, how: str
) -> None:
    place.put(2)
    place.meet(stick)
    (batch,) = stick.rglob("*.batch")
    with untouched(tmp_path / "outside") as outside:
        chain = batch.parent.name
        paths = [heads_path(place.device), ack_path(place.device, chain), ask_path(place.device, 0)]
        paths += [told_path(place.device, 0), "repo/metadata/1.root.json", "repo/metadata/timestamp.json"]
        for path in paths:
            lay(NO_FILES[how], stick / TOP / path, outside)
        lay(NO_FILES[how], batch, outside)
        trip = place.meet(stick)
    assert trip.trouble is None
    assert trip.laid == 1
    assert trip.acknowledged == 0
    assert {remark for remark, _ in trip.remarks} == {Carried.TAMPERED}
    assert SECRET not in batch.read_bytes()


@pytest.mark.parametrize("how", NO_FOLDERS)
def test_a_station_meets_a_stick_without_its_folders(place: Place, stick: Path, tmp_path: Path, how: str) -> None:
    place.put(2)
    with untouched(tmp_path / "outside") as outside:
        for folder in ("acks", "asks", "repo", "repo.away/metadata"):
            lay(NO_FOLDERS[how], stick / TOP / folder, outside)
        trip = place.meet(stick)
        assert trip.trouble is None and trip.laid == 1
        (batch,) = stick.rglob("*.batch")
        lay(NO_FOLDERS[how], batch.parent, outside)
        trip = place.meet(stick)
    assert trip.trouble is not None and trip.trouble.fault is StickFault.UNREADABLE
    assert place.waiting() == 2 and trip.laid == 0


@pytest.mark.parametrize("how", NO_FILES)
def test_the_hub_takes_no_link_for_a_file_and_answers_in_its_place(
    hub: Hub, place: Place, stick: Path, tmp_path: Path, how: str
) -> None:
    place.put(2)
    place.meet(stick)
    (batch,) = stick.rglob("*.batch")
    planted = [batch.with_name("7.batch"), stick / TOP / "enrol/x.request", stick / TOP / f"blobs/00/{'0' * 64}"]
    answers = [stick / TOP / heads_path(place.device), stick / TOP / "repo/metadata/timestamp.json"]
    with untouched(tmp_path / "outside") as outside:
        for path in (*planted, *answers):
            lay(NO_FILES[how], path, outside)
        delivery = at_hub(hub, stick)
        assert delivery.trouble is None
        assert delivery.new == [place.device]
        names = {left.name.rpartition("/")[2] for left in delivery.not_taken}
        assert names == {path.name for path in planted}
        assert all(path.is_file() and not path.is_symlink() for path in answers)
        assert place.meet(stick).acknowledged == 2


@pytest.mark.parametrize("how", NO_FOLDERS)
def test_the_hub_goes_through_no_link_and_writes_beside_none(
    hub: Hub, place: Place, stick: Path, tmp_path: Path, how: str
) -> None:
    place.put(2)
    place.meet(stick)
    with untouched(tmp_path / "outside") as outside:
        for folder in ("enrol", "blobs", "asks", f"{place.device}/{'0' * 32}"):
            lay(NO_FOLDERS[how], stick / TOP / folder, outside)
        delivery = at_hub(hub, stick)
        assert delivery.new == [place.device] and delivery.trouble is None
        lay(NO_FOLDERS[how], stick / TOP / "acks", outside)
        delivery = at_hub(hub, stick)
        assert delivery.trouble is not None and delivery.trouble.fault is StickFault.UNREADABLE
