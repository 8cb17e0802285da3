"""The devices of the station: what is plugged in, trying all of them out, and what was found last. State and rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from hardware.probes import DeviceKind, DeviceStand, Probe
from kiosk.session.session import ReceiptPaper
from kiosk.viewmodel.intents import Back, Intent, TryDevices
from sync.station.device_check import CheckedDevices

TRY_SECONDS = 15.0
"""What has not answered until then does not work."""
LAMP_SECONDS = 4.0
"""So long trying out takes at least: time to look at the lamp."""

ANSWERING = frozenset({DeviceKind.CAMERA, DeviceKind.SCANNER, DeviceKind.MICROPHONE})
"""What says by itself that it works."""
SENSORS = frozenset({DeviceKind.NEARNESS, DeviceKind.LIGHT})
"""What few stations have: nobody is told that it is missing."""

Probes = Mapping[DeviceKind, Probe]


class DeviceOffice(Protocol):
    """What the station keeps of it: ``kiosk.staff.store.StaffOffice``."""

    def now(self) -> datetime:
        """The best time the station knows, aware."""

    def checked_devices(self) -> CheckedDevices | None:
        """What was found last; None where nobody has looked yet."""

    def note_devices(self, check: CheckedDevices) -> None:
        """This was found."""


@dataclass(frozen=True)
class DeviceCheckState:
    """How each device is; ``at`` when all were tried out last, None where they never were."""

    stands: Mapping[DeviceKind, DeviceStand] = field(default_factory=dict)
    at: datetime | None = None
    is_trying: bool = False
    paper: ReceiptPaper = ReceiptPaper.NONE


class DeviceCheck:
    """One look at all of them. ``monotonic`` gives seconds."""

    def __init__(self, office: DeviceOffice, probes: Probes, *, monotonic: Callable[[], float]) -> None:
        self._office = office
        self._probes = probes
        self._monotonic = monotonic
        self._since: float | None = None
        self._checked = office.checked_devices()
        self.ended = False
        """True when the team has left it."""
        self.state = DeviceCheckState()
        """What is shown."""
        self.look()

    def answer(self, intent: Intent) -> None:
        """What follows from a wish. What cannot be done here changes nothing."""
        if isinstance(intent, Back):
            self.leave()
        elif isinstance(intent, TryDevices) and self._since is None:
            self._since = self._monotonic()
            for probe in self._probes.values():
                probe.begin()
            self.look()

    def look(self) -> None:
        """To be called about every second: something may be plugged in, and what is tried out may have answered."""
        stands = {kind: probe.stand() for kind, probe in self._probes.items()}
        if self._since is not None:
            took = self._monotonic() - self._since
            waits = any(stands[kind] is DeviceStand.THERE for kind in ANSWERING & stands.keys())
            if took >= TRY_SECONDS or (took >= LAMP_SECONDS and not waits):
                self._note(stands)
        at = self._checked.at if self._checked else None
        told = {kind: self._told(kind, stand) for kind, stand in stands.items() if _is_told(kind, stand)}
        self.state = replace(self.state, stands=told, at=at, is_trying=self._since is not None)

    def leave(self) -> None:
        """Nobody looks any more: what is tried out rests."""
        self._rest()
        self.ended = True

    def _note(self, stands: Mapping[DeviceKind, DeviceStand]) -> None:
        found = {
            kind: DeviceStand.BROKEN if kind in ANSWERING and stand is DeviceStand.THERE else stand
            for kind, stand in stands.items()
            if _is_told(kind, stand)
        }
        self._rest()
        self._checked = CheckedDevices(self._office.now(), {kind.value: stand.value for kind, stand in found.items()})
        self._office.note_devices(self._checked)

    def _rest(self) -> None:
        if self._since is not None:
            self._since = None
            for probe in self._probes.values():
                probe.end()

    def _told(self, kind: DeviceKind, stand: DeviceStand) -> DeviceStand:
        """Of what is only there, what trying out has found; else how it is now."""
        found = self._checked.stands.get(kind.value) if self._checked and self._since is None else None
        if stand is DeviceStand.THERE and found in {DeviceStand.WORKS.value, DeviceStand.BROKEN.value}:
            return DeviceStand(found)
        return stand


def _is_told(kind: DeviceKind, stand: DeviceStand) -> bool:
    return kind not in SENSORS or stand is not DeviceStand.MISSING
