"""The conductor and its machine: printing, trouble, and content that is not what it should be."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hardware.ports import PrinterState, PrintResult
from kiosk.conductor import GOODBYE_SECONDS
from kiosk.event_log import KioskEvent
from kiosk.station.catalogue import read_offer
from kiosk.station.trouble import Trouble
from kiosk.station.warning import TURN_SECONDS
from kiosk.texts import Texts
from kiosk.viewmodel.intents import (
    Cast,
    Choose,
    ChooseCategory,
    ChooseDistrict,
    ChooseLanguage,
    Continue,
    EndVisit,
    Home,
    OpenDistricts,
    OpenHelp,
    OpenPoll,
    OpenPolls,
    OpenReport,
    PrintReceipt,
    Start,
)
from kiosk.viewmodel.views import (
    AttractView,
    CategoriesView,
    OutOfOrderView,
    PollsView,
    ReceiptView,
)
from sync.protocol.languages import LANGUAGES
from tests.kits.content import Keys
from tests.kits.station_twin import Kit, SlowJob
from tests.kits.visit_paths import GARDEN, MARKET

# --- printing ---------------------------------------------------------------------------------------------------------


def test_a_receipt_is_printed_on_wish_and_again_when_the_paper_jammed(kit, printer):
    kit.at_home()
    view = kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    view = kit.ask(view.print_action.intent)
    assert [printed.code for printed in printer.printed] == [view.code]
    assert (view.print_action.label, view.print_words) == ("Noch einmal drucken", "Ihr Zettel ist gedruckt.")
    kit.ask(view.print_action.intent)
    assert [printed.code for printed in printer.printed] == [view.code] * 2


def test_while_paper_is_on_its_way_the_visit_goes_on(kit, printer):
    printer.slow_job = SlowJob()
    kit.at_home()
    kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    view = kit.ask(PrintReceipt(), PrintReceipt())
    assert len(printer.printed) == 1
    assert (view.print_action, view.print_words) == (None, "Ihr Zettel wird gedruckt. Einen Moment bitte.")
    assert kit.conductor.tick() is None
    printer.slow_job.result = PrintResult(PrinterState.READY, "printed")
    assert kit.wait(1).print_words == "Ihr Zettel ist gedruckt."


def test_a_printer_that_fails_is_said_and_can_be_tried_again(kit, printer):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    printer.state = PrinterState.PAPER_OUT
    view = kit.ask(PrintReceipt())
    assert view.notice
    assert view.print_action is not None
    assert (KioskEvent.NOT_PRINTED, PrinterState.PAPER_OUT) in kit.events
    printer.state = PrinterState.READY
    assert kit.ask(PrintReceipt()).print_words


def test_without_a_printer_there_is_no_button_and_nothing_happens(keys):
    kit = Kit(keys=keys)
    kit.at_home()
    view = kit.ask(*MARKET, Choose("library"), Continue(), Cast())
    assert view.print_action is None
    assert kit.ask(PrintReceipt()) == view


def test_nothing_is_printed_but_a_receipt(kit, printer):
    kit.at_home()
    kit.ask(PrintReceipt(), *MARKET, PrintReceipt(), OpenHelp(), PrintReceipt())
    assert printer.printed == []


# --- the station ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", sorted(Trouble, key=lambda trouble: trouble.value))
def test_a_station_in_trouble_says_why_what_to_do_and_begins_nothing(kit, trouble):
    kit.station.problem = trouble
    view = kit.wait(1)
    assert isinstance(view, OutOfOrderView)
    assert all((view.headline, view.explanation, view.what_to_do, view.detail))
    assert kit.ask(Start(), ChooseLanguage("de"), OpenPolls()) == view
    assert (KioskEvent.OUT_OF_ORDER, trouble) in kit.events
    kit.station.problem = None
    assert isinstance(kit.wait(1), AttractView)
    assert (KioskEvent.IN_ORDER, None) in kit.events


def test_a_pause_is_told_in_one_language_after_the_other(kit):
    headlines = [Texts(language.code).text("trouble.headline") for language in LANGUAGES]
    kit.station.problem = Trouble.DISK_FULL
    seen = [kit.wait(1).headline, *(kit.wait(TURN_SECONDS).headline for _ in LANGUAGES)]
    assert seen == [*headlines, headlines[0]]
    kit.wait(TURN_SECONDS)
    kit.station.problem = None
    assert isinstance(kit.wait(1), AttractView)
    kit.station.problem = Trouble.DISK_FULL
    assert kit.wait(1).headline == headlines[0], "the next one begins in the station's own language"


@pytest.mark.parametrize("trouble", [Trouble.REVOKED, Trouble.DATABASE_UNFIT])
def test_trouble_that_leaves_nothing_to_do_ends_a_visit(kit, trouble):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"))
    kit.station.problem = trouble
    assert isinstance(kit.wait(1), OutOfOrderView)
    assert isinstance(kit.ask(Continue(), Cast()), OutOfOrderView)
    assert kit.outbox.puts == 0


@pytest.mark.parametrize("trouble", [Trouble.DISK_FULL, Trouble.NO_CONTENT])
def test_other_trouble_lets_a_visit_finish(kit, trouble):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"))
    kit.station.problem = trouble
    kit.wait(1)
    assert isinstance(kit.ask(Continue(), Cast()), ReceiptView)
    kit.ask(EndVisit())
    assert isinstance(kit.wait(1), OutOfOrderView)


def test_a_station_without_content_waits_for_it(kit):
    kit = Kit(keys=kit.keys)
    content, kit.station.content = kit.station.content, None
    kit.station.content_name = "second"
    assert isinstance(kit.wait(1), OutOfOrderView)
    kit.station.content = content
    assert isinstance(kit.wait(1), AttractView)


@pytest.mark.parametrize("lost", ["places.json", "keys.json", "map.json", "categories.json"])
def test_content_that_lacks_a_part_is_as_good_as_none(kit, lost):
    files = {path: data for path, data in kit.station.content.files.items() if path != lost}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    assert isinstance(kit.wait(1), OutOfOrderView)
    assert KioskEvent.CONTENT_UNREADABLE in [event for event, _ in kit.events]


def test_a_visit_keeps_the_content_it_began_with(kit):
    kit.at_home()
    kit.ask(*MARKET, Choose("library"))
    files = {path: data for path, data in kit.station.content.files.items() if path != "polls/neuer-markt.json"}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    kit.wait(1)
    assert isinstance(kit.ask(Continue(), Cast()), ReceiptView)
    kit.ask(EndVisit())
    kit.wait(GOODBYE_SECONDS)
    kit.at_home()
    assert {choice.intent.poll for choice in kit.ask(OpenPolls()).choices} == {"garten-nordwest"}


def test_a_district_without_polls_says_so_and_offers_another(kit):
    files = {path: data for path, data in kit.station.content.files.items() if not path.startswith("polls/")}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    kit.wait(1)
    kit.at_home("en")
    view = kit.ask(OpenPolls())
    assert view.choices == ()
    assert "no poll" in view.explanation
    assert view.other.intent == OpenDistricts()


def test_polls_without_counting_keys_are_not_offered(kit):
    content = kit.station.content
    bare = content.files["polls/neuer-markt.json"].replace(b'"keys"', b'"no_keys"')
    offer = read_offer(replace(content, files={**content.files, "polls/neuer-markt.json": bare}))
    assert set(offer.polls) == {"garten-nordwest", "ortsbeirat-stadtmitte"}


def test_a_poll_that_is_not_open_here_is_not_opened(kit):
    kit.at_home()
    kit.ask(OpenPolls())
    kit.station.time = datetime(2027, 7, 1, 12, tzinfo=UTC)
    view = kit.ask(OpenPoll("neuer-markt"))
    assert isinstance(view, PollsView)
    assert "beendet" in view.notice


def test_options_that_do_not_exist_change_nothing(kit):
    kit.at_home()
    view = kit.ask(*GARDEN)
    assert kit.ask(Choose("no-such-option")) == view


def test_districts_and_categories_that_do_not_exist_change_nothing(kit):
    kit.at_home()
    view = kit.ask(OpenReport())
    assert kit.ask(ChooseCategory("weather")) == view
    view = kit.ask(ChooseCategory("litter"), ChooseCategory("litter-bulky"))
    assert kit.ask(ChooseDistrict("Z")) == view


def test_files_of_the_content_on_show_can_be_read(kit):
    assert kit.conductor.read_content("pictograms/litter.svg").startswith(b"<svg")
    with pytest.raises(FileNotFoundError):
        kit.conductor.read_content("pictograms/none.svg")
    kit.station.content = None
    kit.station.content_name = "second"
    kit.wait(1)
    with pytest.raises(FileNotFoundError):
        kit.conductor.read_content("pictograms/litter.svg")


@pytest.mark.parametrize(
    ("least", "most", "rule"),
    [
        (0, 1, "You may choose one answer or none."),
        (0, 2, "You may choose up to 2 answers or none."),
        (1, 1, "Please choose one answer."),
        (2, 2, "Please choose exactly 2 answers."),
        (1, 3, "You may choose 1 to 3 answers."),
        (1, 99, "You may choose 1 to 6 answers."),
    ],
)
def test_the_rule_is_said_from_the_polls_own_numbers(kit, least, most, rule):
    path = "polls/garten-nordwest.json"
    poll = json.loads(kit.station.content.files[path]) | {"min": least, "max": most}
    files = kit.station.content.files | {path: json.dumps(poll).encode()}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    kit.wait(1)
    kit.at_home("en")
    assert kit.ask(*GARDEN).rule == rule
    if least == 0:
        assert "None of these" in [line.value for line in kit.ask(Continue()).lines]
        assert isinstance(kit.ask(Cast()), ReceiptView)


def test_content_that_is_not_what_it_should_be_is_as_good_as_none(kit):
    files = kit.station.content.files | {"categories.json": b"{}"}
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "second"
    assert isinstance(kit.wait(1), OutOfOrderView)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_where_only_votes_fit_the_report_says_why_it_cannot_be_begun(keys: Keys, language: str):
    kit = Kit(keys=keys)
    before = {tile.intent: tile for tile in kit.at_home(language).tiles}
    assert all(tile.enabled for tile in before.values())
    kit.station.only_votes = True
    vote, report = kit.ask(Home()).tiles[:2]
    assert vote.enabled and not report.enabled
    assert report.about == Texts(language).text("home.report.no_room.about") != before[report.intent].about
    assert kit.ask(OpenReport()).headline == kit.ask(Home()).headline, "nothing is opened"
    assert isinstance(kit.ask(OpenPolls()), PollsView)
    kit.station.only_votes = False
    kit.ask(Home())
    assert isinstance(kit.ask(OpenReport()), CategoriesView)


# --- the ballot box ---------------------------------------------------------------------------------------------------


def test_the_greeting_shows_the_seal_of_the_ballot_box_and_follows_it(kit):
    assert kit.conductor.start().seal == ""
    kit.station.seal = "K7QA2MXD"
    assert kit.conductor.tick().seal == "Prüfzeichen der Wahlurne: K7QA-2MXD"
    assert kit.conductor.tick() is None
    kit.station.seal = "AAAABBBB"
    assert kit.conductor.tick().seal == "Prüfzeichen der Wahlurne: AAAA-BBBB"
