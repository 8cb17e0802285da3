"""Pictures of a poll's answers, chosen and described in the form: with the pages alone a poll is one for children."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sync.hub.drafts.models import DraftState, PollDraft
from sync.hub.publishing.approved import publish_approved
from sync.protocol.polls.background import Audience
from tests.hub.console.test_draft_pages import GERMAN, begin, page, press, seen, shown, signed_in, write
from tests.kits.hub import NOW, Hub

BENCHES, TREES = "pictures/benches.svg", "pictures/young-trees.svg"
PICTURES = {
    "option0_picture": BENCHES, "option0_shows": "Zwei Bänke unter einem Baum.",
    "option1_picture": TREES, "option1_shows": "Drei junge Bäume.",
}  # fmt: skip
FOR_CHILDREN = {**PICTURES, "audience": "6-13"}


@pytest.fixture
def erika(hub: Hub) -> Client:
    client = signed_in("erika")
    begin(client)
    return client


def options() -> Any:
    return PollDraft.objects.get().value["options"]


def translate(client: Client, language: str, **changes: str) -> None:
    names = [name for name in {**GERMAN, **PICTURES} if name.split("_")[-1] in {"title", "question", "about", "who"}]
    texts = {name: f"{name} ({language})" for name in (*names, "option0_shows", "option1_shows")}
    client.post(page("translate-draft", "spielplatz-sued", language), {**texts, "seen": seen(), **changes})


def publish(hub: Hub, client: Client) -> None:
    press(client, "hand-in")
    press(client, "approve")
    publish_approved(hub.folder, may_make_keys=True, by="test", today=NOW.date(), now=timezone.now())


def test_a_poll_for_children_is_written_and_published_with_only_the_forms(hub: Hub, erika: Client) -> None:
    write(erika, audience="6-13")
    assert "Antwort 2, Bild: Kinder wählen unter Bildern" in shown(erika)
    assert write(erika, **FOR_CHILDREN).status_code == 302
    assert "fehlt" not in shown(erika) and "Kinder wählen" not in shown(erika)
    publish(hub, erika)
    poll = hub.poll("spielplatz-sued")
    assert poll.audience is Audience.CHILDREN
    assert [option.picture and option.picture.file for option in poll.options] == [BENCHES, TREES]
    assert [option.picture and option.picture.shows for option in poll.options] == [
        {"de": "Zwei Bänke unter einem Baum."},
        {"de": "Drei junge Bäume."},
    ]


def test_what_pictures_show_is_translated_beside_the_other_texts(hub: Hub, erika: Client) -> None:
    write(erika, **PICTURES)
    assert "Zwei Bänke unter einem Baum." in shown(erika, "translate-draft", "spielplatz-sued", "en")
    translate(erika, "en", option1_shows="")
    assert "Antwort 2, Bild, Was das Bild zeigt, für alle, die es nicht sehen, Englisch: fehlt" in shown(erika)
    assert "9 von 10 Texten" in shown(erika)
    translate(erika, "en")
    assert "fehlt" not in shown(erika)
    publish(hub, erika)
    assert hub.poll("spielplatz-sued").is_in("en")


def test_what_is_kept_comes_back_as_it_was_and_another_picture_is_described_anew(hub: Hub, erika: Client) -> None:
    write(erika, **PICTURES)
    translate(erika, "en")
    before = json.dumps(options())
    form = erika.get(page("write-draft", "spielplatz-sued")).context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False, "")}
    erika.post(page("write-draft", "spielplatz-sued"), sent)
    assert json.dumps(options()) == before
    write(erika, **PICTURES | {"option0_picture": "pictures/play.svg"})
    assert options()[0]["picture"]["shows"]["en"], "the same words: the same picture in another file"
    write(erika, **PICTURES | {"option0_shows": "Eine Rutsche."})
    assert options()[0]["picture"] == {"file": BENCHES, "shows": {"de": "Eine Rutsche."}}
    write(erika)
    assert not any("picture" in option for option in options())


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"option0_picture": "pictures/nowhere.svg"}, "option0_picture", "nowhere.svg ist keine gültige Auswahl"),
        ({"option0_picture": "../hub/keys.json"}, "option0_picture", "keys.json ist keine gültige Auswahl"),
        ({"option0_shows": ""}, "option0_shows", "Bitte sagen Sie, was das Bild zeigt."),
        ({"option1_picture": ""}, "option1_shows", "Hier fehlt das Bild, von dem dieser Text erzählt."),
        ({"option1_shows": "x" * 141}, "option1_shows", "höchstens 140 Zeichen"),
        ({"option1_title": "", "option1_about": ""}, "option1_title", "Diese Antwort hat keinen Titel."),
    ],
)
def test_what_is_wrong_with_a_picture_is_told_at_its_field_and_loses_nothing(
    hub: Hub, erika: Client, changes: dict[str, str], field: str, told: str
) -> None:
    answer = write(erika, **PICTURES | {"about": "Mein langer Text."} | changes)
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert [*errors] == [field] and told in " ".join(errors[field])
    text = answer.content.decode()
    assert told in text and "Mein langer Text." in text
    assert PollDraft.objects.get().version == 1


def test_a_picture_that_is_gone_stays_chosen_and_is_told_before_it_is_published(hub: Hub, erika: Client) -> None:
    write(erika, **PICTURES)
    (hub.folder.content / TREES).unlink()
    assert write(erika, **PICTURES).status_code == 302
    assert options()[1]["picture"]["file"] == TREES
    assert f"Antwort 2, Bild, Datei: es gibt keine Datei '{TREES}'" in unescape(shown(erika))
    press(erika, "hand-in")
    assert PollDraft.objects.get().state == DraftState.DRAFT


def test_of_a_poll_that_people_answer_only_the_words_about_pictures_are_written(hub: Hub, erika: Client) -> None:
    only_one = {name: text for name, text in PICTURES.items() if name.startswith("option0")}
    days = {"opens": "2026-11-01", "as_of": "2026-11-01"}
    write(erika, **only_one, **days)
    publish(hub, erika)
    changed = days | {"option0_picture": TREES, "option0_shows": "Zwei Bänke im Schatten."}
    assert write(erika, **changed, option1_picture=BENCHES, option1_shows="Bäume.").status_code == 302
    first, second = options()
    assert first["picture"] == {"file": BENCHES, "shows": {"de": "Zwei Bänke im Schatten."}}
    assert "picture" not in second


def test_kinds_without_answers_have_no_pictures(hub: Hub, erika: Client) -> None:
    assert 'name="option0_picture"' in shown(erika, "write-draft")
    erika.post(page("new-poll"), {"poll": "ja", "kind": "yes_no"})
    assert "_picture" not in shown(erika, "write-draft", "ja")


@pytest.mark.parametrize("picture", ["pictures/benches.svg", [1], {"file": 3}, {"shows": "Bänke"}, None])
def test_a_file_whose_picture_is_none_is_not_taken(hub: Hub, erika: Client, picture: Any) -> None:
    write(erika)
    value = PollDraft.objects.get().value
    value["options"][0]["picture"] = picture
    file = SimpleUploadedFile("poll.json", json.dumps(value).encode(), content_type="application/json")
    erika.post(page("bring-draft", "spielplatz-sued"), {"file": file, "seen": seen()})
    assert not any("picture" in option for option in options())


def test_a_picture_of_which_half_is_missing_is_written_on(hub: Hub, erika: Client) -> None:
    write(erika)
    value = PollDraft.objects.get().value
    value["options"][0]["picture"], value["options"][1]["picture"] = {"file": BENCHES}, {}
    file = SimpleUploadedFile("poll.json", json.dumps(value).encode(), content_type="application/json")
    erika.post(page("bring-draft", "spielplatz-sued"), {"file": file, "seen": seen()})
    assert "Antwort 1, Bild" in shown(erika) and shown(erika, "translate-draft", "spielplatz-sued", "en")
    assert write(erika, option0_picture=BENCHES, option0_shows="Zwei Bänke.").status_code == 302
    assert options()[0]["picture"] == {"file": BENCHES, "shows": {"de": "Zwei Bänke."}}
    assert "picture" not in options()[1]
