"""What everybody may hear of looking up a code: neither the code nor the answer (R41)."""

from __future__ import annotations

from kiosk.session.privacy import Overheard, without_answer, without_text
from kiosk.viewmodel.views import AnswerView, LookUpView

OVERHEARD: Overheard = {LookUpView: without_text, AnswerView: without_answer}
