"""A hub for training: how everything that leaves it is marked as made up."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

EXCHANGES_NOTHING = "this is a hub for training: it exchanges nothing with any station or hub"

_WORD = {"de": "Übung", "de-leicht": "Übung", "en": "Training"}


def training_sentence() -> str:
    """What stands on paper, in the language of the moment. Empty at a real hub."""
    return _("Training: everything here is made up.") if settings.HUB_CONFIG.for_training else ""


def marked_file_name(name: str) -> str:
    """What a file is called when it is taken away."""
    return f"training-{name}" if settings.HUB_CONFIG.for_training else name


def marked_title(title: Mapping[str, str]) -> dict[str, str]:
    """The title of data that others keep."""
    if not settings.HUB_CONFIG.for_training:
        return dict(title)
    return {language: f"{_WORD.get(language, _WORD['en'])}: {text}" for language, text in title.items()}
