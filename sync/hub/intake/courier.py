"""What couriers bring on sticks, taken in like anything else; what stations wait for, laid on them for the way back.

A batch from a stick goes through the same one door as a batch from the network. Two couriers with the same batch are
a repeat, and harmless.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sync.answers import Heads
from sync.batches import MAX_BATCH_BYTES, Batch
from sync.errors import Refused, Untrusted
from sync.hub.devices import services as registry
from sync.hub.devices.models import Device
from sync.hub.devices.selectors import unwanted_kid
from sync.hub.devices.services import EnrolmentRefused
from sync.hub.intake import models, selectors
from sync.hub.intake.blobs import PieceStore
from sync.hub.intake.models import BatchState, ChainHead
from sync.hub.intake.services import Outcome, accept_batch
from sync.hub.intake.voice import HubVoice
from sync.jws import MAX_HEADER_BYTES, read_own_key
from sync.pieces import is_piece_name
from sync.stick import Stick, StickTrouble, ack_path, batch_path, heads_path, piece_path

_LAST_METADATA = "timestamp.json"
"""Names all other metadata; laid down last, it never names what is not there yet."""

WORDS = {
    Outcome.GAP: "a batch before it is missing; the station will lay it on a stick again",
    Outcome.FORK: "it does not fit to what this station has sent before; it is kept aside",
    Outcome.BODY: "it was damaged on the stick; the station still has it",
    Outcome.REVOKED: "the station was revoked; the batch is kept in quarantine",
    Outcome.MALFORMED: "it cannot be read",
    Outcome.UNKNOWN: "no station of this hub has signed it; it was damaged, or belongs elsewhere",
}
"""What to tell the person with the stick about a batch that was not taken in."""


@dataclass
class Delivery:
    """What one stick came to. ``new`` and ``seen_again`` count batches, ``enrolled`` names stations."""

    new: int = 0
    seen_again: int = 0
    pieces: int = 0
    """Pieces of attachments that were not here before."""
    enrolled: list[str] = field(default_factory=list)
    not_taken: list[tuple[str, str]] = field(default_factory=list)
    """Files that were not taken in, each with the reason in words."""
    trouble: StickTrouble | None = None


def meet_stick(
    stick: Stick, *, voice: HubVoice, repository: Path, pieces: PieceStore, root_sha256: str, now: datetime
) -> Delivery:
    """Take in what the stick brings, then lay on it what its stations wait for. Trouble with it ends that early."""
    delivery = Delivery()
    try:
        met = _take_batches(stick, delivery, voice=voice, now=now)
        _take_pieces(stick, delivery, pieces)
        _enrol(stick, delivery, voice=voice, root_sha256=root_sha256, now=now)
        _lay_answers(stick, met, voice=voice, now=now)
        _lay_content(stick, repository)
    except StickTrouble as trouble:
        delivery.trouble = trouble
    return delivery


def _take_batches(stick: Stick, delivery: Delivery, *, voice: HubVoice, now: datetime) -> set[str]:
    met = set()
    for device in set(stick.folders()) - {"acks", "blobs", "enrol", "repo"}:
        for inc in stick.folders(device):
            names = stick.names(f"{device}/{inc}", ".batch")
            numbers = sorted(int(name.removesuffix(".batch")) for name in names if _is_number(name))
            for seq in numbers:
                path = batch_path(device, inc, seq)
                if _take_one(stick.read(path) or b"", path, delivery, voice=voice, now=now):
                    met.add(device)
    return met


def _take_pieces(stick: Stick, delivery: Delivery, pieces: PieceStore) -> None:
    for folder in stick.folders("blobs"):
        for name in stick.names(f"blobs/{folder}", ""):
            if not is_piece_name(name):
                continue
            try:
                delivery.pieces += pieces.take(name, stick.read(piece_path(name)) or b"")
            except Refused as error:
                delivery.not_taken.append((piece_path(name), str(error)))


def _is_number(name: str) -> bool:
    stem = name.removesuffix(".batch")
    return stem.isascii() and stem.isdigit() and len(stem) < 16


def _take_one(data: bytes, path: str, delivery: Delivery, *, voice: HubVoice, now: datetime) -> bool:
    is_known = _is_stored(data)
    answer = accept_batch(data, voice=voice, now=now)
    if answer.outcome is not Outcome.ACKNOWLEDGED:
        delivery.not_taken.append((path, WORDS[answer.outcome]))
        return answer.outcome is not Outcome.UNKNOWN
    delivery.seen_again += is_known
    delivery.new += not is_known
    return True


def _is_stored(data: bytes) -> bool:
    if len(data) > MAX_BATCH_BYTES + MAX_HEADER_BYTES:
        return False
    try:
        batch_hash = Batch.from_bytes(data).hash
    except Refused:
        return False
    return models.Batch.objects.exclude(state=BatchState.ASIDE).filter(hash=batch_hash).exists()


def _enrol(stick: Stick, delivery: Delivery, *, voice: HubVoice, root_sha256: str, now: datetime) -> None:
    for name in stick.names("enrol", ".request"):
        data, answer = stick.read(f"enrol/{name}") or b"", f"enrol/{name.removesuffix('.request')}"
        if stick.read(f"{answer}.refused"):
            continue  # the same wish again would only use up another try
        try:
            message = data[: MAX_HEADER_BYTES + 1].decode("ascii")
            welcome = registry.enrol(message, root_sha256=root_sha256, key=voice.key, now=now)
        except EnrolmentRefused as error:
            stick.write(f"{answer}.refused", str(error).encode())
            delivery.not_taken.append((name, str(error)))
        except (Untrusted, Refused, UnicodeDecodeError):
            delivery.not_taken.append((name, "this is not a station's request"))
        else:
            stick.write(f"{answer}.welcome", welcome.encode())
            delivery.enrolled.append(Device.objects.get(kid=read_own_key(message).kid).name)


def _lay_answers(stick: Stick, met: set[str], *, voice: HubVoice, now: datetime) -> None:
    for device in Device.objects.filter(id__in=met):
        for head in ChainHead.objects.filter(device=device.id):
            last = models.Batch.objects.exclude(state=BatchState.ASIDE).filter(
                device=device.id, inc=head.inc, seq=head.seq
            )
            for ack in last.values_list("ack", flat=True):
                stick.write(ack_path(device.id, head.inc), ack.encode())
        heads = selectors.heads_for(device.id, named=stick.folders(device.id))
        word = Heads(
            device.id, heads, now, voice.epoch, revoked=device.revoked_at is not None, rekey=unwanted_kid(device)
        )
        stick.write(heads_path(device.id), word.sign(voice.key).encode())


def _lay_content(stick: Stick, repository: Path) -> None:
    for part in ("targets", "metadata"):
        folder = repository / part
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
        for path in sorted(paths, key=lambda path: path.name == _LAST_METADATA):
            stick.write(f"repo/{path.relative_to(repository).as_posix()}", path.read_bytes())
