"""Answers without a ballot at the hub: taken once, tied to nothing, told only where nobody can be found."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.hub.counting.small_cells import TOTAL, joined
from sync.hub.intake.models import Batch
from sync.hub.publishing.services import publish
from sync.hub.surveys.models import AskedQuestion, GivenAnswer
from sync.hub.surveys.selectors import bank_tables
from sync.hub.surveys.services import note_bank, receive_answer
from sync.hub.worker.apply import Applied
from sync.protocol.envelope import seal_answer
from sync.protocol.errors import Refused
from sync.protocol.records import Stream
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.surveys.questions import BANK, BANK_FILE, ONLY, BankQuestion
from tests.kits.hub import Hub, on_both

TODAY = date(2026, 11, 22)


def question(name: str = "happiness") -> BankQuestion:
    return BankQuestion.from_wire(AskedQuestion.objects.get(question=name).definition)


def answer(number: int = 4, *, name: str = "happiness", district: str = "K", day: str = "2025-06-01") -> SurveyAnswer:
    asked = question(name)
    return SurveyAnswer(BANK, asked.id, asked.wording, {ONLY: number}, district, day)


@on_both
def test_answers_wait_for_each_other_and_keep_nothing_of_the_way_they_came(hub: Hub) -> None:
    station, asked = hub.enrolled_station(), question()
    given_now = [answer(1 + number % 5) for number in range(7)]
    hub.work(box_at_once=False)
    for one in given_now:
        hub.accept(station.batch([seal_answer(one, asked.poll, key=station.seal)], stream=Stream.ANSWERS))
    assert hub.work(box_at_once=False) == Applied(), "with others of their day, once a day"
    assert hub.work() == Applied(applied=7)
    assert set(GivenAnswer.objects.values_list("slip", flat=True)) == {one.slip for one in given_now}
    columns = {field.column for field in GivenAnswer._meta.get_fields()}
    assert columns == {"slip", "source", "question", "wording", "answer", "district", "day"}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'surveys_givenanswer'")
            assert cursor.fetchone()[0].endswith("WITHOUT ROWID")
    hub.work(batches_kept=timedelta(0))
    assert not Batch.objects.filter(stream="answers").exclude(body=b"").exists(), "the seals are gone, too"


def test_the_table_is_laid_down_in_the_order_of_chance(hub: Hub) -> None:
    if connection.vendor != "sqlite":
        return
    for number in range(40):
        receive_answer(answer(1 + number % 5))
    hub.enrolled_station()
    station = hub.enrolled_station("SBZ Zwei")
    hub.accept(station.batch([seal_answer(answer(), question().poll, key=station.seal)], stream=Stream.ANSWERS))
    hub.work()
    with connection.cursor() as cursor:
        cursor.execute("SELECT slip FROM surveys_givenanswer")
        slips = [row[0] for row in cursor.fetchall()]
    assert slips == sorted(slips)


def test_an_answer_counts_once_and_only_to_what_was_asked(hub: Hub) -> None:
    one = answer()
    receive_answer(one)
    receive_answer(one)
    assert GivenAnswer.objects.count() == 1
    for wrong in (
        replace(one, slip="a" * 32, wording="0" * 16),
        replace(one, slip="b" * 32, answer={ONLY: 6}),
        replace(one, slip="c" * 32, answer={"other": 3}),
        replace(one, slip="d" * 32, source="survey"),
    ):
        with pytest.raises(Refused):
            receive_answer(wrong)
    assert GivenAnswer.objects.count() == 1


def test_the_bank_keeps_its_words_over_the_years(hub: Hub, tmp_path: Path) -> None:
    folder = copytree(DEFAULT_CONTENT, tmp_path / "content")
    bank = json.loads((folder / BANK_FILE).read_text(encoding="utf-8"))
    bank[0]["question"]["pl"] = "Poprawione tłumaczenie?"
    note_bank(bank, today=TODAY)
    bank[0]["question"]["de"] = "Wie gern leben Sie hier?"
    (folder / BANK_FILE).write_text(json.dumps(bank), encoding="utf-8")

    def publish_again() -> None:
        now = datetime.now(UTC)
        publish(load_source(folder), folder=hub.folder, may_make_keys=True, by="test", today=now.date(), now=now)

    with pytest.raises(Refused, match="in other words before"):
        publish_again()
    bank[0]["id"] = "living-here"
    (folder / BANK_FILE).write_text(json.dumps(bank), encoding="utf-8")
    publish_again()
    assert AskedQuestion.objects.filter(question="living-here").exists()


CELLS = st.dictionaries(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("12345")), st.integers(0, 14), min_size=1)


@given(table=CELLS)
def test_joined_rows_tell_no_small_number_and_none_can_be_worked_out(table: dict[tuple[str, str], int]) -> None:
    cells = joined(table)
    rows, columns = {row for row, _ in cells}, {column for _, column in cells} - {TOTAL}
    told = {cell: number for cell, number in cells.items() if number is not None and cell != (TOTAL, TOTAL)}
    assert not [number for number in told.values() if 0 < number < 5]
    if len(rows) > 1 or None not in cells.values():
        assert None not in cells.values()
        for column in columns:
            everybody = sum(number for (_, its), number in table.items() if its == column)
            assert sum(cells[row, column] or 0 for row in rows) == everybody, "what is joined is one row more, not less"
    else:
        assert sum(number is None for (_, column), number in cells.items() if column) != 1 or cells["", TOTAL] is None


def test_years_that_are_over_are_told_and_small_districts_together(hub: Hub) -> None:
    draw = Random(2)
    for district, people in {"K": 60, "N": 55, "E": 3, "A": 2}.items():
        for _ in range(people):
            receive_answer(answer(draw.choice((3, 4, 5)), district=district))
    for _ in range(9):
        receive_answer(answer(district="K", day="2026-03-01"))
    assert list(bank_tables(date(2026, 1, 30))) == [], "stations without a network are waited for"
    (table,) = bank_tables(TODAY)
    assert (table.year, table.rows[-1]) == (2025, TOTAL)
    assert not {"E", "A"} & set(table.rows)
    assert not [number for number in table.cells.values() if number is not None and 0 < number < 5]
    assert sum(table.cells[row, TOTAL] or 0 for row in table.rows) == 120


def test_page_and_command_tell_the_answers(hub: Hub) -> None:
    long_ago = f"{timezone.localdate().year - 2}-05-05"
    for number in range(24):
        receive_answer(answer(4 + number % 2, day=long_ago))
        receive_answer(answer(7 + number % 2, name="district-satisfaction", day=long_ago))
    hub.client.force_login(User.objects.get(username=hub.account.user))
    for language, words in {"de": "sehr glücklich", "en": "very happy"}.items():
        shown = hub.client.get(reverse("console:figures"), headers={"Accept-Language": language}).content.decode()
        assert words in shown
    written = io.StringIO()
    call_command("figures", "--language", "en", stdout=written)
    rows = list(csv.reader(io.StringIO(written.getvalue())))
    assert Counter(row[-1] for row in rows if row)["24"] == 2
