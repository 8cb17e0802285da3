"""What everybody may hear of looking up a code: neither the code nor the answer (R41)."""

from __future__ import annotations

from kiosk.media.privacy import without_picture
from kiosk.session.privacy import Overheard, without_answer, without_text
from kiosk.viewmodel.views import AnswerView, LookUpView, ScanView

OVERHEARD: Overheard = {LookUpView: without_text, ScanView: without_picture, AnswerView: without_answer}
