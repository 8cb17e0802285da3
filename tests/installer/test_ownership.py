"""What root runs is root's, and so are the folders above it and what links in it lead to; anything else is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from installer import install
from installer.ownership import check_installed, find_weak_folder, find_weak_spot
from installer.readiness import Grade
from tests.kits.real.users import needs_root

OURS = os.geteuid()
ANNA = 4711


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project with an environment, in a folder of its own."""
    place = tmp_path / "srv/mitmachstation"
    for name in ("mitmach", "sync/agent.py", ".venv/lib/site/module.py", ".venv/bin/activate"):
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("pass\n", encoding="utf-8")
    (tmp_path / "python").write_text("", encoding="utf-8")
    (place / ".venv/bin/python").symlink_to(tmp_path / "python")
    (place / ".venv/lib64").symlink_to("lib")
    for path in (tmp_path / "srv", *tmp_path.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    return place


PARTS = ["srv", "srv/mitmachstation", "srv/mitmachstation/sync", "srv/mitmachstation/sync/agent.py"]
PARTS += ["srv/mitmachstation/.venv/lib/site/module.py", "srv/mitmachstation/.venv", "python"]


def test_a_checkout_of_ones_own_is_taken(checkout: Path) -> None:
    assert find_weak_spot(checkout, owner=OURS) is None


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("mode", "words"), [(0o775, "group"), (0o757, "everybody"), (0o1777, "everybody")])
def test_what_others_may_write_to_is_named(checkout: Path, tmp_path: Path, part: str, mode: int, words: str) -> None:
    (tmp_path / part).chmod(mode)
    said = find_weak_spot(checkout, owner=OURS)
    if (part, mode) == ("srv", 0o1777):
        assert said is None, "a folder above may be sticky, as /tmp is: nobody may rename there what is not theirs"
        return
    assert said is not None
    assert str(tmp_path / part) in said
    assert words in said


@needs_root
@pytest.mark.parametrize("part", [*PARTS, "srv/mitmachstation/.venv/bin/python"])
def test_what_belongs_to_another_user_is_named(checkout: Path, tmp_path: Path, part: str) -> None:
    os.chown(tmp_path / part, ANNA, 0, follow_symlinks=False)
    said = find_weak_spot(checkout)
    assert said == f"{tmp_path / part} belongs to user {ANNA}"
    assert install.find_foreign_hands(checkout=checkout, python=checkout / ".venv/bin/python") is not None


def test_links_on_the_way_are_followed_as_the_kernel_does(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "opt").mkdir(mode=0o755)
    (tmp_path / "opt/link").symlink_to("../open/there")
    (tmp_path / "open").mkdir()
    (tmp_path / "open/there").symlink_to(checkout)
    (tmp_path / "open").chmod(0o757)
    said = find_weak_spot(tmp_path / "opt/link", owner=OURS)
    assert said is not None and str(tmp_path / "open") in said
    (tmp_path / "open").chmod(0o755)
    assert find_weak_spot(tmp_path / "opt/link", owner=OURS) is None
    (tmp_path / "round").symlink_to("round")
    assert find_weak_spot(tmp_path / "opt/link", owner=OURS) is None


def test_a_folder_outside_that_a_link_leads_to_is_looked_through(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / "elsewhere/module.py").write_text("", encoding="utf-8")
    (checkout / "sync/more").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").chmod(0o755)
    (tmp_path / "elsewhere/module.py").chmod(0o666)
    said = find_weak_spot(checkout, owner=OURS)
    assert said is not None and "elsewhere/module.py" in said


def test_only_the_folder_itself_and_those_above_count_for_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "db").mkdir(parents=True)
    (data / "db").chmod(0o2777)
    data.chmod(0o750)
    assert find_weak_folder(data, owner=OURS) is None
    data.chmod(0o2770)
    said = find_weak_folder(data, owner=OURS)
    assert said is not None and str(data) in said


def test_station_and_hub_are_told_what_is_weak_once_they_are_installed(checkout: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o750)
    assert check_installed(tmp_path / "none", data) == []
    assert [found.grade for found in check_installed(checkout, data, owner=OURS)] == [Grade.FIT] * 2
    data.chmod(0o2770)
    (checkout / "sync").chmod(0o777)
    program, folders = check_installed(checkout, data, owner=OURS)
    assert {program.grade, folders.grade} == {Grade.UNFIT}
    assert str(checkout / "sync") in program.seen and "chown" in program.advice
    assert str(data) in folders.seen and "install" in folders.advice
