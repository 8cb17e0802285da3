"""The views of a defect report: category, district, place, description, review, receipt. Makes values from values."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.home.sign_video import sign_action
from kiosk.media.presenter import enclosed_lines, media_tiles, photo_view, spoken_view
from kiosk.reporting.rules import MAX_CONTACT, MAX_DESCRIPTION, METRES_PER_DEGREE, clean_contact
from kiosk.reporting.state import Draft, ReportingState, draft_of
from kiosk.reporting.steps import ReportingStep
from kiosk.session.entry_words import key_names, map_names
from kiosk.session.frame import Scene, frame, go_on
from kiosk.session.numbers import clean_words
from kiosk.session.personal_details import may_ask
from kiosk.session.session import Step
from kiosk.session.shared_views import district_choices, receipt_view
from kiosk.session.typed_code import grouped_number, grouped_second_code
from kiosk.station.catalogue import Landmark, Offer
from kiosk.texts import Texts
from kiosk.viewmodel.intents import AllowPublication, ChooseCategory, Continue, FileReport, OpenContact, OpenReport
from kiosk.viewmodel.views import (
    Action,
    CategoriesView,
    Choice,
    ContactView,
    DescriptionView,
    DistrictsView,
    ExtrasView,
    Line,
    PhotoView,
    PlaceView,
    PublicationView,
    ReceiptView,
    ReportReviewView,
    SpokenView,
    View,
)
from sync.protocol.districts import Point

NEAR_METRES = 400
"""Closer than this, a place is named by its landmark."""


NEARLY_FULL = 100
"""With room for so many characters or fewer, the person is told."""


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


def categories_view(scene: Scene) -> CategoriesView:
    """What is wrong."""
    words, chosen = scene.texts, draft_of(scene.session).category
    return CategoriesView(
        frame=frame(scene, main=go_on(words) if chosen else None),
        headline=words.text("categories.headline"),
        explanation=words.text("categories.explanation"),
        notice=scene.notice,
        choices=tuple(
            Choice(
                ChooseCategory(category.id),
                words.content(category.title),
                words.content(category.hint),
                category.pictogram,
                chosen=category.id == chosen,
            )
            for category in scene.offer.categories.values()
        ),
        other=sign_action(scene),
    )


def report_districts_view(scene: Scene) -> DistrictsView:
    """In which district it is."""
    words, chosen = scene.texts, draft_of(scene.session).district
    return DistrictsView(
        frame=frame(scene, main=go_on(words) if chosen else None),
        headline=words.text("report_districts.headline"),
        explanation=words.text("report_districts.explanation"),
        notice=scene.notice,
        choices=district_choices(scene, chosen=chosen),
    )


def place_view(scene: Scene) -> PlaceView:
    """Where exactly it is."""
    words, draft = scene.texts, draft_of(scene.session)
    district = scene.offer.districts[draft.district]
    return PlaceView(
        frame=frame(scene, main=_roughly(words) if draft.radius_metres else go_on(words)),
        headline=words.text("place.headline"),
        explanation=words.text("place.explanation", district=district.name),
        notice=scene.notice,
        sketch=scene.offer.sketch,
        focus=district.bbox,
        point=None if draft.radius_metres else draft.point,
        point_words=place_words(words, scene.offer, draft),
        middle_words=_middle_words(scene),
        controls=map_names(words),
    )


def _roughly(words: Texts) -> Action:
    """Going on without having pointed is something to say, and not to let happen."""
    return Action(Continue(), words.text("place.roughly"), "arrow-right", name=words.text("place.roughly.name"))


def description_view(scene: Scene) -> DescriptionView:
    """What is to be said about it."""
    words, draft = scene.texts, draft_of(scene.session)
    room = MAX_DESCRIPTION - len(draft.description)
    main = replace(go_on(words), label=scene.session.of(ReportingState).details.word_of_main(words))
    return DescriptionView(
        frame=frame(scene, main=main),
        headline=words.text("description.headline"),
        explanation=f"{words.text('description.explanation')}\n{words.text('description.may_be_empty')}",
        notice=scene.notice,
        text=draft.description,
        limit=MAX_DESCRIPTION,
        field_name=words.text("description.field"),
        room=words.plural("description.room", room) if room <= NEARLY_FULL else "",
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


def report_photo_view(scene: Scene) -> PhotoView:
    """The photo of a report."""
    return photo_view(scene, draft_of(scene.session).enclosed)


def report_spoken_view(scene: Scene) -> SpokenView:
    """What is said for a report."""
    return spoken_view(scene, draft_of(scene.session).enclosed)


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
    words, chosen = scene.texts, draft_of(scene.session).may_publish
    return PublicationView(
        frame=frame(scene, main=go_on(words, waits=chosen is None)),
        headline=words.text("publication.headline"),
        explanation=words.text("publication.explanation"),
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
    category = scene.offer.categories[draft.category]
    main = Action(FileReport(), words.text("report.file"), "report", name=words.text("report.file.name"))
    return ReportReviewView(
        frame=frame(scene, main=main),
        headline=words.text("report_review.headline"),
        explanation=words.text("report_review.explanation"),
        notice=scene.notice,
        lines=(
            Line(words.text("report_review.category"), words.content(category.title), category.pictogram),
            Line(words.text("report_review.district"), scene.offer.districts[draft.district].name, "place"),
            Line(words.text("report_review.place"), place_words(words, scene.offer, draft), "place"),
            Line(
                words.text("report_review.description"),
                clean_words(draft.description) or words.text("report_review.no_description"),
                "pencil",
            ),
            *(Line(*line) for line in enclosed_lines(words, draft.enclosed)),
            *_contact_line(words, draft),
            *_publication_line(words, draft),
        ),
    )


def _contact_line(words: Texts, draft: Draft) -> tuple[Line, ...]:
    contact = clean_contact(draft.contact)
    return (Line(words.text("extras.contact"), contact, "contact"),) if contact else ()


def _publication_line(words: Texts, draft: Draft) -> tuple[Line, ...]:
    if not draft.may_become_public:
        return ()
    answer = words.text("publication.yes" if draft.may_publish else "publication.no")
    return (Line(words.text("publication.headline"), answer, "language"),)


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
    )


def place_words(words: Texts, offer: Offer, draft: Draft) -> str:
    """The chosen place in words: somewhere in the district, a landmark close by, or just a point on the map."""
    district = offer.districts[draft.district]
    if draft.point is None or draft.radius_metres:
        return words.text("place.centre", district=district.name)
    if nearest := _nearest(offer, draft.point):
        return words.text("place.near", landmark=words.content(nearest.name))
    return words.text("place.point", district=district.name)


def _middle_words(scene: Scene) -> str:
    """What is in the middle of the map after it was moved; empty before."""
    words, looked_at = scene.texts, scene.session.of(ReportingState).looked_at
    if looked_at is None:
        return ""
    nearest = _nearest(scene.offer, looked_at)
    return words.text("map.near", landmark=words.content(nearest.name)) if nearest else words.text("map.moved")


def _nearest(offer: Offer, point: Point) -> Landmark | None:
    """The landmark that is close by."""
    nearest = min(offer.landmarks, key=lambda landmark: metres_between(landmark.point, point), default=None)
    return nearest if nearest and metres_between(nearest.point, point) <= NEAR_METRES else None


def metres_between(one: Point, other: Point | None) -> float:
    """The distance of two places in a city, in metres; the earth is flat enough there."""
    if other is None:
        return math.inf
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * METRES_PER_DEGREE


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    ReportingStep.CATEGORIES: categories_view,
    ReportingStep.REPORT_DISTRICTS: report_districts_view,
    ReportingStep.PLACE: place_view,
    ReportingStep.DESCRIPTION: description_view,
    ReportingStep.EXTRAS: extras_view,
    ReportingStep.PHOTO: report_photo_view,
    ReportingStep.SPOKEN: report_spoken_view,
    ReportingStep.CONTACT: contact_view,
    ReportingStep.PUBLICATION: publication_view,
    ReportingStep.REPORT_REVIEW: report_review_view,
    ReportingStep.REPORT_RECEIPT: report_receipt_view,
}
"""What shows each step."""
