"""How far accounts reach: a district council its districts, a house its stations; and the list of one's sessions."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from sync.hub.accounts.models import AccountScope, OneTimePassword, ScopeKind
from sync.hub.accounts.roles import Role, scope_of
from sync.hub.accounts.services import change_role, make_account
from sync.hub.accounts.unlogged import unlogged_accounts
from sync.hub.audit.models import AuditEntry
from sync.hub.contributions.models import CitizenContribution
from sync.hub.polls.models import PublishedPoll
from tests.kits.hub import NOW, Hub


def of_role(name: str, role: Role, *reach: str) -> Client:
    """Somebody who has signed in in this role."""
    make_account(name, role, by="test", now=NOW, reach=reach)
    OneTimePassword.objects.all().delete()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_district_council_reads_and_answers_what_comes_from_its_districts_alone(hub: Hub) -> None:
    station = hub.enrolled_station()
    own = station.contribution("4711181501234567", text="Bänke in K", district="K")
    other = station.contribution("4711181501234568", text="Bäume in L", district="L")
    hub.accept(station.batch([own, other]))
    hub.work()
    council = of_role("beirat", Role.DISTRICT_COUNCIL, "K")
    for address in (reverse("console:contributions"), reverse("console:export-contributions", args=["csv"])):
        shown = council.get(address)
        text = b"".join(shown.streaming_content).decode() if shown.streaming else shown.content.decode()  # type: ignore[attr-defined]
        assert "Bänke in K" in text
        assert "Bäume in L" not in text
    answer = {"state": "in_progress", "note": "Wir beraten.", "seen": "0"}
    for record, expected in ((own, 302), (other, 404)):
        page = reverse("console:contribution-answer", args=[record.id])
        assert council.post(page, answer).status_code == expected
        assert council.get(reverse("console:contribution", args=[record.id])).status_code == {302: 200}.get(
            expected, 404
        )
    assert dict(CitizenContribution.objects.values_list("record_id", "public_note")) == {
        own.id: "Wir beraten.", other.id: "",
    }  # fmt: skip


def test_a_district_council_is_shown_polls_of_its_districts_and_of_the_whole_city(hub: Hub) -> None:
    for poll, districts in (("neuer-markt", ["L"]), ("ortsbeirat-stadtmitte", ["K", "L"])):
        for row in PublishedPoll.objects.filter(poll=poll):
            row.definition["districts"] = districts
            row.save()
    council = of_role("beirat", Role.DISTRICT_COUNCIL, "K")
    listed = council.get(reverse("console:polls")).content.decode()
    for poll, status in (("neuer-markt", 404), ("ortsbeirat-stadtmitte", 200)):
        assert council.get(reverse("console:poll", args=[poll])).status_code == status
        assert (reverse("console:poll", args=[poll]) in listed) == (status == 200)


def test_a_house_sees_its_own_stations(hub: Hub) -> None:
    own, other = hub.enrolled_station("Eigene"), hub.enrolled_station("Fremde")
    house = of_role("haus", Role.HOUSE, own.device)
    listed = house.get(reverse("console:stations")).content.decode()
    assert "Eigene" in listed
    assert "Fremde" not in listed
    assert house.get(reverse("console:station", args=[own.device])).status_code == 200
    assert house.get(reverse("console:station", args=[other.device])).status_code == 404


def test_a_role_with_a_scope_that_was_given_none_reaches_nothing(hub: Hub) -> None:
    make_account("beirat", Role.DISTRICT_COUNCIL, by="test", now=NOW)
    scope = scope_of(User.objects.get(username="beirat"))
    assert not scope.has_district("K")
    admin = of_role("chefin", Role.ADMINISTRATOR)
    shown = admin.post(reverse("console:accounts"), {"name": "neu", "role": "district-council"}).content.decode()
    assert "Please choose the districts" in shown
    assert not User.objects.filter(username="neu").exists()
    admin.post(reverse("console:accounts"), {"name": "neu", "role": "district-council", "districts": ["K"]})
    assert scope_of(User.objects.get(username="neu")).districts == {"K"}


def test_a_reach_that_no_administrator_gave_is_told(hub: Hub) -> None:
    make_account("beirat", Role.DISTRICT_COUNCIL, by="admin", now=NOW, reach=["K"])
    assert unlogged_accounts() == []
    user = User.objects.get(username="beirat")
    AccountScope.objects.create(user=user, kind=ScopeKind.DISTRICT, value="L")
    assert unlogged_accounts() == ["beirat"]
    change_role("beirat", Role.DISTRICT_COUNCIL, by="admin", now=NOW, reach=["L"])
    assert unlogged_accounts() == []
    change_role("beirat", Role.EDITOR, by="admin", now=NOW, reach=["L"])
    assert (unlogged_accounts(), scope_of(User.objects.get(username="beirat")).districts) == ([], None)


def test_ones_sessions_are_listed_and_ended_and_nobody_elses(hub: Hub) -> None:
    here = of_role("anna", Role.AUDITOR)
    other = of_role("otto", Role.AUDITOR)
    there = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"})
    there.force_login(User.objects.get(username="anna"), backend="django.contrib.auth.backends.ModelBackend")
    for client in (here, other, there):
        assert client.get(reverse("console:home")).status_code == 200
    page = reverse("console:sessions")
    shown = here.get(page).content.decode()
    assert "Firefox on Linux" in shown
    assert all(row.session_key not in shown for row in Session.objects.all())
    theirs = re.findall(r'name="end" value="([0-9a-f]{24})"', other.get(page).content.decode())
    marks = re.findall(r'name="end" value="([0-9a-f]{24})"', shown)
    assert (len(marks), theirs) == (1, [])
    other.post(page, {"end": marks[0]})
    assert there.get(page).status_code == 200, "a session of another account is not ended"
    here.post(page, {"end": marks[0]})
    assert there.get(page).status_code == 302
    assert (here.get(page).status_code, other.get(page).status_code) == (200, 200)
    assert [entry.by for entry in AuditEntry.objects.filter(event="sessions-ended")] == ["anna"]
