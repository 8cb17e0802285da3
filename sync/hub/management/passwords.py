"""Asking people for passwords and recovery keys: at the terminal without showing them, or as lines of standard input.

Never from the environment or the command line, where other programs can read them.
"""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator, NumericPasswordValidator
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from sync.hub.backups.recovery import SecretKey, read_secret
from sync.protocol.encoding import group_code, random_code
from sync.protocol.errors import Refused

SHORTEST_PASSWORD = 12
_MADE_CHARACTERS = 24
"""Crockford characters, 5 bits each: 120 bits."""


def ask_secret(question: str) -> str:
    """What a person answers. Raises CommandError when there is no answer to be had."""
    try:
        if sys.stdin.isatty():
            return getpass.getpass(f"{question}: ").strip()
        line = sys.stdin.readline()
    except (EOFError, UnicodeDecodeError) as error:
        raise CommandError(f"{question}: there was no answer") from error
    if not line:
        raise CommandError(f"{question}: there was no answer; it is asked at a terminal, or read from standard input")
    return line.strip()


def ask_password(of: str) -> bytes:
    """The password of something that is there."""
    return ask_secret(f"Password of {of}").encode()


def ask_new_password(of: str) -> bytes:
    """A password that is worth the name, asked twice; who gives none gets one told. Raises CommandError otherwise."""
    password = ask_secret(f"Password for {of} (leave it empty to be given one)")
    if not password:
        password = group_code(random_code(_MADE_CHARACTERS))
        sys.stderr.write(f"The password for {of}, told only now: {password}\n")
        return password.encode()
    _refuse_weak(password)
    if ask_secret("Once more") != password:
        raise CommandError("the two passwords differ")
    return password.encode()


def ask_recovery_key(place: Path | None) -> SecretKey:
    """The key that opens backups, from its file or asked for. Raises Refused for anything else, OSError."""
    try:
        return read_secret(place.read_text("ascii") if place else ask_secret("Recovery key (AGE-SECRET-KEY-1...)"))
    except UnicodeDecodeError as error:
        raise Refused(f"{place} holds no recovery key") from error


def _refuse_weak(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise CommandError(f"the password needs at least {SHORTEST_PASSWORD} characters")
    try:
        CommonPasswordValidator().validate(password)
        NumericPasswordValidator().validate(password)
    except ValidationError as error:
        raise CommandError("this password is one of those that are tried first; take another") from error
    if len(set(password)) < SHORTEST_PASSWORD // 3:
        raise CommandError("this password repeats itself too much; take another")
