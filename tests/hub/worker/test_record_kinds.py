"""Every kind of record has all its parts: it travels, is opened and applied, and has a name people know."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sync.hub.claims.models import MissingBallot, StationSlipKey
from sync.hub.closures.models import ClosedDay
from sync.hub.console.wording.names import NAMES
from sync.hub.contributions.models import CitizenContribution, ContributionSupport
from sync.hub.contributions.services import receive_contribution
from sync.hub.counting.models import EveningCount
from sync.hub.intake.models import SealedRecord
from sync.hub.polls.models import BoxedBallot, VoidedCard
from sync.hub.reports.models import CitizenWord, DefectReport
from sync.hub.reports.services import receive_report
from sync.hub.surveys.models import AskedQuestion, GivenAnswer
from sync.hub.triage.models import StationDamage
from sync.hub.visits.models import VisitDay
from sync.hub.worker.apply import Applied
from sync.hub.worker.record_kinds import RECORD_HANDLERS
from sync.protocol import contributions as travelling
from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.contributions import ContributionKind, Support, public_name_of
from sync.protocol.day_closure import DayClosure, DaySums
from sync.protocol.envelope import (
    seal_answer,
    seal_claim,
    seal_closure,
    seal_damage,
    seal_evening,
    seal_slip_key,
    seal_support,
    seal_visits,
    seal_void_code,
    seal_word,
)
from sync.protocol.evening_polls import EveningPoll
from sync.protocol.keys import SigningKey
from sync.protocol.records import STREAMS, Damage, Record, RecordKind, Report, ReportWord, WordKind
from sync.protocol.report_status import record_id_of
from sync.protocol.slip_proofs import SlipKey
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.surveys.questions import BANK, ONLY, BankQuestion
from sync.protocol.visit_counts import VisitCounts
from sync.protocol.void_codes import VoidCode
from tests.kits.evening_polls import opened_evening
from tests.kits.hub import NOW, Hub, Station, on_both


def _answer_to_the_bank(_hub: Hub, station: Station) -> Record:
    asked = BankQuestion.from_wire(AskedQuestion.objects.get(question="happiness").definition)
    given = SurveyAnswer(BANK, asked.id, asked.wording, {ONLY: 4}, "K", "2026-11-22")
    return seal_answer(given, asked.poll, key=station.seal)


def _word_on_a_report(_hub: Hub, station: Station) -> Record:
    report = "0" * 32
    receive_report(
        report,
        Report("1", "street", "K", 12.1, 54.1, "", "de", "2026-11-22"),
        device=station.device,
        received_at=NOW,
    )
    return seal_word(ReportWord(report, WordKind.NOT_IN_ORDER, "2026-11-22"), key=station.seal)


IDEA = "1234567812345678"


def _support_of_an_idea(_hub: Hub, station: Station) -> Record:
    record_id = record_id_of(IDEA)
    said = travelling.Contribution(ContributionKind.IDEA, IDEA, "Bänke", "K", "de", "2026-11-22")
    receive_contribution(record_id, said, device=station.device, received_at=NOW)
    return seal_support(Support(public_name_of(record_id), "2026-11-22"), key=station.seal)


SAMPLES: dict[str, tuple[Callable[[Hub, Station], Record], type]] = {
    RecordKind.BALLOT: (lambda hub, station: station.ballot(hub.poll())[0], BoxedBallot),
    RecordKind.REPORT: (lambda hub, station: station.report(), DefectReport),
    RecordKind.DAMAGE: (
        lambda hub, station: seal_damage(Damage("2026-11-22", 4096, 7, "damaged/1"), key=station.seal),
        StationDamage,
    ),
    RecordKind.CLAIM: (
        lambda hub, station: seal_claim(BallotClaim("K7QF2M3AXW5TPJ4C6RBD", "2026-11-22"), key=station.seal),
        MissingBallot,
    ),
    RecordKind.WORD: (_word_on_a_report, CitizenWord),
    RecordKind.CONTRIBUTION: (lambda _hub, station: station.contribution(IDEA), CitizenContribution),
    RecordKind.SUPPORT: (_support_of_an_idea, ContributionSupport),
    RecordKind.ANSWER: (_answer_to_the_bank, GivenAnswer),
    RecordKind.CLOSURE: (
        lambda hub, station: seal_closure(
            DayClosure("2026-11-22", "2026-11-22", "", "A", DaySums(), 0, ("a", "b"), by_pin=True), key=station.seal
        ),
        ClosedDay,
    ),
    RecordKind.SLIP_KEY: (
        lambda hub, station: seal_slip_key(
            SlipKey.of(SigningKey.generate(), device=station.device, day=NOW.date()), key=station.seal
        ),
        StationSlipKey,
    ),
    RecordKind.EVENING: (
        lambda hub, station: seal_evening(EveningPoll(opened_evening()[0]), key=station.seal),
        EveningCount,
    ),
    RecordKind.VOID_CODE: (
        lambda hub, station: seal_void_code(VoidCode("neuer-markt", "ab" * 32), key=station.seal),
        VoidedCard,
    ),
    RecordKind.VISITS: (
        lambda hub, station: seal_visits(VisitCounts("2026-11-22", begun=3, finished=2), key=station.seal),
        VisitDay,
    ),
}
"""Of each kind, one record and the rows it becomes."""


def test_no_kind_lacks_a_part() -> None:
    assert set(RECORD_HANDLERS) == set(STREAMS) == set(NAMES[RecordKind]) == set(SAMPLES) == set(RecordKind)


@on_both
@pytest.mark.parametrize("kind", list(RecordKind))
def test_a_record_of_every_kind_is_opened_and_applied_once(hub: Hub, kind: RecordKind) -> None:
    station = hub.enrolled_station()
    make, rows = SAMPLES[kind]
    record = make(hub, station)
    assert record.kind == kind
    hub.accept(station.batch([record], stream=STREAMS[kind]))
    assert hub.work() == Applied(applied=1)
    SealedRecord.objects.update(state="waiting")
    assert hub.work() == Applied(applied=1)
    assert rows.objects.count() == 1  # type: ignore[attr-defined]
