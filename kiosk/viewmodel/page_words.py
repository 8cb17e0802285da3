"""The words that a screen itself needs, in the person's language, whatever it shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageWords:
    """Words that a screen itself needs, in the person's language.

    ``more`` and ``back_up`` are the two buttons of a page that is longer than the screen. ``page_count``, with
    ``{page}`` and ``{pages}``, stands in the place of the one that is not there. ``about`` is the title of an
    explanation that stands behind the answers, for want of room before them. ``chosen`` and ``not_chosen`` are said
    after the name of something that can be chosen.
    """

    more: str = ""
    back_up: str = ""
    chosen: str = ""
    not_chosen: str = ""
    speed: str = ""
    """How fast it is read aloud now; ``volume``: how loud."""
    volume: str = ""
    private: str = ""
    """Said instead of an answer that others could hear; ``private_sign`` instead of a letter just written."""
    private_sign: str = ""
    private_hint: str = ""
    """How answers can be heard, said where they are held back."""
    accepted: str = ""
    """Said when something was chosen that others must not hear."""
    heard: str = ""
    """Said when headphones are plugged in: answers are read from now on."""
    operate: str = ""
    """How to move, choose and hear once more."""
    place: str = ""
    """Said behind what stands in a list: which of how many, as ``{number}`` and ``{count}``."""
    covered: str = ""
    """Stands on the covered screen; ``uncovered`` is said when it can be seen again."""
    uncovered: str = ""
    page_count: str = ""
    about: str = ""


NO_WORDS = PageWords()
"""Of a view that nobody hears."""
