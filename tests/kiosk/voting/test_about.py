"""What a poll says of itself at a station: before it opens, beside its question, and on a page of its own."""

import json

from kiosk.viewmodel.intents import Continue, OpenPoll, OpenPollAbout, OpenPolls
from kiosk.viewmodel.views import PollAboutView, PollsView, VoteView
from tests.kits.content import MemoryPackage, content_files
from tests.kits.station_twin import Kit

MARKET = "polls/neuer-markt.json"
SIMPLE = "Die Stadt hat beide Schlüssel und könnte einzelne Stimmen lesen."


def with_market(keys, **changes) -> Kit:
    kit = Kit(keys=keys)
    files = content_files(keys)
    wire = json.loads(files[MARKET]) | changes
    kit.station.content, kit.station.content_name = MemoryPackage(files | {MARKET: json.dumps(wire).encode()}), "more"
    kit.wait(1)
    kit.at_home()
    kit.ask(OpenPolls())
    return kit


def test_who_asks_who_decides_and_what_is_not_on_the_table(keys):
    background = {name: {"de": f"Das {name}."} for name in ("asks", "decided_by", "not_asked", "level")}
    kit = with_market(keys, background=background, audience="60+")
    before = kit.ask(OpenPoll("neuer-markt"))
    view = kit.ask(OpenPollAbout())
    assert isinstance(view, PollAboutView)
    said = {line.value for line in view.lines}
    assert {text["de"] for text in background.values()} < said
    assert "Für Menschen ab 60 Jahren" in said
    assert any("Die Bürgerschaft, bis zum 31." in value for value in said)
    assert kit.ask(Continue()) == before


def test_a_poll_that_the_city_could_open_says_so_beside_its_question(keys):
    kit = with_market(keys, secrecy="simple")
    view = kit.ask(OpenPoll("neuer-markt"))
    assert isinstance(view, VoteView) and SIMPLE in view.explanation
    assert any(SIMPLE in line.value for line in kit.ask(OpenPollAbout()).lines)
    kit = with_market(keys)
    assert SIMPLE not in kit.ask(OpenPoll("neuer-markt")).explanation


def test_a_poll_is_announced_before_it_opens(keys):
    kit = with_market(keys, opens="2026-12-10")
    (coming,) = (choice for choice in kit.view.choices if choice.intent == OpenPoll("neuer-markt"))
    assert not coming.enabled and coming.note.startswith("Beginnt am 10.")
    assert isinstance(kit.ask(OpenPoll("neuer-markt")), PollsView)
    assert OpenPoll("neuer-markt") not in [one.intent for one in with_market(keys, opens="2027-02-10").view.choices]
