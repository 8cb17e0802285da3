"""What can be seen of encryption, on machines described in folders the way Linux describes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer.disks import Encryption, encryption_below, plain_swap

from .test_machine import write

SWAPS = "Filename Type Size Used Priority\n"


def lay_block(root: Path, name: str, *, number: str = "", uuid: str = "", called: str = "", on: tuple[str, ...] = ()):
    """A disk, partition or volume, as /sys shows it."""
    place = root / "sys/class/block" / name
    (place / "slaves").mkdir(parents=True)
    if uuid:
        write(place, "dm/uuid", uuid + "\n")
        write(place, "dm/name", called + "\n")
    for below in on:
        (place / "slaves" / below).mkdir()
    if number:
        link = root / "sys/dev/block" / number
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(place)


def lay_disk(root: Path, *, mounts: str = "29 1 253:0 / / rw - ext4 /dev/mapper/all rw\n") -> None:
    """Debian's usual encrypted machine: volumes in LUKS on a partition; ``/boot`` beside it is not."""
    lay_block(root, "sda1", number="8:1")
    lay_block(root, "sda2", number="8:2")
    lay_block(root, "dm-1", uuid="CRYPT-LUKS2-0123-sda2_crypt", called="sda2_crypt", on=("sda2",))
    lay_block(root, "dm-0", number="253:0", uuid="LVM-abc", called="all", on=("dm-1",))
    lay_block(root, "dm-2", uuid="LVM-plain", called="plain", on=("sda1",))
    lay_block(root, "dm-3", uuid="LVM-both", called="both", on=("dm-1", "sda1"))
    lay_block(root, "loop0", number="7:0")
    write(root, "proc/self/mountinfo", mounts)
    write(root, "proc/swaps", SWAPS)


@pytest.mark.parametrize(
    ("mount", "found"),
    [
        ("253:0 / / rw shared:1 - ext4 /dev/mapper/all rw", Encryption.YES),
        ("8:1 / / rw - ext4 /dev/sda1 rw", Encryption.NO),
        ("0:35 /@ / rw - btrfs /dev/mapper/sda2_crypt rw", Encryption.YES),
        ("0:35 /@ / rw - btrfs /dev/sda1 rw", Encryption.NO),
        ("0:35 / / rw - ext4 /dev/mapper/plain rw", Encryption.NO),
        ("0:35 / / rw - ext4 /dev/mapper/both rw", Encryption.NO),
        ("0:35 / / rw - ext4 /dev/mapper/unheard rw", Encryption.UNKNOWN),
        ("0:35 / / rw - overlay overlay rw", Encryption.UNKNOWN),
        ("0:35 / / rw - nfs4 server:/data rw", Encryption.UNKNOWN),
        ("7:0 / / rw - ext4 /dev/loop0 rw", Encryption.UNKNOWN),
        ("0:35 / / rw - tmpfs tmpfs rw", Encryption.YES),
        ("8:1 / / rw - ext4 /dev/sda1 rw\n30 29 253:0 / /srv/a\\040b rw - ext4 /dev/mapper/all rw", Encryption.YES),
        ("253:0 / / rw - ext4 /dev/mapper/all rw\n30 29 8:1 / /srv rw - ext4 /dev/sda1 rw", Encryption.NO),
        ("253:0 / / rw - ext4 /dev/mapper/all rw\n30 29 8:1 / /srv-other rw - ext4 /dev/sda1 rw", Encryption.YES),
        ("8:1 / /srv rw - ext4 /dev/sda1 rw\n30 29 253:0 / /srv rw - ext4 /dev/mapper/all rw", Encryption.YES),
        ("nonsense", Encryption.UNKNOWN),
    ],
)
def test_a_folder_is_as_safe_as_the_disk_it_lies_on(tmp_path, mount, found):
    lay_disk(tmp_path, mounts=f"29 1 {mount}\n")
    assert encryption_below(Path("/srv/a b/data"), root=tmp_path) is found


def test_of_a_machine_that_tells_nothing_nothing_is_known(tmp_path):
    assert encryption_below(Path("/srv"), root=tmp_path) is Encryption.UNKNOWN
    assert plain_swap(root=tmp_path) == []


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("", []),
        ("/dev/dm-0 partition 1 0 -2", []),
        ("/dev/zram0 partition 1 0 100", []),
        ("/dev/sda2 partition 1 0 -2", ["/dev/sda2"]),
        ("/swapfile file 1 0 -2", []),
        ("/boot/swap\\040file file 1 0 -2", ["/boot/swap file"]),
        ("/dev/gone partition 1 0 -2", ["/dev/gone"]),
    ],
)
def test_swap_that_is_not_encrypted_is_named(tmp_path, line, plain):
    mounts = "29 1 253:0 / / rw - ext4 /dev/mapper/all rw\n30 29 8:1 / /boot rw - ext4 /dev/sda1 rw\n"
    lay_disk(tmp_path, mounts=mounts)
    write(tmp_path, "proc/swaps", SWAPS + line + "\n")
    assert plain_swap(root=tmp_path) == plain
