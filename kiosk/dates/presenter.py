"""The page of what comes in the house. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kiosk.dates.rules import first_of
from kiosk.dates.steps import DatesStep
from kiosk.session.frame import Scene, frame
from kiosk.session.session import Step
from kiosk.station.date_words import events, help_times, news, span_words
from kiosk.viewmodel.intents import OpenDates
from kiosk.viewmodel.views import Action, DatesView, Line, Section, View


def home_action(scene: Scene) -> Action | None:
    """The way to it; None where nothing is announced."""
    if next(_sections(scene), None) is None:
        return None
    return Action(OpenDates(), scene.texts.text("home.dates"), "clock")


def dates_view(scene: Scene) -> DatesView:
    """What the house says just now, when somebody helps, and what else comes."""
    words = scene.texts
    here = scene.offer.districts.get(scene.here)
    sections = tuple(_sections(scene))
    return DatesView(
        frame=frame(scene),
        headline=words.text("dates.headline", district=here.name if here else scene.offer.city),
        explanation="" if sections else words.text("dates.none"),
        sections=sections,
    )


def _sections(scene: Scene) -> Iterator[Section]:
    words = scene.texts
    if said := tuple(news(words, scene.offer, scene.here, scene.now)):
        yield Section(words.text("dates.news.title"), sentences=said)
    for house in scene.offer.open_houses(scene.here):
        yield Section(house.name, sentences=tuple(filter(None, (words.content(house.hours), house.address))))
    if times := tuple(help_times(words, scene.offer, scene.here, scene.now)):
        yield Section(words.text("dates.help.title"), sentences=times)
    lines = tuple(
        Line(
            span_words(words, span),
            "\n".join(text for text in (words.content(entry.title), words.content(entry.where)) if text),
            "clock",
            public=True,
        )
        for span, entry in first_of(events(scene.offer, scene.here, scene.now))
    )
    if lines:
        yield Section(words.text("dates.events.title"), lines=lines)


VIEWS: Mapping[Step, Callable[[Scene], View]] = {DatesStep.DATES: dates_view}
"""What shows the step."""
