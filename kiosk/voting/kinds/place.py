"""The ballot paper on which a pin is put on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.session.entry_words import map_names
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Intent, PointAt
from kiosk.viewmodel.views import Line, VotePlaceView
from kiosk.voting.kinds.paper import BallotPaper, Ground, OneOption, joined
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.place import LATITUDE, LONGITUDE, PARTS_OF_A_DEGREE
from sync.protocol.polls.poll import Option, Poll


class PlaceForm:
    """Touching the map puts the pin there."""

    pictogram = "place"
    counts = "place"

    @property
    def empty(self) -> Answer:
        """There is no pin."""
        return {}

    def answer_after(self, poll: Poll, answer: Answer | None, intent: Intent) -> Answer:  # noqa: ARG002  as everywhere
        """The place of the pin, to about a metre."""
        if not isinstance(intent, PointAt):
            raise KeyError(intent)
        point = {LATITUDE: intent.latitude, LONGITUDE: intent.longitude}
        return {name: round(degrees * PARTS_OF_A_DEGREE) for name, degrees in point.items()}

    def rule(self, words: Texts, poll: Poll) -> str:  # noqa: ARG002  as everywhere
        """One place."""
        return words.text("vote.rule.place")

    def view(self, paper: BallotPaper, common: Mapping[str, Any]) -> VotePlaceView:
        """The map with the pin, if there is one."""
        words, ground = paper.words, paper.ground or Ground(None, (0.0, 0.0, 0.0, 0.0))
        shown = {name: value for name, value in common.items() if name not in ("rule", "ways")}
        shown["explanation"] = joined(words, common.get("explanation", ""), common.get("rule", ""))
        return VotePlaceView(
            **shown,
            sketch=ground.sketch,
            focus=ground.focus,
            point=_point(paper.answer),
            point_words=words.text("vote.place.chosen" if paper.answer else "vote.place.none"),
            controls=map_names(words),
        )

    def alone(self, paper: BallotPaper, option: Option) -> OneOption | None:  # noqa: ARG002  as everywhere
        """There are no options."""
        return None

    def review(self, paper: BallotPaper) -> Sequence[Line]:
        """That there is a pin."""
        return [Line(paper.words.text("vote_review.choice"), paper.words.text("vote.place.chosen"), "place")]

    def unused(self, words: Texts, poll: Poll, answer: Answer) -> str:  # noqa: ARG002  as everywhere
        """One pin is all there is."""
        return ""


PLACE = PlaceForm()


def _point(answer: Answer) -> tuple[float, float] | None:
    if not isinstance(answer, dict) or not answer:
        return None
    return answer[LONGITUDE] / PARTS_OF_A_DEGREE, answer[LATITUDE] / PARTS_OF_A_DEGREE
