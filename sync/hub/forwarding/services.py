"""At a parent: letting hubs join, and taking their word on which stations are theirs.

Their batches come through the same intake as any other, each proven by its station's own signature.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.forwarding.messages import StationEntry
from sync.hub.forwarding.models import ChildHub, ForwardedStation
from sync.hub.intake import selectors as intake
from sync.hub.intake.signer import HubVoice
from sync.hub.stations import selectors as stations
from sync.hub.stations.models import Device, DeviceSeen
from sync.hub.stations.services import BY_ITSELF, CODE_LIFETIME, CODE_TRIES
from sync.protocol.encoding import random_id
from sync.protocol.enrolment import CodeSecret, Welcome, code_secret, new_code, read_request, sign_welcome
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.jws import read_kid
from sync.protocol.keys import VerifyKey
from sync.protocol.messages import Heads, question_hash


def make_hub_code(*, name: str, by: str, now: datetime) -> str:
    """A code with which one hub becomes a hub below this one. Returned once; only what proves it is kept."""
    code = new_code()
    secret = code_secret(code)
    with transaction.atomic():
        ChildHub.objects.create(
            id=random_id(),
            name=name,
            locator=secret.locator,
            key=secret.key,
            expires_at=now + CODE_LIFETIME,
            tries_left=CODE_TRIES,
        )
        audit.append(AuditEvent.HUB_CODE_MADE, by, at=now, name=name)
    return code


def join(message: str, *, voice: HubVoice, now: datetime) -> str:
    """Answer a hub's signed wish to join: the signed welcome. Raises Untrusted or Refused."""
    request = read_request(message)
    with transaction.atomic():
        child = ChildHub.objects.select_for_update().filter(locator=request.locator).first()
        if child is None or child.expires_at <= now or child.tries_left == 0:
            raise Refused("this code is not known here, or no longer good")
        secret = CodeSecret(child.locator, bytes(child.key))
        knows_code = request.knows_code(secret)
        if not knows_code:
            ChildHub.objects.filter(id=child.id).update(tries_left=F("tries_left") - 1)
        elif child.kid is None:
            if ChildHub.objects.filter(kid=request.public.kid).exists():
                raise Refused("a hub with this key has joined already")
            child.kid, child.public_key, child.joined_at = request.public.kid, request.public.jwk, now
            child.save()
            audit.append(AuditEvent.HUB_JOINED, BY_ITSELF, at=now, name=child.name, kid=child.kid)
    if not knows_code or child.kid != request.public.kid:
        raise Refused("the code does not fit, or was used already")
    welcome = Welcome(child.id, child.name, "", voice.key.public.jwk, voice.epoch, "")
    return sign_welcome(welcome, secret, station_kid=request.public.kid, key=voice.key)


def take_entry(message: str, *, voice: HubVoice, now: datetime) -> str:
    """Note what a hub says of one of its stations; the signed heads of that station's chains here.

    Raises Untrusted unless a hub that has joined signed it, Refused for a station that is not its own.
    """
    child = ChildHub.objects.filter(kid=read_kid(message)).first()
    if child is None or child.public_key is None:
        raise Untrusted("no hub with this key has joined")
    entry = StationEntry.read(message, key=VerifyKey.from_jwk(child.public_key))
    if entry.child != child.id:
        raise Refused("the message names another hub than the one that signed it")
    with transaction.atomic():
        device = Device.objects.filter(id=entry.device).first() or _add(entry, child, now=now)
        if not ForwardedStation.objects.filter(device=device, child=child).exists():
            raise Refused("this station is not one of that hub's")
        # Its key is left to its own chain; and nobody's word ends a revocation.
        Device.objects.filter(id=device.id).update(name=entry.name, district=entry.district)
        if entry.revoked_at and Device.objects.filter(id=device.id, revoked_at=None).update(
            revoked_at=entry.revoked_at
        ):
            audit.append(AuditEvent.FORWARDED_STATION_REVOKED, child.name, at=now, device=device.id)
    heads = intake.heads_for(device.id, named=entry.chains)
    question = question_hash(message)
    return Heads(device.id, heads, now, voice.epoch, revoked=False, question=question).sign(voice.key)


def _add(entry: StationEntry, child: ChildHub, *, now: datetime) -> Device:
    public = VerifyKey.from_jwk(entry.public)
    if stations.find_signer(public.kid) is not None:
        raise Refused("a station with this key is known here under another name")
    device = Device.objects.create(
        id=entry.device,
        name=entry.name,
        district=entry.district,
        model=entry.model,
        public_key=public.jwk,
        kid=public.kid,
        enrolled_at=entry.enrolled_at,
    )
    DeviceSeen.objects.create(device=device)
    ForwardedStation.objects.create(device=device, child=child)
    audit.append(AuditEvent.STATION_FORWARDED, child.name, at=now, device=device.id, kid=device.kid)
    return device
