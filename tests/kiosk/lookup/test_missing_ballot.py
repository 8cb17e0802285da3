"""My vote is missing: said once at a station, sealed, and answered at any station to whoever has the tracker."""

from datetime import date

from hardware.ports import CaptureState
from kiosk.viewmodel.intents import LookAtDevices, LookUp, OpenLookUp, OpenScanner, SayMissing, TypeCode, TypeInstead
from kiosk.viewmodel.views import AnswerView, LookUpView, ScanView, Tone
from sync.protocol.ballot_claims import BallotClaim, ClaimsFile, ClaimStanding
from sync.protocol.envelope import open_claim
from sync.protocol.keys import SigningKey
from sync.protocol.slip_proofs import make_proof
from tests.kits.station_twin import BallotsTwin

TRACKER = "K7QF2M3AXW5TPJ4C6RBD"
DAY = date(2026, 11, 22)


def asked(kit, code=TRACKER) -> AnswerView:
    kit.at_home()
    return kit.ask(OpenLookUp(), TypeCode(code), LookUp())


def test_a_ballot_that_is_not_listed_can_be_said_to_be_missing(kit):
    kit.station.registers.listed = BallotsTwin()
    view = asked(kit)
    assert SayMissing() in [deed.intent for deed in view.deeds]
    view = kit.ask(SayMissing())
    assert view.tone is Tone.STORED and view.answer == "Gespeichert: Die Stadt erfährt, dass Ihre Stimme fehlt."
    (record,) = kit.outbox.records
    assert open_claim(record, key=kit.keys.seal) == BallotClaim(TRACKER, DAY.isoformat())


def test_nothing_is_stored_for_a_ballot_that_is_there_and_the_buttons_do_not_tell(kit):
    kit.station.registers.listed = BallotsTwin({TRACKER: ("garten-nordwest", True)})
    there = asked(kit)
    assert kit.ask(SayMissing()).notice and kit.outbox.puts == 0
    kit.station.registers.listed = BallotsTwin()
    assert [deed.label for deed in asked(kit).deeds] == [deed.label for deed in there.deeds]


def test_full_disk_is_told_and_the_claim_can_be_tried_again(kit):
    kit.station.registers.listed = BallotsTwin()
    asked(kit)
    kit.outbox.full = True
    assert kit.ask(SayMissing()).notice
    kit.outbox.full = False
    assert kit.ask(SayMissing()).tone is Tone.STORED


def test_at_any_station_the_city_answers_with_a_reason_until_the_ballot_is_there(kit):
    kit.station.registers.listed = BallotsTwin()
    reason = "Die Station im Börgerhus war ohne Netz."
    kit.station.registers.claimed = ClaimsFile.of([(TRACKER, ClaimStanding(DAY, reason, DAY))])
    assert reason in [line.value for line in asked(kit).lines]
    assert asked(kit).lines[-1].value == "K7QF-2M3A-XW5T-PJ4C-6RBD"
    kit.station.registers.claimed = ClaimsFile.of([(TRACKER, ClaimStanding(DAY))])
    assert "Die Stadt geht dem nach" in " ".join(line.value for line in asked(kit).lines)
    kit.station.registers.listed = BallotsTwin({TRACKER: ("garten-nordwest", True)})
    assert len(asked(kit).lines) == 2


def test_a_slip_that_is_read_finds_the_ballot_and_goes_with_the_claim(kit):
    kit.station.registers.listed = BallotsTwin()
    proof = make_proof(SigningKey.generate(), poll="neuer-markt", tracker=TRACKER)
    asked(kit, f"https://www.example.org/mitmachen#{TRACKER}.{proof}")
    kit.ask(SayMissing())
    (record,) = kit.outbox.records
    assert open_claim(record, key=kit.keys.seal) == BallotClaim(TRACKER, DAY.isoformat(), proof)


def test_a_proof_does_not_stay_with_another_code(kit):
    kit.station.registers.listed = BallotsTwin()
    kit.at_home()
    proof = make_proof(SigningKey.generate(), poll="neuer-markt", tracker=TRACKER)
    kit.ask(OpenLookUp(), TypeCode(f"{TRACKER}.{proof}"), TypeCode("A" + TRACKER[1:]), LookUp(), SayMissing())
    (record,) = kit.outbox.records
    assert open_claim(record, key=kit.keys.seal) == BallotClaim("A" + TRACKER[1:], DAY.isoformat())


def test_the_camera_reads_the_slip_and_the_claim_proves_it(kit):
    kit.station.registers.listed = BallotsTwin()
    kit.at_home()
    proof = make_proof(SigningKey.generate(), poll="neuer-markt", tracker=TRACKER)
    assert isinstance(kit.ask(OpenLookUp(), OpenScanner()), ScanView)
    kit.scanner.hold("https://www.example.org/#something-else")
    assert kit.ask(LookAtDevices()).notice and isinstance(kit.view, ScanView)
    kit.scanner.hold(f"https://www.example.org/mitmachen#{TRACKER}.{proof}")
    view = kit.ask(LookAtDevices())
    assert isinstance(view, AnswerView) and kit.scanner.state() is CaptureState.OFF
    kit.ask(SayMissing())
    (record,) = kit.outbox.records
    assert open_claim(record, key=kit.keys.seal) == BallotClaim(TRACKER, DAY.isoformat(), proof)


def test_a_slip_of_a_report_is_read_as_well_and_typing_is_never_far(kit):
    kit.at_home()
    kit.ask(OpenLookUp(), OpenScanner())
    assert isinstance(kit.ask(TypeInstead()), LookUpView)
    kit.ask(OpenScanner())
    kit.scanner.hold("https://www.example.org/mitmachen#4711181501234567")
    assert isinstance(kit.ask(LookAtDevices()), AnswerView)
