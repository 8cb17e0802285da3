"""To whom reports are handed over: ``handover.toml`` in the hub's data folder. Without the file, to nobody.

Holds no secret: the key or password lies with the worker's keys, where the web process cannot read it.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sync.hub.config import MAIL_SECURITIES, HubConfigError

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[^\s?#]*)?")


class ReceiverKind(StrEnum):
    """How the receiver is spoken to."""

    OPEN311 = "open311"
    MAIL = "mail"


class ToSend(StrEnum):
    """Which reports are handed over."""

    APPROVED = "approved"
    """Those that somebody of the office has approved."""
    ALL = "all"
    """All but those that somebody has rejected, from the day ``since`` on."""


class Spoken(StrEnum):
    """When a report goes whose words were only spoken."""

    WRITTEN_DOWN = "written_down"
    """Once somebody of the office has written them down."""
    AT_ONCE = "at_once"
    """Without waiting, with a sentence in their place."""


@dataclass(frozen=True)
class HandoverSettings:
    """All settings of the hand-over."""

    kind: str = ReceiverKind.OPEN311.value
    name: str = ""
    """What people call the receiver; told at stations as who is responsible until the receiver says more."""
    send: str = ToSend.APPROVED.value
    since: date | None = None
    """With ``send = "all"``: reports that came before are left alone."""
    spoken: str = Spoken.WRITTEN_DOWN.value
    email: str = ""
    """Open311: the mailbox that is the author of all reports. Mail: whom they come from."""
    mailboxes: dict[str, str] = field(default_factory=dict)
    """By the code of a district, where it has a mailbox of its own."""

    address: str = ""
    """Of an Open311 server, to which ``/requests.json`` is added."""
    jurisdiction: str = ""
    categories: dict[str, str] = field(default_factory=dict)
    """Our category to the receiver's ``service_code``."""
    photos: bool = True
    poll_minutes: int = 30
    """So often the receiver is asked how far each report is."""

    open_reports_minutes: int = 60
    """So often the receiver is asked for all its open reports, which stations show nearby; 0: never."""

    open_report_pictures: bool = True
    """Whether the pictures that everybody can see of these are fetched and shown, too."""

    to: str = ""
    """The mailbox reports are sent to."""
    server: str = ""
    port: int = 587
    security: str = "starttls"
    """``starttls``, ``tls``, or ``none`` for a server on this machine."""
    user: str = ""

    def mailbox_of(self, district: str) -> str:
        """Who is the author of reports from there."""
        return self.mailboxes.get(district, self.email)


def load_settings(path: Path) -> HandoverSettings | None:
    """None without the file: nothing is handed over.

    Raises HubConfigError naming the file and the key for anything that cannot be used.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HubConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HubConfigError(f"{path}: is not valid TOML: {error}") from error
    known = {entry.name: entry for entry in dataclasses.fields(HandoverSettings)}
    for key, value in values.items():
        if key not in known:
            raise HubConfigError(f"{path}: unknown key '{key}' (known here: {', '.join(sorted(known))})")
        _check_type(key, value, path)
    settings = HandoverSettings(**values)
    for problem in _problems(settings):
        raise HubConfigError(f"{path}: {problem}")
    return settings


_TYPES: dict[str, type] = {
    "since": date, "mailboxes": dict, "categories": dict, "photos": bool, "poll_minutes": int,
    "open_reports_minutes": int, "open_report_pictures": bool, "port": int,
}  # fmt: skip
"""Of the keys that are no text."""


def _check_type(key: str, value: Any, path: Path) -> None:
    kind = _TYPES.get(key, str)
    if type(value) is not kind:
        raise HubConfigError(f"{path}: '{key}' must be {kind.__name__}, not {value!r}")
    if isinstance(value, dict) and not all(isinstance(entry, str) for entry in value.values()):
        raise HubConfigError(f"{path}: every value in '{key}' must be a text in quotation marks")


def _problems(settings: HandoverSettings) -> list[str]:
    found = []
    if settings.kind not in set(ReceiverKind):
        found.append('\'kind\' must be "open311" or "mail"')
    if settings.send not in set(ToSend):
        found.append('\'send\' must be "approved" or "all"')
    elif settings.send == ToSend.ALL and settings.since is None:
        found.append("with send = \"all\" there must be 'since', as since = 2026-12-01: older reports are left alone")
    if settings.spoken not in set(Spoken):
        found.append('\'spoken\' must be "written_down" or "at_once"')
    if not settings.name:
        found.append("'name' is missing: what people call the receiver")
    for mail in (settings.email, *settings.mailboxes.values()):
        if not _MAIL.fullmatch(mail):
            found.append(f"'email' and 'mailboxes' must be addresses as amt@stadt.example, not {mail!r}")
    if settings.poll_minutes < 1 or not 0 < settings.port < 65536:
        found.append("'poll_minutes' must be at least 1, 'port' from 1 to 65535")
    if settings.open_reports_minutes < 0:
        found.append("'open_reports_minutes' must be 0 (never) or more")
    return found + _problems_of_kind(settings)


def _problems_of_kind(settings: HandoverSettings) -> list[str]:
    found = []
    if settings.kind == ReceiverKind.OPEN311:
        if not _ADDRESS.fullmatch(settings.address):
            found.append(f"'address' must look like https://klarschiff.example/citysdk, not {settings.address!r}")
        if not settings.categories:
            found.append("'[categories]' is missing: our category = \"service_code of the receiver\"")
    else:
        if not _MAIL.fullmatch(settings.to):
            found.append(f"'to' must be an address as amt@stadt.example, not {settings.to!r}")
        if not settings.server or settings.security not in MAIL_SECURITIES:
            found.append('\'server\' must be named, and \'security\' be "starttls", "tls" or "none"')
    return found
