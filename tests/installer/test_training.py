"""A hub for training: full of life, marked on every page, and nobody exchanges anything with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from wsgiref.util import setup_testing_defaults
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from installer.training.life import ACCOUNTS, fill
from sync.hub.bootstrap import found_hub
from sync.hub.claims.models import MissingBallot
from sync.hub.closures.models import ClosedDay
from sync.hub.config import HubConfig, HubConfigError, load_hub_config
from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.contributions.models import CitizenContribution
from sync.hub.counting.selectors import is_published
from sync.hub.data_folder import HubFolder
from sync.hub.drafts.models import DraftState, PollDraft
from sync.hub.handover.config import HandoverSettings
from sync.hub.indicators.selectors import told_months
from sync.hub.intake.models import Incident, SealedRecord
from sync.hub.polls.code_cards import make_cards
from sync.hub.polls.code_sheet import make_sheet
from sync.hub.polls.models import CodeBatch, Tally
from sync.hub.public.rendering import edition_now
from sync.hub.reach.warnings import finishing_less
from sync.hub.reports.models import DefectReport
from sync.hub.worker.handing_over import make_receiver
from sync.hub.wsgi import door_for_training
from sync.protocol.participation_codes import new_code
from tests.hub.conftest import use_folder
from tests.hub.polls.test_code_batches import pages

MARK = "Alles hier ist erfunden"
EASY_MARK = "Hier ist alles erfunden"
CONFIG = HubConfig(for_showing_only=True, for_training=True, counting_keys_here=True)


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Iterator[Client]:
    """The hub as the command makes it, and somebody who is signed in there."""
    folder = HubFolder(tmp_path_factory.mktemp("training") / "hub")
    with django_db_blocker.unblock(), use_folder(folder, CONFIG):  # type: ignore[attr-defined]
        found_hub(folder, CONFIG, content=DEFAULT_CONTENT, user="admin", now=timezone.now())
        fill(Random(1), now=timezone.now(), password="drei Wörter am Hafen")
        client = Client(headers={"Accept-Language": "de"})
        client.force_login(User.objects.get(username="kerstin"), backend="django.contrib.auth.backends.ModelBackend")
        yield client


def test_there_is_something_of_everything(training: Client) -> None:
    assert {name for name, _ in ACCOUNTS} < set(User.objects.values_list("username", flat=True))
    assert DefectReport.objects.count() >= 20
    assert len(set(DefectReport.objects.values_list("state", flat=True))) >= 3
    assert set(CitizenContribution.objects.values_list("kind", flat=True)) == {"idea", "question"}
    assert MissingBallot.objects.exists() and ClosedDay.objects.exists() and Incident.objects.exists()
    assert SealedRecord.objects.filter(state="quarantined").count() == 1
    assert Tally.objects.count() == 2
    assert is_published("uebung-ergebnis") and not is_published("uebung-gezaehlt")
    assert set(PollDraft.objects.values_list("state", flat=True)) >= {DraftState.DRAFT, DraftState.REVIEW}
    assert {batch.deeds.exists() for batch in CodeBatch.objects.all()} == {True, False}
    assert [one.row for one in finishing_less(told_months(1)[0])] == ["ar"]


def test_every_page_says_that_it_is_for_training(training: Client) -> None:
    seen, to_see = set(), ["/", "/public/de/", "/nothing-here/", "/public/de/project/nothing/"]
    while to_see and len(seen) < 60:
        address = to_see.pop(0)
        if (kind := re.sub(r"[0-9a-f]{32,}|\d+", "N", address)) in seen:
            continue
        seen.add(kind)
        answer = training.get(address, follow=True)
        if "text/html" not in answer.headers.get("Content-Type", ""):
            answer.close()
            continue
        page = answer.content.decode()
        assert (EASY_MARK if address.startswith("/public/de-leicht/") else MARK) in page, address
        to_see += [link.partition("#")[0] for link in re.findall(r'<a\b[^>]*href="(/(?!public/(?!de))[^"]*)"', page)]
    assert len(seen) > 40
    assert MARK in Client(headers={"Accept-Language": "de"}).get("/login/").content.decode()


def test_every_file_that_is_taken_away_says_so_too(training: Client) -> None:
    for address in ("/reports/reports.csv", "/public/data/open-data.zip", "/public/data/reports.csv"):
        answer = training.get(address)
        assert 'filename="training-' in answer.headers["Content-Disposition"], address
        if address.endswith(".zip"):
            archive = ZipFile(BytesIO(answer.content))
            assert MARK in archive.read("LICENCE.txt").decode()
            assert json.loads(archive.read("app.json"))["training"] is True
            described = [name for name in archive.namelist() if "-metadata" in name and "to-count-again" not in name]
            titles = [json.loads(archive.read(name))["dc:title"] for name in described]
            assert titles and all(title[0]["@value"].startswith("Übung: ") for title in titles)
        answer.close()
    assert f"<title>Übung: {MARK}." in training.get("/public/de/feed.atom").content.decode()
    catalogue = json.loads(training.get("/public/data/catalogue.jsonld").content)
    told = [
        node["dct:title"]["@value"]
        for node in catalogue["@graph"]
        if str(node["@type"]) in {"dcat:Catalog", "dcat:Dataset"}
    ]
    assert len(told) > 5 and all(title.startswith("Übung: ") for title in told)


def test_cards_are_samples_and_each_sheet_says_so(training: Client) -> None:
    poll = next(iter(edition_now().polls.values()))
    codes = [new_code() for _ in range(7)]
    cards = make_cards(poll, codes, place="Markt", batch=1, control="1", made=poll.opens, language="de")
    sheets, _pictures = pages(HttpResponse(cards))
    assert len(sheets) == 3
    assert all(MARK in sheet for sheet in sheets)
    assert all("Muster" in sheet for sheet in sheets[1:])
    assert MARK in make_sheet(poll, codes, language="de")


def test_no_stick_goes_between_it_and_a_station(training: Client, tmp_path: Path) -> None:
    bring = {"files": SimpleUploadedFile("ck1", b"", content_type="application/octet-stream")}
    for answer in (training.post("/stick/", bring), training.post("/stick/take/")):
        assert answer.status_code == 403
        assert "geht kein Stick" in answer.content.decode()
    with pytest.raises(CommandError, match="for training"):
        call_command("courier", str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_no_made_up_report_is_handed_over(training: Client) -> None:
    with pytest.raises(HubConfigError, match="hands nothing over"):
        make_receiver(HandoverSettings(address="https://geo.example.org"), "key")


@pytest.mark.parametrize(
    "path", ["/api/v1/batches", "/api/v1/enrol", "/api/v1/hubs/join", "/repo/metadata/1.root.json"]
)
def test_it_answers_no_station_and_no_hub(path: str) -> None:
    said: dict[str, str] = {}
    environ: dict[str, object] = {"PATH_INFO": path, "REQUEST_METHOD": "POST"}
    setup_testing_defaults(environ)
    passed: list[object] = []
    door = door_for_training(lambda environ, _start: passed.append(environ) or [b""])  # type: ignore[func-returns-value,list-item]
    body = b"".join(door(environ, lambda status, _headers, *_: said.update(status=status)))  # type: ignore[arg-type]
    assert said["status"].startswith("403")
    assert b"for training" in body
    assert not passed
    door({**environ, "PATH_INFO": "/stations/"}, lambda *_: None)  # type: ignore[arg-type]
    assert passed


def test_nothing_made_up_goes_to_a_hub_above(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_text('for_training = true\nparent = "https://hub.example.org"\n', encoding="utf-8")
    with pytest.raises(HubConfigError, match="training"):
        load_hub_config(file)
