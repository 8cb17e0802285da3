"""A code in letters: whole groups in each line, and nothing at the end of a line that is not one of its letters."""

from __future__ import annotations

import pytest

from kiosk.widgets.code_panel import code_in_lines

CODES = ("K7QF-2M3A-XW5T-PJ4C-6RBD", "4711 1815 0123", "7KQP-W2MX", "ABCD")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_no_group_is_broken_and_no_line_ends_with_a_hyphen(code: str, lines: int) -> None:
    shown = code_in_lines(code, lines).splitlines()
    assert len(shown) <= lines
    assert all(line[-1].isalnum() for line in shown)
    groups = [group for line in shown for group in line.replace("-", " ").split()]
    assert groups == code.replace("-", " ").split()
