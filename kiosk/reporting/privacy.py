"""What everybody may hear of a report: what is asked, and not what is answered (R41)."""

from __future__ import annotations

from kiosk.media.privacy import OVERHEARD as OVERHEARD_OF_MEDIA
from kiosk.session.privacy import Overheard, without_code, without_place, without_states, without_text, without_values
from kiosk.viewmodel.views import (
    CategoriesView,
    ContactView,
    DescriptionView,
    DistrictsView,
    PlaceView,
    PublicationView,
    ReceiptView,
    ReportReviewView,
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
