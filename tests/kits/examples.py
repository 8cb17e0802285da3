"""How many examples a test goes through that says so itself: more when everything is asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")

TIMES = 30
"""With ``--full`` so many times as many, and other ones on every run."""

_VARIABLE = "MITMACH_TESTS_FULL"


def ask_for_all() -> None:
    """From now on, also in processes that are started."""
    os.environ[_VARIABLE] = "1"


def examples(usual: int) -> int:
    """For ``max_examples``: the usual number, or that of a run with ``--full``."""
    return usual * TIMES if os.environ.get(_VARIABLE) else usual


def cases(usual: Sequence[Case], every: Sequence[Case]) -> Sequence[Case]:
    """For ``parametrize``: the usual cases, or with ``--full`` every one."""
    return every if os.environ.get(_VARIABLE) else usual
