"""What of a view may be heard by everybody around: a view in, a view without anything of the person out (R41).

The titles of options and the names of keys are public, they are the same for everybody; what was chosen, written or
given as a code is not. Knows neither the voice nor whether anybody listens.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.viewmodel.views import (
    AnswerView,
    CategoriesView,
    DescriptionView,
    DistrictsView,
    Line,
    PlaceView,
    ReceiptView,
    ReviewView,
    View,
    VoteRankedView,
    VoteView,
)

ANSWERS = (VoteView, CategoriesView, DistrictsView, PlaceView, DescriptionView, ReviewView, ReceiptView)
"""Views with something of the person in them."""


def has_answers(view: View) -> bool:
    """True where something of the person can be seen."""
    return isinstance(view, ANSWERS)


def hushed(view: View) -> View:
    """The view as everybody may hear it: no state of an answer, no text, no place, no code. Other views as they are."""
    if not has_answers(view):
        return view
    words = view.frame.words
    silent = replace(view.frame, words=replace(words, chosen="", not_chosen=""))
    view = replace(view, frame=silent, explanation=f"{view.explanation} {words.private_hint}".strip())
    match view:
        case VoteRankedView():
            ranks_unsaid = tuple(replace(option, state="") for option in view.options)
            return replace(view, counted="", options=ranks_unsaid, moves_title="", moves=())
        case VoteView():
            return replace(view, counted="")
        case PlaceView():
            # The explanation names the district that was chosen.
            return replace(view, explanation=words.private_hint, point_words=words.private)
        case DescriptionView():
            return replace(view, text="")
        case AnswerView():
            return replace(view, answer=words.private, next_steps="", lines=())
        case ReviewView():
            return replace(view, lines=tuple(_hushed_line(line, words.private) for line in view.lines))
        case ReceiptView():
            return replace(view, code_title=f"{view.code_title}: {words.private}", code="", qr="")
    return view


def _hushed_line(line: Line, instead: str) -> Line:
    return line if line.public else replace(line, value=instead)
