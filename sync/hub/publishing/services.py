"""Publishing content: source folder in, signed package out. Each publication is an audit event."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from tuf.api.metadata import Metadata, Root

from sync.files import make_folders, move_durably, sync_file, write_durably
from sync.hub.announcements import selectors as announcements
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.content.address_import import build_addresses, build_objects
from sync.hub.content.definitions import CATEGORIES, PLACES, SHAPES, read_value
from sync.hub.content.district_import import read_districts
from sync.hub.content.map_building import Box, BuiltMap, MapSource, build_map
from sync.hub.content.service_import import read_services, with_services
from sync.hub.content.source import ContentSource, load_source
from sync.hub.content.vocabulary import Surroundings
from sync.hub.data_folder import HubFolder
from sync.hub.drafts.selectors import with_released
from sync.hub.polls import services as polls
from sync.hub.polls.selectors import code_list, newest_version
from sync.hub.promises.services import note_publication
from sync.hub.publishing.ceremony import check_root
from sync.hub.publishing.counting_keys import could_open_ballots, counting_keys_for
from sync.hub.publishing.models import Publication
from sync.hub.publishing.repository import ContentRepository, make_root
from sync.hub.publishing.shift_plans import shifts_to_publish
from sync.hub.publishing.signing import load_announcing_signers, load_signer, load_signers, make_announcing_keys
from sync.hub.stations.hub_clock import demand_right_clock
from sync.hub.surveys.services import note_bank, note_surveys
from sync.protocol.announced_paths import FOLDER
from sync.protocol.announced_paths import ROLE as HUB
from sync.protocol.ballot_log import CHECKPOINT
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.key_list import TARGET_PATH as KEY_LIST
from sync.protocol.key_list import KeyList, ListedKey
from sync.protocol.participation_codes import list_path
from sync.protocol.place_lists import ADDRESSES, MAP_PACK
from sync.protocol.polls.background import KEYS_AT_HUB, Secrecy
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.wording import what_else_changed, with_all_said
from sync.rooted_folder import RootedFolder


def start_repository(folder: HubFolder, *, now: datetime) -> None:
    """Make the first root, with one key for each role. Raises FileExistsError when there is one already."""
    signers = {role: load_signer(folder, role) for role in ("root", "targets", "snapshot", "timestamp")}
    keys = {role: [signer.public_key] for role, signer in signers.items()}
    root = make_root(keys, thresholds=dict.fromkeys(keys, 1), signers=[signers["root"]], version=1, now=now)
    ContentRepository(folder.repository).start(root)


def newest_root(folder: HubFolder) -> Metadata[Root]:
    """The root that stations are to follow now. Raises Refused before the first."""
    return ContentRepository(folder.repository).newest_root()


def install_root(draft: Metadata[Root], *, folder: HubFolder, by: str, now: datetime) -> int:
    """Publish the next root, signed by enough holders of the one before and of itself. Returns its version.

    Raises Refused, and publishes nothing, otherwise.
    """
    with _alone(folder), transaction.atomic():
        repository = ContentRepository(folder.repository)
        check_root(draft, before=repository.newest_root())
        role = draft.signed.roles["root"]
        version = draft.signed.version
        audit.append(
            AuditEvent.ROOT_INSTALLED, by, at=now, version=version, needed=role.threshold, holders=len(role.keyids)
        )
        repository.add_root(draft)
    return version


def publish(
    source: ContentSource,
    *,
    folder: HubFolder,
    may_make_keys: bool,
    by: str,
    today: date,
    now: datetime,
    also: Mapping[str, Mapping[str, Any]] | None = None,
) -> Publication:
    """Publish a checked source, with the polls that were released at the console and the shifts that are planned, as
    the new content package.

    ``also`` are checked polls by id that take the place of those released before.

    Raises Refused, and publishes nothing, when a poll has no counting keys, was changed after it began, or takes
    participation codes and has none; ClockDoubted when nothing may be signed just now.
    """
    with _alone(folder):
        demand_right_clock(now)  # what content was signed by, stations believe
        polls_now = {**with_released(source.polls), **(also or {})}
        wires = [_completed(poll, folder=folder, may_make=may_make_keys) for poll in polls_now.values()]
        lists = {list_path(wire["id"]): _code_list(wire["id"]) for wire in wires if wire.get("codes")}
        # On record before any station can see them: a ballot must never meet a hub that does not know its poll.
        with transaction.atomic():
            for wire in wires:
                polls.record_publication(wire, by=by, today=today, now=now)
            note_publication(wires, source.projects.values())
            note_bank(source.question_bank, today=today)
            note_surveys(source.surveys.values(), today=today)
        _prepare_announcing(folder, now=now)
        districts = [entry["code"] for entry in source.places["districts"]]
        source = replace(source, shifts={**source.shifts, **shifts_to_publish(districts=districts, now=now)})
        files = source.targets() | {f"polls/{wire['id']}.json": canonical_json(wire) for wire in wires}
        files |= lists
        files[PLACES] = canonical_json(_with_settings(source.places))
        files[KEY_LIST] = folder.public_keys.read_bytes()
        version = ContentRepository(folder.repository).publish(files, signers=load_signers(folder), now=now)
        return _record(files, version=version, by=by, now=now)


TOLD_BY_SETTINGS = ("time_zone", "receipt_address")
"""What publication adds to what the places say of the city."""


def _with_settings(places: Mapping[str, Any]) -> dict[str, Any]:
    """The places, and what this hub's settings say of them: when a day begins, for stations open and close polls by the
    same days; and where people look up the code of a receipt, if anywhere."""
    told = {"time_zone": timezone.get_default_timezone_name()}
    if settings.HUB_CONFIG.receipts_at:
        told["receipt_address"] = settings.HUB_CONFIG.receipts_at
    return {**places, "city": {**places["city"], **told}}


def import_dates(
    file: Path,
    *,
    name: str,
    districts: Sequence[str],
    folder: HubFolder,
    may_make_keys: bool,
    by: str,
    now: datetime,
) -> Publication:
    """Take the calendar of a centre into the content source, in place of the one of this name, and publish it.

    Raises Refused for a file that is no calendar, ContentProblems for one that is not fit; the source stays as it was.
    """
    from sync.hub.content.calendar_import import read_calendar

    source, today = load_source(folder.content), timezone.localdate(now)
    codes = [district["code"] for district in source.places["districts"]]
    around = Surroundings(districts=codes, name=name)
    zone = timezone.get_default_timezone()
    calendar = read_calendar(file, name=name, districts=districts, today=today, zone=zone, around=around)
    target = folder.content / "dates" / f"{calendar['id']}.json"
    make_folders(target.parent)
    write_durably(target, canonical_json(calendar))
    audit.append(AuditEvent.DATES_IMPORTED, by, at=now, dates=len(calendar["dates"]), calendar=name)
    source = load_source(folder.content)
    return publish(source, folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now)


def import_districts(
    file: Path, *, folder: HubFolder, may_make_keys: bool, by: str, today: date, now: datetime
) -> Publication:
    """Take the outlines of the districts from the city's file into the content source, and publish it.

    Raises WrongDistrictFile (a ValueError) for a file that does not fit the places of the content; the source stays as
    it was.
    """
    shapes = read_districts(file, places=load_source(folder.content).places)
    write_durably(folder.content / SHAPES, canonical_json(shapes))
    audit.append(AuditEvent.DISTRICTS_IMPORTED, by, at=now, districts=len(shapes["districts"]))
    source = load_source(folder.content)
    return publish(source, folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now)


def import_services(
    file: Path, *, folder: HubFolder, may_make_keys: bool, by: str, today: date, now: datetime
) -> tuple[Publication, int]:
    """Take the receiver's list of services into the categories of the content source, and publish it. Returns the
    publication, and how many services there are.

    Raises WrongServiceFile (a ValueError) for a file that does not fit; the source stays as it was.
    """
    services = read_services(file)
    categories = with_services(load_source(folder.content).categories, services)
    read_value(CATEGORIES, categories, Surroundings())
    write_durably(folder.content / CATEGORIES, canonical_json(categories))
    audit.append(AuditEvent.SERVICES_IMPORTED, by, at=now, services=len(services))
    source = load_source(folder.content)
    return publish(source, folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now), len(services)


def import_list(
    file: Path, name: str, *, folder: HubFolder, may_make_keys: bool, by: str, today: date, now: datetime
) -> tuple[Publication, int]:
    """Take a list of places (``ADDRESSES`` or ``OBJECTS``) from the city's file into the content source, and publish
    it. Returns the publication, and how many entries the list has.

    Raises WrongPlaceFile (a ValueError) for a file that is none or of another city; the source stays as it was.
    """
    city = load_source(folder.content).places["city"]["bbox"]
    unfinished = folder.content / f".{name}.unfinished"
    unfinished.unlink(missing_ok=True)
    try:
        if name == ADDRESSES:
            _, entries = build_addresses(file, unfinished, city=city)
        else:
            entries = build_objects(file, unfinished, city=city)
        move_durably(unfinished, folder.content / name)
    finally:
        unfinished.unlink(missing_ok=True)
    audit.append(AuditEvent.PLACES_IMPORTED, by, at=now, entries=entries, file=name)
    source = load_source(folder.content)
    return publish(source, folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now), entries


def import_map(
    source: MapSource,
    *,
    box: Box | None,
    zooms: tuple[int, int],
    folder: HubFolder,
    may_make_keys: bool,
    by: str,
    today: date,
    now: datetime,
    tell: Callable[[str], None] = lambda _words: None,
) -> tuple[Publication, BuiltMap]:
    """Fetch the map tiles of a box, by default that of the city, into the content source, and publish it.

    Raises MapNotBuilt (a ValueError) while not all of them are here; they are kept beside the source, which stays as it
    was, and the next call goes on.
    """
    city = load_source(folder.content).places["city"]["bbox"]
    unfinished = folder.root / f"{MAP_PACK}.unfinished"
    west, south, east, north = box or city
    built = build_map(unfinished, source, box=(west, south, east, north), zooms=zooms, tell=tell)
    sync_file(unfinished)
    move_durably(unfinished, folder.content / MAP_PACK)
    audit.append(AuditEvent.PLACES_IMPORTED, by, at=now, entries=built.kept, file=MAP_PACK)
    whole = load_source(folder.content)
    return publish(whole, folder=folder, may_make_keys=may_make_keys, by=by, today=today, now=now), built


def renew(folder: HubFolder, *, by: str, now: datetime) -> int:
    """Sign anew that the newest package is the newest, before its signature expires. Returns its version.

    Before the first package there is nothing to sign: then 0. Raises ClockDoubted when nothing may be signed just now.
    """
    with _alone(folder):
        demand_right_clock(now)
        repository = ContentRepository(folder.repository)
        if not repository.version():
            return 0
        roles = ("snapshot", "timestamp", HUB) if repository.lets_hub_announce else ("snapshot", "timestamp")
        repository.renew(**{role: load_signer(folder, role) for role in roles}, now=now)
        audit.append(AuditEvent.CONTENT_RENEWED, by, at=now, version=repository.version())
        return repository.version()


def announce(folder: HubFolder, *, now: datetime) -> bool:
    """Bring what stations are to be told into the repository, if it has changed. False when there was nothing to do.

    Needs the hub's own keys only. Until content was published once by a program that knows announcements, nothing is
    told: stations would have no reason to believe it.
    """
    with _alone(folder):
        repository = ContentRepository(folder.repository)
        if not repository.lets_hub_announce:
            return False
        wanted = {FOLDER + name: digest for name, digest in announcements.digests().items()}
        before = repository.announced()
        if wanted == before:
            return False
        names = [path.removeprefix(FOLDER) for path, digest in wanted.items() if before.get(path) != digest]
        changed = {FOLDER + name: data for name, data in announcements.contents(names).items()}
        gone = before.keys() - wanted.keys()
        repository.announce(changed, gone=gone, signers=load_announcing_signers(folder), now=now)
        return True


def published_note(folder: HubFolder) -> str:
    """The checkpoint of the ballot log as stations are told it now; empty before the first, or when it is not there."""
    with suppress(OSError, UnicodeDecodeError):
        return ContentRepository(folder.repository).announced_file(FOLDER + CHECKPOINT).decode()
    return ""


def published_files(folder: HubFolder) -> dict[str, bytes]:
    """Everything stations are told now, by name. Raises OSError when a file is missing."""
    files = ContentRepository(folder.repository).announced_files()
    return {path.removeprefix(FOLDER): data for path, data in files.items()}


def content_id_of(files: Mapping[str, str]) -> str:
    """How stations name a package of these files (path to SHA-256, hex)."""
    return hashlib.sha256(canonical_json({"files": dict(files)})).hexdigest()


def _completed(poll: Mapping[str, Any], *, folder: HubFolder, may_make: bool) -> dict[str, Any]:
    """The poll as it is published: with its counting keys and its day of grace."""
    before = newest_version(str(poll["id"]))
    keys: Mapping[str, Any] = {}  # those of a poll for one evening are made at the station that opens it
    if poll.get("secrecy") != Secrecy.ON_THE_SPOT:
        # A poll keeps the keys it was first published with: they are part of what its ballots answer.
        keys = (
            before.definition["keys"]
            if before
            else counting_keys_for(
                str(poll["id"]), folder=folder.trustee_keys, may_make=may_make or poll.get("secrecy") == Secrecy.SIMPLE
            )
        )
    completed = {**poll, **({"keys": keys} if keys else {})}
    if before.definition.get(KEYS_AT_HUB) if before else could_open_ballots(poll["id"], folder=folder.trustee_keys):
        completed[KEYS_AT_HUB] = True
    if before is None or "grace" in before.definition:  # else published before there were days of grace
        completed = {"grace": Poll.from_wire(poll).grace.isoformat(), **completed}
    return _following(before.definition, completed) if before else completed


def _following(before: Mapping[str, Any], poll: dict[str, Any]) -> dict[str, Any]:
    """The poll after a version of it that was published: where the words alone are other ones, ballots of both count.

    The lot stays what it was, else somebody could draw it anew by mending words until it falls as they like.
    """
    known = {name: before[name] for name in ("earlier", "lot") if "earlier" in before and name in before}
    if canonical_json({**known, **poll}) == canonical_json(before):
        return {**known, **poll}
    published, said = Poll.from_wire(before), with_all_said(before)
    mended = {"lot": said["lot"], **poll, "earlier": sorted({*published.earlier, published.hash})}
    return poll if what_else_changed(said, {"grace": said["grace"], **mended}) else mended


def _code_list(poll_id: str) -> bytes:
    listed = code_list(poll_id)
    if not listed:
        raise Refused(
            f"the poll {poll_id} takes participation codes and has none; make them first with the command content codes"
        )
    return listed


def _record(files: Mapping[str, bytes], *, version: int, by: str, now: datetime) -> Publication:
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    with transaction.atomic():
        row = Publication.objects.create(
            version=version, published_at=now, by=by, content=content_id_of(hashes), files=hashes
        )
        audit.append(AuditEvent.CONTENT_PUBLISHED, by, at=now, version=version, files=len(files))
    return row


def _prepare_announcing(folder: HubFolder, *, now: datetime) -> None:
    """Let the hub have its own keys for announcing, and stations know the one of the ballot log."""
    new = make_announcing_keys(folder)
    if new:
        listed = KeyList.from_bytes(folder.public_keys.read_bytes()).keys
        owner = folder.public_keys.stat()
        write_durably(folder.public_keys, KeyList((*listed, ListedKey("log", new, now))).to_bytes())
        os.chown(folder.public_keys, owner.st_uid, owner.st_gid)
        folder.public_keys.chmod(owner.st_mode & 0o777)


@contextmanager
def _alone(folder: HubFolder) -> Iterator[None]:
    """Only one publication at a time, whoever begins it."""
    with RootedFolder(folder.repository).locked(".lock"):
        yield
