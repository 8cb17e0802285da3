"""What stations were shown before: a file as it was in the newest package in which it was another one."""

from __future__ import annotations

from typing import Any

from sync.hub.content.definitions import PLACES
from sync.hub.data_folder import HubFolder
from sync.hub.publishing.models import Publication
from sync.hub.publishing.repository import place_of
from sync.hub.publishing.services import TOLD_BY_SETTINGS
from sync.protocol.encoding import parse_json
from sync.rooted_folder import RootedFolder


def value_before(folder: HubFolder, path: str) -> Any:
    """What the JSON file at this path said before it said what it says now; None where it said nothing before."""
    hashes = Publication.objects.order_by("-version").values_list("files", flat=True).iterator(chunk_size=10)
    now = ""
    for files in hashes:
        now = now or files.get(path, "")
        if not now or path not in files:
            return None
        if files[path] != now:
            return _read(folder, path, files[path])
    return None


def _read(folder: HubFolder, path: str, sha256: str) -> Any:
    try:
        value = parse_json(RootedFolder(folder.repository).read(place_of(path, sha256)))
    except OSError:
        return None
    if path == PLACES:
        value["city"] = {name: said for name, said in value["city"].items() if name not in TOLD_BY_SETTINGS}
    return value
