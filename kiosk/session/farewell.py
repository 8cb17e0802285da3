"""The end of a visit as it is shown, after everything else of the person is gone."""

from __future__ import annotations

from dataclasses import dataclass

from accessibility.profile import Profile

GOODBYE_SECONDS = 8
"""How long it is shown before the greeting comes back."""


@dataclass(frozen=True)
class Farewell:
    """In the language and type the person could read; ``until`` in seconds of the machine."""

    language: str
    profile: Profile
    until: float
