"""Texts pasted out of other programs are kept as people mean them; files that nobody can keep are refused in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.drafts import content_services
from sync.hub.drafts.models import ContentDraft
from sync.hub.drafts.steps import MOST_DEEP, DraftFault, check_kept
from sync.hub.notices.services import present_notice
from sync.protocol.errors import Refused
from tests.kits.hub import NOW, Hub

PASTED = "\tErste Zeile\tmit Tab  \r\nZweite\x0bDritte\r\n"


@pytest.fixture
def client(hub: Hub) -> Client:
    content_services.begin("warnings", "sturm", folder=hub.folder.content, by="e", today=NOW.date(), now=NOW)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_was_pasted_from_a_table_or_a_letter_can_be_published(hub: Hub, client: Client) -> None:
    page = reverse("console:write-content", args=["warnings", "sturm"])
    answer = client.post(page, {"seen": 1, "headline": PASTED, "text": PASTED}, follow=True)
    assert "What is still missing or wrong" not in answer.content.decode()
    value = ContentDraft.objects.get().value
    assert value["headline"] == {"de": "Erste Zeile mit Tab Zweite Dritte"}
    assert value["text"] == {"de": "Erste Zeile mit Tab\nZweite\nDritte"}


def test_a_warning_may_have_several_lines(hub: Hub, client: Client) -> None:
    until = f"{timezone.localtime() + timedelta(hours=6):%Y-%m-%dT%H:%M}"
    given = {"headline-de": "Sturm", "text-de": "Bleiben Sie drin.\r\nHören Sie Radio.", "until": until}
    client.post(reverse("console:notice"), {**given, "seen": 0, "deed": "issue"})
    notice = present_notice(timezone.now())
    assert notice is not None and notice.text["de"] == "Bleiben Sie drin.\nHören Sie Radio."


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [{"a": "x\0y"}, {"a\0": 1}, ["\ud800"], [{"b": "ok \udfff"}], float("nan"), [float("inf")], nested(MOST_DEEP + 1)],
)
def test_what_no_database_keeps_is_refused(value: Any) -> None:
    with pytest.raises(Refused) as caught:
        check_kept(value)
    assert caught.value.reason is DraftFault.NOT_KEPT


def test_what_people_write_is_kept() -> None:
    check_kept({"a": ["Straße 😀 \u200f", 1.5, None, True, nested(MOST_DEEP - 2)], "b": r"\u0000"})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"id": "sturm", "text": {"de": "\\ud800"}}', "cannot be kept"),
        (b'{"id": "sturm", "text": {"de": "a\\u0000b"}}', "cannot be kept"),
        (b'{"id": "sturm", "most": NaN}', "cannot be kept"),
        (b"[" * 100_000, "no file of this kind"),
        (b'{"id": "sturm", "text": "' + b"x" * 300_000 + b'"}', "too long"),
        (b" " * 6_000_000, "too long"),
        (b'{"id": "other"}', "belongs to something else"),
    ],
)
def test_a_file_that_cannot_be_kept_changes_nothing(hub: Hub, client: Client, data: bytes, words: str) -> None:
    file = SimpleUploadedFile("sturm.json", data)
    answer = client.post(
        reverse("console:bring-content", args=["warnings", "sturm"]), {"seen": 1, "file": file}, follow=True
    )
    assert answer.status_code == 200 and words in answer.content.decode()
    assert ContentDraft.objects.get().version == 1


def test_a_file_of_a_newer_version_is_kept_and_says_what_is_not_known_here(hub: Hub, client: Client) -> None:
    data = b'{"id": "sturm", "headline": {"de": "Sturm"}, "text": {"de": "Bleiben Sie drin."}, "loudness": {"at": [1]}}'
    answer = client.post(
        reverse("console:bring-content", args=["warnings", "sturm"]),
        {"seen": 1, "file": SimpleUploadedFile("sturm.json", data)},
        follow=True,
    )
    assert "loudness" in answer.content.decode()
    assert ContentDraft.objects.get().value["loudness"] == {"at": [1]}
    exported = client.get(reverse("console:export-content", args=["warnings", "sturm"]))
    assert b'"loudness"' in exported.content
