"""How many examples a property test draws that says so itself: more when everything is asked for."""

from __future__ import annotations

import os

TIMES = 30
"""With ``--full`` so many times as many, and other ones on every run."""

_VARIABLE = "MITMACH_TESTS_FULL"


def ask_for_all() -> None:
    """From now on, also in processes that are started."""
    os.environ[_VARIABLE] = "1"


def examples(usual: int) -> int:
    """For ``max_examples``: the usual number, or that of a run with ``--full``."""
    return usual * TIMES if os.environ.get(_VARIABLE) else usual
