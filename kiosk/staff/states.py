"""What the attendants' page can show: the door, the desk, choosing a place. Values; rules stand in ``staff.panel``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum

from accessibility.speech import DEFAULT_VOLUME_DB
from hardware.ports import PowerSupply
from kiosk.session.session import ReceiptPaper
from kiosk.staff.closing import ClosingState
from kiosk.staff.device_check import DeviceCheckState
from kiosk.staff.evening import EveningState
from kiosk.staff.screen_probes import DisplayState, TouchState
from kiosk.staff.stock import StockState
from kiosk.staff.waiting import WaitingState
from sync.protocol.day_closure import DaySums
from sync.station.events import Event
from sync.station.hand_checks import Checked, HandCheck
from sync.station.kept_drafts import KeptDraft
from sync.station.pause import Pause
from sync.station.place_today import PlaceToday
from sync.station.stick_requests import Phase, StickWork

AGENT_SILENT = "agent-silent"
"""Among the troubles: the agent does not work, so that nobody knows of any other."""

POWER_LOW = Event.POWER_LOW.id
"""Among them: the battery is nearly empty."""

HINDERING = frozenset({"disk", "nearly-full", "revoked", "clock-wrong", "no-agreement"})
"""With one of these troubles the station is not ready for a visit that has to count."""


@dataclass(frozen=True)
class StaffFacts:
    """What the station knows of itself. Moments are aware; ``troubles`` are causes and ids of the agent's events,
    the worst first."""

    name: str = ""
    waiting_ballots: int = 0
    waiting_reports: int = 0
    oldest_day: date | None = None
    """Of what waits here longest."""
    last_success: datetime | None = None
    troubles: tuple[str, ...] = ()
    content: date | None = None
    free_bytes: int = 0
    version: str = ""
    ballots_on_their_way: int = 0
    reports_on_their_way: int = 0
    """Of those that wait: in a batch, over the network or on a stick."""
    power: PowerSupply | None = None
    """The battery; None where there is none."""
    pause: Pause | None = None
    """Which pause the station makes."""

    @property
    def is_ready(self) -> bool:
        """What is left here now would count. A network is not needed for that."""
        return self.content is not None and not HINDERING & set(self.troubles)


class PinNotice(Enum):
    """What there is to say about the PIN."""

    NOTHING = "nothing"
    NONE_SET = "none"
    WRONG = "wrong"
    WAIT = "wait"
    WRONG_STICK = "wrong_stick"
    """The stick holds no key of a shift that is on."""


@dataclass(frozen=True)
class PinState:
    """The PIN pad: how many digits are typed, and what there is to say. ``seconds`` until the next try."""

    typed: int
    notice: PinNotice
    seconds: int = 0
    work: StickWork | None = None
    """What the agent says of the team's stick; None while nobody has asked for that."""
    takes_stick: bool = False
    """The team of a shift that is on has a stick that opens the page."""


@dataclass(frozen=True)
class DeskState:
    """The page behind it. ``work`` is what became of the wish of this sitting; None before there is one."""

    facts: StaffFacts
    work: StickWork | None = None
    place: PlaceToday | None = None
    has_codes: bool = False
    """Some poll here takes participation codes."""
    has_evening: bool = False
    """A poll can be opened for this evening, or was."""
    waiting: int = 0
    """For about how many minutes people wait; 0: nobody does."""

    @property
    def is_busy(self) -> bool:
        """True while the stick must stay in."""
        return self.work is not None and self.work.phase is not Phase.DONE


@dataclass(frozen=True)
class QueueState:
    """What has not arrived yet. ``together``: so many ballots go at once, in one day."""

    facts: StaffFacts
    together: int
    is_trying: bool = False
    """The agent was just asked to send."""


@dataclass(frozen=True)
class CareState:
    """What can be looked at and tried out. ``can_restart``: somebody starts the station again when it ends."""

    can_restart: bool = False
    has_devices: bool = False
    """Some can be tried out."""


@dataclass(frozen=True)
class SoundState:
    """A sentence is heard, so loud (one of ``VOLUMES_DB``). ``is_silent``: there is no sound device."""

    volume_db: int = DEFAULT_VOLUME_DB
    is_silent: bool = False


@dataclass(frozen=True)
class RestartState:
    """Whether it is to start anew. ``is_asked``: it does."""

    is_asked: bool = False


@dataclass(frozen=True)
class StationReport:
    """How the station is at a moment, in full; to be printed, too. ``people``: who is on the shift."""

    facts: StaffFacts
    at: datetime
    place: PlaceToday | None = None
    people: tuple[str, ...] = ()
    checks: Mapping[HandCheck, Checked] = field(default_factory=dict)
    """What the team has tried out itself."""
    sums: DaySums = field(default_factory=DaySums)
    """What was counted since the day was closed last."""
    paper: ReceiptPaper = ReceiptPaper.NONE
    work: StickWork | None = None
    """What became of the wish to have it on a stick; None before there is one."""

    @property
    def is_busy(self) -> bool:
        """True while the stick must stay in."""
        return self.work is not None and self.work.phase is not Phase.DONE


@dataclass(frozen=True)
class PauseState:
    """Why the station is to make a pause."""


@dataclass(frozen=True)
class ForAnotherState:
    """What is taken down for somebody else, and what of it was put aside, the oldest first."""

    drafts: tuple[KeptDraft, ...] = ()


class PlaceStep(StrEnum):
    """How far choosing a place is."""

    LIST = "list"
    NAME = "name"
    DISTRICT = "district"


@dataclass(frozen=True)
class PlaceState:
    """Where the station stands: one of today's shifts, or in the team's own words and with a district."""

    step: PlaceStep
    known: tuple[PlaceToday, ...]
    districts: tuple[tuple[str, str], ...]
    """Code and name of each."""
    typed: str = ""
    found: str = ""
    """The code of the district in which GPS finds the station; empty where it finds none."""


StaffState = (
    PinState
    | DeskState
    | CareState
    | SoundState
    | TouchState
    | DisplayState
    | RestartState
    | StationReport
    | QueueState
    | PauseState
    | ForAnotherState
    | PlaceState
    | ClosingState
    | StockState
    | EveningState
    | WaitingState
    | DeviceCheckState
)
