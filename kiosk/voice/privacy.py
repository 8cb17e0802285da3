"""What of a view may be heard by everybody around: a view in, a view without anything of the person out (R41).

What that is, the tasks say. Knows neither the voice nor whether anybody listens.
"""

from __future__ import annotations

from kiosk.session.privacy import Hush, as_it_is
from kiosk.tasks import TASKS
from kiosk.viewmodel.views import View

_OVERHEARD = {kind: hush for task in TASKS for kind, hush in task.overheard.items()}


def has_answers(view: View) -> bool:
    """True where something of the person can be seen."""
    return _hush_of(view) is not as_it_is


def hushed(view: View) -> View:
    """The view as everybody may hear it: no state of an answer, no text, no place, no code. Other views as they are."""
    return _hush_of(view)(view)


def _hush_of(view: View) -> Hush:
    return next((_OVERHEARD[kind] for kind in type(view).__mro__ if kind in _OVERHEARD), as_it_is)
