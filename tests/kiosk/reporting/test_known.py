"""What is reported already close by is shown with its age, and joined only after a second question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.devtools.sample_media import sample_photo
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AnswerView, HomeView, KnownReportsView, KnownReportView, PlaceView, SentencesView
from kiosk.voice.privacy import hushed
from kiosk.widgets.viewfinder import Viewfinder
from sync.protocol.envelope import open_word
from sync.protocol.open_reports import KnownReport, KnownReports, OpenReportsFile, public_name
from sync.protocol.records import WordKind
from sync.protocol.report_status import ReportState
from tests.kits.screen import shown
from tests.kits.station_twin import NOON

HERE = (12.1365, 54.0893)
NAMES = {kind: public_name(kind) for kind in ("hole", "lamp", "far")}
TO_THE_PLACE = (wish.OpenReport(), wish.ChooseCategory("street"), wish.ChooseCategory("street-hole"))
POINTED = (*TO_THE_PLACE, wish.ChooseDistrict("N"), wish.PointAt(*HERE))


def known(kind: str, category: str, *, north: float) -> KnownReport:
    """So many degrees of latitude from here: 0.001 are 111 metres."""
    point = (HERE[0], HERE[1] + north)
    return KnownReport(NAMES[kind], category, point, ReportState.IN_PROGRESS, NOON.date(), supports=2)


@pytest.fixture
def told(kit):
    """Yesterday the hub told of a lamp at 100 metres, a hole at 200 and something at 300."""
    reports = (
        known("lamp", "lights-and-signs-street-light", north=0.0009),
        known("hole", "street-hole", north=0.0018),
        known("far", "street-hole", north=0.0027),
    )
    yesterday = NOON.date() - timedelta(days=1)
    kit.station.registers.known = KnownReports(
        yesterday, OpenReportsFile.from_bytes(OpenReportsFile.of(reports).to_bytes())
    )
    kit.at_home()
    return kit


def test_what_is_near_is_shown_with_its_age_the_same_category_first(told):
    view = told.ask(*POINTED, wish.Continue())
    assert isinstance(view, KnownReportsView)
    assert [choice.intent.name for choice in view.choices] == [NAMES["hole"], NAMES["lamp"]]
    assert "Stand von gestern." in view.explanation
    assert "200 Meter entfernt" in view.choices[0].about
    assert isinstance(told.ask(wish.Continue()), SentencesView)


def test_joining_asks_twice_and_then_only_the_public_name_travels(told):
    view = told.ask(*POINTED, wish.Continue(), wish.OpenKnownReport(NAMES["hole"]))
    assert isinstance(view, KnownReportView)
    assert view.headline == "Ist es genau das?"
    assert told.outbox.records == []
    assert isinstance(told.ask(wish.SupportReport()), AnswerView)
    (record,) = told.outbox.records
    word = open_word(record, key=told.keys.seal)
    assert (word.report, word.kind, word.code) == (NAMES["hole"], WordKind.SUPPORTED, "")
    home = told.ask(wish.Continue())
    assert isinstance(home, HomeView)
    assert not any(tile.note for tile in home.tiles), "nothing is left unfinished"


def test_nobody_joins_the_same_one_twice_in_a_visit(told):
    told.ask(*POINTED, wish.Continue(), wish.OpenKnownReport(NAMES["hole"]), wish.SupportReport(), wish.Continue())
    view = told.ask(*POINTED, wish.Continue())
    assert [choice.intent.name for choice in view.choices] == [NAMES["lamp"]]


def test_what_is_not_near_cannot_be_joined(told):
    view = told.ask(*POINTED, wish.Continue())
    assert told.ask(wish.OpenKnownReport(NAMES["far"])) == view
    assert told.ask(wish.SupportReport()) == view
    assert told.outbox.records == []


def test_a_disk_that_fails_says_so_and_nothing_is_lost(told):
    told.outbox.full = True
    view = told.ask(*POINTED, wish.Continue(), wish.OpenKnownReport(NAMES["hole"]), wish.SupportReport())
    assert isinstance(view, KnownReportView)
    assert view.notice


def test_somewhere_in_the_district_nothing_is_near(told):
    assert isinstance(told.ask(*TO_THE_PLACE, wish.ChooseDistrict("N")), PlaceView)
    assert isinstance(told.ask(wish.Continue()), SentencesView)


def test_without_news_of_the_hub_nobody_is_asked(kit):
    kit.at_home()
    assert isinstance(kit.ask(*POINTED, wish.Continue()), SentencesView)


def test_words_and_picture_that_everybody_may_see_are_shown_with_their_age_and_not_said_aloud_to_all(told, qtbot):
    picture = sample_photo()
    shown_there = replace(known("hole", "street-hole", north=0.0018), title="Tiefes Loch vor Nr. 7", has_picture=True)
    others = known("lamp", "lights-and-signs-street-light", north=0.0009)
    yesterday = NOON.date() - timedelta(days=1)
    told.station.registers.known = KnownReports(yesterday, OpenReportsFile.of([shown_there, others]))
    told.station.registers.pictures[NAMES["hole"]] = picture
    near = told.ask(*POINTED, wish.Continue())
    assert "Tiefes Loch vor Nr. 7" in near.choices[0].about
    view = told.ask(wish.OpenKnownReport(NAMES["hole"]))
    assert isinstance(view, KnownReportView)
    assert view.picture == picture
    assert "Tiefes Loch vor Nr. 7" in [line.value for line in view.lines]
    assert "Stand von gestern." in view.explanation
    screen = shown(qtbot, view)
    assert not screen.findChild(Viewfinder).is_empty
    assert view.picture_name in screen.spoken_content()
    overheard = hushed(view)
    assert (overheard.picture, overheard.picture_name) == (b"", "")
    assert "Tiefes Loch vor Nr. 7" not in str(overheard)
    plain = told.ask(wish.Back(), wish.OpenKnownReport(NAMES["lamp"]))
    assert (plain.picture, plain.picture_name) == (b"", "")
