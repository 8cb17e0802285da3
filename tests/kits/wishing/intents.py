"""What a person can ask for who leaves a wish."""

from __future__ import annotations

from kiosk.viewmodel.intents import Intent


class OpenWish(Intent):
    """Leave a wish."""
