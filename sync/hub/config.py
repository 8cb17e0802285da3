"""The settings of one hub: one TOML file, one frozen dataclass. An unknown key stops the start."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.files import write_new
from sync.hub.client_address import TrustedProxies
from sync.protocol.receipt_address import MOST_CHARACTERS, PLACE, is_receipt_address

MOST_PORT = 65535

LICENCES = ("cc-zero", "cc-by/4.0", "dl-by-de/2.0", "dl-zero-de/2.0")
"""Those that German cities give their open data under (https://www.dcat-ap.de/def/licenses/)."""


MAIL_SECURITIES = ("none", "starttls", "tls")
"""How the line to a mail server is kept secret."""


class HubConfigError(Exception):
    """The settings cannot be used. Names the key and the file."""


@dataclass(frozen=True)
class HubConfig:
    """All settings of a hub, as they stand in ``hub.toml``."""

    address: str = "127.0.0.1"
    """The network address the web server listens on."""
    port: int = 8000
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    """The names under which stations and browsers may call the hub."""
    https: bool = False
    """True when a proxy before the hub speaks HTTPS: then nothing is answered without it."""
    trusted_proxies: tuple[str, ...] = ()
    """The addresses of the proxies before the hub, as ``127.0.0.1`` or ``10.0.0.0/8``. Only they are believed when they
    say for whom they ask and whether over HTTPS (``X-Forwarded-For``, ``X-Forwarded-Proto``)."""
    public_address: str = ""
    """Where people open the console, as ``https://hub.example.org``: security keys are bound to it. Empty: the first of
    ``hosts`` with HTTPS, and without it this machine alone, as ``http://localhost`` and the port."""
    receipt_address: str = ""
    """Where people look up the code of their receipt with a telephone, ``{code}`` in the place of the code, as
    ``https://www.example.org/mitmachen#{code}``. It goes out with the next content. Empty: the public page of this hub,
    where ``public_address`` names one with HTTPS; else receipts have no QR code."""
    database: str = ""
    """The PostgreSQL to use, as ``postgresql://user@host/name``; empty for the embedded database."""
    public_pages_kept_seconds: int = 60
    """How long a proxy and a browser may show a public page before asking again."""
    open_data_licence: str = "cc-zero"
    """Under which licence open data are given: one of ``LICENCES``, in the words of DCAT-AP.de."""
    calendar_hosts: tuple[str, ...] = ()
    """Hosts in networks of your own that calendars of houses may be fetched from, over http as well, as
    ``intranet.example.org``. Without it only public addresses are asked, over https."""
    parent: str = ""
    """The address of the hub that every stored batch is forwarded to; empty for none."""
    metrics_token: str = ""
    """Whoever sends it as a bearer token may read ``/metrics`` from elsewhere; empty: only this machine may."""
    alarm_mail_to: tuple[str, ...] = ()
    """Who gets a mail when something is bad (command ``alarm``); empty for nobody."""
    alarm_mail_from: str = ""
    """The address these mails come from."""
    alarm_mail_server: str = "localhost"
    alarm_mail_port: int = 25
    alarm_mail_security: str = "none"
    """``none``, ``starttls`` or ``tls``."""
    alarm_mail_user: str = ""
    alarm_mail_password: str = ""
    """Both empty for a server that asks for none."""
    alarm_webhook: str = ""
    """Gets the same as JSON by POST, as ``https://chat.example.org/hooks/abc``; empty for none."""
    time_zone: str = "Europe/Berlin"
    """What a day is: polls open and close by it."""
    for_showing_only: bool = False
    """True for demonstrations: the console says so on every page."""
    for_training: bool = False
    """True for courses: everything here is made up, every page says so, and no station can talk with this hub."""
    counting_keys_here: bool = False
    """True when the hub may make the counting keys of polls itself. For demonstrations and small installations."""
    smallest_tally: int = 5
    """No result is told of a poll with fewer ballots than this."""
    ballot_batches_kept_days: int = 30
    """How long the raw batches of ballots stay after all their ballots are in the box."""
    contacts_kept_days: int = 30
    """How long the contact of a report stays after the report is over; of a withdrawn one not at all."""
    enclosures_kept_days: int = 180
    """The same of photos and spoken messages."""
    announce_every_minutes: int = 15
    """How often stations may be told something new; what is for showing only tells it at once."""
    worker_pause_seconds: float = 1.0
    """Between two looks of the worker when nothing waits."""

    @property
    def called_at(self) -> str:
        """Where people open the console."""
        host, port = self.hosts[0], self.port
        by_itself = f"https://{host}" if self.https else f"http://{f'[{host}]' if ':' in host else host}:{port}"
        return self.public_address.rstrip("/") or by_itself

    @property
    def receipts_at(self) -> str:
        """Where people look up the code of their receipt; empty where there is no such place."""
        if self.receipt_address or not self.public_address.startswith("https://"):
            return self.receipt_address
        page = f"{self.public_address.rstrip('/')}/public/code/#{PLACE}"
        return page if is_receipt_address(page) else ""


def load_hub_config(path: Path) -> HubConfig:
    """Read ``hub.toml``; without the file, the defaults.

    Raises HubConfigError naming the file and the key for an unreadable file, an unknown key or a wrong value.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return HubConfig()
    except OSError as error:
        raise HubConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HubConfigError(f"{path}: is not valid TOML: {error}") from error
    known = {field.name: field for field in dataclasses.fields(HubConfig)}
    for key in values:
        if key not in known:
            raise HubConfigError(f"{path}: unknown key '{key}' (known here: {', '.join(sorted(known))})")
    config = HubConfig(**{key: _read_value(key, value, known[key].default, path) for key, value in values.items()})
    _check_address(config.public_address, path)
    _check_receipt_address(config.receipt_address, path)
    if config.open_data_licence not in LICENCES:
        raise HubConfigError(
            f"{path}: 'open_data_licence' must be one of {', '.join(LICENCES)}, not {config.open_data_licence!r}"
        )
    _check_proxies(config, path)
    _check_alarms(config, path)
    if config.for_training and config.parent:
        raise HubConfigError(f"{path}: a hub for training has no 'parent': nothing made up goes anywhere")
    return config


def write_hub_config(config: HubConfig, path: Path) -> None:
    """Write a new ``hub.toml`` with every setting in it. Raises FileExistsError rather than overwrite one."""
    lines = [f"{field.name} = {_write_value(getattr(config, field.name))}\n" for field in dataclasses.fields(config)]
    text = "# Settings of this hub. An unknown key stops the start.\n" + "".join(lines)
    write_new(path, text.encode(), mode=0o640)


def _read_value(key: str, value: Any, default: Any, path: Path) -> Any:
    if isinstance(default, tuple):
        if isinstance(value, list) and (value or not default) and all(isinstance(entry, str) for entry in value):
            return tuple(value)
        raise HubConfigError(f"{path}: '{key}' must be a list of texts, not {value!r}")
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(default):
        raise HubConfigError(f"{path}: '{key}' must be {type(default).__name__}, not {value!r}")
    if isinstance(value, int | float) and value < 0:
        raise HubConfigError(f"{path}: '{key}' must not be negative")
    if key == "port" and not 0 < value <= MOST_PORT:
        raise HubConfigError(f"{path}: 'port' must be from 1 to {MOST_PORT}")
    return value


def _check_address(address: str, path: Path) -> None:
    if address and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?/?", address):
        raise HubConfigError(f"{path}: 'public_address' must look like https://hub.example.org, not {address!r}")


def _check_receipt_address(address: str, path: Path) -> None:
    if address and not is_receipt_address(address):
        raise HubConfigError(
            f"{path}: 'receipt_address' must look like https://www.example.org/look-up#{{code}}, with {{code}} once "
            f"and at most {MOST_CHARACTERS} characters, not {address!r}"
        )


def _check_alarms(config: HubConfig, path: Path) -> None:
    if config.alarm_mail_to and "@" not in config.alarm_mail_from:
        raise HubConfigError(f"{path}: 'alarm_mail_to' needs 'alarm_mail_from', the address the mails come from")
    if config.alarm_mail_security not in MAIL_SECURITIES:
        raise HubConfigError(f"{path}: 'alarm_mail_security' must be one of {', '.join(MAIL_SECURITIES)}")
    if config.alarm_webhook and not re.match(r"https?://[A-Za-z0-9.\[\]:-]+(/|$)", config.alarm_webhook):
        raise HubConfigError(f"{path}: 'alarm_webhook' must be an address, as https://chat.example.org/hooks/abc")


def _check_proxies(config: HubConfig, path: Path) -> None:
    try:
        TrustedProxies(config.trusted_proxies)
    except ValueError as error:
        raise HubConfigError(f"{path}: 'trusted_proxies' must be addresses or networks: {error}") from error
    if config.https and not config.trusted_proxies:
        raise HubConfigError(
            f"{path}: 'https' needs the address of the proxy that speaks it in 'trusted_proxies', "
            'as trusted_proxies = ["127.0.0.1"]'
        )


def _write_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_write_value(entry) for entry in value) + "]"
    if isinstance(value, str):
        # A TOML basic string escapes like JSON does.
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
