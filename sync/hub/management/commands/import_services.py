"""``import-services``: what can be reported, from the receiver's services.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sync.hub.management.importing import ImportCommand
from sync.hub.publishing.models import Publication
from sync.hub.publishing.services import import_services


class Command(ImportCommand):
    help = "Read the receiver's list of categories (services.json of GeoReport v2), and publish it with the content."

    def take_in(self, file: Path, **publishing: Any) -> tuple[Publication, str]:
        publication, entries = import_services(file, **publishing)
        return publication, f"{entries} categories"
