"""What every screen is: it shows views of one kind, says what the person asked for, and knows what to read aloud."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.viewmodel.phrases import spoken_action
from kiosk.viewmodel.views import View
from kiosk.widgets.layout.curtain import Curtain
from kiosk.widgets.layout.page import Page
from kiosk.widgets.text.text_layout import spoken_text
from kiosk.widgets.theme import Look


class Screen(QWidget):
    """Base of all screens. A screen builds its pieces in ``build`` and puts the view into them in ``fill``.

    ``asked`` carries an intent and is the only thing that ever comes out. A screen has one look for life; the window
    makes a new one when size, contrast or direction change.
    """

    asked = Signal(object)

    grows = True
    """False where the page has to stay as it is, though it may seem to have room: something will come that needs it."""

    def __init__(self, view: View, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.view = view
        if look.right_to_left:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.page = Page(look, self)
        self.page.asked.connect(self.asked)
        self.curtain = Curtain(look.of_bars, self)
        self.curtain.asked.connect(self.asked)
        self.build()
        self.fill()
        self.curtain.show_frame(view.frame)

    @property
    def is_covered(self) -> bool:
        """Nothing of it is to be seen: nothing may be painted over its curtain either."""
        return self.view.frame.curtain is not None

    def build(self) -> None:
        """Make the widgets that stay for the life of the screen."""

    def fill(self) -> None:
        """Put ``self.view`` into the widgets. Called for every new view of the same kind."""
        self.page.show_view(self.view)

    def show_view(self, view: View) -> None:
        """Show this view. Page and focus stay where they are."""
        self.view = view
        self.fill()
        self.page.arrange()
        self.curtain.show_frame(view.frame)

    def spoken(self, heard: View | None = None) -> list[str]:
        """What is read on arrival, in order: what this is about, what can be chosen, and the ways on.

        ``heard`` is a view of the same kind to be read in place of the one that is seen.
        """
        shown = self.view
        self.view = view = heard or shown
        content = list(self.spoken_content())
        self.view = shown
        frame = view.frame
        ways = [action for action in (frame.main, frame.back, frame.home, frame.end) if action]
        texts = [view.headline, self.page.title_of_explanation, view.explanation, *content, view.notice]
        return [spoken_text(text) for text in [*texts, *map(spoken_action, ways)] if text]

    def spoken_content(self) -> Iterable[str]:
        """What is read between the explanation and the ways on."""
        return ()

    def busy(self) -> bool:
        """True while the person watches something and need not touch anything."""
        return False

    def resume(self, before: Screen) -> None:
        """Go on where another screen of the same kind was: on the same page, with keys acting on the same control."""
        self.page.pages.turn_to(before.page.pages.page)
        self.focus_on(before.focus_key())

    def focus_key(self) -> str:
        """The name of the control that keys act on now; empty if there is none."""
        widget = self.focusWidget()
        return widget.objectName() if widget is not None and widget.hasFocus() else ""

    def focus_on(self, key: str) -> None:
        """Let keys act on the control of this name, if there is one."""
        if key and (widget := self.findChild(QWidget, key)):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def lay_out(self) -> None:
        """Arrange the page in the size of its look, before anybody sees it."""
        metrics = self.look.metrics
        self.page.resize(metrics.width, metrics.height)
        self.page.arrange()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The page fills the screen, and so does the curtain."""
        self.page.setGeometry(self.rect())
        self.curtain.setGeometry(self.rect())
