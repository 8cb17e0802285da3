"""Writing a poll in the console: from its short name to the stations, with only the pages."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import make_account
from sync.hub.console.new_poll_form import short_name
from sync.hub.console.wording.poll_parts import KIND_NAMES, PART_NAMES, place_words
from sync.hub.content.council_budget import QUESTION
from sync.hub.content.definitions import POLL, json_schema
from sync.hub.drafts.models import DraftState, PollDraft
from sync.hub.polls.selectors import newest_version
from sync.hub.publishing.approved import publish_approved
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.polls.kinds import KINDS
from sync.protocol.polls.poll import Poll
from tests.kits.hub import NOW, Hub

GERMAN = {
    "title": "Der Spielplatz", "question": "Was wird gebraucht?", "about": "Der Ortsbeirat fragt.",
    "option0_title": "Bänke", "option0_about": "Im Schatten.", "option1_title": "Bäume",
    "option1_about": "Drei Linden.",
    "opens": "2026-12-01", "closes": "2026-12-31", "as_of": "2026-11-29", "order": "random", "min": "1", "max": "1",
    "districts": ["K", "L"], "decides": "advises",
    "promise_who": "Der Ortsbeirat", "promise_by": "2027-02-01",
}  # fmt: skip


def signed_in(name: str, role: Role = Role.ADMINISTRATOR) -> Client:
    make_account(name, role, by="test", now=NOW)
    user = User.objects.get(username=name)
    OneTimePassword.objects.filter(user=user).delete()
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def erika(hub: Hub) -> Client:
    return signed_in("erika")


def page(name: str, *arguments: str) -> str:
    return reverse(f"console:{name}", args=arguments)


def seen(poll: str = "spielplatz-sued") -> str:
    return str(PollDraft.objects.get(poll=poll).version)


def begin(client: Client, kind: str = "single") -> HttpResponse:
    answer: Any = client.post(page("new-poll"), {"poll": "Spielplatz Süd", "kind": kind})
    return answer


def write(client: Client, **changes: Any) -> HttpResponse:
    answer: Any = client.post(page("write-draft", "spielplatz-sued"), {**GERMAN, "seen": seen(), **changes})
    return answer


def press(client: Client, deed: str, **values: str) -> HttpResponse:
    answer: Any = client.post(page("draft", "spielplatz-sued"), {"deed": deed, "seen": seen(), **values})
    return answer


def shown(client: Client, name: str = "draft", *arguments: str) -> str:
    text: str = client.get(page(name, *(arguments or ("spielplatz-sued",)))).content.decode()
    return text[text.index('id="main"') :]


def test_one_person_publishes_a_quick_poll_in_two_languages_to_two_districts(hub: Hub, erika: Client) -> None:
    assert begin(erika).headers["Location"] == page("write-draft", "spielplatz-sued")
    assert "Titel, Deutsch: fehlt" in shown(erika)
    assert "Einreichen" not in shown(erika)
    assert write(erika).status_code == 302
    overview = shown(erika)
    assert "fehlt" not in overview
    assert "Drei Linden." in overview
    assert overview.count("nicht übersetzt") == len(LANGUAGE_CODES) - 1
    english = {
        name: f"{name} in English" for name in GERMAN if name.split("_")[-1] in {"title", "question", "about", "who"}
    }
    erika.post(page("translate-draft", "spielplatz-sued", "en"), {**english, "seen": seen()})
    assert shown(erika).count("nicht übersetzt") == len(LANGUAGE_CODES) - 2
    press(erika, "hand-in")
    press(erika, "approve")
    assert "geht mit der nächsten Veröffentlichung" in shown(erika)
    now = timezone.now()
    publish_approved(hub.folder, may_make_keys=True, by="test", today=NOW.date(), now=now)
    poll = hub.poll("spielplatz-sued")
    assert poll.districts == ("K", "L")
    assert [option.id for option in poll.options] == ["baenke", "baeume"]
    assert [code for code in LANGUAGE_CODES if poll.is_in(code)] == ["de", "en"]
    assert "Der Spielplatz" in erika.get(page("polls")).content.decode()  # among the published ones now
    assert PollDraft.objects.get().state == DraftState.PUBLISHED


def test_half_a_translation_is_told_and_holds_it_up(hub: Hub, erika: Client) -> None:
    begin(erika)
    write(erika)
    erika.post(page("translate-draft", "spielplatz-sued", "pl"), {"title": "Plac zabaw", "seen": seen()})
    overview = shown(erika)
    assert "1 von 8 Texten" in overview
    assert "Antwort 2, Worum es geht, Polnisch: fehlt" in overview
    assert press(erika, "hand-in").status_code == 200
    assert PollDraft.objects.get().state == DraftState.DRAFT


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"closes": "2026-11-30"}, "Der letzte Tag liegt vor dem ersten."),
        ({"grace": "2026-12-30"}, "Das liegt vor dem letzten Tag."),
        ({"codes": "on"}, "Bitte sagen Sie, wo es einen Code gibt."),
        ({"promise_waived": "Nur ein Test."}, "Entweder antwortet jemand oder niemand"),
        ({"option1_title": ""}, "Diese Antwort hat keinen Titel."),
        ({"title": "x" * 81}, "höchstens 80 Zeichen"),
        ({"question": "Was\u202e fehlt"}, "das kein Bildschirm zeigt"),
        ({"decides": "maybe"}, "maybe"),
        ({"districts": ["ZZ"]}, "ZZ"),
    ],
)
def test_wrong_entries_are_told_at_their_field_and_lose_nothing(
    hub: Hub, erika: Client, changes: dict[str, Any], told: str
) -> None:
    begin(erika)
    answer = write(erika, about="Mein langer Text.", **changes)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert told in text
    assert "Mein langer Text." in text
    assert PollDraft.objects.get().version == 1


def test_promise_is_given_or_waived(hub: Hub, erika: Client) -> None:
    begin(erika)
    write(erika, promise_who="", promise_by="")
    assert "promise" not in PollDraft.objects.get().value
    assert "Das Versprechen: fehlt" in shown(erika)
    write(erika, promise_who="", promise_by="", promise_waived="Eine Frage unter Nachbarn.")
    assert PollDraft.objects.get().value["promise"] == {"waived": {"de": "Eine Frage unter Nachbarn."}}
    assert "fehlt" not in shown(erika)
    write(erika)
    assert PollDraft.objects.get().value["promise"] == {"who": {"de": "Der Ortsbeirat"}, "by": "2027-02-01"}


def test_answers_are_taken_out_and_keep_their_ids(hub: Hub, erika: Client) -> None:
    begin(erika)
    write(erika)
    write(erika, option2_title="Schaukel", option3_title="Bänke")
    ids = [option["id"] for option in PollDraft.objects.get().value["options"]]
    assert ids == ["baenke", "baeume", "schaukel", "baenke-2"]
    write(erika, option0_title="", option0_about="", option1_title="Große Bäume", option2_title="Schaukel")
    options = PollDraft.objects.get().value["options"]
    assert [(option["id"], option["title"]["de"]) for option in options] == [
        ("baeume", "Große Bäume"),
        ("schaukel", "Schaukel"),
    ]


def test_second_hand_is_told_and_keeps_its_words(hub: Hub, erika: Client) -> None:
    otto = signed_in("otto")
    begin(erika)
    before = seen()
    write(erika)
    answer = write(otto, title="Ottos Titel", seen=before)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "erika war schneller" in text
    assert "Ottos Titel" in text
    assert PollDraft.objects.get().value["title"]["de"] == "Der Spielplatz"
    again = re.search(r'name="seen" value="(\d+)"', text)
    assert again is not None
    assert write(otto, title="Ottos Titel", seen=again[1]).status_code == 302
    assert PollDraft.objects.get().value["title"]["de"] == "Ottos Titel"


def test_what_decides_needs_another_pair_of_eyes(hub: Hub, erika: Client) -> None:
    otto = signed_in("otto")
    begin(erika)
    write(erika, decides="decides")
    press(erika, "hand-in")
    assert "jemand anders muss sie freigeben" in shown(erika).lower()
    assert press(erika, "approve").status_code == 200
    assert PollDraft.objects.get().state == DraftState.REVIEW
    press(otto, "send-back", note="Bitte den Stadtteil prüfen.")
    assert "Bitte den Stadtteil prüfen." in shown(erika)
    press(erika, "hand-in")
    press(otto, "approve")
    assert PollDraft.objects.get().state == DraftState.APPROVED


def test_sending_back_needs_a_reason(hub: Hub, erika: Client) -> None:
    begin(erika)
    write(erika)
    press(erika, "hand-in")
    assert press(erika, "send-back").status_code == 200
    assert PollDraft.objects.get().state == DraftState.REVIEW


def test_auditor_reads_a_draft_and_is_shown_no_button(hub: Hub, erika: Client) -> None:
    begin(erika)
    write(erika)
    text = shown(signed_in("anna", Role.AUDITOR))
    assert "Drei Linden." in text
    assert "<button" not in text
    assert page("write-draft", "spielplatz-sued") not in text


def test_published_poll_is_taken_up(hub: Hub, erika: Client) -> None:
    assert "Diese Umfrage ändern" in shown(erika, "poll", "neuer-markt")
    assert erika.post(page("take-up", "neuer-markt")).headers["Location"] == page("draft", "neuer-markt")
    assert PollDraft.objects.get().value["version"] == 2
    assert "Diese Umfrage ändern" not in shown(erika, "poll", "neuer-markt")
    assert "fehlt" not in shown(erika, "draft", "neuer-markt")
    newest = newest_version("neuer-markt")
    assert newest is not None
    assert newest.version == 1


def test_the_budget_of_a_district_council_begins_with_what_all_of_them_have(hub: Hub, erika: Client) -> None:
    given = {"poll": "Spielplatz Süd", "template": "council-budget"}
    assert erika.post(page("new-poll"), given).headers["Location"] == page("write-draft", "spielplatz-sued")
    value = PollDraft.objects.get().value
    assert (value["kind"], value["decides"], value["order"]) == ("budget", "advises", "random")
    assert value["question"] == {"de": QUESTION}
    assert value["opens"] < value["closes"] < value["promise"]["by"]
    money = {"budget_euro": "13000", "max": "2", "option0_cost_euro": "6000", "option1_cost_euro": "4000"}
    days = {name: value[name] for name in ("opens", "closes", "as_of")} | {"promise_by": value["promise"]["by"]}
    assert write(erika, **money, **days, question=value["question"]["de"]).status_code == 302
    assert "fehlt" not in shown(erika)
    assert PollDraft.objects.get().value["question"] == value["question"]


def test_a_poll_without_a_template_needs_a_kind(hub: Hub, erika: Client) -> None:
    answer = erika.post(page("new-poll"), {"poll": "x", "template": "empty"})
    assert answer.status_code == 200 and "wie geantwortet wird" in answer.content.decode()
    assert erika.post(page("new-poll"), {"poll": "x", "template": "nothing", "kind": "single"}).status_code == 200
    assert not PollDraft.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_and_read_back_as_it_is(hub: Hub, erika: Client, kind: str) -> None:
    """What the form gives back without a change is what it was given."""
    begin(erika, kind)
    extra = {"budget_euro": "13000", "option0_cost_euro": "5000", "option1_cost_euro": "6000"}
    traits = KINDS[kind].traits
    more = extra if traits.has_costs else {}
    more |= ({"cap": "2"} if traits.has_cap else {}) | ({"scale": "faces"} if traits.has_scale else {})
    assert write(erika, max="2", **more).status_code == 302
    value = PollDraft.objects.get().value
    assert "fehlt" not in shown(erika)
    Poll.from_wire(value)
    form = erika.get(page("write-draft", "spielplatz-sued")).context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False, "")}
    erika.post(page("write-draft", "spielplatz-sued"), sent)
    assert json.dumps(PollDraft.objects.get().value, sort_keys=True) == json.dumps(value, sort_keys=True)
    assert seen() == "2"


def test_every_kind_and_every_member_has_a_name() -> None:
    assert set(KIND_NAMES) == set(KINDS)
    schema = json_schema(POLL)
    members = {name for kind in schema["oneOf"] for name in kind["properties"]}
    parts = ("Option", "CostedOption", "PictureOfOption", "Promise", "BackgroundOfPoll")
    members |= {name for part in parts for name in schema["$defs"][part]["properties"]}
    assert members - {"version", "kind", "sign_video"} == set(PART_NAMES)


def test_places_are_told_in_words(hub: Hub) -> None:
    assert place_words("options[2].about.en").startswith("Antwort 3, ")
    assert place_words("unheard_of") == "unheard_of"
    assert place_words("") == ""


@pytest.mark.parametrize(
    ("typed", "name"), [("Spielplatz Süd!", "spielplatz-sued"), ("  Öl & Maß ", "oel-mass"), ("Łódź", "odz"), ("—", "")]
)
def test_a_name_is_made_fit_for_machines(typed: str, name: str) -> None:
    assert short_name(typed) == name


def test_a_draft_is_looked_at_and_heard_as_stations_will_show_it(hub: Hub, erika: Client) -> None:
    begin(erika)
    assert page("preview-picture", "spielplatz-sued") not in shown(erika), "nothing can be shown yet"
    assert erika.get(page("preview", "spielplatz-sued")).status_code == 422
    write(erika)
    assert page("preview-picture", "spielplatz-sued") in shown(erika)
    seen_and_heard = erika.get(page("preview", "spielplatz-sued"), {"size": "large", "page": "x"}).content.decode()
    assert "data:image/png;base64," in seen_and_heard
    heard = seen_and_heard[seen_and_heard.index('class="heard"') :]
    assert "Was wird gebraucht?" in heard and "einfach gesichert" in heard, (
        "this hub holds the keys, and stations will say so"
    )
    assert "Der Teilnahmecode" not in seen_and_heard, "this poll takes none"


def test_a_poll_is_offered_at_some_stations_alone(hub: Hub, erika: Client) -> None:
    hub.enrolled_station(name="SBZ Börgerhus")
    begin(erika)
    assert "SBZ Börgerhus" in shown(erika, "write-draft")
    write(erika, stations=["SBZ Börgerhus"])
    assert PollDraft.objects.get().value["stations"] == ["SBZ Börgerhus"]
    write(erika, stations=["no such station"])
    assert PollDraft.objects.get().value["stations"] == ["SBZ Börgerhus"]
    write(erika)
    assert "stations" not in PollDraft.objects.get().value


def test_a_running_poll_says_again_what_it_said_before_for_a_reason(hub: Hub, erika: Client) -> None:
    otto = signed_in("otto", Role.PUBLISHER)
    begin(erika)
    now = timezone.now()
    for title in ("Der Spielplatz", "Der Spielplaz"):
        if title != "Der Spielplatz":
            assert "Die Fassung davor" not in shown(otto)
        write(erika, title=title)
        press(erika, "hand-in")
        press(otto, "approve")
        publish_approved(hub.folder, may_make_keys=True, by="test", today=NOW.date(), now=now)
    assert "Die Fassung davor zurückholen" in shown(otto)
    assert press(erika, "roll-back").status_code == 200, "without a reason nothing is brought back"
    assert (
        signed_in("karl", Role.EDITOR).post(page("draft", "spielplatz-sued"), {"deed": "roll-back"}).status_code == 403
    )
    press(otto, "roll-back", note="Tippfehler")
    publish_approved(hub.folder, may_make_keys=True, by="test", today=NOW.date(), now=now)
    newest = newest_version("spielplatz-sued")
    assert newest is not None and newest.definition["title"]["de"] == "Der Spielplatz" and newest.version == 3
    assert "<q>Tippfehler</q>" in shown(otto)
