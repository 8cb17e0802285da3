"""What is asked, in sign language: which film belongs to a step, and the view that shows it. Values from values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.session.frame import Scene, frame
from kiosk.session.session import Session, Step
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Continue, OpenSignVideo
from kiosk.viewmodel.views import Action, Frame, SignVideoView

if TYPE_CHECKING:
    from kiosk.station.catalogue import Offer


def video_of(step: Step, session: Session, offer: Offer) -> Mapping[str, str]:
    """Language to film for what is asked at a step: the poll, or the category that is chosen. Empty without one."""
    if step is Step.VOTE and session.poll in offer.polls:
        return offer.polls[session.poll].sign_video
    if step is Step.CATEGORIES and session.draft.category in offer.categories:
        return offer.categories[session.draft.category].sign_video
    return {}


def sign_action(scene: Scene) -> Action | None:
    """The way to the film, where there is one for this step."""
    if not video_of(scene.session.step, scene.session, scene.offer):
        return None
    return Action(OpenSignVideo(), scene.texts.text("sign.show"), "sign-language")


def sign_video_view(scene: Scene) -> SignVideoView:
    """The film of the step this one was opened at."""
    session, words = scene.session, scene.texts
    videos = video_of(session.path[-2], session, scene.offer) if len(session.path) > 1 else {}
    main = Action(Continue(), words.text("sign.done"), "check")
    return sign_video_words(frame(scene, main=main), words, video=words.content(videos))


def sign_video_words(common: Frame, words: Texts, *, video: str) -> SignVideoView:
    """The view of a film with its buttons."""
    return SignVideoView(
        frame=common,
        headline=words.text("sign.show"),
        explanation=words.text("sign.explanation"),
        video=video,
        play=words.text("sign.play"),
        again=words.text("sign.again"),
        missing=words.text("sign.missing"),
    )
