"""The steps of looking up a code."""

from __future__ import annotations

from kiosk.session.session import Step


class LookupStep(Step):
    """Where a person can be who looks up a code."""

    LOOK_UP = "look_up"
    SCAN_SLIP = "scan_slip"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    WORD_KEPT = "word_kept"
