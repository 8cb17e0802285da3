"""A report that was only spoken: a crew gets what somebody of the office has written down, and until then it waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.foreign_media import MediaFault
from sync.hub.enclosures.models import Enclosure, EnclosureKind, EnclosureList
from sync.hub.enclosures.services import keep, note_unfit, write_down
from sync.hub.entries.models import ReviewState
from sync.hub.handover.decisions import HandoverDecision, decide
from sync.hub.handover.models import Handover, HandoverState
from sync.hub.handover.parcels import ATTACHMENTS_WITHIN, NOT_PUBLIC, SPOKEN_HERE
from sync.hub.reports.merging import merge_reports
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import set_review
from sync.protocol.report_status import ReportState, record_id_of
from tests.hub.handover.conftest import NUMBER, Town
from tests.kits.hub import on_both
from tests.kits.mail_twin import MailServer

PIECE = (("a" * 64,),)
OTHER = "4711181501234568"


def spoken(town: Town, *, comes: bool = True, **changes: object) -> str:
    """A report with a spoken message; with no words unless some are given."""
    record_id = town.report(**{"description": "", "may_publish": True, "attachments": PIECE} | changes)
    if comes:
        keep(EnclosureList.objects.get(), 0, EnclosureKind.SPOKEN, b"OggS", now=town.now)
    return record_id


def written(town: Town, words: str = "Vor Hausnummer 5 liegt Glas auf dem Radweg.") -> None:
    write_down(Enclosure.objects.get().id, words, by="erika", now=town.now, seen=0)


@on_both
def test_it_waits_with_its_reason_and_goes_by_itself_once_it_is_written_down(town: Town) -> None:
    spoken(town)
    for _day in range(9):
        town.run()
        town.later(days=1)
    assert (town.row().state, town.row().reason, town.klarschiff.posts()) == (HandoverState.INCOMPLETE, "unwritten", 0)
    assert town.row().steps.count() == 1, "waiting on is no news"
    written(town)
    town.run()
    assert town.klarschiff.the_report().description.startswith("Vor Hausnummer 5 liegt Glas auf dem Radweg.")
    assert (town.row().state, town.klarschiff.posts()) == (HandoverState.ACCEPTED, 1)


def test_a_city_may_send_it_at_once_with_a_sentence_in_place_of_what_was_said(town: Town) -> None:
    town.line = replace(town.line, settings=replace(town.settings, spoken="at_once"))
    spoken(town)
    town.run()
    assert town.klarschiff.the_report().description.startswith(SPOKEN_HERE)


def test_somebody_may_send_it_as_it_is(town: Town) -> None:
    record_id = spoken(town)
    town.run()
    decide(record_id, HandoverDecision.SEND, seen=town.row().version, by="erika", now=town.now)
    town.run()
    assert town.klarschiff.the_report().description.startswith(SPOKEN_HERE)


def test_with_words_beside_it_nothing_waits_and_the_crew_knows_that_there_is_more(town: Town) -> None:
    spoken(town, description="Glas auf dem Weg.")
    town.run()
    assert town.klarschiff.the_report().description.startswith(f"Glas auf dem Weg.\n\n{SPOKEN_HERE}")


def test_words_and_what_was_written_down_go_together(town: Town) -> None:
    spoken(town, description="Glas auf dem Weg.")
    written(town, "Seit Montag.")
    town.run()
    assert town.klarschiff.the_report().description.startswith("Glas auf dem Weg.\n\nSeit Montag.\n\n(Über")


def test_what_may_not_be_published_stays_here_and_is_not_waited_for(town: Town) -> None:
    spoken(town, may_publish=False)
    written(town)
    town.run()
    sent = town.klarschiff.the_report().description
    assert NOT_PUBLIC in sent
    assert "Hausnummer" not in sent


def test_an_office_that_publishes_nothing_gets_what_was_said_whoever_may_read_it(town: Town, mail: MailServer) -> None:
    spoken(town, may_publish=False)
    town.run()
    assert mail.mails == []
    written(town)
    town.run()
    (taken,) = mail.mails
    assert "Hausnummer 5" in taken.get_body().get_content()


def test_attachments_on_their_way_are_waited_for_and_not_for_ever(town: Town) -> None:
    spoken(town, comes=False, description="Glas auf dem Weg.")
    town.run()
    assert (town.row().state, town.row().reason) == (HandoverState.INCOMPLETE, "on-its-way")
    town.later(seconds=ATTACHMENTS_WITHIN.total_seconds())
    town.run()
    assert town.klarschiff.the_report().description.startswith("Glas auf dem Weg.\n\n(Über")


def test_a_message_that_nobody_can_hear_is_not_waited_for(town: Town) -> None:
    spoken(town, comes=False)
    note_unfit(EnclosureList.objects.get(), 0, MediaFault.SILENT, now=town.now)
    town.run()
    assert town.row().state == HandoverState.ACCEPTED


@pytest.mark.parametrize("over", ["withdrawn", "rejected", "merged"])
def test_what_is_not_to_go_any_more_does_not_wait_either(town: Town, over: str) -> None:
    record_id = spoken(town)
    town.run()
    if over == "withdrawn":
        DefectReport.objects.update(state=ReportState.WITHDRAWN)
    elif over == "rejected":
        set_review(record_id, ReviewState.REJECTED, note="", by="erika", now=town.now, seen=1)
    else:
        merge_reports(record_id, town.report(OTHER, approved=False), seen=1, by="erika", now=town.now)
    town.run()
    assert (town.row().state, town.row().reason) == (HandoverState.KEPT_HERE, over)
    assert town.klarschiff.posts() == 0


def test_of_two_that_are_the_same_one_goes(town: Town) -> None:
    record_id = town.report()
    merge_reports(town.report(OTHER), record_id, seen=1, by="erika", now=town.now)
    town.run()
    assert [row.report.record_id for row in Handover.objects.all()] == [record_id_of(NUMBER)]
