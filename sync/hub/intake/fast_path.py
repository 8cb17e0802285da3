"""The plain case, many at once: batches that do nothing but continue their chains, stored in a few statements.

Whatever is not plain (a repeat, a gap, a fork, a changed key) is left to ``services.py``, which
decides about one batch at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.hub.intake import rows
from sync.hub.intake.chain import EMPTY_HEAD, ChainPlace, find_place
from sync.hub.intake.models import BatchState
from sync.hub.intake.rows import StreamEnd
from sync.hub.intake.signer import HubVoice
from sync.hub.intake.verify import ReadBatch
from sync.hub.stations import services as stations
from sync.protocol.messages import Acknowledgement

_Chain = tuple[str, str]


@dataclass(frozen=True)
class BatchArrival:
    """A batch that was read, and when it came."""

    read: ReadBatch
    voice: HubVoice
    now: datetime

    @property
    def chain(self) -> _Chain:
        """The station and the incarnation."""
        return self.read.header.device, self.read.header.inc


def store_plain(arrivals: Sequence[BatchArrival]) -> Mapping[int, str]:
    """Store those that are plain, inside the caller's transaction: positions to their acknowledgements.

    Raises IntegrityError when a place is taken; then nothing is stored.
    """
    kids = stations.lock_signing(sorted({arrival.chain[0] for arrival in arrivals}))
    heads = rows.heads_of([arrival.chain for arrival in arrivals])
    plain: dict[_Chain, int] = {}
    for position, arrival in enumerate(arrivals):
        if _is_plain(arrival, kid=kids.get(arrival.chain[0]), end=heads.get(arrival.chain)):
            plain.setdefault(arrival.chain, position)  # the next of the same chain has to wait for this one's end
    chosen = {position: arrivals[position] for position in plain.values()}
    if not chosen:
        return {}
    epoch = arrivals[0].voice.epoch  # asked once for all
    acks = {
        position: acknowledge(
            arrival, safe=heads[arrival.chain].head.safe if arrival.chain in heads else 0, epoch=epoch
        )
        for position, arrival in chosen.items()
    }
    rows.add_batches(
        [
            rows.batch_row(arrival.read, state=BatchState.STORED, ack=acks[position], now=arrival.now)
            for position, arrival in chosen.items()
        ]
    )
    came = list(chosen.values())
    rows.move_heads((arrival.read.header, arrival.read.batch.hash) for arrival in came)
    stations.note_successes({arrival.chain[0] for arrival in came}, now=max(arrival.now for arrival in came))
    return acks


def _is_plain(arrival: BatchArrival, *, kid: str | None, end: StreamEnd | None) -> bool:
    read, header = arrival.read, arrival.read.header
    is_ordinary = read.state is BatchState.STORED and read.new_key is None and kid == read.kid
    keeps_stream = end is None or end.stream == header.stream
    place = find_place(header, read.batch.hash, head=end.head if end else EMPTY_HEAD, known_hash=None)
    return is_ordinary and keeps_stream and place is ChainPlace.NEXT


def acknowledge(arrival: BatchArrival, *, safe: int, epoch: str) -> str:
    """The signed word that this batch is stored."""
    header = arrival.read.header
    return Acknowledgement(
        device=header.device,
        inc=header.inc,
        seq=header.seq,
        hash=arrival.read.batch.hash,
        safe=safe,
        time=arrival.now,
        epoch=epoch,
    ).sign(arrival.voice.key)
