"""Batches of codes: printed once, bound to a place without tying a vote to it, counted back, and void when lost."""

from __future__ import annotations

import re
import tempfile
from datetime import timedelta
from typing import Any

import numpy
import pytest
import zxingcpp
from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import make_account
from sync.hub.announcements.models import Announcement
from sync.hub.audit.models import AuditEntry
from sync.hub.polls import selectors
from sync.hub.polls.models import CodeBatch, CodeEntry, CodeMark
from sync.hub.publishing.waiting import publish_waiting
from sync.protocol.participation_codes import SCANNED_PREFIX, ParticipationCode, list_path, read_typed
from sync.protocol.void_codes import FILE_NAME, VoidCodesFile
from tests.hub.polls.test_codes import POLL, add_poll, ballot, quarantine, send, standings
from tests.kits.hub import NOW, Hub

CODE = re.compile(r"\b[0-9A-Z]{4}[-\s]+[0-9A-Z]{4}[-\s]+[0-9A-Z]{4}[-\s]+[0-9A-Z]{5}\b")


@pytest.fixture
def lead(hub: Hub, qapp: Any) -> Client:
    """Somebody who leads the outreach teams, and a poll that takes codes."""
    add_poll(hub)
    make_account("lea", Role.OUTREACH_LEAD, by="test", now=NOW)
    OneTimePassword.objects.all().delete()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(username="lea"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def made(client: Client, number: int = 8, deed: str = "make") -> HttpResponse:
    form = {"poll": POLL, "place": "SBZ Börgerhus", "number": str(number), "language": "de", "deed": deed}
    answer: HttpResponse = client.post(reverse("console:codes"), form)
    assert answer.headers["Content-Type"] == "application/pdf", answer.content.decode()
    return answer


def pages(answer: HttpResponse) -> tuple[list[str], list[QImage]]:
    """The text of each page, and its picture."""
    document = QPdfDocument()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(answer.content)
        file.flush()
        assert document.load(file.name) == QPdfDocument.Error.None_
        numbers = range(document.pageCount())
        texts = [document.getAllText(number).text() for number in numbers]
        pictures = [document.render(number, QSize(1240, 1754)) for number in numbers]
        document.close()
    return texts, pictures


def read_codes(texts: list[str]) -> list[ParticipationCode]:
    return [read_typed(found) for text in texts for found in CODE.findall(text)]


def control_in(answer: HttpResponse) -> str:
    sheet = pages(answer)[0][0]
    found = CODE.search(sheet)
    assert found, sheet
    return found[0]


def deed(client: Client, name: str, **values: str) -> str:
    batch = CodeBatch.objects.latest("pk")
    seen = str(batch.deeds.count())
    answer = client.post(
        reverse("console:code-batch", args=[batch.pk]), {"deed": name, "seen": seen, **values}, follow=True
    )
    return str(answer.content.decode())


def test_cards_are_printed_once_and_people_and_scanners_read_the_same_codes(hub: Hub, lead: Client) -> None:
    texts, pictures = pages(made(lead))
    assert "SBZ Börgerhus" in texts[0]
    codes = read_codes(texts[1:])
    assert len(codes) == len(set(codes)) == 8
    assert {code.mark(POLL) for code in codes} == set(CodeMark.objects.values_list("mark", flat=True))
    scanned = {found.text for picture in pictures[1:] for found in zxingcpp.read_barcodes(_grey(picture))}
    assert scanned == {SCANNED_PREFIX + code.typed() for code in codes}
    assert "SBZ" not in "".join(texts[1:]), "a card tells nobody where it was given out"
    shown = lead.get(reverse("console:codes")).content.decode()
    shown += lead.get(reverse("console:code-batch", args=[CodeBatch.objects.get().pk])).content.decode()
    assert not any(code.typed() in shown for code in codes)


def test_stations_learn_codes_made_for_a_poll_they_show_and_one_they_do_not_show_waits(hub: Hub, lead: Client) -> None:
    def let_out() -> list[str]:
        now = timezone.now()
        return publish_waiting(hub.folder, may_make_keys=True, by="test", today=now.date(), now=now)

    made(lead, 1)
    assert let_out() == [], "the poll itself waits for somebody's word"
    call_command("publish")
    assert let_out() == []
    made(lead, 1)
    assert let_out() == [list_path(POLL)]
    assert let_out() == []


def _grey(picture: QImage) -> Any:
    white = QImage(picture.size(), QImage.Format.Format_RGB32)
    white.fill(0xFFFFFFFF)
    painter = QPainter(white)
    painter.drawImage(0, 0, picture)
    painter.end()
    flat = white.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = numpy.frombuffer(flat.constBits(), numpy.uint8).reshape(flat.height(), flat.bytesPerLine())
    return rows[:, : flat.width()].copy()  # the picture goes with this function


def test_nothing_the_hub_keeps_ties_a_code_to_its_place(hub: Hub, lead: Client) -> None:
    codes = read_codes(pages(made(lead))[0][1:])
    sealed = bytes(CodeBatch.objects.get().sealed)
    for code in codes:
        for trace in (code.mark(POLL), code.entry(POLL).hex()):
            assert trace.encode() not in sealed
            assert bytes.fromhex(trace) not in sealed
    for model in (CodeMark, CodeEntry):
        assert not any("batch" in field.name or "place" in field.name for field in model._meta.get_fields())


def test_a_void_batch_is_good_for_no_further_vote_and_takes_none_back(hub: Hub, lead: Client) -> None:
    kept = read_codes(pages(made(lead, 2))[0][1:])
    lost = made(lead, 3)
    codes, control = read_codes(pages(lost)[0][1:]), control_in(lost)
    call_command("publish")
    station = hub.enrolled_station()
    before, tracker = ballot(hub, station, codes[0])
    send(hub, station, before)
    assert "is not the control code" in deed(lead, "void", code=kept[0].typed())
    assert "is not the control code" in deed(lead, "void", code="nothing")
    assert selectors.count_codes(POLL) == (5, 1)
    assert "2 unused cards are good for nothing" in deed(lead, "void", code=control.lower().replace("-", " "))
    told = VoidCodesFile.from_bytes(bytes(Announcement.objects.get(name=FILE_NAME).data))
    assert told.marks == {POLL: {code.mark(POLL) for code in codes[1:]}}, "stations hear of those that were not used"
    after, _tracker = ballot(hub, station, codes[1])
    good, other = ballot(hub, station, kept[1])
    send(hub, station, after, good)
    assert standings() == {tracker: "counts", other: "counts"}
    assert quarantine() == ["code-unknown"]
    assert set(CodeEntry.objects.values_list("entry", flat=True)) == {code.entry(POLL).hex() for code in kept}
    assert bytes(CodeBatch.objects.latest("pk").sealed) == b""
    assert "is void already" in deed(lead, "hand-out") + deed(lead, "void", code=control)


def test_the_stock_follows_what_people_count_and_two_hands_do_not_overwrite_each_other(hub: Hub, lead: Client) -> None:
    made(lead, 8)
    page = reverse("console:code-batch", args=[CodeBatch.objects.get().pk])
    deed(lead, "hand-out", note="Frau Meier")
    assert "only 8 cards are outside" in deed(lead, "return", cards="9")
    deed(lead, "return", cards="3")
    shown = deed(lead, "return", cards="5")
    assert "all came back" in shown
    stale = lead.post(page, {"deed": "return", "cards": "1", "seen": "0"})
    assert stale.status_code == 409
    assert "lea was faster" in stale.content.decode()
    events = AuditEntry.objects.filter(event__startswith="codes-").values_list("event", flat=True)
    assert list(events.order_by("number")) == ["codes-handed-out", "codes-returned", "codes-returned"]


def test_samples_look_alike_and_are_good_nowhere(hub: Hub, lead: Client) -> None:
    texts, _pictures = pages(made(lead, deed="samples"))
    assert "Muster" in texts[0]
    assert len(read_codes(texts)) == 6
    assert selectors.count_codes(POLL) == (0, 0)
    assert not CodeBatch.objects.exists()


def test_no_batch_is_made_for_a_poll_that_is_over(hub: Hub, lead: Client) -> None:
    add_poll(hub, closes=(NOW - timedelta(days=900)).date().isoformat(), opens="2024-01-01")
    shown = lead.get(reverse("console:codes")).content.decode()
    assert "No poll takes participation codes" in shown
