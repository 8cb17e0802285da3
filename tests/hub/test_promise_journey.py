"""From a poll that is announced to what changed because of it: at each step another station, without a network, tells
whoever comes with the slip of the first day how it stands. What was promised stays promised."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import Any, ClassVar

import pytest

from kiosk.session import flow
from kiosk.session.context import Equipment
from kiosk.session.session import Session
from kiosk.station.catalogue import read_offer
from kiosk.station.code_sources import StationRegisters
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AnswerView, ProjectsView, ProjectView, View
from kiosk.visit import Visit
from sync.hub.config import HubConfig
from sync.hub.content.problems import ContentProblems
from sync.hub.counting.ceremony import publish_result
from sync.hub.counting.services import count_poll
from sync.hub.intake.models import Incident, IncidentKind
from sync.hub.promises.models import PromiseMade
from sync.hub.stations.hub_clock import begin_clock
from sync.hub.worker.announce import tell_stations
from sync.hub.worker.broken_promises import tell_broken_promises
from sync.protocol.envelope import seal_ballot
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.records import Dated, Stream
from sync.station.config import IdleConfig
from sync.station.outbox import Outbox
from tests.hub.announcements.test_announcements import Listener
from tests.hub.publishing.test_publishing import publish_again
from tests.kits.hub import Hub, Station

POLL, PROJECT = "linden-street", "lindens"
WORDS = Texts("de")


def everywhere(german: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGE_CODES, german)


@dataclass
class City:
    """The town hall in simulated time: days count from the first."""

    hub: Hub
    first: datetime

    def on(self, day: int) -> datetime:
        return self.first + timedelta(days=day)

    def day(self, number: int) -> date:
        return self.on(number).astimezone().date()

    def write(self, folder: str, name: str, wire: Mapping[str, Any]) -> None:
        place = self.hub.folder.content / folder / f"{name}.json"
        place.write_text(json.dumps(wire), "utf-8")

    def write_poll(self, **changes: Any) -> None:
        source = json.loads((self.hub.folder.content / "polls" / "neuer-markt.json").read_text("utf-8"))
        days = {
            "opens": self.day(2).isoformat(),
            "closes": self.day(9).isoformat(),
            "grace": self.day(11).isoformat(),
            "as_of": self.day(0).isoformat(),
        }
        promise = {"who": everywhere("Der Ortsbeirat"), "by": self.day(40).isoformat()}
        title = everywhere("Linden in der Langen Straße")
        self.write("polls", POLL, {**source, **days, "id": POLL, "title": title, "promise": promise, **changes})

    def write_project(self, *updates: Mapping[str, Any], **changes: Any) -> None:
        project = {
            "id": PROJECT,
            "title": {"de": "Bäume für die Lange Straße"},
            "facts": [{"de": f"Satz {number}."} for number in (1, 2, 3)],
            "districts": ["N"],
            "decided_by": {"de": "Der Ortsbeirat"},
            "phases": [{"phase": "poll", "begins": self.day(0).isoformat()}],
            "polls": [POLL],
            "updates": list(updates),
        }
        self.write("projects", PROJECT, project | changes)

    def publish(self, day: int) -> None:
        begin_clock(self.on(day))
        publish_again(self.hub, today=self.day(day), now=self.on(day))
        self.tell(day)

    def tell(self, day: int) -> None:
        begin_clock(self.on(day))
        tell_stations(self.hub.folder, log_at_once=False, now=self.on(day))


@dataclass
class OtherStation:
    """A station in another house. It hears the city only when it is told to; between, it has no network."""

    listener: Listener
    city: City

    district: ClassVar[str] = "N"

    def hear(self, day: int) -> None:
        self.listener.listen(self.city.on(day))

    def visit(self, day: int) -> Visit:
        now, package = self.city.on(day), self.listener.content.active()
        assert package is not None
        outbox = Outbox(self.listener.connection, clock=lambda: now)
        equipment = Equipment(
            outbox=outbox,
            registers=StationRegisters(self.listener.content, outbox),
            now=lambda: now,
            dated=lambda: Dated(now.date().isoformat()),
            zone=None,
            random=SystemRandom(),
            note=lambda *_: None,
            idle=IdleConfig(),
        )
        return Visit(Session("de", self.district, path=flow.HOME), offer=read_offer(package), equipment=equipment)

    def ask(self, day: int, *wishes: wish.Intent) -> View:
        visit = self.visit(day)
        for intent in wishes:
            visit.answer(intent)
        return visit.view()

    def groups(self, day: int) -> dict[str, list[str]]:
        view = self.ask(day, wish.OpenProjects())
        assert isinstance(view, ProjectsView)
        return {group.title: [choice.title for choice in group.choices] for group in view.groups}

    def follow_slip(self, day: int, tracker: str) -> str:
        """What the page says that the slip leads to."""
        answer = self.ask(day, wish.OpenLookUp(), wish.TypeCode(tracker), wish.LookUp())
        assert isinstance(answer, AnswerView)
        assert answer.outcome is not None
        return self.page(day, wish.OpenLookUp(), wish.TypeCode(tracker), wish.LookUp(), answer.outcome.intent)

    def page(self, day: int, *wishes: wish.Intent) -> str:
        view = self.ask(day, *wishes)
        assert isinstance(view, ProjectView)
        return written(view)


def written(view: ProjectView) -> str:
    """All words of a page."""
    parts = [view.headline, *view.about, *(choice.title for choice in view.choices)]
    for section in view.sections:
        lines = [*(bar.line for bar in section.bars), *section.lines]
        parts += [section.title, section.warning, *section.sentences, *(f"{one.label}: {one.value}" for one in lines)]
    return "\n".join(parts)


@pytest.fixture
def city(hub: Hub) -> City:
    return City(hub, datetime.now(UTC))


@pytest.fixture
def station(city: City, tmp_path: Path) -> Iterator[OtherStation]:
    (tmp_path / "station").mkdir()
    listener = Listener(city.hub, tmp_path / "station")
    with closing(listener.connection):
        yield OtherStation(listener, city)


def cast(city: City, *, day: int, votes: Mapping[str, int], sender: Station | None = None) -> str:
    """So many ballots from one station; the tracker of one of them."""
    sender, poll = sender or city.hub.enrolled_station(), city.hub.poll(POLL)
    sealed = [seal_ballot(poll, [option], key=sender.seal) for option, number in votes.items() for _ in range(number)]
    records = sorted((record for record, _ in sealed), key=lambda record: record.id)
    city.hub.accept(sender.batch(records, stream=Stream.BALLOTS), now=city.on(day))
    city.hub.work()
    return sealed[0][1]


def count(city: City, *, day: int) -> None:
    keys = {step: city.hub.trustee_key(step, POLL) for step in ("mix", "tally")}
    smallest, results = HubConfig().smallest_tally, city.hub.folder.results
    count_poll(POLL, **keys, smallest=smallest, results=results, by="test", today=city.day(day), now=city.on(day))
    publish_result(POLL, by="test", now=city.on(day))


def test_one_slip_tells_the_truth_at_another_station_from_the_first_day_to_what_changed(
    city: City, station: OtherStation
) -> None:
    became, now, coming = (WORDS.text(f"projects.{word}") for word in ("became", "now", "coming"))
    project = "Bäume für die Lange Straße"
    city.write_poll()
    city.write_project()
    city.publish(0)
    station.hear(0)
    assert project in station.groups(0)[coming]

    assert project in station.groups(3)[now]  # by its own calendar
    page = station.page(3, wish.OpenProjects(), wish.OpenProject(PROJECT))
    assert WORDS.text("project.take_part") in page
    assert f"{WORDS.text('promise.by')}: {WORDS.date(city.day(40))}" in page
    tracker = cast(city, day=3, votes={"library": 9, "market-hall": 6, "shops": 1, "open": 5})
    city.tell(4)
    station.hear(4)
    assert WORDS.text("project.take_part") in station.follow_slip(4, tracker)

    assert project in station.groups(10)[became]
    assert WORDS.text("result.waits", date=WORDS.date(city.day(12))) in station.follow_slip(10, tracker)
    assert WORDS.text("result.at_work") in station.follow_slip(13, tracker)

    count(city, day=13)
    city.tell(13)
    station.hear(13)
    page = station.follow_slip(14, tracker)
    assert WORDS.plural("result.ballots", 21) in page
    assert f"Bibliothek: {WORDS.plural('result.count', 9)}" in page
    assert f"Läden und Cafés: {WORDS.text('result.few')}" in page
    assert not any(f": {WORDS.plural('result.count', few)}" in page for few in range(5))

    because = {"de": "Für 40 Bäume reicht das Geld."}
    answer = {"day": city.day(30).isoformat(), "text": {"de": "Der Ortsbeirat sagt ja."}, "answers": [POLL]}
    city.write_project({**answer, "taken_up": True, "because": because})
    city.publish(30)
    station.hear(30)
    page = station.follow_slip(41, tracker)
    assert WORDS.text("promise.answered", date=WORDS.date(city.day(30))) in page
    assert WORDS.text("update.taken_up") in page
    assert because["de"] in page

    phases = [
        {"phase": "poll", "begins": city.day(0).isoformat()},
        {"phase": "done", "begins": city.day(60).isoformat()},
    ]
    outcome = {"de": "Vierzig Linden stehen da."}
    city.write_project({**answer, "taken_up": True, "because": because}, phases=phases, outcome=outcome)
    city.publish(60)
    station.hear(60)
    assert outcome["de"] in station.follow_slip(61, tracker)


def test_a_promise_that_later_content_leaves_out_is_still_shown_and_is_an_incident(
    city: City, station: OtherStation
) -> None:
    city.write_poll()
    city.publish(0)
    station.hear(0)
    (city.hub.folder.content / "polls" / f"{POLL}.json").unlink()
    city.publish(5)
    station.hear(5)
    page = station.page(6, wish.OpenProjects(), wish.OpenOutcome(POLL))
    assert WORDS.text("promise.left_out") in page
    assert f"{WORDS.text('promise.who')}: Der Ortsbeirat" in page
    assert "Linden in der Langen Straße" in station.groups(6)[WORDS.text("projects.became")]
    tell_broken_promises(now=city.on(6))
    assert Incident.objects.filter(kind=IncidentKind.PROMISE_LEFT_OUT).count() == 1
    tell_broken_promises(now=city.on(7))
    assert Incident.objects.get(kind=IncidentKind.PROMISE_LEFT_OUT).count == 1, "each promise is told of once"


def test_a_promise_that_is_moved_shows_both_days(city: City, station: OtherStation) -> None:
    city.write_poll()
    city.publish(0)
    station.hear(0)
    city.write_poll(version=2, promise={"who": everywhere("Der Ortsbeirat"), "by": city.day(80).isoformat()})
    city.publish(1)
    station.hear(1)
    page = station.page(2, wish.OpenProjects(), wish.OpenOutcome(POLL))
    assert f"{WORDS.text('promise.by')}: {WORDS.date(city.day(80))}" in page
    assert WORDS.text("promise.moved", date=WORDS.date(city.day(40))) in page
    row = PromiseMade.objects.get(poll=POLL)
    assert (row.first_by, row.by) == (city.day(40), city.day(80))


def test_an_answer_that_is_overdue_is_said_only_by_a_station_that_can_know(city: City, station: OtherStation) -> None:
    city.write_poll()
    city.publish(0)
    station.hear(0)
    overdue = WORDS.text("promise.overdue", date=WORDS.date(city.day(40)))
    silent = WORDS.text("promise.silent", date=WORDS.date(city.day(40)))
    due, late = (station.page(day, wish.OpenProjects(), wish.OpenOutcome(POLL)) for day in (40, 45))
    assert overdue not in due + late
    assert silent in late  # it has heard nothing since the first day
    station.hear(42)
    assert overdue in station.page(45, wish.OpenProjects(), wish.OpenOutcome(POLL))
    tell_broken_promises(now=city.on(40))
    assert not Incident.objects.filter(kind=IncidentKind.PROMISE_OVERDUE).exists()
    tell_broken_promises(now=city.on(41))
    assert Incident.objects.filter(kind=IncidentKind.PROMISE_OVERDUE).count() == 1


def test_a_poll_that_promises_nothing_is_not_published_unless_it_says_why(city: City, station: OtherStation) -> None:
    city.write_poll(promise={})
    with pytest.raises(ContentProblems, match="says who answers and by when"):
        city.publish(0)
    reason = everywhere("Das ist nur eine Probe.")
    city.write_poll(promise={"waived": reason})
    city.publish(0)
    station.hear(0)
    page = station.page(1, wish.OpenProjects(), wish.OpenOutcome(POLL))
    assert WORDS.text("promise.waived") in page
    assert reason["de"] in page
    assert not PromiseMade.objects.filter(poll=POLL).exists()
