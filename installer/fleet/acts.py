"""What people do at the stations of a fleet: made-up ballots and reports, really sealed; and what they were told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from installer.fleet.members import Member
from sync.protocol.encoding import random_code
from sync.protocol.envelope import seal_ballot, seal_report
from sync.protocol.keys import SealKey
from sync.protocol.participation_codes import ParticipationCode
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Record, Report

_BALLOT_SHARE = 0.6
USED_SHARE = 0.3
"""Of all ballots with a participation code: it was used before."""
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
    mark: str = ""
    """Of the participation code it was cast with; empty for all others."""


@dataclass
class Ledger:
    """What people were told is stored.

    ``unsure`` are acts during which the station died: nobody was told anything, so they may be at the hub or not.
    """

    shown: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    pieces: set[str] = field(default_factory=set)
    """Names of the pieces of photos of reports that were shown as stored."""
    marks: dict[str, str] = field(default_factory=dict)
    """Trackers of ballots cast with a participation code, and its mark."""

    def miscounted(self, counted: Iterable[str], *, arrived: Iterable[str]) -> list[str]:
        """Marks with which not exactly one ballot counts, of those that have come; ``counted`` are those that count."""
        counts = Counter(counted)
        return sorted(
            mark for mark in {self.marks[token] for token in arrived if token in self.marks} if counts[mark] != 1
        )

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


@dataclass
class GivenOut:
    """Participation codes in the hands of people, by poll. Now and then somebody tries one that was used before."""

    codes: Mapping[str, Sequence[ParticipationCode]] = field(default_factory=dict)
    _used: dict[str, list[ParticipationCode]] = field(default_factory=dict)

    def take(self, poll: str, random: Random) -> ParticipationCode:
        """The code of a person who comes to vote."""
        used = self._used.setdefault(poll, [])
        fresh = self.codes[poll][len(set(used)) :]
        if used and (not fresh or random.random() < USED_SHARE):
            return random.choice(used)
        used.append(fresh[0])
        return fresh[0]


def open_to_people(polls: Iterable[Poll], given_out: GivenOut) -> list[Poll]:
    """The polls made-up people can vote in: with both counting keys, and with codes only where they have some.

    Codes that were given to real people must not be spent.
    """
    return [poll for poll in polls if poll.mix and poll.tally and (not poll.codes or poll.id in given_out.codes)]


def make_act(
    member: Member,
    *,
    polls: list[Poll],
    given_out: GivenOut,
    key: SealKey,
    day: date,
    random: Random,
    attach: Callable[[bytes], Names],
) -> Act:
    """A ballot in one of the polls, or a report from this district.

    ``attach`` saves a photo and returns the names of its pieces.
    """
    if polls and random.random() < _BALLOT_SHARE:
        poll = random.choice(polls)
        mark = given_out.take(poll.id, random).mark(poll.id) if poll.codes else ""
        record, tracker = seal_ballot(poll, kind_of(poll).draw(poll, random), key=key, spent=mark)
        return Act(tracker, record, mark)
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
