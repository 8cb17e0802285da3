"""The views of the first question of a report: what it is about, found by picture or by word, and what is none of it.

Makes values from values.
"""

from __future__ import annotations

from kiosk.home.sign_video import sign_action
from kiosk.reporting.finding import categories_like
from kiosk.reporting.signposts import has_signposts
from kiosk.reporting.state import ReportingState, draft_of
from kiosk.session.frame import Scene, frame, go_on
from kiosk.session.searching import search_view
from kiosk.station.catalogue import Offer
from kiosk.station.categories import Category, Subcategory
from kiosk.texts import Texts
from kiosk.viewmodel.intents import ChooseCategory, ChooseSomethingElse, OpenDanger, OpenSearch, OpenSignposts
from kiosk.viewmodel.views import (
    Action,
    CategoriesView,
    Choice,
    DangerView,
    FoundView,
    SearchView,
    SubcategoriesView,
)


def categories_view(scene: Scene) -> CategoriesView:
    """What it is about."""
    words, group = scene.texts, draft_of(scene.session).group
    return CategoriesView(
        frame=frame(scene, main=go_on(words) if group else None),
        headline=words.text("categories.headline"),
        explanation=words.text("categories.explanation"),
        notice=scene.notice,
        choices=tuple(
            Choice(
                ChooseCategory(category.id),
                words.content(category.title),
                words.content(category.hint),
                category.pictogram,
                chosen=category.id == group,
            )
            for category in scene.offer.categories.values()
            if scene.offer.is_shown(category, scene.session.district)
        ),
        other=sign_action(scene),
        others=(
            Action(OpenDanger(), words.text("categories.danger"), "warning"),
            Action(OpenSearch(), words.text("categories.search"), "look-up"),
            *_to_signposts(scene),
        ),
    )


def subcategories_view(scene: Scene) -> SubcategoriesView:
    """What exactly it is about. Nobody has to know: something else of it is an answer, too."""
    words, draft = scene.texts, draft_of(scene.session)
    category = scene.offer.categories[draft.group]
    parts = tuple(
        Choice(ChooseCategory(part.id), words.content(part.title), chosen=part.id == draft.category)
        for part in category.subcategories
    )
    something_else = Choice(
        ChooseSomethingElse(), words.text("subcategories.else"), chosen=draft.category == category.id
    )
    return SubcategoriesView(
        frame=frame(scene, main=go_on(words) if draft.category else None),
        headline=words.content(category.title),
        explanation=words.text("subcategories.explanation"),
        notice=scene.notice,
        choices=(*parts, something_else),
        others=_to_signposts(scene),
    )


def category_search_view(scene: Scene) -> SearchView:
    """A word for it."""
    words = scene.texts
    return search_view(
        scene,
        scene.session.of(ReportingState).searched,
        headline=words.text("categories.search.headline"),
        explanation=words.text("categories.search.explanation"),
        field=words.text("categories.search.field"),
    )


def categories_found_view(scene: Scene) -> FoundView:
    """What the word may mean."""
    words, searched = scene.texts, scene.session.of(ReportingState).searched
    chosen = draft_of(scene.session).category
    session = scene.session
    found = categories_like(searched, scene.offer, language=session.language, district=session.district)
    return FoundView(
        frame=frame(scene),
        headline=words.text("found.headline"),
        explanation=words.text("found.explanation", word=searched.strip()),
        notice=scene.notice,
        choices=tuple(_found(words, scene.offer, name, chosen) for name in found),
    )


def _found(words: Texts, offer: Offer, name: str, chosen: str) -> Choice:
    group, part = _known(offer, name)
    title = words.content(part.title if part else group.title)
    about = words.content(group.title) if part else words.content(group.hint)
    return Choice(ChooseCategory(name), title, about, group.pictogram, chosen=name == chosen)


def danger_view(scene: Scene) -> DangerView:
    """Whom to call at once."""
    words = scene.texts
    return DangerView(
        frame=frame(scene),
        headline=words.text("danger.headline"),
        explanation=words.text("danger.explanation"),
        sentences=tuple(words.text(f"danger.{whom}") for whom in ("fire", "police", "ask", "then")),
    )


def category_title(words: Texts, offer: Offer, name: str) -> str:
    """What a report is about, in words: the category, and what exactly."""
    group, part = _known(offer, name)
    title = words.content(group.title)
    return f"{title}: {words.content(part.title)}" if part else title


def category_pictogram(offer: Offer, name: str) -> str:
    """The picture of the category an id belongs to."""
    return _known(offer, name)[0].pictogram


def _known(offer: Offer, name: str) -> tuple[Category, Subcategory | None]:
    found = offer.category_of(name)
    assert found is not None
    return found


def _to_signposts(scene: Scene) -> tuple[Action, ...]:
    if not has_signposts(scene):
        return ()
    return (Action(OpenSignposts(), scene.texts.text("categories.signposts"), "help"),)
