"""Signs slips: whoever shows one later can prove that this station gave its tracker, and nobody else can make one.

Its key is made here and renewed each quarter; the one before is overwritten, so that a stolen station signs nothing for
polls that were over by then. A station that is another one now, or has another database, begins a new key as well.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from sync.files import make_folders, move_durably, write_private
from sync.key_files import load_signing_key, to_file
from sync.protocol.envelope import seal_slip_key
from sync.protocol.errors import Refused
from sync.protocol.keys import SealKey, SigningKey
from sync.protocol.slip_proofs import SlipKey, make_proof
from sync.station.assembly import StationParts

DAYS_OF_A_KEY = 90


class SlipSigner:
    """Keeps the key in one file and, while it signs, in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: SigningKey | None = None
        self._is_of: tuple[str, str, date] | None = None
        """Id of the key, the station it was made for, since when."""

    def prove(self, poll: str, tracker: str) -> str:
        """What stands on the slip beside the tracker; empty before there is a key."""
        return make_proof(self._key, poll=poll, tracker=tracker) if self._key else ""

    def renew(self, parts: StationParts, seal_key: Callable[[datetime], SealKey]) -> None:
        """Begin a new key where this one is not the station's, or has signed long enough; the hub is told with it.

        Raises sqlite3.Error, OSError, NotStored, Refused; then the key of before signs on, if there is one.
        """
        noted, identity, today = parts.state.slip_key, parts.identity, parts.now().date()
        if identity is None:
            return
        if noted is None or noted[1] != identity.device or abs((today - noted[2]).days) >= DAYS_OF_A_KEY:
            self._begin(parts, seal_key, device=identity.device, today=today)
        elif noted != self._is_of:
            self._load(noted)
            if self._key is None:
                self._begin(parts, seal_key, device=identity.device, today=today)

    def _load(self, noted: tuple[str, str, date]) -> None:
        try:
            key = load_signing_key(self._path)
        except (FileNotFoundError, Refused):
            key = None
        self._key = key if key and key.kid == noted[0] else None
        self._is_of = noted if self._key else None

    def _begin(self, parts: StationParts, seal_key: Callable[[datetime], SealKey], *, device: str, today: date) -> None:
        """The hub is told before the key signs: no slip ever names a key that nobody will hear of."""
        if not parts.outbox.room().reports:
            return
        key, aside = SigningKey.generate(), self._path.with_name("next.pem")
        announced = SlipKey.of(key, device=device, day=today)
        make_folders(self._path.parent, mode=0o700)
        write_private(aside, to_file(key))
        parts.outbox.put(seal_slip_key(announced, key=seal_key(parts.now())))
        move_durably(aside, self._path)
        parts.state.note_slip_key(key.kid, device, today)
        self._key, self._is_of = key, (key.kid, device, today)
