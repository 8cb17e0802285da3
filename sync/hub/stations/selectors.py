"""Reading the registry of stations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Max, Q, QuerySet

from sync.hub.stations.models import Device, DeviceSeen, EnrolmentCode, HubIdentity, RetiredKey
from sync.hub.text_search import holds
from sync.protocol.keys import VerifyKey


def epoch() -> str:
    """Which database this is. Raises HubIdentity.DoesNotExist.

    In SQL, since the intake asks it for every few batches.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch FROM stations_hubidentity")
        row = cursor.fetchone()
    if row is None:
        raise HubIdentity.DoesNotExist("this database belongs to no hub")
    return str(row[0])


def station_of_key(kid: str) -> Device | None:
    """The station whose key this is, revoked or not; None for an unknown key."""
    return Device.objects.filter(kid=kid).first()


def find_signer(kid: str) -> tuple[Device, VerifyKey] | None:
    """The station that signs or has signed with this key, and the key; None for an unknown one."""
    device = station_of_key(kid)
    if device:
        return device, public_key(device)
    retired = RetiredKey.objects.select_related("device").filter(kid=kid).first()
    return (retired.device, VerifyKey.from_jwk(retired.public_key)) if retired else None


@dataclass(frozen=True)
class Signer:
    """Who signs, or has signed, with a key. That never changes, whatever becomes of the station."""

    device: str
    key: VerifyKey


def signer_of(kid: str) -> Signer | None:
    """The station of this key; None for an unknown one. Whether it may still sign is asked when something is stored."""
    try:
        return _known_signer(str(connection.settings_dict["NAME"]), kid)
    except LookupError:
        return None


@lru_cache(maxsize=4096)
def _known_signer(_database: str, kid: str) -> Signer:
    found = find_signer(kid)
    if found is None:
        raise LookupError(kid)  # not remembered: it may be enrolled the next moment
    return Signer(found[0].id, found[1])


def public_key(device: Device) -> VerifyKey:
    """The key a station signs with."""
    return VerifyKey.from_jwk(device.public_key)


def first_public_key(device: Device) -> VerifyKey:
    """The key a station was enrolled with, changed since or not."""
    retired = RetiredKey.objects.filter(device=device).order_by("retired_at").first()
    return VerifyKey.from_jwk(retired.public_key) if retired else public_key(device)


def unwanted_kid(device: Device) -> str:
    """The key this station shall give up, if it still signs with it; empty for none."""
    return device.kid if device.rekey_wished_at else ""


def last_rekeyed_at(device: Device) -> datetime | None:
    """When this station changed its key last; None if it never did."""
    newest = RetiredKey.objects.filter(device=device).aggregate(Max("retired_at"))
    return newest["retired_at__max"]  # type: ignore[no-any-return]


def all_stations() -> QuerySet[Device]:
    """Every station with what is known of its last visits, by name."""
    return Device.objects.select_related("seen").order_by("name", "id")


def trusted_stations() -> QuerySet[Device]:
    """Every station that is not revoked."""
    return Device.objects.filter(revoked_at=None)


def newest_count(device_id: str) -> int:
    """The number of the newest status of a station; 0 before the first that had one."""
    return DeviceSeen.objects.filter(device=device_id).values_list("status_count", flat=True).first() or 0


def stations_called(text: str) -> QuerySet[Device]:
    """Stations with this in their name, or at the beginning of their number."""
    return Device.objects.filter(holds("name", text) | Q(id__startswith=text.lower()))


def heard_since(moment: datetime) -> list[str]:
    """Ids of stations that are not revoked and were in contact, or enrolled, at this moment or later."""
    lately = Q(seen__last_contact__gte=moment) | Q(enrolled_at__gte=moment)
    return list(Device.objects.filter(lately, revoked_at=None).order_by("id").values_list("id", flat=True))


def open_codes() -> QuerySet[EnrolmentCode]:
    """Codes no station has used yet, expired ones included, the newest first."""
    return EnrolmentCode.objects.filter(used_at=None).order_by("-made_at")


def district_of(device_id: str) -> str:
    """The district of a station; empty for one that is not in the registry."""
    return Device.objects.filter(id=device_id).values_list("district", flat=True).first() or ""


def names_of_stations(ids: Iterable[str]) -> dict[str, str]:
    """Device id to the station's name."""
    return dict(Device.objects.filter(id__in=set(ids)).values_list("id", "name"))
