"""Whatever lies among a courier's files, looking at it raises nothing and takes no more memory than one file may."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from sync.files import UNFINISHED
from sync.hub.courier.archives import Archives
from sync.hub.courier.files import MOST_FILES, NOWHERE, FileKind, Parcel, claimed_place, in_order, kind_of, parcels_in
from sync.protocol.attachment_messages import piece_name
from sync.protocol.errors import Refused

NAMES = some.sampled_from(
    ["1.batch", "x.request", f"2.batch{UNFINISHED}", "a" * 64, "stick.zip", "Urlaub.jpg", "..", ""]
)


def length_of(parcel: Parcel) -> int:
    """In bytes; 0 for what is refused as damaged."""
    try:
        return len(parcel.read())
    except Refused:
        return 0


@given(some.binary(max_size=300))
def test_bytes_that_are_no_batch_claim_no_place(data: bytes) -> None:
    assert claimed_place(data) == NOWHERE
    assert claimed_place(b"e30.e30.AAAA\n" + data) == NOWHERE


@given(some.lists(some.tuples(NAMES, some.binary(max_size=200)), max_size=6))
def test_any_files_are_looked_at_without_an_error(files: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laid = []
        for number, (name, data) in enumerate(files):
            place = Path(folder) / str(number)
            place.write_bytes(data)
            laid.append((name, place))
        with Archives(most_files=MOST_FILES) as archives:
            for parcel in in_order(parcels_in(laid, archives)):
                assert parcel.kind in FileKind
                assert parcel.is_too_long or length_of(parcel) <= parcel.kind.most_bytes


@given(
    some.lists(some.tuples(NAMES, some.binary(max_size=200)), max_size=6), some.integers(0, 400), some.integers(0, 255)
)
def test_a_zip_with_any_byte_changed_is_looked_at_without_an_error(
    files: list[tuple[str, bytes]], at: int, byte: int
) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        for number, (name, data) in enumerate(files):
            into.writestr(f"{number}/{name}", data)
    changed = bytearray(archive.getvalue())
    changed[at % len(changed)] = byte
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "0"
        place.write_bytes(changed)
        with Archives(most_files=MOST_FILES) as archives:
            for parcel in in_order(parcels_in([("stick.zip", place)], archives)):
                assert length_of(parcel) <= parcel.kind.most_bytes + 1


def test_an_entry_without_a_name_is_passed_over(tmp_path: Path) -> None:
    place = tmp_path / "stick.zip"
    with zipfile.ZipFile(place, "w") as into:
        into.writestr("x", b"nothing")
        into.writestr("7.batch", b"a batch")
    place.write_bytes(place.read_bytes().replace(b"x", b"\x00"))  # what stands behind a zero is no part of a name
    with Archives(most_files=MOST_FILES) as archives:
        kinds = [parcel.kind for parcel in in_order(parcels_in([("stick.zip", place)], archives))]
    assert FileKind.BATCH in kinds


def test_what_a_file_is_follows_from_its_name_alone() -> None:
    assert kind_of("7.batch") is FileKind.BATCH
    assert kind_of(f"7.batch{UNFINISHED}") is FileKind.HALF
    assert kind_of(piece_name(b"sealed")) is FileKind.PIECE
    assert kind_of("3f.request") is FileKind.REQUEST
    assert kind_of(f"{'a' * 32}-0.ask") is FileKind.ASK
    assert kind_of("../x-0.ask") is None
    assert [kind_of(name) for name in ("timestamp.json", "x.jws", "x.welcome", "Urlaub.jpg", "A" * 64)] == [None] * 5
    assert len({kind.value for kind in FileKind}) == len(FileKind), "kinds of one length would be one kind"
    assert MOST_FILES < 100_000
