"""Writing content that is no poll in the console: with only the pages, by whoever may, and as a file."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role, give_role
from sync.hub.console.content_forms import ContentForm, FormGround
from sync.hub.console.urls import urlpatterns
from sync.hub.console.wording.content_parts import CHOICES, KIND_WORDS, MEMBERS
from sync.hub.console.wording.poll_parts import KIND_NAMES, PART_NAMES
from sync.hub.content.source import load_source
from sync.hub.drafts.content_kinds import KINDS_OF_CONTENT
from sync.hub.drafts.content_parts import PartKind, parts_of
from sync.hub.drafts.models import ContentDraft, DraftState
from sync.hub.publishing.approved import publish_approved
from tests.kits.hub import Hub

NEW = ("projects", "hafen")
PROJECT = {
    "title": "Der Hafen", "facts-0": "Ein Kai.", "facts-1": "Mit Treppen.", "facts-2": "Bis ans Wasser.",
    "decided_by": "Die Bürgerschaft", "phases-0-phase": "idea", "phases-0-begins": "2026-11-01", "districts": ["K"],
    "place": "12.131, 54.089", "pictures-0-file": "pictures/benches.svg", "pictures-0-shows": "Bänke am Kai.",
    "updates-0-day": "2026-11-20", "updates-0-text": "Es geht los.",
}  # fmt: skip


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


ABOUT_ONE = [str(one.name) for one in urlpatterns if str(one.pattern).startswith("content/<str:kind>/<str:name>/")]
BESIDES = {"translate-content": ("en",), "content-row-area": ("0",)}
"""What their addresses say besides."""
ONLY_PRESSED = ("take-up-content", "bring-content")


def page(name: str, *arguments: str) -> str:
    return reverse(f"console:{name}", args=arguments)


def path(kind: str, name: str) -> str:
    return KINDS_OF_CONTENT[kind].path_of(name)


def seen(kind: str, name: str) -> str:
    return str(ContentDraft.objects.get(path=path(kind, name)).version)


def shown(client: Client, kind: str, name: str) -> str:
    text = client.get(page("content-draft", kind, name)).content.decode()
    return text[text.index('id="main"') :]


def press(client: Client, deed: str, thing: tuple[str, str] = NEW) -> Any:
    return client.post(page("content-draft", *thing), {"deed": deed, "seen": seen(*thing)})


def publish(hub: Hub) -> tuple[list[str], list[str]]:
    now = timezone.now()
    return publish_approved(hub.folder, may_make_keys=True, by="worker", today=now.date(), now=now)


def begin(client: Client) -> None:
    client.post(page("new-content"), {"kind": "projects", "name": "Hafen"})


def write(client: Client, **changes: Any) -> Any:
    return client.post(page("write-content", *NEW), {**PROJECT, "seen": seen(*NEW), **changes})


def test_a_project_is_made_translated_approved_and_goes_to_stations(hub: Hub, client: Client) -> None:
    begin(client)
    assert "Titel, Deutsch: fehlt" in shown(client, *NEW) and "Einreichen" not in shown(client, *NEW)
    assert write(client).status_code == 302
    picture = {code: f"shows {code}" for code in ("de-leicht", "en", "uk", "ru", "ar", "pl", "vi")}
    for code, text in picture.items():
        texts = {"pictures-0-shows": text, "title": "The harbour" if code == "en" else ""}
        client.post(page("translate-content", *NEW, code), {**texts, "seen": seen(*NEW)})
    overview = shown(client, *NEW)
    assert "fehlt" not in overview and "2 von 7 Texten" in overview
    press(client, "hand-in")
    assert "Wartet auf Ihren Blick: Der Hafen (Vorhaben)" in client.get(page("home")).content.decode()
    press(client, "approve")
    assert "Wartet auf Ihren Blick" not in client.get(page("home")).content.decode()
    assert publish(hub) == ([path(*NEW)], [])
    project = load_source(hub.folder.content).projects["hafen"]
    assert project["title"] == {"de": "Der Hafen", "en": "The harbour"} and project["place"] == [12.131, 54.089]
    assert project["updates"] == [{"day": "2026-11-20", "text": {"de": "Es geht los."}}]
    listed = client.get(page("content")).content.decode()
    assert "Der Hafen" in listed and "veröffentlicht" in listed


def test_an_entry_of_a_list_is_added_named_and_taken_out(hub: Hub, client: Client) -> None:
    thing = ("signposts", "all")
    client.post(page("take-up-content", *thing))
    before = ContentDraft.objects.get().value
    url = page("write-content", *thing)
    fields = client.get(url).context["form"]
    given = {name: value for name, value in fields.initial.items() if value is not None}
    emptied = {name: "" for name in given if name.startswith("0-")}
    added = {f"{len(before)}-title": "Strom und Gas", f"{len(before)}-who": "Stadtwerke"}
    assert client.post(url, {**given, **emptied, **added, "seen": seen(*thing)}).status_code == 302
    after = ContentDraft.objects.get().value
    assert after[:-1] == before[1:]
    assert after[-1] == {"id": "strom-und-gas", "title": {"de": "Strom und Gas"}, "who": "Stadtwerke"}
    assert f"Eintrag {len(before)}, Titel, Polnisch: fehlt" in shown(client, *thing)


def test_a_draft_is_taken_as_a_file_and_another_is_put_in_its_place(hub: Hub, client: Client) -> None:
    begin(client)
    write(client)
    file = client.get(page("export-content", *NEW)).content
    assert json.loads(file) == ContentDraft.objects.get().value
    other = {**json.loads(file), "title": {"de": "Der alte Hafen"}}

    def bring(data: bytes, version: str) -> str:
        upload = SimpleUploadedFile("x.json", data, content_type="application/json")
        answer = client.post(page("bring-content", *NEW), {"file": upload, "seen": version}, follow=True)
        return answer.content.decode()

    assert "Es wurde nichts überschrieben" in bring(json.dumps(other).encode(), "1")
    assert "Das ist keine Datei dieser Art" in bring(b"<html>", seen(*NEW))
    assert "Der alte Hafen" in bring(json.dumps(other).encode(), seen(*NEW))
    press(client, "put-back-2")
    assert ContentDraft.objects.get().value == json.loads(file)


def test_a_calendar_of_another_program_becomes_the_dates_of_a_house(hub: Hub, client: Client) -> None:
    thing = ("dates", "boergerhus")
    client.post(page("new-content"), {"kind": "dates", "name": "boergerhus"})
    client.post(page("write-content", *thing), {"seen": seen(*thing), "districts": ["K"]})
    day = timezone.localdate() + timedelta(days=3)
    event = f"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:{day:%Y%m%d}T100000\r\nDTEND:{day:%Y%m%d}T120000\r\nSUMMARY:Fest\r\n"
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n".encode()
    for data, words in ((b"BEGIN:VCALENDAR\r\nnonsense", "Kalender"), (calendar, "Die Datei steht jetzt hier")):
        upload = SimpleUploadedFile("x.ics", data, content_type="text/calendar")
        answer = client.post(page("bring-content", *thing), {"file": upload, "seen": seen(*thing)}, follow=True)
        assert words in answer.content.decode()
    (date,) = ContentDraft.objects.get().value["dates"]
    assert date["title"] == {"de": "Fest"} and date["times"] == [[f"{day}T10:00", f"{day}T12:00"]]
    assert ContentDraft.objects.get().value["districts"] == ["K"] and "fehlt" not in shown(client, *thing)


def test_a_file_that_says_strange_things_where_nothing_is_filled_in_breaks_no_page(client: Client) -> None:
    begin(client)
    strange = {"id": "hafen", "facts": "x", "phases": ["x", {}, None], "other": [1], "pictures": {"file": "x"}}
    upload = SimpleUploadedFile("x.json", json.dumps(strange).encode(), content_type="application/json")
    client.post(page("bring-content", *NEW), {"file": upload, "seen": seen(*NEW)})
    assert ContentDraft.objects.get().value == strange
    assert "unbekannt" in shown(client, *NEW) or "fehlt" in shown(client, *NEW)
    assert write(client).status_code == 302
    assert client.get(page("translate-content", *NEW, "en")).status_code == 200


def test_whoever_may_only_look_finds_no_button_and_changes_nothing(hub: Hub, client: Client) -> None:
    begin(client)
    write(client)
    give_role(User.objects.get(), Role.AUDITOR)
    before = ContentDraft.objects.get().version
    for text in (shown(client, *NEW), client.get(page("content")).content.decode()):
        main = text[text.index('id="main"') :]
        assert 'method="post"' not in main and page("write-content", *NEW) not in main
    upload = SimpleUploadedFile("x.json", b"{}", content_type="application/json")
    answers = [
        press(client, "hand-in"),
        write(client),
        client.get(page("new-content")),
        client.post(page("take-up-content", "signposts", "all")),
        client.post(page("bring-content", *NEW), {"file": upload, "seen": str(before)}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert ContentDraft.objects.get().version == before and ContentDraft.objects.get().state == DraftState.DRAFT


def test_more_categories_than_any_city_has_are_kept_from_one_page(hub: Hub, client: Client) -> None:
    thing = ("categories", "all")
    client.post(page("take-up-content", *thing))
    before = ContentDraft.objects.get().value
    several = [{**one, "id": f"{one['id']}-{number}"} for number in range(3) for one in before]
    ContentDraft.objects.update(value=several)
    form = ContentForm(several, KINDS_OF_CONTENT["categories"].schema(), None, FormGround({}, (), ()))
    # Browsers send nothing of what is not ticked.
    given = {name: value or "" for name, value in form.initial.items() if not name.endswith("-districts")}
    assert len(given) > 1000
    changed = {"0-title": "Müll", "0-subcategories-0-title": "", "0-subcategories-0-words": ""}
    sent = {**given, **changed, "seen": seen(*thing)}
    assert client.post(page("write-content", *thing), sent).status_code == 302
    after = ContentDraft.objects.get().value
    assert after[0]["title"] == {**several[0]["title"], "de": "Müll"} and after[1:] == several[1:]
    assert after[0]["subcategories"] == several[0]["subcategories"][1:]


def test_it_is_seen_and_heard_as_stations_will_show_it(hub: Hub, client: Client) -> None:
    begin(client)
    write(client)
    seen_and_heard = client.get(page("preview-content", *NEW), {"step": "page"}).content.decode()
    assert "data:image/png;base64," in seen_and_heard
    assert "Ein Kai." in seen_and_heard[seen_and_heard.index('class="heard"') :]


def test_everything_people_fill_in_has_a_name() -> None:
    unnamed = set()
    for word, kind in KINDS_OF_CONTENT.items():
        assert word in KIND_WORDS
        schema = kind.schema()
        rows = kind.begin("x", timezone.localdate())
        for part in parts_of(schema, rows):
            unnamed |= {step for step in part.place if isinstance(step, str)} - MEMBERS.keys() - PART_NAMES.keys()
            if part.kind is PartKind.CHOICE:
                unnamed |= set(part.schema["enum"]) - CHOICES.keys() - KIND_NAMES.keys()
    assert unnamed == set()


def test_a_house_writes_the_dates_of_its_own_districts_alone(hub: Hub, client: Client) -> None:
    begin(client)
    mine = hub.enrolled_station(name="SBZ Börgerhus")
    OneTimePassword.objects.filter(user=User.objects.get()).delete()
    give_role(User.objects.get(), Role.HOUSE, [mine.device])
    thing, other = ("dates", "boergerhus"), ("dates", "anderswo")
    client.post(page("new-content"), {"kind": "projects", "name": "x"})
    client.post(page("new-content"), {"kind": "dates", "name": "boergerhus"})
    assert ContentDraft.objects.get(path=path(*thing)).value["districts"] == ["K"]
    day = timezone.localdate() + timedelta(days=3)
    date = {"dates-0-kind": "event", "dates-0-title": "Fest", "dates-0-times-0": f"{day}T10:00 {day}T12:00"}
    for districts, status in ((["K"], 302), ([], 200), (["K", "A"], 200)):
        sent = {"seen": seen(*thing), "districts": districts, **date}
        assert client.post(page("write-content", *thing), sent).status_code == status
    value = ContentDraft.objects.get(path=path(*thing)).value
    assert value["districts"] == ["K"] and value["dates"][0]["title"] == {"de": "Fest"}
    elsewhere = json.dumps({**value, "districts": ["A"]}).encode()
    upload = SimpleUploadedFile("x.json", elsewhere, content_type="application/json")
    client.post(page("bring-content", *thing), {"file": upload, "seen": seen(*thing)})
    assert ContentDraft.objects.get(path=path(*thing)).value == value
    assert press(client, "hand-in", thing).status_code == 302
    assert press(client, "approve", thing).status_code == 403
    ContentDraft.objects.create(path=path(*other), value={**value, "id": "anderswo", "districts": ["A"]})
    listed = client.get(page("content")).content.decode()
    assert "boergerhus" in listed and "anderswo" not in listed and "hafen" not in listed
    for wrong in (other, NEW, ("places", "all"), ("dates", "nowhere")):
        for name in ABOUT_ONE:
            address = page(name, *wrong, *BESIDES.get(name, ()))
            assert client.get(address).status_code in ((302,) if name in ONLY_PRESSED else (403,)), (name, wrong)
            assert client.post(address).status_code == 403, (name, wrong)
    assert client.get(page("polls")).status_code == 403


def test_languages_keep_the_order_in_which_stations_offer_them() -> None:
    value = {"city": {"languages": ["pl", "de"]}}
    form = ContentForm(value, KINDS_OF_CONTENT["places"].schema(), None, FormGround({}, (), ()))
    field: Any = form.fields["city-languages"]
    assert [code for code, _words in field.choices][:3] == ["pl", "de", "de-leicht"]
