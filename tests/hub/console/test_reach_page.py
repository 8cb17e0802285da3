"""The page of reach: what was told, what it warns of, and where to go next, in words."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from sync.hub.console.queries import district_names, inhabitants
from sync.hub.reach.services import tell_months
from sync.hub.visits.services import receive_counts
from sync.protocol.encoding import random_id
from sync.protocol.visit_counts import VisitCounts
from tests.kits.hub import Hub


def fill(hub: Hub) -> date:
    """Two months of visits, told. Returns the first day of the newer one."""
    device = hub.enrolled_station().device
    first = (timezone.localdate().replace(day=1) - timedelta(days=40)).replace(day=1)
    for day, begun in ((first, 120), (first - timedelta(days=10), 30)):
        few = begun // 5
        counts = VisitCounts(
            day.isoformat(), begun=begun, finished=begun - few, abandoned={"vote": few}, helped=begun // 3,
            languages={"de": begun - 2 * few, "uk": 2 * few}, aids={"speech": few + 7, "curtain": 2},
            abandoned_languages={"uk": few}, tasks={"voting": begun // 2, "new": 6},
        )  # fmt: skip
        receive_counts(random_id(), counts, device=device)
    tell_months(today=timezone.localdate(), now=timezone.now())
    return first


def test_the_page_tells_of_a_month_warns_and_proposes(hub: Hub) -> None:
    hub.client.force_login(User.objects.get(username=hub.account.user))
    page = hub.client.get(reverse("console:reach"), headers={"Accept-Language": "en"}).content.decode()
    assert "No month was told yet" in page
    first = fill(hub)
    page = hub.client.get(reverse("console:reach"), headers={"Accept-Language": "de"}).content.decode()
    assert "Ukrainisch" in page and "Abstimmen" in page and "new" in page
    assert "seltener zu Ende" in page
    nobody_came = {code: people for code, people in inhabitants().items() if code != "K"}
    first_proposed = district_names()[max(nobody_came, key=lambda code: nobody_came[code])]
    assert f"<strong>{first_proposed}</strong>" in page
    older = (first - timedelta(days=10)).strftime("%Y-%m")
    page = hub.client.get(reverse("console:reach"), {"month": older}, headers={"Accept-Language": "en"})
    assert ">30<" in page.content.decode()
    home = hub.client.get(reverse("console:home"), headers={"Accept-Language": "de"}).content.decode()
    assert reverse("console:reach") in home


def test_page_and_command_tell_the_same(hub: Hub) -> None:
    fill(hub)
    written = io.StringIO()
    call_command("figures", stdout=written)
    rows = list(csv.reader(io.StringIO(written.getvalue())))
    assert ["Besuche nach Sprache"] in rows
    assert ["Ukrainisch", "24", "24", "48"] in rows
    assert ["abgedeckter Bildschirm", "", "0", ""] in rows
