"""Texts are found whatever their case, signs of patterns mean themselves, and PostgreSQL knows how common they are."""

from __future__ import annotations

import pytest
from django.db import connection

from sync.hub.stations.models import Device
from sync.hub.text_search import holds
from tests.kits.hub import Hub, on_both

NAMES = ("Haus 50% Mitte", "Haus 500 Mitte", "Haus A_B", "Haus AxB", "Haus C\\D", "haus 'E'")


@on_both
def test_signs_of_patterns_stand_for_themselves_and_case_does_not_matter(hub: Hub) -> None:
    for name in NAMES:
        hub.enrolled_station(name=name)

    def found(text: str) -> set[str]:
        return set(Device.objects.filter(holds("name", text)).values_list("name", flat=True))

    assert found("50%") == {"Haus 50% Mitte"}
    assert found("a_b") == {"Haus A_B"}
    assert found("c\\d") == {"Haus C\\D"}
    assert found("HAUS") == set(NAMES)
    assert found("'e'") == {"haus 'E'"}
    assert found("nirgends") == set()


@pytest.mark.parametrize("hub", ["postgresql"], indirect=True)
def test_how_common_a_text_is_can_be_known(hub: Hub) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE words AS SELECT 'Bank ' || n AS name FROM generate_series(1, 2000) AS n")
        cursor.execute("ANALYZE words")
        condition, values = Device.objects.filter(holds("name", "bank")).query.sql_with_params()
        text = condition.partition(" WHERE ")[2].partition(" ORDER BY ")[0]
        cursor.execute("EXPLAIN SELECT * FROM words WHERE " + text.replace('"stations_device".', ""), values)
        plan = cursor.fetchall()[0][0]
    assert int(plan.partition("rows=")[2].split()[0]) > 1000, plan
