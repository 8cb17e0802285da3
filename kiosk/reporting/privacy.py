"""What everybody may hear of a report: what is asked, and not what is answered (R41)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.media.privacy import OVERHEARD as OVERHEARD_OF_MEDIA
from kiosk.session.privacy import (
    Overheard,
    as_it_is,
    without_answer,
    without_code,
    without_place,
    without_states,
    without_text,
    without_values,
)
from kiosk.viewmodel.views import (
    AnswerView,
    CategoriesView,
    ContactView,
    DangerView,
    DescriptionView,
    DistrictsView,
    FoundView,
    KnownReportsView,
    KnownReportView,
    ObjectNumberView,
    PlaceView,
    PublicationView,
    ReceiptView,
    ReportReviewView,
    SearchView,
    SentencesView,
    SignpostsView,
    SignpostView,
    SubcategoriesView,
    View,
)


def without_group(view: SubcategoriesView) -> View:
    """Only that it is asked what exactly: the answers tell what was chosen before."""
    return replace(without_states(view), headline=view.frame.words.private, choices=())


def without_sentences(view: SentencesView) -> View:
    """Only that sentences are offered: they tell what was chosen before."""
    return replace(without_states(view), choices=())


def without_found(view: FoundView | KnownReportsView) -> View:
    """Neither the word nor what it may mean."""
    return replace(without_states(view), explanation=view.frame.words.private_hint, choices=())


def without_report(view: KnownReportView) -> View:
    """That there is one, and not which."""
    return without_values(replace(view, picture=b"", picture_name=""))


OVERHEARD: Overheard = {
    **OVERHEARD_OF_MEDIA,
    ContactView: without_text,
    PublicationView: without_states,
    CategoriesView: without_states,
    SubcategoriesView: without_group,
    SearchView: without_text,
    FoundView: without_found,
    ObjectNumberView: without_text,
    DangerView: as_it_is,
    SignpostsView: as_it_is,
    SignpostView: as_it_is,
    DistrictsView: without_states,
    PlaceView: without_place,
    SentencesView: without_sentences,
    DescriptionView: without_text,
    ReportReviewView: without_values,
    KnownReportsView: without_found,
    KnownReportView: without_report,
    AnswerView: without_answer,
    ReceiptView: without_code,
}
