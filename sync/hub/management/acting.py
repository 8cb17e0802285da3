"""What all commands share: who acts, and how what went wrong is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from sync.errors import Refused
from sync.hub.publishing.content_source import ContentProblems

COMMAND_LINE = "command line"
"""The audit log names the command line itself, since whoever reaches it holds the whole hub."""


@contextmanager
def told_as_words() -> Iterator[None]:
    """Everything a person can mend becomes a message in words, without the path through the program."""
    try:
        yield
    except (Refused, ContentProblems, OSError, ValueError) as error:
        raise CommandError(str(error)) from error
