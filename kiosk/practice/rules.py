"""Rules of practising: what it works with is made so that nothing real can come of it. Knows nothing of screens.

The poll is in no content, there is no key to seal anything with, nothing is noted, and the outbox takes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Never

from kiosk.event_log import KioskEvent
from kiosk.practice.state import Exercise, PracticeState
from kiosk.reporting.steps import ReportingStep
from kiosk.session.asking import Asking
from kiosk.session.capture import CaptureDevices
from kiosk.session.context import Equipment
from kiosk.session.findings import BallotList, ReportList
from kiosk.session.flow import Path, VisitStep
from kiosk.session.help_lamp import HelpLamp
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel.intents import EndVisit, Home, Intent, OpenPolls, OpenPractice, OpenReport, Practise
from kiosk.voting.state import VotingState
from kiosk.voting.steps import VotingStep
from sync.protocol.ballot_claims import ClaimsFile
from sync.protocol.contributions import Released
from sync.protocol.data_use import DataUse
from sync.protocol.key_list import KeyList
from sync.protocol.languages import LANGUAGES
from sync.protocol.open_reports import KnownReports
from sync.protocol.poll_results import PollResult
from sync.protocol.polls.poll import Poll
from sync.protocol.promises import KeptPromise
from sync.protocol.records import Record
from sync.station.outbox import NotStored, Whereabouts

POLL_ID = "practice"
FRUITS = ("apples", "pears", "cherries", "plums")

_LEAVES = (Home, EndVisit, OpenPolls, OpenReport, OpenPractice, Practise)


def leaves(intent: Intent) -> bool:
    """True for what is never practised: it ends the exercise, and means the real thing."""
    return isinstance(intent, _LEAVES)


def begin(exercise: Exercise, real: Session, *, offer: Offer) -> Session:
    """A visit for the exercise, at its first step: with the aids of the real one, and nothing the person has said."""
    path: Path = (VisitStep.HOME, VotingStep.VOTE if exercise is Exercise.VOTE else ReportingStep.CATEGORIES)
    session = Session(real.language, real.district, profile=real.profile, path=path, untouched=False)
    session.states[PracticeState] = PracticeState(exercise)
    if exercise is Exercise.VOTE:
        poll = offer.polls[POLL_ID]
        session.states[VotingState] = VotingState(poll.id, orders={poll.id: tuple(one.id for one in poll.options)})
    return session


def offer_for_practice(offer: Offer, today: date) -> Offer:
    """The same city with one poll about nothing, and without keys: nothing can be sealed."""
    poll = practice_poll(today)
    return replace(
        offer,
        polls={poll.id: poll},
        code_lists={},
        projects={},
        surveys={},
        bank={},
        keys=KeyList(()),
        receipt_address="",
    )


def equipment_for_practice(equipment: Equipment) -> Equipment:
    """What an exercise works with: it stores, notes and prints nothing, asks nothing, and neither sees nor hears."""
    return replace(
        equipment,
        outbox=ClosedOutbox(),
        registers=EmptyRegisters(),
        note=_note_nothing,
        print_receipt=None,
        help_lamp=HelpLamp(),
        prove=lambda _poll, _tracker: "",
        asking=Asking(lambda: 0.0),
        takes_reports=lambda: True,
        capture=CaptureDevices(),
        keep_attachment=None,
    )


def practice_poll(today: date) -> Poll:
    """A question everybody can answer, open today. It has no counting keys."""
    day, all_words = today.isoformat(), [Texts(language.code) for language in LANGUAGES]
    options = [
        {"id": fruit, "title": {words.language.code: words.text(f"practice.fruit.{fruit}") for words in all_words}}
        for fruit in FRUITS
    ]
    return Poll.from_wire(
        {
            "id": POLL_ID,
            "version": 1,
            "kind": "multiple",
            "districts": [],
            "decides": "informs",
            "opens": day,
            "closes": day,
            "as_of": day,
            "min": 1,
            "max": 2,
            "order": "fixed",
            "title": {words.language.code: words.text("practice.poll.title") for words in all_words},
            "question": {words.language.code: words.text("practice.poll.question") for words in all_words},
            "about": {words.language.code: words.text("practice.poll.about") for words in all_words},
            "options": options,
        }
    )


def _note_nothing(_event: KioskEvent, _detail: Enum | BaseException | None = None, /) -> None:
    pass


class ClosedOutbox:
    """Takes nothing at all, whoever asks."""

    def put(  # its Protocol
        self,
        record: Record,  # noqa: ARG002
        *,
        spent: str = "",  # noqa: ARG002
        is_again: bool = False,  # noqa: ARG002
        counted_here: bytes = b"",  # noqa: ARG002
    ) -> Never:
        """Raises NotStored."""
        raise NotStored("this is practice")

    def is_spent(self, _mark: str) -> bool:
        """Nothing is."""
        return False


class EmptyRegisters:
    """Knows nothing of anybody."""

    def ballots(self) -> BallotList | None:
        """None."""
        return None

    def reports(self) -> ReportList | None:
        """None."""
        return None

    def claims(self) -> ClaimsFile | None:
        """None."""
        return None

    def open_reports(self) -> KnownReports | None:
        """None: nobody supports another's report in an exercise."""
        return None

    def report_picture(self, _name: str) -> bytes:
        """None."""
        return b""

    def data_use(self) -> DataUse | None:
        """None."""
        return None

    def released(self) -> Sequence[Released]:
        """None."""
        return ()

    def similar(self, _text: str, *, most: int) -> Sequence[Released]:  # noqa: ARG002  (as the Protocol says)
        """None."""
        return ()

    def left_as(self, _record_id: str) -> str:
        """Unknown."""
        return ""

    def is_void(self, _mark: str, /) -> bool:
        """Never."""
        return False

    def results(self) -> Mapping[str, PollResult]:
        """None."""
        return {}

    def promises(self) -> list[KeptPromise]:
        """None."""
        return []

    def whereabouts(self, _record_id: str) -> Whereabouts:
        """Unknown."""
        return Whereabouts.UNKNOWN
