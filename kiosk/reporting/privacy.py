"""What everybody may hear of a report: what is asked, and not what is answered (R41)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.media.privacy import OVERHEARD as OVERHEARD_OF_MEDIA
from kiosk.session.privacy import Overheard, without_code, without_states, without_text, without_values
from kiosk.viewmodel.views import (
    CategoriesView,
    ContactView,
    DescriptionView,
    DistrictsView,
    PlaceView,
    PublicationView,
    ReceiptView,
    ReportReviewView,
    View,
)


def without_place(view: PlaceView) -> View:
    """No place; the explanation names the district that was chosen."""
    words = view.frame.words
    return replace(
        without_states(view), explanation=words.private_hint, point_words=words.private, middle_words=words.accepted
    )


OVERHEARD: Overheard = {
    **OVERHEARD_OF_MEDIA,
    ContactView: without_text,
    PublicationView: without_states,
    CategoriesView: without_states,
    DistrictsView: without_states,
    PlaceView: without_place,
    DescriptionView: without_text,
    ReportReviewView: without_values,
    ReceiptView: without_code,
}
