"""What of a view may be heard by everybody around, as far as tasks have it in common: a view in, a view without
anything of the person out (R41).

The titles of options and the names of keys are public, they are the same for everybody; what was chosen, written or
given as a code is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from kiosk.viewmodel.views import AnswerView, DescriptionView, Line, PlaceView, ReceiptView, ReviewView, View

V = TypeVar("V", bound=View)

Hush = Callable[[Any], View]
"""Takes out of a view what is of the person."""

Overheard = Mapping[type[View], Hush]
"""What everybody may hear of each view; views of a class that is not named are treated as those of its parent."""


def as_it_is(view: V) -> V:
    """Nothing of the person is in it."""
    return view


def without_states(view: V) -> V:
    """Nothing is said to be chosen or not, and how answers can be heard is explained. The beginning of all others."""
    words = view.frame.words
    silent = replace(view.frame, words=replace(words, chosen="", not_chosen=""))
    return replace(view, frame=silent, explanation=f"{view.explanation} {words.private_hint}".strip())


def without_text(view: DescriptionView) -> View:
    """Nothing of what was written."""
    return replace(without_states(view), text="")


def without_place(view: PlaceView) -> View:
    """No place; the explanation names the district that was chosen."""
    words = view.frame.words
    return replace(
        without_states(view), explanation=words.private_hint, point_words=words.private, middle_words=words.accepted
    )


def without_values(view: ReviewView) -> View:
    """What each line is about, and not what was said."""
    private = view.frame.words.private
    return replace(without_states(view), lines=tuple(_without_value(line, private) for line in view.lines))


def without_code(view: ReceiptView) -> View:
    """That there is a code, and not which."""
    title = f"{view.code_title}: {view.frame.words.private}"
    return replace(without_states(view), code_title=title, code="", qr="", proven="", second=None)


def without_answer(view: AnswerView) -> View:
    """That there is an answer, and not which."""
    return replace(without_states(view), answer=view.frame.words.private, next_steps="", lines=())


def _without_value(line: Line, instead: str) -> Line:
    return line if line.public else replace(line, value=instead)
