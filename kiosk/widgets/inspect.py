"""What is on a screen, as data: every control, text and picture with its place, as eyes, fingers and keys meet it.

Read from the widgets and their accessibility interfaces, never from the view: it says what is there, not what is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget

from kiosk.widgets.entry.key import KeyButton
from kiosk.widgets.layout.pager import Pages
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.text.answer_lines import LineRow
from kiosk.widgets.text.label import Words
from kiosk.widgets.text.text_layout import SetText, spoken_text
from kiosk.widgets.tiles.tile import Tile

_MOST_STEPS = 500
"""A focus walk that has not returned by then never will."""


@dataclass(frozen=True)
class Text:
    """Words as they are set: where, in which lines of equal height, and in which font size."""

    rect: tuple[int, int, int, int]
    lines: tuple[str, ...]
    font_px: int


@dataclass(frozen=True)
class ScreenItem:
    """One thing on a screen. ``rect`` is left, top, width, height in pixels of the screen; of a control, where it acts.

    ``in_view`` is False for what another page of a long screen shows; a text is cut to its part on this page.
    ``focus_order`` counts from 0; -1: keys never get there.
    """

    kind: str
    role: str
    name: str
    spoken: str
    text: str
    rect: tuple[int, int, int, int]
    font_px: int
    enabled: bool
    focusable: bool
    focus_order: int
    checked: bool | None
    in_view: bool
    texts: tuple[Text, ...]

    def as_data(self) -> dict[str, object]:
        """For JSON."""
        return vars(self) | {"texts": [vars(text) for text in self.texts]}


def inventory(screen: Screen) -> list[ScreenItem]:
    """Everything on a screen that is laid out, in the order of the widgets."""
    return [item for _, item in described(screen)]


def described(screen: Screen) -> list[tuple[QWidget, ScreenItem]]:
    """Everything on a screen that is laid out, with the widget it is."""
    order = {id(widget): at for at, widget in enumerate(focus_walk(screen))}
    found = ((widget, _item(screen, widget, order.get(id(widget), -1))) for widget in screen.findChildren(QWidget))
    return [(widget, item) for widget, item in found if item is not None]


def focus_walk(screen: Screen) -> list[QWidget]:
    """The controls in the order in which a key goes through them, until it is back at the first."""
    walk: list[QWidget] = []
    widget: QWidget | None = screen.nextInFocusChain()
    for _ in range(_MOST_STEPS * 10):
        if widget is None or widget is screen:
            break
        if screen.isAncestorOf(widget) and _takes_keys(screen, widget):
            walk.append(widget)
        widget = widget.nextInFocusChain()
    return walk


def hit_rect(button: QAbstractButton) -> QRect:
    """Where a touch acts on a button, in its own pixels: asked from its middle to all four sides."""
    x, y = button.width() // 2, button.height() // 2
    if not button.hitButton(QPoint(x, y)):
        return QRect()
    left = _last_inside(lambda d: button.hitButton(QPoint(x - d, y)), x)
    right = _last_inside(lambda d: button.hitButton(QPoint(x + d, y)), button.width() - 1 - x)
    top = _last_inside(lambda d: button.hitButton(QPoint(x, y - d)), y)
    bottom = _last_inside(lambda d: button.hitButton(QPoint(x, y + d)), button.height() - 1 - y)
    return QRect(QPoint(x - left, y - top), QPoint(x + right, y + bottom))


def _last_inside(acts: Callable[[int], bool], most: int) -> int:
    """The largest distance up to ``most`` at which it still acts; it acts at 0, and a control has no holes."""
    inside, outside = 0, most + 1
    while outside - inside > 1:
        middle = (inside + outside) // 2
        if acts(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _takes_keys(screen: Screen, widget: QWidget) -> bool:
    wanted = widget.focusPolicy().value & 1  # Qt.FocusPolicy.TabFocus
    return bool(wanted) and widget.isEnabled() and widget.isVisibleTo(screen) and widget.focusProxy() is None


def _item(screen: Screen, widget: QWidget, focus_order: int) -> ScreenItem | None:
    kind = _kind(widget)
    if not kind or not widget.isVisibleTo(screen) or widget.size().isEmpty():
        return None
    interface = QAccessible.queryAccessibleInterface(widget)
    state = interface.state()
    name = interface.text(QAccessible.Text.Name)
    place, in_view = _place(screen, widget, kind)
    return ScreenItem(
        kind=kind,
        role=_role(widget, interface.role()),
        name=name,
        spoken=spoken_text(name),
        text=_text(widget),
        rect=_on_screen(screen, widget, place),
        font_px=int(getattr(widget, "font_px", 0)),
        enabled=widget.isEnabled(),
        focusable=focus_order >= 0,
        focus_order=focus_order,
        checked=bool(state.checked) if state.checkable else None,
        in_view=in_view,
        texts=tuple(_texts(screen, widget)),
    )


def _kind(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QPlainTextEdit):
        return "control"
    if isinstance(widget, QLabel):
        return "text" if widget.text() else ""
    return "picture" if widget.accessibleName() else ""


def _role(widget: QWidget, role: QAccessible.Role) -> str:
    names = {
        QAccessible.Role.Button: "button",
        QAccessible.Role.CheckBox: "checkbox",
        QAccessible.Role.RadioButton: "radio",
        QAccessible.Role.EditableText: "textbox",
        QAccessible.Role.StaticText: "text",
    }
    return str(getattr(widget, "role", "")) or names.get(role, "picture")


def _text(widget: QWidget) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _texts(screen: Screen, widget: QWidget) -> Iterator[Text]:
    """What is set on a widget; of one that sets nothing itself, its text in one line."""
    if isinstance(widget, Tile | Words | LineRow):
        for lines, left, top in widget.set_texts():
            if lines.text:
                yield from _lines_in_view(screen, widget, lines, left, top)
    elif isinstance(widget, KeyButton):
        for rect in widget.text_rects():
            yield Text(_on_screen(screen, widget, rect), (widget.text(),), widget.font_px)
    elif isinstance(widget, QPlainTextEdit) and widget.toPlainText():
        yield _written(screen, widget)


def _lines_in_view(screen: Screen, widget: QWidget, lines: SetText, left: int, top: int) -> Iterator[Text]:
    """All lines; of a tile that is higher than a page those that stand on this one."""
    pages: Pages = screen.page.pages
    place, shown = lines.rect_at(left, top), tuple(lines.lines)
    if isinstance(widget, Tile) and pages.stack.isAncestorOf(widget) and widget.height() > pages.room:
        visible, starts = pages.visible_part(widget), [0, *lines.line_ends]
        seen = [
            at
            for at in range(len(shown))
            if visible.top() <= top + starts[at] and top + starts[at + 1] <= visible.bottom() + 1
        ]
        if not seen:
            return
        place = QRect(left, top + starts[seen[0]], place.width(), starts[seen[-1] + 1] - starts[seen[0]])
        shown = shown[seen[0] : seen[-1] + 1]
    yield Text(_on_screen(screen, widget, place), shown, lines.font_px)


def _written(screen: Screen, field: QPlainTextEdit) -> Text:
    """What stands in a field: as many lines as are seen."""
    lines: list[str] = []
    places: list[QRect] = []
    block = field.firstVisibleBlock()
    top = round(field.blockBoundingGeometry(block).translated(field.contentOffset()).top())
    layout = block.layout()
    for at in range(layout.lineCount()):
        line = layout.lineAt(at)
        place = QRect(0, top + round(line.y()), field.viewport().width(), round(line.height()))
        if place.intersected(field.viewport().rect()).height() > 1:  # the field has a row of pixels more than lines
            lines.append(block.text()[line.textStart() : line.textStart() + line.textLength()])
            places.append(place)
    place = places[0].united(places[-1]) if places else QRect()
    return Text(_on_screen(screen, field.viewport(), place), tuple(lines), field.font().pixelSize())


def _on_screen(screen: Screen, widget: QWidget, rect: QRect) -> tuple[int, int, int, int]:
    corner = widget.mapTo(screen, rect.topLeft())
    return corner.x(), corner.y(), rect.width(), rect.height()


def _place(screen: Screen, widget: QWidget, kind: str) -> tuple[QRect, bool]:
    """Where it is, and whether it is in view. A text may go on on the next page, and a control that is higher than any
    page; others are shown whole or not."""
    place = hit_rect(widget) if isinstance(widget, QAbstractButton) else widget.rect()
    pages: Pages = screen.page.pages
    if not pages.stack.isAncestorOf(widget):
        return place, True
    if kind != "text" and widget.height() <= pages.room:
        return place, pages.shows(widget)
    visible = pages.visible_part(widget)
    visible = visible.intersected(place)
    return (visible, True) if not visible.isEmpty() else (place, False)
