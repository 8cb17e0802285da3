"""What everybody may hear of the question at the end of a visit: it, and not what is answered (R41)."""

from __future__ import annotations

from kiosk.session.privacy import Overheard, without_states
from kiosk.viewmodel.views import MoodView

OVERHEARD: Overheard = {MoodView: without_states}
