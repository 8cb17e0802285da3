"""A visit that looks up codes: typing, the answer in one sentence, correcting, and nothing of it left."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from kiosk.lookup.state import LookupState
from kiosk.session.session import Session
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import (
    AnswerView,
    AttractView,
    CategoriesView,
    ContributeView,
    HelpView,
    HomeView,
    IdleWarningView,
    LookUpView,
    ReceiptView,
    Tone,
)
from sync.protocol.contributions import ContributionKind, ContributionState
from sync.protocol.envelope import open_report, open_word
from sync.protocol.languages import LANGUAGES
from sync.protocol.records import WordKind
from sync.protocol.report_status import ReportState, Standing, StandingsFile, record_id_of, withdrawal_mark
from sync.station.outbox import Whereabouts
from tests.kits.content import Keys
from tests.kits.station_twin import BallotsTwin, Kit
from tests.kits.visit_paths import GARDEN, REPORT, TO_THE_REVIEW

KEYS = Keys()
TRACKER = "K7QFOM3AXI5TBJ4C6RBD"
NUMBER = "4701181501234567"
DAY = date(2026, 11, 19)


@pytest.fixture
def kit() -> Kit:
    made = Kit(keys=KEYS)
    made.at_home()
    return made


def asked_for(kit: Kit, code: str) -> AnswerView:
    view = kit.ask(wish.OpenLookUp(), wish.TypeCode(code), wish.LookUp())
    assert isinstance(view, AnswerView), view.notice
    return view


def test_the_code_comes_back_in_groups_while_it_is_typed(kit):
    assert isinstance(kit.ask(wish.OpenLookUp()), LookUpView)
    assert kit.ask(wish.TypeCode("k7qfo")).text == "K7QF-O"
    assert kit.ask(wish.TypeCode("K7QF-")).text == "K7QF"


@pytest.mark.parametrize(
    ("code", "problem"),
    [("", "empty"), ("12345", "too_short"), (TRACKER + "2", "too_long"), ("9" * 20, "neither")],
)
def test_what_is_no_code_stays_to_be_corrected_and_says_what_to_check(kit, code, problem):
    view = kit.ask(wish.OpenLookUp(), wish.TypeCode(code), wish.LookUp())
    assert isinstance(view, LookUpView)
    assert view.notice == Texts("de").text(f"look_up.problem.{problem}")
    assert view.text.replace("-", "").replace(" ", "") == code


def test_a_vote_in_the_box_is_told_with_its_poll_and_the_day_and_no_choice(kit):
    kit.station.registers.listed = BallotsTwin({TRACKER: ("garten-nordwest", True)}, as_of=DAY)
    view = asked_for(kit, TRACKER)
    assert view.tone is Tone.STORED
    assert "19.\u00a0November\u00a02026" in view.answer
    poll, code = (line.value.replace("\u00ad", "") for line in view.lines)
    assert (poll, code) == ("Ein Gemeinschaftsgarten im Nordwesten", "K7QF-OM3A-XI5T-BJ4C-6RBD")


def test_a_vote_in_a_poll_that_is_no_more_in_the_content_is_told_without_its_title(kit):
    kit.station.registers.listed = BallotsTwin({TRACKER: ("long-ago", True)})
    view = asked_for(kit, TRACKER)
    assert view.tone is Tone.STORED
    assert len(view.lines) == 1


def test_a_vote_that_came_second_with_its_participation_code_is_not_called_counted(kit):
    kit.station.registers.listed = BallotsTwin({TRACKER: ("garten-nordwest", False)})
    view = asked_for(kit, TRACKER)
    assert view.tone is Tone.NEWS
    assert "zählt nicht" in view.answer


def test_a_vote_not_listed_yet_says_when_to_look_again(kit):
    kit.station.registers.listed = BallotsTwin(as_of=DAY)
    view = asked_for(kit, TRACKER)
    assert view.tone is Tone.CHECK
    assert "19.\u00a0November\u00a02026" in view.answer
    assert "24.\u00a0November\u00a02026" in view.next_steps


def test_a_station_without_a_list_says_so(kit):
    assert asked_for(kit, TRACKER).answer == Texts("de").text("answer.ballot.no_list")


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_every_state_of_a_report_is_told_with_its_day_and_the_citys_note(language, state):
    kit = Kit(keys=KEYS)
    kit.at_home(language)
    standing = Standing(state, DAY, "Danke für den Hinweis.")
    kit.station.registers.standings = StandingsFile.of([(record_id_of(NUMBER), standing)])
    view = asked_for(kit, NUMBER)
    assert Texts(language).date(DAY) in view.answer
    assert [line.value for line in view.lines] == [standing.note, "4701 1815 0123 4567"]
    assert view.next_steps


@pytest.mark.parametrize(
    ("own", "answer", "tone", "where"),
    [
        (Whereabouts.HERE, "waits", Tone.STORED, ["hier gespeichert"]),
        (Whereabouts.ON_ITS_WAY, "waits", Tone.STORED, ["unterwegs"]),
        (Whereabouts.HANDED_OVER, "handed_over", Tone.STORED, ["bei der Stadt angekommen"]),
        (Whereabouts.UNKNOWN, "unknown", Tone.CHECK, []),
    ],
)
def test_a_report_the_city_has_not_answered_is_where_the_station_knows(kit, own, answer, tone, where):
    kit.station.registers.own[record_id_of(NUMBER)] = own
    view = asked_for(kit, NUMBER)
    assert [line.value for line in view.lines if line.label == "Wo es jetzt ist"] == where
    assert (view.answer, view.tone) == (Texts("de").text(f"answer.report.{answer}"), tone)


def test_a_report_made_here_is_found_by_the_number_on_its_receipt(kit):
    receipt = kit.ask(*REPORT, *TO_THE_REVIEW, wish.FileReport())
    assert isinstance(receipt, ReceiptView)
    (record,) = kit.outbox.records
    kit.station.registers.own[record.id] = Whereabouts.HERE
    assert asked_for(kit, receipt.code).answer == Texts("de").text("answer.report.waits")


def test_back_from_the_answer_the_code_is_there_to_be_corrected(kit):
    asked_for(kit, NUMBER)
    view = kit.ask(wish.Back())
    assert isinstance(view, LookUpView)
    assert view.text == "4701 1815 0123 4567"


@pytest.mark.parametrize("leave", [wish.Home(), wish.Continue()])
def test_after_the_answer_the_next_code_begins_empty(kit, leave):
    asked_for(kit, NUMBER)
    assert isinstance(kit.ask(leave), HomeView)
    assert kit.ask(wish.OpenLookUp()).text == ""


def test_aids_and_help_cost_neither_the_code_nor_the_answer(kit):
    kit.ask(wish.OpenLookUp(), wish.TypeCode(NUMBER))
    assert isinstance(kit.ask(wish.OpenHelp()), HelpView)
    assert kit.ask(wish.Continue()).text == "4701 1815 0123 4567"
    answer = kit.ask(wish.LookUp())
    assert kit.ask(wish.OpenAids(), wish.NextSize(), wish.Continue()).answer == answer.answer
    assert kit.ask(wish.ChooseLanguage("en")).answer == Texts("en").text("answer.report.unknown")


def test_the_buttons_of_every_answer_are_the_same(kit):
    unknown = asked_for(kit, NUMBER)
    kit.station.registers.own[record_id_of(NUMBER)] = Whereabouts.HERE
    kit.ask(wish.Home())
    assert asked_for(kit, NUMBER).frame == unknown.frame


def test_who_types_a_code_is_given_time_and_ending_loses_nothing_to_ask_about(kit):
    kit.ask(wish.OpenLookUp(), wish.TypeCode("4"))
    assert isinstance(kit.wait(kit.idle.started_seconds), IdleWarningView)
    kit.ask(wish.KeepGoing(), wish.EndVisit())
    kit.wait(100)
    assert isinstance(kit.view, AttractView)


def test_after_the_visit_neither_code_nor_answer_is_left(kit):
    session = kit.conductor._visit.session
    asked_for(kit, NUMBER)
    state = session.of(LookupState)
    assert (state.typed_code, state.finding is None) == (NUMBER, False)
    kit.wait(kit.idle.started_seconds + kit.idle.warning_seconds + 1)
    kit.wait(kit.idle.warning_seconds)
    assert isinstance(kit.view, AttractView)
    assert asdict(session) == asdict(Session(language="de", district=""))


def test_looking_up_stores_nothing(kit):
    noted = list(kit.events)
    asked_for(kit, NUMBER)
    asked_for(kit, TRACKER)
    assert kit.outbox.puts == 0
    assert kit.events == noted


def test_a_ballot_left_open_is_still_there_after_looking_something_up(kit):
    kit.ask(*GARDEN, wish.Choose("play"))
    asked_for(kit, NUMBER)
    kit.ask(wish.Home(), *GARDEN)
    assert [option.intent.option for option in kit.view.options if option.chosen] == ["play"]


def test_the_day_to_look_again_is_not_before_today(kit):
    kit.station.time += timedelta(days=30)
    kit.station.registers.listed = BallotsTwin(as_of=DAY)
    assert "24.\u00a0Dezember\u00a02026" in asked_for(kit, TRACKER).next_steps


class TestAWordOnAReport:
    """A person answers the city, at any station: not in order yet, or withdrawn."""

    def looked_up(self, kit: Kit, standing: Standing) -> AnswerView:
        kit.station.registers.standings = StandingsFile.of([(record_id_of(NUMBER), standing)])
        return asked_for(kit, NUMBER)

    def test_who_is_responsible_and_until_when_is_told_openly_also_when_the_day_has_gone_by(self, kit):
        words = Texts("de")
        standing = Standing(ReportState.OPEN, DAY, responsible="Stadtgrün", due=date(2026, 12, 24), hidden="ein Name")
        view = self.looked_up(kit, standing)
        assert words.text("answer.report.due", date=words.date(date(2026, 12, 24))) in view.answer
        assert {line.value for line in view.lines} >= {"Stadtgrün", "ein Name"}
        late = self.looked_up(kit, Standing(ReportState.OPEN, DAY, due=date(2026, 11, 20)))
        assert words.text("answer.report.overdue", date=words.date(date(2026, 11, 20))) in late.answer
        done = self.looked_up(kit, Standing(ReportState.SOLVED, DAY, due=date(2026, 11, 20)))
        assert "Zugesagt" not in done.answer

    def test_not_in_order_yet_is_a_record_that_names_the_report_and_nothing_else(self, kit):
        view = self.looked_up(kit, Standing(ReportState.SOLVED, DAY))
        assert [type(deed.intent) for deed in view.deeds] == [wish.SayNotInOrder, wish.OpenWithdraw]
        kept = kit.ask(wish.SayNotInOrder())
        assert isinstance(kept, AnswerView)
        assert kept.tone is Tone.STORED
        (record,) = kit.outbox.records
        word = open_word(record, key=KEYS.seal)
        assert (word.report, word.kind, word.code) == (record_id_of(NUMBER), WordKind.NOT_IN_ORDER, "")
        kit.ask(wish.SayNotInOrder())
        assert len(kit.outbox.records) == 1
        assert isinstance(kit.ask(wish.Continue()), HomeView)

    def test_withdrawing_takes_a_whole_second_code(self, kit):
        self.looked_up(kit, Standing(ReportState.OPEN, DAY))
        assert isinstance(kit.ask(wish.OpenWithdraw(), wish.TypeCode("12 34")), LookUpView)
        assert kit.ask(wish.Withdraw()).notice == Texts("de").text("withdraw.problem")
        assert kit.ask(wish.TypeCode("l2 34-5٦")).text == "123 456"
        assert kit.ask(wish.Withdraw()).answer == Texts("de").text("word_kept.withdrawn")
        (record,) = kit.outbox.records
        word = open_word(record, key=KEYS.seal)
        assert (word.kind, word.code) == (WordKind.WITHDRAWN, "123456")

    @pytest.mark.parametrize("kind", [None, ContributionKind.IDEA])
    def test_whoever_wants_to_change_it_says_it_anew_after_withdrawing(self, kit, kind):
        state = ContributionState.RECEIVED if kind else ReportState.OPEN
        view = self.looked_up(kit, Standing(state, DAY, kind=kind))
        text = "answer.withdraw.contribution" if kind else "answer.withdraw"
        assert Texts("de").text(text) in [deed.label for deed in view.deeds]
        (anew,) = kit.ask(wish.OpenWithdraw(), wish.TypeCode("123456"), wish.Withdraw()).deeds
        assert isinstance(kit.ask(anew.intent), ContributeView if kind else CategoriesView)

    def test_a_disk_that_is_full_is_told_and_nothing_is_called_stored(self, kit):
        self.looked_up(kit, Standing(ReportState.OPEN, DAY))
        kit.outbox.full = True
        view = kit.ask(wish.SayNotInOrder())
        assert view.notice == Texts("de").text("word.not_stored")
        assert view.tone is not Tone.STORED

    @pytest.mark.parametrize("standing", [Standing(ReportState.WITHDRAWN, DAY), None])
    def test_where_there_is_nothing_to_answer_nothing_is_offered(self, kit, standing):
        kit.station.registers.standings = StandingsFile.of([(record_id_of(NUMBER), standing)] if standing else [])
        assert asked_for(kit, NUMBER).deeds == ()

    def test_a_report_that_waits_here_can_be_withdrawn_with_the_code_on_its_receipt(self, kit):
        receipt = kit.ask(*REPORT, *TO_THE_REVIEW, wish.FileReport())
        assert isinstance(receipt, ReceiptView)
        (report,) = kit.outbox.records
        kit.station.registers.own[report.id] = Whereabouts.HERE
        kit.ask(wish.Home())
        view = asked_for(kit, receipt.code)
        assert [type(deed.intent) for deed in view.deeds] == [wish.OpenWithdraw]
        kit.ask(wish.OpenWithdraw(), wish.TypeCode(receipt.second.value), wish.Withdraw())
        word = open_word(kit.outbox.records[-1], key=KEYS.seal)
        told = open_report(report, key=KEYS.seal)
        assert withdrawal_mark(word.report, word.code) == told.withdrawal
        assert receipt.second.value.replace(" ", "") not in str(told.to_wire())
