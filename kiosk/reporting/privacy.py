"""What everybody may hear of a report: what is asked, and not what is answered (R41)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.privacy import Overheard, without_code, without_states, without_text, without_values
from kiosk.viewmodel.views import (
    CategoriesView,
    DescriptionView,
    DistrictsView,
    PlaceView,
    ReceiptView,
    ReportReviewView,
    SentencesView,
    View,
)


def without_place(view: PlaceView) -> View:
    """No place; the explanation names the district that was chosen."""
    words = view.frame.words
    return replace(
        without_states(view), explanation=words.private_hint, point_words=words.private, middle_words=words.accepted
    )


OVERHEARD: Overheard = {
    CategoriesView: without_states,
    DistrictsView: without_states,
    PlaceView: without_place,
    SentencesView: without_states,
    DescriptionView: without_text,
    ReportReviewView: without_values,
    ReceiptView: without_code,
}
