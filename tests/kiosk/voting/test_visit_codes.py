"""A visit to a poll that asks for a participation code: before the question, once, and forgotten with the vote."""

import pytest

from hardware.ports import CaptureState
from kiosk.session.session import Session
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import (
    CodeView,
    LanguagesView,
    PollsView,
    ReceiptView,
    ScanView,
    UnfinishedView,
    VoteReviewView,
    VoteView,
)
from kiosk.voting.state import VotingState
from sync.protocol.envelope import open_outer
from sync.protocol.languages import LANGUAGES
from sync.protocol.participation_codes import SCANNED_PREFIX, new_code
from tests.kits.content import CODES_AT, Keys, MemoryPackage, ask_for_codes, content_files
from tests.kits.station_twin import Kit

KEYS = Keys()
POLL = "neuer-markt"
CODES = [new_code() for _ in range(3)]
OPEN = (wish.OpenPolls(), wish.OpenPoll(POLL))


@pytest.fixture
def kit() -> Kit:
    made = Kit(keys=KEYS)
    made.station.content = MemoryPackage(ask_for_codes(content_files(KEYS), POLL, CODES))
    made.station.content_name = "with codes"
    made.wait(0)
    made.at_home()
    return made


def session(kit: Kit) -> Session:
    return kit.conductor._visit.session


def type_code(code) -> wish.Intent:
    return wish.TypeCode(code if isinstance(code, str) else code.typed())


def choose(kit: Kit):
    """The first option; the view of the review."""
    option = kit.view.options[0].intent
    return kit.ask(option, wish.Continue())


def test_the_code_is_asked_for_before_the_question(kit):
    assert isinstance(kit.ask(*OPEN), CodeView)
    assert isinstance(kit.ask(type_code(CODES[0]), wish.Continue()), VoteView)
    assert isinstance(choose(kit), VoteReviewView)
    assert isinstance(kit.ask(wish.Cast()), ReceiptView)
    outer = open_outer(kit.outbox.records[0], key=KEYS.seal)
    assert (outer.poll, outer.spent) == (POLL, CODES[0].mark(POLL))


def test_another_poll_asks_for_none(kit):
    assert isinstance(kit.ask(wish.OpenPolls(), wish.OpenPoll("garten-nordwest")), VoteView)


def test_the_list_of_polls_says_what_is_needed(kit):
    view = kit.ask(wish.OpenPolls())
    assert isinstance(view, PollsView)
    needed = Texts("de").text("polls.with_code")
    assert [choice.intent.poll for choice in view.choices if needed in choice.about] == [POLL]


def test_what_is_typed_comes_back_in_groups_and_says_how_much_is_missing(kit):
    typed = CODES[0].typed()
    kit.ask(*OPEN)
    assert kit.ask(type_code("7m4kq2")).text == "7M4K-Q2"
    assert kit.view.room == Texts("de").plural("code.left", 11)
    assert kit.ask(type_code(typed.lower())).text == typed
    assert kit.view.room == ""


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("7M4K", "incomplete"),
        (CODES[0].typed() + "77", "too_long"),
        (CODES[0].typed()[:-1] + ("7" if CODES[0].typed()[-1] != "7" else "8"), "mistyped"),
        (new_code().typed(), "unknown"),
    ],
    ids=["incomplete", "too_long", "mistyped", "unknown"],
)
@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_a_wrong_code_is_told_in_words_and_stays_to_be_mended(kit, typed, problem, language):
    kit.ask(wish.ChooseLanguage(language), *OPEN, type_code(typed))
    view = kit.ask(wish.Continue())
    assert isinstance(view, CodeView)
    assert view.notice == Texts(language).text(f"code.problem.{problem}")
    assert view.text
    assert isinstance(kit.ask(type_code(CODES[1]), wish.Continue()), VoteView)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_who_has_no_code_is_told_where_they_are_given_out(kit, language):
    kit.ask(wish.ChooseLanguage(language), *OPEN)
    assert CODES_AT[language] in kit.view.explanation
    assert CODES_AT[language] in kit.ask(wish.Continue()).notice


def test_help_with_the_code_says_how_it_is_typed_and_comes_back_to_it(kit):
    asked = kit.ask(*OPEN)
    assert kit.ask(wish.OpenHelp()).sentences[0] == Texts("de").text("help.at.code")
    assert kit.ask(wish.Continue()) == asked


def test_a_code_is_used_once_at_a_station(kit):
    kit.ask(*OPEN, type_code(CODES[0]), wish.Continue())
    choose(kit)
    kit.ask(wish.Cast(), wish.EndVisit())
    kit.at_home()
    view = kit.ask(*OPEN, type_code(CODES[0]), wish.Continue())
    assert isinstance(view, CodeView) and view.notice == Texts("de").text("code.problem.used")
    assert isinstance(kit.ask(type_code(CODES[1]), wish.Continue()), VoteView)


def test_without_a_right_code_nothing_can_be_cast(kit):
    """Whatever way one takes, and also when the code is changed after the question was answered."""
    kit.ask(*OPEN, wish.Cast(), wish.Continue(), type_code(CODES[0]), wish.Continue())
    choose(kit)
    kit.ask(wish.Back(), wish.Back())
    assert isinstance(kit.view, CodeView)
    kit.ask(type_code(new_code()), wish.Continue())
    assert isinstance(kit.view, CodeView)
    kit.ask(wish.Home(), *OPEN)
    assert isinstance(kit.view, CodeView)
    assert not kit.outbox.tried


class TestForgetting:
    def test_leaving_and_coming_back_finds_the_code_and_the_answer(self, kit):
        kit.ask(*OPEN, type_code(CODES[0]), wish.Home(), *OPEN)
        assert kit.view.text == CODES[0].typed()
        assert isinstance(kit.ask(wish.OpenLanguages()), LanguagesView)
        assert kit.ask(wish.ChooseLanguage("en")).text == CODES[0].typed()
        kit.ask(wish.Continue())
        kit.ask(kit.view.options[0].intent, wish.Home())
        assert isinstance(kit.ask(*OPEN), VoteView)
        assert kit.view.options[0].chosen
        assert kit.ask(wish.Back()).text == CODES[0].typed()

    def test_an_unfinished_vote_is_gone_on_with_where_the_code_can_be_seen(self, kit):
        kit.ask(*OPEN, type_code(CODES[0]), wish.Continue())
        kit.ask(kit.view.options[0].intent, wish.Home())
        assert isinstance(kit.ask(wish.EndVisit()), UnfinishedView)
        assert isinstance(kit.ask(wish.KeepGoing()), VoteView)
        assert isinstance(kit.ask(wish.Back()), CodeView)

    def test_it_is_gone_when_the_vote_is_cast(self, kit):
        kit.ask(*OPEN, type_code(CODES[0]), wish.Continue())
        choose(kit)
        kit.ask(wish.Cast())
        state = session(kit).of(VotingState)
        assert not state.codes and not state.marks

    def test_it_is_gone_when_the_visit_ends(self, kit):
        kit.ask(*OPEN, type_code(CODES[0]), wish.Continue())
        left = session(kit)
        kit.wait(kit.idle.started_seconds)
        kit.wait(10_000)
        secret = CODES[0].typed().replace("-", "")
        assert secret not in repr(vars(left)) and CODES[0].mark(POLL) not in repr(vars(left))
        assert secret[:8] not in repr(kit.events)


class TestStoring:
    def ready(self, kit):
        kit.ask(*OPEN, type_code(CODES[0]), wish.Continue())
        choose(kit)

    def test_after_a_full_disk_the_same_ballot_is_cast_again(self, kit):
        self.ready(kit)
        kit.outbox.full = True
        assert kit.ask(wish.Cast()).notice == Texts("de").text("vote.problem.not_stored")
        kit.outbox.full = False
        assert isinstance(kit.ask(wish.Cast()), ReceiptView)
        assert len(kit.outbox.tried) == 2 and len(kit.outbox.records) == 1

    def test_with_another_code_it_is_sealed_anew(self, kit):
        """What was sealed carries the mark of the code before."""
        self.ready(kit)
        kit.outbox.full = True
        kit.ask(wish.Cast())
        kit.outbox.full = False
        kit.ask(wish.Back(), wish.Back(), type_code(CODES[1]), wish.Continue(), wish.Continue(), wish.Cast())
        assert isinstance(kit.view, ReceiptView)
        assert [open_outer(record, key=KEYS.seal).spent for record in kit.outbox.records] == [CODES[1].mark(POLL)]

    def test_a_disk_that_kept_it_after_all_is_no_second_use(self, kit):
        """Told as failed, kept, and gone into a batch before the person tries again."""
        self.ready(kit)
        kit.outbox.full = True
        kit.ask(wish.Cast())
        kit.outbox.full = False
        kit.outbox.spent.add(CODES[0].mark(POLL))
        assert isinstance(kit.ask(wish.Cast()), ReceiptView)

    def test_a_code_that_was_used_meanwhile_is_told(self, kit):
        self.ready(kit)
        kit.outbox.spent.add(CODES[0].mark(POLL))
        view = kit.ask(wish.Cast())
        assert isinstance(view, VoteReviewView) and view.notice == Texts("de").text("code.problem.used")
        assert not kit.outbox.records


def test_a_poll_whose_list_of_codes_is_missing_is_not_offered():
    kit = Kit(keys=KEYS)
    files = ask_for_codes(content_files(KEYS), POLL, CODES)
    del files[f"codes/{POLL}.bin"]
    kit.station.content, kit.station.content_name = MemoryPackage(files), "without a list"
    kit.wait(0)
    kit.at_home()
    assert POLL not in [choice.intent.poll for choice in kit.ask(wish.OpenPolls()).choices]


def test_a_card_shown_to_the_camera_lets_one_vote(kit):
    assert isinstance(kit.ask(*OPEN, wish.OpenScanner()), ScanView)
    kit.scanner.hold(SCANNED_PREFIX + CODES[0].typed())
    assert isinstance(kit.ask(wish.LookAtDevices()), VoteView)
    assert kit.scanner.state() is CaptureState.OFF
    assert isinstance(kit.ask(wish.Back()), CodeView)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("https://example.org/win", "scan.problem.strange"),
        ("mitmach:report:1234567890123456", "scan.problem.strange"),
        ("A poem of seventeen", "scan.problem.strange"),
        pytest.param(SCANNED_PREFIX + new_code().typed(), "code.problem.unknown", id="a code of no poll"),
        (SCANNED_PREFIX + "7M4K", "code.problem.incomplete"),
    ],
)
def test_another_code_is_told_in_words_and_lets_nobody_vote(kit, code, problem):
    kit.ask(*OPEN, wish.OpenScanner())
    kit.scanner.hold(code)
    view = kit.ask(wish.LookAtDevices())
    assert isinstance(view, ScanView)
    assert view.notice == Texts("de").text(problem)
    typing = kit.ask(wish.TypeInstead())
    assert isinstance(typing, CodeView)
    assert typing.text == ""
