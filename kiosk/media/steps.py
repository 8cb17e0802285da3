"""The two steps beside the way of a task at which a photo is taken and something is said: one mechanism for every task.

A task names its steps, and where it keeps what was shown and said. Which of them it offers is its own business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.media import actions
from kiosk.media.presenter import photo_view, spoken_view
from kiosk.media.state import Enclosures
from kiosk.session import flow
from kiosk.session.context import NOTHING, Notice
from kiosk.session.frame import Scene
from kiosk.session.session import Session, Step
from kiosk.session.task import Work
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import PhotoView, SpokenView, View


@dataclass(frozen=True)
class MediaSteps:
    """At which steps of a task there is a camera and a microphone; None for none of it."""

    enclosed_in: Callable[[Session], Enclosures]
    """What the person has shown and said so far."""
    enclose: Callable[[Session, Enclosures], None]
    """Keeps what they leave from now on."""
    photo: Step | None = None
    spoken: Step | None = None

    @property
    def steps(self) -> frozenset[Step]:
        """Where camera or microphone may be in use."""
        return frozenset(step for step in (self.photo, self.spoken) if step is not None)

    @property
    def views(self) -> Mapping[Step, Callable[[Scene], View]]:
        """What shows them."""
        shows: dict[Step, Callable[[Scene], View]] = {}
        if self.photo is not None:
            shows[self.photo] = self._photo_view
        if self.spoken is not None:
            shows[self.spoken] = self._spoken_view
        return shows

    def open(self, intent: Intent, session: Session) -> Notice | None:
        """To camera or microphone, asked for from elsewhere in the task; None when it is none of these steps."""
        opened = {intents.OpenCamera: self.photo, intents.OpenMicrophone: self.spoken}.get(type(intent))
        if opened is None:
            return None
        session.path = flow.go(session.path, opened)
        return NOTHING

    def answer(self, step: Step, intent: Intent, work: Work) -> Notice | None:
        """Take, record, hear, leave out; and back to where it was asked for. None when it is not for these steps."""
        session, capture = work.session, work.equipment.capture
        if step not in self.steps:
            return None
        if isinstance(intent, intents.Continue):
            session.path = flow.back(session.path)
            return NOTHING
        before = self.enclosed_in(session)
        if step == self.photo:
            after = actions.answer_photo(intent, before, capture)
        else:
            after = actions.answer_spoken(intent, before, capture, volume_db=session.profile.volume_db)
        if after is None:
            return None
        self._keep(session, after)
        if isinstance(intent, intents.DropPhoto | intents.DropSpoken):
            session.path = flow.back(session.path)
        return NOTHING

    def attend(self, work: Work) -> None:
        """Take over what camera or microphone have brought."""
        session, capture = work.session, work.equipment.capture
        attending = actions.attend_camera if session.step == self.photo else actions.attend_microphone
        self._keep(session, attending(self.enclosed_in(session), capture))

    def help_at(self, step: Step, words: Texts) -> str | None:
        """What a person is told who asks for help at one of these steps; None at another."""
        if step not in self.steps:
            return None
        return words.text("help.at.photo" if step == self.photo else "help.at.spoken")

    def _photo_view(self, scene: Scene) -> PhotoView:
        return photo_view(scene, self.enclosed_in(scene.session))

    def _spoken_view(self, scene: Scene) -> SpokenView:
        return spoken_view(scene, self.enclosed_in(scene.session))

    def _keep(self, session: Session, enclosed: Enclosures) -> None:
        if enclosed != self.enclosed_in(session):
            self.enclose(session, enclosed)
