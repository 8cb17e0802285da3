"""How the hub speaks to stations: under its signature, naming its database. The key is read once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from sync.hub.data_folder import HubFolder
from sync.hub.stations import selectors as stations
from sync.key_files import load_signing_key
from sync.protocol.keys import SigningKey


@dataclass(frozen=True)
class HubVoice:
    """What signs the hub's answers, and which database they speak for."""

    key: SigningKey

    @cached_property
    def epoch(self) -> str:
        """Asked when it is first needed, which for batches is within their transaction."""
        return stations.epoch()


def current_voice() -> HubVoice:
    """The voice of the hub this process serves."""
    folder: HubFolder = settings.HUB_FOLDER
    return HubVoice(_load_key(folder.ack_key))


@lru_cache(maxsize=8)
def _load_key(path: Path) -> SigningKey:
    return load_signing_key(path)
