"""A long list is searched by a word: what fits is shown, what was chosen stays chosen, and it is the same ballot."""

import json

import pytest

from kiosk.viewmodel.intents import Back, Cast, Choose, Continue, OpenPoll, OpenPolls, OpenSearch, SearchFor, ShowAll
from kiosk.viewmodel.views import ReceiptView, SearchView, VoteReviewView, VoteView
from kiosk.voting.searching import LONG_LIST
from sync.protocol.envelope import open_mix_layer, open_outer, open_tally_layer
from sync.protocol.polls.poll import Poll
from tests.kits.content import MemoryPackage, content_files
from tests.kits.poll_kinds import of_kind
from tests.kits.station_twin import Kit

GARDEN = "polls/garten-nordwest.json"
TITLES = ["Bänke am Teich", "Obstbäume", "Parkbank im Schatten", "Spielplatz", "Straßenlaternen", "Trinkbrunnen"]


def at_list(keys, number: int, kind: str = "multiple") -> tuple[Kit, Poll]:
    kit, files = Kit(keys=keys), content_files(keys)
    titles = [*TITLES, *(f"Vorschlag {place}" for place in range(len(TITLES), number))][:number]
    options = [{"id": f"o{place}", "title": {"de": title}, "about": {}} for place, title in enumerate(titles)]
    wire = of_kind(json.loads(files[GARDEN]) | {"options": options}, kind) | {"order": "fixed"}
    kit.station.content = MemoryPackage(files | {GARDEN: json.dumps(wire).encode()})
    kit.station.content_name = kind
    kit.wait(1)
    kit.at_home()
    assert isinstance(kit.ask(OpenPolls(), OpenPoll("garten-nordwest")), VoteView)
    return kit, Poll.from_wire(wire)


def shown(view) -> list[str]:
    return [option.intent.option for option in view.options]


def ways(view) -> list[type]:
    return [type(way.intent) for way in view.ways]


@pytest.mark.parametrize("typed", ["bank", "Bnake", "bänke", "BAENKE"])
def test_what_fits_is_shown_small_mistakes_forgiven_and_what_is_chosen_stays(keys, typed):
    kit, poll = at_list(keys, 20)
    kit.ask(Choose("o3"))
    assert isinstance(kit.ask(OpenSearch(), SearchFor(typed)), SearchView)
    view = kit.ask(Continue())
    assert set(shown(view)) <= {"o0", "o2"} and shown(view)
    assert "von 20 Antworten" in view.rule and "1" in view.counted
    kit.ask(Choose(shown(view)[0]))
    view = kit.ask(ShowAll())
    assert len(shown(view)) == 20 and "Gesucht" not in view.rule
    assert {option.intent.option for option in view.options if option.chosen} == {"o3", "o0"}
    review = kit.ask(Continue())
    assert isinstance(review, VoteReviewView)
    assert [line.value for line in review.lines if line.value in TITLES] == ["Bänke am Teich", "Spielplatz"]
    assert isinstance(kit.ask(Cast()), ReceiptView)
    inner = open_outer(kit.outbox.records[-1], key=keys.seal).inner
    opened = open_tally_layer(open_mix_layer(inner, poll_id=poll.id, key=keys.mix), poll=poll, key=keys.tally)
    assert opened == ["o0", "o3"]


def test_the_review_shows_what_is_chosen_also_where_the_search_hides_it(keys):
    kit, _ = at_list(keys, 20)
    kit.ask(Choose("o3"), OpenSearch(), SearchFor("bank"), Continue())
    review = kit.ask(Continue())
    assert "Spielplatz" in [line.value for line in review.lines]


def test_nothing_found_and_nothing_typed_are_told_and_all_stays(keys):
    kit, _ = at_list(keys, 20)
    assert kit.ask(OpenSearch(), Continue()).notice
    assert kit.ask(SearchFor("xylophon"), Continue()).notice
    assert len(shown(kit.ask(Back()))) == 20


def test_short_lists_are_not_searched(keys):
    kit, _ = at_list(keys, LONG_LIST - 1)
    assert OpenSearch not in ways(kit.view)
    assert isinstance(kit.ask(OpenSearch()), VoteView)
    kit, _ = at_list(keys, LONG_LIST)
    assert OpenSearch in ways(kit.view)


@pytest.mark.parametrize("kind", ["ranked", "points", "scale", "budget"])
def test_every_kind_with_a_long_list_is_searched(keys, kind):
    kit, _ = at_list(keys, 20, kind)
    view = kit.ask(OpenSearch(), SearchFor("brunnen"), Continue())
    told = view.options if view.options else view.groups
    assert [one.title for one in told] == ["Trinkbrunnen"]
    assert ShowAll in ways(view)


def test_the_words_are_gone_with_the_ballot_and_with_the_visit(keys):
    kit, _ = at_list(keys, 20)
    kit.ask(OpenSearch(), SearchFor("bank"), Continue(), Choose("o0"), Continue(), Cast())
    session = kit.conductor._visit.session
    assert "bank" not in repr(session)
