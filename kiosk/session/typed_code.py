"""A code in groups, as receipts show it."""

from __future__ import annotations

from sync.protocol.encoding import group_code

NUMBER_GROUP, SECOND_GROUP = 4, 3
"""Digits in a group of a report's number, and of its second code."""


def grouped_number(digits: str) -> str:
    """A report's number, whole or not, as the receipt shows it."""
    return group_code(digits, NUMBER_GROUP, between=" ")


def grouped_second_code(digits: str) -> str:
    """A report's second code, whole or not, as the receipt shows it."""
    return group_code(digits, SECOND_GROUP, between=" ")
