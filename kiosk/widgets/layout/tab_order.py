"""The order in which the tab key, and what assistive technology is told, take the controls of a page: as eyes do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from accessibility.focus import Bounds, reading_order


def put_in_order(parts: Sequence[QWidget], *, right_to_left: bool) -> None:
    """Chain the controls of these parts of a page: part after part, and in each from line to line, as they stand now.

    A part may say ``key_parts``: pieces of it that are taken one after the other, wherever they stand.
    """
    in_order: dict[QWidget, None] = {}  # the bar of aids may stand with the content
    used = [part for part in parts if not part.isHidden() and controls_of(part)]
    for part in _as_read(used, right_to_left=right_to_left):
        pieces: Sequence[QWidget] = getattr(part, "key_parts", [part])
        for piece in pieces:
            in_order.update(dict.fromkeys(_as_read(controls_of(piece), right_to_left=right_to_left)))
    _chain(list(in_order))


def _chain(controls: Sequence[QWidget]) -> None:
    """Let these follow each other, and nothing of them come before the first.

    Qt's chain is a ring that begins at the window, and two that follow each other across its beginning are left as they
    are. So everything is taken behind the first one, the last at first.
    """
    others = controls[1:]
    for other in [*others[:1], *reversed(others)]:
        QWidget.setTabOrder(controls[0], other)


def _as_read(widgets: Sequence[QWidget], *, right_to_left: bool) -> list[QWidget]:
    boxes = [_box(widget) for widget in widgets]
    return [widgets[at] for at in reading_order(boxes, right_to_left=right_to_left)]


def _box(widget: QWidget) -> Bounds:
    corner = widget.mapTo(widget.window(), QPoint(0, 0))
    return Bounds(corner.x(), corner.y(), widget.width(), widget.height())


def controls_of(piece: QWidget) -> list[QWidget]:
    """All controls in a piece of a page that the tab key could come to."""
    return [widget for widget in (piece, *piece.findChildren(QWidget)) if _takes_keys(widget)]


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
