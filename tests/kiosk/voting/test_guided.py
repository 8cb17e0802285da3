"""The guided ballot: for every kind with options the same answer, in an envelope of the same length, as on one page."""

import json
from random import Random

import pytest

from kiosk.viewmodel.intents import (
    Back,
    Cast,
    Choose,
    Continue,
    EndVisit,
    GivePoint,
    KeepGoing,
    LeaveOption,
    OpenPoll,
    OpenPolls,
    RankAt,
    Rate,
    ShowAll,
    ShowOneByOne,
    TakeOption,
)
from kiosk.viewmodel.views import ReceiptView, VoteGuidedView, VoteReviewView, VoteView
from kiosk.voice.privacy import hushed
from sync.protocol.envelope import open_mix_layer, open_outer, open_tally_layer
from sync.protocol.polls.kinds import KINDS, kind_of
from sync.protocol.polls.poll import Poll
from tests.kiosk.voting.test_kinds import ways_to
from tests.kits.content import MemoryPackage, content_files
from tests.kits.poll_kinds import of_kind
from tests.kits.station_twin import Kit

GARDEN = "polls/garten-nordwest.json"
WITH_OPTIONS = sorted(word for word, kind in KINDS.items() if kind.traits.has_options)


def at_poll_of(kind: str, keys, **changes) -> tuple[Kit, Poll]:
    """A visit on the page of the poll of the garden, were it of this kind."""
    kit = Kit(keys=keys)
    files = content_files(keys)
    wire = of_kind(json.loads(files[GARDEN]), kind, **changes) | {"order": "fixed"}
    kit.station.content = MemoryPackage(files | {GARDEN: json.dumps(wire).encode()})
    kit.station.content_name = kind
    kit.wait(1)
    kit.at_home()
    assert isinstance(kit.ask(OpenPolls(), OpenPoll("garten-nordwest")), VoteView)
    return kit, Poll.from_wire(wire)


def said_to(poll: Poll, answer, option: str, before: list[str]):
    """What a person says to one option who means this answer; ``before`` are the options that have a rank already."""
    match poll.kind:
        case "ranked":
            if option not in answer:
                return [LeaveOption(option)]
            return [RankAt(option, 1 + sum(answer.index(other) < answer.index(option) for other in before))]
        case "points" | "budget_points":
            return [GivePoint(option)] * answer.get(option, 0)
        case "scale":
            return [Rate(option, answer[option])] if option in answer else []
    return [TakeOption(option) if option in answer else LeaveOption(option)]


def cast_in(kit: Kit, poll: Poll):
    """The answer and the length of the ballot that was cast last."""
    record = kit.outbox.records[-1]
    inner = open_outer(record, key=kit.keys.seal).inner
    layer = open_mix_layer(inner, poll_id=poll.id, key=kit.keys.mix)
    return open_tally_layer(layer, poll=poll, key=kit.keys.tally), len(record.sealed)


@pytest.mark.parametrize("kind", WITH_OPTIONS)
def test_one_option_after_the_other_leads_to_the_same_answer_in_the_same_envelope(kind, keys):
    _, poll = at_poll_of(kind, keys)
    for seed in range(4):
        answer = kind_of(poll).draw(poll, Random(seed))
        if not answer:
            continue
        guided, _ = at_poll_of(kind, keys)
        view, ranked = guided.ask(ShowOneByOne()), []
        for option in [option.id for option in poll.options]:
            assert isinstance(view, VoteGuidedView) and view.part == option
            guided.ask(*said_to(poll, answer, option, ranked))
            ranked += [option] if option in answer else []
            view = guided.ask(Continue())
        assert isinstance(view, VoteReviewView)
        assert isinstance(guided.ask(Cast()), ReceiptView)
        direct, _ = at_poll_of(kind, keys)
        assert direct.ask(*ways_to(poll, answer), Continue()).lines == view.lines
        direct.ask(Cast())
        assert cast_in(guided, poll) == cast_in(direct, poll)
        assert cast_in(guided, poll)[0] == answer


def test_every_page_has_the_way_back_and_nothing_said_is_lost_on_it(keys):
    kit, poll = at_poll_of("multiple", keys)
    first, second = (option.id for option in poll.options[:2])
    kit.ask(ShowOneByOne(), TakeOption(first), Continue(), TakeOption(second))
    view = kit.ask(kit.view.frame.back.intent)
    assert view.part == first
    assert [option.chosen for option in view.options] == [True, False]
    view = kit.ask(view.frame.back.intent)
    assert {option.intent.option for option in view.options if option.chosen} == {first, second}
    assert kit.ask(ShowOneByOne()).part == first
    assert kit.ask(Continue(), ShowAll()).frame.back.intent == Back()


def test_nothing_said_is_not_taken_for_no(keys):
    kit, poll = at_poll_of("multiple", keys)
    view = kit.ask(ShowOneByOne())
    assert view.frame.main.waits and not any(option.chosen for option in view.options)
    view = kit.ask(Continue())
    assert view.notice and view.part == poll.options[0].id
    view = kit.ask(LeaveOption(view.part))
    assert [option.chosen for option in view.options] == [False, True] and not view.frame.main.waits


def test_a_yes_too_many_is_told_and_takes_nothing_back(keys):
    kit, poll = at_poll_of("multiple", keys, max=1, min=1)
    first, second = (option.id for option in poll.options[:2])
    kit.ask(ShowOneByOne(), TakeOption(first), Continue())
    assert kit.ask(TakeOption(second)).notice, "one took the place of another, and nobody said so"
    kit, poll = at_poll_of("ranked", keys, max=1, min=1)
    kit.ask(ShowOneByOne(), RankAt(first, 1), Continue())
    assert kit.ask(RankAt(second, 1)).notice
    assert kit.ask(kit.view.frame.back.intent).options[0].chosen


def test_whoever_sees_one_option_after_the_other_comes_back_to_it_and_sees_the_next_question_so(keys):
    kit, poll = at_poll_of("multiple", keys)
    kit.ask(ShowOneByOne(), TakeOption(poll.options[0].id), Continue(), EndVisit())
    assert kit.ask(KeepGoing()).part == poll.options[1].id
    assert isinstance(kit.ask(OpenPolls(), OpenPoll("neuer-markt")), VoteGuidedView)


def test_everybody_around_hears_of_no_rank_nor_count(keys):
    kit, poll = at_poll_of("ranked", keys)
    kit.ask(ShowOneByOne(), RankAt(poll.options[0].id, 1), Continue())
    heard = hushed(kit.view)
    assert heard.options == () and heard.counted == ""


def test_a_question_without_options_is_one_page_already(keys):
    kit, _ = at_poll_of("yes_no", keys)
    assert ShowOneByOne() not in [way.intent for way in kit.view.ways]
    assert not isinstance(kit.ask(ShowOneByOne()), VoteGuidedView)
    assert kit.ask(Choose("yes")).frame.main.waits is False
