"""A poll that people answer: its words are mended and all its ballots count together; nothing else in it changes."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from sync.hub.content.source import load_source
from sync.hub.drafts import services as drafts
from sync.hub.drafts.models import PollDraft
from sync.hub.drafts.steps import DraftFault
from sync.hub.polls.selectors import newest_version
from sync.hub.polls.services import PollFault
from sync.hub.publishing.approved import publish_approved
from sync.hub.stations.hub_clock import begin_clock
from sync.protocol.errors import Refused
from sync.protocol.polls.deciding import lot_of
from sync.protocol.polls.wording import what_else_changed
from tests.hub.counting.test_counting import cast, choices_for, count
from tests.kits.hub import NOW, Hub

MARKET = "neuer-markt"


def publish_again(hub: Hub, **changes: Any) -> None:
    """Publish the content with a poll that differs in these members and has the next version."""
    place = hub.folder.content / "polls" / f"{MARKET}.json"
    wire = json.loads(place.read_bytes())
    place.write_text(json.dumps({**wire, "version": wire["version"] + 1, **changes}), encoding="utf-8")
    call_command("publish")


def source_of(hub: Hub) -> dict[str, Any]:
    return deepcopy(dict(load_source(hub.folder.content).polls[MARKET]))


def mended(hub: Hub) -> dict[str, Any]:
    """Other words in the question and in an answer."""
    options = source_of(hub)["options"]
    options[0]["title"]["de"] = "Ein Ort mit Schatten"
    return {"question": {**source_of(hub)["question"], "de": "Was fehlt dem Markt am meisten?"}, "options": options}


def test_ballots_of_the_words_before_and_after_are_counted_together_and_each_knows_its_own(hub: Hub) -> None:
    before = hub.poll()
    cast(hub, before, choices_for(before, 3))
    publish_again(hub, **mended(hub))
    after = hub.poll()
    assert after.question["de"] == "Was fehlt dem Markt am meisten?"
    assert (after.version, after.earlier, after.hash != before.hash) == (2, {before.hash}, True)
    cast(hub, after, choices_for(after, 4))
    publish_again(hub, title={**source_of(hub)["title"], "de": "Der Neue Markt"})
    assert hub.poll().earlier == {before.hash, after.hash}
    cast(hub, before, choices_for(before, 2))  # from a station that was away all the time
    tally = count(hub)
    assert (tally.total, tally.valid, tally.invalid) == (9, 9, 0)


def test_mending_words_does_not_draw_the_lot_anew(hub: Hub) -> None:
    before = hub.poll()
    publish_again(hub, **mended(hub))
    assert [lot_of(hub.poll(), option.id) for option in before.options] == [
        lot_of(before, option.id) for option in before.options
    ]


def test_publishing_the_same_again_makes_no_new_version(hub: Hub) -> None:
    publish_again(hub, **mended(hub))
    told = hub.poll().hash
    call_command("publish")
    assert hub.poll().hash == told


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("options", "one less"),
        ("options", "the other way round"),
        ("min", 0),
        ("closes", "2027-05-31"),
        ("opens", "2026-10-02"),
        ("grace", "2028-12-31"),
        ("decides", "decides"),
        ("districts", ["A"]),
        ("order", "fixed"),
        ("lot", "heads"),
        ("kind", "multiple"),
    ],
)
def test_answers_rules_and_days_stay_and_it_is_said_what_to_do_instead(hub: Hub, member: str, value: Any) -> None:
    before, options = hub.poll(), source_of(hub)["options"]
    if member == "options":
        value = options[1:] if value == "one less" else options[::-1]
    with pytest.raises(CommandError) as caught:
        publish_again(hub, **{member: value})
    assert member in str(caught.value) and "void" in str(caught.value) and "another id" in str(caught.value)
    assert hub.poll().hash == before.hash


def test_a_poll_is_declared_void_with_a_reason_stays_void_and_is_not_counted(hub: Hub) -> None:
    poll, before = hub.poll(), source_of(hub)
    cast(hub, poll, choices_for(poll, 6))
    publish_again(hub, void={"de": "Eine Antwort fehlte."})
    void = hub.poll()
    assert void.void == {"de": "Eine Antwort fehlte."}
    assert not void.is_open(NOW.date())
    with pytest.raises(Refused, match="void"):
        count(hub)
    (hub.folder.content / "polls" / f"{MARKET}.json").write_text(json.dumps({**before, "version": 3}))
    with pytest.raises(CommandError, match="void"):
        call_command("publish")


def test_at_the_console_the_same_holds_and_somebody_else_has_to_approve(hub: Hub) -> None:
    drafts.take_up(MARKET, by="erika", now=NOW)
    value = PollDraft.objects.get(poll=MARKET).value
    with pytest.raises(Refused) as caught:
        drafts.WAY.save(MARKET, {**value, "closes": "2027-12-31"}, seen=1, by="erika", now=NOW)
    assert caught.value.reason is PollFault.CHANGED
    drafts.WAY.save(MARKET, {**value, **mended(hub), "codes": False}, seen=1, by="erika", now=NOW)
    drafts.WAY.hand_in(MARKET, seen=2, problems=(), by="erika", now=NOW)
    with pytest.raises(Refused) as caught:
        drafts.WAY.approve(MARKET, seen=3, by="erika", now=NOW)
    assert caught.value.reason is DraftFault.FOUR_EYES
    drafts.WAY.approve(MARKET, seen=3, by="otto", now=NOW)
    before = hub.poll().hash
    begin_clock(NOW)
    assert publish_approved(hub.folder, may_make_keys=True, by="test", today=NOW.date(), now=NOW) == ([MARKET], [])
    assert hub.poll().earlier == {before}
    begin_clock(timezone.now())
    call_command("publish")  # the file of before takes nothing back
    published = newest_version(MARKET)
    assert published is not None and published.version == 2


def test_what_is_no_word_counts_as_changed() -> None:
    wire = {
        "id": "p", "version": 1, "kind": "multiple", "title": {"de": "A"}, "min": 0, "max": 2, "promise": {"by": "1"},
        "options": [{"id": "a", "title": {"de": "A"}, "picture": {"file": "a.svg", "shows": {"de": "A"}}}],
    }  # fmt: skip
    words = {
        "version": 2, "title": {"de": "B", "en": "C"}, "codes": False, "rule": "approval",
        "promise": {"by": "1", "who": {}},
        "options": [{"id": "a", "title": {"de": "B"}, "about": {}, "picture": {"file": "a.svg", "shows": {"de": "B"}}}],
    }  # fmt: skip
    assert what_else_changed(wire, {**wire, **words}) == []
    assert what_else_changed(wire, {**wire, "promise": {"by": "2"}}) == ["promise"]
    assert what_else_changed(wire, {**wire, "min": 1, "codes": True}) == ["codes", "min"]
    options = [{**wire["options"][0], "picture": {"file": "b.svg", "shows": {"de": "A"}}}]  # type: ignore[index]
    assert what_else_changed(wire, {**wire, "options": options}) == ["options"]
