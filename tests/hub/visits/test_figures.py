"""What the hub tells of visits: sums of whole months, and no number that stands for fewer than five people."""

from __future__ import annotations

import csv
import io
from datetime import date
from random import Random

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from sync.hub.visits.models import VisitDay
from sync.hub.visits.selectors import VisitFigures, VisitTable, visit_figures
from sync.hub.visits.services import receive_counts
from sync.protocol.encoding import random_id
from sync.protocol.errors import Refused
from sync.protocol.visit_counts import VisitCounts
from tests.kits.hub import Hub

TODAY = date(2026, 11, 22)


def count(hub: Hub, day: str, *, device: str, **counts: object) -> None:
    receive_counts(random_id(), VisitCounts(day, **counts), device=device)  # type: ignore[arg-type]


def table(kind: VisitTable, today: date = TODAY) -> VisitFigures:
    return next(figures for figures in visit_figures(today) if figures.table is kind)


def test_small_numbers_are_hidden_together_with_what_would_give_them_away(hub: Hub) -> None:
    device = hub.enrolled_station().device
    languages = {"de": 30, "en": 9, "ar": 2}
    aids = {"size": 20, "curtain": 1, "speech": 38}
    count(hub, "2026-10-03", device=device, begun=42, finished=41, languages=languages, aids=aids, helped=5)
    cells = table(VisitTable.LANGUAGES).cells
    assert cells["2026-10", "de"] == 30
    assert cells["2026-10", "ar"] is None
    assert cells["2026-10", "en"] is None, "41 less 30 less 9 would tell it"
    cells = table(VisitTable.AIDS).cells
    assert cells["2026-10", "size"] == 20
    assert cells["2026-10", "curtain"] is None
    assert cells["2026-10", "speech"] is None, "three did without"
    assert table(VisitTable.HELP).cells["2026-10", "help"] == 5


def test_a_month_that_is_not_over_is_in_no_table_and_a_year_is_enough(hub: Hub) -> None:
    device = hub.enrolled_station().device
    for day in ("2025-10-31", "2025-11-01", "2026-10-31", "2026-11-01", "2026-11-21"):
        count(hub, day, device=device, begun=9, finished=9, languages={"de": 9})
    assert table(VisitTable.OUTCOME).rows == ("2025-11", "2026-10", "")
    assert table(VisitTable.OUTCOME).cells["", ""] == 18


def test_too_few_visits_tell_nothing_at_all(hub: Hub) -> None:
    count(hub, "2026-10-31", device=hub.enrolled_station().device, begun=4, finished=4, languages={"de": 4})
    assert visit_figures(TODAY) == []


def test_in_no_table_stands_a_small_number_whatever_was_counted(hub: Hub) -> None:
    device, draw = hub.enrolled_station().device, Random(5)
    for number in range(60):
        finished, vote = draw.randrange(4), draw.randrange(2)
        over = finished + vote
        languages = dict.fromkeys(draw.sample(["de", "uk", "ar", "pl"], 2), 0)
        for _ in range(over):
            languages[draw.choice(list(languages))] += 1
        some = {"size": draw.randrange(over + 1), "keys": draw.randrange(over + 1)}
        day = date(2026, 4 + number % 7, 1 + number % 28).isoformat()
        count(hub, day, device=device, begun=over + draw.randrange(2), finished=finished, abandoned={"vote": vote},
              languages=languages, aids=some, tasks=some, helped=draw.randrange(over + 1))  # fmt: skip
    shown = [number for figures in visit_figures(TODAY) for number in figures.cells.values()]
    assert None in shown
    assert not [number for number in shown if number and number < 5]


def test_page_and_command_tell_the_same(hub: Hub) -> None:
    device = hub.enrolled_station().device
    today = timezone.localdate()
    last = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 15).isoformat()
    count(hub, last, device=device, begun=17, finished=17, languages={"uk": 17}, tasks={"voting": 12, "new": 5})
    hub.client.force_login(User.objects.get(username=hub.account.user))
    shown = hub.client.get(reverse("console:figures"), headers={"Accept-Language": "de"}).content.decode()
    assert "Українська" in shown and "Abstimmen" in shown and "new" in shown
    written = io.StringIO()
    call_command("figures", stdout=written)
    rows = list(csv.reader(io.StringIO(written.getvalue())))
    assert ["Besuche nach Sprache"] in rows
    assert ["Monat", "Українська", "alle"] in rows
    assert ["alle", "17", "17"] in rows


def test_a_count_is_kept_once_and_without_its_station(hub: Hub) -> None:
    device, record = hub.enrolled_station().device, random_id()
    for _ in range(2):
        receive_counts(record, VisitCounts("2026-10-31", begun=1), device=device)
    (row,) = VisitDay.objects.all()
    assert device not in str(vars(row))


@pytest.mark.parametrize(
    "change",
    [{"begun": 1}, {"finished": -1}, {"helped": 3}, {"languages": {"de": 3}}, {"aids": {"a b": 1}}, {"tasks": []}],
)
def test_numbers_that_do_not_go_together_are_no_count(change: dict[str, object]) -> None:
    wire = VisitCounts("2026-10-31", begun=2, finished=2, helped=2, languages={"de": 2}).to_wire()
    assert VisitCounts.from_wire(wire).begun == 2
    with pytest.raises(Refused):
        VisitCounts.from_wire(wire | change)
