"""The public pages in a real browser: no barrier in light and dark, no script fault, no other host, and the code of a
receipt found by its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, sync_playwright

from sync.hub.polls.models import BoxedBallot
from sync.hub.reports.services import set_state
from sync.hub.worker.announce import tell_stations
from sync.protocol.report_status import ReportState, record_id_of
from tests.hub.console.test_browser import QUIET
from tests.hub.counting.test_publishing_results import cast, count, log, publish
from tests.kits.browsing import NARROW, look_at
from tests.kits.hub import Hub
from tests.kits.real.hubs import running_hub
from tests.kits.waiting import PATIENCE_MS

pytestmark = pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Debian's chromium is not installed")

NUMBER = "4711181501234567"


@dataclass(frozen=True)
class Site:
    """A running hub, and the tracker of a ballot in its log."""

    url: str
    tracker: str


def _live(hub: Hub) -> str:
    now, station = datetime.now(UTC), hub.enrolled_station()
    hub.accept(station.batch([station.report(record_id=record_id_of(NUMBER), number=NUMBER)]), now=now)
    poll = publish(hub, "single")
    first, second, third = (option.id for option in poll.options[:3])
    cast(hub, poll, [[first]] * 9 + [[second]] * 6 + [[third]] * 5)
    set_state(record_id_of(NUMBER), ReportState.IN_PROGRESS, note="Der Bauhof ist bestellt.", by="test", now=now)
    log(hub)
    count(hub)
    call_command("publish_result", "over")
    tell_stations(hub.folder, log_at_once=True, now=now)
    return BoxedBallot.objects.filter(poll="over")[3].tracker


@pytest.fixture(scope="module")
def site(
    use_copy: Callable[[Path], AbstractContextManager[Hub]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("public") / "hub"
    with use_copy(folder) as hub:
        tracker = _live(hub)
    with running_hub(folder) as running:
        yield Site(running.url, tracker)


PAGES = {
    "home": "de/", "arabic": "ar/", "project": "de-leicht/projects/neuer-markt/", "result": "de/polls/over/",
    "poster": "de/polls/over/poster/", "project-poster": "ar/projects/neuer-markt/poster/",
    "code": "de/code/", "stored": "de/stored/", "data": "de/data/",
}  # fmt: skip


def test_no_page_has_a_barrier_or_asks_another_host(site: Site, tmp_path: Path) -> None:
    faults: list[str] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(QUIET))
        page = chromium.new_context(locale="de-DE").new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: _note_host(request.url, site.url, faults))
        try:
            for name, way in PAGES.items():
                faults += _look(page, f"{site.url}/public/{way}", name)
            faults += _by_receipt(page, site.url)
            faults += _by_proof(page, site, tmp_path / "checker.html")
            assert page.context.cookies() == []
        finally:
            chromium.close()
    assert faults == []


def _look(page: Page, url: str, name: str) -> list[str]:
    page.goto(url)
    barriers = look_at(page, f"public-{name}", at=url)
    for size, text in (({"width": 320, "height": 640}, ""), (NARROW, "36px")):  # twice as large as it is by itself
        page.set_viewport_size(size)
        page.evaluate("size => document.documentElement.style.fontSize = size", text)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        barriers += [f"{url} has to be scrolled sideways at {size['width']}px {text}"] if wide > 0 else []
    return barriers


def _by_receipt(page: Page, site: str) -> list[str]:
    """As a telephone opens the QR code of a receipt."""
    page.goto(f"{site}/public/code/#{NUMBER}")
    page.get_by_text("Der Bauhof ist bestellt.").wait_for()
    assert NUMBER not in page.url
    return look_at(page, "public-answer", at="the answer")


def _by_proof(page: Page, site: Site, kept: Path) -> list[str]:
    """The page that checks proofs believes a right one, and neither another vote's nor one that was changed.

    It does so as a file that was kept, too, without any hub.
    """
    page.goto(f"{site.url}/public/de/code/")
    page.get_by_label("Code oder Nummer").fill(site.tracker)
    page.get_by_role("button", name="Nachsehen").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Beweis speichern").click()
    proof = saved.value.path().read_text("utf-8")
    with page.expect_navigation() as went:
        page.get_by_role("link", name="Einen Beweis prüfen").click()
    barriers = look_at(page, "public-checker", at="the checker")
    kept.write_bytes(went.value.body())
    page.goto(kept.as_uri())
    lines = proof.split("\n")
    changed = "\n".join([*lines[:2], f"index {int(lines[2].removeprefix('index ')) ^ 1}", *lines[3:]])
    for text, code, told in (
        (proof, site.tracker.lower(), "steht in der Liste"),
        (proof, "A" * 20, "einer anderen Stimme"),
        (changed, site.tracker, "steht nicht in der Liste"),
        ("nothing", site.tracker, "ist kein Beweis"),
    ):
        page.get_by_label("Code Ihrer Stimme").fill(code)
        page.get_by_label("Der Beweis").set_input_files(
            {"name": "x.tlog-proof", "mimeType": "text/plain", "buffer": text.encode()}
        )
        page.get_by_role("button", name="Prüfen").click()
        page.get_by_role("listitem").filter(has_text=told).wait_for()
        if text == proof:
            page.get_by_role("listitem").filter(has_text="mit dem Schlüssel der Stadt unterschrieben").wait_for()
    return barriers


def _note_host(url: str, own: str, faults: list[str]) -> None:
    if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc != urlsplit(own).netloc:
        faults.append(f"another host: {url}")
