"""What is told while nobody is here: a warning, what became of a visit that was cut off, how long people wait, the
notice board, a pause.

Knows no visit; whether the greeting is what is shown is decided by the conductor.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from hardware.ports import Charge
from kiosk.projects.board import NOTE_SECONDS, note_told
from kiosk.session.findings import Registers
from kiosk.station.catalogue import Offer
from kiosk.station.warning import language_of_turn, turn_of
from kiosk.viewmodel.views import View
from kiosk.welcome import attract_view
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.languages import LANGUAGES
from sync.station.config import StationConfig
from sync.station.last_act import LastAct

TOLD_SECONDS = 300
"""How long the greeting tells what became of a visit that was cut off."""


class GreetingStation(Protocol):
    """The machine as the greeting sees it: ``kiosk.station.station.StationFile``. Asked again about each second."""

    @property
    def registers(self) -> Registers:
        """Whom to ask about a code. Used only while there is no trouble."""

    @property
    def district(self) -> str:
        """Code of the district the station stands in, empty if nobody said."""

    def warning(self) -> EmergencyNotice | None:
        """The emergency notice the hub has announced, also one that is over; None for none. Cheap."""

    def waiting_time(self) -> int:
        """For about how many minutes people wait, as the team has said; 0 for none. Cheap."""

    @property
    def charge(self) -> Charge:
        """How far the power reaches. Cheap."""

    def ballot_seal(self) -> str:
        """Eight letters that stand for all ballots in the box, as this station knows it; empty for none."""

    def now(self) -> datetime:
        """The best time the station knows, aware."""

    def interrupted(self) -> LastAct | None:
        """What became of the last act of a visit of today that was cut off; None when none was."""

    def note_over(self) -> None:
        """The visit is over: nothing of it is noted any more."""


class Greeting:
    """What it tells just now. ``monotonic`` gives seconds."""

    def __init__(self, station: GreetingStation, config: StationConfig, *, monotonic: Callable[[], float]) -> None:
        self._station = station
        self._config = config
        self._monotonic = monotonic
        self._seal = ""
        self._warning: tuple[EmergencyNotice, str] | None = None
        """What everybody is warned of now, and in which language it is shown."""
        self._turn = 0
        """How many notes the board has told since somebody was last here; 0 where nothing is to move now."""
        self._waiting = 0
        """For about how many minutes people wait."""
        self._charge = Charge.ENOUGH
        self._interrupted: LastAct | None = None
        self._told_until = 0.0
        self._turning_since = 0.0
        """Since when something is told that everybody who comes has to understand; now, while there is nothing."""
        self._turning_seconds = 0.0

    def start(self) -> None:
        """The program begins: a visit may have been cut off before."""
        self._turning_since = self._monotonic()
        self._interrupted = self._station.interrupted()
        self._told_until = self._monotonic() + TOLD_SECONDS

    def look(self, *, is_well: bool, since: float) -> None:
        """Ask the station anew, which serves (``is_well``) or does not. ``since`` when on the machine's clock nobody
        has been here.
        """
        self._seal = self._station.ballot_seal() if is_well else ""
        self._warning = turn_of(self._station.warning(), self._station.now(), self._monotonic()) if is_well else None
        self._waiting = self._station.waiting_time() if is_well else 0
        self._charge = self._station.charge
        is_for_all = self._interrupted is not None or self._waiting > 0 or self._charge is not Charge.ENOUGH
        moves = self._config.screen.motion and not is_for_all
        self._turn = int((self._monotonic() - since) / NOTE_SECONDS) if moves else 0
        if is_well and not is_for_all:
            self._turning_since = self._monotonic()
        self._turning_seconds = self._monotonic() - self._turning_since

    def pass_time(self) -> None:
        """What became of a visit that was cut off has been told long enough."""
        if self._monotonic() >= self._told_until:
            self.forget_interrupted()

    def forget_interrupted(self) -> None:
        """Whoever comes now is another one."""
        if self._interrupted is not None:
            self._interrupted = None
            self._station.note_over()

    def told(self, offer: Offer | None) -> tuple[object, ...]:
        """Changes whenever there is something new to tell."""
        known = (self._seal, self._warning, self._interrupted, self._waiting, self._charge)
        return *known, self._turn, self.language(offer)

    def language(self, offer: Offer | None) -> str:
        """The station's own; where everybody has to understand what is told, then the others in turn."""
        own = self._config.language
        offered = offer.languages if offer else LANGUAGES
        others = (language.code for language in offered if language.code != own)
        return language_of_turn([own, *others], self._turning_seconds)

    def view(self, offer: Offer) -> View:
        """What is shown."""
        here = offer.districts.get(self._station.district)
        warning, language = self._warning or (None, self.language(offer))
        note = None
        if warning is None:
            turn = self._turn if self._config.screen.motion else None
            district, registers = self._station.district, self._station.registers
            language, note = note_told(language, turn, offer, registers, district=district, now=self._station.now())
        return attract_view(
            language,
            place=here.name if here else "",
            as_of=offer.as_of,
            seal=self._seal,
            interrupted=self._interrupted.value if self._interrupted else "",
            runs_low=self._charge is not Charge.ENOUGH,
            waiting=self._waiting,
            warning=warning,
            zone=offer.zone,
            languages=offer.languages,
            phrases=offer.phrases,
            colours=offer.colours,
            note=(note.title, note.text) if note else ("", ""),
        )
