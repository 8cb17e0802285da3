"""The hub's opening keys: where they lie, and opening with them. The only module that knows either.

Old keys stay for opening what was sealed to them; new records are sealed to the key that ``keys.json`` names.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, Self, TypeVar

from sync.files import make_folders
from sync.key_files import load_open_key, save_key
from sync.protocol.keys import Jwk, OpenKey
from sync.protocol.records import Record

Content = TypeVar("Content")
Content_co = TypeVar("Content_co", covariant=True)


class Opening(Protocol[Content_co]):
    """A function that opens a sealed record with a key (``sync/protocol/envelope.py``)."""

    def __call__(self, record: Record, /, *, key: OpenKey) -> Content_co:
        """What the record holds. Raises Refused when that cannot be."""


def make_seal_key(data_folder: Path) -> Jwk:
    """Make a new opening key in the worker's folder and return its public half, to be listed for stations."""
    folder = key_folder(data_folder)
    make_folders(folder, mode=0o700)
    key = OpenKey.generate()
    save_key(key, folder / f"seal-{key.kid}.pem")
    return key.public.jwk


class Keyring:
    """All opening keys of the hub's worker."""

    def __init__(self, keys: Iterable[OpenKey]) -> None:
        self._keys = {key.kid: key for key in keys}

    @classmethod
    def load(cls, data_folder: Path) -> Self:
        """Every key in the worker's folder. Raises Refused for a file that holds none."""
        return cls(load_open_key(path) for path in sorted(key_folder(data_folder).glob("seal-*.pem")))

    @property
    def kids(self) -> frozenset[str]:
        """The ids of the keys that are here."""
        return frozenset(self._keys)

    def open(self, record: Record, opening: Opening[Content]) -> Content:
        """What a record holds that is sealed to one of these keys. Raises Refused, or KeyError for another key."""
        return opening(record, key=self._keys[record.kid])


def key_folder(data_folder: Path) -> Path:
    """Where the opening keys lie."""
    return data_folder / "keys" / "worker"
