"""What is approved for a day goes to stations that day and not before, whoever publishes something else meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.drafts import content_services, services
from sync.hub.drafts.models import ContentDraft, DraftState, PollDraft
from sync.hub.drafts.steps import DraftFault
from sync.hub.publishing.approved import publish_approved
from sync.hub.publishing.models import Publication
from sync.protocol.errors import Refused
from tests.hub.drafts.test_drafts import POLL, TODAY, handed_in, version
from tests.hub.publishing.test_publishing import publish_again
from tests.kits.hub import NOW, Hub

WARNING = {"id": "sturm", "headline": {"de": "Sturm"}, "text": {"de": "Bleiben Sie drin."}}
PATH = "warnings/sturm.json"


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def publish(hub: Hub, today: date) -> list[str]:
    return publish_approved(hub.folder, may_make_keys=True, by="t", today=today, now=timezone.now())[0]


def warning_handed_in(hub: Hub) -> None:
    now = NOW
    content_services.begin("warnings", "sturm", folder=hub.folder.content, by="e", today=days(0), now=now)
    content_services.WAY.save(PATH, WARNING, seen=1, by="e", now=now)
    content_services.WAY.hand_in(PATH, seen=2, problems=(), by="e", now=now)


def test_a_poll_and_other_content_wait_for_their_day(hub: Hub) -> None:
    handed_in()
    services.WAY.approve(POLL, seen=version(), publish_on=days(3), by="otto", now=NOW)
    warning_handed_in(hub)
    content_services.WAY.approve(PATH, seen=3, publish_on=days(2), by="o", now=NOW)
    assert publish(hub, days(1)) == []
    publish_again(hub)
    newest = Publication.objects.first()
    assert newest is not None and f"polls/{POLL}.json" not in newest.files
    assert not (hub.folder.content / PATH).exists()
    assert publish(hub, days(2)) == [PATH] and publish(hub, days(3)) == [POLL]
    assert {*PollDraft.objects.values_list("state", "publish_on")} == {(DraftState.PUBLISHED, None)}


def test_who_writes_or_sends_back_what_waits_lets_its_day_go(hub: Hub) -> None:
    warning_handed_in(hub)
    way, now = content_services.WAY, NOW
    way.approve(PATH, seen=3, publish_on=days(2), by="o", now=now)
    way.refuse(PATH, "something")
    way.try_again(PATH, seen=4, by="o", now=now)
    assert ContentDraft.objects.get().publish_on == days(2)
    way.send_back(PATH, seen=5, note="doch nicht", by="o", now=now)
    assert ContentDraft.objects.get().publish_on is None and publish(hub, days(9)) == []


def test_a_day_that_is_over_is_refused_and_today_is_at_once(hub: Hub) -> None:
    warning_handed_in(hub)
    with pytest.raises(Refused) as caught:
        content_services.WAY.approve(PATH, seen=3, publish_on=days(-1), by="o", now=NOW)
    assert caught.value.reason is DraftFault.DAY_OVER
    content_services.WAY.approve(PATH, seen=3, publish_on=days(0), by="o", now=NOW)
    assert publish(hub, days(0)) == [PATH]


@pytest.mark.parametrize(
    ("given", "words"), [("", "next publication"), ("2020-01-01", "day is over"), ("morgen", "is no day")]
)
def test_the_page_asks_for_the_day_and_tells_it(hub: Hub, given: str, words: str) -> None:
    warning_handed_in(hub)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("console:content-draft", args=["warnings", "sturm"])
    assert "From which day?" in client.get(page).content.decode()

    def approve(day: str) -> Any:
        return client.post(page, {"deed": "approve", "seen": 3, "publish_on": day}, follow=True).content.decode()

    assert words in approve(given)
    if given:
        assert ContentDraft.objects.get().state == DraftState.REVIEW
        shown = approve((timezone.localdate() + timedelta(days=2)).isoformat())
        assert "It goes to stations on" in shown and "Nobody sees it before" in shown
