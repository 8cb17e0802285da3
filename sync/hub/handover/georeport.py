"""An Open311 GeoReport v2 server as a receiver. Written for Klarschiff's CitySDK, which differs from the standard.

What differs: a refused key and a missing one are HTTP 500 with a ``code`` in the body; there is no reference of ours
and no idempotency, so a second request makes a second report; the description is hidden until somebody has released
it; filters by distance and by the time of change do not work. So a report whose answer was lost is looked for by
category, place and time, and states are asked for by lists of numbers.
"""

from __future__ import annotations

import base64
import ssl
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import ConnectTimeout, InvalidSchema, InvalidURL, MissingSchema
from urllib3.exceptions import NewConnectionError

from sync.connection import not_reached
from sync.http_session import BoundedSession, bounded, new_session
from sync.hub.handover.config import HandoverSettings
from sync.hub.handover.reasons import HandoverReason
from sync.hub.handover.receiver import (
    AnswerLost,
    HandoverFault,
    NotHandedOver,
    OpenThere,
    OutgoingReport,
    PhotoRefused,
    RefusedThere,
    StateThere,
    Taken,
)
from sync.protocol.open_reports import MOST_REPORTS, MOST_TITLE
from sync.protocol.report_status import MOST_NAME, MOST_NOTE, ReportState

CONNECT_SECONDS, ANSWER_SECONDS, REQUEST_SECONDS = 10, 60, 120
CLOCKS_APART = timedelta(hours=1)
"""So far the clocks of both sides may differ."""
PICTURE_SECONDS = 30
MOST_FETCHED_BYTES = 4 * 2**20
"""Of a picture over there: the public ones have a hundredth of it."""
MOST_ADDRESS = 300
_CHUNK = 64 * 1024
SAME_PLACE_DEGREES = 3e-5
"""Two or three metres: the receiver keeps places in metres of its own map."""
REFERENCE_SIGN = "MS-"
_PHOTO_WORDS = ("foto", "photo", "media", "bild", "datei")

_STATES = {
    "PENDING": ReportState.REPORTED,
    "RECEIVED": ReportState.OPEN,
    "IN_PROCESS": ReportState.IN_PROGRESS,
    "PROCESSED": ReportState.SOLVED,
    "REJECTED": ReportState.NOT_SOLVABLE,
}
"""Klarschiff's ``detailed_status``."""


@dataclass(frozen=True)
class _Answer:
    status: int
    value: Any
    """Its JSON; None when it is none."""

    @property
    def code(self) -> int:
        """What the body says of itself, or else the status."""
        with suppress(TypeError, ValueError):
            return int(self._error["code"])
        return self.status

    @property
    def has_code(self) -> bool:
        return "code" in self._error

    @property
    def words(self) -> str:
        told = str(self._error.get("description", ""))
        return " ".join(told.split())[:500]

    @property
    def _error(self) -> Mapping[str, Any]:
        first = self.value[0] if isinstance(self.value, list) and self.value else self.value
        return first if isinstance(first, dict) else {}


class GeoReportServer:
    """The receiver over HTTP. ``key`` is the api key."""

    def __init__(self, settings: HandoverSettings, *, key: str, session: BoundedSession | None = None) -> None:
        self._settings, self._key = settings, key
        self._session = session or new_session()

    def close(self) -> None:
        """No request follows."""
        self._session.close()

    def services(self, place: tuple[float, float] | None = None) -> Mapping[str, str]:
        """``service_code`` to name of the categories, at a place (longitude, latitude) or anywhere.

        Raises NotHandedOver.
        """
        where = {"lat": place[1], "long": place[0]} if place else {}
        listed = self._get("services", where)
        if not isinstance(listed, list):
            raise NotHandedOver(HandoverReason.ADDRESS, detail="no list of categories")
        found = [entry for entry in listed if isinstance(entry, dict) and "service_code" in entry]
        return {str(entry["service_code"]): str(entry.get("service_name", "")) for entry in found}

    def try_key(self) -> None:
        """Show our key with what can never become a report: no category, no place, no words. Raises NotHandedOver."""
        try:
            answer = self._ask("POST", "requests", {"email": self._settings.email})
        except requests.RequestException as error:
            raise _unreached(error, self._settings.address) from error
        if answer.code not in {404, 422} and answer.status != 400:
            raise _trouble_of(answer)

    def check(self, parcel: OutgoingReport) -> None:
        """See Receiver."""
        if self._covers(parcel) is False:
            raise RefusedThere(HandoverReason.OUTSIDE)
        if parcel.service_code in self.services((parcel.longitude, parcel.latitude)):
            return
        gone = parcel.service_code not in self.services()
        raise RefusedThere(HandoverReason.CATEGORY_GONE if gone else HandoverReason.NOT_HERE, code=parcel.service_code)

    def send(self, parcel: OutgoingReport) -> Taken:
        """See Receiver."""
        values = {
            "email": parcel.email,
            "service_code": parcel.service_code,
            "description": parcel.description,
            "lat": f"{parcel.latitude:.6f}",
            "long": f"{parcel.longitude:.6f}",
            "privacy_policy_accepted": "true",
        }
        if parcel.photo is not None:
            values["media"] = base64.b64encode(parcel.photo).decode()
        try:
            answer = self._ask("POST", "requests", values)
        except requests.RequestException as error:
            if _never_connected(error):
                raise _unreached(error, self._settings.address) from error
            raise AnswerLost(HandoverReason.NO_ANSWER, detail=type(error).__name__) from error
        return _judge(answer, parcel)

    def find(self, parcel: OutgoingReport, *, since: datetime, known: Collection[str]) -> Sequence[str]:
        """See Receiver."""
        start = (since - CLOCKS_APART).astimezone(UTC)
        wanted = {
            "service_code": parcel.service_code,
            "start_date": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "also_archived": "true",
            "extensions": "true",
        }
        listed = self._get("requests", wanted)
        if not isinstance(listed, list):
            raise NotHandedOver(HandoverReason.ADDRESS, detail="no list of reports")
        found = [
            entry
            for entry in listed
            if isinstance(entry, dict)
            and str(entry.get("service_code")) == parcel.service_code
            and _is_there(entry, parcel)
            and not _is_older(entry, start)
        ]
        signed = [entry for entry in found if parcel.reference in str(entry.get("description", ""))]
        unsigned = [entry for entry in found if REFERENCE_SIGN not in str(entry.get("description", ""))]
        numbers = [str(entry["service_request_id"]) for entry in signed or unsigned if "service_request_id" in entry]
        return [number for number in numbers if number not in known]

    def states(self, request_ids: Sequence[str]) -> Mapping[str, StateThere | None]:
        """See Receiver."""
        listed = self._get(
            "requests", {"service_request_id": ",".join(request_ids), "extensions": "true", "also_archived": "true"}
        )
        if not isinstance(listed, list):
            raise NotHandedOver(HandoverReason.ADDRESS, detail="no list of reports")
        found = {str(entry.get("service_request_id")): entry for entry in listed if isinstance(entry, dict)}
        return {number: _state_of(found[number]) for number in request_ids if number in found}

    def open_reports(self) -> Sequence[OpenThere] | None:
        """See Receiver."""
        wanted = {"status": "open", "extensions": "true", "max_requests": str(MOST_REPORTS)}
        listed = self._get("requests", wanted)
        if not isinstance(listed, list):
            raise NotHandedOver(HandoverReason.ADDRESS, detail="no list of reports")
        found = [_open_there(entry) for entry in listed if isinstance(entry, dict)]
        return [one for one in found if one is not None]

    def picture(self, address: str) -> bytes | None:
        """See Receiver. Only from the server itself: an address in an answer leads nowhere else."""
        if not _is_of(address, self._settings.address):
            return None
        try:
            with (
                bounded(self._session, PICTURE_SECONDS),
                self._session.get(
                    address, timeout=(CONNECT_SECONDS, ANSWER_SECONDS), allow_redirects=False, stream=True
                ) as response,
            ):
                data = b"".join(islice(response.iter_content(_CHUNK), MOST_FETCHED_BYTES // _CHUNK + 1))
        except requests.RequestException as error:
            raise _unreached(error, self._settings.address) from error
        return data if response.status_code == 200 and len(data) <= MOST_FETCHED_BYTES else None

    def note(self, request_id: str, text: str) -> None:
        """See Receiver."""
        values = {"author": self._settings.email, "comment": text}
        try:
            answer = self._ask("POST", f"requests/notes/{request_id}", values)
        except requests.RequestException as error:
            if _never_connected(error):
                raise _unreached(error, self._settings.address) from error
            raise AnswerLost(HandoverReason.NO_ANSWER, detail=type(error).__name__) from error
        if answer.status not in {200, 201, 202}:
            raise _trouble_of(answer, unsure=AnswerLost)

    def number_of(self, token: str) -> str:
        """See Receiver."""
        listed = self._get(f"tokens/{token}", {})
        first = listed[0] if isinstance(listed, list) and listed else listed
        return str(first.get("service_request_id") or "") if isinstance(first, dict) else ""

    def _covers(self, parcel: OutgoingReport) -> bool | None:
        """None: this server does not say."""
        try:
            answer = self._ask("GET", "coverage", {"lat": parcel.latitude, "long": parcel.longitude})
        except requests.RequestException as error:
            raise _unreached(error, self._settings.address) from error
        if answer.status != 200 or not isinstance(answer.value, dict):
            return None
        told = answer.value.get("result")
        return told if isinstance(told, bool) else None

    def _get(self, path: str, values: Mapping[str, Any]) -> Any:
        try:
            answer = self._ask("GET", path, values)
        except requests.RequestException as error:
            raise _unreached(error, self._settings.address) from error
        if answer.status == 200 and answer.value is not None:
            return answer.value
        if answer.code == 404 and answer.has_code:
            return []
        raise _trouble_of(answer)

    def _ask(self, method: str, path: str, values: Mapping[str, Any]) -> _Answer:
        address = f"{self._settings.address.rstrip('/')}/{path}.json"
        always = {"jurisdiction_id": self._settings.jurisdiction} if self._settings.jurisdiction else {}
        # Reading needs no key, and one in an address would stand in the logs of every proxy.
        sent: dict[str, Any] = {"params": {**always, **values}}
        if method == "POST":
            sent = {"data": {"api_key": self._key, **always, **values}}
        with bounded(self._session, REQUEST_SECONDS):
            response = self._session.request(
                method, address, timeout=(CONNECT_SECONDS, ANSWER_SECONDS), allow_redirects=False, **sent
            )
        value = None
        with suppress(ValueError, RecursionError):
            value = response.json()
        return _Answer(response.status_code, value)


def _judge(answer: _Answer, parcel: OutgoingReport) -> Taken:
    """What an answer to a report means; the body is read before the status is believed."""
    if answer.status in {200, 201, 202}:
        first = answer.value[0] if isinstance(answer.value, list) and answer.value else answer.value
        if isinstance(first, dict) and (number := first.get("service_request_id")):
            return Taken(request_id=str(number)[:60])
        if isinstance(first, dict) and (token := first.get("token")):
            return Taken(token=str(token)[:100])
        raise AnswerLost(HandoverReason.NO_ANSWER, detail=f"{answer.status} without a number")
    if answer.status == 413 or (
        parcel.photo is not None
        and answer.code in {400, 422}
        and any(word in answer.words.lower() for word in _PHOTO_WORDS)
    ):
        kind = PhotoRefused if parcel.photo is not None else RefusedThere
        raise kind(HandoverReason.INVALID, words=answer.words or "413", said=answer.words)
    if answer.code == 404 and answer.has_code:
        raise RefusedThere(HandoverReason.CATEGORY_GONE, code=parcel.service_code, said=answer.words)
    if answer.code == 422 or answer.status == 400:
        raise RefusedThere(HandoverReason.INVALID, words=answer.words or str(answer.status), said=answer.words)
    raise _trouble_of(answer, unsure=AnswerLost)


def _trouble_of(answer: _Answer, *, unsure: type[HandoverFault] = NotHandedOver) -> HandoverFault:
    """What is wrong with the receiver. ``unsure``: what to raise when it may have done what it was asked."""
    is_our_key = answer.code in {401, 403} or (answer.status == 500 and answer.code == 400)
    if is_our_key:
        return NotHandedOver(HandoverReason.KEY, words=answer.words or str(answer.code), said=answer.words)
    if answer.status in {404, 405, 410} or 300 <= answer.status < 400:
        return NotHandedOver(HandoverReason.ADDRESS, detail=str(answer.status))
    if answer.status in {408, 429}:
        return NotHandedOver(HandoverReason.TROUBLED, detail=str(answer.status))
    if unsure is AnswerLost:
        return AnswerLost(HandoverReason.NO_ANSWER, detail=str(answer.status), said=answer.words)
    return NotHandedOver(HandoverReason.TROUBLED, detail=str(answer.status), said=answer.words)


def _never_connected(error: requests.RequestException) -> bool:
    """Nothing was sent: no connection came about, or it was ended before anything was said."""
    if isinstance(error, ConnectTimeout | InvalidURL | InvalidSchema | MissingSchema):
        return True
    cause: BaseException | None = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(cause, NewConnectionError):
        return True
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = (
            cause.__cause__ or cause.__context__ or next((a for a in cause.args if isinstance(a, ssl.SSLError)), None)
        )
    return cause is not None


def _unreached(error: requests.RequestException, address: str) -> NotHandedOver:
    return NotHandedOver(HandoverReason.SILENT, detail=str(not_reached(error, address)))


def _is_of(address: str, server: str) -> bool:
    """The address lies on the very server, by its scheme, name and port."""
    try:
        there, here = urlsplit(address), urlsplit(server)
        return (there.scheme, there.hostname, there.port) == (here.scheme, here.hostname, here.port)
    except ValueError:
        return False


def _is_there(entry: Mapping[str, Any], parcel: OutgoingReport) -> bool:
    with suppress(TypeError, ValueError, KeyError):
        apart = abs(float(entry["lat"]) - parcel.latitude), abs(float(entry["long"]) - parcel.longitude)
        return max(apart) <= SAME_PLACE_DEGREES
    return False


def _is_older(entry: Mapping[str, Any], start: datetime) -> bool:
    """It was there before ours was sent. One that does not say when could be ours."""
    with suppress(TypeError, ValueError, KeyError):
        moment = datetime.fromisoformat(str(entry["requested_datetime"]))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) < start
    return False


def _open_there(entry: Mapping[str, Any]) -> OpenThere | None:
    """None for one that is not open, that nobody has confirmed yet, or that does not say where it is."""
    there = _state_of(entry)
    if there is None or there.is_pending or there.state not in {ReportState.OPEN, ReportState.IN_PROGRESS}:
        return None
    more = entry.get("extended_attributes")
    since = (more.get("detailed_status_datetime") if isinstance(more, dict) else None) or entry.get(
        "requested_datetime"
    )
    with suppress(TypeError, ValueError, KeyError):
        longitude, latitude = float(entry["long"]), float(entry["lat"])
        if -180 <= longitude <= 180 and -90 <= latitude <= 90 and (number := str(entry["service_request_id"])[:60]):
            code, words, picture = str(entry["service_code"]), _released_words(entry), _picture_of(entry)
            return OpenThere(number, code, longitude, latitude, there.state, _day_of(since), words, picture)
    return None


def _released_words(entry: Mapping[str, Any]) -> str:
    """Klarschiff says whether somebody of the city has released them; a server that does not say shows its words."""
    more = entry.get("extended_attributes")
    is_public = more.get("description_public", True) if isinstance(more, dict) else True
    return _cut(entry.get("description"), MOST_TITLE) if is_public is True else ""


def _picture_of(entry: Mapping[str, Any]) -> str:
    address = entry.get("media_url")
    return address if isinstance(address, str) and len(address) <= MOST_ADDRESS else ""


def _state_of(entry: Mapping[str, Any]) -> StateThere | None:
    """None: a state that this program does not know, of a newer version over there."""
    more = entry.get("extended_attributes")
    more = more if isinstance(more, dict) else {}
    detailed = str(more.get("detailed_status") or "")
    state = _STATES.get(detailed.upper())
    if state is None and not detailed:
        plain = str(entry.get("status") or "").lower()
        state = {"open": ReportState.OPEN, "closed": ReportState.SOLVED}.get(plain)
    if state is None:
        return None
    due = more.get("expected_closure") or entry.get("expected_datetime")
    return StateThere(
        state,
        note=_cut(entry.get("status_notes"), MOST_NOTE),
        responsible=_cut(entry.get("agency_responsible"), MOST_NAME),
        due=_day_of(due),
        is_pending=state is ReportState.REPORTED,
    )


def _cut(value: object, most: int) -> str:
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in str(value or "")).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _day_of(value: object) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(str(value or "")[:10])
    return None
