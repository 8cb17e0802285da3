"""What a reason is: why something is refused, as a word that programs keep and compare, never as a sentence.

A page translates by the member; the English sentence is for logs, commands and the other side.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

Fact = str | int

MAX_FACT_LENGTH = 100
"""Characters of a fact that are told."""


class Reason(StrEnum):
    """Base of the reasons of one subject; itself without members. A member is its word and its English sentence.

    The names in the sentence (``%(seq)s``) are the facts it is told with: exactly these.
    """

    english: str

    def __new__(cls, word: str, english: str) -> Self:
        """The word is what is kept."""
        reason = str.__new__(cls, word)
        reason._value_ = word
        reason.english = english
        return reason

    @property
    def fact_names(self) -> frozenset[str]:
        """The facts it is told with."""
        return names_in(self.english)

    def sentence(self, facts: Mapping[str, Fact]) -> str:
        """In English. Raises ValueError for other facts than its own."""
        if set(facts) != self.fact_names:
            raise ValueError(f"the reason {self} is told with exactly these facts: {sorted(self.fact_names)}")
        return self.english % facts


def names_in(sentence: str) -> frozenset[str]:
    """The names of facts in a sentence."""

    class Names(dict[str, object]):
        def __missing__(self, name: str) -> str:
            self[name] = ""
            return ""

    names = Names()
    sentence % names
    return frozenset(names)
