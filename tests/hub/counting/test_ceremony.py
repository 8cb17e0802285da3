"""The count over the console: two people, each with a key and a machine of their own, and the hub between them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import make_account
from sync.hub.announcements.models import Announcement
from sync.hub.audit.models import AuditEntry
from sync.hub.counting.models import CountingDeed, MixedBox
from sync.hub.polls.models import BoxedBallot, PublishedPoll, ResultPart, Tally
from sync.hub.polls.selectors import result_of
from sync.protocol.poll_results import result_name
from sync.protocol.polls.poll import KEYS_AT_HUB
from tests.hub.counting.test_counting import hold_a_poll_that_is_over
from tests.kits.hub import NOW, Hub

POLL = "over"


@dataclass
class Ceremony:
    """A closed poll, and people who are signed in."""

    hub: Hub
    folder: Path

    def person(self, name: str, role: Role) -> Client:
        make_account(name, role, by="test", now=NOW)
        OneTimePassword.objects.all().delete()
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    def take(self, client: Client, deed: str) -> Path:
        """The file a button gives, as it lies on a person's own machine."""
        answer = client.post(reverse("console:count", args=[POLL]), {"deed": deed})
        assert answer.status_code == 200, answer.content.decode()
        assert "attachment" in answer.headers["Content-Disposition"]
        place = self.folder / f"{deed}-{len(list(self.folder.iterdir()))}"
        place.write_bytes(answer.getvalue())
        answer.close()
        return place

    def bring(self, client: Client, deed: str, data: bytes) -> str:
        file = SimpleUploadedFile("brought.json", data)
        answer = client.post(reverse("console:count", args=[POLL]), {"deed": deed, "file": file}, follow=True)
        return str(answer.content.decode())

    def mix(self, box: Path) -> Path:
        out = box.with_name(box.name + "-mixed")
        key = self.hub.folder.trustee_keys / POLL / "mix.pem"
        call_command("count_mix", f"--box={box}", f"--mix-key={key}", f"--out={out}")
        return out

    def open(self, mixed: Path) -> Path:
        out = mixed.with_name(mixed.name + "-result")
        key = self.hub.folder.trustee_keys / POLL / "tally.pem"
        call_command("count_tally", f"--mixed={mixed}", f"--tally-key={key}", f"--out={out}")
        return out


@pytest.fixture
def ceremony(hub: Hub, tmp_path: Path) -> Ceremony:
    hold_a_poll_that_is_over(hub)
    (tmp_path / "files").mkdir()
    return Ceremony(hub, tmp_path / "files")


def test_two_people_count_over_the_hub_and_a_third_publishes(ceremony: Ceremony) -> None:
    anna, otto = ceremony.person("anna", Role.COUNTER), ceremony.person("otto", Role.COUNTER)
    publisher, council = ceremony.person("pia", Role.PUBLISHER), ceremony.person("egon", Role.EDITOR)
    home = reverse("console:home")
    assert "can be counted" in anna.get(home).content.decode()
    assert "can be counted" not in publisher.get(home).content.decode()
    mixed = ceremony.mix(ceremony.take(anna, "take-box"))
    assert "second person takes them away" in ceremony.bring(anna, "bring-mixed", mixed.read_bytes())
    taken = ceremony.take(otto, "take-mixed")
    assert taken.read_bytes() == mixed.read_bytes()
    result = ceremony.open(taken).read_bytes()
    assert "The poll is counted" in ceremony.bring(otto, "bring-result", result)
    assert result_of(POLL) == result
    assert not MixedBox.objects.exists()
    page = reverse("console:count", args=[POLL])
    steps = anna.get(page).content.decode()
    assert steps.count("by anna") >= 2
    assert steps.count("by otto") >= 2
    assert "byte for byte" in anna.get(page, {"recount": "1"}).content.decode()

    # Counted is not published: stations hear nothing, and only those at work on it see it.
    assert not Announcement.objects.filter(name=result_name(POLL)).exists()
    told = reverse("console:publish-result", args=[POLL])
    assert council.get(told).status_code == 404
    assert "is not published" in publisher.get(home).content.decode()
    assert "not published yet" in council.get(reverse("console:poll", args=[POLL])).content.decode()
    assert anna.post(told).status_code == 403
    assert "result is published" in publisher.post(told, follow=True).content.decode()
    assert Announcement.objects.filter(name=result_name(POLL)).exists()
    assert "published already" in publisher.post(told, follow=True).content.decode()
    assert "pia" in council.get(told).content.decode()
    events = [entry.event for entry in AuditEntry.objects.order_by("number") if entry.by in {"anna", "otto", "pia"}]
    events = [event for event in events if event != "signed-in"]
    assert events == ["box-taken", "ballots-mixed", "mixed-taken", "poll-counted", "result-published"]


def test_who_mixed_the_envelopes_neither_takes_them_away_nor_brings_the_result(ceremony: Ceremony) -> None:
    anna = ceremony.person("anna", Role.COUNTER)
    mixed = ceremony.mix(ceremony.take(anna, "take-box"))
    ceremony.bring(anna, "bring-mixed", mixed.read_bytes())
    answer = anna.post(reverse("console:count", args=[POLL]), {"deed": "take-mixed"})
    assert answer.status_code == 409
    assert "Somebody else has to" in answer.content.decode()
    assert "Somebody else has to" in ceremony.bring(anna, "bring-result", ceremony.open(mixed).read_bytes())
    assert not Tally.objects.exists()
    assert [deed.step for deed in CountingDeed.objects.all()] == ["box-taken", "mixed-brought"]


def test_files_that_do_not_belong_to_this_box_are_not_taken(ceremony: Ceremony) -> None:
    anna, otto = ceremony.person("anna", Role.COUNTER), ceremony.person("otto", Role.COUNTER)
    assert "Take the box away" in ceremony.bring(otto, "bring-result", b"{}")
    box = ceremony.take(anna, "take-box")
    good = ceremony.mix(box).read_bytes()
    wire = json.loads(good)
    for wrong in (b"", b"\x00\xff", box.read_bytes(), json.dumps(wire | {"ballots": wire["ballots"][:-1]}).encode()):
        assert "does not belong here" in ceremony.bring(anna, "bring-mixed", wrong)
    other = json.dumps(wire | {"ballots": ["0" * 64, *wire["ballots"][1:]]}).encode()
    assert "mixed from another poll" in ceremony.bring(anna, "bring-mixed", other)
    assert (
        "choose the file"
        in anna.post(reverse("console:count", args=[POLL]), {"deed": "bring-mixed"}, follow=True).content.decode()
    )
    ceremony.bring(anna, "bring-mixed", good)
    ballot = BoxedBallot.objects.filter(poll=POLL).first()
    assert ballot is not None
    ballot.delete()  # the box has changed since: what was mixed is of another one
    answer = otto.post(reverse("console:count", args=[POLL]), {"deed": "take-mixed"})
    assert "as its box is now" in answer.content.decode()


def test_a_recount_finds_what_was_changed_past_the_hub(ceremony: Ceremony) -> None:
    keys = ceremony.hub.folder.trustee_keys / POLL
    call_command("count", POLL, f"--mix-key={keys / 'mix.pem'}", f"--tally-key={keys / 'tally.pem'}")
    auditor, page = ceremony.person("rita", Role.AUDITOR), reverse("console:count", args=[POLL])
    assert "command line" in auditor.get(page).content.decode()
    row = Tally.objects.get()
    Tally.objects.update(figures=row.figures | {"none": 99})
    ResultPart.objects.update(data=result_of(POLL).replace(b'"late":0', b'"late":1'))
    BoxedBallot.objects.filter(poll=POLL).first().delete()  # type: ignore[union-attr]
    shown = auditor.get(page, {"recount": "1"}).content.decode()
    for words in ("figures that are shown", "holds other ballots", "log names another"):
        assert words in shown


def test_of_a_poll_whose_keys_the_hub_made_the_page_names_the_one_command(hub: Hub, tmp_path: Path) -> None:
    hold_a_poll_that_is_over(hub)
    page, rows = reverse("console:count", args=[POLL]), PublishedPoll.objects.filter(poll=POLL)
    client, definition = Ceremony(hub, tmp_path).person("anna", Role.COUNTER), rows.get().definition
    for is_held_here in (True, False):
        rows.update(definition=definition | {KEYS_AT_HUB: is_held_here})
        assert ("FOLDER count over" in client.get(page).content.decode()) is is_held_here
