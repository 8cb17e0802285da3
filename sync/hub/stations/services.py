"""Changing the registry of stations: making it, enrolling, revoking, noting visits. Each deed names its audit event."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.stations.models import Device, DeviceSeen, EnrolmentCode, HubIdentity, RetiredKey
from sync.protocol.batches import NextKey
from sync.protocol.encoding import random_id
from sync.protocol.enrolment import (
    CodeSecret,
    EnrolmentRequest,
    Welcome,
    code_secret,
    new_code,
    read_request,
    sign_welcome,
)
from sync.protocol.errors import Refused
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.messages import StationStatus
from sync.protocol.reasons import Reason
from sync.protocol.records import Stream

CODE_LIFETIME = timedelta(hours=72)
CODE_TRIES = 5
MOST_COUNT = 2**53
"""No station comes this far in counting what it says of itself."""
BY_ITSELF = "hub"
"""Who acts when nobody is logged in: the hub answering a station."""


class EnrolmentFault(Reason):
    """Why a station was not enrolled; its sentence is for the person at the station."""

    UNKNOWN_CODE = "unknown-code", "this code is not known here"
    WRONG_CODE = "wrong-code", "the code does not fit, or was tried too often"
    EXPIRED = "expired", "the code has expired; ask for a new one"
    USED = "used", "the code was used already; ask for a new one"
    KEY_TAKEN = "key-taken", "a station with this key is enrolled already"
    KEY_GIVEN_UP = "key-given-up", "this key was given up by a station of ours"


class EnrolmentRefused(Refused):
    """The hub does not enrol this station. ``fault`` says why."""

    def __init__(self, fault: EnrolmentFault) -> None:
        super().__init__(fault)
        self.fault = fault


def make_identity(*, now: datetime) -> str:
    """Give this database its epoch, once. Returns the epoch."""
    with transaction.atomic():
        identity = HubIdentity.objects.first()
        if identity is None:
            identity = HubIdentity.objects.create(epoch=random_id(), made_at=now)
            audit.append(AuditEvent.HUB_MADE, BY_ITSELF, at=now, epoch=identity.epoch)
    return identity.epoch


def make_code(*, name: str, district: str, by: str, now: datetime) -> str:
    """A new enrolment code for one station. Returned once; only what proves it is kept."""
    code = new_code()
    secret = code_secret(code)
    with transaction.atomic():
        EnrolmentCode.objects.create(
            locator=secret.locator,
            key=secret.key,
            name=name,
            district=district,
            made_at=now,
            expires_at=now + CODE_LIFETIME,
            tries_left=CODE_TRIES,
        )
        audit.append(AuditEvent.CODE_MADE, by, at=now, name=name, district=district)
    return code


def enrol(message: str, *, root_sha256: str, key: SigningKey, now: datetime) -> str:
    """Answer a station's signed wish to be enrolled: the signed welcome.

    The same station asking again with the same code (its answer was lost) gets the same welcome. Raises Untrusted
    for a message that proves nothing, EnrolmentRefused otherwise.
    """
    request = read_request(message)
    code = EnrolmentCode.objects.select_related("device").filter(locator=request.locator).first()
    if code is None:
        raise EnrolmentRefused(EnrolmentFault.UNKNOWN_CODE)
    secret = CodeSecret(code.locator, bytes(code.key))
    if code.tries_left == 0 or not request.knows_code(secret):
        EnrolmentCode.objects.filter(locator=code.locator, tries_left__gt=0).update(tries_left=F("tries_left") - 1)
        raise EnrolmentRefused(EnrolmentFault.WRONG_CODE)
    device = code.device if code.device and code.device.kid == request.public.kid else _enrol(code, request, now=now)
    epoch = HubIdentity.objects.get().epoch
    welcome = Welcome(device.id, device.name, device.district, key.public.jwk, epoch, root_sha256)
    return sign_welcome(welcome, secret, station_kid=request.public.kid, key=key)


def _enrol(code: EnrolmentCode, request: EnrolmentRequest, *, now: datetime) -> Device:
    if RetiredKey.objects.filter(kid=request.public.kid).exists():
        raise EnrolmentRefused(EnrolmentFault.KEY_GIVEN_UP)
    try:
        with transaction.atomic():
            device = Device.objects.create(
                id=random_id(),
                name=code.name,
                district=code.district,
                model=_line(request.model),
                public_key=request.public.jwk,
                kid=request.public.kid,
                enrolled_at=now,
            )
            # One conditional UPDATE decides who has the code, whatever was read before.
            unused = EnrolmentCode.objects.filter(locator=code.locator, used_at=None, expires_at__gt=now)
            if not unused.update(used_at=now, device=device):
                raise _why_not_usable(code, now)
            DeviceSeen.objects.create(device=device)
            audit.append(
                AuditEvent.STATION_ENROLLED, BY_ITSELF, at=now, name=device.name, device=device.id, kid=device.kid
            )
    except IntegrityError as error:
        raise EnrolmentRefused(EnrolmentFault.KEY_TAKEN) from error
    return device


def _why_not_usable(code: EnrolmentCode, now: datetime) -> EnrolmentRefused:
    return EnrolmentRefused(EnrolmentFault.EXPIRED if code.expires_at <= now else EnrolmentFault.USED)


def withdraw_code(locator: str, *, by: str, now: datetime) -> bool:
    """Make a code useless that no station has used. False when there is none such any more."""
    with transaction.atomic():
        name = EnrolmentCode.objects.filter(locator=locator, used_at=None).values_list("name", flat=True).first()
        deleted, _ = EnrolmentCode.objects.filter(locator=locator, used_at=None).delete()
        if deleted:
            audit.append(AuditEvent.CODE_WITHDRAWN, by, at=now, name=str(name))
    return bool(deleted)


def revoke(device_id: str, *, note: str, by: str, now: datetime) -> bool:
    """Withdraw trust in a station, for good; ``note`` says why. False when that was done before.

    Raises Device.DoesNotExist.
    """
    device = Device.objects.get(id=device_id)
    with transaction.atomic():
        changed = Device.objects.filter(id=device_id, revoked_at=None).update(revoked_at=now)
        if changed:
            audit.append(AuditEvent.STATION_REVOKED, by, at=now, name=device.name, device=device_id, note=note)
    return bool(changed)


def wish_rekey(device_id: str, *, by: str, now: datetime) -> bool:
    """Ask a station for a new key in place of the present one. False when that was done before, or it is revoked.

    False too for a station of a hub below this one: it speaks with that hub only, which has to wish.
    The station learns of it with the hub's next word to it, and changes its key in its own chains.
    Raises Device.DoesNotExist.
    """
    device = Device.objects.get(id=device_id)
    with transaction.atomic():
        # Its key as it was read just now: a change that comes in between needs no second one.
        wanted = Device.objects.filter(
            id=device_id, kid=device.kid, revoked_at=None, rekey_wished_at=None, forwarded=None
        )
        changed = wanted.update(rekey_wished_at=now)
        if changed:
            audit.append(AuditEvent.REKEY_WISHED, by, at=now, name=device.name, device=device_id, kid=device.kid)
    return bool(changed)


def switch_key(device: Device, new: NextKey, *, now: datetime) -> None:
    """From here on a station signs with this key. The old one still proves what it has signed before.

    A status up to the number of the last one before is no news any more, whenever it comes.
    """
    RetiredKey.objects.create(kid=device.kid, device=device, public_key=device.public_key, retired_at=now)
    device.kid, device.public_key, device.rekey_wished_at = new.key.kid, new.key.jwk, None
    device.save(update_fields=("kid", "public_key", "rekey_wished_at"))
    count = min(new.count, MOST_COUNT)
    DeviceSeen.objects.filter(device=device, status_count__lt=count).update(status_count=count)
    audit.append(AuditEvent.STATION_REKEYED, BY_ITSELF, at=now, name=device.name, device=device.id, kid=new.key.kid)


def is_taken(key: VerifyKey, *, by_others_than: Device) -> bool:
    """True when this key stands or stood for another station, or was given up by this one."""
    taken = Device.objects.exclude(id=by_others_than.id).filter(kid=key.kid)
    return taken.exists() or RetiredKey.objects.filter(kid=key.kid).exists()


TROUBLES = frozenset({"no-sound", "power-low"})
"""Words for what may not work at a station itself, as far as this hub knows any."""


def note_status(device: Device, status: StationStatus, *, now: datetime) -> bool:
    """Keep what a station said of itself. No audit event: this happens all day and proves nothing.

    False, and nothing is kept, for a status that is not newer than the newest.
    """
    return _keep(
        device,
        status,
        last_contact=now,
        waiting_ballots=_count(status.waiting, Stream.BALLOTS),
        waiting_reports=_count(status.waiting, Stream.REPORTS),
        oldest_waiting=_day(status.oldest_waiting),
        clock_difference_seconds=_bounded(round((status.time - now).total_seconds())),
    )


def note_carried_status(device: Device, status: StationStatus, *, now: datetime) -> bool:
    """As above, of a status that came on a stick: what waited then has come with it, and its clock tells nothing."""
    return _keep(device, status, last_contact=now)


def _keep(device: Device, status: StationStatus, **more: Any) -> bool:
    newest = DeviceSeen.objects.filter(device=device)
    if status.count:
        newest = newest.filter(status_count__lt=min(status.count, MOST_COUNT))
    kept = newest.update(
        content=_line(status.content),
        software=_line(status.software),
        troubles=[word for word in status.troubles if word in TROUBLES],
        chains={inc: _bounded(seq) for inc, seq in status.chains.items() if inc.isalnum()},
        **({"status_count": min(status.count, MOST_COUNT)} if status.count else {}),
        **more,
    )
    return bool(kept)


def lock_signing(device_ids: Collection[str]) -> dict[str, str]:
    """Keep these stations as they are until the end of the transaction: ids to key ids, of those not revoked.

    In SQL, as below: the intake asks this for every few batches, and the ORM takes several times as long.
    """
    lock = "FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""  # SQLite has one writer
    statement = f"""SELECT id, kid FROM stations_device
        WHERE id IN ({_places(device_ids)}) AND revoked_at IS NULL ORDER BY id {lock}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, list(device_ids))
        return dict(cursor.fetchall())


def note_successes(device_ids: Collection[str], *, now: datetime) -> None:
    """Batches of these stations were stored just now. No audit event, as above."""
    moment = connection.ops.adapt_datetimefield_value(now)
    statement = f"""UPDATE stations_deviceseen SET last_contact = %s, last_success = %s
        WHERE device_id IN ({_places(device_ids)})"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [moment, moment, *device_ids])


def _places(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))


def note_success(device_id: str, *, now: datetime) -> None:
    """A batch of this station was stored just now. No audit event, as above."""
    note_successes([device_id], now=now)


def note_refusal(device_id: str, reason: str, *, now: datetime) -> None:
    """A batch of this station was refused just now, and why (``kept_reason``). No audit event, as above."""
    DeviceSeen.objects.filter(device=device_id).update(
        last_contact=now, last_error_at=now, last_error=_line(reason, 300)
    )


def _count(waiting: Mapping[str, int], stream: Stream) -> int:
    return max(0, _bounded(waiting.get(stream, 0)))


def _bounded(number: int) -> int:
    return max(-(2**31), min(number, 2**31 - 1))  # what an integer column of any database takes


def _line(text: str, length: int = 100) -> str:
    """What every database takes as a line of text: a NUL, for one, is none."""
    return "".join(character for character in text if character.isprintable())[:length]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
