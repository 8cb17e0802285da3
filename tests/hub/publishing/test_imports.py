"""Files of the city taken into the content by a command: published as signed files, on record, and only if they fit."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kiosk.station.place_lists import AddressList, ObjectList
from sync.hub.audit.models import AuditEntry
from sync.hub.content.source import load_source
from sync.hub.publishing.models import Publication
from sync.hub.worker.handing_over import _codes_of_content
from sync.protocol.place_lists import ADDRESSES, OBJECTS
from tests.kits.hub import Hub

ADDRESS = "longitude,latitude,strasse_name,hausnummer\n12.13,54.09,Lange Straße,12\n"
OBJECT = "longitude;latitude;nummer;art\n12.13;54.09;L-1;Laterne\n"
SERVICE = [{"service_code": "31", "service_name": "Beleuchtung schadhaft", "group": "Beleuchtung"}]


def events() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("event", flat=True))


def written(folder: Path, text: str) -> str:
    (folder / "file").write_text(text, encoding="utf-8")
    return str(folder / "file")


def test_addresses_objects_and_services_are_published_and_on_record(hub: Hub, tmp_path: Path) -> None:
    call_command("import_addresses", written(tmp_path, ADDRESS))
    call_command("import_objects", written(tmp_path, OBJECT))
    call_command("import_services", written(tmp_path, json.dumps(SERVICE)))
    assert AddressList(hub.folder.content / ADDRESSES).find("Lange Str 12")[0].house == "12"
    assert ObjectList(hub.folder.content / OBJECTS).find("l1") is not None
    published = load_source(hub.folder.content).targets()
    assert published[ADDRESSES] == (hub.folder.content / ADDRESSES).read_bytes()
    assert _codes_of_content(hub.folder) == {"lights-and-signs-street-light": "31"}
    assert [name for name in events() if "imported" in name] == [
        "places-imported",
        "places-imported",
        "services-imported",
    ]
    assert not list(hub.folder.content.glob(".*")), "nothing unfinished is left"


@pytest.mark.parametrize("command", ["import_addresses", "import_objects", "import_services"])
def test_a_file_that_does_not_fit_changes_nothing(hub: Hub, tmp_path: Path, command: str) -> None:
    call_command("import_addresses", written(tmp_path, ADDRESS))
    before = {path.name: path.read_bytes() for path in hub.folder.content.glob("*.*")}
    publications, said = Publication.objects.count(), len(events())
    with pytest.raises(CommandError):
        call_command(command, written(tmp_path, '{"features": 1}'))
    assert {path.name: path.read_bytes() for path in hub.folder.content.glob("*.*")} == before
    assert (Publication.objects.count(), len(events())) == (publications, said)


def test_a_list_that_is_no_database_is_not_published(hub: Hub) -> None:
    (hub.folder.content / ADDRESSES).write_text("no database")
    with pytest.raises(Exception, match="has it been imported"):
        load_source(hub.folder.content)
    (hub.folder.content / ADDRESSES).unlink()
    with closing(sqlite3.connect(hub.folder.content / ADDRESSES)) as database:
        database.execute("CREATE TABLE streets (id)")
        database.commit()
    load_source(hub.folder.content)
