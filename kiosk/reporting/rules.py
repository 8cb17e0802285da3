"""Rules of reporting a defect. Knows nothing of screens, files or networks, nor of who reports."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum
from random import Random
from typing import Protocol

from kiosk.media.rules import keep_enclosures
from kiosk.reporting.state import Draft
from kiosk.session.context import KeepAttachment
from kiosk.session.numbers import clean_words, new_number, new_second_code
from kiosk.session.session import Sealed
from sync.protocol.districts import Box, is_in_box
from sync.protocol.envelope import seal_report
from sync.protocol.keys import SealKey
from sync.protocol.records import Dated, Record, Report
from sync.protocol.report_status import record_id_of, withdrawal_mark
from sync.station.outbox import NotStored

MAX_DESCRIPTION = 1000
"""Characters; a page of large type."""

MAX_CONTACT = 100
"""Characters: longer addresses nobody types here."""

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 /()-]{4,24}")

MOST_RADIUS_METRES = 20_000
"""The width of the city."""

METRES_PER_DEGREE = 111_320
"""Of latitude, everywhere; of longitude, at the equator."""


class Outbox(Protocol):
    """Where a sealed record is made durable: ``sync.station.outbox.Outbox``."""

    def put(self, record: Record) -> None:
        """Save; on disk when this returns. Raises NotStored when the disk does not take it."""


class ReportProblem(Enum):
    """Why a report was not filed, or a part of it not taken."""

    NO_CATEGORY = "no_category"
    NO_PLACE = "no_place"
    OUTSIDE = "outside"
    TOO_LONG = "too_long"
    NO_CONTACT = "no_contact"
    """Neither an e-mail address nor a telephone number."""
    NOT_STORED = "not_stored"


class ReportRefused(Exception):  # noqa: N818  what the person is told
    """The report is not filed. ``sealed`` is there when only storing failed: filing again takes the same record."""

    def __init__(self, reason: ReportProblem, *, sealed: Sealed | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.sealed = sealed


@dataclass(frozen=True)
class ReportReceipt:
    """The report is on disk. ``number`` is what the person asks with later, ``second_code`` what withdraws it."""

    number: str
    second_code: str


@dataclass(frozen=True)
class Allowed:
    """What the city's content allows in a report: ids of categories and districts, and the box around the city."""

    categories: Collection[str]
    districts: Collection[str]
    city: Box


def check_description(description: str) -> None:
    """Raises ReportRefused when there is too much to send. Nothing at all is fine: category and place say enough, and
    whoever cannot write reports as well as anybody.
    """
    length = len(clean_words(description))
    if length > MAX_DESCRIPTION:
        raise ReportRefused(ReportProblem.TOO_LONG)


def has_sentence(description: str, sentence: str) -> bool:
    """The ready sentence stands in the description."""
    return _plain(sentence) in description


def with_sentence_toggled(description: str, sentence: str) -> str:
    """The description with this ready sentence at its end; without it, if it was there. What a person wrote stays."""
    plain = _plain(sentence)
    if plain in description:
        before, _, after = description.partition(plain)
        return f"{before.rstrip()} {after.lstrip()}".strip()
    return f"{description.rstrip()} {plain}".lstrip()


def _plain(sentence: str) -> str:
    """Without the marks that only say where a line may end."""
    return sentence.replace("\u00ad", "")


def clean_contact(contact: str) -> str:
    """The contact as it is sent."""
    return " ".join(contact.split())


def check_contact(contact: str) -> None:
    """Raises ReportRefused for what is neither empty nor an e-mail address nor a telephone number."""
    contact = clean_contact(contact)
    if contact and not (_EMAIL.fullmatch(contact) or _TELEPHONE.fullmatch(contact)):
        raise ReportRefused(ReportProblem.NO_CONTACT)


def check_report(draft: Draft, *, allowed: Allowed) -> None:
    """Raises ReportRefused naming the first thing that is missing or not possible."""
    if draft.category not in allowed.categories:
        raise ReportRefused(ReportProblem.NO_CATEGORY)
    if draft.district not in allowed.districts or draft.point is None:
        raise ReportRefused(ReportProblem.NO_PLACE)
    if not is_in_box(draft.point, allowed.city):
        raise ReportRefused(ReportProblem.OUTSIDE)
    check_description(draft.description)
    check_contact(draft.contact)


def file_report(
    draft: Draft,
    *,
    allowed: Allowed,
    seal_key: SealKey,
    outbox: Outbox,
    dated: Dated,
    language: str,
    random: Random,
    by_team: bool = False,
    sealed: Sealed | None = None,
    keep: KeepAttachment | None = None,
) -> ReportReceipt:
    """Seal the report and store it, once. When this returns, it is on disk and will reach the city.

    ``by_team``: the team took it down for somebody else. ``sealed`` is what an earlier try of exactly this draft left
    behind; ``keep`` keeps photo and spoken message.
    Raises ReportRefused, or NotEnclosed when these find no room.
    """
    check_report(draft, allowed=allowed)
    if sealed is None:
        number, second_code = new_number(random), new_second_code(random)
        # By this id, and by nothing else that is kept here, the report is found again with its number.
        record_id = record_id_of(number)
        report = _to_report(draft, number=number, language=language, dated=dated)
        attachments = keep_enclosures(draft.enclosed, keep=keep, key=seal_key)
        mark = withdrawal_mark(record_id, second_code)
        report = replace(report, withdrawal=mark, attachments=attachments, by_team=by_team)
        sealed = Sealed(seal_report(report, key=seal_key, record_id=record_id), number, second_code)
    try:
        outbox.put(sealed.record)
    except NotStored as error:
        raise ReportRefused(ReportProblem.NOT_STORED, sealed=sealed) from error
    return ReportReceipt(sealed.code, sealed.second_code)


def move_to_district(draft: Draft, district: str, centre: tuple[float, float], *, bbox: Box) -> Draft:
    """The draft somewhere in this district, unless it was there already and a place was pointed at.

    Somewhere: within a circle around its centre that holds all of it. Nobody has pointed at the centre.
    """
    if draft.district == district and draft.point is not None:
        return draft
    return replace(draft, district=district, point=centre, radius_metres=radius_around(centre, bbox))


def radius_around(centre: tuple[float, float], bbox: Box) -> int:
    """How far the farthest corner of a box (west, south, east, north) is, in whole hundreds of metres."""
    west, south, east, north = bbox
    across = max(centre[0] - west, east - centre[0]) * math.cos(math.radians(centre[1]))
    up = max(centre[1] - south, north - centre[1])
    return max(1, math.ceil(math.hypot(across, up) * METRES_PER_DEGREE / 100)) * 100


def radius_box(point: tuple[float, float], metres: int) -> Box:
    """The box (west, south, east, north) around a circle."""
    up = metres / METRES_PER_DEGREE
    across = up / math.cos(math.radians(point[1]))
    return point[0] - across, point[1] - up, point[0] + across, point[1] + up


def point_around(draft: Draft, point: tuple[float, float], *, metres: int, district: str | None) -> Draft:
    """The draft somewhere within so many metres of a place. Nobody has pointed at it. Raises ReportRefused for a place
    outside the city.
    """
    if district is None:
        raise ReportRefused(ReportProblem.OUTSIDE)
    return replace(draft, point=point, district=district, radius_metres=max(1, min(metres, MOST_RADIUS_METRES)))


def point_at(draft: Draft, point: tuple[float, float], *, district: str | None) -> Draft:
    """The draft with the place the person pointed at, and the district that place is in: the point decides.

    ``district`` None: it is in none. Raises ReportRefused for such a place outside the city.
    """
    if district is None:
        raise ReportRefused(ReportProblem.OUTSIDE)
    return replace(draft, point=point, district=district, radius_metres=0)


def _to_report(draft: Draft, *, number: str, language: str, dated: Dated) -> Report:
    assert draft.point is not None
    description = clean_words(draft.description)
    if draft.object_number:
        description = f"{description}\n\nNr. {draft.object_number}".strip()
    return Report(
        number=number,
        category=draft.category,
        district=draft.district,
        longitude=round(draft.point[0], 5),
        latitude=round(draft.point[1], 5),
        description=description,
        language=language,
        day=dated.day,
        seen=dated.seen,
        unsure=dated.unsure,
        radius_metres=draft.radius_metres,
        contact=clean_contact(draft.contact),
        may_publish=bool(draft.may_publish) and draft.may_become_public,
    )
