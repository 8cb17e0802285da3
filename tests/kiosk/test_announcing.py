"""What assistive technology is told, and how urgent it is."""

from dataclasses import replace

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from accessibility.announcing import announce, announcement
from kiosk.app import announced
from kiosk.viewmodel.intents import OpenPolls


def test_an_announcement_says_the_words_and_only_urgent_ones_interrupt(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    page = announcement(widget, "Umfragen")
    assert (page.message(), page.politeness()) == ("Umfragen", QAccessible.AnnouncementPoliteness.Polite)
    trouble = announcement(widget, "Bitte wählen Sie.", urgent=True)
    assert trouble.politeness() == QAccessible.AnnouncementPoliteness.Assertive


def test_telling_nobody_is_no_error(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    QAccessible.setActive(True)
    announce(widget, "Umfragen")
    QAccessible.setActive(False)
    announce(widget, "Umfragen")
    announce(widget, "")


def test_a_new_page_and_a_new_notice_are_announced_once(kit):
    home = kit.at_home("en")
    polls = kit.ask(OpenPolls())
    assert list(announced(home, polls)) == [(polls.headline, False)]
    assert list(announced(polls, polls)) == []
    noticed = replace(polls, notice="Please choose.")
    assert list(announced(polls, noticed)) == [("Please choose.", True)]
    assert list(announced(noticed, noticed)) == []
