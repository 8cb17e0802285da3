"""What a station says of itself to its hub, over the network and on a stick alike: counts, nothing about a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from sync.protocol.messages import MOST_HEADS, CurrentChain, StationStatus
from sync.protocol.records import Stream
from sync.station.content_store import ContentSets
from sync.station.events import Event
from sync.station.journal import Chains
from sync.station.journal_rules import Chain
from sync.station.outbox import Outbox
from sync.station.state import Identity, StationState
from sync.version import VERSION


class Saying(Protocol):
    """What a station needs to say how it is."""

    @property
    def identity(self) -> Identity:
        """Who it is."""

    @property
    def chains(self) -> Chains:
        """What it has frozen."""

    @property
    def outbox(self) -> Outbox:
        """What waits."""

    @property
    def state(self) -> StationState:
        """What it remembers."""

    @property
    def content(self) -> ContentSets:
        """What is on show."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The machine's own."""


def status_of(parts: Saying, chains: Sequence[Chain], *, count: int, next_kid: str = "") -> StationStatus:
    """The status number ``count``, about these of its chains; ``next_kid`` where the key before signs it."""
    counts = {stream: parts.outbox.counts(stream) for stream in Stream}
    days = [count.oldest_day for count in counts.values() if count.oldest_day]
    return StationStatus(
        device=parts.identity.device,
        time=parts.clock(),
        chains={chain.inc: chain.seq for chain in chains},
        waiting={stream.value: count.waiting for stream, count in counts.items()},
        oldest_waiting=min(days, default=""),
        content=parts.content.active_id(),
        software=VERSION,
        log=parts.state.log_checkpoint,
        log_refused=parts.state.log_refused,
        current={chain.stream.value: CurrentChain(chain.inc, chain.hash) for chain in chains if chain.current},
        left=parts.chains.left(),
        count=count,
        troubles=_troubles(parts.state),
        next_kid=next_kid,
    )


def _troubles(state: StationState) -> tuple[str, ...]:
    """What the kiosk has found not to work there."""
    found = ((Event.NO_SOUND, state.is_silent), (Event.POWER_LOW, state.runs_low))
    return tuple(event.id for event, is_so in found if is_so)


def most_telling(chains: Sequence[Chain]) -> list[Chain]:
    """As many as one status has room for: those it goes on with, those on their way, those not proven to be safe."""

    def rank(chain: Chain) -> tuple[bool, bool, bool]:
        return (not chain.current, chain.seq <= chain.acked, chain.seq <= chain.safe)

    return sorted(chains, key=rank)[:MOST_HEADS]
