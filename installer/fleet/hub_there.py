"""A running hub somewhere else, over the network. Its time is its own, and nothing is done to its memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter

from installer.fleet.members import HomeDistrict, Member
from installer.fleet.station import FleetStation
from installer.fleet.way import Fault
from sync.protocol.participation_codes import ParticipationCode

_NEVER = {Fault.CUT_WITHIN, Fault.HUB_STUMBLES}
"""The one would make the hub wait for the rest, the other is not in our hands."""


class _Trusting(HTTPAdapter):
    """Believes this authority, and no other."""

    def __init__(self, authority: Path) -> None:
        super().__init__()
        self._authority = authority

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        """As always, with this authority."""
        return super().send(request, **options | {"verify": str(self._authority)})


class HubThere:
    """One hub at an address, with enrolment codes it has given out.

    ``authority``: the certificates of who signs for it, where this machine does not know them.
    """

    memory = None
    desk = None

    def __init__(self, url: str, *, codes: Sequence[str], authority: Path | None = None) -> None:
        self.url = url
        self.adapter: BaseAdapter = _Trusting(authority) if authority else HTTPAdapter()
        self.faults = tuple(fault for fault in Fault if fault not in _NEVER)
        self._codes = list(codes)

    def places(self) -> Sequence[HomeDistrict]:
        """Where the station stands is written with its code, at the hub."""
        return [HomeDistrict("", "Station", (12.1402, 54.0887))]

    def code(self, member: Member) -> str:  # noqa: ARG002  the hub has named it already
        """The next one."""
        return self._codes.pop(0)

    def given_out(self) -> Mapping[str, Sequence[ParticipationCode]]:
        """None: those of this hub are for people."""
        return {}

    def wish_key(self, device: str) -> bool:  # noqa: ARG002  as below
        """Not in our hands."""
        return False

    def revoke(self, device: str) -> None:
        """Not in our hands."""

    def doubted(self) -> set[str]:
        """Not known."""
        return set()

    def counted(self) -> Iterable[str]:
        """Not known."""
        return ()

    def stumble(self, statement: int) -> None:
        """Not in our hands."""

    def work(self) -> None:
        """It does so by itself."""

    def arrived(self, stations: Sequence[FleetStation]) -> Iterable[str]:
        """What it has acknowledged."""
        return set().union(*(station.acknowledged_tokens() for station in stations))

    def lacks(self, pieces: Iterable[str]) -> set[str]:  # noqa: ARG002  nobody can look into it from here
        """Not known: its stations ask it themselves."""
        return set()
