"""The steps of trying the station out. What is practised itself goes through the steps of voting and reporting."""

from __future__ import annotations

from kiosk.session.session import Step


class PracticeStep(Step):
    """Where a person can be who practises."""

    PRACTICE = "practice"
    PRACTICE_DONE = "practice_done"
