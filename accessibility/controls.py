"""The controls of a screen as hands meet them: which there are now, where they stand, in which order they are offered.

Reads widgets, changes none. The class of a part of a screen may say ``scan_rank`` (parts with a lower number are
offered first; 0 is the content), ``scan_together`` (a ``Together``: its controls are offered as a group) and
``numbered`` (its controls are a list: which of how many one is, is said); a part with a list may say what that is
``called``. A control may say ``turns_pages``: a walk through everything leaves it out; and ``comes_last``: it stands
beside several lines, and keys come to it last.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QWidget

from accessibility.focus import Bounds, reading_lines, reading_order
from accessibility.scanning import Group, Together

Name = tuple[str, int]
"""A control's object name, and which it is of those with this name: the same on a screen that is built anew."""


@dataclass(frozen=True)
class Controls:
    """All controls that can be seen and used now, in the order in which they are offered."""

    widgets: tuple[QWidget, ...]
    boxes: tuple[Bounds, ...]
    names: tuple[Name, ...]
    right_to_left: bool

    def named(self, name: Hashable) -> QWidget | None:
        """The control of this name."""
        return self.widgets[self.names.index(name)] if name in self.names else None

    def groups(self) -> list[Group]:
        """What two switches offer, one after the other: buttons alone or together, never what can only be read."""
        found: dict[QWidget, list[int]] = {}
        for index, widget in enumerate(self.widgets):
            if isinstance(widget, QAbstractButton):
                found.setdefault(_part_together(widget) or widget, []).append(index)
        groups: list[Group] = []
        for part, members in found.items():
            groups += [tuple(self.names[at] for at in line) for line in self._lines(part, members)]
        return groups

    def rect_of(self, names: Group) -> QRect:
        """The rectangle around these controls, in pixels of the window."""
        whole = QRect()
        for name in names:
            box = self.boxes[self.names.index(name)] if name in self.names else None
            whole = whole.united(QRect(box.left, box.top, box.width, box.height)) if box else whole
        return whole

    def sections(self) -> list[list[int]]:
        """The indexes of all, parted where a list, a row of keys or the ways begin and end."""
        found: dict[QWidget, list[int]] = {}
        for index, widget in enumerate(self.widgets):
            found.setdefault(_part_apart(widget), []).append(index)
        return [line for part, members in found.items() for line in self._lines(part, members)]

    def _lines(self, part: QWidget, members: list[int]) -> list[list[int]]:
        if getattr(part, "scan_together", None) is not Together.LINES:
            return [members]
        lines = reading_lines([self.boxes[at] for at in members], right_to_left=part.isRightToLeft())
        return [[members[at] for at in line] for line in lines]


def controls_of(window: QWidget) -> Controls:
    """The controls of what the window shows now."""
    return _in_order([widget for widget in window.findChildren(QWidget) if _usable(widget)], window)


def walk_of(window: QWidget) -> Controls:
    """All controls of the screen, on whatever page of it, for a walk by ear: the page turns with the focus."""
    return _in_order([widget for widget in window.findChildren(QWidget) if _is_in_walk(widget)], window)


def list_around(widget: QWidget) -> QWidget | None:
    """The list it stands in: the nearest part around it whose controls are counted."""
    return next((part for part in _around(widget) if "numbered" in _said_by(type(part))), None)


def place_in_list(widget: QWidget) -> tuple[int, int] | None:
    """Which of how many it is, in a list whose controls are counted; None where there is nothing to count."""
    part = list_around(widget)
    if part is None:
        return None
    members = _in_order([member for member in part.findChildren(QWidget) if _is_in_walk(member)], part).widgets
    return (members.index(widget) + 1, len(members)) if widget in members and len(members) > 1 else None


def _in_order(shown: list[QWidget], window: QWidget) -> Controls:
    right_to_left = any(widget.isRightToLeft() for widget in shown)
    boxes = [_box(widget, window) for widget in shown]
    ranks = [_rank(widget) for widget in shown]
    order: list[int] = []
    for rank in sorted(set(ranks)):
        members = [at for at, one in enumerate(ranks) if one == rank]
        by_reading = reading_order([boxes[at] for at in members], right_to_left=right_to_left)
        order += [members[at] for at in by_reading]
    widgets = tuple(shown[at] for at in order)
    return Controls(widgets, tuple(boxes[at] for at in order), _names(widgets), right_to_left)


def control_at(window: QWidget, place: QPoint) -> QWidget | None:
    """What can be named at this place: the control there, else the nearest piece around it that has a name."""
    widget = window.childAt(place)
    while widget is not None and widget is not window:
        if widget.isEnabled() and (widget.accessibleName() or _usable(widget)):
            return widget
        widget = widget.parentWidget()
    return None


def _takes_keys(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
    )


def _usable(widget: QWidget) -> bool:
    """It can be seen, takes the focus by keys, and is not cut off by the page it is on."""
    return _takes_keys(widget) and _is_in_view(widget)


def _is_in_walk(widget: QWidget) -> bool:
    return _takes_keys(widget) and not getattr(widget, "turns_pages", False)


def _is_in_view(widget: QWidget) -> bool:
    """Some of it is seen. What a field shows is painted by its viewport, which covers all of it."""
    painted = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    return not painted.visibleRegion().isEmpty()


def _box(widget: QWidget, window: QWidget) -> Bounds:
    corner = widget.mapTo(window, QPoint(0, 0))
    part = widget.parentWidget()
    if part is not None and getattr(widget, "comes_last", False):
        below = part.mapTo(window, QPoint(0, part.height())).y()
        return Bounds(corner.x(), below - (1 if widget.y() else 2), widget.width(), 1)
    return Bounds(corner.x(), corner.y(), widget.width(), widget.height())


def _names(widgets: tuple[QWidget, ...]) -> tuple[Name, ...]:
    seen: dict[str, int] = {}
    names = []
    for widget in widgets:
        name = widget.objectName()
        names.append((name, seen.get(name, 0)))
        seen[name] = seen.get(name, 0) + 1
    return tuple(names)


def _around(widget: QWidget) -> Iterator[QWidget]:
    """The widget and all it stands in, from the inside."""
    part: QWidget | None = widget
    while part is not None:
        yield part
        part = part.parentWidget()


_said: dict[type[QWidget], frozenset[str]] = {}


def _said_by(kind: type[QWidget]) -> frozenset[str]:
    """What parts of this class say. Asking every widget instead costs more than all else here: most say nothing."""
    if kind not in _said:
        _said[kind] = frozenset(mark for mark in ("numbered", "scan_together", "scan_rank") if hasattr(kind, mark))
    return _said[kind]


def _rank(widget: QWidget) -> int:
    ranked = (part for part in _around(widget) if "scan_rank" in _said_by(type(part)))
    return next((int(getattr(part, "scan_rank", 0)) for part in ranked), 0)


def _part_apart(widget: QWidget) -> QWidget:
    """The nearest part around it that is something of its own; the widget itself where there is none."""
    return next((part for part in _around(widget) if _said_by(type(part))), widget)


def _part_together(widget: QWidget) -> QWidget | None:
    return next((part for part in _around(widget) if "scan_together" in _said_by(type(part))), None)
