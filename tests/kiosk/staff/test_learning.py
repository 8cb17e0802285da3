"""New colleagues practise a whole visit: every page says so, and nothing of it is stored, counted, noted or printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from accessibility.profile import Profile
from kiosk.session.idle import patience_seconds
from kiosk.staff.store import StaffOffice
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.staff_intents import Learn, OpenCare
from kiosk.viewmodel.views import AttractView, GoodbyeView, HomeView, PollsView, PracticeDoneView, View
from sync.protocol.records import Record, RecordKind
from sync.station.outbox import NotStored
from tests.kits.content import Keys
from tests.kits.staff import AT_THE_DESK
from tests.kits.station_twin import Kit, Printer
from tests.kits.visit_paths import REPORT, TO_THE_REVIEW

LEARN = (OpenCare(), Learn())
IN = (wish.ChooseLanguage("de"), wish.Continue())
VOTE = (
    wish.OpenPolls(),
    wish.OpenPoll("practice"),
    wish.Choose("apples"),
    wish.Continue(),
    wish.Cast(),
)


@pytest.fixture
def learner(keys: Keys, printer: Printer, office: StaffOffice) -> Kit:
    """Somebody of the team who has just begun to practise."""
    kit = Kit(keys=keys, printer=printer, office=office)
    kit.ask(*AT_THE_DESK, *LEARN)
    return kit


def says_so(view: View) -> bool:
    return view.headline.startswith("Übung: ")


def test_every_page_of_a_whole_visit_says_that_it_is_practice(learner: Kit):
    assert says_so(learner.view)
    ways = (*IN, *VOTE, wish.Home(), *REPORT, *TO_THE_REVIEW, wish.FileReport(), wish.OpenHelp(), wish.Back())
    assert all(says_so(learner.ask(asked)) for asked in ways)
    assert isinstance(learner.view, PracticeDoneView)
    assert says_so(learner.wait(patience_seconds(learner.idle, Profile()))), (
        "even the question whether somebody is there"
    )


def test_nothing_of_it_is_stored_counted_noted_or_printed(learner: Kit, printer: Printer, data: Path):
    before = list(learner.events)
    learner.ask(*IN, *VOTE, wish.PrintReceipt(), wish.Home(), *REPORT, *TO_THE_REVIEW, wish.FileReport())
    learner.ask(wish.EndVisit())
    learner.wait(60)
    station = learner.station
    assert (learner.outbox.tried, station.begun, station.ends, station.kept, printer.printed) == ([], [], [], [], [])
    assert (learner.events, station.noted) == (before, None)
    assert not (data / "drafts").exists()


def test_whatever_would_be_made_there_is_nothing_that_takes_it(learner: Kit):
    assert learner.conductor._visit is not None
    equipment = learner.conductor._visit._equipment
    with pytest.raises(NotStored):
        equipment.outbox.put(Record("0" * 32, RecordKind.BALLOT, "kid", b""))
    assert (equipment.keep_attachment, equipment.print_receipt) == (None, None)


def test_what_is_begun_notes_nothing_either(learner: Kit):
    learner.ask(*IN, *REPORT)
    assert learner.station.noted is None, "the greeting would speak of a vote that never was"


def test_the_real_polls_are_not_there(learner: Kit):
    view = learner.ask(*IN, wish.OpenPolls())
    assert isinstance(view, PollsView)
    assert [choice.intent for choice in view.choices] == [wish.OpenPoll("practice")]
    assert isinstance(learner.ask(wish.OpenPoll("garten-nordwest")), PollsView)


def test_after_an_exercise_there_are_only_exercises(learner: Kit):
    view = learner.ask(*IN, *VOTE)
    assert isinstance(view, PracticeDoneView)
    assert [choice.title for choice in view.choices] == ["Abstimmen üben", "Melden üben"]
    assert isinstance(learner.ask(wish.Home()), HomeView)


def test_the_next_person_finds_the_greeting(learner: Kit):
    assert isinstance(learner.ask(*IN, wish.EndVisit()), GoodbyeView)
    learner.wait(60)
    learner.ask(*AT_THE_DESK, *LEARN, *IN)
    assert isinstance(learner.ask(wish.StartAfresh()), AttractView)
    assert not says_so(learner.at_home())
