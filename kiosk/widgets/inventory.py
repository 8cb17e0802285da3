"""What is on a screen, as data: every control, text and picture with its place, as eyes, fingers and keys meet it.

Read from the widgets and their accessibility interfaces, never from the view: it says what is there, not what was meant.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget

from kiosk.widgets.pages import Pages
from kiosk.widgets.screen import Screen
from kiosk.widgets.set_text import spoken_text

_MOST_STEPS = 500
"""A focus walk that has not returned by then never will."""


@dataclass(frozen=True)
class Item:
    """One thing on a screen. ``rect`` is left, top, width, height in pixels of the screen; of a control, where it acts.

    ``in_view`` is False for what another page of a long screen shows. ``focus_order`` counts from 0; -1: keys never
    get there.
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
    text_rects: tuple[tuple[int, int, int, int], ...]

    def as_data(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def inventory(screen: Screen) -> list[Item]:
    """Everything on a screen that is laid out, in the order of the widgets."""
    order = {id(widget): at for at, widget in enumerate(focus_walk(screen))}
    return [
        item
        for widget in screen.findChildren(QWidget)
        if (item := _item(screen, widget, order.get(id(widget), -1))) is not None
    ]


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
    """Where a touch acts on a button, in its own pixels: asked along both middle lines."""
    across = [x for x in range(button.width()) if button.hitButton(QPoint(x, button.height() // 2))]
    down = [y for y in range(button.height()) if button.hitButton(QPoint(button.width() // 2, y))]
    if not across or not down:
        return QRect()
    return QRect(across[0], down[0], across[-1] - across[0] + 1, down[-1] - down[0] + 1)


def _takes_keys(screen: Screen, widget: QWidget) -> bool:
    wanted = widget.focusPolicy().value & 1  # Qt.FocusPolicy.TabFocus
    return bool(wanted) and widget.isEnabled() and widget.isVisibleTo(screen) and widget.focusProxy() is None


def _item(screen: Screen, widget: QWidget, focus_order: int) -> Item | None:
    kind = _kind(widget)
    if not kind or not widget.isVisibleTo(screen) or widget.size().isEmpty():
        return None
    interface = QAccessible.queryAccessibleInterface(widget)
    state = interface.state()
    name = interface.text(QAccessible.Text.Name)
    place = hit_rect(widget) if isinstance(widget, QAbstractButton) else widget.rect()
    text_rects = [_on_screen(screen, widget, rect) for rect in getattr(widget, "text_rects", list)()]
    return Item(
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
        in_view=_in_view(screen, widget),
        text_rects=tuple(text_rects),
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


def _on_screen(screen: Screen, widget: QWidget, rect: QRect) -> tuple[int, int, int, int]:
    corner = widget.mapTo(screen, rect.topLeft())
    return corner.x(), corner.y(), rect.width(), rect.height()


def _in_view(screen: Screen, widget: QWidget) -> bool:
    pages: Pages = screen.page.pages
    return pages.shows(widget) if pages.stack.isAncestorOf(widget) else True
