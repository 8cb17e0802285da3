"""``import-addresses``: the city's streets and house numbers, from its own file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sync.hub.management.importing import ImportCommand
from sync.hub.publishing.models import Publication
from sync.hub.publishing.services import import_list
from sync.protocol.place_lists import ADDRESSES


class Command(ImportCommand):
    help = (
        "Read streets and house numbers from the city's file (CSV, JSON or GeoJSON), and publish them with the content."
    )

    def take_in(self, file: Path, **publishing: Any) -> tuple[Publication, str]:
        publication, entries = import_list(file, ADDRESSES, **publishing)
        return publication, f"{entries} houses"
