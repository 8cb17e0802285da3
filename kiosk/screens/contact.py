"""An e-mail address or a telephone number, for asking back."""

from __future__ import annotations

from kiosk.screens import screen
from kiosk.screens.description import DescriptionScreen
from kiosk.viewmodel.intents import GiveContact
from kiosk.viewmodel.views import ContactView


@screen("contact", ContactView)
class ContactScreen(DescriptionScreen):
    """Written like a description."""

    wish = GiveContact
    view: ContactView
