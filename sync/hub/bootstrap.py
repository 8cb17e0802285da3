"""How a new hub comes into being: folder, keys, database, first account, first content. Done once, by ``init``."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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
from sync.hub.backups.dump import one_transaction, refuse_used_database
from sync.hub.backups.recovery import PublicKey, SecretKey, make_recovery_key, write_public_keys
from sync.hub.config import HubConfig, write_hub_config
from sync.hub.content.source import load_source
from sync.hub.data_folder import HubFolder
from sync.hub.database_settings import use_database
from sync.hub.new_folder import filling
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
    """What is told once and kept nowhere: the first administrator's password, and the key that opens backups.

    ``recovery_key`` is empty where people brought keys of their own.
    """

    user: str
    password: str = field(repr=False)
    recovery_key: SecretKey | None = field(default=None, repr=False)


def found_hub(
    folder: HubFolder,
    config: HubConfig,
    *,
    content: Path,
    user: str,
    now: datetime,
    recovery: Sequence[PublicKey] = (),
) -> FirstAccount:
    """Make a whole hub in its (new) folder, or leave nothing behind. Its backups are sealed to the keys ``recovery``.

    Raises FileExistsError when there is one, or when the database is not empty; ContentProblems, DatabaseError.
    """
    load_source(content)
    use_database(folder, config)
    with filling(folder), one_transaction():
        if config.database:
            refuse_used_database()
        folder.make_shared_folders()
        secret = _make_keys(folder, recovery, now=now)
        if not config.database:
            folder.database.touch(mode=0o600)  # before SQLite would make it readable for everybody
        call_command("migrate", verbosity=0, interactive=False)
        make_identity(now=now)
        account = _make_account(user, now=now)
        shutil.copytree(content, folder.content, dirs_exist_ok=True)
        start_repository(folder, now=now)
        if config.counting_keys_here:  # otherwise the holders of the counting keys come first
            _publish_content(folder, now=now)
        write_hub_config(config, folder.config)
    return replace(account, recovery_key=secret)


def _make_keys(folder: HubFolder, recovery: Sequence[PublicKey], *, now: datetime) -> SecretKey | None:
    for place in (folder.keys, folder.web_keys, folder.announcing_keys, folder.publisher_keys, folder.trustee_keys):
        place.mkdir(mode=0o700, exist_ok=True)
    ack = SigningKey.generate()
    save_key(ack, folder.ack_key)
    write_new(folder.django_secret, secrets.token_urlsafe(64).encode())
    make_content_keys(folder)
    listed = KeyList((ListedKey("ack", ack.public.jwk, now), ListedKey("seal", make_seal_key(folder.root), now)))
    write_durably(folder.public_keys, listed.to_bytes())
    if recovery:
        write_public_keys(folder.recovery_keys, recovery)
        return None
    secret, public = make_recovery_key()
    write_public_keys(folder.recovery_keys, [public])
    return secret


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
