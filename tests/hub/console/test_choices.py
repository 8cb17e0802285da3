"""What the city chooses for its whole hub: a compulsory second step, translations that block, each on record."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts import totp
from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role, give_role
from sync.hub.accounts.services import make_account
from sync.hub.audit.models import AuditEntry
from sync.hub.choices.services import choose, newest_choice
from sync.hub.drafts import services as drafts
from sync.hub.drafts.checks import problems_in
from sync.hub.drafts.content_kinds import problems_of_content
from sync.hub.drafts.whole_languages import languages_needed
from sync.hub.publishing.approved import publish_approved
from sync.hub.versions import ChangedMeanwhile
from tests.hub.console.test_second_factor import app as app_code
from tests.hub.drafts.test_drafts import POLL, approved, written
from tests.kits.hub import NOW, Hub


def chosen(**values: str) -> None:
    newest = newest_choice()
    choose(values, seen=newest.number if newest else 0, by="admin", now=NOW)


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def signed_in(name: str) -> Client:
    user = User.objects.get(username=name)
    OneTimePassword.objects.filter(user=user).delete()
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, **changes: str) -> Any:
    newest = newest_choice()
    values = {
        "second_step": "optional",
        "translations": "label",
        "house_dates": "house",
        "seen": str(newest.number if newest else 0),
    }
    return client.post(reverse("console:choices"), values | changes)


def test_each_choice_is_on_record_with_what_was_before_and_the_second_of_two_is_told(hub: Hub, client: Client) -> None:
    assert send(client, translations="block").status_code == 302
    (entry,) = AuditEntry.objects.filter(event="city-chose")
    assert json.loads(entry.facts) == {"choice": "translations", "before": "label", "value": "block"}
    assert send(client, translations="label", seen="0").status_code == 409
    assert send(client, translations="nonsense").status_code == 200 and languages_needed(hub.folder.content)
    with pytest.raises(ChangedMeanwhile):
        choose({"translations": "label"}, seen=0, by="otto", now=NOW)
    log = client.get(reverse("console:log")).content.decode()
    assert "Stationen zeigen es auf Deutsch" in log
    give_role(User.objects.get(), Role.AUDITOR)
    assert "<form" not in client.get(reverse("console:choices")).content.decode().split('id="main"')[1]


def test_where_it_is_compulsory_nothing_opens_before_the_second_step_is_set_up(hub: Hub, client: Client) -> None:
    make_account("erika", Role.REPORT_OFFICER, by="test", now=NOW)
    erika = signed_in("erika")
    assert erika.get(reverse("console:reports")).status_code == 200
    chosen(second_step="compulsory")
    second = reverse("console:second")
    for url in (reverse("console:home"), reverse("console:reports"), reverse("console:sessions")):
        for answer in (erika.get(url), erika.post(url, {"x": "1"})):
            assert (answer.status_code, answer.headers.get("Location")) == (302, second), url
    assert "Hier brauchen alle einen zweiten Schritt" in erika.get(second).content.decode()
    assert erika.get(reverse("console:app")).status_code == 200
    secret, before = totp.new_secret(), datetime.now(UTC) - timedelta(hours=1)
    user = User.objects.get(username="erika")
    totp.set_up(user, secret, app_code(secret, before), now=before)
    assert erika.get(reverse("console:reports")).status_code == 200
    totp.take_away(user, by="erika", now=NOW)
    assert erika.get(reverse("console:reports")).status_code == 302, "taken away, it is needed again"


def test_a_poll_waits_for_its_languages_where_the_city_says_so(hub: Hub) -> None:
    folder = hub.folder.content
    assert problems_in(written(), districts=(), languages=languages_needed(folder)) == []
    approved()
    chosen(translations="block")
    needed = languages_needed(folder)
    lacking = {problem.path for problem in problems_in(written(), districts=(), languages=needed)}
    assert {"title.pl", "options[1].about.ar", "promise.who.de-leicht"} <= lacking and "title.en" not in lacking
    now = timezone.now()
    done = publish_approved(hub.folder, may_make_keys=True, by="test", today=NOW.date(), now=now)
    assert done == ([], [POLL]) and "title.pl" in drafts.PollDraft.objects.get().refusal
    project = json.loads((folder / "projects/garten-nordwest.json").read_bytes())
    project["title"].pop("vi", None)
    found = problems_of_content("projects/garten-nordwest.json", project, folder=folder, languages=needed)
    assert "title.vi" in {problem.path for problem in found}
    assert problems_of_content("projects/garten-nordwest.json", project, folder=folder) == []
