"""The console's pages over a real hub: what an administrator sees, and what nobody may see."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

import sync.hub
from sync.hub.audit.events import SENTENCES, AuditEvent
from sync.hub.console.pages.station_rows import station_rows
from sync.hub.console.wording.audit_log import event_name
from sync.hub.console.wording.terms import language_words
from sync.hub.polls.models import BallotStanding, BoxedBallot, CodeMark, PublishedPoll
from sync.hub.stations.models import DeviceSeen
from sync.hub.stations.services import revoke
from sync.hub.triage.health import Health
from sync.protocol.envelope import tracker_of
from sync.protocol.records import Stream
from tests.kits.hub import Hub

CATALOGUE = Path(sync.hub.__file__).parent / "locale/de/LC_MESSAGES/django.po"
AREAS = (
    "home", "stations", "batches", "aside", "stick", "reports", "contributions", "polls", "figures", "log", "accounts",
)  # fmt: skip
WORDS = "Auf dem Gehweg steht eine Platte hoch."


@pytest.fixture
def console(hub: Hub) -> Hub:
    """A hub at whose console somebody is logged in."""
    hub.client.force_login(User.objects.get(username=hub.account.user))
    return hub


def page(hub: Hub, area: str, *arguments: str, language: str = "en") -> str:
    answer = hub.client.get(reverse(f"console:{area}", args=arguments), headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


@pytest.mark.parametrize("area", AREAS)
def test_without_login_no_page_is_shown(hub: Hub, area: str) -> None:
    answer = hub.client.get(reverse(f"console:{area}"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("console:login"))


def test_the_first_account_can_log_in_and_out(hub: Hub) -> None:
    login = {"username": hub.account.user, "password": hub.account.password}
    answer = hub.client.post(reverse("console:login"), login)
    assert answer.headers["Location"] == reverse("console:home")
    assert hub.client.get(reverse("console:home")).status_code == 200
    hub.client.post(reverse("console:logout"))
    assert hub.client.get(reverse("console:home")).status_code == 302


def test_a_wrong_password_is_told_in_plain_words(hub: Hub) -> None:
    answer = hub.client.post(
        reverse("console:login"), {"username": "admin", "password": "wrong"}, headers={"Accept-Language": "en"}
    )
    assert "do not belong together" in answer.content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("area", AREAS)
def test_every_area_opens_in_both_languages(console: Hub, area: str, language: str) -> None:
    shown = page(console, area, language=language)
    assert f'<html lang="{language}">' in shown
    assert shown.count("<h1>") == 1
    assert 'aria-current="page"' in shown


def test_no_text_is_left_untranslated() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    left = [message.id for message in catalogue if message.id and (message.fuzzy or not all(_forms(message.string)))]
    assert left == []


def _forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else string


@pytest.mark.parametrize("event", list(AuditEvent))
def test_every_event_of_the_log_is_told_in_both_languages(event: AuditEvent) -> None:
    with override("de"):
        assert gettext(SENTENCES[event]) != SENTENCES[event]
        assert event_name(event) != event.value


def test_every_english_text_has_its_german_one(console: Hub) -> None:
    with override("de"):
        german = page(console, "home", language="de")
    assert "Was zu tun ist" in german
    for word in ("What needs you", "Stations", "Defect reports", "Audit log"):
        assert word not in german


def test_showing_only_is_said_on_every_page(console: Hub) -> None:
    for area in AREAS:
        assert "For showing only" in page(console, area)


def test_a_batch_and_its_report_are_seen_as_they_arrive(console: Hub) -> None:
    assert "Nothing has arrived yet." in page(console, "batches")
    station = console.enrolled_station(name="Börgerhus")
    console.accept(station.batch([station.report(WORDS)]))
    batches = page(console, "batches")
    assert "Börgerhus" in batches
    assert "1 defect report" in batches
    assert WORDS not in page(console, "reports"), "only the worker can open it"
    console.work()
    listed = page(console, "reports")
    assert WORDS in listed
    address = re.search(r'href="(/reports/[0-9a-f]{32}/)"', listed)
    assert address
    shown = console.client.get(address[1]).content.decode()
    assert WORDS in shown
    assert "<dd>Deutsch</dd>" in shown


@pytest.mark.parametrize(("code", "words"), [("de-leicht", "Plain German"), ("ar", "Arabic"), ("xx", "xx")])
def test_every_language_of_a_station_has_a_name(code: str, words: str) -> None:
    with override("en"):
        assert words in language_words(code)


def test_an_open_poll_shows_counts_and_trackers_but_no_choice(console: Hub) -> None:
    station, poll = console.enrolled_station(), console.poll()
    record, tracker = station.ballot(poll, [poll.options[0].id])
    console.accept(station.batch([record], stream=Stream.BALLOTS))
    console.work()
    shown = page(console, "poll", poll.id)
    assert tracker in shown
    assert "There is no result before the last day is over." in shown
    assert poll.options[0].title["de"] not in shown
    assert "<svg" not in shown


def test_doubles_and_late_ballots_are_listed_apart(console: Hub) -> None:
    poll, code = console.poll(), CodeMark(mark="c" * 64, poll="neuer-markt", spent_for="x")
    trackers = []
    for standing in BallotStanding:
        inner = standing.name.encode()
        row = {"inner_hash": sha256(inner).hexdigest(), "tracker": tracker_of(inner), "standing": standing}
        BoxedBallot.objects.create(poll=poll.id, inner=inner, **row)
        trackers.append(tracker_of(inner))
    shown = page(console, "poll", poll.id)
    box, doubles, late = map(shown.index, trackers)
    assert box < shown.rindex("Double ballots") < doubles < shown.rindex("Late ballots") < late
    assert "Participation codes made" not in shown
    code.save()
    definition = PublishedPoll.objects.get(poll=poll.id)
    definition.definition = definition.definition | {"codes": True}
    definition.save()
    shown = page(console, "poll", poll.id)
    assert "Participation codes made" in shown and "Participation codes used" in shown


def test_a_closed_poll_says_until_when_ballots_are_waited_for(console: Hub) -> None:
    row = PublishedPoll.objects.get(poll="neuer-markt")
    yesterday = timezone.localdate() - timedelta(days=1)
    row.closes = yesterday
    row.definition = row.definition | {"closes": yesterday.isoformat(), "grace": timezone.localdate().isoformat()}
    row.save()
    assert "Ballots from stations without a network are waited for" in page(console, "poll", row.poll)
    row.definition = row.definition | {"grace": yesterday.isoformat()}
    row.save()
    assert "It can be counted now" in page(console, "poll", row.poll)
    shutil.rmtree(console.folder.trustee_keys)
    with override_settings(HUB_CONFIG=replace(console.config, counting_keys_here=False)):
        assert "trustees can count it now" in page(console, "poll", row.poll)


def test_an_unknown_poll_is_not_here(console: Hub) -> None:
    answer = console.client.get(reverse("console:poll", args=["nothing"]), headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_a_silent_station_needs_somebody(console: Hub) -> None:
    station = console.enrolled_station(name="T'winkelhus")
    console.post("heads", station.status(time=datetime.now(UTC)).encode())
    assert "T&#x27;winkelhus needs a look" not in page(console, "home")
    long_ago = datetime.now(UTC) - timedelta(hours=24, minutes=1)
    DeviceSeen.objects.filter(device=station.device).update(last_contact=long_ago)
    assert "T&#x27;winkelhus needs a look" in page(console, "home")
    assert "overdue" in page(console, "stations")


def test_what_waits_at_a_station_is_shown(console: Hub) -> None:
    station = console.enrolled_station()
    console.post("heads", station.status(waiting={"reports": 3, "ballots": 12}).encode())
    shown = page(console, "station", station.device)
    assert "12 ballots, 3 defect reports" in shown
    assert station.key.kid in shown


def test_a_revoked_station_is_said_to_be_revoked(console: Hub) -> None:
    station = console.enrolled_station()
    now = datetime.now(UTC)
    revoke(station.device, note="stolen", by="test", now=now)
    (row,) = station_rows(now)
    assert (row.state, row.health) == ("off", Health.REVOKED)


def test_the_audit_log_speaks_in_sentences(console: Hub) -> None:
    console.enrolled_station(name="Haus 12")
    assert ">Haus 12</a> was enrolled" in page(console, "log")
    assert ">Haus 12</a> wurde als" in page(console, "log", language="de")


def test_a_page_asks_no_other_host_and_runs_no_script(console: Hub) -> None:
    answer = console.client.get(reverse("console:home"))
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.content.decode()
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.content.decode())


def test_every_poll_is_listed(console: Hub) -> None:
    shown = page(console, "polls")
    for published in PublishedPoll.objects.all():
        assert str(published.definition["title"]["de"]) in shown
