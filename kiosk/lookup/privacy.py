"""What everybody may hear of looking up a code: neither the code nor the answer (R41)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.privacy import Overheard, without_states, without_text
from kiosk.viewmodel.views import AnswerView, LookUpView, View


def without_answer(view: AnswerView) -> View:
    """That there is an answer."""
    return replace(without_states(view), answer=view.frame.words.private, next_steps="", lines=())


OVERHEARD: Overheard = {LookUpView: without_text, AnswerView: without_answer}
