"""The map one can touch: a tap puts the pin, a drag moves the ground. It tells the place and decides nothing.

Everything a finger can do here, the buttons of ``map_panel`` do as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.widgets.map.ground import WOODS, SketchGround
from kiosk.widgets.map.markers import Circle, Marks, Place, paint_circle, paint_cross, paint_pin, pin_rect
from kiosk.widgets.map.projection import Box, Limits, Viewport, showing
from kiosk.widgets.map.tile_ground import PaintedGround, TileGround
from kiosk.widgets.map.tile_pack import TilePack
from kiosk.widgets.theme import Look, colour, font

NEAREST_METRES_PER_MM = 6.0
"""The sketch knows nothing finer: at its nearest, a screen of 240 mm shows one and a half kilometres."""

TAP_MM = 4.0
"""A finger that moves less than this has tapped; one that moves more has moved the map."""

STEP = 0.4
"""How far the buttons move the map, in parts of what is shown."""

CLOSER = 1.6
"""How much nearer one step goes."""

LEAST_HEIGHT_MM, LEAST_COMPACT_HEIGHT_MM = 75.0, 46.0

ATTRIBUTION_MM = 4.8
"""Size of the letters that say whose map it is: the law wants it seen, and the ground needs the room."""


class MapView(QWidget):
    """The map of one sketch. ``pointed`` brings longitude and latitude of a tap, in degrees."""

    pointed = Signal(float, float)
    moved = Signal()

    def __init__(
        self,
        sketch: Mapping[str, Any],
        focus: Box,
        look: Look,
        language: str,
        *,
        pack: TilePack | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        west, south, east, north = box = sketch["bbox"]
        drawn = SketchGround(sketch, look)
        tiles = TileGround(pack, drawn) if pack and look.palette.land in WOODS else None
        nearest = NEAREST_METRES_PER_MM / look.metrics.px_per_mm
        if tiles is not None:
            nearest = min(nearest, tiles.nearest_metres(box))
        self._limits = Limits((west, south, east, north), nearest)
        self._ground: PaintedGround = tiles or drawn
        self._has_tiles = tiles is not None
        self._focus = focus if focus[2] > focus[0] else self._limits.box
        self._marks = Marks(sketch, look, language)
        whose = (str(sketch.get("attribution", "")), pack.attribution if pack and tiles else "")
        self._attribution = " | ".join(filter(None, whose))
        self._outline: Sequence[Sequence[Place]] = ()
        self._point: Place | None = None
        self._circle: Circle | None = None
        self._shown: Viewport | None = None
        self._touched = False
        """The person has moved the map or put the pin: from now on it stays where it is."""
        self._picture = QPixmap()
        self._stale = True
        self._pressed: QPointF | None = None
        self._dragged_from: QPointF | None = None
        self.shows_middle = False
        """A cross shows the middle: the map was moved since the pin was put."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def viewport(self) -> Viewport:
        """What is shown now."""
        if self._shown is None:
            whole = showing(self._focus, width=self._width(), height=self._height(), limits=self._limits)
            self._shown = self._with_pin(whole)
        return self._shown

    def resume(self, before: MapView) -> None:
        """Go on where another map was moved to."""
        if not before._touched:
            return
        self.shows_middle = before.shows_middle
        self._show(before.viewport.resized(self._width(), self._height()))

    def show_point(self, point: Place | None) -> None:
        """Put the pin here; None takes it away."""
        if point != self._point:
            self._point = point
            self._stale = True  # names keep off the pin
            self.update()

    def show_outline(self, outline: Sequence[Sequence[Place]]) -> None:
        """Draw the district's outline: rings of longitude and latitude."""
        if outline != self._outline:
            self._outline = outline
            self._stale = True
            self.update()

    def show_circle(self, circle: Circle | None) -> None:
        """Draw the circle the place is in; None takes it away."""
        if circle != self._circle:
            self._circle = circle
            self.update()

    def point_here(self) -> None:
        """Point at the cross; without a cross at where the pin is, so that pressing "here" never moves it away."""
        middle = self.viewport.centre
        place = middle if self.shows_middle or self._point is None else self._point
        self._say(place)

    def move_by(self, across: float, down: float) -> None:
        """Move what is seen by parts of the map's own size, to the east and to the south."""
        self.shows_middle = True
        self._show(self.viewport.moved(across * self.width() * STEP, down * self.height() * STEP))

    def go_closer(self) -> None:
        """One step nearer, the pin staying where it is seen."""
        self._zoom(CLOSER)

    def go_farther(self) -> None:
        """One step farther away, the pin staying where it is seen."""
        self._zoom(1 / CLOSER)

    def hasHeightForWidth(self) -> bool:
        """It takes what height there is."""
        return True

    def heightForWidth(self, _width: int) -> int:
        """The least height at which a district can be made out."""
        metrics = self.look.metrics
        return metrics.mm(LEAST_COMPACT_HEIGHT_MM if metrics.compact else LEAST_HEIGHT_MM)

    def sizeHint(self) -> QSize:
        """The page decides."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """The page decides."""
        return QSize(0, 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The same place and scale in the new size; the district anew if nobody has moved the map yet."""
        self._stale = True
        if self._shown is not None:
            self._shown = self._shown.resized(self._width(), self._height()) if self._touched else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger comes down."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._dragged_from = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A finger that has moved far enough moves the ground."""
        if self._pressed is None:
            return
        if self._dragged_from is None:
            if (event.position() - self._pressed).manhattanLength() < self.look.metrics.mm(TAP_MM):
                return
            self._dragged_from = self._pressed
        step = self._dragged_from - event.position()
        self._dragged_from = event.position()
        self.shows_middle = True
        self._show(self.viewport.moved(step.x(), step.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lifted where it came down: here it is (R23)."""
        pressed, dragged = self._pressed, self._dragged_from is not None
        self._pressed = self._dragged_from = None
        if pressed is None or dragged or not self.rect().contains(event.position().toPoint()):
            return
        self._say(self.viewport.to_place(event.position().x(), event.position().y()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground with its marks, kept as one picture while nothing moves; over it the pin and the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground_picture())
        if self._circle:
            paint_circle(painter, self.look, self.viewport, self._circle)
        if self.shows_middle:
            paint_cross(painter, self.look, QPointF(self.width() / 2, self.height() / 2))
        if tip := self._tip():
            paint_pin(painter, self.look, tip)
        self._paint_frame(painter)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        """Round corners and a frame. Paper over the corners: to clip the ground takes many times as long."""
        metrics, palette = self.look.metrics, self.look.palette
        half = metrics.stroke / 2
        edge = QRectF(self.rect()).adjusted(half, half, -half, -half)
        corners = QPainterPath()
        corners.addRect(QRectF(self.rect()))
        corners.addRoundedRect(edge, metrics.radius, metrics.radius)
        painter.fillPath(corners, colour(palette.paper))
        painter.setPen(QPen(colour(palette.ink), metrics.stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(edge, metrics.radius, metrics.radius)

    def _say(self, place: Place) -> None:
        self._touched = True
        self.shows_middle = False
        self.update()
        self.pointed.emit(*place)

    def _with_pin(self, view: Viewport) -> Viewport:
        """The view moved as far as needed to see the whole pin; around the pin if it was not seen at all."""
        if self._point is None:
            return view
        tip = QPointF(*view.to_screen(*self._point))
        if not QRectF(self.rect()).contains(tip):
            return view.around(*self._point)
        pin, off = pin_rect(self.look, tip), self.look.metrics.gap
        return view.moved(
            min(0.0, pin.left() - off) + max(0.0, pin.right() + off - view.width), min(0.0, pin.top() - off)
        )

    def _tip(self) -> QPointF | None:
        """Where the pin points, in pixels."""
        return QPointF(*self.viewport.to_screen(*self._point)) if self._point else None

    def _zoom(self, factor: float) -> None:
        tip = self._tip()
        seen = tip is not None and QRectF(self.rect()).contains(tip)
        self._show(self.viewport.zoomed(factor, at=(tip.x(), tip.y()) if tip and seen else None))

    def _width(self) -> int:
        return max(1, self.width())

    def _height(self) -> int:
        return max(1, self.height())

    def _show(self, view: Viewport) -> None:
        self._touched = True
        if view != self._shown:
            self._shown = view
            self._stale = True
            self.update()
            self.moved.emit()

    def _ground_picture(self) -> QPixmap:
        if self._stale or self._picture.size() != self.size():
            if self._picture.size() != self.size():
                self._picture = QPixmap(self.size())
            tip = self._tip()
            covered = [pin_rect(self.look, tip)] if tip else []
            painter = QPainter(self._picture)
            self._ground.paint(painter, self.viewport)
            self._marks.paint(painter, self.viewport, outline=self._outline, covered=covered, roads=not self._has_tiles)
            self._paint_attribution(painter)
            painter.end()
            self._stale = False
        return self._picture

    def _paint_attribution(self, painter: QPainter) -> None:
        """Whose ground it is, in the corner."""
        if not self._attribution:
            return
        metrics, palette = self.look.metrics, self.look.palette
        painter.setFont(font(min(metrics.text_px, metrics.mm(ATTRIBUTION_MM))))
        room = QRectF(0, 0, self.width() - 2 * metrics.padding, self.height())
        words = painter.fontMetrics().boundingRect(room.toRect(), Qt.TextFlag.TextWordWrap, self._attribution)
        width = words.width() + 2 * metrics.padding
        place = QRectF(self.width() - width, self.height() - words.height(), width, words.height())
        painter.fillRect(place, colour(palette.paper))
        painter.setPen(colour(palette.ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._attribution)
