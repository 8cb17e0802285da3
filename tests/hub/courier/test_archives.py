"""A ZIP costs what it holds and no more: nothing is done for what it only claims."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sync.hub.courier.archives import MOST_DIRECTORY_BYTES, Archives
from sync.hub.courier.files import MOST_FILES, FileKind, in_order, parcels_in
from sync.protocol.errors import Refused


def zipped(path: Path, names: list[str], data: bytes = b"x", **how: Any) -> Path:
    with zipfile.ZipFile(path, "w", **how) as into:
        for name in names:
            into.writestr(name, data)
    return path


def batches(number: int) -> list[str]:
    return [f"ck1/d/i/{seq}.batch" for seq in range(number)]


def test_an_archive_is_opened_once_however_many_files_are_in_it(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", batches(200))
    with Archives(most_files=MOST_FILES) as archives:
        looked_into = parcels_in([("stick.zip", path)], archives)
        first = next(looked_into)
        path.unlink()  # whoever opens it again finds nothing
        assert [parcel.read() for parcel in in_order([first, *looked_into])] == [b"x"] * 200


def test_an_archive_with_too_long_a_list_is_refused_before_it_is_read(tmp_path: Path) -> None:
    long_names = [f"{number}{'n' * 60_000}" for number in range(MOST_DIRECTORY_BYTES // 60_000 + 1)]
    path = zipped(tmp_path / "many.zip", long_names)
    with Archives(most_files=MOST_FILES) as archives:
        (parcel,) = parcels_in([("many.zip", path)], archives)
        with pytest.raises(Refused, match=r"many\.zip"):
            parcel.read()


@pytest.mark.parametrize("entries", [0, 1, 0xFFFF])
def test_how_many_files_an_archive_claims_changes_nothing(tmp_path: Path, entries: int) -> None:
    path = zipped(tmp_path / "a.zip", [f"{number}{'n' * 60_000}" for number in range(40)])
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\5\6")
    data[end + 8 : end + 12] = struct.pack("<HH", entries, entries)
    path.write_bytes(data)
    with Archives(most_files=MOST_FILES) as archives, pytest.raises(Refused):
        archives.open(path)


def test_several_archives_share_what_is_taken_at_once(tmp_path: Path) -> None:
    files = [(f"{number}.zip", zipped(tmp_path / f"{number}.zip", batches(3))) for number in range(4)]
    with Archives(most_files=7) as archives:
        assert len(list(parcels_in(files, archives))) == 7


def test_so_much_is_unpacked_and_no_more(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", batches(5), b"x" * 5000, compression=zipfile.ZIP_DEFLATED)
    with Archives(most_files=MOST_FILES, most_bytes=12_000) as archives:
        archive, members = archives.open(path)
        for member in members[:3]:
            assert len(archives.unpack(archive, member, FileKind.BATCH.most_bytes)) == 5000
        with pytest.raises(Refused, match="more than is unpacked"):
            archives.unpack(archive, members[3], FileKind.BATCH.most_bytes)


def test_to_find_its_place_a_batch_is_not_read_whole(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", batches(1), b"x" * 900_000)
    asked: list[int] = []

    class Asked(Archives):
        def unpack(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
            asked.append(most)
            return super().unpack(archive, member, most)

    with Asked(most_files=MOST_FILES) as archives:
        list(parcels_in([("a.zip", path)], archives))
    assert max(asked) < 10_000
