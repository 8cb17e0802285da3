"""Handing over by mail, over a real socket: one mail for each report, and none again where it may have arrived."""

from __future__ import annotations

from sync.hub.handover.decisions import HandoverDecision, decide
from sync.hub.handover.models import HandoverState
from sync.hub.handover.parcels import reference_of
from sync.hub.handover.sending import receiver_health
from tests.hub.handover.conftest import Town
from tests.kits.mail_twin import MailServer

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 30


def test_a_report_goes_as_one_mail_with_its_photo(town: Town, mail: MailServer) -> None:
    record_id = town.report(description="Großer Müllhaufen\nfrom the park.")
    town.photos[record_id] = JPEG
    town.run()
    town.later(days=1)
    town.run()
    (taken,) = mail.mails
    assert reference_of(record_id) in taken["Subject"]
    words = taken.get_body().get_content()
    assert "Großer Müllhaufen\nfrom the park." in words
    assert "54.09456, 12.13123" in words
    assert [part.get_content() for part in taken.iter_attachments()] == [JPEG]
    assert town.row().state == HandoverState.ACCEPTED


def test_a_mail_whose_answer_was_lost_waits_for_a_person(town: Town, mail: MailServer) -> None:
    record_id = town.report()
    mail.end_answer = ""
    for _ in range(3):
        town.run()
        town.later(hours=2)
    assert (town.row().state, len(mail.mails)) == (HandoverState.ANSWER_LOST, 1)
    mail.end_answer = "250 taken"
    decide(record_id, HandoverDecision.SEND, seen=town.row().version, by="erika", now=town.now)
    town.run()
    assert (town.row().state, len(mail.mails)) == (HandoverState.ACCEPTED, 2)
    assert mail.mails[0]["Message-ID"] == mail.mails[1]["Message-ID"]


def test_a_mailbox_that_does_not_exist(town: Town, mail: MailServer) -> None:
    town.report()
    mail.recipient_answer = "550 no such mailbox"
    town.run()
    assert (town.row().state, mail.mails) == (HandoverState.REFUSED, [])
    assert "no such mailbox" in town.row().said


def test_a_server_that_asks_to_come_later(town: Town, mail: MailServer) -> None:
    town.report()
    mail.end_answer = "451 later"
    town.run()
    assert (town.row().state, mail.mails) == (HandoverState.WAITING, [])
    assert receiver_health().trouble.startswith("troubled")
    mail.end_answer = "250 taken"
    town.later(hours=1)
    town.run()
    assert len(mail.mails) == 1


def test_a_photo_that_is_too_large_for_the_server_stays_here(town: Town, mail: MailServer) -> None:
    town.photos[town.report()] = JPEG
    mail.end_answer = "552 too large"
    town.run()  # it refuses the words, too: it says so to every mail
    assert town.row().state == HandoverState.REFUSED
    assert mail.mails == []
