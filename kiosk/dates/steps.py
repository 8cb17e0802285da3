"""The steps of seeing what comes in the house: one page."""

from __future__ import annotations

from kiosk.session.session import Step


class DatesStep(Step):
    """Where a person can be."""

    DATES = "dates"
