"""What couriers bring, taken in like anything else; what stations wait for, for the way back.

A batch from a stick goes through the same one door as a batch from the network. Two couriers with the same batch are
a repeat, and harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError

from sync.hub.attachments.store import PieceStore
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.courier.faults import OF_OUTCOME, FileFault, NotTaken
from sync.hub.courier.files import (
    FileKind,
    Parcel,
    claimed_place,
    in_order,
    keys_last,
    parcels_on,
    place_of_answer,
    refusals_on,
)
from sync.hub.intake import models, selectors
from sync.hub.intake.models import BatchState, ChainHead
from sync.hub.intake.services import Outcome, accept_batch
from sync.hub.intake.signer import HubVoice
from sync.hub.intake.statuses import hear_old_key, keep_status, read_status
from sync.hub.stations.hub_clock import corrections
from sync.hub.stations.models import Device
from sync.hub.stations.selectors import find_signer, newest_count, unwanted_kid
from sync.hub.stations.services import EnrolmentRefused, enrol
from sync.protocol.batches import Batch, claimed_kid
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES, read_own_key
from sync.protocol.messages import Heads
from sync.rooted_folder import RootedFolder
from sync.stick import Stick, StickFault, StickTrouble, ack_path, heads_path, told_path

_LAST_METADATA = "timestamp.json"
"""Names all other metadata; laid down last, it never names what is not there yet."""

Lay = Callable[[str, bytes], object]
"""Lays a file down below ``ck1``: path and bytes."""


@dataclass(frozen=True)
class Missing:
    """Batches that have to come before those a stick has brought: from ``first`` to ``last``."""

    device: str
    inc: str
    first: int
    last: int


@dataclass
class Delivery:
    """What one courier came to. ``new`` and ``seen_again`` name the station of each batch, ``enrolled`` stations."""

    new: list[str] = field(default_factory=list)
    seen_again: list[str] = field(default_factory=list)
    pieces: int = 0
    """Pieces of attachments that were not here before."""
    half_written: int = 0
    """Files that were not finished, and not looked at."""
    enrolled: list[str] = field(default_factory=list)
    answers: dict[str, bytes] = field(default_factory=dict)
    """Answers to wishes to be enrolled and to questions about pieces, by their place below ``ck1``."""
    refused: set[str] = field(default_factory=set)
    """Refusals that a stick carries already, by the same places."""
    chains: set[str] = field(default_factory=set)
    """Incarnations of the chains that batches came of, or that a station asks about."""
    heard: set[str] = field(default_factory=set)
    """Stations that say how they are, or that a batch names which nobody known has signed."""
    not_taken: list[NotTaken] = field(default_factory=list)
    trouble: StickTrouble | None = None

    @property
    def met(self) -> set[str]:
        """Every station something came from."""
        return {*self.new, *self.seen_again, *self.heard, *(left.device for left in self.not_taken if left.device)}

    def missing(self) -> list[Missing]:
        """What has to come before batches that were refused for a gap, chain by chain."""
        chains: dict[tuple[str, str], set[int]] = {}
        for left in self.not_taken:
            if left.reason is FileFault.GAP:
                chains.setdefault((left.device, left.inc), set()).add(left.seq)
        found = []
        for (device, inc), numbers in sorted(chains.items()):
            head = ChainHead.objects.filter(device=device, inc=inc).values_list("seq", flat=True).first() or 0
            for number in sorted(numbers):
                if number > head + 1:
                    found.append(Missing(device, inc, head + 1, number - 1))
                head = number
        return found


@dataclass(frozen=True)
class Desk:
    """Where couriers come to: everything they need of this hub."""

    voice: HubVoice
    repository: Path
    pieces: PieceStore
    root_sha256: str

    def take_in(self, parcels: Iterable[Parcel], delivery: Delivery, *, now: datetime) -> None:
        """Take in what came. A wish that ``delivery.answers`` or ``delivery.refused`` knows is not asked for again.

        Whatever one file holds, the others are taken. Raises StickTrouble, OSError or an error of the database for
        trouble of the whole stick or of the hub; what came before it is stored, and in ``delivery``.
        """
        for parcel in keys_last(in_order(parcels)):
            if parcel.kind is FileKind.HALF:
                delivery.half_written += 1
            elif parcel.is_too_long:
                delivery.not_taken.append(NotTaken(parcel.name, FileFault.TOO_LONG))
            else:
                self._take_safely(parcel, delivery, now=now)

    def lay_answers(self, lay: Lay, stations: Iterable[str], *, named: Collection[str] = (), now: datetime) -> None:
        """For each of these stations: the acknowledgement of the last batch of each chain, and the word on all.

        The word has room for so many chains; those ``named`` come first, then the newest.
        """
        for device in Device.objects.filter(id__in=set(stations)):
            for head in selectors.chains_of(device.id):
                last = models.Batch.objects.exclude(state=BatchState.ASIDE).filter(
                    device=device.id, inc=head.inc, seq=head.seq
                )
                for ack in last.values_list("ack", flat=True):
                    lay(ack_path(device.id, head.inc), ack.encode())
            heads = selectors.heads_for(device.id, named=named)
            word = Heads(
                device.id,
                heads,
                now,
                self.voice.epoch,
                revoked=device.revoked_at is not None,
                rekey=unwanted_kid(device),
                count=newest_count(device.id),
                correction=corrections(),
            )
            lay(heads_path(device.id), word.sign(self.voice.key).encode())

    def content(self) -> Iterator[tuple[str, bytes]]:
        """The files of the signed content, each with its place below ``ck1``, in the order to lay them down."""
        files = RootedFolder(self.repository)
        for part in ("targets", "metadata"):
            paths = [path for path in files.all_files(part) if not path.rpartition("/")[2].startswith(".")]
            for path in sorted(paths, key=lambda path: path.endswith(f"/{_LAST_METADATA}")):
                yield f"repo/{path}", files.read(path)

    # --- one file ---

    def _take_safely(self, parcel: Parcel, delivery: Delivery, *, now: datetime) -> None:
        try:
            self._take(parcel, parcel.read(), delivery, now=now)
        except (OperationalError, InterfaceError, OSError):
            raise  # the hub is in trouble, not the file
        except StickTrouble as trouble:
            if trouble.fault is not StickFault.UNREADABLE:
                raise
            delivery.not_taken.append(NotTaken(parcel.name, FileFault.UNREADABLE))
        except Exception:  # no list of what foreign bytes can do is complete
            delivery.not_taken.append(NotTaken(parcel.name, FileFault.MALFORMED))

    def _take(self, parcel: Parcel, data: bytes, delivery: Delivery, *, now: datetime) -> None:
        if parcel.kind is FileKind.BATCH:
            self._take_batch(parcel.name, data, delivery, now=now)
        elif parcel.kind is FileKind.STATUS:
            self._hear(parcel.name, data, delivery, now=now)
        elif parcel.kind is FileKind.PIECE:
            self._take_piece(parcel.name, data, delivery)
        elif parcel.kind is FileKind.ASK:
            self._answer(parcel.name, data, delivery)
        else:
            self._enrol(parcel.name, data, delivery, now=now)

    def _take_batch(self, name: str, data: bytes, delivery: Delivery, *, now: datetime) -> None:
        device, inc, seq = claimed_place(data)
        is_known = _is_stored(data)
        answer = accept_batch(data, voice=self.voice, now=now)
        if answer.outcome is Outcome.ACKNOWLEDGED:
            (delivery.seen_again if is_known else delivery.new).append(device)
            delivery.chains.add(inc)
        elif answer.outcome is Outcome.UNKNOWN:
            delivery.not_taken.append(NotTaken(name, _why_unknown(data)))
            if Device.objects.filter(id=device).exists():
                delivery.heard.add(
                    device
                )  # it may have a key this hub has forgotten: the heads tell it to say so again
        else:  # a station of ours has signed what it claims
            delivery.not_taken.append(NotTaken(name, OF_OUTCOME[answer.outcome], device, inc, seq))
            delivery.chains.add(inc)

    def _hear(self, name: str, data: bytes, delivery: Delivery, *, now: datetime) -> None:
        try:
            heard = read_status(data.decode("ascii"))
            device, status = heard.device, heard.status
            if status.device != device.id:
                raise Untrusted("it names another station")
            if heard.is_under_old_key:
                hear_old_key(heard, now=now)
                raise Untrusted("its station has a new key since")
        except (Untrusted, UnicodeDecodeError):
            delivery.not_taken.append(NotTaken(name, FileFault.NO_STATUS))
        else:
            keep_status(device, status, folder=settings.HUB_FOLDER, now=now, is_carried=True)
            delivery.heard.add(device.id)
            delivery.chains |= status.chains.keys()

    def _take_piece(self, name: str, data: bytes, delivery: Delivery) -> None:
        try:
            delivery.pieces += self.pieces.take(name.rpartition("/")[2], data)
        except Refused:
            delivery.not_taken.append(NotTaken(name, FileFault.NO_PIECE))

    def _answer(self, path: str, data: bytes, delivery: Delivery) -> None:
        name = path.rpartition("/")[2]
        named, number = place_of_answer(name)
        try:
            device, answer = self.pieces.answer(data.decode("ascii"), key=self.voice.key)
            if device != named:
                raise Untrusted("it lies under the name of another station")
        except (Untrusted, Refused, UnicodeDecodeError):
            delivery.not_taken.append(NotTaken(name, FileFault.NO_REQUEST))
        else:
            delivery.answers[told_path(device, number)] = answer.encode()

    def _enrol(self, path: str, data: bytes, delivery: Delivery, *, now: datetime) -> None:
        name = path.rpartition("/")[2]
        answer = f"enrol/{name.removesuffix('.request')}"
        if f"{answer}.refused" in delivery.refused | set(delivery.answers):
            return  # the same wish again would only use up another try
        try:
            message = data[: MAX_HEADER_BYTES + 1].decode("ascii")
            welcome = enrol(message, root_sha256=self.root_sha256, key=self.voice.key, now=now)
        except EnrolmentRefused as error:
            delivery.answers[f"{answer}.refused"] = str(error).encode()
            delivery.not_taken.append(NotTaken(name, error.fault))
        except (Untrusted, Refused, UnicodeDecodeError):
            delivery.not_taken.append(NotTaken(name, FileFault.NO_REQUEST))
        else:
            delivery.answers[f"{answer}.welcome"] = welcome.encode()
            delivery.enrolled.append(Device.objects.get(kid=read_own_key(message).kid).name)


def meet_stick(stick: Stick, desk: Desk, *, by: str, now: datetime) -> Delivery:
    """Take in what the stick brings, then lay on it what its stations wait for. Trouble with it ends that early.

    ``by`` is who carries it, for the audit log.
    """
    delivery = Delivery()
    try:
        delivery.refused |= refusals_on(stick)
        desk.take_in(parcels_on(stick), delivery, now=now)
        for path, data in delivery.answers.items():
            stick.write(path, data)
        desk.lay_answers(stick.write, delivery.met, named=delivery.chains, now=now)
        for path, data in desk.content():
            stick.write(path, data)
    except StickTrouble as trouble:
        delivery.trouble = trouble
    note_delivery(delivery, by=by, now=now)
    return delivery


def note_delivery(delivery: Delivery, *, by: str, now: datetime) -> None:
    """Say in the audit log that a stick was brought."""
    audit.append(
        AuditEvent.STICK_BROUGHT,
        by,
        at=now,
        batches=len(delivery.new),
        again=len(delivery.seen_again),
        refused=len(delivery.not_taken),
    )


def note_handing_out(stations: int, *, by: str, now: datetime) -> None:
    """Say in the audit log that answers were taken away for a stick."""
    audit.append(AuditEvent.STICK_HANDED_OUT, by, at=now, stations=stations)


def _is_stored(data: bytes) -> bool:
    try:
        batch_hash = Batch.from_bytes(data).hash
    except Refused:
        return False
    return models.Batch.objects.exclude(state=BatchState.ASIDE).filter(hash=batch_hash).exists()


def _why_unknown(data: bytes) -> FileFault:
    """Why nobody known has signed these bytes."""
    try:
        signer = find_signer(claimed_kid(Batch.from_bytes(data)))
    except (Refused, Untrusted):
        return FileFault.NO_BATCH
    return FileFault.CHANGED if signer else FileFault.FOREIGN
