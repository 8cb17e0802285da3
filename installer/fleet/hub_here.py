"""A hub in this very process, called through WSGI without a socket, so that its time can be simulated too.

To be imported after Django was set up. Stations still reach it through their own HTTP client, byte for byte.
"""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.models import F
from requests.adapters import BaseAdapter

from installer.fleet.members import HomeDistrict, Member
from installer.fleet.simulation import PutBackHub
from installer.fleet.station import FleetStation
from installer.fleet.way import Fault
from sync.hub.attachments.store import PieceStore
from sync.hub.courier.desk import Desk, meet_stick
from sync.hub.data_folder import HubFolder
from sync.hub.forwarding.sending import Parent, ParentLink, forward_all
from sync.hub.intake.models import ChainHead, Incident, IncidentKind
from sync.hub.intake.signer import current_voice
from sync.hub.intake.views import CLOCK
from sync.hub.polls.models import BallotStanding, BoxedBallot
from sync.hub.reports.models import DefectReport
from sync.hub.stations.hub_clock import begin_clock
from sync.hub.stations.models import Device
from sync.hub.stations.services import make_code, revoke, wish_rekey
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.loop import work_once
from sync.key_files import load_signing_key
from sync.protocol.participation_codes import ParticipationCode, read_typed
from sync.stick import Stick

CODED_POLL, CODES = "one-each", 60
BY = "simulation"


class HubHere(BaseAdapter):
    """The hub Django is set up for. ``time`` is the simulated time.

    ``may_forget`` lets it lose its memory since its last backup, and with it whatever else was changed in it meanwhile;
    it then gets a poll with participation codes, too. ``parent`` is the way to a hub above, which it has joined.
    """

    faults = tuple(Fault)

    def __init__(self, time: Callable[[], datetime], *, may_forget: bool, parent: ParentLink | None = None) -> None:
        super().__init__()
        self._time = time
        self._is_ours = may_forget
        self._may_forget = may_forget and connection.vendor == "sqlite"
        self._parent = parent
        self._application = WSGIHandler()
        self._statements_left = 0
        self._wrong_by = timedelta()
        self.forwarded = 0
        """Batches sent to the hub above."""
        self._has_begun = False
        self._before: frozenset[str] = frozenset()
        self._before = frozenset(self.arrived())

    @property
    def url(self) -> str:
        """Where stations find it."""
        host = settings.ALLOWED_HOSTS[0]
        return f"http{'s' if settings.HUB_CONFIG.https else ''}://{host}"

    @property
    def adapter(self) -> BaseAdapter:
        """It is one itself."""
        return self

    @property
    def desk(self) -> HubHere:
        """Sticks are brought to itself."""
        return self

    @property
    def memory(self) -> PutBackHub | None:
        """The embedded database, where it may be put back: a copy of one file is a backup."""
        return self if self._may_forget else None

    def places(self) -> Sequence[HomeDistrict]:
        """The districts its content names."""
        source = json.loads((self._folder.content / "places.json").read_text(encoding="utf-8"))
        return [HomeDistrict(entry["code"], entry["name"], tuple(entry["centre"])) for entry in source["districts"]]

    def given_out(self) -> Mapping[str, Sequence[ParticipationCode]]:
        """Participation codes, by poll: of a poll of its own, so that none of a real one is spent."""
        if not self._is_ours:
            return {}
        polls = self._folder.content / "polls"
        wire = json.loads(min(polls.glob("*.json")).read_text(encoding="utf-8"))
        wire |= {"id": CODED_POLL, "codes": True, "codes_at": wire["title"]}
        (polls / f"{CODED_POLL}.json").write_text(json.dumps(wire), encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "codes.txt"
            call_command("codes", f"--poll={CODED_POLL}", f"--count={CODES}", f"--out={place}", stdout=io.StringIO())
            codes = [read_typed(line) for line in place.read_text(encoding="utf-8").splitlines()]
        call_command("publish", stdout=io.StringIO())
        return {CODED_POLL: codes}

    # --- what happens to it ---

    def wish_key(self, device: str) -> bool:
        """Somebody wishes a new key of a station. False when one is wished already."""
        try:
            return wish_rekey(device, by=BY, now=self._time())
        except Device.DoesNotExist:
            return False  # it was enrolled after the backup that this hub was put back to

    def revoke(self, device: str) -> None:
        """Somebody withdraws trust in a station."""
        revoke(device, note="two machines", by=BY, now=self._time())

    def code(self, member: Member) -> str:
        """An enrolment code for one station."""
        return make_code(name=member.name, district=member.district, by=BY, now=self._time())

    def stumble(self, statement: int) -> None:
        """The next request fails at this statement of the database."""
        self._statements_left = statement

    def backup(self, place: Path) -> Path:
        """A copy of everything it remembers."""
        with closing(sqlite3.connect(self._database)) as ours, closing(sqlite3.connect(place)) as copy:
            ours.backup(copy)
        ChainHead.objects.update(safe=F("seq"))  # as the command backup does, once it has proven the copy
        return place

    def put_back(self, backup: Path) -> None:
        """It remembers what it remembered when this copy was made."""
        connections.close_all()
        for suffix in ("-wal", "-shm"):
            self._database.with_name(self._database.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(backup, self._database)
        begin_clock(self._time())  # as the command restore does

    def set_clock(self, wrong_by: timedelta) -> None:
        """From here on its clock is wrong by so much."""
        self._wrong_by = wrong_by

    # --- what it does ---

    def work(self) -> None:
        """The worker opens and applies what has come."""
        kept = timedelta(days=settings.HUB_CONFIG.ballot_batches_kept_days)
        work_once(Keyring.load(self._folder.root), batches_kept=kept, box_at_once=True)
        if self._parent:
            self.forwarded += forward_all(
                self._parent, Parent.load(self._folder.parent), key=load_signing_key(self._folder.ack_key)
            ).batches

    def doubted(self) -> set[str]:
        """Stations of which people were told that there may be two, or that they were put back."""
        kinds = (IncidentKind.TWO_MACHINES, IncidentKind.PUT_BACK, IncidentKind.OLD_KEY)
        return set(Incident.objects.filter(kind__in=kinds).values_list("device", flat=True))

    def counted(self) -> Iterable[str]:
        """The marks of participation codes with which a ballot counts, as often as one does."""
        return (
            BoxedBallot.objects.filter(standing=BallotStanding.COUNTS).exclude(mark="").values_list("mark", flat=True)
        )

    def meet(self, stick: Stick) -> None:
        """Somebody brings a stick. No content is laid on it: the stations have theirs."""
        desk = Desk(
            voice=current_voice(),
            repository=self._folder.root / "nothing",
            pieces=PieceStore(self._folder.blobs),
            root_sha256="",
        )
        meet_stick(stick, desk, by=BY, now=self._time())

    def arrived(self, stations: Sequence[FleetStation] = ()) -> Iterable[str]:  # noqa: ARG002  it knows by itself
        """Report numbers and trackers, as often as they are there; not those of before this run."""
        numbers = DefectReport.objects.values_list("number", flat=True)
        trackers = BoxedBallot.objects.values_list("tracker", flat=True)
        return [token for token in (*numbers, *trackers) if token not in self._before]

    def lacks(self, pieces: Iterable[str]) -> set[str]:
        """Those of these pieces of photos that it does not have."""
        return set(PieceStore(self._folder.blobs).missing(pieces))

    def send(self, request: requests.PreparedRequest, **_options: Any) -> requests.Response:  # type: ignore[override]
        """Answer one request of a station."""
        if not self._has_begun:
            begin_clock(self._time())  # whatever day it is outside
            self._has_begun = True
        said: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
            said.update(status=int(status[:3]), headers=headers)
            return _nobody_writes

        with connection.execute_wrapper(self._count) if self._statements_left else nullcontext():
            answer = self._application(self._environ(request), start)
            with closing(answer):
                body = b"".join(answer)
        self._statements_left = 0
        return _response(request, said["status"], said["headers"], body)

    def close(self) -> None:
        """Nothing is held open between requests."""

    @property
    def _folder(self) -> HubFolder:
        folder: HubFolder = settings.HUB_FOLDER
        return folder

    @property
    def _database(self) -> Path:
        return self._folder.database

    def _environ(self, request: requests.PreparedRequest) -> dict[str, Any]:
        parts = urlsplit(str(request.url))
        body = request.body or b""
        return {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(parts.path),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": parts.hostname,
            "SERVER_PORT": str(parts.port or 80),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": parts.netloc,
            "HTTP_X_FORWARDED_PROTO": parts.scheme,
            "HTTP_AUTHORIZATION": request.headers.get("Authorization", ""),
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": request.headers.get("Content-Length", "0"),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": io.BytesIO(body if isinstance(body, bytes) else body.encode()),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            CLOCK: self._time() + self._wrong_by,
        }

    def _count(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self._statements_left -= 1
        if self._statements_left == 0:
            raise OperationalError("the database failed in the middle")
        return execute(*arguments)


def _response(
    request: requests.PreparedRequest, status: int, headers: list[tuple[str, str]], body: bytes
) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers.update(headers)
    response.raw = io.BytesIO(body)
    response.request = request
    response.url = str(request.url)
    return response


def _nobody_writes(_data: bytes) -> None:
    raise NotImplementedError("Django returns its answers")
