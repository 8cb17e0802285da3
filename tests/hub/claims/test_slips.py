"""A slip proves which station gave its tracker: what any other signature is, is said, and never taken for a proof."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kiosk.station.slip_signer import DAYS_OF_A_KEY
from sync.hub.claims.models import MissingBallot, StationSlipKey
from sync.hub.claims.slips import SlipVerdict, judge_slip
from sync.hub.polls.models import PublishedPoll
from sync.hub.stations.models import Device
from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.envelope import seal_claim, seal_slip_key
from sync.protocol.keys import SigningKey
from sync.protocol.records import Stream
from sync.protocol.slip_proofs import SlipKey, make_proof
from tests.hub.console.test_draft_pages import signed_in
from tests.kits.hub import NOW, Hub, Station

TRACKER = "K7QF2M3AXW5TPJ4C6RBD"
POLL = "neuer-markt"
TODAY = NOW.date()


def begun(hub: Hub, station: Station, key: SigningKey, day: date = TODAY) -> None:
    told = SlipKey.of(key, device=station.device, day=day)
    hub.accept(station.batch([seal_slip_key(told, key=station.seal)]))
    hub.work()


@pytest.fixture
def key() -> SigningKey:
    return SigningKey.generate()


@pytest.fixture
def station(hub: Hub, key: SigningKey) -> Station:
    enrolled = hub.enrolled_station("Börgerhus")
    begun(hub, enrolled, key)
    return enrolled


def verdict(proof: str, tracker: str = TRACKER) -> SlipVerdict:
    return judge_slip(tracker, proof).verdict


def test_a_slip_tells_its_station_and_its_poll(hub: Hub, station: Station, key: SigningKey) -> None:
    found = judge_slip(TRACKER, make_proof(key, poll=POLL, tracker=TRACKER))
    assert (found.verdict, found.station, found.poll) == (SlipVerdict.FITS, station.device, POLL)


def test_nothing_else_is_taken_for_a_proof(hub: Hub, station: Station, key: SigningKey) -> None:
    proof = make_proof(key, poll=POLL, tracker=TRACKER)
    assert verdict(proof, "A" + TRACKER[1:]) is SlipVerdict.DOES_NOT_FIT
    assert verdict(make_proof(key, poll="never-published", tracker=TRACKER)) is SlipVerdict.DOES_NOT_FIT
    assert verdict(make_proof(SigningKey.generate(), poll=POLL, tracker=TRACKER)) is SlipVerdict.UNKNOWN_KEY
    other = make_proof(SigningKey.generate(), poll=POLL, tracker=TRACKER)
    assert verdict(proof[:8] + other[8:]) is SlipVerdict.DOES_NOT_FIT
    assert verdict("") is SlipVerdict.NONE and verdict(proof[:-1]) is SlipVerdict.DOES_NOT_FIT


def test_a_ballot_that_lies_in_a_box_was_given_for_that_poll(hub: Hub, station: Station, key: SigningKey) -> None:
    record, tracker = station.ballot(hub.poll())
    hub.accept(station.batch([record], stream=Stream.BALLOTS))
    hub.work()
    assert verdict(make_proof(key, poll=POLL, tracker=tracker), tracker) is SlipVerdict.FITS
    elsewhere = make_proof(key, poll="garten-nordwest", tracker=tracker)
    assert verdict(elsewhere, tracker) is SlipVerdict.DOES_NOT_FIT


def test_the_name_of_one_station_on_the_signature_of_another_proves_nothing(
    hub: Hub, station: Station, key: SigningKey
) -> None:
    stranger, other = SigningKey.generate(), hub.enrolled_station("Lütten Klein")
    begun(hub, other, stranger)
    mine, theirs = (make_proof(one, poll=POLL, tracker=TRACKER) for one in (key, stranger))
    assert judge_slip(TRACKER, theirs).station == other.device
    assert verdict(mine[:8] + theirs[8:]) is SlipVerdict.DOES_NOT_FIT


def test_an_old_key_proves_nothing_for_a_poll_that_began_after_it(hub: Hub, station: Station, key: SigningKey) -> None:
    begun(hub, station, SigningKey.generate(), NOW.date() + timedelta(days=DAYS_OF_A_KEY))
    StationSlipKey.objects.exclude(hint="").exclude(public_key=key.public.jwk).update(since=NOW.date() + timedelta(30))
    proof = make_proof(key, poll=POLL, tracker=TRACKER)
    assert verdict(proof) is SlipVerdict.FITS
    PublishedPoll.objects.filter(poll=POLL).update(opens=NOW.date() + timedelta(31), closes=NOW.date() + timedelta(60))
    assert verdict(proof) is SlipVerdict.OUT_OF_USE
    assert judge_slip(TRACKER, proof).station == station.device


def test_a_key_of_a_revoked_station_proves_nothing_for_what_began_later(
    hub: Hub, station: Station, key: SigningKey
) -> None:
    Device.objects.update(revoked_at=NOW)
    proof = make_proof(key, poll=POLL, tracker=TRACKER)
    assert verdict(proof) is SlipVerdict.FITS
    PublishedPoll.objects.filter(poll=POLL).update(opens=NOW.date() + timedelta(1), closes=NOW.date() + timedelta(60))
    assert verdict(proof) is SlipVerdict.OUT_OF_USE


def test_a_key_belongs_to_the_station_it_was_made_for(hub: Hub, station: Station, key: SigningKey) -> None:
    thief = hub.enrolled_station("Evershagen")
    of_another = SlipKey.of(SigningKey.generate(), device=station.device, day=NOW.date())
    hub.accept(thief.batch([seal_slip_key(of_another, key=thief.seal)]))
    assert not hub.work().applied
    theirs_too = SlipKey.of(key, device=thief.device, day=NOW.date())
    hub.accept(thief.batch([seal_slip_key(theirs_too, key=thief.seal)]))
    assert not hub.work().applied
    assert StationSlipKey.objects.get().device == station.device


def test_who_comes_back_with_the_slip_proves_it_and_nobody_takes_that_away(
    hub: Hub, station: Station, key: SigningKey
) -> None:
    def claim(proof: str) -> None:
        hub.accept(station.batch([seal_claim(BallotClaim(TRACKER, "2026-11-22", proof), key=station.seal)]))
        hub.work()

    proof, forged = (make_proof(one, poll=POLL, tracker=TRACKER) for one in (key, SigningKey.generate()))
    page = reverse("console:claim", args=(TRACKER,))
    admin = signed_in("erika")
    claim("")
    assert "getippt" in admin.get(page).content.decode()
    claim(forged)
    assert "keine Station hat dieser Zentrale" in admin.get(page).content.decode().replace("Keine", "keine")
    claim(proof)
    claim(forged)
    assert MissingBallot.objects.get().proof == proof
    assert "Unterschrieben von der Station Börgerhus" in admin.get(page).content.decode()


def test_a_slip_in_the_hand_is_checked_at_the_console_and_kept_nowhere(
    hub: Hub, station: Station, key: SigningKey
) -> None:
    admin, page = signed_in("erika"), reverse("console:claims")
    link = f"https://www.example.org/mitmachen#{TRACKER}.{make_proof(key, poll=POLL, tracker=TRACKER)}"
    assert "von der Station Börgerhus" in admin.post(page, {"slip": link}).content.decode()
    assert "passt nicht" in admin.post(page, {"slip": link.replace("#K7", "#A7")}).content.decode()
    assert admin.post(page, {"slip": "https://www.example.org/#" + TRACKER}).status_code == 422
    assert not MissingBallot.objects.exists()
