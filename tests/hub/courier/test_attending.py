"""The attendant's wish, met by the agent's own thread: a real station, a real hub, folders as sticks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync.agent.stick_service import Attendance
from sync.station.database import open_database
from sync.station.stick_requests import Phase, StickDesk, StickWork
from sync.stick import STICK_FOLDERS, find_stick
from tests.hub.courier.test_courier import Place, at_hub, new_place, records_at_hub
from tests.kits.hub import Hub
from tests.kits.real.small_disk import small_disk
from tests.kits.waiting import PATIENCE_S, wait_until


def met(place: Place, stick: Path | None) -> StickWork:
    """What is said in the end of an exchange with this stick."""
    with closing(open_database(place.config.database)) as connection:
        desk = StickDesk(connection)
        Attendance(place.config, find=lambda: stick).attend(desk, desk.ask())
        return desk.work()


def test_one_wish_hands_over_and_takes_back(hub: Hub, place: Place, stick: Path) -> None:
    ids = place.put(3)
    first = met(place, stick)
    assert (first.phase, first.done, first.of, first.fault) == (Phase.DONE, 1, 1, "")
    assert len(at_hub(hub, stick).new) == 1
    assert records_at_hub() == set(ids)
    second = met(place, stick)
    assert (second.acknowledged, second.content, second.fault, second.of) == (3, False, "", 0)
    assert place.waiting() == 0


def test_what_is_wrong_is_told_apart(hub: Hub, place: Place, stick: Path, tmp_path: Path) -> None:
    for _ in range(8):
        place.put(1, size=40_000)
        met(place, stick)
    assert met(place, None).fault == "absent"
    with small_disk(tmp_path / "small", kilobytes=300) as small:
        full = met(place, small)
        assert full.fault == "full"
        assert 0 < full.done < full.of == 8
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        assert met(place, small).fault == "locked"
    (tmp_path / "pulled").write_bytes(b"")
    assert met(place, tmp_path / "pulled").fault == "absent"
    assert place.waiting() == 8, "nothing of all this counts"


def test_a_stick_pulled_while_it_is_written_is_told_and_no_folder_stands_for_it(
    hub: Hub, place: Place, stick: Path, tmp_path: Path
) -> None:
    """The stick goes away after the first file; its folder stays, as that of a mount does."""
    for _ in range(3):
        place.put(1)
        met(place, stick)
    with closing(open_database(place.config.database)) as connection:
        desk = StickDesk(connection)
        wish = desk.ask()
        with small_disk(tmp_path / "usb", kilobytes=300) as usb:
            seconds: Iterator[float] = iter(range(100))

            def clock() -> float:
                moment = next(seconds)
                if moment == 3:
                    subprocess.run(["umount", "--lazy", str(usb)], check=True)
                return moment

            Attendance(place.config, find=lambda: usb, monotonic=clock).attend(desk, wish)
            assert desk.work().fault == "pulled"
            assert list(usb.iterdir()) == [], "nothing is written to the station's own disk"
            subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(usb)], check=True)  # for the end of the block
    shutil.rmtree(stick)
    stick.mkdir()
    assert met(place, stick).done == 3, "put in again, everything goes"


def test_a_foreign_stick_and_a_changed_one_are_told_apart(hub: Hub, place: Place, stick: Path, tmp_path: Path) -> None:
    place.put(1)
    met(place, stick)
    at_hub(hub, stick)
    shutil.copytree(stick, tmp_path / "foreign")
    root = tmp_path / "foreign/ck1/repo/metadata/1.root.json"
    root.write_bytes(root.read_bytes() + b" ")  # the first root of another hub has another hash
    for ack in (tmp_path / "foreign/ck1/acks").iterdir():
        ack.unlink()
    assert met(place, tmp_path / "foreign").remarks == ("foreign",)
    (stick / "ck1/repo/metadata/timestamp.json").write_bytes(b"{}")
    changed = met(place, stick)
    assert (changed.remarks, changed.acknowledged) == (("tampered",), 1)


def test_how_far_it_is_can_be_read_meanwhile(hub: Hub, place: Place, stick: Path) -> None:
    for _ in range(3):
        place.put(1)
        met(place, stick)
    shutil.rmtree(stick)
    stick.mkdir()
    seen: list[StickWork] = []
    with (
        closing(open_database(place.config.database)) as connection,
        closing(open_database(place.config.database)) as screens,
    ):
        desk = StickDesk(connection)
        wish = desk.ask()
        seconds = iter(range(1000))

        def clock() -> float:
            seen.append(StickDesk(screens).work())
            return next(seconds)

        Attendance(place.config, find=lambda: stick, monotonic=clock).attend(desk, wish)
        seen.append(desk.work())
    assert seen[0].phase is Phase.ASKED
    assert seen[-1].phase is Phase.DONE
    assert {(work.done, work.of) for work in seen if work.phase is Phase.LAYING} >= {(0, 3), (1, 3)}


def test_a_station_of_no_hub_says_so(tmp_path: Path, stick: Path) -> None:
    assert met(new_place(tmp_path / "new"), stick).fault == "not-enrolled"


def test_nobody_waits_for_an_older_wish(place: Place) -> None:
    with closing(open_database(place.config.database)) as connection:
        desk = StickDesk(connection)
        old, new = desk.ask(), desk.ask()
        assert not desk.tell(StickWork(old, fault="full"))
        assert desk.work() == StickWork(new, Phase.ASKED)


def test_the_thread_meets_a_wish_and_leaves_one_from_before_alone(hub: Hub, place: Place, stick: Path) -> None:
    place.put(1)
    with closing(open_database(place.config.database)) as connection:
        desk = StickDesk(connection)
        before = desk.ask()
        looked: list[Path] = []
        attendance = Attendance(place.config, find=lambda: looked.append(stick) or stick)
        attendance.start(after=before)
        try:
            wish = desk.ask()
            wait_until(lambda: desk.work().phase is Phase.DONE)
        finally:
            attendance.stop()
        assert (desk.work().wish, desk.work().done) == (wish, 1)
        assert looked == [stick], "once"


def test_the_stick_that_is_plugged_in_is_found(tmp_path: Path) -> None:
    places = [tmp_path / "sticks" / "sda1", tmp_path / "media" / "anna" / "FOTOS", tmp_path / "media" / "disk"]
    for path in places:
        path.mkdir(parents=True)
    folders = (tmp_path / "sticks", tmp_path / "media", tmp_path / "none")
    mounted = {places[1], places[2]}
    assert find_stick(folders=folders, is_mounted=mounted.__contains__) == places[2]
    (places[1] / "ck1").mkdir()
    assert find_stick(folders=folders, is_mounted=mounted.__contains__) == places[1], "ours before others"
    assert find_stick(folders=folders, is_mounted=lambda _path: False) is None
    assert find_stick(str(places[0])) == places[0]
    assert find_stick(str(tmp_path / "none")) is None
    sizes = {places[1]: 30_000_000_000, places[2]: 200_000_000}
    (places[1] / "ck1").rmdir()
    assert find_stick(folders=folders, is_mounted=mounted.__contains__, size_of=sizes.__getitem__) == places[1], (
        "larger"
    )
    assert STICK_FOLDERS[0] == Path("/run/mitmachstation/sticks")


def test_the_agents_own_program_meets_the_stick_beside_its_rounds(
    hub: Hub, place: Place, stick: Path, full: bool
) -> None:
    """With a hub that never answers: the rounds over the network fail on, the stick is met all the same."""
    if not full:
        pytest.skip("a process of its own: with --full")
    place.put(2)
    with place.settings.open("a", encoding="utf-8") as file:
        file.write(f'[sync]\nstick = "{stick}"\n')
    agent = subprocess.Popen(
        [sys.executable, "-m", "sync.agent", "--config", str(place.settings)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert agent.stderr is not None
        assert "started" in agent.stderr.readline()
        with closing(open_database(place.config.database)) as connection:
            desk = StickDesk(connection)
            wish = desk.ask()
            wait_until(lambda: desk.work() == StickWork(wish, done=1, of=1))
    finally:
        agent.terminate()
        assert agent.wait(timeout=PATIENCE_S) == 0
        agent.stderr.close()
    assert len(at_hub(hub, stick).new) == 1


def test_a_file_for_people_lies_where_they_look_and_nothing_is_exchanged(place: Place, stick: Path) -> None:
    place.put(1)
    with closing(open_database(place.config.database)) as connection:
        desk = StickDesk(connection)
        for find, fault in ((lambda: None, "absent"), (lambda: stick, "")):
            wish = desk.ask_to_lay("Bericht.pdf", b"%PDF")
            Attendance(place.config, find=find).attend(desk, wish)
            assert desk.work() == StickWork(wish, fault=fault, file="" if fault else "Bericht.pdf")
        assert desk.take_file() == b"", "what was laid down is not kept here"
    assert [(path.name, path.read_bytes()) for path in stick.iterdir()] == [("Bericht.pdf", b"%PDF")]
