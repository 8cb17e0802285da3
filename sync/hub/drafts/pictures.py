"""Pictures that are brought at the console: made anew, kept in a table until the worker lays them into the content.

Stations show one only where approved content names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from sync.files import make_folders, write_durably
from sync.foreign_media import ForeignMedium, made_anew
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.content.pictures import ENDINGS
from sync.hub.drafts.models import BroughtPicture, ContentDraft, PollDraft
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason

FOLDER = "pictures"
MOST_PICTURES = 300
"""In all: every station fetches each of them."""
MOST_NAME = 60

_NAME = re.compile(rf"[a-z0-9]+(-[a-z0-9]+)*(?:{'|'.join(map(re.escape, ENDINGS))})")
_MENTION = re.compile(rf"{FOLDER}/[^\"\\]+")


class PictureFault(Reason):
    """Why a picture is not taken, or not taken away."""

    NO_NAME = "picture-name", "the picture has no short name"
    THERE = "picture-there", "there is a picture %(name)s already"
    FULL = "pictures-full", "there are %(most)s pictures already"
    USED = "picture-used", "%(name)s is shown in %(where)s"
    GONE = "picture-gone", "this picture is not there"


@dataclass(frozen=True)
class ContentPicture:
    """A picture of the content: the name of its file, its bytes, where it is named, and whether it waits to be laid
    there."""

    name: str
    size: int
    used_in: tuple[str, ...]
    is_waiting: bool

    @property
    def file(self) -> str:
        """As content names it."""
        return f"{FOLDER}/{self.name}"


def bring(data: bytes, *, name: str, folder: Path, by: str, now: datetime) -> str:
    """Keep a photo (JPEG, PNG) under a short name, made anew so that stations can show it. Returns its file's name.

    Raises Refused with a ``PictureFault``, and MediaUnfit for what is no such picture; then nothing is kept.
    """
    if not name or len(name) > MOST_NAME or not _NAME.fullmatch(file := f"{name}.jpg"):
        raise Refused(PictureFault.NO_NAME)
    there = _names(folder)
    if taken := next((one for one in there if one.rpartition(".")[0] == name), None):
        raise Refused(PictureFault.THERE, name=taken)
    if len(there) >= MOST_PICTURES:
        raise Refused(PictureFault.FULL, most=MOST_PICTURES)
    anew = made_anew(ForeignMedium.CONTENT_PICTURE, data)
    try:
        with transaction.atomic():
            BroughtPicture.objects.create(name=file, data=anew, by=by, at=now)
            audit.append(AuditEvent.PICTURE_BROUGHT, by, at=now, picture=file, bytes=len(anew))
    except IntegrityError as error:  # somebody else was faster
        raise Refused(PictureFault.THERE, name=file) from error
    return file


def take_away(name: str, *, folder: Path, by: str, now: datetime) -> None:
    """Have a picture taken out of the content that nothing names. Raises Refused with a ``PictureFault``."""
    if name not in _names(folder):
        raise Refused(PictureFault.GONE)
    with transaction.atomic():
        if where := _mentions(folder).get(name):
            raise Refused(PictureFault.USED, name=name, where=where[0])
        unwanted = {"is_unwanted": True, "data": b""}
        begun = {**unwanted, "by": by, "at": now}
        BroughtPicture.objects.update_or_create(name=name, defaults=unwanted, create_defaults=begun)
        audit.append(AuditEvent.PICTURE_TAKEN_AWAY, by, at=now, picture=name)


def pictures_of(folder: Path) -> list[ContentPicture]:
    """Every picture there is, by name."""
    mentions = _mentions(folder)
    waiting = {row.name: len(row.data) for row in BroughtPicture.objects.filter(is_unwanted=False) if row.data}
    return [
        ContentPicture(
            name,
            waiting.get(name) or (folder / FOLDER / name).stat().st_size,
            mentions.get(name, ()),
            name in waiting,
        )
        for name in sorted(_names(folder))
    ]


def read_picture(name: str, *, folder: Path) -> bytes | None:
    """The bytes of a picture; None for one that is not there."""
    if name not in _names(folder):
        return None
    row = BroughtPicture.objects.filter(name=name).first()
    return bytes(row.data) if row and row.data else (folder / FOLDER / name).read_bytes()


def lay_pictures(folder: Path) -> None:
    """Lay what was brought into the content, and take out what is not wanted there. Raises OSError; called again, it
    goes on."""
    for row in BroughtPicture.objects.exclude(data=b"").filter(is_unwanted=False):
        make_folders(folder / FOLDER)
        write_durably(folder / FOLDER / row.name, bytes(row.data))
        BroughtPicture.objects.filter(pk=row.pk, is_unwanted=False).update(data=b"")
    unwanted = list(BroughtPicture.objects.filter(is_unwanted=True))
    mentions = _mentions(folder) if unwanted else {}
    for row in unwanted:
        if row.name in mentions:  # it was chosen in the meantime
            BroughtPicture.objects.filter(pk=row.pk).update(is_unwanted=False)
        else:
            (folder / FOLDER / row.name).unlink(missing_ok=True)
            row.delete()


def _names(folder: Path) -> set[str]:
    """Of all that lie in the content or wait for it, without those that are taken out of it."""
    rows = dict(BroughtPicture.objects.values_list("name", "is_unwanted"))
    lying = {path.name for ending in ENDINGS for path in (folder / FOLDER).glob(f"*{ending}")}
    return {name for name in lying | rows.keys() if not rows.get(name)}


def _mentions(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Name of a picture to the paths of the content and drafts that name it."""
    found: dict[str, list[str]] = {}
    for where, text in _written(folder):
        for mention in dict.fromkeys(_MENTION.findall(text)):
            found.setdefault(mention.partition("/")[2], []).append(where)
    return {name: tuple(dict.fromkeys(where)) for name, where in found.items()}


def _written(folder: Path) -> Iterable[tuple[str, str]]:
    """Path and text of everything that may name a picture."""
    for path in sorted(folder.glob("**/*.json")):
        yield path.relative_to(folder).as_posix(), path.read_text("utf-8", errors="replace")
    for draft, value in ContentDraft.objects.values_list("path", "value"):
        yield draft, json.dumps(value)
    for poll, value, released in PollDraft.objects.values_list("poll", "value", "released"):
        yield f"polls/{poll}.json", json.dumps([value, released])
