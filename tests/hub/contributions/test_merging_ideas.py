"""Ideas that are the same: one is shown, both numbers tell what the city says, and the supports of both count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from sync.hub.announcements import selectors as announced
from sync.hub.console.wording.terms import number_words
from sync.hub.contributions.merging import merge_contributions
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.services import (
    receive_contribution,
    receive_support,
    review_contribution,
    set_contribution_state,
)
from sync.hub.contributions.source import read_rules
from sync.hub.entries.merging import MergeFault
from sync.hub.entries.models import ReviewState
from sync.protocol.contributions import (
    RELEASED_FILE,
    STATES_FILE,
    Contribution,
    ContributionKind,
    ContributionState,
    Support,
    read_released,
)
from sync.protocol.encoding import random_id
from sync.protocol.errors import Refused
from sync.protocol.report_status import StandingsFile
from tests.kits.hub import Hub

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SAID = {"by": "anna", "now": NOW}


def idea(text: str, *, kind: ContributionKind = ContributionKind.IDEA) -> CitizenContribution:
    record_id = random_id()
    number = f"{int(record_id[:12], 16) % 10**16:016}"
    said = Contribution(kind, number, text, "K", "de", "2026-11-20", topic="green")
    receive_contribution(record_id, said, device="d" * 32, received_at=NOW)
    review_contribution(record_id, ReviewState.APPROVED, note="", seen=0, **SAID)
    return CitizenContribution.objects.get(record_id=record_id)


def support(row: CitizenContribution, times: int) -> None:
    for _ in range(times):
        receive_support(random_id(), Support(row.name, "2026-11-21"), now=NOW)


def shown() -> dict[str, int]:
    return {one.name: one.supports for one in read_released(announced.contents([RELEASED_FILE])[RELEASED_FILE])}


def told(row: CitizenContribution) -> str:
    standing = StandingsFile.from_bytes(announced.contents([STATES_FILE])[STATES_FILE]).find(row.record_id)
    assert standing is not None
    return standing.note


def read(row: CitizenContribution) -> CitizenContribution:
    return CitizenContribution.objects.get(pk=row.pk)


def refused_for(deed: Callable[[], object], fault: MergeFault) -> None:
    with pytest.raises(Refused) as refused:
        deed()
    assert refused.value.reason is fault


def test_one_is_shown_with_the_supports_of_both_until_it_is_taken_back(hub: Hub) -> None:
    one, other = idea("Mehr Bänke."), idea("Bänke am Hafen.")
    support(one, 2)
    support(other, 3)
    merge_contributions(one.record_id, other.record_id, seen=1, **SAID)
    assert shown() == {other.name: 5}
    set_contribution_state(
        other.record_id, ContributionState.ANSWERED, note="Vier Bänke kommen.", seen=read(other).version, **SAID
    )
    assert told(one) == told(other) == "Vier Bänke kommen."
    merge_contributions(one.record_id, "", seen=2, **SAID)
    assert shown() == {one.name: 2, other.name: 3}


def test_the_supports_of_both_bring_it_before_the_council(hub: Hub) -> None:
    rules = read_rules()
    assert rules is not None
    needed = rules.supports_needed
    one, other = idea("Mehr Bänke."), idea("Bänke am Hafen.")
    support(one, needed - 3)
    support(other, 2)
    merge_contributions(one.record_id, other.record_id, seen=1, **SAID)
    assert read(other).state == ContributionState.RECEIVED
    support(one, 1)  # at a station that has not heard of it yet
    assert read(one).state == read(other).state == ContributionState.BEFORE_COUNCIL

    third, fourth = idea("Ein Brunnen."), idea("Trinkwasser.")
    support(third, needed - 1)
    support(fourth, 1)
    merge_contributions(third.record_id, fourth.record_id, seen=1, **SAID)
    assert read(fourth).state == ContributionState.BEFORE_COUNCIL, "already when it is merged"


def test_what_is_of_another_kind_or_decided_is_not_the_same(hub: Hub) -> None:
    one, other = idea("Mehr Bänke."), idea("Wo sind Bänke?", kind=ContributionKind.QUESTION)
    refused_for(lambda: merge_contributions(one.record_id, other.record_id, seen=1, **SAID), MergeFault.OTHER_KIND)
    offer = idea("Ich helfe.", kind=ContributionKind.OFFER)
    offer_too = idea("Ich auch.", kind=ContributionKind.OFFER)
    refused_for(
        lambda: merge_contributions(offer.record_id, offer_too.record_id, seen=1, **SAID), MergeFault.OTHER_KIND
    )
    third = idea("Bänke am Hafen.")
    set_contribution_state(one.record_id, ContributionState.TAKEN_UP, note="Ja.", seen=0, **SAID)
    refused_for(lambda: merge_contributions(one.record_id, third.record_id, seen=1, **SAID), MergeFault.DECIDED)
    merge_contributions(third.record_id, one.record_id, seen=1, **SAID)
    assert read(third).state == ContributionState.TAKEN_UP


def test_it_is_chosen_at_the_console(hub: Hub) -> None:
    one, other = idea("Mehr Bänke."), idea("Bänke am Hafen.")
    support(one, 2)
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("console:contribution-merge", args=[one.record_id])
    assert "Bänke am Hafen." in hub.client.get(url).content.decode()
    assert hub.client.post(url, {"number": "999", "seen": "1"}).status_code == 200
    assert hub.client.post(url, {"into": other.record_id, "seen": "1"}).status_code == 302
    page = hub.client.get(reverse("console:contribution", args=[other.record_id])).content.decode()
    assert number_words(one.number) in page
    assert '<dd class="number">2' in page
    assert hub.client.post(url, {"into": "", "seen": "1"}).status_code == 409
    assert hub.client.post(url, {"into": "", "seen": "2"}).status_code == 302
    assert read(one).merged_into == ""
