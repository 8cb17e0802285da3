"""The attendants' PIN of a station: a salted scrypt hash in a file of its own. Nobody keeps the PIN itself.

How often it may be tried is not decided here.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sync.files import write_private
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused
from sync.protocol.shifts import stretch_pin

NAME = "staff-pin.json"
LEAST_DIGITS, MOST_DIGITS = 6, 12


@dataclass(frozen=True)
class StaffPin:
    """What proves a PIN: a stolen disk gives it away in days, not in seconds."""

    salt: bytes
    hash: bytes

    def fits(self, pin: str) -> bool:
        """True for the PIN this was made of."""
        return hmac.compare_digest(stretch_pin(pin, self.salt), self.hash)


def write_pin(folder: Path, pin: str, *, owner: tuple[int, int] | None = None) -> Path:
    """Make this the PIN of the station with this data folder, in place of any before.

    Only its owner can read the file: ``owner`` (user and group), or who writes it.
    Raises Refused for one that is too short, too long, no number or too easy; OSError.
    """
    check_pin(pin)
    salt = secrets.token_bytes(16)
    values = {"salt": salt.hex(), "scrypt": stretch_pin(pin, salt).hex()}
    path = folder / NAME
    write_private(path, f"{json.dumps(values)}\n".encode(), owner=owner)
    return path


def read_pin(folder: Path) -> StaffPin | None:
    """What proves the PIN of this station; None when none was set, or the file cannot be read."""
    try:
        values = parse_json((folder / NAME).read_text(encoding="ascii"))
        return StaffPin(bytes.fromhex(values["salt"]), bytes.fromhex(values["scrypt"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def check_pin(pin: str) -> None:
    """Raises Refused for a PIN that is too short, too long, no number or too easy."""
    if not (pin.isascii() and pin.isdigit() and LEAST_DIGITS <= len(pin) <= MOST_DIGITS):
        raise Refused(f"the PIN has {LEAST_DIGITS} to {MOST_DIGITS} digits and nothing else")
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise Refused("the PIN is too easy: one digit again and again, or one after the other")
