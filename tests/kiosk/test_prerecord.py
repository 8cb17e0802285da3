"""What is recorded of content before anybody comes is what is then read, and nothing of a person."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from accessibility.pronunciation import parts_of
from accessibility.speech import SilentSpeaker, speakable
from hardware.fakes import MemoryHeadphones
from kiosk.prerecord import names_of_places, said_of_content
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Choose, Intent, OpenPolls, OpenReport
from kiosk.viewmodel.views import VoteView
from kiosk.voice.voice import VoiceOfScreens
from kiosk.voting.kinds import form_of
from kiosk.voting.kinds.paper import BallotPaper, Ground
from sync.protocol.languages import LANGUAGES
from sync.protocol.polls.kinds import KINDS
from sync.protocol.polls.poll import Poll
from tests.kits.content import SOURCE
from tests.kits.poll_kinds import of_kind
from tests.kits.screen import shown
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import GARDEN, MARKET

CITY = Ground(None, (12.0, 54.0, 12.2, 54.2))


def said(kit: Kit) -> dict[str, list[str]]:
    assert kit.conductor.offer is not None
    return said_of_content(kit.conductor.offer, district=kit.station.district, today=kit.station.time.date())


@pytest.mark.parametrize("wishes", [[OpenPolls()], MARKET, GARDEN, [OpenReport()]])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_what_a_person_first_hears_of_content_has_been_recorded(
    kit: Kit, qtbot: QtBot, language: str, wishes: list[Intent]
) -> None:
    kit.at_home(language)
    view = kit.ask(*wishes)
    recorded = {speakable(text) for text in [*said(kit)[language], *Texts(language).fixed()]}
    spoken = shown(qtbot, view).spoken()
    assert [text for text in spoken if speakable(text) not in recorded] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_ballot_paper_of_every_kind_has_been_recorded_as_it_is_first_met(kit: Kit, qtbot: QtBot, kind: str) -> None:
    kit.at_home()
    seen = kit.ask(*GARDEN)
    wire = json.loads((SOURCE / "polls" / f"{GARDEN[-1].poll}.json").read_text("utf-8"))
    poll = Poll.from_wire(of_kind(wire, kind))
    offer = replace(kit.conductor.offer, polls={poll.id: poll})
    recorded = said_of_content(offer, district=kit.station.district, today=kit.station.time.date())["de"]
    paper = BallotPaper(poll, [option.id for option in poll.options], form_of(poll).empty, Texts("de"), CITY)
    view = form_of(poll).view(paper, {"frame": seen.frame, "headline": seen.headline})
    screen = shown(qtbot, view)
    if isinstance(view, VoteView):
        spoken = list(screen.spoken_options())
        assert len(spoken) >= max(len(poll.options), 3)
        assert set(spoken) <= set(recorded)


def test_nothing_a_person_chose_is_among_it(kit: Kit) -> None:
    before = said(kit)
    kit.at_home()
    kit.ask(*MARKET, Choose("shops"))
    assert said(kit) == before
    assert set(before) == {language.code for language in LANGUAGES}


def test_it_is_recorded_with_the_texts_of_the_station(qapp: object) -> None:
    class Recorder(SilentSpeaker):
        def prepare(self, texts: object) -> None:
            self.prepared = texts

    speaker = Recorder()
    voice = VoiceOfScreens(speaker, headphones=MemoryHeadphones())
    voice.record({"de": ["Was soll am Markt entstehen?"]})
    assert "Was soll am Markt entstehen?" in speaker.prepared["de"]
    assert set(Texts("de").fixed()) < set(speaker.prepared["de"])
    assert speaker.prepared["ar"] == Texts("ar").fixed()
    voice.close()


def test_places_are_known_by_name_and_no_common_word_is_one(kit: Kit) -> None:
    names = names_of_places(kit.conductor.offer)
    assert {"Rostock", "Stadtmitte", "Lütten Klein", "Neuer Markt", "Warnowpark"} <= names
    assert not names & {"Zoo", ""}
    assert [part.language for part in parts_of("Ankiety dla dzielnicy Lütten Klein.", "pl", names=names)] == [
        "pl",
        "de",
    ]
