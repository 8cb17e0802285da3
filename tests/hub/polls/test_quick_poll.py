"""A quick poll: one command by one person, keys made by the hub, said to everybody, counted a day after it closes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sync.hub.content.source import load_source
from sync.hub.drafts import services as drafts
from sync.hub.drafts.checks import problems_in
from sync.hub.drafts.models import PollDraft
from sync.hub.polls.selectors import result_of
from sync.hub.publishing.approved import publish_approved
from sync.hub.stations.hub_clock import begin_clock
from sync.protocol.polls.background import Secrecy
from tests.hub.counting.test_counting import cast, count
from tests.kits.hub import NOW, Hub


def problems(hub: Hub, **changes: Any) -> str:
    wire = dict(load_source(hub.folder.content).polls["neuer-markt"])
    return " ".join(map(str, problems_in({**wire, "secrecy": "simple", **changes}, districts=())))


def test_from_the_command_line_to_the_count_with_keys_that_the_hub_made(hub: Hub) -> None:
    call_command("quick_poll", "pause", question="Soll das Café länger öffnen?", answer=["Ja, bis 20 Uhr", "Nein"])
    poll = hub.poll("pause")
    assert poll.secrecy is Secrecy.SIMPLE and poll.languages == {"de"}
    assert (poll.grace - poll.closes).days == 1
    cast(hub, poll, [["a1"]] * 4 + [["a2"]] * 2)
    tally = count(hub, "pause")
    assert tally.figures["counts"] == {"a1": 4, "a2": 2}
    assert b'"secrecy":"simple"' in result_of("pause"), "the result does not say who could open a ballot"
    with pytest.raises(CommandError, match="already"):
        call_command("quick_poll", "pause", question="Noch einmal?")


def test_a_question_that_does_not_fit_leaves_nothing_behind(hub: Hub) -> None:
    with pytest.raises(CommandError, match="question"):
        call_command("quick_poll", "pause", question="x" * 200)
    assert not (hub.folder.content / "polls" / "pause.json").exists()


def test_where_publishing_fails_the_message_says_which_keys_stay_and_the_next_one_takes_them(hub: Hub) -> None:
    role = hub.folder.publisher_keys / "targets.pem"
    role.rename(role.with_suffix(".away"))
    keys = hub.folder.trustee_keys / "pause"
    with pytest.raises(CommandError, match=f"stay in {keys}"):
        call_command("quick_poll", "pause", question="Soll das Café länger öffnen?")
    assert not (hub.folder.content / "polls" / "pause.json").exists()
    before = (keys / "mix.public.json").read_bytes()
    role.with_suffix(".away").rename(role)
    call_command("quick_poll", "pause", question="Soll das Café länger öffnen?")
    assert (keys / "mix.public.json").read_bytes() == before and hub.poll("pause").mix is not None


def test_what_weighs_more_has_two_trustees(hub: Hub) -> None:
    assert problems(hub) == ""
    assert "two trustees" in problems(hub, decides="decides")
    assert "two trustees" in problems(hub, codes=True, codes_at={"de": "Hier."})


def test_at_the_console_one_person_writes_approves_and_publishes(hub: Hub) -> None:
    drafts.begin("pause", "yes_no", by="erika", today=NOW.date(), now=NOW, template=drafts.PollTemplate.QUICK)
    value = PollDraft.objects.get(poll="pause").value
    words = {name: {"de": "Soll das Café länger öffnen?"} for name in ("title", "question")}
    drafts.WAY.save("pause", {**value, **words}, seen=1, by="erika", now=NOW)
    value = PollDraft.objects.get(poll="pause").value
    assert problems_in(value, districts=()) == []
    assert date.fromisoformat(value["closes"]) == NOW.date() + timedelta(days=6)
    drafts.WAY.hand_in("pause", seen=2, problems=(), by="erika", now=NOW)
    drafts.WAY.approve("pause", seen=3, by="erika", now=NOW)
    begin_clock(NOW)
    done = publish_approved(hub.folder, may_make_keys=False, by="test", today=NOW.date(), now=NOW)
    assert done == (["pause"], []), "the hub made no keys for a poll that says so"


def test_what_is_counted_the_same_evening_decides_nothing_and_takes_no_codes(hub: Hub) -> None:
    assert problems(hub, secrecy="on_the_spot") == ""
    for change in ({"decides": "decides"}, {"codes": True, "codes_at": {"de": "Hier."}}):
        assert "decides nothing" in problems(hub, secrecy="on_the_spot", **change)
    wire = load_source(hub.folder.content).polls["garten-nordwest"]
    assert "decides nothing" in str(problems_in({**wire, "kind": "ranked", "secrecy": "on_the_spot"}, districts=()))
