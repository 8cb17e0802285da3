"""A twin of Klarschiff's CitySDK: a real HTTP server with its parameters, statuses, errors and traps.

After the code of ``bfpi/klarschiff-backoffice``: a missing, unknown or powerless key is HTTP 500 with a code in the
body; a second POST makes a second report; an unconfirmed report is deleted after a day; its text is hidden until
somebody releases it; the filters by change and by distance are broken as they are there.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HIDDEN_TEXT = "redaktionelle Prüfung ausstehend"
KEY, MAILBOX = "the-key-of-our-stations", "mitmachstation@rostock.example"
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_OPEN311 = {"PENDING": "open", "RECEIVED": "open", "IN_PROCESS": "open", "PROCESSED": "closed", "REJECTED": "closed"}


@dataclass
class ReportThere:
    """One report in the twin's database."""

    number: int
    service_code: str
    description: str
    lat: float
    long: float
    email: str
    at: datetime
    status: str
    photo: bytes | None = None
    is_released: bool = False
    status_note: str = ""
    expected: str = ""
    agency: str = "Amt für Mobilität"
    notes: list[str] = field(default_factory=list)
    is_deleted: bool = False
    has_abuse: bool = False
    photo_address: str = ""
    """Where it says that its photo lies; empty: where it does."""


@dataclass
class ApiClient:
    """Who may do what over there."""

    permissions: set[str] = field(default_factory=lambda: {"create_requests", "create_comments"})
    is_trusted: bool = True


@dataclass
class Klarschiff:
    """The state of the server, and what goes wrong with it. ``now`` is its clock."""

    now: datetime
    services: dict[str, str] = field(default_factory=lambda: {"12": "Sperrmüll", "17": "Hundekot", "31": "Laterne"})
    clients: dict[str, ApiClient] = field(default_factory=lambda: {KEY: ApiClient()})
    users: set[str] = field(default_factory=lambda: {MAILBOX})
    blacklist: set[str] = field(default_factory=set)
    area: tuple[float, float, float, float] = (11.9, 54.0, 12.4, 54.3)
    most_body_bytes: int = 20 * 2**20
    needs_privacy_policy: bool = True
    lose_next_answers: int = 0
    """So many reports are created, and their makers hear nothing: the connection ends."""
    fail_after_creating: int = 0
    """So many are created, and answered with HTTP 500."""
    reports: dict[int, ReportThere] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Method and path with its query of every request, in order."""
    url: str = ""

    def posts(self) -> int:
        return sum(entry.startswith("POST /citysdk/requests.json") for entry in self.asked)

    def the_report(self) -> ReportThere:
        (report,) = self.reports.values()
        return report

    def delete_unconfirmed(self) -> None:
        """The hourly job of the server."""
        for report in self.reports.values():
            if report.status == "PENDING" and report.at < self.now - timedelta(days=1):
                report.is_deleted = True

    # ---- what requests do

    def answer(self, method: str, path: str, values: dict[str, str]) -> tuple[int, Any] | None:
        match method, path:
            case "GET", "services":
                return 200, self._services(values)
            case "GET", "coverage":
                return 200, {"result": self._covers(float(values["lat"]), float(values["long"]))}
            case "GET", "requests":
                return self._list(values)
            case "GET", _ if path.startswith("requests/"):
                found = self._visible().get(int(path.removeprefix("requests/")))
                return (200, [self._wire(found, values)]) if found else _error(404, 404, "record_not_found")
            case "POST", _ if path.startswith("requests/notes/"):
                return self._note(int(path.removeprefix("requests/notes/")), values)
            case "POST", "requests":
                return self._create(values)
        return _error(404, 404, "record_not_found")

    def _shows(self, report: ReportThere) -> bool:
        return bool(report.photo and report.is_released)

    def photo(self, number: int) -> bytes | None:
        """What everybody gets of a report's photo."""
        report = self._visible().get(number)
        return report.photo if report and self._shows(report) else None

    def _services(self, values: dict[str, str]) -> list[dict[str, Any]]:
        if "lat" in values and not self._covers(float(values["lat"]), float(values["long"])):
            return []
        return [
            {
                "service_code": code, "service_name": name, "group": "Müll", "group_id": "1", "keywords": "problem",
                "photo_requested": False, "metadata": False, "type": "realtime", "description": None,
            }
            for code, name in self.services.items()
        ]  # fmt: skip

    def _covers(self, lat: float, long: float) -> bool:
        west, south, east, north = self.area
        return west <= long <= east and south <= lat <= north

    def _visible(self) -> dict[int, ReportThere]:
        return {
            number: report
            for number, report in self.reports.items()
            if not report.is_deleted and not report.has_abuse and report.service_code in self.services
        }

    def _list(self, values: dict[str, str]) -> tuple[int, Any]:
        if "updated_after" in values or "updated_before" in values:
            return _error(500, 500, "undefined local variable or method `params'")
        found = list(self._visible().values())
        if ids := values.get("service_request_id"):
            wanted = set(ids.split(","))
            found = [report for report in found if str(report.number) in wanted]
        if code := values.get("service_code"):
            found = [report for report in found if report.service_code == code]
        if start := values.get("start_date"):
            found = [report for report in found if report.at >= datetime.fromisoformat(start)]
        if end := values.get("end_date"):
            found = [report for report in found if report.at <= datetime.fromisoformat(end)]
        if status := values.get("status"):
            found = [report for report in found if _OPEN311.get(report.status, "open") == status]
        if {"lat", "long", "radius"} <= set(values):  # x = lat, and degrees in place of metres
            x, y, radius = float(values["lat"]), float(values["long"]), float(values["radius"]) / 100_000
            found = [r for r in found if abs(r.long - x) <= radius and abs(r.lat - y) <= radius]
        return 200, [self._wire(report, values) for report in found]

    def _wire(self, report: ReportThere, values: dict[str, str]) -> dict[str, Any]:
        wire: dict[str, Any] = {
            "service_request_id": report.number,
            "status_notes": report.status_note or None,
            "status": _OPEN311.get(report.status, "open"),
            "service_code": int(report.service_code),
            "service_name": self.services[report.service_code],
            "description": report.description if report.is_released else HIDDEN_TEXT,
            "agency_responsible": report.agency,
            "service_notice": None,
            "requested_datetime": report.at.isoformat(),
            "updated_datetime": self.now.isoformat(),
            "expected_datetime": None,
            "address": None,
            "adress_id": None,
            "lat": report.lat,
            "long": report.long,
            "media_url": (report.photo_address or f"{self.url}/files/{report.number}") if self._shows(report) else None,
            "zipcode": None,
        }
        if values.get("extensions") == "true":
            wire["extended_attributes"] = {
                "detailed_status": report.status, "detailed_status_datetime": self.now.isoformat(),
                "description_public": report.is_released, "expected_closure": report.expected or None, "votes": 0,
                "priority": None, "media_urls": [], "photo_required": False, "trust": 1,
            }  # fmt: skip
        return wire

    def _note(self, number: int, values: dict[str, str]) -> tuple[int, Any] | None:
        client = self.clients.get(values.get("api_key", ""))
        if client is None or "create_notes" not in client.permissions:
            return _error(500, "403", "Für den API-Key stehen die benötigten Zugriffsrechte nicht zur Verfügung.")
        if number not in self._visible():
            return _error(404, 404, "record_not_found")
        self.reports[number].notes.append(values["comment"])
        if self.lose_next_answers:
            self.lose_next_answers -= 1
            return None
        return 201, {"comment": values["comment"]}

    def _create(self, values: dict[str, str]) -> tuple[int, Any] | None:
        key = values.get("api_key")
        if not key:
            return _error(500, "400", "Es wurde kein API-Key übergeben.")
        client = self.clients.get(key)
        if client is None:
            return _error(500, "401", "Der übergebene API-Key ist ungültig.")
        if "create_requests" not in client.permissions:
            return _error(500, "403", "Für den API-Key stehen die benötigten Zugriffsrechte nicht zur Verfügung.")
        problem = self._problem(values)
        if problem:
            return _error(422, 422, f"Gültigkeitsprüfung ist fehlgeschlagen: {problem}")
        number = max(self.reports, default=4710) + 1
        is_known = client.is_trusted and values["email"] in self.users
        self.reports[number] = ReportThere(
            number, values["service_code"], values["description"], float(values["lat"]), float(values["long"]),
            values["email"], self.now, "RECEIVED" if is_known else "PENDING",
            photo=base64.b64decode(values["media"]) if "media" in values else None,
        )  # fmt: skip
        if self.lose_next_answers:
            self.lose_next_answers -= 1
            return None
        if self.fail_after_creating:
            self.fail_after_creating -= 1
            return _error(500, 500, "Net::SMTPFatalError")
        return 201, {"service_request_id": number, "create_message": "Sie haben 24 Stunden Zeit ..."}

    def _problem(self, values: dict[str, str]) -> str:
        mail = values.get("email", "")
        if not _MAIL.fullmatch(mail):
            return "E-Mail-Adresse ist keine gültige E-Mail-Adresse."
        if mail in self.blacklist or mail.rpartition("@")[2] in self.blacklist:
            return "Die E-Mail-Adresse ist nicht zulässig."
        if not values.get("description", "").strip():
            return "Beschreibung muss ausgefüllt werden"
        if self.needs_privacy_policy and values.get("privacy_policy_accepted") != "true":
            return "Die Datenschutzerklärung muss akzeptiert werden"
        if values.get("service_code") not in self.services or not self._covers(
            float(values["lat"]), float(values["long"])
        ):
            return "Die ausgewählte Kategorie wird derzeit an dieser Position nicht unterstützt."
        if "media" in values and not _is_jpeg(values["media"]):
            return "Foto ist kein gültiges Bild (image/jpeg)"
        return ""


def _is_jpeg(media: str) -> bool:
    with suppress(binascii.Error, ValueError):
        return base64.b64decode(media, validate=True).startswith(b"\xff\xd8\xff")
    return False


def _error(status: int, code: int | str, description: str) -> tuple[int, Any]:
    return status, [{"code": code, "description": description}]


class _Handler(BaseHTTPRequestHandler):
    twin: Klarschiff

    def do_GET(self) -> None:
        if self.path.startswith("/citysdk/files/"):
            self.twin.asked.append(f"GET {self.path}")
            photo = self.twin.photo(int(self.path.rpartition("/")[2]))
            self._send(200 if photo else 404, photo or b"", "image/jpeg")
            return
        self._answer("GET", parse_qs(urlsplit(self.path).query))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if length > self.twin.most_body_bytes:
            self.twin.asked.append(f"POST {self.path} {length}")
            self._send(413, b"<html>413 Request Entity Too Large</html>", "text/html")
            return
        self._answer("POST", parse_qs(body.decode(), keep_blank_values=True))

    def _answer(self, method: str, values: dict[str, list[str]]) -> None:
        self.twin.asked.append(f"{method} {self.path}")
        path = urlsplit(self.path).path.removeprefix("/citysdk/").removesuffix(".json")
        told = self.twin.answer(method, path, {name: entries[0] for name, entries in values.items()})
        if told is None:
            self.close_connection = True
            return
        self._send(told[0], json.dumps(told[1], ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def serving(twin: Klarschiff, *, port: int = 0) -> Iterator[Klarschiff]:
    """The twin answers at its ``url`` as long as this lasts; at the same port again if wished."""
    handler = type("Handler", (_Handler,), {"twin": twin})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    twin.url = f"http://127.0.0.1:{server.server_port}/citysdk"
    try:
        yield twin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def new_klarschiff() -> Klarschiff:
    """With its clock at the moment tests are at."""
    return Klarschiff(now=datetime(2026, 11, 22, 8, 0, tzinfo=UTC))
