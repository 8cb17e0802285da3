"""The views of a wish: writing it, and that it was taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.session.frame import Scene, frame, go_on
from kiosk.session.privacy import Overheard, as_it_is, without_text
from kiosk.session.session import Step
from kiosk.viewmodel.views import Choice, DescriptionView, GoodbyeView, View
from tests.kits.wishing.intents import OpenWish
from tests.kits.wishing.rules import WishingState, WishingStep


def home_tile(scene: Scene) -> Choice:
    """The way to a wish."""
    started = scene.texts.text("home.started") if scene.session.of(WishingState).text else ""
    return Choice(OpenWish(), "A wish", "What should be better?", "idea", note=started)


def wish_view(scene: Scene) -> DescriptionView:
    """What is wished."""
    text = scene.session.of(WishingState).text
    main = go_on(scene.texts)
    return DescriptionView(frame(scene, main=main), "What do you wish?", notice=scene.notice, text=text)


def wish_taken_view(scene: Scene) -> GoodbyeView:
    """It was taken."""
    return GoodbyeView(frame(scene), "Your wish is with us")


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    WishingStep.WISH: wish_view,
    WishingStep.WISH_TAKEN: wish_taken_view,
}

OVERHEARD: Overheard = {DescriptionView: without_text, GoodbyeView: as_it_is}
