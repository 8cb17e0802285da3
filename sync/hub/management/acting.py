"""What all commands share: who acts, and how what went wrong is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError

from sync.counting.faults import CountingFault
from sync.hub.content.problems import ContentProblems
from sync.hub.intake.selectors import count_together
from sync.hub.management.passwords import ask_password
from sync.key_files import is_locked, load_open_key
from sync.protocol.errors import Refused
from sync.protocol.keys import OpenKey

COMMAND_LINE = "command line"
"""The audit log names the command line itself, since whoever reaches it holds the whole hub."""


@contextmanager
def told_as_words() -> Iterator[None]:
    """Everything a person can mend becomes a message in words, without the path through the program."""
    try:
        yield
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise CommandError(f"{place}{error.strerror or error}") from error
    except (Refused, ContentProblems, DatabaseError, ValueError) as error:
        raise CommandError(str(error).strip()) from error


def load_key(place: Path) -> OpenKey:
    """A counting key from its file; its password, if it has one, is asked for."""
    return load_open_key(place, ask_password(str(place)) if is_locked(place) else None)


def demand_whole_box() -> None:
    """Before a poll is counted: no ballot may be left out that has come. Raises Refused."""
    if waiting := count_together():
        raise Refused(CountingFault.WAITING, ballots=waiting)
