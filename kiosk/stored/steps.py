"""The steps of reading what is stored: what there is, and one page for each."""

from __future__ import annotations

from kiosk.session.session import Step


class StoredStep(Step):
    """Where a person can be."""

    STORED = "stored"
    STORED_ABOUT = "stored_about"
