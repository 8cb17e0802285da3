"""What people give on the command line, read as the console's forms read it. What is wrong is said in one sentence."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from sync.hub.accounts.services import MOST_LOGIN
from sync.hub.server import port_number
from sync.protocol.plain_text import unfit_character


def one_line(most: int) -> Callable[[str], str]:
    """Words of at most so many characters, without the space around them."""

    def read(given: str) -> str:
        words = given.strip()
        if not words:
            raise ArgumentTypeError("this must not be empty")
        if unfit_character(words):
            raise ArgumentTypeError("this must be one line of readable characters")
        if len(words) > most:
            raise ArgumentTypeError(f"this has {len(words)} characters, at most {most} are possible")
        return words

    return read


def login_name(given: str) -> str:
    """The name of an account."""
    name = one_line(MOST_LOGIN)(given)
    try:
        User.username_validator(name)
    except ValidationError as error:
        raise ArgumentTypeError("letters, digits and the signs @ . + - _ are possible") from error
    return name


def fixed_port(given: str) -> int:
    """A port that can be written down: not 0, which stands for any."""
    if not port_number(given):
        raise ArgumentTypeError("this must be one port, not 0")
    return port_number(given)


def days(least: int, most: int) -> Callable[[str], int]:
    """A whole number of days from ``least`` to ``most``."""

    def read(given: str) -> int:
        # Digits of other scripts and thousands of them are no number of days either.
        number = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1
        if not least <= number <= most:
            raise ArgumentTypeError(f"a whole number of days from {least} to {most} is expected")
        return number

    return read
