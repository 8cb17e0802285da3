"""What is asked, in sign language: which film belongs to a step, and the view that shows it. Values from values."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.session.frame import Scene, frame
from kiosk.session.session import Step
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Continue, OpenSignVideo
from kiosk.viewmodel.views import Action, Frame, SignVideoView


def video_of(step: Step, scene: Scene) -> Mapping[str, str]:
    """Language to film for what is asked at a step, as its task says. Empty without one."""
    return next((video for task in scene.tasks if (video := task.sign_video(step, scene))), {})


def sign_action(scene: Scene) -> Action | None:
    """The way to the film, where there is one for this step."""
    if not video_of(scene.session.step, scene):
        return None
    return Action(OpenSignVideo(), scene.texts.text("sign.show"), "sign-language")


def sign_video_view(scene: Scene) -> SignVideoView:
    """The film of the step this one was opened at."""
    path, words = scene.session.path, scene.texts
    videos = video_of(path[-2], scene) if len(path) > 1 else {}
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
