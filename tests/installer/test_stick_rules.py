"""Which disks the station mounts when a stick is plugged in: a twin of udev reads our rules as udev's manual says."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest

from installer.install import UNITS

RULES = UNITS / "station" / "mitmach-stick.rules"
USB_FAT = {"ID_BUS": "usb", "ID_FS_TYPE": "vfat"}
EFI_GPT, DATA_GPT = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"


def run_by(action: str, properties: dict[str, str], subsystem: str = "block") -> list[str]:
    """The commands our rules have udev run for a device."""
    seen = {"ACTION": action, "SUBSYSTEM": subsystem} | {f"ENV{{{name}}}": value for name, value in properties.items()}
    commands: list[str] = []
    wanted = ""
    for line in RULES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        tokens = re.findall(r'([A-Z]+(?:\{\w+\})?)(==|!=|\+=|=)"([^"]*)"', line)
        assert ", ".join(f'{key}{sign}"{value}"' for key, sign, value in tokens) == line, "nothing else stands there"
        label = next((value for key, _, value in tokens if key == "LABEL"), "")
        if wanted and wanted != label:
            continue
        wanted = ""
        if all(matches(seen.get(key, ""), sign, value) for key, sign, value in tokens if sign in {"==", "!="}):
            commands += [value for key, sign, value in tokens if (key, sign) == ("RUN", "+=")]
            wanted = next((value for key, _, value in tokens if key == "GOTO"), "")
    assert not wanted, "the label is there"
    return commands


def matches(value: str, sign: str, patterns: str) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in patterns.split("|")) == (sign == "==")


@pytest.mark.parametrize(
    "more",
    [
        {},  # the whole stick is one file system
        {"ID_FS_TYPE": "exfat"},
        {"ID_PART_ENTRY_TYPE": "0xc"},
        {"ID_PART_ENTRY_TYPE": "0x7", "ID_FS_TYPE": "exfat"},
        {"ID_PART_ENTRY_TYPE": DATA_GPT},
    ],
)
def test_a_stick_is_mounted_with_or_without_partitions_for_the_agent_alone(more: dict[str, str]) -> None:
    (command,) = run_by("add", USB_FAT | more)
    assert "--owner=mitmach-agent" in command
    assert "--options=nodev,nosuid,noexec,umask=0077 " in command
    (command,) = run_by("remove", USB_FAT | more)
    assert command.startswith("/usr/bin/systemd-mount --umount ")


@pytest.mark.parametrize("kind", [EFI_GPT, "0xef", "0x1c", "0x27", "de94bba4-06d1-4d40-a16a-bfd50179d6ac"])
@pytest.mark.parametrize("action", ["add", "remove"])
def test_hidden_partitions_and_those_of_the_firmware_are_left_alone(kind: str, action: str) -> None:
    assert run_by(action, USB_FAT | {"ID_PART_ENTRY_TYPE": kind}) == []


@pytest.mark.parametrize(
    "other",
    [{"ID_FS_TYPE": "ext4"}, {"ID_FS_TYPE": ""}, {"ID_BUS": "ata"}, {"ID_FS_TYPE": "iso9660"}],
)
def test_other_disks_are_left_alone(other: dict[str, str]) -> None:
    assert run_by("add", USB_FAT | other) == []
    assert run_by("add", USB_FAT, subsystem="usb") == []
