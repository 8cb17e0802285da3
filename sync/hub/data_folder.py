"""Where a hub keeps its things: one data folder, and the name of every place in it.

Knows names only; it opens nothing. The worker's private sealing keys are not named here on purpose: the web process
shares this module, and only ``sync.hub.worker.keyring`` knows where they lie.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

DATA_VARIABLE = "MITMACH_HUB_DATA"
"""The variable of the environment that names the data folder."""


@dataclass(frozen=True)
class HubFolder:
    """The data folder of one hub."""

    root: Path

    @classmethod
    def from_environment(cls) -> Self:
        """The one this process was started for."""
        return cls(Path(os.environ.get(DATA_VARIABLE, "hub-data")).resolve())

    @property
    def config(self) -> Path:
        """The settings, ``hub.toml``."""
        return self.root / "hub.toml"

    @property
    def database(self) -> Path:
        """The embedded database, in a folder of its own: several users write in it, and nothing else lies there."""
        return self.root / "db" / "hub.sqlite"

    @property
    def parent(self) -> Path:
        """The parent this hub has joined, if it has."""
        return self.root / "parent.json"

    @property
    def handover(self) -> Path:
        """To whom reports are handed over, if to anybody."""
        return self.root / "handover.toml"

    @property
    def content(self) -> Path:
        """The editable source of what stations show."""
        return self.root / "content"

    @property
    def repository(self) -> Path:
        """The signed, published content (a TUF repository), served at ``/repo/``."""
        return self.root / "repository"

    @property
    def blobs(self) -> Path:
        """Sealed pieces of attachments."""
        return self.root / "blobs"

    @property
    def said_alarms(self) -> Path:
        """What was said by mail or webhook and is not over. Not in the database, which may be what is bad."""
        return self.root / "alarms" / "said.json"

    def make_shared_folders(self) -> None:
        """Make the folders in which the hub's processes write. All others are of those who give commands."""
        for place in (self.database.parent, self.repository, self.blobs):
            place.mkdir(mode=0o700, exist_ok=True)

    @property
    def results(self) -> Path:
        """One reproducible result file per counted poll."""
        return self.root / "results"

    @property
    def keys(self) -> Path:
        """All keys; each kind of holder has a folder of its own in it."""
        return self.root / "keys"

    @property
    def web_keys(self) -> Path:
        """What the web process may read: the key that signs answers, and Django's secret."""
        return self.keys / "web"

    @property
    def publisher_keys(self) -> Path:
        """What signs content. Not needed for serving it."""
        return self.keys / "publisher"

    @property
    def announcing_keys(self) -> Path:
        """What signs announcements, the ballot log, and that content is fresh: for whoever announces alone."""
        return self.keys / "announcing"

    @property
    def trustee_keys(self) -> Path:
        """Counting keys made by the hub itself, one folder per poll: only where one machine holds everything."""
        return self.keys / "trustees"

    @property
    def recovery_keys(self) -> Path:
        """The public halves of the recovery keys: whom backups are sealed to."""
        return self.keys / "recovery.txt"

    @property
    def half_made(self) -> Path:
        """There only while a hub is being founded or restored: whatever lies beside it is no hub yet."""
        return self.root / ".half-made"

    @property
    def public_keys(self) -> Path:
        """The public halves of the hub's keys, in the form of ``keys.json``."""
        return self.keys / "public.json"

    @property
    def ack_key(self) -> Path:
        """Signs acknowledgements and every other answer to a station."""
        return self.web_keys / "ack.pem"

    @property
    def log_key(self) -> Path:
        """Signs the ballot log."""
        return self.announcing_keys / "log.pem"

    @property
    def django_secret(self) -> Path:
        """Signs sessions of the console."""
        return self.web_keys / "django-secret"
