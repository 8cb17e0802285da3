"""What everybody may hear of an exercise: all of it that is not heard in earnest either (R41)."""

from __future__ import annotations

from kiosk.session.privacy import Overheard, as_it_is
from kiosk.viewmodel.views import PracticeDoneView, PracticeView

OVERHEARD: Overheard = {PracticeView: as_it_is, PracticeDoneView: as_it_is}
