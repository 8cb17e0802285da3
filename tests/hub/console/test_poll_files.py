"""A poll that is being written is taken as a file and brought again; a file that is none changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sync.hub.accounts.roles import Role
from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.drafts.models import PollDraft
from sync.hub.drafts.services import begin
from sync.protocol.polls.kinds import KINDS
from tests.hub.console.test_draft_pages import page, seen, signed_in
from tests.hub.console.test_draft_pages import shown as shown_page
from tests.kits.hub import NOW, Hub

POLL = "neuer-markt"


@pytest.fixture
def erika(hub: Hub) -> Client:
    return signed_in("erika", Role.EDITOR)


def bring(client: Client, value: Any, *, poll: str = POLL, version: str = "") -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    upload = SimpleUploadedFile("poll.json", data, content_type="application/json")
    answer = client.post(page("bring-draft", poll), {"file": upload, "seen": version or seen(poll)}, follow=True)
    return str(answer.content.decode())


def published(name: str = POLL) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((DEFAULT_CONTENT / f"polls/{name}.json").read_bytes())
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_a_poll_of_every_kind_comes_back_as_it_was_taken(hub: Hub, erika: Client, kind: str) -> None:
    begin("neu", kind, by="anna", today=NOW.date(), now=NOW)
    answer = erika.get(page("export-draft", "neu"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="polls-neu.json"'
    before = PollDraft.objects.get(poll="neu")
    bring(erika, answer.content, poll="neu")
    assert PollDraft.objects.get(poll="neu").version == before.version, "nothing has changed"


def test_a_file_from_elsewhere_stands_in_the_draft_and_what_stood_there_is_in_the_history(
    hub: Hub, erika: Client
) -> None:
    whole = published()
    begin("markt", whole["kind"], by="anna", today=NOW.date(), now=NOW)
    assert "Die Datei steht jetzt hier" in bring(erika, {**whole, "id": "markt", "version": 7}, poll="markt")
    draft = PollDraft.objects.get(poll="markt")
    assert draft.value == {**whole, "id": "markt", "version": 1}
    assert [change.by for change in draft.changes.all()] == ["erika", "anna"]
    for name, more in (("draft", ()), ("write-draft", ()), ("translate-draft", ("en",)), ("draft-area", ())):
        assert erika.get(page(name, "markt", *more)).status_code == 200


WRONG: list[tuple[Any, str]] = [
    (b"{", "keine Datei dieser Art"),
    ([], "keine Datei dieser Art"),
    ({"id": "markt"}, "keine Datei dieser Art"),
    ({"title": "Markt"}, "keine Datei dieser Art"),
    ({"title": {"de": 7}}, "keine Datei dieser Art"),
    ({"promise": "ja"}, "keine Datei dieser Art"),
    ({"background": ["x"]}, "keine Datei dieser Art"),
    ({"options": {"a": 1}}, "keine Datei dieser Art"),
    ({"options": ["a"]}, "keine Datei dieser Art"),
    ({"options": [{"title": {"de": "ohne Namen"}}]}, "keine Datei dieser Art"),
    ({"opens": "morgen"}, "keine Datei dieser Art"),
    ({"decides": "perhaps"}, "keine Datei dieser Art"),
    ({"kind": "budget"}, "keine Datei dieser Art"),
    ({"min": "1"}, "keine Datei dieser Art"),
    ({"id": "anders"}, "polls/anders.json"),
    (b" " * 300_000, "zu lang"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG)
def test_what_is_no_poll_of_this_kind_changes_nothing(hub: Hub, erika: Client, wrong: Any, words: str) -> None:
    whole = {**published(), "id": "markt"}
    begin("markt", whole["kind"], by="anna", today=NOW.date(), now=NOW)
    before = PollDraft.objects.get()
    is_change = isinstance(wrong, dict) and wrong != {"id": "markt"}
    assert words in bring(erika, {**whole, **wrong} if is_change else wrong, poll="markt")
    assert (PollDraft.objects.get().value, PollDraft.objects.get().version) == (before.value, before.version)


def test_what_is_missing_in_it_or_too_much_is_told_on_the_page(hub: Hub, erika: Client) -> None:
    begin("neu", "single", by="anna", today=NOW.date(), now=NOW)
    bring(erika, {"id": "neu", "kind": "single", "keys": {"mix": {}, "tally": {}}}, poll="neu")
    assert "Was noch fehlt oder nicht stimmt" in shown_page(erika, "draft", "neu")
    erika.post(page("draft", "neu"), {"deed": "hand-in", "seen": seen("neu")})
    assert PollDraft.objects.get().state == "draft"


def test_the_second_of_two_and_who_may_not_write_overwrite_nothing(hub: Hub, erika: Client) -> None:
    begin("neu", "single", by="anna", today=NOW.date(), now=NOW)
    value = {"id": "neu", "kind": "single", "title": {"de": "Neu"}}
    bring(erika, value, poll="neu")
    assert "nichts überschrieben" in bring(erika, {**value, "title": {"de": "Alt"}}, poll="neu", version="1")
    assert PollDraft.objects.get().value["title"] == {"de": "Neu"}
    upload = SimpleUploadedFile("poll.json", b"{}", content_type="application/json")
    publisher = signed_in("paul", Role.PUBLISHER)
    assert publisher.post(page("bring-draft", "neu"), {"file": upload, "seen": "2"}).status_code == 403
    unsigned = Client(enforce_csrf_checks=True)
    unsigned.cookies = erika.cookies
    assert unsigned.post(page("bring-draft", "neu"), {"file": upload, "seen": "2"}).status_code == 403
