"""The one layout of all screens: aids, headline, explanation, content, what happened, and the ways on and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from accessibility.profile import Layout
from kiosk.viewmodel.views import View
from kiosk.widgets.layout.aids_bar import AidsBar
from kiosk.widgets.layout.answers_first import answers_among, orders_with_answers_first, put_best_order
from kiosk.widgets.layout.navigation_bar import Ways
from kiosk.widgets.layout.pager import Pages
from kiosk.widgets.layout.stack_and_grid import Stack
from kiosk.widgets.layout.tab_order import controls_of, put_in_order
from kiosk.widgets.layout.task_band import paint_band
from kiosk.widgets.layout.zones import Zones, aids_width, low_zones, normal_zones
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import Look, colour

LEAD_PART = 0.38
"""Part of a wide screen for headline and explanation, beside the content."""


@dataclass(frozen=True)
class Arranged:
    """How a page is arranged: in which way, whether all of it is there, and what part of its room is free."""

    way: str
    whole: bool
    """Everything is on one page, and nothing gave way to anything."""
    spare: float

    def stands_as(self, other: Arranged) -> bool:
        """Arranged in the same way, and whole."""
        return self.whole and self.way == other.way


class Page(QWidget):
    """A page of a visit. Fill it with ``show_view`` and ``put``, then ``arrange`` it."""

    asked = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below it is painted in vain
        self.aids = AidsBar(look.of_bars)
        self.aids.setParent(self)
        self.headline = Words("", look, Rank.HEADLINE, parent=self)
        self.explanation = Words("", look)
        self.pages = Pages(look, self)
        self.status = Stack(look, self)
        self.counted = Words("", look, Rank.STRONG)
        self.notice = Words("", look, Rank.NOTICE)
        self.status.put([self.notice, self.counted])
        self.ways = Ways(look.of_bars, self)
        self._lead = Stack(look, self)
        self._leading: list[QWidget] = [self.explanation]
        self._blocks: list[QWidget] = []
        self._stretching: list[QWidget] = []
        self._picture: QWidget | None = None
        self._counts = False
        self._way = ""
        self._centred = False
        self._about = Words("", look, Rank.STRONG)
        self._about.leads = True
        self._may_tell: tuple[str, ...] = ()
        self._room_to_tell: dict[tuple[int, tuple[str, ...]], int] = {}
        self.keeps_room = True
        """Room is kept for what may be told, so that its coming and going moves nothing. Where there is none to keep,
        it stands in the place of the headline as long as it is told, and moves nothing either."""
        self.lead_part = LEAD_PART
        self.may_stand_beside = True
        """On a wide screen words may stand beside the content."""
        self.tight = False
        """What belongs together stands no farther apart than fingers need."""
        self.aids.asked.connect(self.asked)
        self.ways.asked.connect(self.asked)

    def show_view(self, view: View, *, counted: str = "") -> None:
        """Show what all views have. ``counted`` is a sentence above the ways that says how far one is."""
        self.aids.show_aids(view.frame.aids)
        self.ways.show_frame(view.frame)
        self.pages.show_words(view.frame.words)
        self._about.show_text(view.frame.words.about)
        self.headline.show_text(view.headline)
        self.explanation.show_text(view.explanation)
        self.notice.show_text(view.notice)
        # What did not work says more than how far one is.
        self.counted.show_text("" if view.notice else counted)
        self._counts = bool(counted)
        self._may_tell = view.may_tell

    def put(
        self, blocks: Sequence[QWidget], *, lead: Sequence[QWidget] = (), stretching: Sequence[QWidget] = ()
    ) -> None:
        """The content below the explanation, in place of what was there.

        ``lead``: stands with the explanation, before the content. ``stretching``: take what height is left.
        """
        for block in [*self._leading[1:], *self._blocks]:
            if block not in [*lead, *blocks]:
                block.hide()
                block.deleteLater()
        self._leading = [self.explanation, *lead]
        self._blocks, self._stretching = list(blocks), list(stretching)

    def centre_words(self) -> None:
        """The picture of this page stands above its words and both in the middle, wherever there is room for it."""
        self._centred = True
        self.explanation.centre()

    def put_picture(self, picture: QWidget, rank: Rank = Rank.DISPLAY) -> None:
        """Make this a page with one thing to say: a picture, and the words below or beside it in the middle."""
        self._picture = picture
        self.headline.deleteLater()
        self.headline = Words("", self.look, rank, centred=self._centred, parent=self)

    def arrange(self) -> None:
        """Place everything for the present size and content."""
        metrics = self.look.of_bars.metrics
        if min(self.width(), self.height()) <= 2 * metrics.margin:
            return  # not on the display yet: Qt begins with a size of its own
        wide = self.width() - 2 * (metrics.margin - metrics.ring)
        aids_height = self.aids.heightForWidth(aids_width(metrics, self.width()))
        zones = (low_zones if metrics.low else normal_zones)(
            metrics, self.width(), self.height(), aids_height=aids_height, ways_height=self.ways.heightForWidth(wide)
        )
        self.aids.setGeometry(zones.aids)
        self.ways.setGeometry(zones.ways)
        self._way = self._arrange_in(zones)
        self.pages.arrange()
        self._cover_headline()
        self._put_in_order()

    @property
    def arranged(self) -> Arranged:
        """How it is arranged now."""
        whole = self.pages.count == 1 and not self.tight and self.keeps_room
        needed = self.pages.needed(self.pages.width())
        return Arranged(self._way, whole, 1 - needed / max(1, self.pages.height()))

    @property
    def title_of_explanation(self) -> str:
        """What stands above an explanation that stands behind the answers; empty where it stands before them."""
        return self._about.text() if self._about in self.pages.stack.blocks else ""

    def _arrange_in(self, zones: Zones) -> str:
        """Place headline, content and status; in which of the ways there are."""
        whole = zones.reading.united(zones.content)
        if self._picture:
            self._arrange_picture(self._picture, whole)
            return "picture"
        if self._arrange_beside(whole, top=zones.content.y()):
            return "beside" if self.explanation in self._lead.blocks else "beside, explanation with the content"
        if self._arrange_low(zones):
            return "low" if self.explanation in self._lead.blocks else "low, explanation with the content"
        self._arrange_below(whole)
        return "below" if self.headline.parent() is self else "below, headline with the content"

    def _cover_headline(self) -> None:
        """Where no room is kept for what is told, it covers the headline, and the field of a keyboard gives way."""
        if not self._covers:
            return
        place = self.pages.geometry()
        if self._lead.isVisibleTo(self):
            headline = QRect(self.headline.mapTo(self, QPoint(0, 0)), self.headline.size())
            if self.status.y() >= headline.y():
                covered = self.status.isVisibleTo(self) and self.status.geometry().intersects(headline)
                self.headline.setVisible(not covered)
                return
            place = place.united(self._lead.geometry())
        elif self.headline.parent() is self:
            place.setTop(self.headline.y())
        told = self.status.heightForWidth(place.width())
        self.headline.setVisible(not told)
        self.status.setVisible(told > 0)
        self.status.setGeometry(place.x(), place.y(), place.width(), told)
        self.status.arrange(place.width(), told)
        self.status.raise_()
        for block in self._blocks:
            if give_way := getattr(block, "give_way", None):
                give_way(max(0, place.y() + told + self.look.metrics.gap - self.pages.y()) if told else 0)

    @property
    def _covers(self) -> bool:
        """What is told stands on something that can give way to it, and leaves some of it; else it turns pages."""
        metrics = self.look.metrics
        if metrics.compact and metrics.flat and self.status.heightForWidth(self.width()) > self.height() // 2:
            return False
        return not self.keeps_room and any(hasattr(block, "give_way") for block in self._blocks)

    @property
    def headline_turns(self) -> bool:
        """The headline turns its pages with the content, for want of room: what is told would move the content."""
        return self.headline.parent() is self.pages.stack

    def _put_in_order(self) -> None:
        """Let the tab key, and what assistive technology is told, take the controls in the order they are read."""
        put_in_order((self.aids, self._lead, self.pages, self.ways), right_to_left=self.look.right_to_left)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place everything anew."""
        self.arrange()

    def showEvent(self, _event: QShowEvent) -> None:
        """Some blocks make their controls when they are shown."""
        self._put_in_order()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, and beside the headline the band of the task."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self.look.palette.paper))
        if self.headline.text() and self.headline.parent() in (self, self._lead):
            paint_band(painter, self.look, QRect(self.headline.mapTo(self, QPoint(0, 0)), self.headline.size()))
        painter.end()

    def _arrange_below(self, zone: QRect) -> None:
        """Headline, content and status below each other. The explanation turns its pages with the content.

        Very large letters on a low screen: so that no tile has to be cut, headline and status turn with the rest.
        """
        self._lead.hide()
        for fixed in (True, False):
            self._show_here(self.headline)
            self._show_here(self.status)
            top, bottom = zone.y(), zone.y() + zone.height()
            if fixed:
                top = self._arrange_headline(zone)
                bottom = self._arrange_status(zone.x(), zone.width(), bottom)
                self._put_content([], zone.width(), bottom - top)
            else:
                told = [] if self._covers else [self.status]
                warned, counted = (told, []) if self.notice.text() else ([], told)
                self._put_content([self.headline, *warned], zone.width(), bottom - top, behind=counted)
                self.status.arrange(self.pages.content_width(zone.width(), bottom - top), 0)
            if self.pages.fits(zone.width(), bottom - top):
                break
        self.pages.setGeometry(zone.x(), top, zone.width(), max(1, bottom - top))

    def _put_content(
        self, before: Sequence[QWidget], width: int, height: int, *, behind: Sequence[QWidget] = ()
    ) -> None:
        """Put explanation and content into the pages, in this size, after what stands ``before``, with what stands
        ``behind`` next to the content. Answers are in view first."""
        content = [*self._blocks, *behind]
        orders: list[list[QWidget]] = [[*self._leading, *content]]
        answers = answers_among(self._blocks, self.look)
        if answers is not None:
            orders += orders_with_answers_first(self._leading, content, title=self._about, width=width)
        put_best_order(self.pages, before, orders, answers, stretching=self._stretching, size=(width, height))

    def _arrange_headline(self, zone: QRect) -> int:
        """Place the headline on top; where the content below it starts."""
        metrics = self.look.metrics
        width = zone.width() - 2 * metrics.ring
        height = self.headline.heightForWidth(width)
        self.headline.setGeometry(zone.x() + metrics.ring, zone.y(), width, height)
        return zone.y() + height + (self._space if height else 0)

    def _show_here(self, block: QWidget) -> None:
        if block.parent() is not self:
            block.setParent(self)
            block.show()

    def _arrange_picture(self, picture: QWidget, zone: QRect) -> None:
        """Picture and words as one group, a little above the middle."""
        words = [self.headline, *self._leading, *self._blocks]
        self._lead.hide()
        self.pages.stack.put([picture, *words])
        bottom = self._arrange_status(zone.x(), zone.width(), zone.y() + zone.height())
        is_column = self._centred and self.pages.needed(zone.width()) <= bottom - zone.y()
        if self.look.metrics.landscape and not is_column:
            zone = self._picture_beside(picture, zone)
            bottom = self._arrange_status(zone.x(), zone.width(), zone.y() + zone.height())
            self.pages.stack.put(words)
        spare = bottom - zone.y() - self.pages.needed(zone.width())
        top = zone.y() + max(0, spare * 2 // 5)
        self.pages.setGeometry(zone.x(), top, zone.width(), bottom - top)

    def _picture_beside(self, picture: QWidget, zone: QRect) -> QRect:
        """Put the picture into the first part of a wide screen; what is left for the words."""
        part = round(zone.width() * self.lead_part)
        rest = zone.width() - part
        right_to_left = self.look.right_to_left
        self._lead.put([picture])
        self._lead.show()
        self._lead.arrange(part, zone.height())
        picture.setGeometry(0, 0, part, zone.height())
        self._lead.move(zone.x() + (rest if right_to_left else 0), zone.y())
        return QRect(zone.x() + (0 if right_to_left else part), zone.y(), rest, zone.height())

    def _arrange_low(self, zones: Zones) -> bool:
        """What is only read stands above the reach of the hand, the content within it. False: there is no need.

        Content that needs more room grows upwards, for nothing is ever cut.
        """
        metrics, reading, content = self.look.metrics, zones.reading, zones.content
        if not metrics.low or not any(_is_used(block) for block in self._blocks):
            return False
        width = content.width()
        status = self._status_height(width) + metrics.space
        for above, below in ((self._leading, []), ([], self._leading)):
            self._show_here(self.status)
            self._lead.put([self.headline, *above])
            self.pages.stack.put([*below, *self._blocks], stretching=self._stretching)
            read = self._lead.heightForWidth(width) + status
            needed = content.height()
            self.pages.is_tight = False  # whatever was on this page before
            if not self.pages.fits(width, needed):
                self.pages.is_tight = True
                if not self.pages.fits(width, needed):
                    needed = self.pages.least_height(width)
            top = content.y() + content.height() - needed
            if reading.y() + read <= top:
                self._lead.show()
                self._lead.move(reading.x(), reading.y())
                self._lead.arrange(width, 0)
                self._arrange_status(reading.x(), width, top - metrics.space)
                self.pages.setGeometry(content.x(), top, width, needed)
                return True
        return False

    def _arrange_beside(self, zone: QRect, *, top: int) -> bool:
        """On a wide screen words stand beside the content, for lines that eyes can follow. False: it does not fit.

        The content starts at ``top``, for a hand in a layout with low reach on the side of that hand.
        Where the explanation is too long for its place beside the content, it turns its pages with it.
        """
        metrics = self.look.metrics
        if not (metrics.landscape and self.may_stand_beside and self._blocks):
            return False
        width = round(zone.width() * self.lead_part)
        room = zone.height() - self._status_height(width) - metrics.space
        self._lead.put([self.headline, *self._leading])
        between = 2 * metrics.space
        self._show_here(self.status)
        height = zone.y() + zone.height() - top
        if self._lead.heightForWidth(width) <= room:
            self.pages.stack.put(self._blocks, stretching=self._stretching)
        else:
            self._lead.put([self.headline])
            self._put_content([], zone.width() - width - between, height)
        torn = metrics.compact and self.headline.set_lines(width - 2 * metrics.ring).breaks_a_word
        too_high = torn or self._lead.heightForWidth(width) > room
        if too_high or not self.pages.fits(zone.width() - width - between, height):
            return False
        lead_last = metrics.layout is Layout.LOW_LEFT if metrics.low else self.look.right_to_left
        self._lead.show()
        self._lead.move(zone.x() + (zone.width() - width if lead_last else 0), zone.y())
        self._lead.arrange(width, 0)
        self._arrange_status(self._lead.x(), width, zone.y() + zone.height())
        left = zone.x() + (0 if lead_last else width + between)
        self.pages.setGeometry(left, top, zone.width() - width - between, height)
        return True

    def _status_height(self, width: int) -> int:
        if self._covers:
            return 0
        height = self.status.heightForWidth(width)
        # A notice of two lines comes and goes without moving what is above it.
        reserved = (self._counts or self._may_tell) and self.look.metrics.roomy and not self.look.metrics.landscape
        height = max(height, self.notice.height_of_lines(2)) if reserved else height
        return max(height, self._height_to_tell(width)) if self.keeps_room else height

    def _height_to_tell(self, width: int) -> int:
        key = width, self._may_tell
        if key not in self._room_to_tell:
            inner = width - 2 * self.look.metrics.ring  # as the stack sets it
            heights = (self.notice.height_with(text, inner) for text in self._may_tell)
            self._room_to_tell = {key: max(heights, default=0)}
        return self._room_to_tell[key]

    def _arrange_status(self, left: int, width: int, bottom: int) -> int:
        """Place what happened at the bottom; where the content above has to end."""
        height, needed = self._status_height(width), self.status.heightForWidth(width)
        self.status.setVisible(needed > 0)
        self.status.setGeometry(left, bottom - needed, width, needed)
        self.status.arrange(width, needed)
        return bottom - height - (self._space if height else 0)

    @property
    def _space(self) -> int:
        return self.look.metrics.gap if self.tight else self.look.metrics.space


def _is_used(block: QWidget) -> bool:
    """There are controls in it, and they are not all at its lower end anyway."""
    return not getattr(block, "controls_low", False) and bool(controls_of(block))
