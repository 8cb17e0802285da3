"""A batch: some sealed records under one signature, chained to the batch before. Byte for byte the same on every way.

    line 1: signed header (JWS, type ck1-batch)
    rest  : zstd of one line per record (id, kind, kid, base64 of the seal), or, when the station has lost the body,
            a second signed message (type ck1-lost) that says so

Knows how a batch is built and read, not where it is kept or how it is sent.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import zstandard

from sync.protocol.encoding import from_base64, to_base64
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.foreign import foreign
from sync.protocol.jws import MAX_HEADER_BYTES, read_kid, read_own_key, sign_message, verify_message
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.reasons import BatchReason
from sync.protocol.records import Record, Stream

VERSION = 1
MAX_RECORDS = 500
MAX_BATCH_BYTES = 1024 * 1024
MAX_BODY_BYTES = 2 * 1024 * 1024
"""Most a body may hold once decompressed; the signed header says how much, and never more than this."""

FIRST_HASH = ""
"""``prev`` of the first batch of a chain."""

_TYPE = "ck1-batch"
_LOST_TYPE = "ck1-lost"
_REKEY_TYPE = "ck1-rekey"
_UNSURE = "unsure"
_HEX_DIGITS = set("0123456789abcdef")
_LINE = re.compile(rb"([0-9a-f]{32}) ([A-Za-z]{1,32}) ([!-~]{0,64}) (.*)", re.DOTALL)


@dataclass(frozen=True)
class BatchHeader:
    """What the station signed. ``inc`` is the incarnation of the chain, ``seq`` counts from 1.

    ``taken`` is the station's claimed time: to the second for reports, the day only for ballots.
    ``body_sha256`` and ``length`` (bytes, decompressed) bind the body. ``rekey`` is the station's next key, signed by
    that key itself: from the next batch on it signs this chain. Such a batch holds no records. ``clock_unsure`` says
    that the station's clock could not be relied on when the batch was made, or when one of its records was left.
    """

    device: str
    stream: Stream
    inc: str
    seq: int
    prev: str
    count: int
    body_sha256: str
    length: int
    taken: str
    rekey: str = ""
    clock_unsure: bool = False

    def to_wire(self) -> dict[str, Any]:
        """The signed payload."""
        return {
            "v": VERSION,
            "dev": self.device,
            "stream": self.stream.value,
            "inc": self.inc,
            "seq": self.seq,
            "prev": self.prev,
            "n": self.count,
            "body": self.body_sha256,
            "len": self.length,
            "z": "zstd",
            "ct": self.taken,
            **({"rekey": self.rekey} if self.rekey else {}),
            **({"clock": _UNSURE} if self.clock_unsure else {}),
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> BatchHeader:
        """Raises Refused when a member is missing, of the wrong kind or beyond its bounds."""
        if wire.get("v") != VERSION or wire.get("z") != "zstd":
            raise Refused(BatchReason.VERSION)
        with foreign(Refused, BatchReason.HEADER):
            header = cls(
                device=_text(wire["dev"]),
                stream=Stream(wire["stream"]),
                inc=_text(wire["inc"]),
                seq=_number(wire["seq"]),
                prev=_text(wire["prev"]),
                count=_number(wire["n"]),
                body_sha256=_text(wire["body"]),
                length=_number(wire["len"]),
                taken=_text(wire["ct"]),
                rekey=_text(wire.get("rekey", ""), most=2000),
                clock_unsure=wire.get("clock") == _UNSURE,
            )
        has_right_count = header.count == 0 if header.rekey else 1 <= header.count <= MAX_RECORDS
        if not (1 <= header.seq < 2**53 and has_right_count and header.length <= MAX_BODY_BYTES):
            raise Refused(BatchReason.BOUNDS)
        if len(header.inc) != 32 or not set(header.inc) <= _HEX_DIGITS:
            raise Refused(BatchReason.INCARNATION)
        return header


@dataclass(frozen=True)
class Batch:
    """A frozen batch: its signed line 1 and the bytes below it."""

    line: str
    body: bytes

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of line 1: the value under the key (device, incarnation, sequence)."""
        return hashlib.sha256(self.line.encode()).hexdigest()

    def to_bytes(self) -> bytes:
        """The file, as sent and as laid on a stick."""
        return self.line.encode() + b"\n" + self.body

    @classmethod
    def from_bytes(cls, data: bytes) -> Batch:
        """Split a file into its two parts, unproven. Raises Refused for what cannot be a batch."""
        end = data.find(b"\n", 0, MAX_HEADER_BYTES + 1)
        if end < 0 or len(data) > MAX_BATCH_BYTES + MAX_HEADER_BYTES:
            raise Refused(BatchReason.NOT_A_BATCH)
        try:
            return cls(data[:end].decode("ascii"), data[end + 1 :])
        except UnicodeDecodeError as error:
            raise Refused(BatchReason.NOT_A_BATCH) from error


def freeze_batch(
    records: Sequence[Record],
    *,
    stream: Stream,
    device: str,
    inc: str,
    seq: int,
    prev: str,
    taken: str,
    key: SigningKey,
    rekey: str = "",
    clock_unsure: bool = False,
) -> Batch:
    """Records made into the bytes that will be sent, and sent again, unchanged.

    Sorted by their random ids, so that the place in a batch tells nothing. At most ``MAX_RECORDS``.
    """
    plain = b"".join(sorted(_to_line(record) for record in records))
    body = zstandard.ZstdCompressor(level=3).compress(plain)
    digest = hashlib.sha256(body).hexdigest()
    header = BatchHeader(device, stream, inc, seq, prev, len(records), digest, len(plain), taken, rekey, clock_unsure)
    return Batch(sign_message(header.to_wire(), typ=_TYPE, key=key), body)


@dataclass(frozen=True)
class NextKey:
    """The key that signs a chain after a batch. ``count``: of the last status that was said before; 0 when not told."""

    key: VerifyKey
    count: int = 0


def sign_rekey(device: str, *, old_kid: str, new: SigningKey, count: int = 0) -> str:
    """The station's next key, proven to be in its hands, as the header of a batch carries it under the old key.

    ``count``: of the last status that the station has said without knowing of this key.
    """
    payload = {"dev": device, "old": old_kid, **({"n": count} if count else {})}
    return sign_message(payload, typ=_REKEY_TYPE, key=new, with_key=True)


def read_rekey(header: BatchHeader, *, old: VerifyKey) -> NextKey | None:
    """The key that signs the chain after this batch; None when it stays. Raises Refused when it is not proven."""
    if not header.rekey:
        return None
    try:
        new = read_own_key(header.rekey)
        wire = verify_message(header.rekey, typ=_REKEY_TYPE, key=new)
    except Untrusted as error:
        raise Refused(BatchReason.NEW_KEY_UNPROVEN, detail=str(error)) from error
    if (wire.get("dev"), wire.get("old")) != (header.device, old.kid):
        raise Refused(BatchReason.NEW_KEY_ELSEWHERE)
    count = wire.get("n", 0)
    return NextKey(new, count if type(count) is int and count > 0 else 0)


def claimed_kid(batch: Batch) -> str:
    """The key id the batch claims, unproven: only to find the key to verify with. Raises Untrusted."""
    return read_kid(batch.line)


def read_header(batch: Batch, *, key: VerifyKey) -> BatchHeader:
    """The header, proven to be signed by this key. Raises Untrusted or Refused."""
    return BatchHeader.from_wire(verify_message(batch.line, typ=_TYPE, key=key))


def body_is_whole(batch: Batch, header: BatchHeader) -> bool:
    """True when the body is the one the header was signed over."""
    return hashlib.sha256(batch.body).hexdigest() == header.body_sha256


def read_records(batch: Batch, header: BatchHeader) -> list[Record]:
    """The records of a whole body. Never takes more memory than the signed, bounded length. Raises Refused."""
    if not body_is_whole(batch, header):
        raise Refused(BatchReason.BODY)
    return list(each_record(batch, header))


def each_record(batch: Batch, header: BatchHeader) -> Iterator[Record]:
    """The records of a body that is whole (:func:`body_is_whole`), one after the other. Raises Refused on the way."""
    return (Record(*part) for part in each_part(batch, header))


def each_part(batch: Batch, header: BatchHeader) -> Iterator[tuple[str, str, str, bytes]]:
    """As :func:`each_record`, in parts (id, kind, key id, seal): for who only looks at them on the way."""
    plain = _decompress(batch.body, header.length)
    lines = plain.splitlines()
    if len(plain) != header.length or len(lines) != header.count:
        raise Refused(BatchReason.BODY_LENGTH)
    return map(_from_line, lines)


def declare_lost(batch: Batch, *, key: SigningKey) -> Batch:
    """The same place in the chain without its body: what a station sends when its own copy of the body broke."""
    return Batch(batch.line, sign_message({"hash": batch.hash}, typ=_LOST_TYPE, key=key).encode())


def is_declared_lost(batch: Batch, *, key: VerifyKey) -> bool:
    """True when the body is the station's signed word that it lost this very body."""
    try:
        declared = verify_message(batch.body.decode("ascii"), typ=_LOST_TYPE, key=key)
    except (UnicodeDecodeError, Untrusted):
        return False
    return declared.get("hash") == batch.hash


def _decompress(body: bytes, length: int) -> bytes:
    # Read as a stream: ZstdDecompressor.decompress ignores max_output_size for frames that declare their size.
    reader = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024).stream_reader(io.BytesIO(body))
    try:
        return reader.read(length + 1)
    except zstandard.ZstdError as error:
        raise Refused(BatchReason.BODY_PACKED, detail=str(error)) from error


def _to_line(record: Record) -> bytes:
    return f"{record.id} {record.kind} {record.kid} {to_base64(record.sealed)}\n".encode()


def _from_line(line: bytes) -> tuple[str, str, str, bytes]:
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise Refused(BatchReason.LINE)
    record_id, kind, kid, sealed = parts.groups()
    try:
        return record_id.decode(), kind.decode(), kid.decode(), from_base64(sealed)
    except ValueError as error:
        raise Refused(BatchReason.LINE) from error


def _text(value: object, *, most: int = 200) -> str:
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise ValueError(f"a short text was expected, not {value!r:.40}")
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"a whole number was expected, not {value!r:.40}")
    return value
