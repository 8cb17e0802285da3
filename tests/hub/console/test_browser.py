"""The console in a real browser, over a real hub: no barrier, no error, no other host, and everything by keyboard."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from kiosk.devtools.sample_media import sample_photo
from sync.counting.files import MixedFile, read_box, write_mixed
from sync.counting.tally import open_mix
from sync.foreign_media import MediaFault
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import choose_password, make_account
from sync.hub.ballot_log.models import LogCheckpoint
from sync.hub.console.pages.codes import polls_with_codes
from sync.hub.contributions.services import redact_contribution, review_contribution
from sync.hub.counting.ceremony import Counter, bring_mixed, take_box
from sync.hub.drafts.calendar_fetch import CalendarFault
from sync.hub.drafts.calendar_subscriptions import subscribe
from sync.hub.drafts.content_services import begin as begin_content
from sync.hub.drafts.content_services import take_up as take_up_content
from sync.hub.drafts.models import CalendarSubscription
from sync.hub.drafts.services import take_up
from sync.hub.enclosures.models import EnclosureKind, EnclosureList, ReportTerms
from sync.hub.enclosures.services import blacken, keep, note_unfit
from sync.hub.entries.models import ReviewState
from sync.hub.handover.models import Handover, HandoverState, ReceiverHealth
from sync.hub.handover.reasons import HandoverReason
from sync.hub.handover.sending import step
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import Incident, SealedRecord
from sync.hub.notices.services import issue_notice
from sync.hub.polls.code_batches import hand_out_batch, make_batch
from sync.hub.polls.models import CodeBatch
from sync.hub.publishing.selectors import newest_publications
from sync.hub.publishing.shift_plans import plan
from sync.hub.reports.models import CitizenWord, DefectReport
from sync.hub.reports.reviewing import redact, set_review
from sync.hub.reports.services import set_state
from sync.hub.stations.models import Device
from sync.hub.stations.services import revoke, wish_rekey
from sync.hub.text_blocks.models import TextBlock
from sync.hub.text_blocks.services import write_block
from sync.hub.triage.contact_schedule import ContactPlan, PlanKind
from sync.hub.triage.services import plan_contact
from sync.hub.worker.announce import tell_stations
from sync.protocol.batches import Batch
from sync.protocol.contributions import Support, public_name_of
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.envelope import seal_damage, seal_support
from sync.protocol.records import Damage, Record, Stream
from sync.protocol.report_status import ReportState
from sync.protocol.shifts import STICK_FILE, stick_proof
from tests.hub.console.test_reach_page import fill as tell_of_visits
from tests.hub.counting.test_counting import hold_a_poll_that_is_over
from tests.hub.polls.test_codes import POLL, add_poll
from tests.kits.browsing import (
    LOOKS,
    NARROW,
    WIDE,
    faint,
    keep_picture,
    look_at,
    plug_in,
    press,
    tab_to,
    unseen,
    violations,
)
from tests.kits.hub import Hub, Station, spoilt
from tests.kits.media import opus
from tests.kits.real.hubs import running_hub
from tests.kits.waiting import PATIENCE_MS

pytestmark = pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Debian's chromium is not installed")

PASSWORD = "drei Wörter am Hafen"
# Without these, Chromium calls home at every start.
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A running hub with some life in it: where it is, and a page of every kind."""

    url: str
    pages: dict[str, str]
    one_time_password: str
    stick: Path


def _live(hub: Hub, stick: Path) -> tuple[dict[str, str], str]:
    now = datetime.now(UTC)
    content = newest_publications()[0].content
    wall, bus, gone = (hub.enrolled_station(name) for name in ("SBZ Börgerhus", "Beteiligungsbus", "SBZ Toitenwinkel"))
    Device.objects.update(enrolled_at=now - timedelta(days=60))
    for age in (9, 6, 5, 2, 1, 0):
        hub.accept(wall.batch([wall.report("Die Laterne ist dunkel.")]), now=now - timedelta(days=age))
    record, _tracker = wall.ballot(hub.poll())
    hub.accept(wall.batch([record], stream=Stream.BALLOTS), now=now)
    hub.accept(wall.batch([spoilt(wall.report())]), now=now)
    photos = (("0" * 64, "1" * 64), ("2" * 64,))
    unsure = wall.report("Die Bank ist kaputt.", attachments=photos, seen="2026-11-20", unsure=True)
    hub.accept(wall.batch([unsure, seal_damage(Damage("2026-11-20", 8_388_608, 212, "damaged/001"), key=wall.seal)]))
    hub.post("heads", wall.status(time=now, waiting={}, content=content, **_doubts(hub, now)).encode())
    hub.accept(bus.batch(), now=now - timedelta(days=8))
    chain = bus.chains[Stream.REPORTS]
    hub.post("heads", bus.status(time=now - timedelta(hours=2), chains={chain.inc: chain.seq + 3}).encode())
    chain.seq, chain.last = 0, "0" * 64
    hub.accept(bus.batch(), now=now)
    plan_contact(bus.device, ContactPlan(PlanKind.WEEKDAYS, frozenset({4})), by="test", now=now)
    revoke(gone.device, note="gestohlen", by="test", now=now)
    wish_rekey(wall.device, by="test", now=now)
    late = gone.batch()
    hub.accept(late, now=now)
    hub.work()
    far = hub.enrolled_station(name="SBZ Warnemünde")
    _lay(stick, [far.batch() for _ in range(5)], missing=(3,))
    hub.code(name="SBZ Reutershagen", now=now)
    for name in ("kerstin", "anna"):
        make_account(name, Role.ADMINISTRATOR, by="test", now=now)
        choose_password(User.objects.get(username=name), PASSWORD, now=now)
    take_up("ortsbeirat-stadtmitte", by="anna", now=now)
    take_up_content("projects/neuer-markt.json", folder=hub.folder.content, by="anna", now=now)
    take_up_content("places.json", folder=hub.folder.content, by="anna", now=now)
    _follow_a_calendar(hub, now)
    block = _warn_and_prepare(hub, now)
    first = make_account("neu", Role.ADMINISTRATOR, by="test", now=now)
    cards = _counts_and_codes(hub, now)
    report = DefectReport.objects.first()
    set_state(report.record_id, ReportState.IN_PROGRESS, note="Der Bauhof ist bestellt.", by="test", now=now)
    _talk_about(report, now)
    said = _idea(hub, wall, now)
    shown = f"reports/{_show_and_say(now).record_id}"
    tell_of_visits(hub)
    return {
        "shown": f"{shown}/", "blacken": f"{shown}/attachments/0/blacken/",
        "said": f"{shown}/attachments/1/words/", "contact": f"{shown}/contact/",
        "home": "", "stations": "stations/", "station": f"stations/{wall.device}/", "bus": f"stations/{bus.device}/",
        "enrol": "stations/enrol/", "expect": f"stations/{bus.device}/expect/",
        "rekey": f"stations/{bus.device}/rekey/", "revoke": f"stations/{wall.device}/revoke/",
        "damage": f"incidents/{Incident.objects.get(kind='database-damaged').pk}/",
        "unsure": f"reports/{unsure.id}/",
        "batches": "batches/", "batch": f"batches/{late.hash}/",
        "stored-batch": f"batches/{StoredBatch.objects.filter(stream='ballots')[0].hash}/", "aside": "aside/",
        "record": f"aside/{SealedRecord.objects.get(state='quarantined').id}/", "incidents": "incidents/",
        "incident": f"incidents/{Incident.objects.get(kind='fork').pk}/", "reports": "reports/", "polls": "polls/",
        "report-review": f"reports/{report.record_id}/review/", "report-text": f"reports/{report.record_id}/text/",
        "report-handover": f"reports/{report.record_id}/handover/", "found": "reports/?text=laterne&late=review",
        "map": "reports/map/",
        "ideas-map": "contributions/map/",
        "contributions": "contributions/", "contribution": f"contributions/{said.id}/",
        "contribution-answer": f"contributions/{said.id}/answer/",
        "contribution-review": f"contributions/{said.id}/review/",
        "contribution-text": f"contributions/{said.id}/text/",
        "contribution-merge": f"contributions/{said.id}/merge/",
        "new-poll": "polls/new/", "draft": "polls/drafts/ortsbeirat-stadtmitte/",
        "write-draft": "polls/drafts/ortsbeirat-stadtmitte/write/",
        "draft-area": "polls/drafts/ortsbeirat-stadtmitte/area/",
        "content-area": "content/projects/neuer-markt/area/",
        "translate-draft": "polls/drafts/ortsbeirat-stadtmitte/ar/",
        "content": "content/", "new-content": "content/new/", "pictures": "content/pictures/",
        "content-draft": "content/projects/neuer-markt/", "write-content": "content/projects/neuer-markt/write/",
        "dates": "content/dates/boergerhus/", "calendar": "content/dates/boergerhus/calendar/",
        "write-places": "content/places/all/write/", "notice": "notice/?from=sturmflut",
        "choices": "hub/settings/", "data-kept": "hub/data/",
        "text-blocks": "text-blocks/", "text-block": f"text-blocks/{block.pk}/",
        "reports-together": "reports/together/", "report-assign": f"reports/{report.record_id}/assign/",
        "report-merge": f"reports/{report.record_id}/merge/",
        "preview": "polls/drafts/ortsbeirat-stadtmitte/preview/?language=ar&size=extra",
        "report": f"reports/{report.record_id}/", "report-state": f"reports/{report.record_id}/state/",
        "doubts": f"incidents/{Incident.objects.get(kind='log-doubted').pk}/",
        "count": "polls/over/count/", "recount": "polls/neulich/count/?recount=1", "result": "polls/neulich/result/",
        "reach": "reach/", "codes": "codes/", "code-batch": f"codes/{cards.pk}/", "sessions": "sessions/",
        "shifts": "shifts/", "withdraw-shift": f"shifts/{_plan_a_shift(now)}/withdraw/",
        "stick": "stick/", "hub": "hub/", "log": "log/", "accounts": "accounts/",
        "together": f"aside/stations/{gone.device}/",
        "account": "accounts/anna/", "password": "password/",
        "second": "second/", "app": "second/app/", "add-key": "second/keys/add/",
    }, first  # fmt: skip


def _plan_a_shift(now: datetime) -> str:
    begins = datetime(2096, 5, 1, 10)  # noqa: DTZ001  on the wall
    hours = {"begins": begins, "ends": begins + timedelta(hours=6)}
    where = {"place": "Wochenmarkt", "district": "K", "stations": ["Beteiligungsbus"], "districts": ["K"]}
    new = plan(**hours, **where, people=["A. Behrens", "M. Kruse"], by="anna", now=now)  # type: ignore[arg-type]
    return new.shift.id


def _follow_a_calendar(hub: Hub, now: datetime) -> None:
    """Dates whose calendar has not come for days."""
    path, who = "dates/boergerhus.json", {"by": "anna", "now": now}
    begin_content("dates", "boergerhus", folder=hub.folder.content, today=now.date(), **who)
    subscribe(path, "https://calendar.example.org/boergerhus.ics", own_hosts=(), **who)
    trouble = CalendarFault.NOT_GIVEN.kept({"host": "calendar.example.org", "status": 404})
    since = now - timedelta(days=9)
    CalendarSubscription.objects.update(
        due_at=now + timedelta(days=1), came_at=since, failing_since=since, trouble=trouble
    )


def _warn_and_prepare(hub: Hub, now: datetime) -> TextBlock:
    """A warning in force and one that lies ready; a text block."""
    notice = EmergencyNotice({"de": "Sturmflut", "ar": "عاصفة"}, {"de": "Bleiben Sie weg.", "ar": "ابتعدوا."},
                             now + timedelta(hours=6))  # fmt: skip
    issue_notice(notice, districts=(), by="anna", now=now)
    ready = {"id": "sturmflut", "headline": {"de": "Sturmflut"}, "text": {"de": "Bleiben Sie vom Wasser weg."}}
    (hub.folder.content / "warnings").mkdir()
    (hub.folder.content / "warnings/sturmflut.json").write_text(json.dumps(ready))
    title = "Straßenbeleuchtungsinstandsetzungszuständigkeitsklärung"  # one word, wider than a telephone
    return write_block(title, "Das gehört der Bahn. Wir haben es weitergegeben.", by="anna", now=now)


def _counts_and_codes(hub: Hub, now: datetime) -> CodeBatch:
    """A closed poll half way through its count, one that is counted, and cards for one that takes codes."""
    for poll in ("over", "neulich"):
        hold_a_poll_that_is_over(hub, poll)
    keys = hub.folder.trustee_keys / "neulich"
    call_command("count", "neulich", f"--mix-key={keys / 'mix.pem'}", f"--tally-key={keys / 'tally.pem'}")
    anna = Counter(by="anna", today=now.date(), now=now, smallest=5, results=hub.folder.results)
    box = read_box(b"".join(take_box("over", who=anna)))
    mixed = open_mix(box.box, poll=hub.poll("over"), key=hub.trustee_key("mix", "over"))
    file = MixedFile(box.wire, box.box.ballots, mixed, box.doubles, box.late)
    bring_mixed("over", b"".join(write_mixed(file)), who=anna)
    add_poll(hub)
    who = {"by": "anna", "now": now}
    batch, _file = make_batch(
        polls_with_codes()[POLL], place="SBZ Börgerhus", number=60, printed=lambda *_: b"", today=now.date(), **who
    )
    hand_out_batch(batch.pk, seen=0, note="Frau Meier", **who)
    return batch


def _idea(hub: Hub, station: Station, now: datetime) -> Record:
    """An idea with enough supports, looked at, partly hidden, answered; its promised day is over."""
    said = station.contribution("4711181501234567", text="Frau Meier wünscht sich mehr Bänke.", topic="green")
    name = public_name_of(said.id)
    supports = [seal_support(Support(name, "2026-11-22"), key=station.seal) for _ in range(20)]
    hub.accept(station.batch([said, *supports]), now=now - timedelta(days=40))
    hub.work()
    because = {"because": "ein Name", "by": "test", "now": now, "seen": 0}
    redact_contribution(said.id, "[…] wünscht sich mehr Bänke.", **because)
    review_contribution(said.id, ReviewState.APPROVED, note="Gute Idee.", by="test", now=now, seen=1)
    return said


def _talk_about(report: DefectReport, now: datetime) -> None:
    """A report with everything that can be said and done about one, and others beside it that may be the same."""
    DefectReport.objects.filter(pk=report.pk).update(radius_metres=1500, due=(now - timedelta(days=1)).date())
    redact(report.record_id, "Die Laterne […] ist dunkel.", because="Name einer Person", by="anna", now=now, seen=0)
    set_review(report.record_id, ReviewState.APPROVED, note="Klar.", by="anna", now=now, seen=1)
    CitizenWord.objects.create(report=report, record_id="e" * 32, kind="not_in_order", day=now.date(), received_at=now)
    reason = HandoverReason.INVALID.kept({"words": "Die E-Mail-Adresse ist nicht zulässig."})
    row = Handover.objects.create(report=report, said="Die E-Mail-Adresse ist nicht zulässig.")
    for state, why in ((HandoverState.WAITING, ""), (HandoverState.SENT, ""), (HandoverState.REFUSED, reason)):
        step(row, state, why, now=now)
    ReceiverHealth.objects.create(trouble=HandoverReason.KEY.kept({"words": "ungültig"}), since=now)


def _show_and_say(now: datetime) -> DefectReport:
    """A report with a blackened photo, a spoken message that nobody has written down, one that broke, and a contact."""
    report = DefectReport.objects.filter(handover=None, attachments=[])[0]
    ReportTerms.objects.update_or_create(report=report, defaults={"contact": "0381 381 0", "may_publish": True})
    enclosed = EnclosureList.objects.create(report=report)
    keep(enclosed, 0, EnclosureKind.PHOTO, sample_photo(), now=now)
    keep(enclosed, 1, EnclosureKind.SPOKEN, opus(2), now=now)
    note_unfit(enclosed, 2, MediaFault.BROKEN, now=now)
    photo = enclosed.enclosures.get(position=0)
    blacken(photo.id, [(100, 520, 340, 680)], because="Eine Person", by="anna", now=now, seen=0)
    return report


def _doubts(hub: Hub, now: datetime) -> dict[str, str]:
    """A station has seen the log grow, and was then shown another one."""
    hub.work()
    tell_stations(hub.folder, log_at_once=True, now=now)
    return {"log": LogCheckpoint.objects.latest("size").note, "log_refused": "another\n1\n"}


def _lay(stick: Path, batches: Sequence[Batch], *, missing: Sequence[int]) -> None:
    """What a station has laid on a stick, beside what else people have on one."""
    folder = stick / "ck1" / "station" / "chain"
    folder.mkdir(parents=True)
    for number, batch in enumerate(batches, 1):
        if number not in missing:
            (folder / f"{number}.batch").write_bytes(batch.to_bytes())
    (stick / "Urlaub.jpg").write_bytes(b"photo")


@pytest.fixture(scope="module")
def site(
    use_copy: Callable[[Path], AbstractContextManager[Hub]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("console") / "hub"
    stick = tmp_path_factory.mktemp("stick")
    with use_copy(folder) as hub:
        pages, first = _live(hub, stick)
    with running_hub(folder) as running:
        # By this name and no other, browsers take a page without HTTPS for one that security keys may answer.
        yield Site(running.url.replace("127.0.0.1", "localhost"), pages, first, stick)


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    # After the site: once Playwright runs, Django refuses its database to this thread.
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def faults() -> list[str]:
    """Whatever the browser complains of, and every request to another host."""
    return []


@pytest.fixture
def visit(browser: Browser, site: Site, faults: list[str]) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def open_page(size: dict[str, int]) -> Page:
        context = browser.new_context(viewport=size, locale="de-DE")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", lambda request: _note_failure(request, faults))
        page.on("request", lambda request: _note_host(request.url, site.url, faults))
        return page

    yield open_page
    for context in contexts:
        context.close()


def _note_host(url: str, own: str, faults: list[str]) -> None:
    if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc != urlsplit(own).netloc:
        faults.append(f"another host: {url}")


def _note_failure(request: Request, faults: list[str]) -> None:
    if request.failure != "net::ERR_ABORTED":  # the next page was asked for before this was there
        faults.append(f"failed: {request.url} {request.failure}")


def sign_in(page: Page, site: Site, name: str = "kerstin", password: str = PASSWORD) -> None:
    page.goto(f"{site.url}login/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


@pytest.mark.timeout(600)
def test_no_page_has_a_barrier_or_an_error(visit: Callable[..., Page], site: Site, faults: list[str]) -> None:
    page = visit(WIDE)
    page.goto(f"{site.url}login/")
    barriers = look_at(page, "login", at="login")
    sign_in(page, site)
    for name, address in site.pages.items():
        answer = page.goto(site.url + address)
        assert answer is not None
        assert answer.status == 200, address
        assert "unsafe" not in answer.headers["content-security-policy"]
        for box in page.locator("details").all():
            box.evaluate("box => box.open = true")
        barriers += look_at(page, name, at=address)
    assert barriers == []
    assert faults == []


def test_every_button_and_every_sign_can_be_read_in_each_look(visit: Callable[..., Page], site: Site) -> None:
    page = visit(WIDE)
    sign_in(page, site)
    parts = ".button, .state, .ways a"
    lost = []
    for name in ("station", "draft"):
        page.goto(site.url + site.pages[name])
        for look in LOOKS:
            page.emulate_media(**look)
            lost += [f"{name} {look}: {part}" for part in unseen(page, parts)]
    assert lost == []


def test_every_bar_stands_out_in_each_look(visit: Callable[..., Page], site: Site) -> None:
    page = visit(WIDE)
    sign_in(page, site)
    lost = []
    for name, shapes in (
        ("result", ".bar"), ("reach", ".bar"), ("stations", ".days__good, .days__bad"), ("map", ".map__dot"),
    ):  # fmt: skip
        page.goto(site.url + site.pages[name])
        assert page.locator(shapes).count(), f"{name} draws something"
        for look in LOOKS:
            page.emulate_media(**look)
            lost += [f"{name} {look}: {shape}" for shape in faint(page, shapes)]
    assert lost == []


PRINTED = (
    "report", "reports", "contribution", "contributions", "result", "codes", "code-batch", "shifts", "stations",
    "station", "batch", "record", "data-kept", "log", "reach", "accounts", "draft", "count", "map", "hub",
)  # fmt: skip
SHEET = {"width": 660, "height": 960}
"""What lies between the margins of a sheet of A4, in CSS pixels."""
_ON_SHEET = """() => [
    ...[...document.querySelectorAll('nav, form, button, .button, .top, .deeds')].filter(one => one.checkVisibility())
        .map(one => 'shown: ' + one.outerHTML.slice(0, 80)),
    ...[...document.querySelectorAll('h2')].filter(one => one.checkVisibility() && !one.closest('.enclosure')
        && ![...one.parentElement.querySelectorAll('*')].some(next => next.checkVisibility()
            && one.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING))
        .map(one => 'heads nothing: ' + one.innerText),
    ...[...document.querySelectorAll('table')].filter(one => one.checkVisibility()
        && one.getBoundingClientRect().right > innerWidth + 1).map(one => 'cut: ' + one.outerHTML.slice(0, 80)),
    ...(document.querySelector('.printed').checkVisibility() ? [] : ['nobody knows who printed it, and when']),
    ...(getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)' ? [] : ['not on white']),
]"""


def test_on_paper_stands_what_is_told_black_on_white_and_whole(visit: Callable[..., Page], site: Site) -> None:
    page = visit(SHEET)
    sign_in(page, site)
    page.emulate_media(media="print", color_scheme="dark", contrast="more")
    faults = []
    for name in PRINTED:
        page.goto(site.url + site.pages[name])
        faults += [f"{name}: {fault}" for fault in page.evaluate(_ON_SHEET)]
    assert faults == []


def test_a_newcomer_comes_in_and_enrols_a_station_by_keyboard_alone(
    visit: Callable[..., Page], site: Site, faults: list[str]
) -> None:
    page = visit(WIDE)
    page.goto(site.url)
    page.wait_for_function("document.activeElement.localName === 'input'")
    page.keyboard.type("neu")
    tab_to(page, "Passwort")
    page.keyboard.type(site.one_time_password)
    press(page, "Anmelden")
    for label, words in (
        ("Bisheriges Passwort", site.one_time_password),
        ("Neues Passwort", "sieben Möwen im Wind"),
        ("Neues Passwort noch einmal", "sieben Möwen im Wind"),
    ):
        tab_to(page, label)
        page.keyboard.type(words)
    press(page, "Speichern")
    press(page, "Stationen")
    press(page, "Station anmelden")
    tab_to(page, "Wie die Station genannt wird")
    page.keyboard.type("SBZ Evershagen")
    tab_to(page, "Stadtteil, in dem sie steht")
    page.keyboard.press("ArrowDown")
    press(page, "Code erzeugen")
    keep_picture(page, "code-wide")
    assert re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.inner_text(".bigcode"))
    assert page.locator("svg.qr").bounding_box()["width"] > 150  # type: ignore[index]
    assert violations(page) == []
    press(page, "Den Code für SBZ Evershagen zurückziehen")
    assert "Der Code wurde zurückgezogen" in page.inner_text("main")
    assert faults == []


def test_why_a_batch_was_refused_is_found_and_decided_by_keyboard_alone(
    visit: Callable[..., Page], site: Site, faults: list[str]
) -> None:
    page = visit(WIDE)
    sign_in(page, site)
    assert "1 Paket von SBZ Toitenwinkel wurde beiseitegelegt" in page.inner_text("main")
    page.goto(site.url)
    press(page, "Beiseitegelegt")
    assert "Es kam, nachdem die Station gesperrt wurde." in page.inner_text("main")
    record = page.locator("table a.code").first.inner_text()
    press(page, record)
    assert "Er lässt sich nicht öffnen" in page.inner_text("main")
    tab_to(page, "Warum? (steht danach im Protokoll)")
    page.keyboard.type("Bitte noch einmal versuchen")
    press(page, "Freigeben")
    assert "Ihre Entscheidung ist mit Ihrem Vermerk gespeichert." in page.inner_text("main")
    press(page, "Protokoll")
    assert "Vermerk: Bitte noch einmal versuchen" in page.inner_text("main")
    assert faults == []


def test_an_area_is_drawn_and_its_districts_are_named(
    visit: Callable[..., Page], site: Site, faults: list[str]
) -> None:
    page = visit(WIDE)
    sign_in(page, site)
    page.goto(f"{site.url}{site.pages['draft-area']}")
    for x, y in ((300, 300), (600, 320), (450, 600)):
        page.locator("#area-map").click(position={"x": x, "y": y})
    assert len(page.input_value("textarea[name=area]").splitlines()) == 3
    press(page, "Nachsehen, welche Stadtteile es berührt")
    assert page.locator("input[name=districts]:checked").count() > 1
    assert page.locator(".map__district--chosen").count() == page.locator("input[name=districts]:checked").count()
    keep_picture(page, "area-drawn-wide")
    page.get_by_role("button", name="Die letzte Ecke zurücknehmen").press("Enter")
    assert len(page.input_value("textarea[name=area]").splitlines()) == 2
    assert faults == []


def test_a_shift_is_planned_and_its_file_for_the_stick_taken(
    visit: Callable[..., Page], site: Site, faults: list[str]
) -> None:
    page = visit(WIDE)
    sign_in(page, site)
    page.goto(f"{site.url}shifts/")
    page.fill("#id_begins", "2096-06-01T10:00")
    page.fill("#id_ends", "2096-06-01T16:00")
    page.fill("#id_place", "Hafen")
    page.select_option("#id_district", "K")
    page.fill("#id_people", "A. Behrens\nM. Kruse")
    press(page, "Schicht planen")
    assert len(page.locator(".strips .bigcode").all()) == 2
    assert look_at(page, "shift-pins", at="shift-pins") == []
    tab_to(page, "Die Datei für den Stick")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == STICK_FILE
    assert stick_proof(download.value.path().read_text())
    page.emulate_media(media="print")
    keep_picture(page, "shift-pins-print")
    assert page.locator(".strips").is_visible() and not page.get_by_text("Speichern Sie diese Datei").is_visible()
    assert faults == []


def test_a_stick_is_carried_both_ways_with_what_the_page_says(
    visit: Callable[..., Page], site: Site, faults: list[str]
) -> None:
    page = visit(NARROW)
    sign_in(page, site)
    page.goto(site.url)
    press(page, "Stick")
    tab_to(page, "Der Stick")
    page.set_input_files("#folder", site.stick)
    assert page.inner_text("#bring-told") == "Dateien für die Zentrale: 4", "the photograph stays where it is"
    press(page, "Einlesen")
    said = page.inner_text("main")
    assert "SBZ Warnemünde" in said
    assert "es fehlt Paket 3" in said
    keep_picture(page, "stick-brought-narrow")
    assert violations(page) == []
    page.set_viewport_size(WIDE)
    keep_picture(page, "stick-brought-wide")
    tab_to(page, "Dateien für den Stick holen")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    with zipfile.ZipFile(download.value.path()) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"ck1"}
    assert {name.split("/")[1] for name in names} == {"acks", "repo"}
    assert faults == []


def test_a_security_key_is_registered_opens_and_is_taken_away_by_keyboard_alone(
    visit: Callable[..., Page], site: Site, faults: list[str]
) -> None:
    page = visit(WIDE)
    sign_in(page, site, "anna")
    tools, key = plug_in(page)
    press(page, "Zweiter Schritt")
    press(page, "Schlüssel eintragen")
    tab_to(page, "Wie Sie diesen Schlüssel nennen")
    page.keyboard.type("blauer Schlüssel")
    press(page, "Diesen Schlüssel eintragen")
    assert "Ab jetzt können Sie sich mit dem Schlüssel „blauer Schlüssel“ anmelden." in page.inner_text("main")
    barriers = look_at(page, "keys", at="second/")
    press(page, "anna abmelden")

    page.set_viewport_size(WIDE)
    page.fill("#id_username", "anna")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/key/")
    barriers += look_at(page, "key", at="login/key/")
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.keyboard.press("Enter")  # the button has the focus; the key finds that this is somebody else
    page.get_by_text("Kein Schlüssel hat geantwortet").wait_for()
    assert barriers == []
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == site.url

    press(page, "Zweiter Schritt")
    press(page, "Den Schlüssel blauer Schlüssel entfernen")
    assert "Es ist Ihr letzter zweiter Schritt." in page.inner_text("main")
    assert look_at(page, "remove-key", at="second/keys/remove/") == []
    tab_to(page, "Ihr Passwort")
    page.keyboard.type(PASSWORD)
    press(page, "Schlüssel entfernen")
    press(page, "Was zu tun ist")
    assert "anna meldet sich nur mit dem Passwort an" in page.inner_text("main")
    assert faults == []


def test_two_people_answer_one_report_and_a_session_ends_while_one_writes(
    visit: Callable[..., Page], site: Site, faults: list[str]
) -> None:
    first, second = visit(WIDE), visit(WIDE)
    sign_in(first, site)
    sign_in(second, site, "anna")
    address = site.url + site.pages["report-state"]
    for page in (first, second):
        page.goto(address)
    first.check("input[value=solved]")
    first.fill("textarea", "Die Laterne ist getauscht.")
    press(first, "Speichern")
    second.fill("textarea", "Der Bauhof kommt am Dienstag.")
    second.context.clear_cookies(name="sessionid")
    press(second, "Speichern")
    barriers = look_at(second, "session-ended", at="login")
    assert "ist nicht verloren" in second.inner_text("main")
    second.fill("#id_username", "anna")
    second.fill("#id_password", PASSWORD)
    with second.expect_navigation():
        second.keyboard.press("Enter")
    assert second.url == address
    assert second.input_value("textarea") == "Der Bauhof kommt am Dienstag."
    barriers += look_at(second, "text-kept", at=address)
    second.set_viewport_size(WIDE)
    press(second, "Speichern")
    assert "kerstin war schneller" in second.inner_text("main")
    assert "Die Laterne ist getauscht." in second.inner_text("main")
    assert second.input_value("textarea") == "Der Bauhof kommt am Dienstag."
    barriers += look_at(second, "changed-meanwhile", at=address)
    second.set_viewport_size(WIDE)
    press(second, "Speichern")
    barriers += look_at(second, "history", at=site.pages["report"])
    said = second.inner_text("ol.history")
    assert said.index("Der Bauhof kommt am Dienstag.") < said.index("Die Laterne ist getauscht.")
    second.goto(f"{site.url}nowhere/")
    barriers += look_at(second, "missing", at="nowhere/")
    assert barriers == []
    # Chromium tells of the pages themselves that were no success; nothing else was wrong.
    assert [fault for fault in faults if "the server responded with a status of" not in fault] == []
