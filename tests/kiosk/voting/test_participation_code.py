"""Which participation codes let one vote at a station, and why others do not."""

import sqlite3
import traceback

import pytest

from kiosk.voting.participation_code import MOST_CHARACTERS, CodeProblem, CodeRefused, admit, clean_code, grouped
from sync.protocol.participation_codes import ListInMemory, new_code, write_list
from sync.protocol.polls.poll import Poll
from tests.kits.content import Keys, MemoryPackage, content_files

POLL: Poll = MemoryPackage(content_files(Keys())).polls()[0]
CODE = new_code()
LIST = ListInMemory(write_list([new_code().entry(POLL.id) for _ in range(20)] + [CODE.entry(POLL.id)]))


class Spent:
    """What was used at the station."""

    def __init__(self, *marks: str) -> None:
        self.marks = set(marks)

    def is_spent(self, mark: str) -> bool:
        return mark in self.marks


class Void:
    """The marks of cards that were declared void."""

    def __init__(self, *marks: str) -> None:
        self.marks = marks

    def is_void(self, mark: str, /) -> bool:
        return mark in self.marks


class Broken:
    """A disk that does not answer."""

    def holds(self, _entry: bytes) -> bool:
        raise FileNotFoundError

    def is_spent(self, _mark: str) -> bool:
        raise sqlite3.OperationalError


def reason(typed, *, listed=LIST, spent=None, void=None) -> CodeProblem:
    with pytest.raises(CodeRefused) as refused:
        admit(typed, POLL, listed=listed, spent=spent or Spent(), void=void or Void())
    told = "".join(traceback.format_exception(refused.value))
    assert not typed or typed not in told
    return refused.value.reason


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "o")]
)
def test_a_listed_code_lets_one_vote_however_it_is_typed(change):
    assert admit(change(CODE.typed()), POLL, listed=LIST, spent=Spent(), void=Void()) == CODE.mark(POLL.id)


def test_a_card_that_was_declared_void_elsewhere_lets_nobody_vote():
    mark = CODE.mark(POLL.id)
    assert reason(CODE.typed(), void=Void(mark)) is CodeProblem.VOID
    assert reason(CODE.typed(), void=Void(mark), spent=Spent(mark)) is CodeProblem.USED


def test_what_is_wrong_is_told_apart():
    typed = CODE.typed()
    wrong = typed[:-1] + ("A" if typed[-1] != "A" else "B")
    assert reason("") is reason(" - ") is CodeProblem.EMPTY
    assert reason(typed[:-1]) is CodeProblem.INCOMPLETE
    assert reason(typed + "7") is CodeProblem.TOO_LONG
    assert reason(wrong) is CodeProblem.MISTYPED
    assert reason(new_code().typed()) is CodeProblem.UNKNOWN
    assert reason(typed, spent=Spent(CODE.mark(POLL.id))) is CodeProblem.USED


def test_a_code_of_another_poll_is_unknown():
    listed = ListInMemory(CODE.entry("another-poll"))
    assert reason(CODE.typed(), listed=listed) is CodeProblem.UNKNOWN


def test_when_nothing_can_be_looked_up_nobody_is_let_in_or_blamed():
    assert reason(CODE.typed(), listed=Broken()) is CodeProblem.UNCHECKED
    assert reason(CODE.typed(), spent=Broken()) is CodeProblem.UNCHECKED


def test_what_is_typed_is_kept_as_letters_and_digits_in_groups():
    assert clean_code(" 7m4k-Q2x!") == "7M4KQ2X"
    assert len(clean_code("7" * 100)) == MOST_CHARACTERS
    assert grouped("7M4KQ2X") == "7M4K-Q2X"
    assert grouped(clean_code(CODE.typed())) == CODE.typed()
    assert grouped("") == ""


@pytest.mark.parametrize("script", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"])
def test_digits_of_every_script_are_ours(script):
    assert clean_code(script) == "0123456789"
    typed = CODE.typed().translate(str.maketrans("0123456789", script))
    assert admit(typed, POLL, listed=ListInMemory(CODE.entry(POLL.id)), spent=Spent(), void=Void()) == CODE.mark(
        POLL.id
    )


def test_what_a_scanner_reads_is_the_code_and_one_that_only_looks_like_it_stays():
    scanned = f"mitmach:code:{CODE.typed()}"
    assert admit(scanned, POLL, listed=ListInMemory(CODE.entry(POLL.id)), spent=Spent(), void=Void()) == CODE.mark(
        POLL.id
    )
    assert clean_code("MITM-ACHC-ODE1-2345-6") == "MITMACHCODE123456"
