"""The one step of the question at the end of a visit."""

from __future__ import annotations

from kiosk.session.session import Step


class MoodStep(Step):
    """Where a person can be who is asked."""

    MOOD = "mood"
