"""Content longer than the screen, one whole page at a time: "More" goes on, "Back up" returns. No bars, no gestures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from accessibility.profile import Layout
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.page_words import PageWords
from kiosk.widgets.layout.stack_and_grid import Stack
from kiosk.widgets.layout.tab_order import controls_of
from kiosk.widgets.text.text_layout import SetText, set_text
from kiosk.widgets.theme import Look, colour, font
from kiosk.widgets.tiles.tile import Tile
from kiosk.widgets.tiles.tile_layout import Face, Style


def page_starts(
    breaks: list[int],
    total: int,
    room: int,
    space: int,
    *,
    between_lines: Collection[int] = (),
    if_need_be: Collection[int] = (),
) -> list[tuple[int, int]]:
    """Cut content into pages: (start, end) of each, in pixels from its top.

    A page ends at the last of ``breaks`` (ascending heights at which nothing is cut) that fits into ``room``; where
    even the first does not fit, it is cut at ``room``. ``if_need_be`` are breaks that part what belongs together; they
    count only where no page could hold both parts. ``space`` is skipped at the start of a page, but not after a
    break ``between_lines`` of one text: nothing is empty there.
    """
    pages: list[tuple[int, int]] = []
    parting = {end for end in if_need_be if _height_around(breaks, end, total, space) > room}
    ends, start = sorted({*breaks, *parting}), 0
    while total - start > room:
        end = max((end for end in ends if start < end <= start + room), default=start + max(1, room))
        pages.append((start, end))
        tight = end not in ends or end in between_lines
        start = end if tight else _after_space(ends, end, total, space)
    pages.append((start, max(total, start)))
    return pages


def _height_around(breaks: list[int], place: int, total: int, space: int) -> int:
    """Height of the piece that is cut here: from behind the break before to the break after."""
    before = max((end for end in breaks if end < place), default=-space)
    return min((end for end in breaks if end > place), default=total) - (before + space)


def _after_space(breaks: list[int], end: int, total: int, space: int) -> int:
    """Where the next page starts: behind the empty space that follows a break, never behind the next break."""
    following = min((other for other in breaks if other > end), default=total)
    return min(end + space, following)


_RULE_PX = 3
"""Between the number of the page and how many there are, where one stands above the other."""

_SHARES = (50, 55, 45, 60, 40)
"""Of the room for both buttons, in percent, what the one that goes up may take where room is short."""


class Pages(QWidget):
    """A stack of blocks seen through a window that shows whole pages of it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.page = 0
        self.is_tight = False
        """Room is short: the two buttons need not be equally wide if they are lower then."""
        self._cuts = [(0, 0)]
        self._room = self._kept = self._content_px = 0
        self._view = QWidget(self)
        self.stack = Stack(look, self._view)
        style = Style(centred=True, bold=True)
        metrics = look.metrics
        self._are_beside = metrics.signs_alone and metrics.landscape
        """The two stand beside the content, where a line ends: large letters on a small screen that lies have width to
        give, not height."""
        in_reach = metrics.low and not self._are_beside
        self._more_is_left = metrics.layout is Layout.LOW_LEFT if in_reach else look.right_to_left
        # Alone on a page, the two have nothing that would tell a chain of keys where it begins: they are made in order.
        signs = ["arrow-up", "arrow-down"]
        if self._more_is_left and not look.right_to_left:
            signs.reverse()
        made = {sign: Tile(Face("", pictogram=sign), Intent(), look, style, parent=self) for sign in signs}
        self._up, self._more = made["arrow-up"], made["arrow-down"]
        self._count_of = ""
        self._more.setObjectName("more")
        self._up.setObjectName("back_up")
        for turner in (self._up, self._more):
            turner.turns_pages = True  # type: ignore[attr-defined]  # both are read by accessibility.controls
            turner.comes_last = self._are_beside  # type: ignore[attr-defined]
        self._more.clicked.connect(lambda: self.turn_to(self.page + 1))
        self._up.clicked.connect(lambda: self.turn_to(self.page - 1))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    @property
    def key_parts(self) -> list[QWidget]:
        """Keys go through the content, on whatever page it is, and then to the buttons."""
        return [self.stack, self]

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._cuts)

    @property
    def room(self) -> int:
        """Height of a page of the content, in pixels."""
        return self.height() if self.count == 1 else self._room

    def show_words(self, words: PageWords) -> None:
        """Name the two buttons, and how pages are counted."""
        for button, word, sign in ((self._more, words.more, "arrow-down"), (self._up, words.back_up, "arrow-up")):
            shown = "" if self.look.metrics.terse else word
            button.show_face(Face(shown, pictogram=sign, name=word))
        self._count_of = words.page_count

    def needed(self, width: int) -> int:
        """Height at which everything is on one page."""
        with self._kept_within(0):
            return self.stack.heightForWidth(width)

    def fits(self, width: int, height: int) -> bool:
        """Everything fits into this size, on one page or on several without cutting a piece."""
        return self.needed(width) <= height or self._tallest_piece(width) <= height - self._below(width)

    def least_height(self, width: int) -> int:
        """The least height at which no piece is cut."""
        return min(self.needed(width), self._tallest_piece(width) + self._below(width))

    def _tallest_piece(self, width: int) -> int:
        """Height of the tallest piece on pages of this width, with all it says."""
        with self._kept_within(0):
            return self.stack.tallest_piece(width - self._beside(width))

    def content_width(self, width: int, height: int) -> int:
        """How wide the content is in this size, in pixels."""
        return width if self.needed(width) <= height else width - self._beside(width)

    def arrange(self) -> None:
        """Cut the content into pages of the present size and show the page that was shown before."""
        width, height = self.width(), self.height()
        is_whole = self.needed(width) <= height
        content = width if is_whole else width - self._beside(width)
        self._cuts, self._content_px = self.cuts(width, height), content
        self._keep_within(0 if is_whole else self._room_above_buttons(width, height))
        if self.count > 1:
            self._place_buttons()
            self._room = self._kept
        self.stack.arrange(content, height if self.count == 1 else self.stack.heightForWidth(content))
        self.turn_to(self.page)

    def cuts(self, width: int, height: int) -> list[tuple[int, int]]:
        """Where each page would begin and end in this size, in pixels from the top of the content."""
        if (whole := self.needed(width)) <= height:
            return [(0, whole)]
        room = self._room_above_buttons(width, height)
        with self._kept_within(room):
            return self._cuts_of(width - self._beside(width), room)

    def _cuts_of(self, content: int, room: int) -> list[tuple[int, int]]:
        metrics, total = self.look.metrics, self.stack.heightForWidth(content)
        in_pieces = self.stack.breaks_in_pieces(content, room)
        return page_starts(
            self.stack.breaks(content),
            total,
            room,
            min(metrics.space, metrics.gap),
            between_lines={*self.stack.breaks_between_lines(content), *in_pieces},
            if_need_be=[*self.stack.breaks_behind_leads(content), *in_pieces],
        )

    @contextmanager
    def _kept_within(self, room: int) -> Iterator[None]:
        """For as long as something is asked about the content on pages so high; 0 for one page of any height."""
        before = self._kept
        self._keep_within(room)
        yield
        self._keep_within(before)

    def _keep_within(self, room: int) -> None:
        self._kept = room
        self.stack.keep_within(room)

    def _room_above_buttons(self, width: int, height: int) -> int:
        return max(self.look.metrics.target, height - self._below(width))

    def _below(self, width: int) -> int:
        """What the two buttons take from the height of pages."""
        return 0 if self._are_beside else self._buttons_height(width) + self.look.metrics.gap

    def _beside(self, width: int) -> int:
        """What they take from the width of pages."""
        return self._buttons_height(width) + self.look.metrics.gap if self._are_beside else 0

    def turn_to(self, page: int) -> None:
        """Show this page, or the nearest there is."""
        self.page = max(0, min(page, len(self._cuts) - 1))
        start, end = self._cuts[self.page]
        left = self.width() - self._content_px if self._more_is_left else 0
        bottom = self.height() if self.count == 1 else end - start
        self._view.setGeometry(left, self._lowered(start, end), self._content_px, bottom)
        self.stack.move(0, -start)
        self._show_buttons()
        self.update()

    def _show_buttons(self) -> None:
        """Each where it leads on. Keys go on with the other one when the one they act on goes."""
        buttons = ((self._up, self.page > 0), (self._more, self.page < self.count - 1))
        for button, leads_on in buttons:
            if leads_on:
                button.show()
        for button, leads_on in buttons:
            if not leads_on:
                other = self._up if button is self._more else self._more
                if button.hasFocus() and not other.isHidden():
                    other.setFocus(Qt.FocusReason.OtherFocusReason)
                button.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Which page of how many this is, in the place of the button that is not there.

        For eyes only: whoever goes by ear comes past everything without turning pages.
        """
        missing = [tile for tile in (self._up, self._more) if tile.isHidden()]
        if self.count == 1 or len(missing) != 1:
            return
        painter = QPainter(self)
        self._paint_count(painter, missing[0].geometry())
        painter.end()

    def _paint_count(self, painter: QPainter, place: QRect) -> None:
        ink = self.look.palette.ink
        if self._are_beside:  # one number above the other
            middle = place.center().y()
            above, below = (self._counted(str(number), place.width()) for number in (self.page + 1, self.count))
            above.draw(painter, place.x(), middle - above.height, ink)
            below.draw(painter, place.x(), middle, ink)
            painter.fillRect(place.x() + place.width() // 4, middle, place.width() // 2, _RULE_PX, colour(ink))
            return
        lines = self._counted(self._count_of.format(page=self.page + 1, pages=self.count), place.width())
        if lines.height > place.height():
            lines = self._counted(f"{self.page + 1} / {self.count}", place.width())
        lines.draw(painter, place.x(), place.y() + (place.height() - lines.height) // 2, ink)

    def _counted(self, text: str, width: int) -> SetText:
        return set_text(text, font(self.look.metrics.text_px), width, self.look, centred=True)

    def _lowered(self, start: int, end: int) -> int:
        """How far down a short page stands: as far as its controls need to be within reach (R33)."""
        if len(self._cuts) == 1 or not self.look.metrics.low:
            return 0
        tops = (control.mapTo(self.stack, QPoint(0, 0)).y() for control in controls_of(self.stack))
        highest = min((top for top in tops if start <= top < end), default=end) - start
        above_reach = self.look.metrics.reach_top - self.mapTo(self.window(), QPoint(0, highest)).y()
        return max(0, min(above_reach, self._room - (end - start)))

    def shows(self, widget: QWidget) -> bool:
        """The whole widget is on the page that is shown."""
        return self.visible_part(widget).size() == widget.size()

    def visible_part(self, widget: QWidget) -> QRect:
        """What the page that is shown shows of a widget, in the widget's own pixels; empty if nothing."""
        corner = widget.mapTo(self._view, widget.rect().topLeft())
        return self._view.rect().translated(-corner).intersected(widget.rect())

    def _buttons_height(self, width: int) -> int:
        return self._height_with(*self._button_widths(width))

    def _button_widths(self, width: int) -> tuple[int, int]:
        """Of the button that goes up and of the one that goes on."""
        room = width - self.look.metrics.gap
        splits = [(room * share // 100, room - room * share // 100) for share in _SHARES]
        return min(splits, key=lambda split: self._height_with(*split)) if self.is_tight else splits[0]

    def _height_with(self, up: int, more: int) -> int:
        return max(self._up.heightForWidth(up), self._more.heightForWidth(more))

    def _place_buttons(self) -> None:
        gap = self.look.metrics.gap
        if beside := self._beside(self.width()):
            left = 0 if self._more_is_left else self.width() - beside + gap
            half = (self.height() - gap) // 2
            self._up.setGeometry(left, 0, beside - gap, half)
            self._more.setGeometry(left, self.height() - half, beside - gap, half)
            return
        up, more = self._button_widths(self.width())
        height = self._height_with(up, more)
        top = self.height() - height
        self._more.setGeometry(0 if self._more_is_left else up + gap, top, more, height)
        self._up.setGeometry(more + gap if self._more_is_left else 0, top, up, height)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What keys act on is never on a hidden page (R11)."""
        if now is None or not self.stack.isAncestorOf(now):
            return
        top = now.mapTo(self.stack, now.rect().topLeft()).y()
        for page, (start, end) in enumerate(self._cuts):
            if start <= top < end:
                self.turn_to(page)
