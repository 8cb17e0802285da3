"""Tells assistive technology what has just happened: the page that is there now, and what did not work as wished.

The station does not depend on a screen reader, but one that is plugged in by staff or testers is told the same.
"""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announcement(widget: QWidget, text: str, *, urgent: bool = False) -> QAccessibleAnnouncementEvent:
    """The event for one text; an ``urgent`` one interrupts what is being read."""
    event = QAccessibleAnnouncementEvent(widget, text)
    kinds = QAccessible.AnnouncementPoliteness
    event.setPoliteness(kinds.Assertive if urgent else kinds.Polite)
    return event


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Tell it. Nothing happens where nobody listens."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(announcement(widget, text, urgent=urgent))
