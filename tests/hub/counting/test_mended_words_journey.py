"""A wording is mended while people vote: one station with the old words, one with the new, one back too late."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path

from django.core.management import call_command

from sync.hub.counting.recount import main
from sync.hub.counting.services import give_box, recount_kept
from sync.hub.polls.selectors import tally_of
from sync.protocol.envelope import open_mix_layer
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Stream
from tests.hub.counting.test_counting import count
from tests.hub.counting.test_publishing_results import log
from tests.hub.polls.test_correcting import MARKET, mended, publish_again
from tests.kits.hub import NOW, Hub, Station


def bring(hub: Hub, station: Station, poll: Poll, answers: list[list[str]], *, at: datetime) -> None:
    hub.accept(station.batch([station.ballot(poll, one)[0] for one in answers], stream=Stream.BALLOTS), now=at)
    hub.work()


def words_seen(hub: Hub, poll: Poll) -> list[str]:
    """Of each counted ballot the version of the poll it names, as only the two trustees together can read it."""
    mix, tally = (hub.trustee_key(word, MARKET) for word in ("mix", "tally"))
    given = give_box(MARKET, smallest=5, today=poll.grace + timedelta(days=1))
    opened = (open_mix_layer(one, poll_id=poll.id, key=mix) for one in given.box.inner)
    return [json.loads(tally.open(one, f"ck1|tally|{poll.id}".encode()))["poll_hash"] for one in opened]


def test_both_count_together_each_knows_its_words_and_the_recount_gives_the_same_bytes(
    hub: Hub, tmp_path: Path
) -> None:
    before = hub.poll()
    after_grace = datetime.combine(before.grace + timedelta(days=1), time(12), NOW.tzinfo)
    a, b, c = [option.id for option in before.options[:3]]
    old, new, away = (hub.enrolled_station(name) for name in ("Börgerhus", "Lütten Klein", "Mobil"))
    bring(hub, old, before, [[a]] * 5 + [[b]] * 2, at=NOW)
    publish_again(hub, **mended(hub))
    after = hub.poll()
    assert after.earlier == {before.hash} and [one.id for one in after.options] == [one.id for one in before.options]
    bring(hub, new, after, [[a]] * 3 + [[b]] * 4, at=NOW)
    bring(hub, old, before, [[b]], at=NOW)  # it has not heard of the new words yet
    bring(hub, away, before, [[c]] * 6, at=after_grace)
    assert sorted(words_seen(hub, after)) == sorted([before.hash] * 8 + [after.hash] * 7)
    log(hub)
    count(hub)
    tally = tally_of(MARKET)
    assert tally is not None and (tally.total, tally.valid, tally.late) == (15, 15, 6)
    assert {name: number for name, number in tally.figures["counts"].items() if number} == {a: 8, b: 7}
    assert recount_kept(MARKET) == []
    for place in ("first", "second"):
        call_command("publish_result", MARKET, f"--out={tmp_path / place}")
        assert main([str(tmp_path / place)]) == 0
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / place).iterdir()} for place in ("first", "second")
    )
    assert first == second
    told = json.loads(first["result.json"])
    assert (told["poll"]["version"], told["poll"]["earlier"], told["late"]) == (2, [before.hash], 6)
