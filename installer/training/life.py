"""The life in a hub for training: what people left at its stations, what the office made of it, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from installer.training import polls
from installer.training.station import BY, InventedDelivery, InventedStation, bring_in_order
from sync.hub.accounts.roles import SCOPED, Role
from sync.hub.accounts.services import choose_password, make_account
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.services import review_contribution, set_contribution_state
from sync.hub.entries.models import ReviewState
from sync.hub.polls.code_batches import hand_out_batch, make_batch
from sync.hub.reach.services import tell_months
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import set_review
from sync.hub.reports.services import set_state
from sync.hub.stations.services import revoke
from sync.hub.worker.announce import tell_stations
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.loop import work_once
from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.contributions import Contribution, ContributionKind, ContributionState, Support, public_name_of
from sync.protocol.day_closure import Balance, DayClosure, DaySums
from sync.protocol.envelope import (
    seal_ballot,
    seal_claim,
    seal_closure,
    seal_contribution,
    seal_damage,
    seal_report,
    seal_support,
    seal_visits,
)
from sync.protocol.polls.kinds import kind_of
from sync.protocol.records import Damage, Record, Report, Stream
from sync.protocol.report_status import NUMBER_DIGITS, ReportState, record_id_of
from sync.protocol.visit_counts import VisitCounts

MONTHS = 4
"""So far back stations have counted visits."""

PLACES = (
    ("Börgerhus Groß Klein (Übung)", "D"), ("Haus 12, Schmarl (Übung)", "G"), ("Stadtbibliothek (Übung)", "N"),
    ("T’winkelhus (Übung)", "S"), ("Bürgerbus (Übung)", "K"),
)  # fmt: skip
"""The invented stations; the last one is on the road."""

MARKETS = (("Wochenmarkt Dierkow", "P"), ("Kirchplatz Warnemünde", "A"), ("Sportplatz Toitenwinkel", "S"))

REPORTS = (
    ("lights-and-signs", "Die Laterne vor dem Haus flackert die ganze Nacht."),
    ("street", "Der Gehweg ist aufgebrochen, mit dem Rollator kommt man nicht vorbei."),
    ("litter", "Neben den Containern liegt ein altes Sofa. Frau Meier aus Nummer 7 hat es gesehen."),
    ("green", "Die Hecke hängt weit in den Weg."),
    ("street", "На переході немає світла."),
)
CONTRIBUTIONS = (
    (ContributionKind.IDEA, "Mehr Bänke zwischen Markt und Hafen, damit man sich ausruhen kann."),
    (ContributionKind.IDEA, "Ein Trinkbrunnen auf dem Platz."),
    (ContributionKind.QUESTION, "Wann fährt die Straßenbahn wieder bis zur Endhaltestelle?"),
    (ContributionKind.QUESTION, "Darf man am Ufer grillen?"),
)
ACCOUNTS = (
    ("kerstin", Role.ADMINISTRATOR), ("redaktion", Role.EDITOR), ("freigabe", Role.PUBLISHER),
    ("zaehlerin", Role.COUNTER), ("zaehler", Role.COUNTER), ("sachbearbeitung", Role.REPORT_OFFICER),
    ("ortsbeirat", Role.DISTRICT_COUNCIL), ("unterwegs", Role.OUTREACH_LEAD), ("pruefung", Role.AUDITOR),
)  # fmt: skip


def fill(random: Random, *, now: datetime, password: str) -> None:
    """Everything, in a new hub for training. ``password`` opens each of ``ACCOUNTS``."""
    today = timezone.localdate(now)
    _open_accounts(password, now)
    polls.publish_polls(today, now)
    stations = [InventedStation(name, district, now=now) for name, district in PLACES]
    brought = list(polls.vote(stations, random))
    for station in stations:
        brought.append(_count_visits(station, today, random, is_on_the_road=station is stations[-1]))
        brought.extend(_leave(station, today, now, random))
    bring_in_order(brought)
    _go_wrong(stations, today, now, random)
    _work()
    tell_months(today=today, now=now)
    _answer(today, now)
    polls.count(today, now, ("zaehlerin", "zaehler"))
    polls.draft(today, now)
    _print_cards(today, now)
    _work()
    tell_stations(settings.HUB_FOLDER, log_at_once=True, now=now)


def _open_accounts(password: str, now: datetime) -> None:
    for name, role in ACCOUNTS:
        make_account(name, role, by=BY, now=now, reach=["K", "G"] if role in SCOPED else [])
        choose_password(User.objects.get(username=name), password, now=now)


def _work() -> None:
    work_once(Keyring.load(settings.HUB_FOLDER.root), batches_kept=timedelta(days=30), box_at_once=True)


def _count_visits(station: InventedStation, today: date, random: Random, *, is_on_the_road: bool) -> InventedDelivery:
    """A count for every Tuesday and Thursday of the last months; Arabic visits are finished less often."""
    first = today - timedelta(days=30 * MONTHS)
    days = [day for day in (first + timedelta(days=number) for number in range(30 * MONTHS)) if day.weekday() in (1, 3)]
    records = []
    for day in days:
        begun = random.randint(12, 30)
        foreign, abandoned = begun // 5, begun // 6
        left = min(abandoned, foreign * 2 // 3)
        place, district = random.choice(MARKETS) if is_on_the_road else ("", "")
        counts = VisitCounts(
            day.isoformat(), begun=begun, finished=begun - abandoned, abandoned={"vote": abandoned},
            helped=begun // 4, languages={"de": begun - foreign, "ar": foreign},
            aids={"size": begun // 3, "speech": begun // 6}, tasks={"voting": begun // 2, "reporting": begun // 3},
            abandoned_languages={"de": abandoned - left, "ar": left}, place=place, district=district,
        )  # fmt: skip
        records.append(seal_visits(counts, key=station.seal))
    return InventedDelivery(polls.noon(days[-1]), station, Stream.REPORTS, records)


def _somewhere(random: Random) -> tuple[float, float]:
    """Longitude and latitude of a place in the city."""
    return round(12.1 + random.uniform(-0.04, 0.04), 5), round(54.1 + random.uniform(-0.02, 0.02), 5)


def _leave(station: InventedStation, today: date, now: datetime, random: Random) -> Iterator[InventedDelivery]:
    """Reports, ideas with supports, questions, and votes in what is open."""
    for number, (category, words) in enumerate(REPORTS):
        day = today - timedelta(days=random.randint(1, 40))
        number_on_slip, (longitude, latitude) = _number(random), _somewhere(random)
        report = Report(
            number=number_on_slip, category=category, district=station.district,
            longitude=longitude, latitude=latitude,
            description=words, language="uk" if number == 4 else "de", day=day.isoformat(), may_publish=True,
        )  # fmt: skip
        sealed = seal_report(report, key=station.seal, record_id=record_id_of(number_on_slip))
        yield InventedDelivery(polls.noon(day), station, Stream.REPORTS, [sealed])
    for kind, text in CONTRIBUTIONS:
        day = today - timedelta(days=random.randint(2, 30))
        number_on_slip = _number(random)
        said = Contribution(kind=kind, number=number_on_slip, text=text, district=station.district, language="de",
                            day=day.isoformat(), is_public=kind is ContributionKind.QUESTION,
                            place=_somewhere(random) if kind is ContributionKind.IDEA else None)  # fmt: skip
        record = seal_contribution(said, key=station.seal, record_id=record_id_of(number_on_slip))
        records: list[Record] = [record]
        if kind is ContributionKind.IDEA:
            support = Support(public_name_of(record.id), day.isoformat())
            records += [seal_support(support, key=station.seal) for _ in range(random.randint(2, 9))]
        yield InventedDelivery(polls.noon(day), station, Stream.REPORTS, records)
    poll = polls.published(polls.PATTERN)
    ballots = [
        seal_ballot(poll, kind_of(poll).draw(poll, random), key=station.seal)[0] for _ in range(random.randint(8, 20))
    ]
    yield InventedDelivery(now - timedelta(days=1), station, Stream.BALLOTS, ballots)


def _number(random: Random) -> str:
    return f"{random.randrange(10**NUMBER_DIGITS):0{NUMBER_DIGITS}}"


def _go_wrong(stations: Sequence[InventedStation], today: date, now: datetime, random: Random) -> None:
    """What an administrator has to decide: a record that cannot be used, damage, a missed vote, a stolen station."""
    first, second, *_ = stations
    good = seal_report(Report(_number(random), "street", "D", 12.1, 54.1, "?", "de", today.isoformat()), key=first.seal)
    spoilt = Record(good.id, good.kind, good.kid, good.sealed[:-1] + bytes([good.sealed[-1] ^ 1]))
    first.hand_over([spoilt], Stream.REPORTS, now=now - timedelta(hours=5))
    damage = seal_damage(Damage(today.isoformat(), 8_388_608, 212, "damaged/001"), key=second.seal)
    poll = polls.published(polls.PATTERN)
    _record, never_sent = seal_ballot(poll, [poll.options[0].id], key=second.seal)
    claim = seal_claim(BallotClaim(never_sent, today.isoformat()), key=second.seal)
    sums = DaySums(codes_issued=20, codes_used=14, codes_returned=5, ballots_opened=30, ballots_cast=28, ballots_left=2,
                   visits_begun=25, visits_finished=22, visits_abandoned=3)  # fmt: skip
    closure = DayClosure(today.isoformat(), today.isoformat(), "Wochenmarkt Dierkow", "P", sums, 28, ("Anna", "Jörg"),
                         by_pin=True, notes={Balance.CODES: "Eine Karte ist in den Regen gefallen."})  # fmt: skip
    second.hand_over([damage, claim, seal_closure(closure, key=second.seal)], Stream.REPORTS, now=now)
    stolen = InventedStation("Reserve (Übung)", "H", now=now)
    revoke(stolen.device, note="gestohlen gemeldet (Übung)", by=BY, now=now)
    try:
        report = Report(_number(random), "litter", "H", 12.1, 54.1, "Nach dem Diebstahl", "de", today.isoformat())
        stolen.hand_over([seal_report(report, key=stolen.seal)], Stream.REPORTS, now=now)
    except ValueError:
        return  # it is set aside, for somebody to decide
    raise ValueError("a revoked station was acknowledged")


def _answer(today: date, now: datetime) -> None:
    """Some of it was answered, some released, some is overdue, most still waits."""
    for number, report in enumerate(DefectReport.objects.order_by("id")[:12]):
        if number % 3 == 0:
            set_state(report.record_id, ReportState.IN_PROGRESS, note="Der Bauhof ist bestellt.", by=BY, now=now,
                      responsible="Tiefbauamt", due=today + timedelta(days=5 - 2 * number))  # fmt: skip
        elif number % 3 == 1:
            set_state(report.record_id, ReportState.SOLVED, note="Repariert.", by=BY, now=now)
        if number % 2 == 0:
            set_review(report.record_id, ReviewState.APPROVED, note="", by=BY, now=now, seen=0)
    for number, said in enumerate(CitizenContribution.objects.order_by("id")[:10]):
        if number % 2 == 0:
            review_contribution(said.record_id, ReviewState.APPROVED, note="", by=BY, now=now, seen=said.review_version)
        if said.kind == ContributionKind.QUESTION:
            set_contribution_state(said.record_id, ContributionState.ANSWERED, note="Ab dem nächsten Frühling.", by=BY,
                                   now=now, seen=said.version)  # fmt: skip


def _print_cards(today: date, now: datetime) -> None:
    """Batches of cards: one in stock, one handed out. Nobody gets to see their codes."""
    poll = polls.published(polls.RUNNING)
    for place in ("Ortsamt Mitte", "Bürgerbus"):
        batch, _file = make_batch(poll, place=place, number=20, printed=lambda *_: b"", by=BY, today=today, now=now)
    hand_out_batch(batch.pk, seen=0, note="Frau Meier, Team Bus", by=BY, now=now)
