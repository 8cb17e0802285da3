"""Journeys of reports to Klarschiff and of its answers back, over real HTTP. No report is there twice, none is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sync.hub.entries.models import ReviewState
from sync.hub.handover.decisions import HandoverDecision, decide
from sync.hub.handover.georeport import GeoReportServer
from sync.hub.handover.models import Handover, HandoverState
from sync.hub.handover.parcels import NOT_PUBLIC, reference_of
from sync.hub.handover.receiver import OutgoingReport, Taken
from sync.hub.handover.sending import MOST_PHOTO_BYTES, SETTLED_AFTER, receiver_health
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import redact, set_review
from sync.hub.reports.services import set_state
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.report_status import ReportState
from tests.hub.handover.conftest import NUMBER, Town
from tests.kits.hub import on_both
from tests.kits.klarschiff_twin import KEY, ApiClient

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 1000
OTHER = "4711181501234568"


class EndingServer(GeoReportServer):
    """The program is ended when a report has just arrived over there."""

    def send(self, parcel: OutgoingReport) -> Taken:
        super().send(parcel)
        raise KeyboardInterrupt


@on_both
def test_an_approved_report_goes_there_and_its_answers_come_back(town: Town) -> None:
    town.report(description="Ein Sofa liegt am Weg.")
    town.run()
    there = town.klarschiff.the_report()
    assert (there.service_code, there.lat, there.long) == ("12", 54.09456, 12.13123)
    assert there.description.startswith("Ein Sofa liegt am Weg.")
    assert there.status == "RECEIVED"  # the mailbox is one of their users: nobody has to confirm a mail
    assert (town.row().state, town.row().request_id) == (HandoverState.ACCEPTED, "4711")
    assert town.told().state is ReportState.OPEN
    there.status, there.expected, there.agency = "IN_PROCESS", "2026-12-10", "Stadtgrün"
    town.later(hours=1)
    town.run()
    told = town.told()
    assert (told.state, told.due, told.responsible) == (ReportState.IN_PROGRESS, date(2026, 12, 10), "Stadtgrün")
    there.status, there.status_note = "PROCESSED", "Das Sofa ist abgeholt."
    town.later(hours=1)
    town.run()
    assert (town.told().state, town.told().note) == (ReportState.SOLVED, "Das Sofa ist abgeholt.")
    assert town.klarschiff.posts() == 1


def test_nothing_goes_there_that_nobody_has_approved(town: Town) -> None:
    town.report(approved=False)
    set_review(town.report(OTHER, approved=False), ReviewState.REJECTED, note="Werbung", by="x", now=town.now, seen=0)
    town.run()
    assert town.klarschiff.posts() == 0
    assert all("status=open" in line for line in town.klarschiff.asked), "it is asked for what is open there, no more"


def test_with_all_those_since_a_day_go_without_a_look_but_never_a_rejected_one(town: Town) -> None:
    town.line = replace(town.line, settings=replace(town.settings, send="all", since=date(2026, 11, 23)))
    town.report(approved=False)  # of the day before
    town.later(days=1)
    town.report(OTHER, approved=False)
    set_review(
        town.report("1111222233334444", approved=False), ReviewState.REJECTED, note="", by="x", now=town.now, seen=0
    )
    town.run()
    assert [row.report.number for row in Handover.objects.all()] == [OTHER]


def test_what_goes_there_names_no_number_a_person_asks_with(town: Town) -> None:
    record_id = town.report()
    town.run()
    sent = town.klarschiff.the_report().description
    assert NUMBER not in sent
    assert record_id not in sent
    assert reference_of(record_id) in sent


def test_words_that_were_hidden_do_not_go_there(town: Town) -> None:
    record_id = town.report(description="Herr Meier wirft Müll hin.")
    redact(record_id, "[…] wirft Müll hin.", because="Name einer Person", by="erika", now=town.now, seen=1)
    town.run()
    assert "Meier" not in town.klarschiff.the_report().description
    assert town.told().hidden == "Name einer Person"


def test_words_of_whoever_does_not_want_them_published_stay_here(town: Town) -> None:
    town.report(description="Herr Meier wirft Müll hin.", may_publish=False)
    town.run()
    sent = town.klarschiff.the_report().description
    assert "Meier" not in sent
    assert NOT_PUBLIC in sent


def test_a_place_that_is_only_roughly_known_says_so(town: Town) -> None:
    town.report(radius_metres=1500)
    town.run()
    assert "Umkreis von 1500 Metern" in town.klarschiff.the_report().description


class TestALostAnswer:
    @on_both
    def test_a_report_whose_answer_was_lost_is_found_there_and_exists_once(self, town: Town) -> None:
        town.report()
        town.klarschiff.lose_next_answers = 1
        town.run()
        assert town.row().state == HandoverState.ANSWER_LOST
        town.later(minutes=2)
        town.run()
        assert (town.row().state, town.row().request_id) == (HandoverState.ACCEPTED, "4711")
        assert (len(town.klarschiff.reports), town.klarschiff.posts()) == (1, 1)

    def test_an_error_500_after_it_was_created_is_looked_at_first_too(self, town: Town) -> None:
        town.report()
        town.klarschiff.fail_after_creating = 1
        for _ in range(5):
            town.run()
            town.later(minutes=30)
        assert town.row().state == HandoverState.ACCEPTED
        assert len(town.klarschiff.reports) == 1

    def test_one_that_was_released_and_changed_there_meanwhile_is_known_by_its_sign(self, town: Town) -> None:
        town.report()
        town.klarschiff.lose_next_answers = 1
        town.run()
        town.klarschiff.the_report().is_released = True
        town.klarschiff.the_report().status = "IN_PROCESS"
        town.later(days=3)
        town.run()
        assert town.row().state == HandoverState.ACCEPTED

    def test_the_program_ends_before_the_answer_is_written_down(self, town: Town) -> None:
        town.report()
        town.line = replace(town.line, receiver=EndingServer(town.settings, key=KEY))
        with pytest.raises(KeyboardInterrupt):
            town.run()
        assert len(town.klarschiff.reports) == 1
        town.line.receiver.close()
        town.line = replace(town.line, receiver=town.receiver)
        for _ in range(3):
            town.later(minutes=5)
            town.run()
        assert (town.row().state, town.row().request_id) == (HandoverState.ACCEPTED, "4711")
        assert town.klarschiff.posts() == 1

    def test_not_found_at_once_is_not_believed_and_later_it_is_sent_again(self, town: Town) -> None:
        town.report()
        town.klarschiff.lose_next_answers = 1
        town.run()
        lost = town.klarschiff.reports.popitem()  # it is still at work with it: nothing can be seen of it
        town.later(minutes=5)
        town.run()
        assert (town.row().state, town.klarschiff.posts()) == (HandoverState.ANSWER_LOST, 1)
        town.klarschiff.reports.update([lost])
        town.later(minutes=5)
        town.run()
        assert (town.row().state, len(town.klarschiff.reports)) == (HandoverState.ACCEPTED, 1)

    def test_one_that_never_arrived_is_sent_again_once_that_is_certain(self, town: Town) -> None:
        town.report()
        town.klarschiff.lose_next_answers = 1
        town.run()
        town.klarschiff.reports.clear()
        town.later(seconds=SETTLED_AFTER.total_seconds() + 60)
        town.run()
        town.run()
        assert (town.row().state, len(town.klarschiff.reports)) == (HandoverState.ACCEPTED, 1)

    def test_a_neighbour_at_the_same_place_is_not_taken_for_it(self, town: Town) -> None:
        town.report()
        town.run()
        town.report(OTHER)
        town.klarschiff.lose_next_answers = 1
        town.run()
        town.later(minutes=2)
        town.run()
        numbers = {row.report.number: row.request_id for row in Handover.objects.all()}
        assert numbers == {NUMBER: "4711", OTHER: "4712"}

    def test_while_one_is_lost_no_other_of_its_place_goes_there(self, town: Town) -> None:
        town.report()
        town.klarschiff.lose_next_answers = 1
        town.run()
        town.klarschiff.the_report().has_abuse = True  # nobody sees it just now
        town.report(OTHER)
        town.report("1111222233334444", category="street")
        town.run()
        assert town.klarschiff.posts() == 2  # the one of another category went
        town.klarschiff.reports[4711].has_abuse = False
        town.later(minutes=2)
        town.run()
        assert len(town.klarschiff.reports) == 3
        assert {row.state for row in Handover.objects.all()} == {HandoverState.ACCEPTED}

    def test_where_several_could_be_it_a_person_decides(self, town: Town) -> None:
        record_id = town.report()
        town.klarschiff.lose_next_answers = 1
        town.run()
        twin = town.klarschiff.the_report()
        town.klarschiff.reports[4799] = replace(twin, number=4799, email="jemand@example.org")
        town.later(minutes=30)
        town.run()
        assert town.row().state == HandoverState.ANSWER_LOST
        assert "4799" in town.row().reason
        row = town.row()
        with pytest.raises(ChangedMeanwhile):
            decide(record_id, HandoverDecision.SEND, seen=row.version - 1, by="otto", now=town.now)
        decide(record_id, HandoverDecision.IS_THERE, request_id="4711", seen=row.version, by="erika", now=town.now)
        town.run()
        assert (town.told().state, town.klarschiff.posts()) == (ReportState.OPEN, 1)


class TestRefused:
    def test_a_revoked_key_stops_everything_and_nothing_is_lost(self, town: Town) -> None:
        town.report()
        town.klarschiff.clients.clear()
        town.run()
        assert town.row().state == HandoverState.WAITING
        assert receiver_health().trouble.startswith("key ")
        assert "ungültig" in receiver_health().trouble
        posts = town.klarschiff.posts()
        town.later(minutes=10)
        town.run()
        assert town.klarschiff.posts() == posts  # it is not hammered
        town.klarschiff.clients[KEY] = ApiClient()
        town.later(hours=1)
        town.run()
        assert (town.row().state, len(town.klarschiff.reports)) == (HandoverState.ACCEPTED, 1)
        assert receiver_health().trouble == ""

    def test_a_key_without_the_right_is_read_out_of_the_body_of_the_500(self, town: Town) -> None:
        town.report()
        town.klarschiff.clients[KEY].permissions.clear()
        town.run()
        assert (town.row().state, town.klarschiff.reports) == (HandoverState.WAITING, {})
        assert receiver_health().trouble.startswith("key ")

    def test_a_category_that_has_vanished(self, town: Town) -> None:
        record_id = town.report()
        del town.klarschiff.services["12"]
        town.run()
        assert (town.row().state, town.klarschiff.posts()) == (HandoverState.REFUSED, 0)
        assert town.row().reason.startswith("category-gone")
        town.klarschiff.services["12"] = "Sperrmüll"
        decide(record_id, HandoverDecision.SEND, seen=town.row().version, by="erika", now=town.now)
        town.run()
        assert town.row().state == HandoverState.ACCEPTED

    def test_a_category_nobody_has_named(self, town: Town) -> None:
        town.report(category="water")
        town.run()
        assert (town.row().state, town.row().reason.split()[0]) == (HandoverState.REFUSED, "no-category")

    def test_a_place_outside_is_not_even_sent(self, town: Town) -> None:
        town.report(longitude=13.4, latitude=52.5)
        town.run()
        assert (town.row().state, town.row().reason) == (HandoverState.REFUSED, "outside")
        assert town.klarschiff.posts() == 0

    def test_a_mailbox_they_do_not_allow_is_told_in_their_words(self, town: Town) -> None:
        town.report()
        town.klarschiff.blacklist.add("rostock.example")
        town.run()
        assert town.row().state == HandoverState.REFUSED
        assert "nicht zulässig" in town.row().said

    def test_decisions_fit_the_state(self, town: Town) -> None:
        record_id = town.report()
        town.run()
        with pytest.raises(Refused):
            decide(record_id, HandoverDecision.SEND, seen=town.row().version, by="x", now=town.now)
        assert town.klarschiff.posts() == 1


class TestPhotos:
    def test_a_photo_goes_with_it(self, town: Town) -> None:
        town.photos[town.report()] = JPEG
        town.run()
        assert town.klarschiff.the_report().photo == JPEG

    def test_one_that_is_too_large_stays_here_and_the_words_go(self, town: Town) -> None:
        town.photos[town.report()] = JPEG + b"x" * MOST_PHOTO_BYTES
        town.run()
        assert town.klarschiff.the_report().photo is None
        assert (town.row().state, town.row().reason) == (HandoverState.ACCEPTED, "photo-large")

    def test_one_that_their_server_cuts_off_stays_here_and_the_words_go_once(self, town: Town) -> None:
        town.photos[town.report()] = JPEG
        town.klarschiff.most_body_bytes = 1000
        town.run()
        assert town.klarschiff.the_report().photo is None
        assert (town.row().state, town.row().reason) == (HandoverState.ACCEPTED, "photo-refused")

    def test_one_they_do_not_read_stays_here_and_the_words_go_once(self, town: Town) -> None:
        town.photos[town.report()] = b"no picture"
        town.run()
        assert town.klarschiff.the_report().photo is None
        assert town.row().reason == "photo-refused"


def test_three_days_without_their_server_lose_nothing_and_double_nothing(town: Town) -> None:
    town.report()
    town.switch_off()
    for hour in range(72):
        if hour == 30:
            town.report(OTHER, longitude=12.2)
        town.run()
        town.later(hours=1)
    assert {row.state for row in Handover.objects.all()} == {HandoverState.WAITING}
    assert receiver_health().trouble.startswith("silent")
    town.switch_on()
    town.run()
    assert len(town.klarschiff.reports) == 2
    assert {row.state for row in Handover.objects.all()} == {HandoverState.ACCEPTED}


class TestStatesBack:
    def test_an_unconfirmed_report_that_they_delete_is_told_to_the_office(self, town: Town) -> None:
        town.klarschiff.clients[KEY].is_trusted = False
        town.report()
        town.run()
        assert (town.klarschiff.the_report().status, town.told().state) == ("PENDING", ReportState.REPORTED)
        town.later(hours=26)
        town.klarschiff.delete_unconfirmed()
        town.run()
        assert (town.row().state, town.row().reason) == (HandoverState.REFUSED, "unconfirmed")
        assert town.klarschiff.posts() == 1

    def test_one_that_they_hide_for_a_while_is_not_given_up(self, town: Town) -> None:
        town.report()
        town.run()
        town.klarschiff.the_report().has_abuse = True
        town.later(days=1)
        town.run()
        assert town.row().state == HandoverState.ACCEPTED
        town.klarschiff.the_report().has_abuse = False
        town.klarschiff.the_report().status = "REJECTED"
        town.later(days=1)
        town.run()
        assert town.told().state is ReportState.NOT_SOLVABLE

    def test_a_word_of_our_own_office_stays_until_they_say_more(self, town: Town) -> None:
        record_id = town.report()
        town.run()
        seen = DefectReport.objects.get().version
        set_state(record_id, ReportState.SOLVED, note="Selbst erledigt.", by="erika", now=town.now, seen=seen)
        town.later(hours=1)
        town.run()
        assert town.told().note == "Selbst erledigt."
        town.klarschiff.the_report().status = "REJECTED"
        town.later(hours=1)
        town.run()
        assert town.told().state is ReportState.NOT_SOLVABLE

    def test_they_are_asked_by_lists_of_numbers_and_not_too_often(self, town: Town) -> None:
        for place in range(3):
            town.report(f"111122223333444{place}", longitude=12.1 + place / 100)
        town.run()
        town.run()
        town.later(minutes=10)
        town.run()
        asked = [entry for entry in town.klarschiff.asked if "service_request_id=" in entry]
        assert len(asked) == 1
        assert "4711%2C4712%2C4713" in asked[0]
        assert not any("api_key" in entry for entry in town.klarschiff.asked)  # it stands in nobody's log

    def test_a_state_of_a_newer_version_over_there_changes_nothing(self, town: Town) -> None:
        town.report()
        town.run()
        before = town.told()
        town.klarschiff.the_report().status = "PLANNED"
        town.later(days=9)
        town.run()
        assert (town.told(), town.row().state) == (before, HandoverState.ACCEPTED)


class TestWithdrawn:
    def test_a_report_withdrawn_before_it_went_stays_here(self, town: Town) -> None:
        town.report()
        town.klarschiff.clients.clear()
        town.run()  # it waits: the key is refused
        DefectReport.objects.update(state=ReportState.WITHDRAWN, description="")
        town.klarschiff.clients[KEY] = ApiClient()
        town.later(hours=2)
        town.run()
        assert (town.row().state, town.klarschiff.reports) == (HandoverState.KEPT_HERE, {})

    def test_what_they_say_to_a_withdrawn_one_does_not_bring_it_back(self, town: Town) -> None:
        town.report()
        town.run()
        DefectReport.objects.update(state=ReportState.WITHDRAWN)
        town.klarschiff.the_report().status = "IN_PROCESS"
        town.later(hours=1)
        town.run()
        assert DefectReport.objects.get().state == ReportState.WITHDRAWN
