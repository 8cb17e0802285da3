"""The views of a defect report: category, district, place, description, review, receipt. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.media.presenter import enclosed_lines, media_tiles
from kiosk.reporting.actions import MEDIA
from kiosk.reporting.known import known_nearby_view, known_report_view, support_kept_view
from kiosk.reporting.rules import MAX_CONTACT, MAX_DESCRIPTION, clean_contact, has_sentence
from kiosk.reporting.signposts import signpost_view, signposts_view
from kiosk.reporting.state import Draft, ReportingState, draft_of
from kiosk.reporting.steps import ReportingAside, ReportingStep
from kiosk.reporting.what import (
    categories_found_view,
    categories_view,
    category_pictogram,
    category_search_view,
    category_title,
    danger_view,
    subcategories_view,
)
from kiosk.reporting.where import (
    object_number_view,
    place_on_map,
    place_search_view,
    place_view,
    place_words,
    places_found_view,
    report_districts_view,
    scan_number_view,
)
from kiosk.session.entry_words import NEARLY_FULL, key_names, room_words
from kiosk.session.frame import Scene, frame, go_on
from kiosk.session.numbers import clean_words
from kiosk.session.personal_details import may_ask
from kiosk.session.session import Step
from kiosk.session.shared_views import receipt_view
from kiosk.session.typed_code import grouped_number, grouped_second_code
from kiosk.texts import Texts
from kiosk.viewmodel.intents import AllowPublication, FileReport, OpenContact, OpenReport, ToggleSentence
from kiosk.viewmodel.views import (
    Action,
    Choice,
    ContactView,
    DescriptionView,
    ExtrasView,
    Line,
    PublicationView,
    ReceiptView,
    ReportReviewView,
    SentencesView,
    View,
)


def home_tile(scene: Scene) -> Choice:
    """The way to a report, closed while what room is left is kept for votes."""
    words = scene.texts
    return Choice(
        OpenReport(),
        words.text("home.report"),
        words.text("home.report.about" if scene.takes_reports else "home.report.no_room.about"),
        "report",
        note=words.text("home.started") if draft_of(scene.session).begun else "",
        enabled=scene.takes_reports,
    )


def sentences_view(scene: Scene) -> SentencesView:
    """What may be said about it without writing."""
    words, draft = scene.texts, draft_of(scene.session)
    sentences = scene.offer.sentences_for(draft.category)
    return SentencesView(
        frame=frame(scene, main=go_on(words)),
        headline=words.text("sentences.headline"),
        explanation=words.text("sentences.explanation"),
        notice=scene.notice,
        choices=tuple(
            Choice(ToggleSentence(number), shown, chosen=has_sentence(draft.description, shown))
            for number, shown in enumerate(map(words.content, sentences))
        ),
    )


def description_view(scene: Scene) -> DescriptionView:
    """What is to be said about it."""
    words, draft = scene.texts, draft_of(scene.session)
    main = replace(go_on(words), label=scene.session.of(ReportingState).details.word_of_main(words))
    return DescriptionView(
        frame=frame(scene, main=main),
        headline=words.text("description.headline"),
        explanation=f"{words.text('description.explanation')}\n{words.text('description.may_be_empty')}",
        notice=scene.notice,
        text=draft.description,
        limit=MAX_DESCRIPTION,
        field_name=words.text("description.field"),
        room=room_words(words, draft.description, limit=MAX_DESCRIPTION),
        may_tell=(
            words.plural("description.room", NEARLY_FULL),
            words.plural("report.problem.too_long", MAX_DESCRIPTION),
            words.text("report.problem.not_stored"),
            *may_ask(words),
        ),
        keys=key_names(words),
    )


def extras_view(scene: Scene) -> ExtrasView:
    """Photo, spoken message, contact: all on wish."""
    words, draft = scene.texts, draft_of(scene.session)
    has_contact = bool(clean_contact(draft.contact))
    about = words.text("extras.contact.done" if has_contact else "extras.contact.about")
    contact = Choice(OpenContact(), words.text("extras.contact"), about, "contact", chosen=has_contact)
    return ExtrasView(
        frame=frame(scene, main=go_on(words)),
        headline=words.text("extras.headline"),
        explanation=words.text("extras.explanation"),
        notice=scene.notice,
        choices=(*media_tiles(scene, draft.enclosed), contact),
    )


def contact_view(scene: Scene) -> ContactView:
    """How the city can ask back."""
    words, draft = scene.texts, draft_of(scene.session)
    return ContactView(
        frame=frame(scene, main=go_on(words)),
        headline=words.text("contact.headline"),
        explanation=f"{words.text('contact.explanation')}\n{words.text('description.may_be_empty')}",
        notice=scene.notice,
        text=draft.contact,
        limit=MAX_CONTACT,
        field_name=words.text("contact.field"),
        may_tell=(words.text("report.problem.no_contact"),),
        keys=key_names(words),
    )


def publication_view(scene: Scene) -> PublicationView:
    """Whether words and photo may become public."""
    words, draft = scene.texts, draft_of(scene.session)
    chosen = draft.may_publish
    spoken = ".spoken" if draft.enclosed.spoken else ""
    return PublicationView(
        frame=frame(scene, main=go_on(words, waits=chosen is None)),
        headline=words.text("publication.headline"),
        explanation=words.text(f"publication.explanation{spoken}"),
        notice=scene.notice,
        may_tell=(words.text("publication.choose"),),
        choices=tuple(
            Choice(AllowPublication(allowed), words.text(f"publication.{answer}"), chosen=chosen is allowed)
            for allowed, answer in ((True, "yes"), (False, "no"))
        ),
    )


def report_review_view(scene: Scene) -> ReportReviewView:
    """The report once more before it is sent."""
    words, draft = scene.texts, draft_of(scene.session)
    main = Action(FileReport(), words.text("report.file"), "report", name=words.text("report.file.name"))
    return ReportReviewView(
        frame=frame(scene, main=main),
        headline=words.text("report_review.headline"),
        explanation=words.text("report_review.explanation"),
        notice=scene.notice,
        lines=(
            Line(
                words.text("report_review.category"),
                category_title(words, scene.offer, draft.category),
                category_pictogram(scene.offer, draft.category),
            ),
            *_district_line(scene, draft.district),
            Line(words.text("report_review.place"), place_words(words, scene.offer, draft), "place"),
            *_object_line(scene, draft.object_number),
            Line(
                words.text("report_review.description"),
                clean_words(draft.description) or words.text("report_review.no_description"),
                "pencil",
            ),
            *(Line(*line) for line in enclosed_lines(words, draft.enclosed)),
            *_contact_line(words, draft),
            *_publication_line(words, draft),
        ),
        place=place_on_map(scene),
    )


def _contact_line(words: Texts, draft: Draft) -> tuple[Line, ...]:
    contact = clean_contact(draft.contact)
    return (Line(words.text("extras.contact"), contact, "contact"),) if contact else ()


def _publication_line(words: Texts, draft: Draft) -> tuple[Line, ...]:
    if not draft.may_become_public:
        return ()
    answer = words.text("publication.yes" if draft.may_publish else "publication.no")
    return (Line(words.text("publication.headline"), answer, "language"),)


def _district_line(scene: Scene, district: str) -> tuple[Line, ...]:
    found = scene.offer.districts.get(district)
    return (Line(scene.texts.text("report_review.district"), found.name, "place"),) if found else ()


def _object_line(scene: Scene, number: str) -> tuple[Line, ...]:
    return (Line(scene.texts.text("object_number.field"), number, "keyboard"),) if number else ()


def report_receipt_view(scene: Scene) -> ReceiptView:
    """The report is stored."""
    words, code = scene.texts, scene.session.code
    return receipt_view(
        scene,
        headline=words.text("report_receipt.headline"),
        stored=words.text("report_receipt.stored"),
        code_title=words.text("report_receipt.code"),
        code=grouped_number(code),
        second=Line(words.text("report_receipt.second"), grouped_second_code(scene.session.second_code)),
        next_steps=words.text("report_receipt.next"),
        write_down=words.text("receipt.write_number"),
    )


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    ReportingStep.CATEGORIES: categories_view,
    ReportingStep.SUBCATEGORIES: subcategories_view,
    ReportingAside.CATEGORY_SEARCH: category_search_view,
    ReportingAside.CATEGORIES_FOUND: categories_found_view,
    ReportingAside.PLACE_SEARCH: place_search_view,
    ReportingAside.PLACES_FOUND: places_found_view,
    ReportingAside.OBJECT_NUMBER: object_number_view,
    ReportingAside.SCAN_NUMBER: scan_number_view,
    ReportingAside.KNOWN_NEARBY: known_nearby_view,
    ReportingAside.KNOWN_REPORT: known_report_view,
    ReportingAside.SUPPORT_KEPT: support_kept_view,
    ReportingAside.DANGER: danger_view,
    ReportingAside.SIGNPOSTS: signposts_view,
    ReportingAside.SIGNPOST: signpost_view,
    ReportingStep.REPORT_DISTRICTS: report_districts_view,
    ReportingStep.PLACE: place_view,
    ReportingStep.SENTENCES: sentences_view,
    ReportingStep.DESCRIPTION: description_view,
    ReportingStep.EXTRAS: extras_view,
    **MEDIA.views,
    ReportingStep.CONTACT: contact_view,
    ReportingStep.PUBLICATION: publication_view,
    ReportingStep.REPORT_REVIEW: report_review_view,
    ReportingStep.REPORT_RECEIPT: report_receipt_view,
}
"""What shows each step."""
