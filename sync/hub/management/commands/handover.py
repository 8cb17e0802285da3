"""``handover``: try out how reports are handed over, without handing one over."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sync.hub.config import HubConfigError
from sync.hub.handover.config import HandoverSettings, load_settings
from sync.hub.handover.georeport import GeoReportServer
from sync.hub.handover.receiver import HandoverFault
from sync.hub.worker.handing_over import make_receiver, read_secret


class Command(BaseCommand):
    help = "Read handover.toml, ask the receiver for its categories, and show it our key. No report is sent."

    def handle(self, *_args: Any, **_options: Any) -> None:
        folder = settings.HUB_FOLDER
        try:
            chosen = load_settings(folder.handover)
            if chosen is None:
                raise CommandError(f"there is no {folder.handover}: nothing is handed over")
            receiver = make_receiver(chosen, read_secret(folder.root))
        except HubConfigError as error:
            raise CommandError(str(error)) from error
        try:
            if isinstance(receiver, GeoReportServer):
                self._try(receiver, chosen)
            else:
                receiver.greet()
                self.stdout.write(f"{chosen.server} answers and takes our password")
        except HandoverFault as fault:
            raise CommandError(f"{chosen.name}: {fault}") from fault
        finally:
            receiver.close()

    def _try(self, receiver: GeoReportServer, chosen: HandoverSettings) -> None:
        services = receiver.services()
        self.stdout.write(f"{chosen.name} has {len(services)} categories:")
        for code, name in services.items():
            self.stdout.write(f"  {code:>6}  {name}")
        receiver.try_key()
        self.stdout.write("our key is taken")
        lacking = {ours: code for ours, code in chosen.categories.items() if code not in services}
        if lacking:
            named = ", ".join(f"{ours} = {code!r}" for ours, code in sorted(lacking.items()))
            raise CommandError(f"handover.toml names categories that are not there: {named}")
