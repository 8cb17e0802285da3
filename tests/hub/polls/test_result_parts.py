"""A result file stands in parts, and is the same byte by byte when it is read; also one that was kept before."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sync.hub.polls import selectors
from sync.hub.polls.models import ResultPart, Tally
from sync.hub.polls.services import keep_tally
from tests.kits.hub import NOW, Hub, on_both

WHOLE, IN_PARTS = [("polls", "0007_voided_cards")], [("polls", "0010_names_in_the_index")]


@on_both
def test_a_result_that_was_kept_whole_is_carried_over_into_parts(hub: Hub) -> None:
    kept = '{"answers":["' + "Grüße, 1 Wunsch. " * 9_000 + '"]}\n'
    before = MigrationExecutor(connection)
    before.migrate(WHOLE)
    tallies = before.loader.project_state(WHOLE).apps.get_model("polls", "Tally").objects
    tallies.create(poll="long", result=kept, **row())
    tallies.create(poll="short", result="{}\n", **row())
    MigrationExecutor(connection).migrate(IN_PARTS)
    assert [selectors.result_of(poll) for poll in ("long", "short", "none")] == [kept.encode(), b"{}\n", b""]
    assert ResultPart.objects.filter(tally="long").count() == 3
    MigrationExecutor(connection).migrate(WHOLE)
    assert tallies.get(poll="long").result == kept
    MigrationExecutor(connection).migrate(IN_PARTS)


def test_the_parts_of_a_result_are_the_result(hub: Hub) -> None:
    pieces = [b"x" * number for number in (1, 70_000, 0, 30_000, 40_000, 5)]
    keep_tally(Tally(poll="of-parts", **row()), pieces, by="test", now=NOW)
    assert selectors.result_of("of-parts") == b"".join(pieces)
    assert [len(part) for part in selectors.result_parts("of-parts")] == [70_001, 70_000, 5]


def row() -> dict[str, object]:
    numbers = {"version": 1, "total": 5, "valid": 5, "invalid": 0}
    return {**numbers, "poll_hash": "0" * 64, "box_hash": "0" * 64, "counted_at": NOW, "figures": {}}
