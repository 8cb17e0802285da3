"""Sticks that somebody has written on: hub and station read whatever lies on them to its end and believe nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sync.hub.intake.models import Batch
from sync.hub.stations.models import Device
from sync.stick import TOP
from tests.hub.courier.test_courier import Place, at_hub, records_at_hub
from tests.kits.examples import examples
from tests.kits.hub import Hub

NAMES = some.text(alphabet="abcdef0123456789-.", min_size=1, max_size=40).filter(lambda name: name.strip("."))
PATHS = (
    some.tuples(NAMES, NAMES, some.integers(0, 99).map(lambda seq: f"{seq}.batch")).map("/".join)
    | some.tuples(some.just("blobs"), NAMES, NAMES).map("/".join)
    | some.tuples(some.just("acks"), NAMES.map(lambda name: f"{name}.jws")).map("/".join)
    | some.tuples(some.just("enrol"), NAMES.map(lambda name: f"{name}.request")).map("/".join)
    | some.tuples(some.just("repo/metadata"), some.sampled_from(["1.root.json", "timestamp.json"])).map("/".join)
    | some.lists(NAMES, min_size=1, max_size=4).map("/".join)
)
FILES = some.dictionaries(PATHS, some.binary(max_size=200) | some.text(max_size=80).map(str.encode), max_size=6)
ATTACKS = settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])


def lay(stick: Path, files: dict[str, bytes]) -> None:
    """Write what fits beside each other: a name may be wanted for a file and for a folder."""
    for path, data in files.items():
        target = stick / TOP / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError:
            continue


def wiped(stick: Path) -> Path:
    shutil.rmtree(stick)
    stick.mkdir()
    return stick


@ATTACKS
@given(files=FILES)
def test_the_hub_reads_any_stick_to_its_end_and_keeps_nothing_of_it(
    hub: Hub, stick: Path, files: dict[str, bytes]
) -> None:
    lay(wiped(stick), files)
    delivery = at_hub(hub, stick)
    assert delivery.trouble is None
    assert (delivery.new, delivery.enrolled, delivery.pieces) == ([], [], 0)
    assert not Device.objects.exists() and not Batch.objects.exists()


@ATTACKS
@given(files=FILES, acks=some.lists(some.binary(max_size=200), max_size=3))
def test_a_station_reads_any_stick_to_its_end_and_believes_nothing(
    place: Place, stick: Path, files: dict[str, bytes], acks: list[bytes]
) -> None:
    if not place.waiting():
        place.put(2)
        place.meet(stick)
    own = {path.relative_to(stick / TOP).as_posix() for path in stick.rglob("*.batch")}
    for number, data in enumerate(acks):
        chain = next(iter(own)).split("/")[1] if own else ""
        files[f"acks/{place.device}{f'-{chain}' if number else ''}.jws"] = data
    lay(stick, files)
    trip = place.meet(stick)
    assert trip.trouble is None
    assert trip.acknowledged == 0
    assert place.waiting() == 2


@ATTACKS
@given(at=some.floats(0, 1, exclude_max=True), flip=some.integers(1, 255), cut=some.booleans())
def test_a_batch_with_one_wrong_byte_is_not_taken(
    hub: Hub, place: Place, stick: Path, at: float, flip: int, cut: bool
) -> None:
    if not place.waiting():
        place.put(2)
    place.meet(wiped(stick))
    (batch,) = stick.rglob("*.batch")
    data = bytearray(batch.read_bytes())
    where = int(at * len(data))
    if cut:
        del data[where:]
    else:
        data[where] ^= flip
    batch.write_bytes(data)
    delivery = at_hub(hub, stick)
    assert delivery.trouble is None
    assert delivery.new == []
    assert records_at_hub() == set()
