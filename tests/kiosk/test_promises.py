"""What the texts of the station promise is what the station does: each claim beside the rule that keeps it.

In every language, for a promise that is true in one and untrue in another is untrue.
"""

from dataclasses import replace

import pytest

from kiosk.home.presenter import out_of_order_view
from kiosk.station.trouble import Trouble
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AttractView, GoodbyeView, IdleWarningView, ReceiptView, UnfinishedView
from sync.protocol.envelope import TRACKER_LENGTH
from sync.protocol.lookup_codes import LookupCodeProblem, LookupCodeRefused, read_code
from sync.protocol.participation_codes import CODE_LENGTH, new_code
from sync.protocol.report_status import NUMBER_DIGITS
from sync.station.config import IdleConfig
from tests.kits.catalogues import CODES, catalogue
from tests.kits.content import MemoryPackage, ask_for_codes, content_files
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import GARDEN, MARKET, REPORT, TO_THE_PLACE, TO_THE_REVIEW, chosen

AIDS = [
    (wish.NextSize(),),
    (wish.NextTheme(),),
    (wish.SwitchSpeech(),),
    (wish.ChooseLayout("low_left"),),
    (wish.OpenLanguages(), wish.ChooseLanguage("vi")),
    (wish.OpenHelp(), wish.Continue()),
]
"""Ways to change how the station is read, from any page and back to it."""

# --- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [60, 180, 300])
@pytest.mark.parametrize("language", CODES)
def test_the_time_that_is_promised_is_the_time_of_the_rule(keys, language: str, seconds: int):
    kit = Kit(keys=keys, idle=IdleConfig(started_seconds=seconds, untouched_seconds=30))
    promised = Texts(language).duration(seconds)
    assert promised in kit.at_home(language).explanation
    assert any(promised in sentence for sentence in kit.ask(wish.OpenHelp()).sentences)


@pytest.mark.parametrize(
    "entered",
    [
        (*GARDEN, wish.Choose("play")),
        (wish.OpenReport(), wish.ChooseCategory("litter")),
        REPORT,
        (wish.OpenLookUp(), wish.TypeCode("K7QA")),
        (*REPORT, wish.OpenHelp()),
        (*REPORT, wish.Home()),
        (*REPORT, wish.EndVisit()),
    ],
)
def test_nothing_that_was_entered_is_deleted_without_the_question(kit, entered):
    kit.at_home()
    kit.ask(*entered)
    asked = False
    while not isinstance(kit.view, AttractView | GoodbyeView):
        asked = isinstance(kit.wait(1), IdleWarningView) or asked
    assert asked


# --- what stays ------------------------------------------------------------------------------------------------------


def test_what_was_sent_stays_when_the_visit_is_over(kit):
    kit.at_home()
    assert isinstance(kit.ask(*MARKET, wish.Choose("library"), wish.Continue(), wish.Cast()), ReceiptView)
    assert isinstance(kit.ask(wish.EndVisit()), GoodbyeView)
    assert len(kit.outbox.records) == 1


def test_throwing_away_what_is_begun_leaves_what_was_sent(kit):
    kit.at_home()
    kit.ask(*MARKET, wish.Choose("library"), wish.Continue(), wish.Cast(), wish.Home(), *REPORT)
    assert isinstance(kit.ask(wish.EndVisit()), UnfinishedView)
    kit.ask(wish.ThrowAway())
    assert len(kit.outbox.records) == 1


@pytest.mark.parametrize("trouble", Trouble)
@pytest.mark.parametrize("language", CODES)
def test_a_storage_that_may_be_damaged_is_not_said_to_be_whole(language: str, trouble: Trouble):
    kept = Texts(language).text("trouble.what_to_do.kept")
    said = out_of_order_view(language, trouble).what_to_do
    assert (said == kept) is (trouble is not Trouble.DATABASE_UNFIT)
    assert kept.startswith(Texts(language).text("trouble.what_to_do"))


# --- voting and reporting --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", CODES)
def test_only_where_no_code_is_asked_for_it_is_said_that_nobody_checks_who_votes(keys, language: str):
    with_code, without = Kit(keys=keys), Kit(keys=keys)
    code = new_code()
    with_code.station.content = MemoryPackage(ask_for_codes(content_files(keys), "neuer-markt", [code]))
    with_code.station.content_name = "with codes"
    with_code.wait(0)
    for kit in (with_code, without):
        kit.at_home(language)
        kit.ask(*MARKET)
    with_code.ask(wish.TypeCode(code.typed()), wish.Continue())
    said = [kit.ask(wish.Choose("library"), wish.Continue()).explanation for kit in (with_code, without)]
    assert said == [Texts(language).text(f"vote_review.explanation{kind}") for kind in (".code", "")]
    assert said[0] != said[1]


@pytest.mark.parametrize("noun", ["answers", "projects"])
@pytest.mark.parametrize("language", CODES)
def test_an_answer_of_nothing_is_named_as_the_options_are(keys, language: str, noun: str):
    poll = {"answers": "garten-nordwest", "projects": "ortsbeirat-stadtmitte"}[noun]
    kit = Kit(keys=keys, district="N")
    files = kit.station.content.files
    path = f"polls/{poll}.json"
    least_none = files[path].replace(b'"min": 1', b'"min": 0')
    kit.station.content = replace(kit.station.content, files=files | {path: least_none})
    kit.station.content_name = "none allowed"
    kit.wait(0)
    kit.at_home(language)
    if noun == "projects":
        kit.ask(wish.OpenPolls(), wish.OpenDistricts(), wish.ChooseDistrict("N"))
    view = kit.ask(wish.OpenPolls(), wish.OpenPoll(poll), wish.Continue())
    assert Texts(language).text(f"vote_review.nothing.{noun}") in {line.value for line in view.lines}


@pytest.mark.parametrize("language", CODES)
def test_who_touches_nothing_on_the_map_reports_the_middle_of_the_district(kit, language: str):
    kit.at_home(language)
    view = kit.ask(*TO_THE_PLACE)
    middle = Texts(language).text("place.centre", district="Stadtmitte")
    assert view.point_words == middle
    review = kit.ask(wish.Continue(), wish.Continue(), wish.Describe("Glas auf dem Weg"), *TO_THE_REVIEW)
    assert middle in {line.value for line in review.lines}


@pytest.mark.parametrize("language", CODES)
def test_the_lengths_of_codes_are_said_as_they_are(language: str):
    said = {msgid: message.string for msgid, message in catalogue(language).items() if not message.pluralizable}
    assert str(CODE_LENGTH) in said["code.problem.incomplete"]
    assert str(CODE_LENGTH) in said["code.problem.too_long"]
    for problem in ("too_short", "too_long"):
        assert str(TRACKER_LENGTH) in said[f"look_up.problem.{problem}"]
        assert str(NUMBER_DIGITS) in said[f"look_up.problem.{problem}"]


@pytest.mark.parametrize("changed", AIDS, ids=lambda wishes: type(wishes[-1]).__name__)
def test_no_aid_loses_what_was_entered(kit, changed):
    kit.at_home()
    answered, written = (*GARDEN, wish.Choose("play")), REPORT
    kit.ask(*answered)
    assert chosen(kit.ask(*changed)) == {"play"}
    kit.ask(wish.Home(), *written)
    assert kit.ask(*changed).text == written[-1].text


def test_a_circle_in_a_participation_code_can_only_be_a_zero_and_no_check_code_has_a_nine():
    codes = {sign for _ in range(200) for sign in new_code().typed()}
    assert "0" in codes
    assert "O" not in codes
    with pytest.raises(LookupCodeRefused, match=LookupCodeProblem.NEITHER.value):
        read_code("9".rjust(TRACKER_LENGTH, "A"))
