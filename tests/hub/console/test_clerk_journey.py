"""A day at the console with nothing but its pages, by six people: a poll for two districts in two languages, a slip
in it mended, a report answered on the telephone, a count by two, its result, and what the district council sees."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, sync_playwright

from sync.counting.files import MixedFile, read_box, read_mixed, write_mixed
from sync.counting.tally import open_mix, open_tally, write_result
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import choose_password, make_account
from sync.protocol.keys import OpenKey
from sync.protocol.polls.poll import Poll
from tests.hub.console.test_browser import PASSWORD, QUIET
from tests.hub.counting.test_counting import hold_a_poll_that_is_over
from tests.kits.hub import Hub
from tests.kits.real.hubs import running_hub
from tests.kits.waiting import PATIENCE_MS

pytestmark = pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Debian's chromium is not installed")

SCHMARL = "G"
NUMBER = "4711181501234567"
PEOPLE = {
    "redaktion": Role.EDITOR, "freigabe": Role.PUBLISHER, "amt": Role.REPORT_OFFICER, "erste": Role.COUNTER,
    "zweite": Role.COUNTER, "ortsbeirat": Role.DISTRICT_COUNCIL,
}  # fmt: skip


@pytest.mark.timeout(400)
def test_a_day_at_the_console_with_only_the_pages(
    use_copy: Callable[[Path], AbstractContextManager[Hub]], tmp_path: Path
) -> None:
    folder, now = tmp_path / "hub", datetime.now(UTC)
    with use_copy(folder) as hub:
        for name, role in PEOPLE.items():
            make_account(name, role, by="test", now=now, reach=[SCHMARL] if role is Role.DISTRICT_COUNCIL else [])
            choose_password(User.objects.get(username=name), PASSWORD, now=now)
        station = hub.enrolled_station()
        hub.accept(station.batch([station.report("Die Laterne ist dunkel.", number=NUMBER)]), now=now)
        poll = hold_a_poll_that_is_over(hub)
        hub.work()
        keys = {step: hub.trustee_key(step, poll.id) for step in ("mix", "tally")}
    with running_hub(folder) as running, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(QUIET))
        people = {name: _signed_in(chromium, running.url, name) for name in PEOPLE}
        _publish_a_poll(people["redaktion"], people["freigabe"])
        _mend_a_slip(people["redaktion"], people["freigabe"])
        _answer_on_the_telephone(people["amt"])
        _count(people["erste"], people["zweite"], poll, keys, tmp_path)
        _publish_the_result(people["freigabe"])
        _look_at_the_district(people["ortsbeirat"])
        chromium.close()


def _signed_in(chromium: Browser, url: str, name: str) -> Page:
    page = chromium.new_context(locale="de-DE").new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("heading", name="Was zu tun ist").wait_for()
    return page


def _home(page: Page) -> None:
    page.get_by_role("link", name="Was zu tun ist").click()


def _read(page: Page, words: str) -> None:
    """Until the page that was asked for says so."""
    page.get_by_text(words).first.wait_for()


def _needs(page: Page, words: str) -> None:
    """Go where the first page sends whoever reads these words on it."""
    _home(page)
    page.locator(".needs li", has_text=words).get_by_role("link").click()


def _publish_a_poll(editor: Page, publisher: Page) -> None:
    editor.get_by_role("link", name="Umfragen").click()
    editor.get_by_role("link", name="Umfrage anlegen").click()
    editor.get_by_label("Kurzname").fill("spielplatz-schmarl")
    editor.get_by_label("Eine von mehreren Antworten").check()
    editor.get_by_role("button", name="Beginnen").click()
    for label, words in (
        ("Titel", "Der Spielplatz"), ("Frage", "Was soll darauf?"), ("Worum es geht", "Er wird neu gebaut."),
        ("Antwort 1", "Eine Rutsche"), ("Antwort 1: Worum es geht", "Drei Meter."), ("Antwort 2", "Eine Schauckel"),
        ("Antwort 2: Worum es geht", "Mit zwei Sitzen."), ("Wer denen antwortet, die mitmachen", "Der Ortsbeirat"),
    ):  # fmt: skip
        editor.get_by_label(label, exact=True).fill(words)
    editor.get_by_label("Schmarl", exact=True).check()
    editor.get_by_label("Groß Klein", exact=True).check()
    editor.get_by_role("button", name="Speichern").click()
    _read(editor, "Das Versprechen, Bis zu welchem Tag: fehlt")
    editor.get_by_role("link", name="Schreiben").click()
    editor.get_by_label("Bis zu welchem Tag").fill("2030-02-01")
    editor.get_by_role("button", name="Speichern").click()
    editor.get_by_role("link", name="Übersetzen: Englisch").click()
    for field in editor.locator("form.card :is(input[type=text], textarea)").all():
        field.fill("In English")
    editor.get_by_role("button", name="Speichern").click()
    editor.get_by_role("link", name="Alles ist da: Sie kann eingereicht werden").click()
    editor.get_by_role("button", name="Einreichen").click()
    _approve(publisher)


def _approve(publisher: Page) -> None:
    """Until stations can have it."""
    _needs(publisher, "Die Umfrage „Der Spielplatz“ wartet auf Ihren Blick")
    publisher.get_by_role("button", name="Freigeben").click()
    end = monotonic() + PATIENCE_MS / 1000
    while publisher.get_by_text("veröffentlicht", exact=True).count() == 0:
        assert monotonic() < end, publisher.inner_text("main")
        sleep(0.2)
        publisher.reload()


def _mend_a_slip(editor: Page, publisher: Page) -> None:
    editor.get_by_role("link", name="Umfragen").first.click()
    editor.get_by_role("link", name="Der Spielplatz").click()
    _read(editor, "läuft, versiegelt")
    editor.get_by_role("button", name="Diese Umfrage ändern").click()
    editor.get_by_role("link", name="Schreiben").click()
    _read(editor, "Ändern lassen sich ihre Wörter")
    assert editor.get_by_label("Erster Tag").is_disabled(), "of a poll that runs only words can be mended"
    editor.get_by_label("Antwort 2", exact=True).fill("Eine Schaukel")
    editor.get_by_role("button", name="Speichern").click()
    editor.get_by_role("button", name="Einreichen").click()
    _needs(publisher, "Der Spielplatz")
    rows = publisher.get_by_role("region", name="Was die Stationen anders zeigen würden").locator("tbody tr")
    rows.first.wait_for()
    assert [row.inner_text().split("\t") for row in rows.all()] == [
        ["Antwort 2, Titel, Deutsch", "Eine Schauckel", "Eine Schaukel"]
    ]
    _approve(publisher)
    publisher.get_by_role("link", name="Die Umfrage öffnen, wie sie an den Stationen ist").click()
    _read(publisher, "läuft, versiegelt")


def _answer_on_the_telephone(officer: Page) -> None:
    """Whoever calls reads the number from the slip, in groups."""
    officer.get_by_role("link", name="Mängelmeldungen").click()
    officer.get_by_label("Nummer oder Wörter").fill("4711 1815 0123 4567")
    officer.get_by_role("button", name="Anzeigen").click()
    officer.get_by_role("link", name="4711 1815 0123 4567").click()
    officer.get_by_role("link", name="Stand angeben").click()
    officer.get_by_label("in Arbeit").check()
    officer.get_by_label("Antwort an die meldende Person").fill("Der Bauhof kommt am Montag.")
    officer.get_by_role("button", name="Speichern").click()
    _read(officer, "Der Bauhof kommt am Montag.")


def _count(first: Page, second: Page, poll: Poll, keys: dict[str, OpenKey], folder: Path) -> None:
    _needs(first, "kann ausgezählt werden")
    with first.expect_download() as taken:
        first.get_by_role("button", name="Wahlurne mitnehmen").click()
    box = read_box(taken.value.path().read_bytes())
    mixed = open_mix(box.box, poll=poll, key=keys["mix"])
    file = folder / "mixed.json"
    file.write_bytes(b"".join(write_mixed(MixedFile(box.wire, box.box.ballots, mixed, box.doubles, box.late))))
    first.get_by_role("button", name="Wahlurne noch einmal mitnehmen").wait_for()
    first.get_by_label("Die gemischten Umschläge").set_input_files(file)
    first.get_by_role("button", name="Umschläge abgeben").click()
    _read(first, "Jetzt nimmt eine zweite Person sie mit.")

    _needs(second, "kann ausgezählt werden")
    with second.expect_download() as taken:
        second.get_by_role("button", name="Umschläge mitnehmen").click()
    brought = read_mixed(taken.value.path().read_bytes())
    opened = open_tally(brought.mixed, poll=poll, key=keys["tally"])
    file = folder / "result.json"
    file.write_bytes(
        write_result(opened, ballots=brought.ballots, doubles=brought.doubles, late=brought.late, wire=brought.wire)
    )
    second.get_by_role("button", name="Umschläge noch einmal mitnehmen").wait_for()
    second.get_by_label("Das Ergebnis").set_input_files(file)
    second.get_by_role("button", name="Ergebnis abgeben").click()
    _read(second, "Die Umfrage ist ausgezählt")


def _publish_the_result(publisher: Page) -> None:
    _needs(publisher, "ist nicht veröffentlicht")
    _read(publisher, "6 Stimmzettel ausgezählt")
    publisher.get_by_role("button", name="Ergebnis veröffentlichen").click()
    _read(publisher, "Das Ergebnis ist veröffentlicht.")


def _look_at_the_district(council: Page) -> None:
    _home(council)
    own = council.get_by_role("region", name="Schmarl")
    own.locator("li", has_text="Der Spielplatz").get_by_text("läuft, versiegelt").wait_for()
    everywhere = council.get_by_role("region", name="Ganze Stadt")
    everywhere.locator("li", has_text="ausgezählt, veröffentlicht").get_by_role("link").click()
    _read(council, "6 Stimmzettel ausgezählt")
