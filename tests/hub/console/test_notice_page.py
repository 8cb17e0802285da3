"""Warning everybody from the console: asked twice, by whoever may, with what lies ready, past every round."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.roles import Role, give_role
from sync.hub.audit.models import AuditEntry
from sync.hub.drafts.content_kinds import problems_of_content
from sync.hub.notices.services import present_notice
from sync.hub.previews.painting import PreviewChoice, paint
from sync.hub.publishing.services import published_files
from sync.hub.worker.announce import when_due
from sync.protocol.emergency_notice import FILE_NAME, NO_NOTICE, EmergencyNotice
from tests.hub.announcements.test_announcements import Listener
from tests.kits.hub import Hub

READY = {"id": "sturmflut", "headline": {"de": "Sturmflut"}, "text": {"de": "Bleiben Sie vom Wasser weg."}}


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, deed: str, **changes: Any) -> Any:
    until = timezone.localtime() + timedelta(hours=6)
    given = {"headline-de": "Sturmflut", "text-de": "Bleiben Sie weg.", "until": f"{until:%Y-%m-%dT%H:%M}"}
    return client.post(reverse("console:notice"), {**given, "seen": seen(), "deed": deed, **changes}, follow=True)


def seen() -> str:
    newest = AuditEntry.objects.filter(event__startswith="notice-").order_by("-number").first()
    return str(newest.number if newest else 0)


def present() -> EmergencyNotice | None:
    return present_notice(timezone.now())


def test_nobody_is_warned_before_the_second_question_and_the_second_of_two_is_told(hub: Hub, client: Client) -> None:
    again = send(client, "look", **{"headline-en": "Storm", "text-en": "Stay away."}).content.decode()
    assert "Ja, jetzt alle warnen" in again and "Stay away." in again and present() is None
    assert send(client, "issue", **{"headline-en": "Storm", "text-en": "Stay away."}).status_code == 200
    notice = present()
    assert notice is not None and notice.languages == ("de", "en")
    late = send(client, "issue", seen="0", **{"headline-de": "Anderes"})
    assert late.status_code == 409 and "admin war schneller" in late.content.decode()
    assert present() == notice
    assert send(client, "withdraw", seen="0").status_code == 409 and present() == notice
    assert "Zurückgenommen" in send(client, "withdraw").content.decode() and present() is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until": "2020-01-01T10:00"}, "schon vorbei"),
        ({"until": "2099-01-01T10:00"}, "höchstens 14 Tage"),
        ({"text-de": ""}, "zwingend erforderlich"),
        ({"headline-pl": "Sztorm"}, "Sie braucht beide"),
        ({"headline-de": "x" * 41}, "höchstens 40"),
    ],
)
def test_what_is_no_warning_is_said_and_nobody_is_asked(
    hub: Hub, client: Client, changes: dict[str, str], words: str
) -> None:
    for deed in ("look", "issue"):
        page = send(client, deed, **changes).content.decode()
        assert words in page and "Ja, jetzt alle warnen" not in page
    assert present() is None


def test_who_may_only_look_warns_nobody(hub: Hub, client: Client) -> None:
    for role, status in ((Role.EDITOR, 403), (Role.AUDITOR, 403), (Role.HOUSE, 403), (Role.PUBLISHER, 200)):
        give_role(User.objects.get(), role)
        assert send(client, "issue").status_code == status
        assert (present() is not None) == (status == 200)


def test_what_lies_ready_is_begun_with_seen_and_never_told_by_itself(hub: Hub, client: Client) -> None:
    path = "warnings/sturmflut.json"
    assert problems_of_content(path, READY, folder=hub.folder.content) == []
    lacking = problems_of_content(path, {**READY, "text": {"de": "x", "en": "y"}}, folder=hub.folder.content)
    assert [problem.path for problem in lacking] == ["headline.en"]
    (hub.folder.content / "warnings").mkdir()
    (hub.folder.content / path).write_text(json.dumps(READY))
    assert "Damit beginnen: Sturmflut" in client.get(reverse("console:notice")).content.decode()
    begun = client.get(reverse("console:notice"), {"from": "sturmflut"}).content.decode()
    assert "Bleiben Sie vom Wasser weg." in begun and present() is None
    shown = paint(path, READY, content=hub.folder.content, choice=PreviewChoice(language="en"))
    assert "Bleiben Sie vom Wasser weg." in " ".join(shown.spoken)


def test_a_warning_waits_for_no_round_of_announcements(hub: Hub, client: Client, tmp_path: Any) -> None:
    (tmp_path / "station").mkdir()
    Listener(hub, tmp_path / "station").connection.close()  # content is published, so that stations listen
    tell = when_due(hub.folder, every=timedelta(hours=1), log_at_once=False, may_make_keys=True)
    now = timezone.now()
    tell(now)
    assert published_files(hub.folder).get(FILE_NAME, NO_NOTICE) == NO_NOTICE
    send(client, "issue")
    tell(now + timedelta(seconds=1))
    assert EmergencyNotice.from_bytes(published_files(hub.folder)[FILE_NAME]) == present()


def test_people_of_some_districts_are_warned_at_stations_that_are_named_before(hub: Hub, client: Client) -> None:
    hub.enrolled_station(name="SBZ Nord")  # in K
    given = {"districts": ["K"], "stations": ["SBZ Nord"]}
    again = send(client, "look", **given).content.decode()
    assert "Die Menschen dort jetzt warnen?" in again and "1 von 1" in again and "SBZ Nord" in again
    send(client, "issue", **given)
    notice = present()
    assert notice is not None and (notice.districts, notice.stations) == (("K",), ("SBZ Nord",))
    assert "Ein Teil der Stadt" in client.get(reverse("console:notice")).content.decode()
    assert ">keine<" in send(client, "look", districts=["A"]).content.decode()


def test_an_area_finds_districts_keeps_what_was_written_and_is_never_taken_for_everybody(client: Client) -> None:
    corners = "12.10 54.05\n12.16 54.05\n12.16 54.12\n12.10 54.12"
    for deed in ("look", "issue"):
        page = send(client, deed, area=corners).content.decode()
        assert "welche Stadtteile es berührt" in page and "Ja, " not in page and present() is None
    found = send(client, "area", area=corners)
    assert len(found.context["form"]["districts"].value()) > 1 and found.context["form"]["headline-de"].value()
    assert "zeichnen Sie zuerst" in send(client, "area", **{"headline-de": ""}).content.decode()


@pytest.mark.parametrize("given", [{"districts": ["nowhere"]}, {"stations": ["nowhere"]}])
def test_who_is_warned_is_there(hub: Hub, client: Client, given: dict[str, Any]) -> None:
    assert "nowhere" in send(client, "issue", **given).content.decode() and present() is None


def test_what_lies_ready_brings_its_districts_and_stations_along(hub: Hub, client: Client) -> None:
    station = hub.enrolled_station(name="SBZ Nord")
    path, ready = "warnings/sturmflut.json", {**READY, "districts": ["K"], "stations": ["SBZ Nord"]}
    assert station and problems_of_content(path, ready, folder=hub.folder.content) == []
    (hub.folder.content / "warnings").mkdir()
    (hub.folder.content / path).write_text(json.dumps(ready))
    form = client.get(reverse("console:notice"), {"from": "sturmflut"}).context["form"]
    assert (form["districts"].value(), form["stations"].value()) == (["K"], ["SBZ Nord"])
