"""The pages of what is stored, made of the data sheets and the newest report on the use of data. Values from values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.session.frame import Scene, frame
from kiosk.session.session import Step
from kiosk.stored.rules import USE, VISIT, sheets_to_tell, topics
from kiosk.stored.state import StoredState
from kiosk.stored.steps import StoredStep
from kiosk.texts import Texts
from kiosk.viewmodel.intents import OpenLookUp, OpenStored, OpenStoredAbout
from kiosk.viewmodel.views import Action, Choice, Line, Section, StoredAboutView, StoredView, View
from sync.protocol.data_sheets import STATION_DAYS, DataSheet
from sync.protocol.data_use import DataUse

_PICTOGRAMS = {
    VISIT: "touch",
    "ballot": "vote",
    "report": "report",
    "word": "speech",
    "contribution": "idea",
    "damage": "out-of-order",
}


def home_action(scene: Scene) -> Action:
    """The way to it."""
    return Action(OpenStored(), scene.texts.text("home.stored"), "lock")


def stored_view(scene: Scene) -> StoredView:
    """All there is to read about, and the way to withdraw one's own."""
    words = scene.texts
    return StoredView(
        frame=frame(scene),
        headline=words.text("stored.headline"),
        explanation=words.text("stored.explanation"),
        choices=tuple(
            Choice(
                OpenStoredAbout(topic), words.text(f"stored.{topic}.title"), pictogram=_PICTOGRAMS.get(topic, "lock")
            )
            for topic in topics()
        ),
        other=Action(OpenLookUp(), words.text("stored.withdraw"), "discard", name=words.text("stored.withdraw.name")),
    )


def stored_about_view(scene: Scene) -> StoredAboutView:
    """One of them."""
    words, state = scene.texts, scene.session.of(StoredState)
    return StoredAboutView(
        frame=frame(scene),
        headline=words.text(f"stored.{state.topic}.title"),
        section=_section_about(words, state),
    )


def _section_about(words: Texts, state: StoredState) -> Section:
    if state.topic == VISIT:
        return Section("", sentences=(words.text("stored.visit"),))
    return _use_section(words, state.use) if state.topic == USE else _section(words, sheets_to_tell()[state.topic])


def _section(words: Texts, sheet: DataSheet) -> Section:
    parts = ", ".join(words.text(f"stored.part.{part}") for part in sheet.parts)
    readers = ", ".join(words.text(f"stored.reader.{reader.value}") for reader in sheet.readers)
    at_station = words.text("stored.at_station", time=words.plural("stored.days", STATION_DAYS))
    time = words.plural("stored.days", sheet.days) if sheet.days else ""
    at_hub = words.text(f"stored.kept.{sheet.keeping.value}", time=time)
    return Section(
        "",
        sentences=(words.text(f"stored.{sheet.kind.value}"),),
        lines=(
            Line(words.text("stored.holds"), parts, "receipt", public=True),
            Line(words.text("stored.readers"), readers, "lock", public=True),
            Line(words.text("stored.kept"), f"{at_station}\n{at_hub}", "clock", public=True),
        ),
    )


def _use_section(words: Texts, use: DataUse | None) -> Section:
    if use is None:
        return Section("", sentences=(words.text("stored.use.none"),))
    sentence = words.text("stored.use", year=use.year, date=words.date(use.as_of))
    lines = tuple(
        Line(
            words.text(f"stored.use.{kind.value}"),
            words.text("stored.use.few") if number is None else words.number(number),
            public=True,
        )
        for kind, number in use.times.items()
    )
    return Section("", sentences=(sentence,), lines=lines)


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    StoredStep.STORED: stored_view,
    StoredStep.STORED_ABOUT: stored_about_view,
}
"""What shows each step."""
