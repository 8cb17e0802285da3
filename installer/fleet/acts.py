"""What people do at the stations of a fleet: made-up ballots and reports, really sealed; and what they were told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from installer.fleet.members import Member
from sync.protocol.encoding import random_code
from sync.protocol.envelope import seal_ballot, seal_report
from sync.protocol.keys import SealKey
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Record, Report

_BALLOT_SHARE = 0.6
PHOTO_SHARE = 0.2
"""Of all reports."""
MOST_PHOTO_BYTES = 4000
"""Small: it is their way that is simulated."""

Names = tuple[str, ...]
_WORDS = (
    ("street", "Im Gehweg ist ein tiefes Loch, mit dem Rollator kommt man kaum vorbei."),
    ("street", "Auf dem Radweg liegen seit Tagen Scherben."),
    ("litter", "Der Papierkorb an der Haltestelle läuft über."),
    ("litter", "Neben den Containern liegt ein altes Sofa."),
    ("lights-and-signs", "Die Laterne vor dem Haus flackert die ganze Nacht."),
    ("lights-and-signs", "Das Straßenschild ist verdreht und zeigt in die falsche Richtung."),
    ("lights-and-signs", "The lamp by the underpass has been out for a week."),
    ("street", "Der Bordstein ist zu hoch, hier fehlt eine Absenkung."),
)


@dataclass(frozen=True)
class Act:
    """One thing a person did. ``token`` is what they are shown with the thank-you: a tracker or a report number."""

    token: str
    record: Record


@dataclass
class Ledger:
    """What people were told is stored.

    ``unsure`` are acts during which the station died: nobody was told anything, so they may be at the hub or not.
    """

    shown: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    pieces: set[str] = field(default_factory=set)
    """Names of the pieces of photos of reports that were shown as stored."""

    def compare(self, arrived: Iterable[str], *, waiting: Collection[str] = ()) -> Comparison:
        """What the hub has, as often as it has it, against what was shown; ``waiting`` still lies at stations."""
        counts = Counter(arrived)
        return Comparison(
            shown=len(self.shown),
            arrived=len(counts),
            waiting=len(set(waiting) & (self.shown - set(counts))),
            missing=sorted(self.shown - set(counts) - set(waiting)),
            doubled=sorted(token for token, times in counts.items() if times > 1),
            foreign=sorted(set(counts) - self.shown - self.unsure),
        )


@dataclass(frozen=True)
class Comparison:
    """How the two sides compare. ``foreign`` is at the hub and was shown to nobody."""

    shown: int
    arrived: int
    waiting: int
    missing: list[str]
    doubled: list[str]
    foreign: list[str]

    @property
    def is_true(self) -> bool:
        """True when everything shown is there once, and nothing else."""
        return not (self.missing or self.doubled or self.foreign)


def open_to_all(polls: Iterable[Poll]) -> list[Poll]:
    """The polls made-up people can vote in: with both counting keys, and without participation codes.

    Codes are given to people one by one; a simulation has none, and must spend none.
    """
    return [poll for poll in polls if poll.mix and poll.tally and not poll.codes]


def make_act(
    member: Member, *, polls: list[Poll], key: SealKey, day: date, random: Random, attach: Callable[[bytes], Names]
) -> Act:
    """A ballot in one of the polls, or a report from this district.

    ``attach`` saves a photo and returns the names of its pieces.
    """
    if polls and random.random() < _BALLOT_SHARE:
        poll = random.choice(polls)
        record, tracker = seal_ballot(poll, kind_of(poll).draw(poll, random), key=key)
        return Act(tracker, record)
    category, words = random.choice(_WORDS)
    photo = random.randbytes(random.randint(500, MOST_PHOTO_BYTES)) if random.random() < PHOTO_SHARE else b""
    report = Report(
        number=random_code(12),
        category=category,
        district=member.district,
        longitude=round(member.centre[0] + random.uniform(-0.01, 0.01), 5),
        latitude=round(member.centre[1] + random.uniform(-0.005, 0.005), 5),
        description=words,
        language="en" if words.startswith("The") else "de",
        day=day.isoformat(),
        attachments=(attach(photo),) if photo else (),
    )
    return Act(report.number, seal_report(report, key=key))
