"""An e-mail address or a telephone number, for asking back."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.description import DescriptionScreen
from kiosk.viewmodel.intents import GiveContact, Intent
from kiosk.viewmodel.views import ContactView


@screen("contact", ContactView)
class ContactScreen(DescriptionScreen):
    """Written like a description."""

    view: ContactView

    def told(self, text: str) -> Intent:
        """What the person says with a text."""
        return GiveContact(text)
