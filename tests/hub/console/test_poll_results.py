"""The result page of every kind of poll: cast, counted, and told in bars and numbers."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from sync.hub.console.poll_results import RESULTS
from sync.hub.counting.services import count_poll
from sync.protocol.polls.kinds import KINDS, Answer
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Stream
from tests.kits.hub import NOW, Hub
from tests.kits.poll_kinds import of_kind

A, B, C = OPTIONS = ["first", "second", "third"]

ANSWERS: dict[str, list[Any]] = {
    "single": [[A], [A], [B], [C], []],
    "multiple": [[A], [A, B], [B], [C], []],
    "budget": [[A, B], [A], [A], [C], []],
    "yes_no": ["yes", "yes", "yes", "no", "abstain"],
    "ranked": [[A, B], [A], [B, C], [C, B], []],
    "points": [{A: 2}, {A: 1, B: 1}, {B: 1}, {C: 2}, {}],
    "budget_points": [{A: 2}, {A: 1, B: 1}, {B: 1}, {C: 2}, {}],
    "scale": [{A: 5, B: 1}, {A: 4}, {B: 3, C: 3}, {C: 1}, {}],
    "text": ["Mehr Bänke", "Bäume", "Licht", "Ruhe", ""],
    "place": [{"latitude": 5409000, "longitude": 1213000}] * 5,
    "knapsack": [[A, B], [A], [A], [C], []],
}


@pytest.fixture
def console(hub: Hub) -> Hub:
    hub.client.force_login(User.objects.get(username=hub.account.user))
    return hub


def publish(hub: Hub, word: str) -> Poll:
    """A poll of this kind with three options, over since February."""
    source = hub.folder.content / "polls" / "neuer-markt.json"
    wire = json.loads(source.read_text("utf-8"))
    wire |= {"id": "over", "min": 0, "opens": "2026-01-01", "closes": "2026-02-01"}
    wire["options"] = [option | {"id": name} for option, name in zip(wire["options"], OPTIONS, strict=False)]
    limits = {"max": 2} if word in ("multiple", "budget", "ranked", "knapsack", "points", "budget_points") else {}
    wire = of_kind(wire, word, **limits)
    (source.parent / "over.json").write_text(json.dumps(wire), "utf-8")
    call_command("publish")
    return hub.poll("over")


def cast_and_count(hub: Hub, poll: Poll, answers: list[Answer]) -> None:
    station = hub.enrolled_station()
    records = [station.ballot(poll, answer)[0] for answer in answers]
    hub.accept(station.batch(records, stream=Stream.BALLOTS), now=datetime(2026, 2, 1, 12, tzinfo=UTC))
    hub.work()
    count_poll(
        poll.id,
        mix=hub.trustee_key("mix", poll.id),
        tally=hub.trustee_key("tally", poll.id),
        smallest=1,
        results=hub.folder.results,
        by="test",
        today=poll.grace + timedelta(days=1),
        now=NOW,
    )


def words_of_page(hub: Hub, poll: Poll, language: str) -> str:
    answer = hub.client.get(reverse("console:poll", args=[poll.id]), headers={"Accept-Language": language})
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows(shown: str) -> list[tuple[str, ...]]:
    """The tables of the result: title, number, share of every row."""
    row = r'<th scope="row">([^<]*)<svg.*?</svg></th><td class="number"[^>]*>(\d+)</td><td class="number"[^>]*>(\d+) %'
    found = re.findall(row, shown)
    return [tuple(row) for row in found]


def test_every_kind_has_its_page() -> None:
    assert set(RESULTS) == set(ANSWERS) == set(KINDS)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_a_counted_poll_is_told_in_both_languages(console: Hub, word: str) -> None:
    poll = publish(console, word)
    cast_and_count(console, poll, ANSWERS[word])
    english, german = words_of_page(console, poll, "en"), words_of_page(console, poll, "de")
    assert "5 ballots counted, 5 valid, 0 invalid" in english
    assert [row[1:] for row in rows(english)] == [row[1:] for row in rows(german)] != []
    assert english.count('<rect class="bar"') == len(rows(english)), "a bar for every number"
    assert "Of valid ballots" not in german and "Round" not in german


@pytest.mark.parametrize("word", ["single", "multiple", "budget"])
def test_options_and_none_of_them_stand_in_the_order_of_the_ballot_paper(console: Hub, word: str) -> None:
    poll = publish(console, word)
    cast_and_count(console, poll, ANSWERS[word])
    titles = [option.title["de"] for option in poll.options]
    counts = [sum(option in answer for answer in ANSWERS[word]) for option in OPTIONS]
    expected = [*zip(titles, counts, strict=True), ("Nichts davon", 1)]
    assert rows(words_of_page(console, poll, "de")) == [(t, str(n), str(n * 20)) for t, n in expected]


def test_yes_no_and_abstention(console: Hub) -> None:
    poll = publish(console, "yes_no")
    cast_and_count(console, poll, ANSWERS["yes_no"])
    expected = [("Ja", "3", "60"), ("Nein", "1", "20"), ("Enthaltung", "1", "20")]
    assert rows(words_of_page(console, poll, "de")) == expected


def test_ranks_are_told_by_points_and_by_rounds(console: Hub) -> None:
    poll = publish(console, "ranked")
    cast_and_count(console, poll, ANSWERS["ranked"])
    shown = words_of_page(console, poll, "en")
    first, second, third = (option.title["de"] for option in poll.options)
    assert rows(shown) == [
        (first, "4", "40"), (second, "4", "40"), (third, "3", "30"),
        (first, "2", "50"), (second, "1", "25"), (third, "1", "25"),
        (first, "2", "100"),
    ]  # fmt: skip
    assert f"A tie between: {first}, {second}." in shown
    assert f"Equally few votes, leave together: {second}, {third}." in shown
    assert f"Ahead: {first}." in shown
    assert "3 ballots rank no option that is still in." in shown
    assert "1 valid ballot ranks nothing." in shown
