"""Small pictures of open reports for stations, which show them to whoever is about to report the same. Only of those
whose words are told, too (``reports.supporting``): there they go again as soon as one of them may not be told any more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from sync.foreign_media import ForeignMedium, MediaUnfit, made_anew
from sync.hub.announcements import selectors as announced
from sync.hub.announcements import services as announcements
from sync.hub.enclosures.models import EnclosureKind, EnclosureState
from sync.hub.enclosures.services import photo_to_pass_on
from sync.hub.reports.models import DefectReport
from sync.hub.reports.selectors import told_since
from sync.hub.reports.supporting import PUBLISHED, open_reports, tell_open_reports
from sync.protocol.open_reports import FILE_NAME, MOST_PICTURE_BYTES, MOST_PICTURES, PICTURES, picture_name

PICTURES_AT_ONCE = 10
"""In one pass: what people leave is opened between two of them."""


class PictureTelling:
    """Tells the pictures that are not told yet. Looks only when something may have changed since it looked last."""

    def __init__(self) -> None:
        self._seen = ""
        self._unfit: set[str] = set()

    def tell(self, *, now: datetime, came: int = 0) -> int:
        """Make and tell a few of the missing ones, the newest first; how many.

        ``came``: so many attachments were opened just now.
        """
        if announced.digest_of(FILE_NAME) == self._seen and not came:
            return 0
        newest = list(_with_photo(now)[:MOST_PICTURES])
        told = announced.names_beginning(PICTURES)
        _tell_no_more_than(newest, told, now=now)
        missing = [one for one in newest if picture_name(one.public_name) not in told | self._unfit]
        some = [(one, small) for one in missing[:PICTURES_AT_ONCE] if (small := self._small(one))]
        with transaction.atomic():
            for one, small in some:
                announcements.tell(picture_name(one.public_name), small)
            tell_open_reports([one.record_id for one, _ in some], now=now)
        if len(missing) <= PICTURES_AT_ONCE:
            self._seen = announced.digest_of(FILE_NAME)
        return len(some)

    def _small(self, report: DefectReport) -> bytes:
        """Empty for what is no picture that could be told: it is not tried again."""
        photo = photo_to_pass_on(report)
        small = b""
        with suppress(MediaUnfit):
            small = made_anew(ForeignMedium.SMALL_PICTURE, photo) if photo else b""
        if 0 < len(small) <= MOST_PICTURE_BYTES:
            return small
        self._unfit.add(picture_name(report.public_name))
        return b""


def _with_photo(now: datetime) -> QuerySet[DefectReport]:
    photo = {
        "enclosed__enclosures__kind": EnclosureKind.PHOTO.value,
        "enclosed__enclosures__state": EnclosureState.READY.value,
    }
    rows = open_reports(since=told_since(now)).filter(PUBLISHED, **photo)
    return rows.order_by("-received_at", "-id").distinct()


def _tell_no_more_than(newest: Sequence[DefectReport], told: Collection[str], *, now: datetime) -> None:
    """Take back the pictures of our reports that are none of the newest any more."""
    kept = {one.record_id for one in newest}
    names = [name.removeprefix(PICTURES).removesuffix(".jpg") for name in told]
    ours = DefectReport.objects.filter(public_name__in=names).exclude(record_id__in=kept)
    beyond = dict(ours.values_list("record_id", "public_name"))
    if beyond:
        with transaction.atomic():
            announcements.withdraw(map(picture_name, beyond.values()))
            tell_open_reports(list(beyond), now=now)
