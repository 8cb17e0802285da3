"""What everybody may hear of saying something to the city: what is asked, and not what is answered (R41)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.media.privacy import OVERHEARD as OVERHEARD_OF_MEDIA
from kiosk.session.privacy import (
    Overheard,
    as_it_is,
    without_code,
    without_place,
    without_states,
    without_text,
    without_values,
)
from kiosk.viewmodel.views import (
    ContributeView,
    ContributionReviewView,
    DescriptionView,
    DistrictsView,
    IdeasView,
    IdeaView,
    PlaceView,
    ReceiptView,
    SimilarView,
    View,
)


def without_alike(view: SimilarView) -> View:
    """That there is something alike, and not what: it tells what the person has written."""
    return replace(without_states(view), choices=())


def without_support(view: IdeaView) -> View:
    """What everybody can read, and not whether this person stands behind it."""
    return replace(without_states(view), choices=())


OVERHEARD: Overheard = {
    **OVERHEARD_OF_MEDIA,
    ContributeView: without_states,
    DistrictsView: without_states,
    PlaceView: without_place,
    DescriptionView: without_text,
    SimilarView: without_alike,
    ContributionReviewView: without_values,
    ReceiptView: without_code,
    IdeasView: as_it_is,
    IdeaView: without_support,
}
