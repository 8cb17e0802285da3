"""In which order the parts of a page stand, so that answers are in view before explanations are long.

Where fewer than two answers are on the first page, the explanation stands behind them all, below a title of its own;
where that is not enough the rule, too, and what is told of an option behind its choices. All of it is read aloud before
the answers. Between answers and explanation, other ways to answer are then the last.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kiosk.widgets.layout.pager import Pages
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.theme import Look

ENOUGH = 2
"""Rows of answers on the first page."""


def answers_among(blocks: Sequence[QWidget], look: Look) -> QWidget | None:
    """The first block the person answers with; without one, on a compact screen, what there is to choose from."""
    choices = [block for block in blocks if isinstance(block, TileGrid) and block.tiles] if look.metrics.compact else []
    return next((block for block in blocks if getattr(block, "answers", False)), choices[0] if choices else None)


def orders_with_answers_first(
    leading: Sequence[QWidget], content: Sequence[QWidget], *, title: QWidget, width: int
) -> list[list[QWidget]]:
    """Other orders than explanation, rule, content: from the least to the most different.

    ``leading`` are the explanation and what stands with it; ``title`` is that of an explanation behind the answers.
    """
    explanation, *rule = leading
    orders: list[list[QWidget]] = []
    content = sorted(content, key=lambda block: getattr(block, "may_come_last", False))
    if explanation.heightForWidth(width):
        orders.append([*rule, *content, title, explanation])
    if any(block.heightForWidth(width) for block in rule):
        orders.append([*content, title, *leading])
    if any(getattr(block, "may_follow", False) for block in content):
        orders.append([*_followed(content), title, *leading])
    return orders


def put_best_order(
    pages: Pages,
    before: Sequence[QWidget],
    orders: Sequence[Sequence[QWidget]],
    answers: QWidget | None,
    *,
    stretching: Sequence[QWidget],
    size: tuple[int, int],
) -> None:
    """Put the first of these orders into the pages that shows answers enough, else the one that shows most of them.

    ``size`` is the width and height of a page in pixels.
    """
    best, seen_in_best = orders[0], -(sum(size) ** 2)
    for order in orders:
        pages.stack.put([*before, *order], stretching=stretching)
        seen, most = _in_view(pages, answers, *size) if answers is not None else (0, 0)
        if seen > seen_in_best:
            best, seen_in_best = order, seen
        if seen >= min(ENOUGH, most):
            return
    pages.stack.put([*before, *best], stretching=stretching)


def _in_view(pages: Pages, answers: QWidget, width: int, height: int) -> tuple[int, int]:
    """How many rows of these the first page shows in this size, and how many there are. Where it shows none: how many
    pages are before the first of them, below zero."""
    cuts, ends = pages.cuts(width, height), pages.stack.breaks_in(answers, pages.content_width(width, height))
    seen = sum(end <= cuts[0][1] for end in ends)
    return seen or -sum(end < ends[0] for _, end in cuts), len(ends)


def _followed(content: Sequence[QWidget]) -> list[QWidget]:
    """The same blocks, each that ``may_follow`` the next one behind it."""
    order = list(content)
    for at, block in enumerate(content[:-1]):
        if getattr(block, "may_follow", False):
            order[at : at + 2] = [content[at + 1], block]
    return order
