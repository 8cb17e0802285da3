"""The view of a display that is being measured. Values from values."""

from __future__ import annotations

from accessibility.calibration import px_per_mm_of
from accessibility.profile import Profile
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Back, Continue, ResizeCard
from kiosk.viewmodel.views import Action, CalibrationView, Frame
from kiosk.welcome import page_words

STEPS = (
    ("much_smaller", -10, "minus"),
    ("smaller", -1, "minus"),
    ("larger", 1, "plus"),
    ("much_larger", 10, "plus"),
)
"""Words, pixels of the card's width, pictogram."""


def calibration_view(
    words: Texts, *, card_width_px: int, width_px: int, height_px: int, notice: str = "", profile: Profile | None = None
) -> CalibrationView:
    """A card so many pixels wide on a display of so many pixels."""
    px_per_mm = px_per_mm_of(card_width_px)
    return CalibrationView(
        frame=Frame(
            language=words.language.code,
            right_to_left=words.language.right_to_left,
            profile=profile or Profile(),
            aids=(),
            back=Action(Back(), words.text("common.back"), "back"),
            main=Action(Continue(), words.text("calibrate.save"), "check"),
            words=page_words(words, Profile()),
        ),
        headline=words.text("calibrate.headline"),
        explanation=words.text("calibrate.explanation"),
        notice=notice,
        card=words.text("calibrate.card"),
        card_width_px=card_width_px,
        steps=tuple(
            Action(ResizeCard(pixels), words.text(f"calibrate.{name}"), pictogram) for name, pixels, pictogram in STEPS
        ),
        size=words.text("calibrate.size", width=round(width_px / px_per_mm), height=round(height_px / px_per_mm)),
    )
