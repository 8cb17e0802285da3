"""Pages for everybody: what they tell, to whom, and that they know nobody: no cookie, no session, the same for all."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse

from sync.hub.config import HubConfig
from sync.hub.data_use.services import publish_data_use
from sync.hub.public.brake import (
    MOST_ASKED,
    MOST_AT_ONCE,
    MOST_WRONG,
    PAUSE_SECONDS,
    GuessingBrake,
    TooManyTries,
)
from sync.hub.reports.services import set_state
from sync.hub.stations.hub_clock import begin_clock
from sync.hub.worker.announce import tell_stations
from sync.protocol.data_sheets import DATA_SHEETS
from sync.protocol.records import Stream
from sync.protocol.report_status import ReportState, record_id_of
from tests.hub.counting.test_publishing_results import cast, count, log, publish
from tests.kits.hub import Hub

NUMBER, OTHER = "4711181501234567", "4711181501234568"


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def ask(hub: Hub, code: str, *, way: str = "code/", address: str = "192.0.2.1") -> HttpResponse:
    response: HttpResponse = hub.client.post(f"/public/de/{way}", {"code": code}, REMOTE_ADDR=address)
    return response


def tell(hub: Hub, now: datetime | None = None) -> None:
    tell_stations(hub.folder, log_at_once=True, now=now or datetime.now(UTC))


PAGES = (
    "de/", "en/", "ar/", "de-leicht/", "de/code/", "de/projects/neuer-markt/", "de/polls/neuer-markt/", "de/stored/",
)  # fmt: skip


def test_a_page_is_the_same_for_everybody_and_may_be_kept(hub: Hub) -> None:
    for page in PAGES:
        hub.client.force_login(User.objects.get(username=hub.account.user))
        seen = hub.client.get(f"/public/{page}")
        assert seen.status_code == 200, page
        assert not seen.cookies
        assert seen.headers["Content-Length"] == str(len(seen.content)), "without it, the connection would be closed"
        assert "Cookie" not in seen.headers.get("Vary", "")
        assert seen.headers["Cache-Control"].startswith("public, max-age=")
        assert hub.account.user not in seen.content.decode()
        hub.client.logout()
        again = hub.client.get(f"/public/{page}", HTTP_IF_NONE_MATCH=seen.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")


def test_what_the_city_has_written_and_all_around_it_is_shown_in_each_language(hub: Hub) -> None:
    arabic = hub.client.get("/public/ar/projects/neuer-markt/").content.decode()
    assert '<h1 lang="ar" dir="rtl">الجانب الشمالي من ساحة Neuer Markt</h1>' in arabic
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "كيف يستمر الأمر" in arabic and "How it goes on" not in arabic
    plain = hub.client.get("/public/de-leicht/polls/neuer-markt/").content.decode()
    assert "Der Neue Markt hat eine leere Seite.<br>" in plain
    assert "Das kann man wählen" in plain
    assert hub.client.get("/public/", HTTP_ACCEPT_LANGUAGE="fr, uk;q=0.5").headers["Location"] == "/public/uk/"


def test_before_the_first_content_the_pages_have_a_name_and_say_what_is_not_there(hub: Hub) -> None:
    for path in (hub.folder.repository / "metadata").iterdir():
        if path.name != "1.root.json":
            path.unlink()
    page = hub.client.get("/public/de/").content.decode()
    assert "<h1>Mitmachen</h1>" in page
    assert "Noch keine Umfrage ist zu Ende" in page
    feed = hub.client.get("/public/de/feed.atom").content.decode()
    assert "<title>Mitmachen</title>" in feed and "<name>Mitmachstation</name>" in feed
    catalogue = hub.client.get("/public/data/catalogue.jsonld").json()["@graph"]
    assert [node["foaf:name"] for node in catalogue if "foaf:name" in node] == ["Mitmachstation"]
    assert hub.client.get("/public/data/open-data.zip").status_code == 200


def test_what_hangs_on_walls_and_stands_in_gazettes_says_what_the_page_says(hub: Hub) -> None:
    for way, title in (("projects/neuer-markt/", "Die Nordseite am Neuen Markt"), ("polls/neuer-markt/", "Nordseite")):
        poster = hub.client.get(f"/public/de/{way}poster/").content.decode()
        gazette = hub.client.get(f"/public/de/{way}gazette.txt")
        assert gazette.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert title in poster, way
        assert title in gazette.content.decode()
        for said in (poster, gazette.content.decode()):
            assert f"http://testserver/public/de/{way}" in said, "the way to more"
        assert 'class="qr"' in poster
        assert "&" not in gazette.content.decode(), "it is no HTML"
    arabic = hub.client.get("/public/ar/polls/neuer-markt/poster/").content.decode()
    assert '<bdi dir="ltr">http' in arabic, "an address keeps its order"
    assert '<h1 lang="ar" dir="rtl">' in arabic


@pytest.mark.parametrize(
    "way",
    [
        "xx/",
        "de/polls/none/poster/",
        "de/polls/none/gazette.txt",
        "de/projects/none/poster/",
        "de/polls/none/",
        "de/projects/none/",
        "de/nothing/",
        "pictures/..%2Fkeys.json",
    ],
)
def test_what_is_not_there_says_so_and_leads_on(hub: Hub, way: str) -> None:
    missing = hub.client.get(f"/public/{way}")
    assert missing.status_code == 404 and 'lang="uk">' in missing.content.decode(), "the way to other languages stays"
    assert not missing.cookies
    assert 'href="/public/de/"' in missing.content.decode()


def test_a_picture_of_the_content_is_shown_and_can_do_nothing(hub: Hub) -> None:
    drawn = hub.client.get("/public/pictures/open-square.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in drawn.headers["Content-Security-Policy"]


def test_how_far_a_report_is_is_told_to_whoever_has_its_number(hub: Hub) -> None:
    now, station = datetime.now(UTC), hub.enrolled_station()
    hub.accept(station.batch([station.report(record_id=record_id_of(NUMBER), number=NUMBER)]), now=now)
    hub.work()
    assert "kennen wir (noch) nicht" in words(ask(hub, NUMBER))
    set_state(record_id_of(NUMBER), ReportState.IN_PROGRESS, note="Der Bauhof ist bestellt.", by="amt", now=now)
    tell(hub)
    found = ask(hub, "4711 1815 0123 4567")
    assert "wird daran gearbeitet" in words(found)
    assert "Der Bauhof ist bestellt." in words(found)
    assert "The lamp is broken." not in words(found), "the words of whoever left it are told to nobody"
    assert found.headers["Cache-Control"] == "no-store"
    assert not found.cookies
    assert "kennen wir (noch) nicht" in words(ask(hub, OTHER))


def test_what_is_no_code_is_told_and_stays_in_the_field(hub: Hub) -> None:
    for typed, said in [("", "Bitte tippen"), ("4711", "fehlt noch etwas"), ("9" * 20, "keiner")]:
        refused = ask(hub, typed)
        assert refused.status_code == 422
        assert said in words(refused)
        assert f'value="{typed}"' in refused.content.decode()


def test_whoever_guesses_numbers_has_to_wait_and_nobody_else(hub: Hub) -> None:
    guesser = "2001:db8:0:1::1"
    for number in range(MOST_WRONG):
        assert ask(hub, f"{number:016}", address=guesser).status_code == 200
    guessed = ask(hub, NUMBER, address="2001:db8:0:1::2")  # the same stranger
    assert guessed.status_code == 429
    assert int(guessed.headers["Retry-After"]) > 0
    assert "zu viele Nummern" in words(guessed)
    assert ask(hub, NUMBER, address="192.0.2.7").status_code == 200


def test_the_brake_lets_go_after_its_pause_and_bounds_what_runs_at_once() -> None:
    now = [0.0]
    brake = GuessingBrake(lambda: now[0])
    for _ in range(MOST_ASKED):
        with brake.one_try("house"):
            pass
    with pytest.raises(TooManyTries) as refused, brake.one_try("house"):
        pass
    assert refused.value.seconds == PAUSE_SECONDS + 1
    now[0] = PAUSE_SECONDS
    with brake.one_try("house"):
        pass
    running = [brake.one_try(f"person {number}") for number in range(MOST_AT_ONCE)]
    for one in running:
        one.__enter__()
    with pytest.raises(TooManyTries), brake.one_try("one more"):
        pass
    for one in running:
        one.__exit__(None, None, None)
    with brake.one_try("one more"):
        pass


def test_whether_a_ballot_is_in_the_box_is_told_with_a_proof_of_its_own(hub: Hub) -> None:
    now, station, poll = datetime.now(UTC), hub.enrolled_station(), hub.poll()
    tell_stations(hub.folder, log_at_once=False, now=now)
    ballot, tracker = station.ballot(poll)
    hub.accept(station.batch([ballot], stream=Stream.BALLOTS), now=now)
    hub.work()
    assert "(noch) nicht in der Liste" in words(ask(hub, tracker))
    assert ask(hub, tracker, way="code/proof/").status_code == 404
    tomorrow = now + timedelta(days=1)
    begin_clock(tomorrow)
    tell_stations(hub.folder, log_at_once=False, now=tomorrow)
    found = ask(hub, tracker.lower())
    assert "in der Wahlurne, und sie zählt mit" in words(found)
    assert "Die Nordseite am Neuen Markt" in words(found)
    proof = ask(hub, tracker, way="code/proof/")
    assert proof.content.startswith(b"c2sp.org/tlog-proof@v1\nextra ")
    assert b"\nindex 0\n" in proof.content
    assert proof.headers["Cache-Control"] == "no-store"


def test_a_result_is_told_as_stations_are_told_it_and_no_number_below_five(hub: Hub) -> None:
    poll = publish(hub, "single")
    first, second, third, fourth = (option.id for option in poll.options[:4])
    cast(hub, poll, [[first]] * 9 + [[second]] * 6 + [[third]] * 3 + [[fourth]] * 2)
    log(hub)
    before = words(hub.client.get("/public/de/polls/over/"))
    assert "noch nicht ausgezählt" in before
    assert "Eine Zahl unter" not in before
    count(hub)
    call_command("publish_result", "over")
    tell(hub)
    told = words(hub.client.get("/public/de/polls/over/"))
    assert "20 Stimmen" in told
    for way in ("", "poster/"):
        rows = hub.client.get(f"/public/de/polls/over/{way}").content.decode()
        assert not re.search(r'class="number">[1-4]<', rows)
    assert "nicht genannt" in told
    gazette = hub.client.get("/public/de/polls/over/gazette.txt").content.decode()
    assert f"- {poll.options[0].title['de']}: 9 (meiste Stimmen)" in gazette, gazette
    assert ": nicht genannt" in gazette
    assert not re.search(r": [1-4]$", gazette, re.MULTILINE)


def test_what_is_stored_is_told_of_every_kind_with_the_use_of_a_year(hub: Hub) -> None:
    page = hub.client.get("/public/de/stored/").content.decode()
    assert page.count('<section class="card">') == len(DATA_SHEETS)
    assert "noch keinen Jahresbericht" in page
    publish_data_use(datetime.now(UTC).year, by="test", now=datetime.now(UTC))
    tell(hub)
    assert "Eine Meldung wurde geöffnet und gelesen" in words(hub.client.get("/public/de/stored/"))


def test_receipts_lead_to_the_public_page_of_a_hub_that_people_reach() -> None:
    page = reverse("public:code-start")
    assert HubConfig(public_address="https://hub.example.org").receipts_at == f"https://hub.example.org{page}#{{code}}"
    assert HubConfig(public_address="http://localhost:8000").receipts_at == ""
    own = "https://www.example.org/mitmachen#{code}"
    assert HubConfig(public_address="https://hub.example.org", receipt_address=own).receipts_at == own


def test_a_hub_behind_https_asks_for_it_here_too(hub: Hub) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert hub.client.get("/public/de/").status_code == 301
    assert hub.client.get("/public/de/", HTTP_HOST="evil.example").status_code == 400
