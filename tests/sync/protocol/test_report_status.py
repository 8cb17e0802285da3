"""How far a report is: readable with its number alone, in a file that tells nothing else."""

import hashlib
import json
from datetime import date, timedelta

import pytest

from sync.protocol.encoding import from_base64
from sync.protocol.errors import Refused
from sync.protocol.report_status import MOST_NOTE, SCRYPT, ReportState, Standing, StandingsFile, record_id_of

DAY = date(2026, 11, 22)
NUMBERS = ["004711815900", "123456789012", "999999999999"]
STANDINGS = {
    NUMBERS[0]: Standing(ReportState.OPEN, DAY),
    NUMBERS[1]: Standing(ReportState.SOLVED, DAY - timedelta(days=3), "Die Laterne leuchtet wieder."),
}


def file(standings=STANDINGS) -> StandingsFile:
    return StandingsFile.of(((record_id_of(number), entry) for number, entry in standings.items()))


def test_with_the_number_the_standing_is_found_and_without_it_nothing_is():
    read = StandingsFile.from_bytes(file().to_bytes())
    assert {number: read.find(record_id_of(number)) for number in NUMBERS} == {**STANDINGS, NUMBERS[2]: None}


def test_the_file_shows_neither_numbers_nor_ids_nor_states_nor_notes():
    data = file().to_bytes().decode()
    for number, standing in STANDINGS.items():
        hidden = {number, record_id_of(number), standing.state.value, "Laterne"}
        assert not [word for word in hidden if word in data]
    assert "2026" not in data


def test_what_stands_in_an_entry_cannot_be_told_by_its_length():
    lengths = {
        len(from_base64(entry))
        for state in ReportState
        for entry in file({NUMBERS[0]: Standing(state, DAY)}).sealed.values()
    }
    assert len(lengths) == 1


def test_an_entry_of_one_report_opens_no_other():
    sealed = json.loads(file().to_bytes())["reports"]
    places = list(sealed)
    swapped = StandingsFile(dict(zip(places, reversed(sealed.values()), strict=True)))
    with pytest.raises(Refused):
        swapped.find(record_id_of(NUMBERS[0]))


def test_the_same_standings_are_the_same_bytes_whatever_their_order():
    backwards = dict(reversed(STANDINGS.items()))
    assert file().to_bytes() == file(backwards).to_bytes()
    assert file().to_bytes() != file(STANDINGS | {NUMBERS[0]: Standing(ReportState.SOLVED, DAY)}).to_bytes()


def test_the_longest_note_comes_back_whole():
    longest = Standing(ReportState.NOT_SOLVABLE, DAY, "ж" * MOST_NOTE)
    assert file({NUMBERS[0]: longest}).find(record_id_of(NUMBERS[0])) == longest


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"reports": 1}'])
def test_what_is_no_such_file_is_refused(data):
    with pytest.raises(Refused):
        StandingsFile.from_bytes(data)


def test_the_id_of_a_record_is_made_from_the_number_by_a_slow_function_for_this_purpose_alone():
    ids = {record_id_of(number) for number in NUMBERS}
    assert len(ids) == len(NUMBERS)
    assert all(len(record_id) == 32 for record_id in ids)
    assert 128 * SCRYPT["n"] * SCRYPT["r"] >= 8 * 2**20  # bytes of memory for each try
    other = hashlib.scrypt(NUMBERS[0].encode(), salt=b"another purpose", **SCRYPT).hex()
    assert record_id_of(NUMBERS[0]) != other
