"""A card declared void at a station counts no more at the hub; a vote that had come before stays, and is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from sync.hub.announcements.models import Announcement
from sync.hub.announcements.services import tell
from sync.hub.polls import selectors
from sync.hub.polls.models import Tally, VoidedCard
from sync.hub.polls.void_codes import count_voided
from sync.protocol.envelope import seal_void_code
from sync.protocol.errors import Refused
from sync.protocol.participation_codes import ParticipationCode, new_code
from sync.protocol.records import Record
from sync.protocol.void_codes import FILE_NAME, VoidCode, VoidCodesFile
from tests.hub.polls.test_codes import POLL, ballot, codes, quarantine, send, standings  # noqa: F401
from tests.kits.hub import Hub, Station, on_both


def declare(hub: Hub, station: Station, code: ParticipationCode) -> Record:
    record = seal_void_code(VoidCode(POLL, code.mark(POLL)), key=station.seal)
    hub.accept(station.batch([record]))
    hub.work()
    return record


@on_both
def test_what_comes_after_it_does_not_count_and_what_came_before_stays(hub: Hub, codes: list[Any]) -> None:  # noqa: F811
    station, other = hub.enrolled_station(), hub.enrolled_station("SBZ Other")
    before, tracker = ballot(hub, other, codes[0])
    send(hub, other, before)
    for code in codes[:2]:
        record = declare(hub, station, code)
    hub.accept(station.batch([record]))
    hub.work()
    assert count_voided(POLL) == (2, 1), "once, however often it comes"
    after, _tracker = ballot(hub, other, codes[1])
    good, third = ballot(hub, other, codes[2])
    send(hub, other, after, good)
    assert standings() == {tracker: "counts", third: "counts"}
    assert quarantine() == ["code-unknown"]


def told_void() -> dict[str, Any]:
    found = Announcement.objects.filter(name=FILE_NAME).first()
    return dict(VoidCodesFile.from_bytes(bytes(found.data)).marks) if found else {}


def test_all_stations_are_told_the_marks_of_void_cards_and_of_no_card_that_was_used(
    hub: Hub,
    codes: list[Any],  # noqa: F811
) -> None:
    station = hub.enrolled_station()
    send(hub, station, ballot(hub, station, codes[0])[0])
    declare(hub, station, codes[0])
    assert told_void() == {}, "its ballot stays, and nobody is told who had spoilt a card after voting"
    for code in codes[1:3]:
        declare(hub, station, code)
    assert told_void() == {POLL: {code.mark(POLL) for code in codes[1:3]}}
    declare(hub, station, new_code())
    assert len(told_void()[POLL]) == 2, "a code that nobody was given is no card"


def test_stations_are_told_nothing_of_polls_that_take_no_more_ballots(hub: Hub, codes: list[Any]) -> None:  # noqa: F811
    station = hub.enrolled_station()
    tell(FILE_NAME, VoidCodesFile({"long-gone": {"ab" * 32}}).to_bytes())
    declare(hub, station, codes[1])
    assert set(told_void()) == {POLL}


def test_nothing_that_is_kept_tells_which_card_it_was(hub: Hub, codes: list[Any]) -> None:  # noqa: F811
    declare(hub, hub.enrolled_station(), codes[0])
    (kept,) = VoidedCard.objects.values()
    assert set(kept) == {"record_id", "poll", "device", "received_on", "was_used"}


def test_the_page_of_the_codes_tells_both_numbers(hub: Hub, codes: list[Any]) -> None:  # noqa: F811
    station = hub.enrolled_station()
    send(hub, station, ballot(hub, station, codes[0])[0])
    for code in codes[:3]:
        declare(hub, station, code)
    hub.client.force_login(User.objects.get(username=hub.account.user))
    shown = hub.client.get(reverse("console:codes"), headers={"Accept-Language": "de"}).content.decode()
    assert "3 Karten an Stationen für ungültig erklärt" in shown
    assert "1 davon war vorher benutzt, diese Stimme bleibt" in shown


def test_nothing_changes_once_the_poll_is_counted(
    hub: Hub,
    codes: list[Any],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sync.hub.polls.void_codes.tally_of", lambda poll: Tally(poll=poll))
    declare(hub, hub.enrolled_station(), codes[0])
    assert selectors.count_codes(POLL) == (len(codes), 0)
    assert count_voided(POLL) == (1, 0)


@pytest.mark.parametrize(
    "wire", [{}, {"poll": POLL, "mark": "ab"}, {"poll": "", "mark": "ab" * 32}, {"poll": 3, "mark": "ab" * 32}]
)
def test_anything_else_is_refused(wire: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        VoidCode.from_wire(wire)
