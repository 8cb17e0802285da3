"""How a new hub comes into being: folder, keys, database, first account, first content. Done once, by ``init``."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from sync.files import write_durably, write_new
from sync.hub.accounts.roles import Role, give_role
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.config import HubConfig, write_hub_config
from sync.hub.content.source import load_source
from sync.hub.data_folder import HubFolder
from sync.hub.database_settings import use_database
from sync.hub.publishing.services import publish, start_repository
from sync.hub.publishing.signing import make_content_keys
from sync.hub.stations.services import BY_ITSELF, make_identity
from sync.hub.worker.keyring import make_seal_key
from sync.key_files import save_key
from sync.protocol.encoding import group_code, random_code
from sync.protocol.key_list import KeyList, ListedKey
from sync.protocol.keys import SigningKey

PASSWORD_LENGTH = 16
"""Crockford characters, 5 bits each: 80 bits."""


@dataclass(frozen=True)
class FirstAccount:
    """The administrator of a new hub. The password is told once and kept nowhere."""

    user: str
    password: str


def found_hub(folder: HubFolder, config: HubConfig, *, content: Path, user: str, now: datetime) -> FirstAccount:
    """Make a whole hub in its (new) folder. Raises FileExistsError when there is one, or the beginning of one."""
    _make_folders(folder, is_embedded=not config.database)
    use_database(folder, config)
    write_hub_config(config, folder.config)
    _make_keys(folder, now=now)
    call_command("migrate", verbosity=0, interactive=False)
    make_identity(now=now)
    account = _make_account(user, now=now)
    shutil.copytree(content, folder.content)
    start_repository(folder, now=now)
    if config.counting_keys_here:  # otherwise the holders of the counting keys come first
        _publish_content(folder, now=now)
    return account


def _make_folders(folder: HubFolder, *, is_embedded: bool) -> None:
    folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.config.exists() or folder.database.exists() or folder.keys.exists():
        raise FileExistsError(f"{folder.root} holds a hub already, or the beginning of one")
    if is_embedded:
        folder.database.touch(mode=0o600)  # before SQLite would make it readable for everybody
    for place in (folder.keys, folder.web_keys, folder.publisher_keys, folder.trustee_keys):
        place.mkdir(mode=0o700)


def _make_keys(folder: HubFolder, *, now: datetime) -> None:
    ack = SigningKey.generate()
    save_key(ack, folder.ack_key)
    write_new(folder.django_secret, secrets.token_urlsafe(64).encode())
    make_content_keys(folder)
    listed = KeyList((ListedKey("ack", ack.public.jwk, now), ListedKey("seal", make_seal_key(folder.root), now)))
    write_durably(folder.public_keys, listed.to_bytes())


def _make_account(user: str, *, now: datetime) -> FirstAccount:
    password = group_code(random_code(PASSWORD_LENGTH))
    with transaction.atomic():
        give_role(User.objects.create_user(username=user, password=password), Role.ADMINISTRATOR)
        audit.append(AuditEvent.ADMINISTRATOR_MADE, BY_ITSELF, at=now, name=user)
    return FirstAccount(user, password)


def _publish_content(folder: HubFolder, *, now: datetime) -> None:
    source = load_source(folder.content)
    today = timezone.localdate(now)
    publish(source, folder=folder, may_make_keys=True, by=BY_ITSELF, today=today, now=now)
