"""The page from which the team takes something down for somebody else, anew or once more. Values from values."""

from __future__ import annotations

from kiosk.session.kept_visit import words_of
from kiosk.staff.states import ForAnotherState
from kiosk.staff.step_frame import step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.staff_intents import BeginForAnother
from kiosk.viewmodel.views import Action, Choice, StaffView
from sync.station.kept_drafts import KEEP_DAYS, KeptDraft

_MOST_WORDS = 40
"""Characters of what was written, to tell one from the other."""


def for_another_view(words: Texts, state: ForAnotherState) -> StaffView:
    """What was put aside has a number, its first words and the day on which it was begun."""
    begin = Action(BeginForAnother(), words.text("staff.for_another.begin"), "pencil")
    return StaffView(
        step_frame(words, main=begin),
        words.text("staff.for_another"),
        words.text("staff.for_another.explanation", number=KEEP_DAYS),
        choices=tuple(_choice(words, number, draft) for number, draft in enumerate(state.drafts, start=1)),
        part="for-another",
    )


def _choice(words: Texts, number: int, draft: KeptDraft) -> Choice:
    written = " ".join(words_of(draft.data).split())
    first = f"{written[:_MOST_WORDS].rstrip()} …" if len(written) > _MOST_WORDS else written
    title = words.text(
        "staff.for_another.draft", number=number, words=first or words.text("staff.for_another.no_words")
    )
    return Choice(BeginForAnother(draft.name), title, words.date(draft.begun_on), "report")
