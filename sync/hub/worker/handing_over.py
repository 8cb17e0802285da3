"""The worker's part in handing over: the secret of the receiver, and when it is done.

Off unless ``handover.toml`` is there. Trouble is only logged: what has arrived is opened all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings as django_settings
from django.db import DatabaseError, connection

from sync.hub.config import HubConfigError
from sync.hub.content.definitions import CATEGORIES
from sync.hub.content.service_import import service_codes
from sync.hub.data_folder import HubFolder
from sync.hub.enclosures.services import photo_to_pass_on
from sync.hub.handover.config import HandoverSettings, ReceiverKind, load_settings
from sync.hub.handover.elsewhere import fetch_open_reports, fetch_pictures
from sync.hub.handover.georeport import GeoReportServer
from sync.hub.handover.mail import Mailbox
from sync.hub.handover.sending import HandoverLine, hand_over
from sync.hub.handover.supports import tell_supports
from sync.hub.handover.tracking import ask_how_far
from sync.hub.worker.keyring import key_folder
from sync.protocol.encoding import parse_json_list

logger = logging.getLogger(__name__)

SECRET = "handover-secret"  # noqa: S105 (a name, no secret)
"""The api key, or the password of the mailbox, in a file of this name beside the opening keys."""
MOST_SECRET_BYTES = 4096


def when_configured(folder: HubFolder, *, alive: Callable[[], None] = lambda: None) -> Callable[[datetime], None]:
    """What to call after each pass of the worker.

    Raises HubConfigError when the hand-over is set up in a line that cannot work.
    """
    settings = load_settings(folder.handover)
    if settings is None:
        return lambda _now: None
    receiver = make_receiver(settings, read_secret(folder.root))
    settings = replace(settings, categories=_codes_of_content(folder) | settings.categories)
    line = HandoverLine(receiver, settings, photo_of=photo_to_pass_on, alive=alive)

    def hand_over_now(_now: datetime) -> None:
        try:
            hand_over(line)
            ask_how_far(line)
            fetch_open_reports(line)
            fetch_pictures(line)
            tell_supports(line)
        except DatabaseError:
            logger.warning("reports cannot be handed over now; the worker tries again", exc_info=True)
            connection.close()

    return hand_over_now


def _codes_of_content(folder: HubFolder) -> dict[str, str]:
    """What the content says of the receiver's codes, as of the start of this worker; the settings say it over that."""
    try:
        return service_codes(parse_json_list((folder.content / CATEGORIES).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        logger.warning("the categories of the content cannot be read; only handover.toml says the receiver's codes")
        return {}


def make_receiver(settings: HandoverSettings, secret: str) -> GeoReportServer | Mailbox:
    """The receiver that the settings name. Raises HubConfigError when its secret is missing, or all here is made up."""
    if django_settings.HUB_CONFIG.for_training:
        raise HubConfigError("a hub for training hands nothing over: take handover.toml away")
    if settings.kind == ReceiverKind.OPEN311:
        if not secret:
            raise HubConfigError(f"the api key is missing: put it into keys/worker/{SECRET}")
        return GeoReportServer(settings, key=secret)
    if settings.user and not secret:
        raise HubConfigError(f"the password of {settings.user} is missing: put it into keys/worker/{SECRET}")
    return Mailbox(settings, password=secret)


def read_secret(data_folder: Path) -> str:
    """The receiver's secret; empty without the file. Raises HubConfigError for a file that holds none."""
    place = key_folder(data_folder) / SECRET
    try:
        with place.open("rb") as file:
            secret = file.read(MOST_SECRET_BYTES).decode().strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise HubConfigError(f"{place}: cannot be read ({type(error).__name__})") from error
    if not secret or not secret.isprintable():
        raise HubConfigError(f"{place}: holds no key or password in one line")
    return secret
