"""How the hub speaks to stations: under its signature, naming its database. The key is read once per process."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

from django.conf import settings

from sync.hub.data_folder import HubFolder
from sync.hub.stations import selectors as stations
from sync.key_files import load_signing_key
from sync.protocol.keys import SigningKey

_Inode = tuple[int, int]


@dataclass(frozen=True)
class Footing:
    """Data folder and database file as this process found them.

    A hub whose folder was moved aside, or replaced by a restored one, still has its files open: what it would
    acknowledge then, no hub would ever know of.
    """

    folder: HubFolder
    root: _Inode
    database: _Inode | None

    @classmethod
    def of(cls, folder: HubFolder) -> Self:
        """As it is now. Raises OSError when the folder is not there."""
        return cls(folder, _inode(folder.root), _inode(folder.database) if folder.database.exists() else None)

    def demand(self) -> None:
        """Raises OSError when it is not the same any more."""
        if Footing.of(self.folder) != self:
            raise OSError(errno.ESTALE, "the data folder of this hub is another one than when it was started")


def _inode(path: Path) -> _Inode:
    found = path.stat()
    return found.st_dev, found.st_ino


@dataclass(frozen=True)
class HubVoice:
    """What signs the hub's answers, and which database they speak for."""

    key: SigningKey
    footing: Footing | None = None
    """Where the hub stood when this process began; None for one that ends at once."""

    @cached_property
    def epoch(self) -> str:
        """Asked when it is first needed, which for batches is within their transaction.

        Raises OSError when this database is an abandoned one: then nothing may be acknowledged.
        """
        if self.footing:
            self.footing.demand()
        return stations.epoch()


def current_voice() -> HubVoice:
    """The voice of the hub this process serves."""
    folder: HubFolder = settings.HUB_FOLDER
    return HubVoice(_load_key(folder.ack_key), _first_footing(folder))


def forget_footing() -> None:
    """Where the hub stands is where it stands now: for a process that replaces a hub's files itself."""
    _first_footing.cache_clear()


@lru_cache(maxsize=8)
def _first_footing(folder: HubFolder) -> Footing:
    return Footing.of(folder)


@lru_cache(maxsize=8)
def _load_key(path: Path) -> SigningKey:
    return load_signing_key(path)
