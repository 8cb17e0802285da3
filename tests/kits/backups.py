"""A hub with something in it, its backup, and the hub that is made of that again."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

from sync.hub.backups import services
from sync.hub.backups.recovery import SecretKey
from sync.hub.data_folder import HubFolder
from sync.protocol.records import Stream
from tests.kits.hub import NOW, Hub, Station


def busy_hub(hub: Hub) -> Station:
    """Three batches of reports, two of them worked on, and one of ballots."""
    station = hub.enrolled_station()
    for _ in range(2):
        hub.accept(station.batch([station.report(), station.report()]))
    hub.work()
    hub.accept(station.batch())
    hub.accept(station.batch([station.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    return station


def back_up(hub: Hub, into: Path) -> services.Backup:
    return services.back_up(hub.folder, into, with_keys=True, by="test", now=NOW)


def key_of(hub: Hub) -> SecretKey:
    assert hub.account.recovery_key
    return hub.account.recovery_key


def restore(hub: Hub, backup: Path, to: Path, *, database: str = "embedded") -> HubFolder:
    folder = HubFolder(to)
    key = to.with_name(f"{to.name}.key")
    key.write_text(f"# made today\n{key_of(hub)}\n", "ascii")
    with override_settings(HUB_FOLDER=folder):
        call_command("restore", str(backup), database=database, recovery_key=key, verbosity=0)
    key.unlink()
    return folder
