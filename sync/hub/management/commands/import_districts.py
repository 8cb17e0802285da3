"""``import-districts``: the outlines of the districts, from the city's own file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sync.hub.management.importing import ImportCommand
from sync.hub.publishing.models import Publication
from sync.hub.publishing.services import import_districts


class Command(ImportCommand):
    help = "Read the outlines of the districts from the city's file (GeoJSON), and publish them with the content."

    def take_in(self, file: Path, **publishing: Any) -> tuple[Publication, str]:
        return import_districts(file, **publishing), ""
