"""The screens, one file each, and the register that knows which view is shown by which. Registering is the only way
to be shown: nothing can be on the display that the audit does not walk.

``VoteReviewView`` is shown by ``kiosk/screens/vote_review.py``; a file is imported when its view is shown first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from kiosk.viewmodel.views import View
from kiosk.widgets.layout.room import build_with_room
from kiosk.widgets.layout.screen import Screen
from kiosk.widgets.theme import Look

_registered: dict[str, tuple[type[View], type[Screen]]] = {}


def screen(name: str, view: type[View]) -> Callable[[type[Screen]], type[Screen]]:
    """Register a screen class for the view it draws, under the name of its file.

    Raises:
        ValueError: the name does not follow from the view's, or is taken.
    """

    def register(shown: type[Screen]) -> type[Screen]:
        if name != screen_name(view):
            raise ValueError(f"{view.__name__} is shown by the screen {screen_name(view)!r}, not {name!r}")
        if name in _registered and _registered[name][1].__qualname__ != shown.__qualname__:
            raise ValueError(f"the screen {name!r} is registered twice")
        _registered[name] = view, shown
        return shown

    return register


def screen_name(view: type[View]) -> str:
    """The name of the screen, and of its file, for a view: ``VoteReviewView`` is shown by ``vote_review``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", view.__name__.removesuffix("View")).lower()


def build_screen(view: View, look: Look) -> Screen:
    """A new screen showing this view, grown into the room its page has.

    Raises:
        LookupError: no screen is registered for views of this type.
    """
    name = screen_name(type(view))
    if name not in _registered:
        try:
            import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            raise LookupError(f"there is no screen for {type(view).__name__}") from error
    return build_with_room(_registered[name][1], view, look)


def registered_screens() -> dict[str, type[View]]:
    """Every screen there is, by name, with the view it draws. Imports all of them."""
    from pkgutil import iter_modules

    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return {name: view for name, (view, _) in sorted(_registered.items())}
