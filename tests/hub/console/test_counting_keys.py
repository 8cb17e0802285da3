"""A hub that could read ballots says so on every page, and none that could is said not to."""

from __future__ import annotations

import dataclasses
import shutil

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone

from sync.hub.content.source import load_source
from sync.hub.polls.selectors import newest_version
from sync.hub.publishing.counting_keys import STEPS, make_trustee_key
from sync.hub.publishing.services import publish
from sync.key_files import change_password
from sync.protocol.poll_results import PollResult
from sync.protocol.polls.background import Secrecy
from tests.kits.hub import Hub

PAGES = ("/", "/stations/", "/polls/", "/polls/neuer-markt/", "/hub/", "/log/", "/reports/", "/stick/", "/accounts/")
READABLE = "whoever reaches its machine can read ballots"
UNREADABLE = "The hub cannot read a ballot"


@pytest.fixture
def real(hub: Hub) -> Hub:
    """A hub that is not for showing only, and holds one poll's counting keys in the clear."""
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    for folder in hub.folder.trustee_keys.iterdir():
        if folder.name != "neuer-markt":
            shutil.rmtree(folder)
    return dataclasses.replace(hub, config=dataclasses.replace(hub.config, for_showing_only=False))


def told(hub: Hub, *, makes_keys: bool) -> dict[str, str]:
    config = dataclasses.replace(hub.config, counting_keys_here=makes_keys)
    with override_settings(HUB_CONFIG=config):
        pages = {page: hub.client.get(page, headers={"Accept-Language": "en"}) for page in PAGES}
        state = hub.client.get("/health").json()["counting_keys"]
    return {"state": state, **{page: answer.content.decode() for page, answer in pages.items()}}


@pytest.mark.parametrize("makes_keys", [True, False])
def test_a_hub_that_makes_or_holds_counting_keys_says_so_on_every_page(real: Hub, makes_keys: bool) -> None:
    pages = told(real, makes_keys=makes_keys)
    assert pages.pop("state") == "waiting"
    assert [page for page, text in pages.items() if READABLE not in text] == []
    assert UNREADABLE not in "".join(pages.values())
    assert "key-password" in pages["/hub/"]


def test_one_whose_keys_are_with_two_people_says_that(real: Hub) -> None:
    for step in STEPS:
        change_password(real.folder.trustee_keys / "neuer-markt" / f"{step}.pem", None, b"held by one person")
    pages = told(real, makes_keys=False)
    assert pages.pop("state") == "good"
    assert READABLE not in "".join(pages.values())
    assert UNREADABLE in pages["/polls/"]


@pytest.mark.parametrize("is_held_here", [True, False])
def test_a_poll_and_its_result_say_whether_the_hub_held_its_keys_from_the_start(hub: Hub, is_held_here: bool) -> None:
    source = load_source(hub.folder.content)
    new = {**source.polls["neuer-markt"], "id": "hafen"}
    if not is_held_here:
        (hub.folder.trustee_keys / "hafen").mkdir()
        for step in STEPS:
            make_trustee_key(hub.folder.trustee_keys / "hafen" / f"{step}.pem", password=b"of one person")
    now = timezone.now()
    publish(source, folder=hub.folder, may_make_keys=True, by="test", today=now.date(), now=now, also={"hafen": new})
    expected = Secrecy.SIMPLE if is_held_here else Secrecy.TWO_TRUSTEES
    assert hub.poll("hafen").secrecy is expected, "stations are told"
    wire = newest_version("hafen").definition
    result = PollResult.of(wire, ballots=9, counts={}, adds_up=False, counted_on=now.date())
    assert PollResult.from_bytes(result.to_bytes()).poll.secrecy is expected, "and so is who reads the result"
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    page = hub.client.get("/polls/hafen/", headers={"Accept-Language": "en"}).content.decode()
    assert ("The hub held both counting keys" in page) is is_held_here


def test_whoever_takes_the_keys_away_later_does_not_make_it_unsaid(hub: Hub) -> None:
    source, now = load_source(hub.folder.content), timezone.now()
    shutil.rmtree(hub.folder.trustee_keys)
    new = {**source.polls["neuer-markt"], "version": 2}
    publish(source, folder=hub.folder, may_make_keys=True, by="t", today=now.date(), now=now, also={new["id"]: new})
    assert hub.poll().version == 2 and hub.poll().secrecy is Secrecy.SIMPLE
