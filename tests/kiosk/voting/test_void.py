"""A poll that was declared void can no longer be answered, and people are told why wherever they meet it."""

import json

from kiosk.viewmodel.intents import LookUp, OpenLookUp, OpenPoll, OpenPolls, OpenProject, OpenProjects, TypeCode
from kiosk.viewmodel.views import PollsView
from tests.kits.content import MemoryPackage, content_files
from tests.kits.station_twin import BallotsTwin, Kit

REASON = "Eine Antwort fehlte. Bitte stimmen Sie noch einmal ab."
MARKET = "polls/neuer-markt.json"
TRACKER = "K7QF2M3AXW5TPJ4C6RBD"


def test_at_a_station_it_is_closed_and_says_why(keys):
    kit = Kit(keys=keys)
    files = content_files(keys)
    wire = json.loads(files[MARKET]) | {"void": {"de": REASON}}
    kit.station.content, kit.station.content_name = MemoryPackage(files | {MARKET: json.dumps(wire).encode()}), "void"
    kit.station.registers.listed = BallotsTwin({TRACKER: ("neuer-markt", True)})
    kit.wait(1)
    kit.at_home()
    view = kit.ask(OpenPolls())
    (void,) = (choice for choice in view.choices if choice.intent == OpenPoll("neuer-markt"))
    assert not void.enabled and void.about.endswith(REASON)
    assert isinstance(kit.ask(OpenPoll("neuer-markt")), PollsView) and kit.view.notice
    page = kit.ask(OpenProjects(), OpenProject("neuer-markt"))
    assert any(REASON in section.warning for section in page.sections)
    found = kit.ask(OpenLookUp(), TypeCode(TRACKER), LookUp())
    assert any(REASON in line.value for line in found.lines)
