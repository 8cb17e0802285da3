"""Who may open which page: every address of the console against every kind of visitor."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from kiosk.devtools.sample_media import sample_photo
from sync.hub.accounts.models import OneTimePassword, SecurityKey
from sync.hub.accounts.roles import RIGHTS, Role
from sync.hub.accounts.services import make_account, newest_change
from sync.hub.audit.models import AuditEntry
from sync.hub.claims.services import take_in
from sync.hub.console.pages.codes import polls_with_codes
from sync.hub.console.urls import urlpatterns
from sync.hub.console.web.permissions import right_for
from sync.hub.contributions.models import CitizenContribution
from sync.hub.drafts.content_services import begin as begin_content
from sync.hub.drafts.content_services import take_up as take_up_content
from sync.hub.drafts.services import begin
from sync.hub.enclosures.models import EnclosureKind, EnclosureList
from sync.hub.enclosures.services import keep
from sync.hub.handover.models import Handover, HandoverState
from sync.hub.intake.models import Incident, SealedRecord
from sync.hub.paper.services import Provenance, begin_stack
from sync.hub.polls.code_batches import make_batch
from sync.hub.polls.models import CodeBatch
from sync.hub.publishing.shift_plans import plan
from sync.hub.reports.models import DefectReport
from sync.hub.stations.models import EnrolmentCode
from sync.hub.stations.services import revoke
from sync.hub.text_blocks.services import write_block
from sync.hub.triage.models import Decision
from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.centre_dates import MOMENT
from sync.protocol.participation_codes import new_code
from tests.hub.polls.test_codes import POLL, add_poll
from tests.kits.hub import NOW, Hub, spoilt

MISSED = "K7QF2M3AXW5TPJ4C6RBD"
CODED, CONTROL = POLL, new_code().typed()
LOGIN, REFUSED, OPEN, TO_PAGE, ONLY_POST = "to login", 403, 200, 302, 405

ROLES = tuple(role.value for role in Role)
VISITORS = ("nobody", "no role", *ROLES)


def only(*roles: str) -> Mapping[str, object]:
    """What a page answers that opens for these."""
    return {"nobody": LOGIN, "no role": REFUSED} | {role: OPEN if role in roles else REFUSED for role in ROLES}


ADMINISTRATOR = ("administrator",)
LOOKING = (*ADMINISTRATOR, "auditor")
OFFICE = (*ADMINISTRATOR, "report-officer")
COUNCIL = (*OFFICE, "district-council")
WRITERS = (*ADMINISTRATOR, "editor")
OUTREACH = (*ADMINISTRATOR, "outreach-lead")
COUNTERS = (*ADMINISTRATOR, "counter")
PUBLISHERS = (*ADMINISTRATOR, "publisher")

READ, CHANGE = only(*LOOKING), only(*ADMINISTRATOR)
ENTER = only(*ROLES)
STATIONS = only(*LOOKING, "house", "outreach-lead")
REPORTS, REPORT_WORK = only(*LOOKING, *OFFICE), only(*OFFICE)
CONTRIBUTIONS, ANSWERS = only(*LOOKING, *COUNCIL), only(*COUNCIL)
POLLS = only(*LOOKING, "editor", "publisher", "counter", "district-council", "outreach-lead")
CODES = only(*LOOKING, "outreach-lead")
DRAFTS, WRITE = only(*LOOKING, "editor", "publisher"), only(*WRITERS)
FIGURES = only(*LOOKING, "editor", "publisher", "report-officer", "district-council", "outreach-lead")
PRESS = {"nobody": LOGIN} | dict.fromkeys(VISITORS[1:], TO_PAGE)
OWN = {"nobody": LOGIN} | dict.fromkeys(VISITORS[1:], OPEN)
ALL = dict.fromkeys(VISITORS, OPEN)
OF_NOTHING = {"nobody": LOGIN} | {
    role: 404 if seen is OPEN else seen for role, seen in POLLS.items() if role != "nobody"
}
"""There is nothing behind it yet."""
DRAFT_NOT_THERE = {role: 404 if seen is OPEN else seen for role, seen in DRAFTS.items()}
CONTENT, NEW_CONTENT = DRAFTS | {"house": OPEN}, WRITE | {"house": OPEN}
OF_ANOTHER = {"nobody": LOGIN} | dict.fromkeys(VISITORS[1:], 404)

GET: Mapping[str, Mapping[str, object]] = {
    "home": ENTER, "stations": STATIONS, "station": STATIONS, "batches": READ, "batch": READ, "aside": READ,
    "record": READ, "incidents": READ, "incident": READ, "log": READ, "export-log": READ, "check-log": PRESS,
    "stick": READ, "hub": READ,
    "reports-together": REPORT_WORK, "report-assign": REPORT_WORK, "report-merge": REPORT_WORK,
    "contributions-together": REPORT_WORK,
    "contribution-assign": ANSWERS,
    "reports": REPORTS, "report": REPORTS, "export-reports": REPORTS, "enclosure": REPORTS,
    "report-review": REPORT_WORK, "report-text": REPORT_WORK, "report-handover": REPORT_WORK,
    "report-state": REPORT_WORK, "photo-blacken": REPORT_WORK, "spoken-transcript": REPORT_WORK,
    "report-contact": REPORT_WORK, "reports-map": REPORTS,
    "contributions": CONTRIBUTIONS, "contributions-map": CONTRIBUTIONS,
    "contribution": CONTRIBUTIONS, "export-contributions": CONTRIBUTIONS,
    "contribution-enclosure": CONTRIBUTIONS, "contribution-photo-blacken": REPORT_WORK,
    "contribution-spoken-transcript": REPORT_WORK,
    "contribution-answer": ANSWERS, "contribution-review": REPORT_WORK, "contribution-text": REPORT_WORK,
    "contribution-merge": REPORT_WORK,
    "codes": CODES, "code-batch": CODES, "closures": CODES, "shifts": CODES, "withdraw-shift": only(*OUTREACH),
    "paper": POLLS, "paper-stack": POLLS, "paper-form": POLLS,
    "polls": POLLS, "poll": POLLS, "count": POLLS, "publish-result": OF_NOTHING, "figures": FIGURES, "reach": FIGURES,
    "draft": DRAFTS, "new-poll": WRITE, "write-draft": WRITE, "translate-draft": WRITE, "draft-area": WRITE,
    "take-up": PRESS, "export-draft": DRAFTS, "bring-draft": PRESS,
    "preview": DRAFT_NOT_THERE, "preview-picture": DRAFT_NOT_THERE,
    "content": CONTENT, "content-draft": DRAFTS, "export-content": DRAFTS, "new-content": NEW_CONTENT,
    "write-content": WRITE, "translate-content": WRITE, "content-area": WRITE,
    "content-row-area": WRITE, "pictures": DRAFTS, "picture": DRAFTS,
    "take-up-content": PRESS, "bring-content": PRESS, "follow-calendar": NEW_CONTENT,
    "preview-content": DRAFT_NOT_THERE, "preview-content-picture": DRAFT_NOT_THERE,
    "text-blocks": ANSWERS, "text-block": ANSWERS, "choices": READ, "data-kept": READ, "notice": DRAFTS,
    "together": CHANGE, "claims": READ, "claim": CHANGE,
    "enrol": CHANGE, "expect": CHANGE, "rekey": CHANGE, "revoke": CHANGE, "accounts": CHANGE,
    "withdraw": PRESS, "account": CHANGE, "take-stick": PRESS,
    "password": OWN, "second": OWN, "app": OWN, "add-key": OWN, "remove-key": OF_ANOTHER, "sessions": OWN,
    "code": dict.fromkeys(VISITORS, LOGIN), "key": dict.fromkeys(VISITORS, LOGIN), "login": ALL,
    "logout": dict.fromkeys(VISITORS, ONLY_POST) | {"nobody": LOGIN}, "language": dict.fromkeys(VISITORS, TO_PAGE),
}  # fmt: skip
ACCOUNT_SEEN = object()
SHIFT = {"begins": "2096-05-01T10:00", "ends": "2096-05-01T16:00", "place": "Markt", "district": "K", "people": "A"}
WRITES = (
    ("enrol", {"name": "Neu", "district": "K"}, ADMINISTRATOR),
    ("withdraw", {}, ADMINISTRATOR),
    ("expect", {"kind": "always", "seen": "0"}, ADMINISTRATOR),
    ("rekey", {}, ADMINISTRATOR),
    ("revoke", {"note": "weg"}, ADMINISTRATOR),
    ("report-state", {"state": "solved", "note": "Erledigt.", "seen": "0"}, OFFICE),
    ("report-review", {"review": "approved", "note": "", "seen": "0"}, OFFICE),
    ("report-text", {"text": "", "because": "Name", "seen": "1"}, OFFICE),
    ("photo-blacken", {"rectangles": "0 0 500 500", "because": "Gesicht", "seen": "0"}, OFFICE),
    ("spoken-transcript", {"transcript": "Die Laterne ist aus.", "seen": "0"}, OFFICE),
    ("contribution-photo-blacken", {"rectangles": "0 0 500 500", "because": "Gesicht", "seen": "0"}, OFFICE),
    ("contribution-spoken-transcript", {"transcript": "Mehr Bänke.", "seen": "0"}, OFFICE),
    ("contribution-review", {"review": "approved", "note": "", "seen": "0"}, OFFICE),
    ("contribution-text", {"text": "", "because": "Name", "seen": "1"}, OFFICE),
    ("contribution-merge", {"into": "", "number": "", "seen": "2"}, OFFICE),
    ("contribution-answer", {"state": "in_progress", "note": "Wir sehen nach.", "seen": "0"}, COUNCIL),
    ("report-assign", {"to": "the-administrator", "seen": "2"}, OFFICE),
    ("report-merge", {"into": "", "number": "", "seen": "3"}, OFFICE),
    ("contribution-assign", {"to": "the-administrator", "seen": "2"}, COUNCIL),
    ("reports-together", {"deed": "assign:-", "entry": "x.0.0"}, OFFICE),
    ("contributions-together", {"deed": "assign:-", "entry": "x.0.0"}, OFFICE),
    ("text-blocks", {"title": "Weg", "text": "Nicht bei uns."}, COUNCIL),
    ("text-block", {"title": "Da", "text": "Doch bei uns.", "seen": "1"}, COUNCIL),
    ("claim", {"answer": "Sie ist da.", "seen": "0"}, ADMINISTRATOR),
    ("report-handover", {"decision": "keep_here", "request_id": "", "seen": "0"}, OFFICE),
    ("record", {"verdict": "release", "note": "noch einmal", "seen": "0"}, ADMINISTRATOR),
    ("batch", {"verdict": "release", "note": "herein", "seen": "0"}, ADMINISTRATOR),
    ("incident", {"verdict": "settle", "note": "erledigt", "seen": "0"}, ADMINISTRATOR),
    ("accounts", {"name": "neu", "role": "auditor"}, ADMINISTRATOR),
    ("account", {"deed": "password", "seen": ACCOUNT_SEEN}, ADMINISTRATOR),
    ("account", {"deed": "role", "role": "administrator", "seen": ACCOUNT_SEEN}, ADMINISTRATOR),
    ("account", {"deed": "close", "seen": ACCOUNT_SEEN}, ADMINISTRATOR),
    ("account", {"deed": "reopen", "seen": ACCOUNT_SEEN}, ADMINISTRATOR),
    ("codes", {"deed": "make", "poll": CODED, "place": "SBZ", "number": "2", "language": "de"}, OUTREACH),
    ("code-batch", {"deed": "hand-out", "seen": "0"}, OUTREACH),
    ("code-batch", {"deed": "return", "cards": "1", "seen": "1"}, OUTREACH),
    ("code-batch", {"deed": "void", "code": CONTROL, "seen": "2"}, OUTREACH),
    ("shifts", SHIFT, OUTREACH),
    ("withdraw-shift", {}, OUTREACH),
    ("paper", {"place": "Markt", "district": "K", "day": "2026-11-22", "language": "de"}, COUNTERS),
    ("paper-stack", {"invalid": "blank"}, COUNTERS),
    ("count", {"deed": "take-box"}, COUNTERS),
    ("publish-result", {}, PUBLISHERS),
    ("new-poll", {"poll": "Neu hier", "kind": "single"}, WRITERS),
    ("take-up", {}, WRITERS),
    (
        "write-draft",
        {"seen": "1", "title": "Der Zoo", "decides": "advises", "order": "fixed", "opens": "2026-12-01"},
        WRITERS,
    ),
    ("translate-draft", {"seen": "2", "title": "The zoo"}, WRITERS),
    ("draft-area", {"seen": "3", "districts": ["K"]}, WRITERS),
    ("bring-draft", {"seen": "4", "file": SimpleUploadedFile("zoo.json", b'{"id": "zoo"}')}, WRITERS),
    ("draft", {"deed": "approve", "seen": "4"}, PUBLISHERS),
    ("draft", {"deed": "send-back", "seen": "4", "note": "noch nicht"}, PUBLISHERS),
    ("draft", {"deed": "throw-away", "seen": "4"}, WRITERS),
    ("pictures", {"deed": "remove", "name": "spare.svg"}, WRITERS),
    ("new-content", {"kind": "surveys", "name": "Neu"}, (*WRITERS, "house")),
    ("take-up-content", {}, WRITERS),
    ("write-content", {"seen": "1", "title": "Der Zoo"}, WRITERS),
    ("translate-content", {"seen": "2", "title": "The zoo"}, WRITERS),
    ("content-area", {"seen": "3", "districts": ["K"]}, WRITERS),
    ("content-row-area", {"seen": "1", "districts": ["K"]}, WRITERS),
    ("bring-content", {"seen": "4", "file": SimpleUploadedFile("zoo.json", b'{"id": "zoo"}')}, WRITERS),
    ("follow-calendar", {"address": "https://example.org/zoo.ics"}, (*WRITERS, "house")),
    ("content-draft", {"deed": "approve", "seen": "5"}, PUBLISHERS),
    ("content-draft", {"deed": "send-back", "seen": "5", "note": "noch nicht"}, PUBLISHERS),
    ("content-draft", {"deed": "throw-away", "seen": "5"}, WRITERS),
    (
        "notice",
        {
            "deed": "issue",
            "seen": "0",
            "headline-de": "Sturmflut",
            "text-de": "Bleiben Sie weg.",
            "until": f"{NOW + timedelta(days=3650):%Y-%m-%dT%H:%M}",
        },
        PUBLISHERS,
    ),
    (
        "choices",
        {"second_step": "optional", "translations": "block", "house_dates": "house", "seen": "0"},
        ADMINISTRATOR,
    ),
    ("stick", {"files": SimpleUploadedFile("1.batch", b"torn")}, ADMINISTRATOR),
    ("take-stick", {}, ADMINISTRATOR),
    ("check-log", {}, LOOKING),
)
"""Every form and button that changes something, and whose it is."""


DONE_AS_OFTEN_AS_SENT = {"enrol", "codes", "shifts", "follow-calendar", "stick", "take-stick"}
"""Secrets that are shown once are made anew, a calendar is asked for again, and a stick may come twice."""
TO_ONESELF = {
    "login", "code", "key", "logout", "language", "password", "sessions", "second", "app", "add-key", "remove-key",
}  # fmt: skip
"""What these change is one's own."""


def rewind(values: Mapping[str, object]) -> None:
    """So that its files can be sent once more."""
    for value in values.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)


def seen_now(values: Mapping[str, object]) -> dict[str, object]:
    """What is sent, with the version of the account as its page would have said it."""
    rewind(values)
    newest = newest_change("other")
    seen = newest.number if newest else 0
    return {name: seen if value is ACCOUNT_SEEN else value for name, value in values.items()}


Life = Mapping[str, tuple[object, ...]]


@pytest.fixture(scope="module")
def life(use_copy: Callable[[Path], AbstractContextManager[Hub]], tmp_path_factory: Any) -> Iterator[Life]:
    """A hub for all who only look or are sent away, with something behind every address."""
    with use_copy(tmp_path_factory.mktemp("roles") / "hub") as hub:
        yield fill(hub)


def fill(hub: Hub) -> Life:
    """Something behind every address, and the arguments that lead there."""
    pictures = hub.folder.content / "pictures"
    shutil.copy(pictures / "benches.svg", pictures / "spare.svg")
    station = hub.enrolled_station()
    report = station.report(contact="0381 381 0")
    said = station.contribution("4711181501234567")
    hub.accept(station.batch([report, said, spoilt(station.report())]))
    take_in(BallotClaim(MISSED, "2026-11-22"))
    hub.work()
    hub.work()
    for owner in ({"report": DefectReport.objects.get()}, {"contribution": CitizenContribution.objects.get()}):
        enclosed = EnclosureList.objects.create(**owner)
        keep(enclosed, 0, EnclosureKind.PHOTO, sample_photo(), now=NOW)
        keep(enclosed, 1, EnclosureKind.SPOKEN, b"OggS", now=NOW)
    Handover.objects.create(report=DefectReport.objects.get(), state=HandoverState.REFUSED)
    revoked = hub.enrolled_station(name="Weg")
    revoke(revoked.device, note="stolen", by="test", now=NOW)
    batch = revoked.batch()
    hub.accept(batch)
    hub.code(name="Offen")
    batch_of_codes = a_batch(hub)
    make_account("other", Role.AUDITOR, by="test", now=NOW)
    begin("zoo", "single", by="test", today=NOW.date(), now=NOW)
    begin_content("dates", "zoo", folder=hub.folder.content, by="test", today=NOW.date(), now=NOW, districts=["K"])
    begin_content("projects", "zoo", folder=hub.folder.content, by="test", today=NOW.date(), now=NOW)
    take_up_content("dialogue.json", folder=hub.folder.content, by="test", now=NOW)
    zoo = ("projects", "zoo")
    record = SealedRecord.objects.get(state="quarantined")
    third = User.objects.create_user("third")
    key = SecurityKey.objects.create(user=third, name="blue", credential="b", data=b"", counter=0, added_at=NOW)
    return {
        "station": (station.device,), "expect": (station.device,), "rekey": (station.device,),
        "revoke": (station.device,), "together": (station.device,),
        "batch": (batch.hash,), "record": (record.id,), "incident": (Incident.objects.get().pk,),
        "report": (report.id,), "report-state": (report.id,), "report-review": (report.id,),
        "report-text": (report.id,), "report-contact": (report.id,), "enclosure": (report.id, 0, "whole"),
        "photo-blacken": (report.id, 0), "spoken-transcript": (report.id, 1),
        "contribution-enclosure": (said.id, 0, "whole"), "contribution-photo-blacken": (said.id, 0),
        "contribution-spoken-transcript": (said.id, 1),
        "contribution": (said.id,), "contribution-answer": (said.id,), "contribution-review": (said.id,),
        "contribution-text": (said.id,), "contribution-merge": (said.id,), "claim": (MISSED,),
        "text-block": (write_block("Hier", "Bei uns.", by="test", now=NOW).pk,),
        "report-assign": (report.id,), "report-merge": (report.id,), "contribution-assign": (said.id,),
        "report-handover": (report.id,), "export-reports": ("csv",), "export-contributions": ("csv",),
        "poll": (hub.poll().id,),
        "withdraw-shift": (a_shift(),), "picture": ("benches.svg",),
        "code-batch": (batch_of_codes.pk,), "count": (hub.poll().id,), "paper": (hub.poll().id,),
        "paper-stack": (hub.poll().id, a_stack(hub)), "paper-form": (hub.poll().id, "ar"),
        "publish-result": (hub.poll().id,),
        "export-log": ("csv",),
        "withdraw": (EnrolmentCode.objects.get(used_at=None).locator,),
        "take-up": ("neuer-markt",), "draft": ("zoo",), "write-draft": ("zoo",), "translate-draft": ("zoo", "en"),
        "draft-area": ("zoo",), "content-area": zoo, "content-row-area": ("dialogue", "all", "topics-0"),
        "export-draft": ("zoo",), "bring-draft": ("zoo",),
        "preview": ("none",), "preview-picture": ("none",), "content-draft": zoo, "export-content": zoo,
        "write-content": zoo, "translate-content": (*zoo, "en"), "take-up-content": ("signposts", "all"),
        "bring-content": zoo, "follow-calendar": ("dates", "zoo"),
        "preview-content": ("dates", "none"), "preview-content-picture": ("dates", "none"),
        "account": ("other",), "remove-key": (key.pk,),
    }  # fmt: skip


def a_stack(hub: Hub) -> int:
    """Forms on paper of which none is typed yet."""
    where = Provenance("Markt", "K", NOW.date(), "de")
    return begin_stack(hub.poll().id, where, by="test", now=NOW, today=NOW.date()).pk


def a_shift() -> str:
    """A shift that is planned."""
    hours = {name: datetime.strptime(SHIFT[name], MOMENT) for name in ("begins", "ends")}  # noqa: DTZ007  on the wall
    where: dict[str, Any] = {"place": "Markt", "district": "K", "people": ["A"], "stations": [], "districts": ["K"]}
    return plan(**hours, **where, by="test", now=NOW).shift.id


def a_batch(hub: Hub) -> CodeBatch:
    """Cards for a poll that takes codes; their control code is ``CONTROL``."""
    add_poll(hub)
    poll = polls_with_codes()[CODED]
    batch, _file = make_batch(
        poll, place="Markt", number=2, printed=lambda *_: b"", by="test", today=NOW.date(),
        now=timezone.now(), control=CONTROL,
    )  # fmt: skip
    return batch


def visitor(role: str, life: Life) -> Client:
    """Somebody of this role, whose districts and stations are those of ``life``."""
    client = Client(headers={"Accept-Language": "en"})
    if role != "nobody":
        name = "the-" + role.replace(" ", "-")
        user = User.objects.filter(username=name).first()
        if user is None and role == "no role":
            user = User.objects.create_user(username=name, password="irgendetwas langes")
        elif user is None:
            reach = {"district-council": ["K"], "house": [str(life["station"][0])]}.get(role, [])
            make_account(name, Role(role), by="test", now=NOW, reach=reach)
            user = User.objects.get(username=name)
            OneTimePassword.objects.filter(user=user).delete()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("role", VISITORS)
def test_what_is_forged_for_an_address_changes_nothing_without_its_right(life: Life, role: str) -> None:
    client, rights = visitor(role, life), RIGHTS[Role(role)] if role in ROLES else frozenset()
    before = AuditEntry.objects.count(), Decision.objects.count()
    for name in sorted(set(GET) - TO_ONESELF):
        address = reverse(f"console:{name}", args=life.get(name, ()))
        if right_for(address, method="POST") in rights:
            continue
        answer = client.post(address, {"deed": "approve", "verdict": "release", "note": "forged", "seen": "0"})
        answer.close()
        to_login = answer.status_code == 302 and answer.headers["Location"].startswith(reverse("console:login"))
        assert answer.status_code == REFUSED or (role == "nobody" and to_login), address
    assert (AuditEntry.objects.count(), Decision.objects.count()) == before


def test_what_a_foreign_page_sends_in_somebodys_name_changes_nothing(life: Life) -> None:
    client = visitor("administrator", life)
    client.handler.enforce_csrf_checks = True
    before = AuditEntry.objects.count()
    for name, values, _roles in WRITES:
        answer = client.post(reverse(f"console:{name}", args=life.get(name, ())), seen_now(values))
        assert answer.status_code == REFUSED, name
    assert AuditEntry.objects.count() == before


def test_every_form_is_in_the_list_of_what_changes_something(life: Life) -> None:
    client, forms = visitor("administrator", life), set()
    for name in GET:
        address = reverse(f"console:{name}", args=life.get(name, ()))
        answer = client.get(address)
        if answer.status_code == OPEN and "text/html" in answer.headers["Content-Type"]:
            sent = (link for how, link in offered(answer.content.decode(), address) if how == "post")
            forms |= {resolve(urlsplit(link).path).url_name for link in sent}
        answer.close()
    assert forms - TO_ONESELF - {name for name, _values, _roles in WRITES} == {"claims"}, "there a slip is looked at"


def test_the_table_names_every_address_and_every_role() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(GET)
    assert all(set(expected) == set(VISITORS) for expected in GET.values())


@pytest.mark.parametrize("role", VISITORS)
def test_a_role_opens_and_changes_what_is_its_own_and_is_offered_nothing_else(life: Life, role: str) -> None:
    client, seen = visitor(role, life), {}
    links: dict[tuple[str, str], str] = {}
    for name in GET:
        address = reverse(f"console:{name}", args=life.get(name, ()))
        answer = client.get(address)
        to_login = answer.status_code == 302 and answer.headers["Location"].startswith(reverse("console:login"))
        seen[name] = LOGIN if to_login else answer.status_code
        if answer.status_code == OPEN and "text/html" in answer.headers["Content-Type"]:
            links |= dict.fromkeys(offered(answer.content.decode(), address), name)
        answer.close()
    assert seen == {name: expected[role] for name, expected in GET.items()}
    if role in ROLES:
        assert not {link: page for link, page in links.items() if is_refused(client, role, *link)}
    for name, values, roles in WRITES:
        check_change(client, role, reverse(f"console:{name}", args=life.get(name, ())), values, is_own=role in roles)


def check_change(client: Client, role: str, address: str, values: Mapping[str, object], *, is_own: bool) -> None:
    """Nothing is changed by those it is not for. Those it is for send an empty form: it is looked at."""
    if is_own:
        deed = {"deed": values["deed"]} if "deed" in values and ("draft" in address or "content" in address) else {}
        answer = client.post(address, deed) if role != "administrator" else client.get(address)
        answer.close()
        assert answer.status_code != 403, address
        return
    before = AuditEntry.objects.count(), Decision.objects.count()
    answer = client.post(address, seen_now(values))
    assert answer.status_code in {302, 403}, address
    shown = answer.content.decode()
    assert ('action="/login/"' in shown) == (role == "nobody" and answer.status_code == 403), address
    assert answer.status_code == 403 or answer.headers["Location"].startswith(reverse("console:login")), address
    assert (AuditEntry.objects.count(), Decision.objects.count()) == before, address


def offered(page: str, address: str) -> Iterator[tuple[str, str]]:
    """Every link and every form of a page: how it is sent, and where to."""
    for link in re.findall(r'<(?:a|img|audio)\b[^>]*(?:href|src)="(/[^"]*)"', page):
        yield "get", unescape(link)
    for form in re.findall(r"<form\b[^>]*>", page):
        action = re.search(r'action="([^"]*)"', form)
        yield (
            ("post" if 'method="post"' in form else "get"),
            unescape(action[1]) if action and action[1].startswith("/") else address,
        )


def is_refused(client: Client, role: str, method: str, address: str) -> bool:
    if method == "get":
        answer = client.get(address)
        answer.close()
        return answer.status_code == REFUSED
    name = resolve(urlsplit(address).path).url_name
    whose = [roles for write, _values, roles in WRITES if write == name]
    return bool(whose) and not any(role in roles for roles in whose)


def test_each_change_of_an_administrator_is_one_event_in_the_log(hub: Hub) -> None:
    life = fill(hub)
    client = visitor("administrator", life)
    events = []
    for name, values, _roles in WRITES:
        before = AuditEntry.objects.count()
        sent = seen_now(values)
        answer = client.post(reverse(f"console:{name}", args=life.get(name, ())), sent)
        assert answer.status_code in ({200, 302} if name not in {"count", "publish-result"} else {404, 409}), name
        answer.close()
        new = [(entry.event, entry.by) for entry in AuditEntry.objects.filter(number__gt=before)]
        events.append(new)
        if name not in DONE_AS_OFTEN_AS_SENT:  # pressed twice, or from the page the way back leads to
            rewind(sent)
            client.post(reverse(f"console:{name}", args=life.get(name, ())), sent).close()
            assert AuditEntry.objects.count() == before + len(new), f"{name} is done twice"
    who = "the-administrator"
    assert events == [
        [(event, who)] if event else []
        for event in (
            "code-made", "code-withdrawn", "contact-planned", "rekey-wished", "station-revoked", "report-state-set",
            "report-reviewed", "report-redacted", "photo-blackened", "spoken-written-down", "photo-blackened",
            "spoken-written-down",
            "contribution-reviewed", "contribution-redacted", "", "contribution-state-set",
            "report-assigned", "", "contribution-assigned", "", "", "text-block-written", "text-block-written",
            "claim-answered",
            "report-handed-over",
            "record-released",
            "batch-released", "incident-settled", "account-made", "password-renewed",
            "role-changed", "account-closed", "account-reopened",
            "participation-codes-made", "codes-handed-out", "codes-returned", "codes-voided",
            "shift-planned", "shift-withdrawn", "", "", "", "",
            *("draft-written",) * 5, "", "", "", "draft-thrown-away", "picture-taken-away",
            *("content-draft-changed",) * 7, "calendar-subscribed", "", "", "content-draft-thrown-away",
            "", "city-chose",
            "stick-brought", "stick-handed-out", "",
        )
    ]  # fmt: skip
